"""The panel with the cases in which the same decision can be repeated."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator.app.review.propagate import SimilarCase, SimilarityReason
from annotator.i18n import mark, tr, trn
from annotator.ui.review import titles
from annotator.ui.widgets.plain_text import PlainLabel

_CONTEXT_LENGTH = 60
_REASONS: dict[SimilarityReason, str] = {
    "otherwise": mark("settled otherwise"),
    "follows": mark("settled as this one was before"),
    "people": "",
    "votes": mark("marked so by others"),
}


class _Ticks(QListWidget):
    """A list that leaves Enter and Esc to the panel."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            event.ignore()
        else:
            super().keyPressEvent(event)


class IdenticalCasesPanel(QWidget):
    """The identical cases in context; all are ticked except those that a reviewer settled in another way."""

    propagation_requested = Signal(list)
    """Repeat the decision in these cases, each a ``SimilarCase``."""
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._cases: Sequence[SimilarCase] = ()
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
        for widget in (self._title, hint, self.ticks):
            column.addWidget(widget)

    def show_cases(self, cases: Sequence[SimilarCase]) -> None:
        """List these cases."""
        self._cases = cases
        self._title.setText(trn("{count} identical case", "{count} identical cases", len(cases)))
        self.ticks.clear()
        for document, state, reason in cases:
            case = state.case
            before = document.text[max(0, case.start - _CONTEXT_LENGTH) : case.start]
            after = document.text[case.end : case.end + _CONTEXT_LENGTH]
            words = document.text[case.start : case.end]
            context = " ".join(f"…{before}【{words}】{after}…".splitlines())
            reasons = [tr(_REASONS[reason])] if _REASONS[reason] else []
            decisions = [titles.decision_summary(state.decision)] if state.decision else []
            heading = "  ·  ".join([document.title or document.id, *reasons, *decisions])
            item = QListWidgetItem(f"{heading}\n{context}")
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked if reason == "otherwise" else Qt.CheckState.Checked)
            self.ticks.addItem(item)
        self.ticks.setCurrentRow(0)
        self.ticks.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            ticked = [
                case
                for row, case in enumerate(self._cases)
                if self.ticks.item(row).checkState() == Qt.CheckState.Checked
            ]
            self.propagation_requested.emit(ticked)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
