"""Who demands of whom, as a picture to press?"""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from annotator.i18n import tr, trn
from annotator.ui.demands.arrangement import Matrix, Pair
from annotator.ui.theme import Theme
from annotator.ui.widgets.plain_text import tip

Index = QModelIndex | QPersistentModelIndex

_CELL = 34
_GAP = 1
_NAMES_WIDTH, _NAMES_HEIGHT = 168, 132
_PADDING = 8
# The faintest and the strongest ground of a cell with something in it; text keeps its contrast on both.
_FAINT, _STRONG = 0.16, 0.42


class _MatrixModel(QAbstractTableModel):
    """Speakers down, addressees across; the last row and column are everybody."""

    def __init__(self) -> None:
        super().__init__()
        self.matrix = Matrix((), (), {}, 0)

    def show(self, matrix: Matrix) -> None:
        self.beginResetModel()
        self.matrix = matrix
        self.endResetModel()

    def pair(self, row: int, column: int) -> Pair:
        speakers, addressees = self.matrix.speakers, self.matrix.addressees
        return Pair(
            speakers[row] if row < len(speakers) else None, addressees[column] if column < len(addressees) else None
        )

    def count(self, pair: Pair) -> int:
        return self.matrix.counts.get(pair, 0)

    def strength(self, pair: Pair) -> float:
        """How strong a cell stands out, from 0 to 1; sums do not."""
        if None in pair or not self.count(pair):
            return 0.0
        most = max(count for other, count in self.matrix.counts.items() if None not in other)
        return self.count(pair) / most

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or not self.matrix.counts else len(self.matrix.speakers) + 1

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or not self.matrix.counts else len(self.matrix.addressees) + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical:
            name = self.pair(section, len(self.matrix.addressees)).speaker
        else:
            name = self.pair(len(self.matrix.speakers), section).addressee
        told = tr("all") if name is None else name or tr("nobody named")
        if role == Qt.ItemDataRole.DisplayRole:
            return told
        return tip(told) if role == Qt.ItemDataRole.ToolTipRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        pair = self.pair(index.row(), index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return str(self.count(pair) or "")
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            told = tr(
                "{speaker} of {addressee}: {demands}",
                speaker=self.headerData(index.row(), Qt.Orientation.Vertical),
                addressee=self.headerData(index.column(), Qt.Orientation.Horizontal),
                demands=trn("{count} demand", "{count} demands", self.count(pair)),
            )
            return tip(told) if role == Qt.ItemDataRole.ToolTipRole else told
        return None


class _Names(QHeaderView):
    """The names at the side, or above the columns, where they are written upwards; what does not fit is cut."""

    def __init__(self, orientation: Qt.Orientation) -> None:
        super().__init__(orientation)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(_CELL)
        self.setDefaultSectionSize(_CELL)
        self.setSectionsClickable(True)

    def sizeHint(self) -> QSize:
        upright = self.orientation() == Qt.Orientation.Horizontal
        return QSize(_CELL, _NAMES_HEIGHT) if upright else QSize(_NAMES_WIDTH, _CELL)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        model = self.model()
        name = str(model.headerData(section, self.orientation()))
        upright = self.orientation() == Qt.Orientation.Horizontal
        painter.save()
        painter.setPen(self.palette().color(self.foregroundRole()))
        room = QRect(rect)
        if upright:
            painter.translate(rect.left(), rect.bottom())
            painter.rotate(-90)
            room = QRect(0, 0, rect.height(), rect.width())
        room = room.adjusted(_PADDING, 0, -_PADDING, 0)
        side = Qt.AlignmentFlag.AlignLeft if upright else Qt.AlignmentFlag.AlignRight
        shown = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(side | Qt.AlignmentFlag.AlignVCenter), shown)
        painter.restore()


class _Heat(QStyledItemDelegate):
    """Paints a cell: the more demands, the stronger its ground; the count in it; a frame around what is chosen."""

    def __init__(self, matrix: "MatrixView") -> None:
        super().__init__(matrix)
        self._matrix = matrix

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        matrix, model = self._matrix, self._matrix.table_model
        pair = model.pair(index.row(), index.column())
        box = option.rect.adjusted(_GAP, _GAP, -_GAP, -_GAP)
        painter.save()
        if None not in pair:
            painter.fillRect(box, matrix.ground(model.strength(pair)))
        painter.setPen(option.palette.color(option.palette.ColorRole.Text))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), str(index.data() or ""))
        focused = option.state & QStyle.StateFlag.State_HasFocus
        if focused or pair == matrix.chosen != Pair():
            role = option.palette.ColorRole.Accent if focused else option.palette.ColorRole.Text
            painter.setPen(QPen(option.palette.color(role), 2))
            painter.drawRect(box.adjusted(1, 1, -1, -1))
        painter.restore()


class MatrixView(QTableView):
    """A matrix of counts; a press or Enter asks for the demands behind one, the same again for all."""

    asked = Signal(Pair)
    """Show the demands of this pair."""

    def __init__(self, theme: Theme, ground: QColor) -> None:
        super().__init__()
        self._theme, self._ground = theme, ground
        self.chosen = Pair()
        self.table_model = _MatrixModel()
        self.setModel(self.table_model)
        self.setItemDelegate(_Heat(self))
        self.setProperty("role", "matrix")
        self.setAccessibleName(tr("Who demands of whom"))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalHeader(_Names(Qt.Orientation.Horizontal))
        self.setVerticalHeader(_Names(Qt.Orientation.Vertical))
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.clicked.connect(lambda index: self._ask(self.table_model.pair(index.row(), index.column())))
        self.verticalHeader().sectionClicked.connect(lambda row: self._ask(Pair(speaker=self._speaker(row))))
        self.horizontalHeader().sectionClicked.connect(
            lambda column: self._ask(Pair(addressee=self._addressee(column)))
        )

    def _speaker(self, row: int) -> str | None:
        return self.table_model.pair(row, 0).speaker

    def _addressee(self, column: int) -> str | None:
        return self.table_model.pair(0, column).addressee

    def wear(self, theme: Theme, ground: QColor) -> None:
        self._theme, self._ground = theme, ground
        self.viewport().update()

    def ground(self, strength: float) -> QColor:
        """The ground of a cell, the fuller the stronger its count is among all, from 0 to 1."""
        if not strength:
            return QColor(self._theme.panel)
        return self._theme.blend(self._ground, _FAINT + (_STRONG - _FAINT) * strength)

    def show_matrix(self, matrix: Matrix, chosen: Pair) -> None:
        """Show these counts, with the chosen pair framed; the place that one walked to stays."""
        at = self.currentIndex()
        here = self.table_model.pair(at.row(), at.column()) if at.isValid() else None
        self.chosen = chosen
        self.table_model.show(matrix)
        self._walk_to(here or (chosen if chosen != Pair() else self.table_model.pair(0, 0)))

    def _walk_to(self, pair: Pair) -> None:
        for row in range(self.table_model.rowCount()):
            for column in range(self.table_model.columnCount()):
                if self.table_model.pair(row, column) == pair:
                    self.setCurrentIndex(self.table_model.index(row, column))
                    return

    def _ask(self, pair: Pair) -> None:
        self.asked.emit(Pair() if pair == self.chosen else pair)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        pressed = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if pressed and index.isValid():
            self._ask(self.table_model.pair(index.row(), index.column()))
        elif event.key() == Qt.Key.Key_Escape and self.chosen != Pair():
            self.asked.emit(Pair())
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        model = self.table_model
        return QSize(_NAMES_WIDTH + _CELL * max(4, model.columnCount()), _NAMES_HEIGHT + _CELL * model.rowCount())
