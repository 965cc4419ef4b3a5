"""How is what people and files say shown as it was written, markup and all?"""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent, Qt
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

# No line on a screen holds more; Qt would lay out a million characters to leave out all but these.
_MOST_ON_A_LINE = 400
_WIDEST_CAPTION = 130


class PlainLabel(QLabel):
    """A label that takes no text for markup."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)


class OneLine(PlainLabel):
    """A label of one line that takes what room there is and ends in … where that is too little."""

    def setText(self, text: str) -> None:
        super().setText(brief(text))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        room = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter = QPainter(self)
        self.style().drawItemText(
            painter, room, self.alignment(), self.palette(), self.isEnabled(), shown, self.foregroundRole()
        )
        painter.end()


class Caption(OneLine):
    """What a field is called; however long that is, it leaves the field its room."""

    def __init__(self, text: str, field: QWidget) -> None:
        super().__init__(text)
        self.setProperty("role", "muted")
        self.setMaximumWidth(_WIDEST_CAPTION)
        self.setToolTip(tip(text))
        self.setBuddy(field)


def name_choice(box: QComboBox, name: str) -> None:
    """Name a box of choices that stands without a caption, for whoever does not see it.

    On Linux a screen reader knows such a box by its label alone, which may be hidden; the box has its place already.
    """
    box.setAccessibleName(name)
    label = PlainLabel(name)
    label.setParent(box.parentWidget())
    label.setBuddy(box)
    label.hide()


def brief(text: str, most: int = _MOST_ON_A_LINE) -> str:
    """The text on one line, cut behind so many characters."""
    line = " ".join(text[:most].splitlines())
    return f"{line}…" if len(text) > most else line


def tip(text: str) -> str:
    """The text for a tooltip, which Qt would otherwise take for markup where it looks like some."""
    return Qt.convertFromPlainText(text) if Qt.mightBeRichText(text) else text
