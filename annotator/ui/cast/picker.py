"""Whom or what does a span mean, of all that it may?"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QVBoxLayout, QWidget

from annotator.domain import naming
from annotator.domain.naming import Proposal, Reason
from annotator.i18n import mark, tr
from annotator.ui import asides
from annotator.ui.plain import OneLine

_WIDTH, _HEIGHT, _GAP = 380, 330, 6
_MOST_OFFERED = 200
_REASONS: dict[Reason, str] = {
    "alias": mark("called so"),
    "last-name": mark("by last name"),
    "previous-speaker": mark("the speaker before"),
    "article": mark("in this article"),
    "project": "",
}


class NamePicker(QFrame):
    """A field beside the span and the names below it, the likeliest first; a semicolon takes one and asks for more."""

    def __init__(self, ground: QWidget) -> None:
        super().__init__(ground)
        self._ground = ground
        self._back_to: QWidget | None = None
        self._take: Callable[[str], None] = lambda _: None
        self._proposals: Sequence[Proposal] = ()
        self._new = ""
        self.setProperty("role", "palette")
        self.title = OneLine()
        self.title.setProperty("role", "muted")
        self.field = QLineEdit()
        self.list = QListWidget()
        asides.dress(self.list)
        self.list.setAccessibleName(tr("Names"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 10)
        column.setSpacing(6)
        for part in (self.title, self.field, self.list):
            column.addWidget(part)
        self.field.textChanged.connect(self._offer)
        self.field.installEventFilter(self)
        self.list.itemClicked.connect(lambda _: self._choose())
        self.hide()

    def open(
        self,
        title: str,
        proposals: Sequence[Proposal],
        *,
        new: str,
        near: QRect,
        back_to: QWidget,
        take: Callable[[str], None],
    ) -> None:
        """Offer these beside ``near`` (the ground's pixels), and at last ``new`` as a name that is not there yet."""
        self._proposals, self._new, self._back_to, self._take = proposals, new, back_to, take
        self.title.setText(title)
        self.field.setAccessibleName(title)
        self.field.setPlaceholderText(tr("Type a name"))
        self.field.clear()
        self._offer("")
        below = near.bottom() + _GAP
        top = below if below + _HEIGHT < self._ground.height() else max(_GAP, near.top() - _HEIGHT - _GAP)
        left = max(_GAP, min(near.left(), self._ground.width() - _WIDTH - _GAP))
        self.setGeometry(left, top, _WIDTH, _HEIGHT)
        self.show()
        self.raise_()
        self.field.setFocus()

    def offered(self) -> list[str]:
        """What stands in the list, as it is read out."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return [str(item.data(Qt.ItemDataRole.AccessibleTextRole)) for item in items]

    def _offer(self, text: str) -> None:
        """Names that hold what is typed after the last semicolon, in any of their spellings."""
        typed = text.rpartition(";")[2].strip()
        wanted = naming.key(typed)
        found = [one for one in self._proposals if wanted in naming.key(one.name)]
        self.list.clear()
        for one in found[:_MOST_OFFERED]:
            self.list.addItem(asides.row(one.name, one.name, tr(_REASONS[one.reason]) if _REASONS[one.reason] else ""))
        new = typed or self._new
        if new and all(naming.key(new) != naming.key(one.name) for one in found):
            self.list.addItem(asides.row(tr("New name: {name}", name=new), new, ""))
        self.list.setCurrentRow(0)

    def _joined(self) -> str:
        """The names that stand in the field already, and the one that is pointed at."""
        before = naming.split(self.field.text().rpartition(";")[0])
        item = self.list.currentItem()
        return naming.join([*before, item.data(asides.VALUE)] if item else before)

    def _choose(self) -> None:
        value = self._joined()
        self._close()
        if value:
            self._take(value)

    def _close(self) -> None:
        self.hide()
        if self._back_to:
            self._back_to.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            match event.key():
                case Qt.Key.Key_Escape:
                    self._close()
                case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                    self._choose()
                case _ if event.text() == ";":
                    self.field.setText(f"{self._joined()}{naming.JOINT}")
                case Qt.Key.Key_Down | Qt.Key.Key_Up:
                    step = 1 if event.key() == Qt.Key.Key_Down else -1
                    self.list.setCurrentRow((self.list.currentRow() + step) % max(1, self.list.count()))
                case _:
                    return False
            return True
        if event.type() == QEvent.Type.FocusOut and self.isVisible():
            self.hide()
        return super().eventFilter(watched, event)
