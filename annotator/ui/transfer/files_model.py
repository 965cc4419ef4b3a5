"""The table of the files that are about to be imported."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from annotator.app.transfer.find_files import FileSelection, ImportFile
from annotator.domain.document import printable_name
from annotator.i18n import mark, tr
from annotator.ui.widgets.plain_text import tooltip

Index = QModelIndex | QPersistentModelIndex

FILE, FORMAT, ENCODING, SIZE = range(4)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_HEADINGS = (mark("File"), mark("Format"), mark("Encoding"), mark("Size"))


class FilesModel(QAbstractTableModel):
    """The files to import, with the encodings that the user chose for them."""

    def __init__(self) -> None:
        super().__init__()
        self.selection = FileSelection()
        self._chosen: dict[Path, str] = {}

    def show(self, selection: FileSelection) -> None:
        self.beginResetModel()
        self.selection, self._chosen = selection, {}
        self.endResetModel()

    def file(self, row: int) -> ImportFile:
        return self.selection.files[row]

    def encoding(self, file: ImportFile) -> str:
        """The chosen encoding, else the detected one; empty where the format has a fixed one."""
        return self._chosen.get(file.path, file.encoding)

    def encodings(self) -> dict[Path, str]:
        """The encodings of the plain text files that are not UTF-8."""
        encodings = ((file.path, self.encoding(file)) for file in self.selection.files if file.encoding)
        return {path: encoding for path, encoding in encodings if encoding != "utf-8"}

    def choose_encoding(self, rows: Iterable[int], encoding: str) -> None:
        """Set the encoding of the plain text files among these rows."""
        self._chosen |= {self.file(row).path: encoding for row in rows if self.file(row).encoding}
        self.dataChanged.emit(self.index(0, ENCODING), self.index(self.rowCount() - 1, ENCODING))

    def leave_out(self, rows: Iterable[int]) -> None:
        """Remove these rows from the list."""
        removed = set(rows)
        files = tuple(file for row, file in enumerate(self.selection.files) if row not in removed)
        self.beginResetModel()
        self.selection = self.selection.model_copy(update={"files": files})
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.selection.files)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole and section == SIZE:
            return _RIGHT
        is_heading = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return tr(_HEADINGS[section]) if is_heading else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        file, column = self.file(index.row()), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return (printable_name(file.path.name), file.format, self.encoding(file), _size(file.size))[column]
        if role == Qt.ItemDataRole.TextAlignmentRole and column == SIZE:
            return _RIGHT
        if role == Qt.ItemDataRole.ToolTipRole and column == FILE:
            return tooltip(printable_name(str(file.path)))
        return None


def _size(size: int) -> str:
    units = ((1_000_000, tr("{count} MB")), (1000, tr("{count} kB")))
    return next(
        (unit.format(count=round(size / step, 1)) for step, unit in units if size >= step), tr("{count} B", count=size)
    )
