"""The table model of the cast: names and the number of their mentions."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt

from annotator.app.cast.cast import CastName
from annotator.domain.names import name_resolution
from annotator.i18n import mark, tr
from annotator.ui.widgets.plain_text import shorten, tooltip
from annotator.ui.widgets.two_column_row import ModelIndex

NAME, HERE, EVERYWHERE = range(3)
_HEADINGS = (mark("Name"), mark("Here"), mark("Project"))
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class CastModel(QAbstractTableModel):
    """The names of one registry that match the filter in any of their spellings."""

    def __init__(self) -> None:
        super().__init__()
        self._names: list[CastName] = []
        self._visible: list[CastName] = []
        self._query = ""

    def show_names(self, names: list[CastName]) -> None:
        self.beginResetModel()
        self._names = names
        self._visible = self._filtered()
        self.endResetModel()

    def filter(self, query: str) -> None:
        """Show the names that contain these letters, ignoring case, accents and hyphens."""
        self.beginResetModel()
        self._query = name_resolution.key(query)
        self._visible = self._filtered()
        self.endResetModel()

    def _filtered(self) -> list[CastName]:
        return [
            cast_name
            for cast_name in self._names
            if any(self._query in name_resolution.key(spelling) for spelling in spellings(cast_name))
        ]

    def cast_name(self, row: int) -> CastName | None:
        return self._visible[row] if 0 <= row < len(self._visible) else None

    def row_of(self, name: str) -> int:
        """The row of this name; -1 if it is not shown."""
        return next((row for row, cast_name in enumerate(self._visible) if cast_name.name == name), -1)

    def rowCount(self, parent: ModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._visible)

    def columnCount(self, parent: ModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section != NAME:
            return _RIGHT
        return tr(_HEADINGS[section]) if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        cast_name = self.cast_name(index.row()) if index.isValid() else None
        if cast_name is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return (
                    shorten(cast_name.name),
                    str(cast_name.in_article or ""),
                    str(cast_name.in_project or ""),
                )[index.column()]
            case Qt.ItemDataRole.TextAlignmentRole if index.column() != NAME:
                return _RIGHT
            case Qt.ItemDataRole.ToolTipRole:
                return tooltip(" · ".join(spellings(cast_name)))
            case Qt.ItemDataRole.AccessibleTextRole if index.column() == NAME:
                return tr(
                    "{name}, {here} here, {everywhere} in the project",
                    name=cast_name.name,
                    here=cast_name.in_article,
                    everywhere=cast_name.in_project,
                )
        return None


def spellings(cast_name: CastName) -> list[str]:
    """The name, its aliases and its other spellings in use."""
    aliases = cast_name.entry.facts.aliases if cast_name.entry else ()
    return list(dict.fromkeys((cast_name.name, *aliases, *cast_name.spellings)))
