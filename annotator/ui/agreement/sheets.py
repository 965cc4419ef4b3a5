"""Which tables and pictures stand on one sheet of the agreement?"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from annotator.app.agreement.tables import Cell, Table
from annotator.i18n import tr
from annotator.ui.agreement.charts import Course, Stack
from annotator.ui.agreement.grid import Grid, Hue
from annotator.ui.theme import Theme
from annotator.ui.widgets.plain_text import OneLine, PlainLabel

_HEAD = 30

Picture = Course | Stack


class Part(QWidget):
    """A table under its title and the line on how to read it, with a picture of it above where there is one."""

    def __init__(
        self, theme: Theme, hue: Hue, *, picture: Picture | None = None, tools: Sequence[QWidget] = ()
    ) -> None:
        super().__init__()
        self.grid, self.picture = Grid(theme, hue), picture
        self._title, self._hint, self._undefined = OneLine(), PlainLabel(), PlainLabel()
        self._title.setProperty("role", "heading")
        for label in (self._hint, self._undefined):
            label.setProperty("role", "muted")
            label.setWordWrap(True)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addStrut(_HEAD)
        head.addWidget(self._title)
        head.addStretch(1)
        for tool in tools:
            head.addWidget(tool)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self._hint)
        self.grid.sortable = picture is None
        if picture:
            picture.pressed.connect(self.grid.point_to)
            column.addWidget(picture, 1 if isinstance(picture, Course) else 0)
            picture.setVisible(False)
        column.addWidget(self.grid, 1)
        column.addWidget(self._undefined)
        column.addStretch(0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_table(self, table: Table) -> None:
        self._title.setText(table.title)
        self._hint.setText(table.hint)
        self.grid.show_table(table)
        self.grid.setVisible(bool(table.rows))
        cells = [cell for row in table.rows for cell in row.cells]
        reasons = dict.fromkeys(cell.text for cell in cells if cell.behind is not None and cell.value is None)
        self._undefined.setText(tr("Undefined: {reasons}.", reasons="; ".join(reasons)))
        self._undefined.setVisible(bool(reasons))
        if self.picture:
            self.picture.show_table(table)
            self.picture.setVisible(bool(table.rows))

    def wear(self, theme: Theme, hue: Hue) -> None:
        self.grid.wear(theme, hue)
        if self.picture:
            self.picture.wear(theme, hue)


class Sheet(QWidget):
    """One or two parts beside each other, as wide as the weights say."""

    asked = Signal(Cell)
    copied = Signal(Table)

    def __init__(self, parts: Sequence[Part], weights: Sequence[int] = (1, 1)) -> None:
        super().__init__()
        self.parts = tuple(parts)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 8)
        row.setSpacing(24)
        for part, weight in zip(parts, weights, strict=False):
            row.addWidget(part, weight)
            part.grid.asked.connect(self.asked.emit)
            part.grid.copied.connect(lambda part=part: self.copied.emit(part.grid.grid_model.table))

    def show_tables(self, tables: Sequence[Table]) -> None:
        for part, table in zip(self.parts, tables, strict=True):
            part.show_table(table)

    def wear(self, theme: Theme, hue: Hue) -> None:
        for part in self.parts:
            part.wear(theme, hue)

    def take_focus(self) -> None:
        """The keys go to the first table that has anything in it."""
        for part in self.parts:
            if part.grid.grid_model.table.rows:
                part.grid.setFocus(Qt.FocusReason.OtherFocusReason)
                return
