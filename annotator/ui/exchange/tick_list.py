"""A list of names to tick."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from annotator.ui.widgets.plain_text import shorten, tooltip

_NAME = Qt.ItemDataRole.UserRole


class TickList(QListWidget):
    """A list in which Space ticks a row."""

    ticked = Signal()
    """A row was ticked, or its tick was removed."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setAccessibleName(title)
        self.setUniformItemSizes(True)
        self.itemChanged.connect(lambda _: self.ticked.emit())

    def fill(self, titles: Mapping[str, str], *, ticked: Iterable[str]) -> None:
        """Show these names under their titles."""
        chosen = set(ticked)
        self.blockSignals(True)  # noqa: FBT003 - Qt's signature
        self.clear()
        for name, title in titles.items():
            self._add(name, title, ticked=name in chosen)
        self.blockSignals(False)  # noqa: FBT003
        if titles:
            self.setCurrentRow(0)
        self.ticked.emit()

    def add(self, name: str) -> None:
        """Add a name, ticked; a name of the list is only ticked."""
        existing = [item for item in self._items() if item.data(_NAME) == name]
        if existing:
            existing[0].setCheckState(Qt.CheckState.Checked)
        else:
            self._add(name, name, ticked=True)
            self.ticked.emit()

    def _add(self, name: str, title: str, *, ticked: bool) -> None:
        item = QListWidgetItem(shorten(title))
        item.setData(_NAME, name)
        item.setToolTip(tooltip(title))
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        self.addItem(item)

    def chosen(self) -> list[str]:
        """The ticked names, in the order of the list."""
        return [item.data(_NAME) for item in self._items() if item.checkState() == Qt.CheckState.Checked]

    def show_only(self, names: set[str] | None) -> None:
        """Hide all others; None shows all."""
        for item in self._items():
            item.setHidden(names is not None and item.data(_NAME) not in names)

    def tick_shown(self, *, ticked: bool) -> None:
        """Tick all visible rows, or remove their ticks."""
        self.blockSignals(True)  # noqa: FBT003
        for item in self._items():
            if not item.isHidden():
                item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        self.blockSignals(False)  # noqa: FBT003
        self.ticked.emit()

    def _items(self) -> list[QListWidgetItem]:
        return [self.item(row) for row in range(self.count())]
