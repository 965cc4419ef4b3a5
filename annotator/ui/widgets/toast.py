"""A message that disappears by itself."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from annotator.ui.widgets.accessibility import announce
from annotator.ui.widgets.plain_text import shorten

_SHOWN_MS = 4500
_FROM_BOTTOM = 20
_PADDING = 28
_NARROWEST, _WIDEST = 120, 560


class Toast(QFrame):
    """One line over the lower edge of its parent; it disappears after some seconds."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self.setProperty("role", "toast")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._label = QLabel()
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 14, 8)
        row.addWidget(self._label)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        """The current message, or the last one."""
        return self._label.text()

    def say(self, text: str) -> None:
        """Show a message, also to screen readers."""
        self._label.setText(shorten(text))
        self._place()
        self.show()
        self.raise_()
        announce(self, self.text)
        self._timer.start(_SHOWN_MS)

    def _place(self) -> None:
        widest = max(_NARROWEST, min(_WIDEST, self._parent.width() - 40))
        natural = self._label.fontMetrics().horizontalAdvance(self._label.text()) + _PADDING + 4
        width = min(widest, natural)
        self.setFixedSize(width, self._label.heightForWidth(width - _PADDING) + _PADDING // 2 + 2)
        self.move((self._parent.width() - self.width()) // 2, self._parent.height() - self.height() - _FROM_BOTTOM)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)
