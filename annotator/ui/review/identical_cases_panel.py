"""Where shall the same decision stand too?"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator.app.review.propagate import Twin, Why
from annotator.i18n import mark, tr, trn
from annotator.ui.review import titles
from annotator.ui.widgets.plain_text import PlainLabel

_AROUND = 60
_WHY: dict[Why, str] = {
    "otherwise": mark("settled otherwise"),
    "follows": mark("settled as this one was before"),
    "people": "",
    "votes": mark("marked so by others"),
}


class _Ticks(QListWidget):
    """Enter is left to the page around it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            event.ignore()
        else:
            super().keyPressEvent(event)


class Repeating(QWidget):
    """The identical cases in context, all ticked but those that a person has settled otherwise."""

    wished = Signal(list)
    """The same for these cases, each an ``Twin``."""
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._others: Sequence[Twin] = ()
        self._title, hint = PlainLabel(), PlainLabel(tr("Space ticks, Enter settles those ticked, Esc leaves."))
        self._title.setProperty("role", "heading")
        self._title.setWordWrap(True)
        hint.setProperty("role", "muted")
        hint.setWordWrap(True)
        self.ticks = _Ticks()
        self.ticks.setAccessibleName(tr("Identical cases"))
        self.ticks.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        for part in (self._title, hint, self.ticks):
            column.addWidget(part)

    def offer(self, others: Sequence[Twin]) -> None:
        """List these cases."""
        self._others = others
        self._title.setText(trn("{count} identical case", "{count} identical cases", len(others)))
        self.ticks.clear()
        for document, standing, why in others:
            case = standing.case
            before = document.text[max(0, case.start - _AROUND) : case.start]
            behind = document.text[case.end : case.end + _AROUND]
            words = document.text[case.start : case.end]
            told = " ".join(f"…{before}【{words}】{behind}…".splitlines())
            said = [tr(_WHY[why])] if _WHY[why] else []
            decision = [titles.decided(standing.decision)] if standing.decision else []
            item = QListWidgetItem("  ·  ".join([document.title or document.id, *said, *decision]) + f"\n{told}")
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked if why == "otherwise" else Qt.CheckState.Checked)
            self.ticks.addItem(item)
        self.ticks.setCurrentRow(0)
        self.ticks.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            ticked = [
                other
                for row, other in enumerate(self._others)
                if self.ticks.item(row).checkState() == Qt.CheckState.Checked
            ]
            self.wished.emit(ticked)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
