"""Sheets: tables with their charts, one or two beside each other."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from annotator.app.agreement.tables import AgreementTable, TableCell
from annotator.i18n import tr
from annotator.ui.agreement.charts import LineChart, StackedBar
from annotator.ui.agreement.grid import Grid, HueColors
from annotator.ui.theme import Theme
from annotator.ui.widgets.plain_text import OneLineLabel, PlainLabel

_HEAD = 30

Chart = LineChart | StackedBar


class SheetSection(QWidget):
    """A table with its title and a hint on how to read it, and with a chart above it if there is one."""

    def __init__(
        self, theme: Theme, hue_color: HueColors, *, chart: Chart | None = None, tools: Sequence[QWidget] = ()
    ) -> None:
        super().__init__()
        self.grid, self.chart = Grid(theme, hue_color), chart
        self._title, self._hint, self._undefined = OneLineLabel(), PlainLabel(), PlainLabel()
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
        self.grid.sortable = chart is None
        if chart:
            chart.row_pressed.connect(self.grid.open_row)
            column.addWidget(chart, 1 if isinstance(chart, LineChart) else 0)
            chart.setVisible(False)
        column.addWidget(self.grid, 1)
        column.addWidget(self._undefined)
        column.addStretch(0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_table(self, table: AgreementTable) -> None:
        self._title.setText(table.title)
        self._hint.setText(table.hint)
        self.grid.show_table(table)
        self.grid.setVisible(bool(table.rows))
        cells = [cell for row in table.rows for cell in row.cells]
        reasons = dict.fromkeys(cell.text for cell in cells if cell.passage_key is not None and cell.value is None)
        self._undefined.setText(tr("Undefined: {reasons}.", reasons="; ".join(reasons)))
        self._undefined.setVisible(bool(reasons))
        if self.chart:
            self.chart.show_table(table)
            self.chart.setVisible(bool(table.rows))

    def set_theme(self, theme: Theme, hue_color: HueColors) -> None:
        self.grid.set_theme(theme, hue_color)
        if self.chart:
            self.chart.set_theme(theme, hue_color)


class Sheet(QWidget):
    """One or two sections beside each other, with widths in proportion to the weights."""

    passages_requested = Signal(TableCell)
    copy_requested = Signal(AgreementTable)

    def __init__(self, sections: Sequence[SheetSection], weights: Sequence[int] = (1, 1)) -> None:
        super().__init__()
        self.sections = tuple(sections)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 8)
        row.setSpacing(24)
        for section, weight in zip(sections, weights, strict=False):
            row.addWidget(section, weight)
            section.grid.passages_requested.connect(self.passages_requested.emit)
            section.grid.copy_requested.connect(
                lambda grid=section.grid: self.copy_requested.emit(grid.grid_model.table)
            )

    def show_tables(self, tables: Sequence[AgreementTable]) -> None:
        for section, table in zip(self.sections, tables, strict=True):
            section.show_table(table)

    def set_theme(self, theme: Theme, hue_color: HueColors) -> None:
        for section in self.sections:
            section.set_theme(theme, hue_color)

    def take_focus(self) -> None:
        """Give the focus to the first table that has rows."""
        for section in self.sections:
            if section.grid.grid_model.table.rows:
                section.grid.setFocus(Qt.FocusReason.OtherFocusReason)
                return
