"""A table model for rows of text, with numbers aligned to the right."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from annotator.i18n import tr
from annotator.ui.widgets.plain_text import shorten, tooltip

Index = QModelIndex | QPersistentModelIndex
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class RowsModel(QAbstractTableModel):
    """Rows of text under ``headings``; the columns ``figures`` hold numbers."""

    def __init__(self, headings: Sequence[str], *, figures: Sequence[int] = ()) -> None:
        super().__init__()
        self._headings, self._figures = headings, set(figures)
        self.rows: list[tuple[str, ...]] = []

    def show(self, rows: Sequence[tuple[str, ...]]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section in self._figures:
            return _RIGHT
        return tr(self._headings[section]) if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        text = self.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return shorten(text)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(text)
        return _RIGHT if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in self._figures else None
