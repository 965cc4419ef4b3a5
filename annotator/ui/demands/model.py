"""The table model of the demands, which reads them in portions."""

from collections.abc import Iterable
from operator import attrgetter
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QGuiApplication

from annotator.app.cast import demands
from annotator.app.cast.demands import Demands, ListedDemand
from annotator.app.session import Session
from annotator.i18n import mark, tr, trn
from annotator.ui.demands.arrangement import (
    Arrangement,
    DemandLine,
    DemandMatrix,
    GroupHeading,
    arrange_lines,
    count_demands,
    demand_line,
    demand_matrix,
    filter_lines,
)
from annotator.ui.widgets.plain_text import tooltip
from annotator.ui.widgets.two_column_row import ModelIndex

_HEADINGS = (
    mark("Speaker"),
    mark("Strength"),
    mark("Demands"),
    mark("Of whom"),
    mark("Event"),
    mark("Polarity"),
    mark("Factuality"),
    mark("Response"),
    mark("Article"),
    mark("Date"),
    mark("Marked by"),
)
# The layers to read at once: few for the first rows, and few between two events, so that the window responds.
_FIRST_LAYERS, _NEXT_LAYERS = 60, 60
_MAX_NAMES = 30


class DemandsModel(QAbstractTableModel):
    """All demands; they are filtered, sorted and grouped in memory, without queries."""

    arranged = Signal()
    """The rows changed."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._annotator: str | None = None
        self._demands: Demands | None = None
        self._stale: set[str] = set()
        self._lines: list[DemandLine] = []
        self._matching: list[DemandLine] = []
        self._rows: list[DemandLine | GroupHeading] = []
        self._arrangement = Arrangement()
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._read_next)

    # Reading

    @property
    def is_reading(self) -> bool:
        """Whether some rows are not read yet."""
        return self._demands is not None and self._demands.more

    @property
    def annotator(self) -> str | None:
        """The annotator of these demands; None for all annotators."""
        return self._annotator

    def choose_annotator(self, annotator: str | None) -> None:
        """Show the demands of this annotator; None for all annotators."""
        self._annotator = annotator
        self.forget()
        self.catch_up()

    def forget(self, document: str | None = None) -> None:
        """Mark the rows of this document, or all rows, as outdated."""
        if document is None:
            self._demands = None
        else:
            self._stale.add(document)

    def catch_up(self) -> None:
        """Read rows that are missing or outdated: the first ones at once, the others in portions."""
        if self._demands is None:
            self._stale = set()
            self._demands = Demands(self._session, self._annotator)
            self._lines = self._read_lines(self._demands, _FIRST_LAYERS)
            self._arrange()
        elif self._stale and not self.is_reading:
            self._read_again(self._demands)
        if self.is_reading:
            self._timer.start()

    def pause(self) -> None:
        """Stop reading until the next ``catch_up``."""
        self._timer.stop()

    def _read_next(self) -> None:
        """Read the next rows; they are shown when all rows are read."""
        if self._demands is None:
            return
        self._lines += self._read_lines(self._demands, _NEXT_LAYERS)
        if not self.is_reading:
            self._timer.stop()
            self._arrange()
            self.catch_up()

    def _read_lines(self, reader: Demands, layers: int) -> list[DemandLine]:
        return [demand_line(demand, reader.words) for demand in reader.read(layers)]

    def _read_again(self, reader: Demands) -> None:
        """Replace the rows of the outdated documents."""
        current = [line for line in self._lines if line.demand.row.doc_id not in self._stale]
        listed = [demand for document in self._stale for demand in reader.of_document(document)]
        changed = [demand_line(demand, reader.words) for demand in listed]
        self._stale = set()
        self._lines = sorted(current + changed, key=attrgetter("demand.layer_key"))
        self._arrange()

    # Arranging

    @property
    def arrangement(self) -> Arrangement:
        return self._arrangement

    def arrange(self, **settings: Any) -> None:
        """Filter, sort and group the rows by these fields of ``Arrangement``; the other fields stay."""
        self._arrangement = self._arrangement._replace(**settings)
        self._arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.arrange(column=column, descending=order == Qt.SortOrder.DescendingOrder)

    def _arrange(self) -> None:
        self.beginResetModel()
        self._matching = filter_lines(self._lines, self._arrangement.query)
        self._rows = arrange_lines(self._matching, self._arrangement)
        self.endResetModel()
        self.arranged.emit()

    # Rows and counts

    @property
    def total(self) -> int:
        """The number of demands that are read."""
        return count_demands(self._lines)

    @property
    def count(self) -> int:
        """The number of demands that are shown."""
        return count_demands(line for line in self._rows if isinstance(line, DemandLine))

    def matrix(self) -> DemandMatrix:
        """The counts by speaker and addressee of all demands that match the query."""
        return demand_matrix(self._matching, most=_MAX_NAMES)

    def demand(self, row: int) -> ListedDemand | None:
        """The demand in this row; None for a heading."""
        line = self._rows[row]
        return line.demand if isinstance(line, DemandLine) else None

    def headings(self) -> list[int]:
        """The rows that are headings."""
        return (
            [row for row, line in enumerate(self._rows) if isinstance(line, GroupHeading)]
            if self._arrangement.group >= 0
            else []
        )

    def row_of(self, demand: ListedDemand | None) -> int:
        """The row of this demand, or of the same one after a change; -1 if it is not shown."""
        if demand is None:
            return -1
        changed_row = -1
        for row, line in enumerate(self._rows):
            if isinstance(line, GroupHeading) or line.demand.layer_key != demand.layer_key:
                continue
            if line.demand.row == demand.row:
                return row
            if changed_row < 0 and line.demand.row.demand_id == demand.row.demand_id:
                changed_row = row
        return changed_row

    def copy(self, rows: Iterable[int]) -> None:
        """Put these rows on the clipboard, for a spreadsheet."""
        listed = [demand for demand in map(self.demand, rows) if demand]
        if listed:
            QGuiApplication.clipboard().setText(
                demands.clipboard_text(listed, with_annotators=self._has_several_annotators)
            )

    @property
    def _has_several_annotators(self) -> bool:
        return self._annotator is None and len({line.demand.annotator for line in self._lines}) > 1

    # The interface of Qt

    def rowCount(self, parent: ModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: ModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_HEADINGS)

    def flags(self, index: ModelIndex) -> Qt.ItemFlag:
        if index.isValid() and isinstance(self._rows[index.row()], GroupHeading):
            return Qt.ItemFlag.ItemIsEnabled
        return super().flags(index)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        has_title = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return tr(_HEADINGS[section]) if has_title else None

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line, column = self._rows[index.row()], index.column()
        if isinstance(line, GroupHeading):
            return _heading_data(line, role) if column == 0 else None
        if role == Qt.ItemDataRole.DisplayRole:
            return " ".join(line.cells[column].split())
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(line.cells[column])
        return None


def _heading_data(heading: GroupHeading, role: int) -> Any:
    if role == Qt.ItemDataRole.DisplayRole:
        count = trn("{count} demand", "{count} demands", heading.demands)
        return tr("{name}  ·  {demands}", name=heading.name or tr("nobody named"), demands=count)
    if role == Qt.ItemDataRole.FontRole:
        bold = QFont()
        bold.setWeight(QFont.Weight.DemiBold)
        return bold
    return None
