"""Which articles does the list show, in which order, and what does it say of each?"""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from annotator.app.project import document_list
from annotator.app.project.document_list import DocumentHead
from annotator.app.session import Session
from annotator.domain.text.folding import fold
from annotator.i18n import mark, tr
from annotator.ui.widgets.plain_text import brief

Index = QModelIndex | QPersistentModelIndex

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
# Counts by label are looked up for as many rows at a time as a tall screen shows.
_CHUNK = 64
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_DISPLAY, _ALIGNMENT = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.TextAlignmentRole)


def _progress(head: DocumentHead) -> str:
    return tr("{done} of {begun} done", done=head.done_by, begun=head.begun_by) if head.begun_by else ""


# What a column shows of a document; spans are counted where they are seen.
_TEXTS: dict[int, Callable[[DocumentHead], str]] = {
    TITLE: lambda head: brief(head.title or head.id),
    SOURCE: lambda head: brief(head.source),
    DATE: lambda head: brief(head.published),
    STATUS: lambda head: tr(STATUSES[head.status]),
    PROGRESS: _progress,
    TOUCHED: lambda head: head.touched[:16].replace("T", " "),
}


class DocumentsModel(QAbstractTableModel):
    """All documents, filtered and sorted here so that neither costs a query."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._heads: list[DocumentHead] = []
        self._shown: list[DocumentHead] = []
        self._labels: dict[int, dict[str, int]] = {}
        self._column, self._order = -1, Qt.SortOrder.AscendingOrder
        self._query, self._status = "", ""

    def reload(self) -> None:
        """Read the list from the project."""
        self.beginResetModel()
        self._heads = self._sorted(document_list.list_documents(self._session))
        self._labels = {}
        self._shown = self._filtered()
        self.endResetModel()

    def filter(self, query: str, status: str) -> None:
        """Show the documents that hold the query's words and have this status; empty ones ask for nothing."""
        self.beginResetModel()
        self._query, self._status = query, status
        self._shown = self._filtered()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.beginResetModel()
        self._column, self._order = column, order
        self._heads = self._sorted(self._heads)
        self._shown = self._filtered()
        self.endResetModel()

    def _filtered(self) -> list[DocumentHead]:
        # One question at a time: ten thousand heads are asked while a person types.
        shown, found = self._heads, document_list.matching(self._session, self._query)
        if found is not None:
            shown = [head for head in shown if head.key in found]
        return [head for head in shown if head.status == self._status] if self._status else shown

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
            self._look_up(heads)
        chosen = keys.get(self._column, lambda head: head.key)
        return sorted(heads, key=chosen, reverse=self._order == Qt.SortOrder.DescendingOrder)

    @property
    def total(self) -> int:
        return len(self._heads)

    def head(self, row: int) -> DocumentHead:
        return self._shown[row]

    def row_of(self, document: str | None) -> int:
        """The row of this document, -1 where it is not shown."""
        return next((row for row, head in enumerate(self._shown) if head.id == document), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section == SPANS:
            return _RIGHT
        return tr(_HEADINGS[section]) if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        # A screenful of cells asks for a dozen roles each: most have no answer.
        if role == _DISPLAY and index.isValid():
            return self._shown_text(self._shown[index.row()], index)
        if role == _ALIGNMENT and index.column() == SPANS:
            return _RIGHT
        return None

    def _shown_text(self, head: DocumentHead, index: Index) -> str:
        if index.column() in _TEXTS:
            return _TEXTS[index.column()](head)
        counts = self._counts_at(index.row())
        return str(sum(counts.values())) if index.column() == SPANS else self._by_label(counts)

    def _counts_at(self, row: int) -> dict[str, int]:
        """How many spans of each label stand in the document; looked up for some rows at once, when they are seen."""
        layer = self._shown[row].layer
        if layer is None:
            return {}
        if layer not in self._labels:
            self._look_up(self._shown[row : row + _CHUNK])
        return self._labels[layer]

    def _by_label(self, counts: dict[str, int]) -> str:
        """``S 17  D 8``: the counts of each label by its letter."""
        labels = self._session.scheme.labels
        return "  ".join(f"{label.key or name[:1]} {counts[name]}" for name, label in labels.items() if name in counts)

    def _look_up(self, heads: Sequence[DocumentHead]) -> None:
        """Read the counts by label of those whose counts are not known yet."""
        unknown = [head.layer for head in heads if head.layer is not None and head.layer not in self._labels]
        self._labels |= document_list.label_counts(self._session, unknown)

    def _counts_in_order(self, head: DocumentHead) -> list[int]:
        """By the scheme's first label, where that is even by the second, and so on."""
        counts = self._labels.get(head.layer, {}) if head.layer is not None else {}
        return [counts.get(name, 0) for name in self._session.scheme.labels]
