"""Which demands has the table read so far, and what does it show of each?"""

from collections.abc import Iterable
from operator import attrgetter
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QGuiApplication

from annotator.app.cast import demands
from annotator.app.cast.demands import Demands, FoundDemand
from annotator.app.session import Session
from annotator.i18n import mark, tr, trn
from annotator.ui.demands.arrangement import (
    Arrangement,
    Heading,
    Line,
    Matrix,
    arranged,
    count_of,
    fitting,
    line_of,
    matrix,
)
from annotator.ui.widgets.plain_text import tip

Index = QModelIndex | QPersistentModelIndex

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
# Layers to read at once: few for the first rows, the others between two events, never long enough to be felt.
_FIRST, _NEXT = 60, 60
_MOST_NAMES = 30


class DemandsModel(QAbstractTableModel):
    """All demands, filtered, sorted and grouped here so that none of it costs a query."""

    arranged = Signal()
    """Other rows are shown than before."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._annotator: str | None = None
        self._demands: Demands | None = None
        self._stale: set[str] = set()
        self._lines: list[Line] = []
        self._fitting: list[Line] = []
        self._shown: list[Line | Heading] = []
        self._wanted = Arrangement()
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._read_on)

    # Reading

    @property
    def reading(self) -> bool:
        """Whether there are rows that were not read yet."""
        return self._demands is not None and self._demands.more

    @property
    def whose(self) -> str | None:
        """The annotator whose demands these are; None for everybody's."""
        return self._annotator

    def choose(self, annotator: str | None) -> None:
        """Show this annotator's demands, or everybody's."""
        self._annotator = annotator
        self.forget()
        self.catch_up()

    def forget(self, document: str | None = None) -> None:
        """What was read of this document, or of all, is no longer so."""
        if document is None:
            self._demands = None
        else:
            self._stale.add(document)

    def catch_up(self) -> None:
        """Read what is not known yet, or no longer so: the first rows at once, the others bit by bit."""
        if self._demands is None:
            self._stale = set()
            self._demands = Demands(self._session, self._annotator)
            self._lines = list(map(line_of, self._demands.read(_FIRST)))
            self._arrange()
        elif self._stale and not self.reading:
            self._read_anew(self._demands)
        if self.reading:
            self._timer.start()

    def pause(self) -> None:
        """Read no more until ``catch_up``."""
        self._timer.stop()

    def _read_on(self) -> None:
        """The next rows; they are shown when all are there."""
        if self._demands is None:
            return
        self._lines += map(line_of, self._demands.read(_NEXT))
        if not self.reading:
            self._timer.stop()
            self._arrange()
            self.catch_up()

    def _read_anew(self, known: Demands) -> None:
        """The documents that changed, each at its place."""
        rest = [line for line in self._lines if line.found.row.doc_id not in self._stale]
        found = [line_of(one) for document in self._stale for one in known.of_document(document)]
        self._stale = set()
        self._lines = sorted(rest + found, key=attrgetter("found.place"))
        self._arrange()

    # Arranging

    @property
    def wanted(self) -> Arrangement:
        return self._wanted

    def arrange(self, **wishes: Any) -> None:
        """Show rows in another way: the fields of ``Arrangement`` that change."""
        self._wanted = self._wanted._replace(**wishes)
        self._arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.arrange(column=column, descending=order == Qt.SortOrder.DescendingOrder)

    def _arrange(self) -> None:
        self.beginResetModel()
        self._fitting = fitting(self._lines, self._wanted.query)
        self._shown = arranged(self._fitting, self._wanted)
        self.endResetModel()
        self.arranged.emit()

    # What there is

    @property
    def total(self) -> int:
        """How many demands were read."""
        return count_of(self._lines)

    @property
    def count(self) -> int:
        """How many of them are shown."""
        return count_of(line for line in self._shown if isinstance(line, Line))

    def matrix(self) -> Matrix:
        """Who demands of whom, in all that fits the query."""
        return matrix(self._fitting, most=_MOST_NAMES)

    def found(self, row: int) -> FoundDemand | None:
        """The demand in this row; None for a heading."""
        line = self._shown[row]
        return line.found if isinstance(line, Line) else None

    def headings(self) -> list[int]:
        """The rows that are headings."""
        return (
            [row for row, line in enumerate(self._shown) if isinstance(line, Heading)]
            if self._wanted.group >= 0
            else []
        )

    def row_of(self, wanted: FoundDemand | None) -> int:
        """The row of this demand, or of the same one after a change; -1 where it is not shown."""
        if wanted is None:
            return -1
        alike = -1
        for row, line in enumerate(self._shown):
            if isinstance(line, Heading) or line.found.place != wanted.place:
                continue
            if line.found.row == wanted.row:
                return row
            if alike < 0 and line.found.row.demand_id == wanted.row.demand_id:
                alike = row
        return alike

    def copy(self, rows: Iterable[int]) -> None:
        """Put these rows on the clipboard, for a spreadsheet."""
        found = [one for one in map(self.found, rows) if one]
        if found:
            QGuiApplication.clipboard().setText(demands.copied(found, several=self._several))

    @property
    def _several(self) -> bool:
        return self._annotator is None and len({line.found.annotator for line in self._lines}) > 1

    # For the table

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_HEADINGS)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and isinstance(self._shown[index.row()], Heading):
            return Qt.ItemFlag.ItemIsEnabled
        return super().flags(index)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        shown = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return tr(_HEADINGS[section]) if shown else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line, column = self._shown[index.row()], index.column()
        if isinstance(line, Heading):
            return _of_heading(line, role) if column == 0 else None
        if role == Qt.ItemDataRole.DisplayRole:
            return " ".join(line.cells[column].split())
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(line.cells[column])
        return None


def _of_heading(heading: Heading, role: int) -> Any:
    if role == Qt.ItemDataRole.DisplayRole:
        told = trn("{count} demand", "{count} demands", heading.demands)
        return tr("{name}  ·  {demands}", name=heading.name or tr("nobody named"), demands=told)
    if role == Qt.ItemDataRole.FontRole:
        bold = QFont()
        bold.setWeight(QFont.Weight.DemiBold)
        return bold
    return None
