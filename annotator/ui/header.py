"""Which buttons does a person want at hand above the article?"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from annotator.ui.actions import Actions
from annotator.ui.annotate.label_bar import LabelBar


class Header(QWidget):
    """The labels on the left; undo, redo, find, the way between articles and Done on the right."""

    def __init__(self, labels: LabelBar, actions: Actions) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._place = QLabel()
        self._place.setTextFormat(Qt.TextFormat.PlainText)
        self._place.setProperty("role", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(2)
        row.addWidget(labels, 1)
        for name in ("undo", "redo", "find", "cast"):
            row.addWidget(_button(actions[name]))
        row.addSpacing(8)
        for name in ("documents", "demands", "agreement", "review"):
            row.addWidget(_button(actions[name]))
        row.addWidget(_button(actions["previous-document"]))
        row.addWidget(self._place)
        row.addWidget(_button(actions["next-document"]))
        row.addWidget(_button(actions["next-unfinished"]))
        row.addSpacing(8)
        for name in ("done", "help"):
            row.addWidget(_button(actions[name]))

    def show_place(self, place: int, count: int) -> None:
        """The article's number, and of how many."""
        self._place.setText(f"{place} / {count}" if count else "")


def _button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    button.setAccessibleName(action.text())
    return button
