"""The toolbar above the article."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from annotator.i18n import tr
from annotator.ui.annotate.panels.label_bar import LabelBar
from annotator.ui.icons import icon
from annotator.ui.shell.controls.actions import Actions
from annotator.ui.theme import Theme
from annotator.ui.widgets.plain_text import PlainLabel


class Toolbar(QWidget):
    """The labels on the left; undo, redo, find, the steps between articles and Done on the right.

    Above a page in the place of the article, the heading of the page and a Back button replace the labels.
    """

    left = Signal()
    """Back to the article."""

    def __init__(self, labels: LabelBar, actions: Actions) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._labels = labels
        self._position, self._heading = PlainLabel(), PlainLabel()
        self._position.setProperty("role", "muted")
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
        # The height above a page equals the height above the article.
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
        row.addWidget(self._position)
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
        """A page with this heading is on screen; empty where the page shows its heading itself."""
        self._labels.hide()
        self._heading.setText(heading)
        self._heading.show()
        self._back.show()

    def set_theme(self, theme: Theme) -> None:
        self._back.setIcon(icon("previous", theme))

    def show_position(self, number: int, count: int) -> None:
        """Show the number of the article, and how many there are."""
        self._position.setText(f"{number} / {count}" if count else "")


def _button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    button.setAccessibleName(action.text())
    return button
