"""The table model of the articles: filter, order and the texts of the columns."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt

from annotator.app.project import document_list
from annotator.app.project.document_list import DocumentHead
from annotator.app.session import Session
from annotator.domain.text.folding import fold
from annotator.i18n import mark, tr
from annotator.ui.widgets.plain_text import shorten
from annotator.ui.widgets.two_column_row import ModelIndex

TITLE, SOURCE, DATE, STATUS, SPANS, LABELS, PROGRESS, TOUCHED = range(8)
_HEADINGS = (
    mark("Title"),
    mark("Source"),
    mark("Date"),
    mark("Status"),
    mark("Spans"),
    mark("By label"),
    mark("Progress"),
    mark("Last touched"),
)
STATUSES = {"new": mark("new"), "in-progress": mark("in progress"), "done": mark("done")}
_STATUS_ORDER = {"in-progress": 0, "new": 1, "done": 2}
# The number of rows whose label counts are read at once: as many as a tall screen shows.
_CHUNK = 64
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_DISPLAY, _ALIGNMENT = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.TextAlignmentRole)


def _progress(head: DocumentHead) -> str:
    return tr("{done} of {begun} done", done=head.done_by, begun=head.begun_by) if head.begun_by else ""


# The text of a column; the columns of spans and labels are counted when they are shown.
_TEXTS: dict[int, Callable[[DocumentHead], str]] = {
    TITLE: lambda head: shorten(head.title or head.id),
    SOURCE: lambda head: shorten(head.source),
    DATE: lambda head: shorten(head.published),
    STATUS: lambda head: tr(STATUSES[head.status]),
    PROGRESS: _progress,
    TOUCHED: lambda head: head.touched[:16].replace("T", " "),
}


class DocumentsModel(QAbstractTableModel):
    """All documents; they are filtered by status and sorted in memory, without queries."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._heads: list[DocumentHead] = []
        self._visible: list[DocumentHead] = []
        self._labels: dict[int, dict[str, int]] = {}
        self._column, self._order = -1, Qt.SortOrder.AscendingOrder
        self._query, self._status = "", ""

    def reload(self) -> None:
        """Read the list from the project."""
        self.beginResetModel()
        self._heads = self._sorted(document_list.list_documents(self._session))
        self._labels = {}
        self._visible = self._filtered()
        self.endResetModel()

    def filter(self, query: str, status: str) -> None:
        """Show the documents that contain the words of the query and have this status; empty ones show all."""
        self.beginResetModel()
        self._query, self._status = query, status
        self._visible = self._filtered()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.beginResetModel()
        self._column, self._order = column, order
        self._heads = self._sorted(self._heads)
        self._visible = self._filtered()
        self.endResetModel()

    def _filtered(self) -> list[DocumentHead]:
        # This runs over ten thousand heads while the user types, so it checks only what the filter asks for.
        heads, keys = self._heads, document_list.documents_matching(self._session, self._query)
        if keys is not None:
            heads = [head for head in heads if head.key in keys]
        return [head for head in heads if head.status == self._status] if self._status else heads

    def _sorted(self, heads: list[DocumentHead]) -> list[DocumentHead]:
        keys: dict[int, Callable[[DocumentHead], Any]] = {
            TITLE: lambda head: fold(head.title or head.id),
            SOURCE: lambda head: fold(head.source),
            DATE: lambda head: head.published,
            STATUS: lambda head: _STATUS_ORDER[head.status],
            SPANS: lambda head: sum(self._counts_in_order(head)),
            LABELS: self._counts_in_order,
            PROGRESS: lambda head: (head.done_by, head.begun_by),
            TOUCHED: lambda head: head.touched,
        }
        if self._column in (LABELS, SPANS):
            self._read_counts(heads)
        sort_key = keys.get(self._column, lambda head: head.key)
        return sorted(heads, key=sort_key, reverse=self._order == Qt.SortOrder.DescendingOrder)

    @property
    def total(self) -> int:
        return len(self._heads)

    def head(self, row: int) -> DocumentHead:
        return self._visible[row]

    def row_of(self, document: str | None) -> int:
        """The row of this document; -1 if it is not shown."""
        return next((row for row, head in enumerate(self._visible) if head.id == document), -1)

    def rowCount(self, parent: ModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._visible)

    def columnCount(self, parent: ModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section == SPANS:
            return _RIGHT
        return tr(_HEADINGS[section]) if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: ModelIndex, role: int = _DISPLAY) -> Any:
        # Qt asks for a dozen roles of each visible cell; most of them have no value.
        if role == _DISPLAY and index.isValid():
            return self._text(self._visible[index.row()], index)
        if role == _ALIGNMENT and index.column() == SPANS:
            return _RIGHT
        return None

    def _text(self, head: DocumentHead, index: ModelIndex) -> str:
        if index.column() in _TEXTS:
            return _TEXTS[index.column()](head)
        counts = self._counts_at(index.row())
        return str(sum(counts.values())) if index.column() == SPANS else self._count_text(counts)

    def _counts_at(self, row: int) -> dict[str, int]:
        """The number of spans of each label in the document; it is read for some rows at once when they are shown."""
        layer = self._visible[row].layer
        if layer is None:
            return {}
        if layer not in self._labels:
            self._read_counts(self._visible[row : row + _CHUNK])
        return self._labels[layer]

    def _count_text(self, counts: dict[str, int]) -> str:
        """The counts with the letters of their labels, as in ``S 17  D 8``."""
        labels = self._session.scheme.labels
        return "  ".join(f"{label.key or name[:1]} {counts[name]}" for name, label in labels.items() if name in counts)

    def _read_counts(self, heads: Sequence[DocumentHead]) -> None:
        """Read the label counts of the documents whose counts are not read yet."""
        unread = [head.layer for head in heads if head.layer is not None and head.layer not in self._labels]
        self._labels |= document_list.label_counts(self._session, unread)

    def _counts_in_order(self, head: DocumentHead) -> list[int]:
        """The counts in the order of the labels of the scheme, as a sort key."""
        counts = self._labels.get(head.layer, {}) if head.layer is not None else {}
        return [counts.get(name, 0) for name in self._session.scheme.labels]
