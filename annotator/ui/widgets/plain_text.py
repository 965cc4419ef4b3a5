"""Labels and tooltips that show text literally, without interpreting markup."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent, Qt
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

# No line on a screen has more characters; Qt would lay out a million characters to elide the rest.
_MOST_ON_A_LINE = 400
_WIDEST_CAPTION = 130


class PlainLabel(QLabel):
    """A label that never interprets its text as markup."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)


class OneLineLabel(PlainLabel):
    """A label of one line that takes the available width and ends in … if that is too little."""

    def setText(self, text: str) -> None:
        super().setText(shorten(text))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        room = self.contentsRect()
        elided = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter = QPainter(self)
        self.style().drawItemText(
            painter, room, self.alignment(), self.palette(), self.isEnabled(), elided, self.foregroundRole()
        )
        painter.end()


class Caption(OneLineLabel):
    """The caption of a field; a long caption does not make the field narrower. Its tooltip has an explanation too."""

    def __init__(self, text: str, field: QWidget, *, explanation: str = "") -> None:
        super().__init__(text)
        self.setProperty("role", "muted")
        self.setMaximumWidth(_WIDEST_CAPTION)
        self.setToolTip(tooltip("\n".join(filter(None, (text, explanation)))))
        self.setBuddy(field)


def name_combo_box(box: QComboBox, name: str) -> None:
    """Name a combo box without a visible caption for screen readers.

    On Linux a screen reader takes the name of a combo box only from its label, which may be hidden. Call this after the
    box was added to its layout.
    """
    box.setAccessibleName(name)
    label = PlainLabel(name)
    label.setParent(box.parentWidget())
    label.setBuddy(box)
    label.hide()


def shorten(text: str, most: int = _MOST_ON_A_LINE) -> str:
    """The text on one line, cut after ``most`` characters."""
    line = " ".join(text[:most].splitlines())
    return f"{line}…" if len(text) > most else line


def tooltip(text: str) -> str:
    """The text for a tooltip, escaped if Qt would otherwise interpret it as markup."""
    return Qt.convertFromPlainText(text) if Qt.mightBeRichText(text) else text
