"""What have the pages in common that come in the article's place?"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget


class Page(QWidget):
    """A page on the reading ground, which Esc leaves."""

    heading = ""
    """What stands above it; empty where the page itself says what it is."""
    keeps_labels = False
    """Whether the labels stay in sight above it."""
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
        """A column in the middle of the page; ``tall``, it reaches from the top to the foot."""
        return centred_column(self, width, spacing=spacing, tall=tall)


def centred_column(page: QWidget, width: int, *, spacing: int, tall: bool = False) -> QVBoxLayout:
    """A column in the middle of ``page``; ``tall``, it reaches from the top to the foot."""
    inner = QWidget()
    inner.setFixedWidth(width)
    row = QHBoxLayout(page)
    row.addWidget(inner, alignment=Qt.AlignmentFlag.AlignHCenter if tall else Qt.AlignmentFlag.AlignCenter)
    column = QVBoxLayout(inner)
    column.setSpacing(spacing)
    return column
