"""The tabs of the agreement screen, with a sheet of tables behind each."""

from collections.abc import Callable
from enum import IntEnum
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from annotator.agreement import measure_lookup
from annotator.app.agreement.live_panel import SEED
from annotator.app.agreement.tables import AgreementTable, TableCell
from annotator.i18n import tr
from annotator.ui.agreement.charts import LineChart, StackedBar
from annotator.ui.agreement.grid import HueColors
from annotator.ui.agreement.sheets import Sheet, SheetSection
from annotator.ui.theme import Theme
from annotator.ui.widgets.plain_text import name_combo_box

_HEIGHTS = (460, 240)


class SheetId(IntEnum):
    """The sheets in the order of their tabs."""

    MEASURES = 0
    PAIRS = 1
    LABELS = 2
    LINKS = 3
    CONFUSION = 4
    ARTICLES = 5
    TIME = 6
    FURTHER = 7


class SheetSwitcher(QWidget):
    """The sheets, of which the chosen tab shows one, and the fields and buttons above their tables."""

    sheet_changed = Signal()
    """Another sheet was chosen."""
    option_changed = Signal()
    """Another value was chosen in a field of the sheet."""
    passages_requested = Signal(TableCell)
    copy_requested = Signal(AgreementTable)

    def __init__(self, theme: Theme, hue_color: HueColors) -> None:
        super().__init__()
        self.tabs, self._stack = QTabBar(), QStackedWidget()
        self.measure, self.dates, self.per_annotator, self.sampler = (QComboBox() for _ in range(4))
        self.intervals = QPushButton(tr("95 % intervals"))
        self.further, self.gamma = QPushButton(tr("Work them out")), QPushButton(tr("Work out gamma"))
        self.sheets = self._make_sheets(theme, hue_color)
        self._lay_out()
        self._fill_tabs()
        self._fill_fields()
        self.tabs.currentChanged.connect(self._show_sheet)
        for field in (self.measure, self.dates, self.per_annotator):
            field.activated.connect(lambda _: self.option_changed.emit())
        for sheet in self.sheets:
            sheet.passages_requested.connect(self.passages_requested)
            sheet.copy_requested.connect(self.copy_requested)

    def _make_sheets(self, theme: Theme, hue_color: HueColors) -> tuple[Sheet, ...]:
        def section(**options: Any) -> SheetSection:
            return SheetSection(theme, hue_color, **options)

        def chart(kind: Callable[[Theme, HueColors], QWidget]) -> QWidget:
            return kind(theme, hue_color)

        return (
            Sheet((section(tools=(self.intervals,)), section(chart=chart(StackedBar))), (13, 6)),
            Sheet((section(tools=(self.measure,)), section()), (10, 11)),
            Sheet((section(), section()), (13, 7)),
            Sheet((section(), section(chart=chart(StackedBar))), (13, 6)),
            Sheet((section(),)),
            Sheet((section(),)),
            Sheet((section(chart=chart(LineChart), tools=(self.per_annotator, self.dates)),)),
            Sheet((section(tools=(self.further,)), section(tools=(self.sampler, self.gamma))), (8, 5)),
        )

    def _lay_out(self) -> None:
        for sheet in self.sheets:
            self._stack.addWidget(sheet)
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self._stack)
        tabs = QHBoxLayout()
        tabs.setContentsMargins(8, 0, 16, 0)
        tabs.addWidget(self.tabs)
        tabs.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(tabs)
        column.addWidget(self._splitter, 1)

    def _fill_tabs(self) -> None:
        titles = (
            tr("Measures"),
            tr("Pairs"),
            tr("Labels"),
            tr("Links"),
            tr("Confusion"),
            tr("Articles"),
            tr("Over time"),
            tr("Further"),
        )
        for title in titles:
            self.tabs.addTab(title)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(tr("Sheets"))

    def _fill_fields(self) -> None:
        for box, name in (
            (self.measure, tr("Measure")),
            (self.dates, tr("Dates")),
            (self.per_annotator, tr("Whose figures")),
            (self.sampler, tr("Sampler")),
        ):
            name_combo_box(box, name)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for definition in measure_lookup.from_sums("project"):
            self.measure.addItem(tr(definition.title), definition.name)
        self.dates.addItem(tr("by the day finished"), "finished")
        self.dates.addItem(tr("by the day published"), "published")
        self.per_annotator.addItem(tr("of all"), userData=False)
        self.per_annotator.addItem(tr("of each against the others"), userData=True)
        self.sampler.addItem(tr("units shuffled"), "shuffle")
        self.sampler.addItem(tr("units drawn alike"), "statistical")
        self.intervals.setToolTip(
            tr(
                "Draws the articles anew a thousand times and shows where 95 % of the figures lie (seed {seed})",
                seed=SEED,
            )
        )

    def add_panel(self, panel: QWidget) -> None:
        """Add a panel below the sheets."""
        self._splitter.addWidget(panel)
        self._splitter.setSizes(_HEIGHTS)

    def set_theme(self, theme: Theme, hue_color: HueColors) -> None:
        for sheet in self.sheets:
            sheet.set_theme(theme, hue_color)

    @property
    def sheet_id(self) -> SheetId:
        """The chosen sheet."""
        return SheetId(self.tabs.currentIndex())

    def choose_sheet(self, sheet: SheetId) -> None:
        self.tabs.setCurrentIndex(sheet)

    def show_tables(self, tables: list[AgreementTable]) -> None:
        """Show these tables on the chosen sheet."""
        self.sheets[self.sheet_id].show_tables(tables)

    def take_focus(self) -> None:
        """Give the focus to the first table of the chosen sheet that has rows."""
        self.sheets[self.sheet_id].take_focus()

    def _show_sheet(self, number: int) -> None:
        self._stack.setCurrentIndex(number)
        self.sheet_changed.emit()
