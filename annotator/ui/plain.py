"""How is what people and files say shown as it was written, markup and all?"""

from PySide6.QtGui import Qt
from PySide6.QtWidgets import QLabel


class PlainLabel(QLabel):
    """A label that takes no text for markup."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)


def tip(text: str) -> str:
    """The text for a tooltip, which Qt would otherwise take for markup where it looks like some."""
    return Qt.convertFromPlainText(text) if Qt.mightBeRichText(text) else text
