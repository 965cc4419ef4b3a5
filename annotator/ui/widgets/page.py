"""The base class of the pages that replace the article."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget


class Page(QWidget):
    """A page with the background of the article; Esc leaves it."""

    heading = ""
    """The title above the page; empty if the page shows its own title."""
    keeps_labels = False
    """Whether the labels stay visible above the page."""
    left = Signal()
    """Back to the article."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def column(self, width: int, *, spacing: int, tall: bool = False) -> QVBoxLayout:
        """A column in the middle of the page; with ``tall``, it has the full height of the page."""
        return centred_column(self, width, spacing=spacing, tall=tall)


def centred_column(page: QWidget, width: int, *, spacing: int, tall: bool = False) -> QVBoxLayout:
    """A column in the middle of ``page``; with ``tall``, it has the full height of the page."""
    inner = QWidget()
    inner.setFixedWidth(width)
    row = QHBoxLayout(page)
    row.addWidget(inner, alignment=Qt.AlignmentFlag.AlignHCenter if tall else Qt.AlignmentFlag.AlignCenter)
    column = QVBoxLayout(inner)
    column.setSpacing(spacing)
    return column
