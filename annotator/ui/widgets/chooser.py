"""A popup in which one of many values is chosen by typing a part of its title."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator.domain.frozen_model import FrozenModel
from annotator.ui.widgets import two_column_row
from annotator.ui.widgets.accessibility import announce

_MARGIN = 10


class ChooserItem(FrozenModel):
    """A value to choose, with its title and a short remark behind it."""

    title: str
    value: str
    remark: str = ""


class Chooser(QFrame):
    """A field over the window, with the matching items below it; subclasses implement ``matching_items``."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self.host = host
        self._back_to: QWidget | None = None
        self._take: Callable[[str], None] = lambda _: None
        self.setProperty("role", "palette")
        self.field = QLineEdit()
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        two_column_row.set_up(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column.addWidget(self.field)
        column.addWidget(self.list)
        self.field.textChanged.connect(self._filter)
        self.field.installEventFilter(self)
        self.list.itemClicked.connect(lambda _: self._choose())
        self.list.currentItemChanged.connect(lambda item, _: self._read_out(item))
        self.hide()

    def matching_items(self, typed: str) -> list[ChooserItem]:
        """The items that match the typed words, the best first."""
        raise NotImplementedError

    def show_at(self, rectangle: QRect, title: str, *, back_to: QWidget | None, take: Callable[[str], None]) -> None:
        """Open in this rectangle of the host.

        ``take`` gets the chosen value; then ``back_to`` gets the focus.
        """
        self._back_to, self._take = back_to, take
        self.field.setPlaceholderText(title)
        self.field.setAccessibleName(title)
        self.field.clear()
        self._filter("")
        self.setGeometry(rectangle)
        self.show()
        self.raise_()
        self.field.setFocus()

    def close_chooser(self) -> None:
        self.hide()
        if self._back_to:
            self._back_to.setFocus()

    def _filter(self, typed: str) -> None:
        self.list.clear()
        for choice in self.matching_items(typed):
            self.list.addItem(two_column_row.row(choice.title, choice.value, choice.remark))
        self.list.setCurrentRow(0)

    def _read_out(self, item: QListWidgetItem | None) -> None:
        if item:
            announce(self.field, item.data(two_column_row.SPOKEN))

    def _step(self, steps: int) -> None:
        self.list.setCurrentRow((self.list.currentRow() + steps) % max(1, self.list.count()))

    def chosen(self) -> str | None:
        """The value of the current row, if there is one."""
        item = self.list.currentItem()
        return str(item.data(two_column_row.VALUE)) if item else None

    def _choose(self) -> None:
        value = self.chosen()
        self.close_chooser()
        if value is not None:
            self._take(value)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            match event.key():
                case Qt.Key.Key_Escape:
                    self.close_chooser()
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
