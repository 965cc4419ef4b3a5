"""Rules between parts of a page, and banners above it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton


def rule() -> QFrame:
    """A horizontal line, one pixel high."""
    line = QFrame()
    line.setProperty("role", "rule")
    line.setFixedHeight(1)
    return line


def banner(text: str, *buttons: QPushButton) -> QFrame:
    """A coloured strip with a message that stays on screen, and with these buttons."""
    frame = QFrame()
    frame.setProperty("role", "banner")
    row = QHBoxLayout(frame)
    row.setContentsMargins(16, 6, 16, 6)
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    row.addWidget(label, 1)
    for button in buttons:
        row.addWidget(button)
    return frame
