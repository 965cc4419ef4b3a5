"""Whom or what does a span mean, of all that it may?"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.domain.names import name_resolution
from annotator.domain.names.name_resolution import Proposal, Reason
from annotator.i18n import mark, tr
from annotator.ui.widgets import two_column_row
from annotator.ui.widgets.chooser import Chooser, Offer
from annotator.ui.widgets.plain_text import OneLine

_WIDTH, _HEIGHT, _GAP = 380, 330, 6
_MOST_OFFERED = 200
_REASONS: dict[Reason, str] = {
    "alias": mark("called so"),
    "last-name": mark("by last name"),
    "previous-speaker": mark("the speaker before"),
    "article": mark("in this article"),
    "project": "",
}


class NamePicker(Chooser):
    """A field beside the span and the names below it, the likeliest first; a semicolon takes one and asks for more."""

    def __init__(self, ground: QWidget) -> None:
        super().__init__(ground)
        self._proposals: Sequence[Proposal] = ()
        self._new = ""
        self.title = OneLine()
        self.title.setProperty("role", "muted")
        self.list.setAccessibleName(tr("Names"))
        column = self.layout()
        if isinstance(column, QVBoxLayout):
            column.insertWidget(0, self.title)

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
        self._proposals, self._new = proposals, new
        self.title.setText(title)
        below = near.bottom() + _GAP
        top = below if below + _HEIGHT < self.ground.height() else max(_GAP, near.top() - _HEIGHT - _GAP)
        left = max(_GAP, min(near.left(), self.ground.width() - _WIDTH - _GAP))
        self.show_at(QRect(left, top, _WIDTH, _HEIGHT), title, back_to=back_to, take=take)
        self.field.setPlaceholderText(tr("Type a name"))

    def offered(self) -> list[str]:
        """What stands in the list, as it is read out."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return [str(item.data(two_column_row.SPOKEN)) for item in items]

    def offers(self, typed: str) -> list[Offer]:
        """Names that hold what is typed after the last semicolon, in any of their spellings."""
        typed = typed.rpartition(";")[2].strip()
        wanted = name_resolution.key(typed)
        found = [one for one in self._proposals if wanted in name_resolution.key(one.name)]
        told = [
            Offer(title=one.name, value=one.name, aside=tr(_REASONS[one.reason]) if _REASONS[one.reason] else "")
            for one in found[:_MOST_OFFERED]
        ]
        new = typed or self._new
        if new and all(name_resolution.key(new) != name_resolution.key(one.name) for one in found):
            told.append(Offer(title=tr("New name: {name}", name=new), value=new))
        return told

    def chosen(self) -> str | None:
        """The names that stand in the field already, and the one that is pointed at."""
        before = name_resolution.split(self.field.text().rpartition(";")[0])
        return name_resolution.join([*before, *filter(None, [super().chosen()])]) or None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.text() == ";":
            self.field.setText(f"{self.chosen() or ''}{name_resolution.JOINT}")
            return True
        return super().eventFilter(watched, event)
