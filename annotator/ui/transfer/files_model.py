"""What does the list of files say of each, before anything is imported?"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from annotator.app.transfer.find_files import Found, FoundFile
from annotator.domain.document import nameable
from annotator.i18n import mark, tr
from annotator.ui.widgets.plain_text import tip

Index = QModelIndex | QPersistentModelIndex

FILE, FORMAT, ENCODING, SIZE = range(4)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_HEADINGS = (mark("File"), mark("Format"), mark("Encoding"), mark("Size"))


class FilesModel(QAbstractTableModel):
    """The files that were found, with the encodings that a person chose for them."""

    def __init__(self) -> None:
        super().__init__()
        self.found = Found()
        self._chosen: dict[Path, str] = {}

    def show(self, found: Found) -> None:
        self.beginResetModel()
        self.found, self._chosen = found, {}
        self.endResetModel()

    def file(self, row: int) -> FoundFile:
        return self.found.files[row]

    def encoding(self, file: FoundFile) -> str:
        """The encoding that was chosen, else the one that was guessed; empty where the format knows its own."""
        return self._chosen.get(file.path, file.encoding)

    def encodings(self) -> dict[Path, str]:
        """What plain text that is not UTF-8 is to be read as."""
        told = ((file.path, self.encoding(file)) for file in self.found.files if file.encoding)
        return {path: encoding for path, encoding in told if encoding != "utf-8"}

    def choose_encoding(self, rows: Iterable[int], encoding: str) -> None:
        """Read the plain texts among these rows in this encoding."""
        self._chosen |= {self.file(row).path: encoding for row in rows if self.file(row).encoding}
        self.dataChanged.emit(self.index(0, ENCODING), self.index(self.rowCount() - 1, ENCODING))

    def leave_out(self, rows: Iterable[int]) -> None:
        """Take these rows off the list."""
        gone = set(rows)
        files = tuple(file for row, file in enumerate(self.found.files) if row not in gone)
        self.beginResetModel()
        self.found = self.found.model_copy(update={"files": files})
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.found.files)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole and section == SIZE:
            return _RIGHT
        shown = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return tr(_HEADINGS[section]) if shown else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        file, column = self.file(index.row()), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return (nameable(file.path.name), file.format, self.encoding(file), _size(file.size))[column]
        if role == Qt.ItemDataRole.TextAlignmentRole and column == SIZE:
            return _RIGHT
        if role == Qt.ItemDataRole.ToolTipRole and column == FILE:
            return tip(nameable(str(file.path)))
        return None


def _size(size: int) -> str:
    units = ((1_000_000, tr("{count} MB")), (1000, tr("{count} kB")))
    return next(
        (unit.format(count=round(size / step, 1)) for step, unit in units if size >= step), tr("{count} B", count=size)
    )
