"""Which buttons does a person want at hand above the article?"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from annotator.i18n import tr
from annotator.ui.annotate.panels.label_bar import LabelBar
from annotator.ui.icons import icon
from annotator.ui.shell.actions import Actions
from annotator.ui.theme import Theme
from annotator.ui.widgets.plain_text import PlainLabel


class Header(QWidget):
    """The labels on the left; undo, redo, find, the way between articles and Done on the right.

    Above a page that came in the article's place, its heading and the way back stand where the labels were.
    """

    left = Signal()
    """Back to the article."""

    def __init__(self, labels: LabelBar, actions: Actions) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._labels = labels
        self._place, self._heading = PlainLabel(), PlainLabel()
        self._place.setProperty("role", "muted")
        self._heading.setProperty("role", "heading")
        self._back = QToolButton()
        self._back.setText(tr("Article"))
        self._back.setToolTip(tr("Back to the article (Esc)"))
        self._back.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._back.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._back.clicked.connect(self.left)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(2)
        # It is as high above a page as above the article.
        row.addStrut(labels.sizeHint().height())
        row.addWidget(self._back)
        row.addWidget(self._heading, 1)
        row.addWidget(labels, 1)
        self.show_labels()
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

    def show_labels(self) -> None:
        """The article is on screen."""
        self._back.hide()
        self._heading.hide()
        self._labels.show()

    def show_heading(self, heading: str) -> None:
        """A page of this heading is on screen; an empty one where it says itself what it is."""
        self._labels.hide()
        self._heading.setText(heading)
        self._heading.show()
        self._back.show()

    def wear(self, theme: Theme) -> None:
        self._back.setIcon(icon("previous", theme))

    def show_place(self, place: int, count: int) -> None:
        """The article's number, and of how many."""
        self._place.setText(f"{place} / {count}" if count else "")


def _button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    button.setAccessibleName(action.text())
    return button
