"""How is a command given by its name?"""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator.domain.folding import fold
from annotator.i18n import tr
from annotator.ui import keymap
from annotator.ui.keymap import Entry
from annotator.ui.spoken import announce

_WIDTH, _HEIGHT = 460, 380
_FROM_TOP = 90


class Palette(QFrame):
    """A field over the window, and the commands whose names hold what is typed there."""

    chosen = Signal(str)
    """The id of the command or label that was chosen."""

    def __init__(self, ground: QWidget) -> None:
        super().__init__(ground)
        self._ground = ground
        self._entries: list[Entry] = []
        self._back_to: QWidget | None = None
        self.setProperty("role", "palette")
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("Type a command"))
        self.field.setAccessibleName(tr("Type a command"))
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Commands"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.addWidget(self.field)
        column.addWidget(self.list)
        self.field.textChanged.connect(self._filter)
        self.field.installEventFilter(self)
        self.list.itemClicked.connect(lambda _: self._choose())
        self.list.currentTextChanged.connect(lambda text: announce(self.field, text))
        self.hide()

    def open(self, entries: list[Entry], back_to: QWidget | None) -> None:
        """Offer these; afterwards the keys go back to where they were."""
        self._entries, self._back_to = entries, back_to
        self.field.clear()
        self._filter("")
        self.setGeometry((self._ground.width() - _WIDTH) // 2, _FROM_TOP, _WIDTH, _HEIGHT)
        self.show()
        self.raise_()
        self.field.setFocus()

    def close_palette(self) -> None:
        self.hide()
        if self._back_to:
            self._back_to.setFocus()

    def _filter(self, typed: str) -> None:
        """Show what holds every word that was typed, anywhere in its name."""
        wanted = fold(typed).split()
        self.list.clear()
        for entry in self._entries:
            if all(word in fold(entry.title) for word in wanted):
                keys = "  ".join(keymap.native(key) for key in keymap.keys_of(entry)[:1])
                item = QListWidgetItem(f"{entry.title.rstrip('…')}    {keys}".rstrip())
                item.setData(Qt.ItemDataRole.UserRole, entry.id)
                self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _step(self, by: int) -> None:
        self.list.setCurrentRow((self.list.currentRow() + by) % max(1, self.list.count()))

    def _choose(self) -> None:
        item = self.list.currentItem()
        self.close_palette()
        if item:
            self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            match event.key():
                case Qt.Key.Key_Escape:
                    self.close_palette()
                case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                    self._choose()
                case Qt.Key.Key_Down | Qt.Key.Key_Tab:
                    self._step(1)
                case Qt.Key.Key_Up | Qt.Key.Key_Backtab:
                    self._step(-1)
                case _:
                    return False
            return True
        if event.type() == QEvent.Type.FocusOut and self.isVisible():
            self.hide()
        return super().eventFilter(watched, event)
