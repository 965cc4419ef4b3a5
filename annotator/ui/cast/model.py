"""Which names does the cast show, and how often does each occur?"""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from annotator.app.cast.cast import Line
from annotator.domain.names import name_resolution
from annotator.i18n import mark, tr
from annotator.ui.widgets.plain_text import brief, tip

Index = QModelIndex | QPersistentModelIndex

NAME, HERE, EVERYWHERE = range(3)
_HEADINGS = (mark("Name"), mark("Here"), mark("Project"))
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class CastModel(QAbstractTableModel):
    """The names of one registry that hold what is typed, in any of their spellings."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[Line] = []
        self._shown: list[Line] = []
        self._query = ""

    def show_lines(self, lines: list[Line]) -> None:
        self.beginResetModel()
        self._lines = lines
        self._shown = self._filtered()
        self.endResetModel()

    def filter(self, query: str) -> None:
        """Show the names with these letters, whatever their case, accents and hyphens."""
        self.beginResetModel()
        self._query = name_resolution.key(query)
        self._shown = self._filtered()
        self.endResetModel()

    def _filtered(self) -> list[Line]:
        return [
            line for line in self._lines if any(self._query in name_resolution.key(name) for name in spellings(line))
        ]

    @property
    def total(self) -> int:
        return len(self._lines)

    def line(self, row: int) -> Line | None:
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def row_of(self, name: str) -> int:
        """The row of this name, -1 where it is not shown."""
        return next((row for row, line in enumerate(self._shown) if line.name == name), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section != NAME:
            return _RIGHT
        return tr(_HEADINGS[section]) if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.line(index.row()) if index.isValid() else None
        if line is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return (brief(line.name), str(line.here or ""), str(line.everywhere or ""))[index.column()]
            case Qt.ItemDataRole.TextAlignmentRole if index.column() != NAME:
                return _RIGHT
            case Qt.ItemDataRole.ToolTipRole:
                return tip(" · ".join(spellings(line)))
            case Qt.ItemDataRole.AccessibleTextRole if index.column() == NAME:
                return tr(
                    "{name}, {here} here, {everywhere} in the project",
                    name=line.name,
                    here=line.here,
                    everywhere=line.everywhere,
                )
        return None


def spellings(line: Line) -> list[str]:
    """The name, its aliases and what else is written for it."""
    aliases = line.entry.facts.aliases if line.entry else ()
    return list(dict.fromkeys((line.name, *aliases, *line.spellings)))
