"""The matrix of the demands by speaker and addressee, in which a cell can be chosen."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QRect, QSize, Qt, Signal
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
from annotator.ui.demands.arrangement import DemandMatrix, DemandPair
from annotator.ui.theme import Theme
from annotator.ui.widgets.plain_text import tooltip
from annotator.ui.widgets.two_column_row import ModelIndex

_CELL = 34
_GAP = 1
_NAMES_WIDTH, _NAMES_HEIGHT = 168, 132
_PADDING = 8
# The faintest and the strongest background of a cell with a count; the text has enough contrast on both.
_FAINT, _STRONG = 0.16, 0.42


class _MatrixModel(QAbstractTableModel):
    """The counts, with a row per speaker and a column per addressee; the last row and column are sums."""

    def __init__(self) -> None:
        super().__init__()
        self.matrix = DemandMatrix((), (), {}, 0)

    def show_matrix(self, matrix: DemandMatrix) -> None:
        self.beginResetModel()
        self.matrix = matrix
        self.endResetModel()

    def pair(self, row: int, column: int) -> DemandPair:
        speakers, addressees = self.matrix.speakers, self.matrix.addressees
        return DemandPair(
            speakers[row] if row < len(speakers) else None, addressees[column] if column < len(addressees) else None
        )

    def count(self, pair: DemandPair) -> int:
        return self.matrix.counts.get(pair, 0)

    def strength(self, pair: DemandPair) -> float:
        """The strength of the background of a cell, from 0 to 1; it is 0 for sums."""
        if None in pair or not self.count(pair):
            return 0.0
        largest = max(count for names, count in self.matrix.counts.items() if None not in names)
        return self.count(pair) / largest

    def rowCount(self, parent: ModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or not self.matrix.counts else len(self.matrix.speakers) + 1

    def columnCount(self, parent: ModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or not self.matrix.counts else len(self.matrix.addressees) + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical:
            name = self.pair(section, len(self.matrix.addressees)).speaker
        else:
            name = self.pair(len(self.matrix.speakers), section).addressee
        text = tr("all") if name is None else name or tr("nobody named")
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        return tooltip(text) if role == Qt.ItemDataRole.ToolTipRole else None

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        pair = self.pair(index.row(), index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return str(self.count(pair) or "")
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            text = tr(
                "{speaker} of {addressee}: {demands}",
                speaker=self.headerData(index.row(), Qt.Orientation.Vertical),
                addressee=self.headerData(index.column(), Qt.Orientation.Horizontal),
                demands=trn("{count} demand", "{count} demands", self.count(pair)),
            )
            return tooltip(text) if role == Qt.ItemDataRole.ToolTipRole else text
        return None


class _NameHeader(QHeaderView):
    """The names beside the rows, or above the columns, where they are drawn upwards; long names are elided."""

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
        elided = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(side | Qt.AlignmentFlag.AlignVCenter), elided)
        painter.restore()


class _CellDelegate(QStyledItemDelegate):
    """Paints a cell with its count, a background that shows the count, and a frame if it is chosen or focused."""

    def __init__(self, matrix: "MatrixView") -> None:
        super().__init__(matrix)
        self._matrix = matrix

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        matrix, model = self._matrix, self._matrix.table_model
        pair = model.pair(index.row(), index.column())
        box = option.rect.adjusted(_GAP, _GAP, -_GAP, -_GAP)
        painter.save()
        if None not in pair:
            painter.fillRect(box, matrix.background(model.strength(pair)))
        painter.setPen(option.palette.color(option.palette.ColorRole.Text))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), str(index.data() or ""))
        focused = option.state & QStyle.StateFlag.State_HasFocus
        if focused or pair == matrix.chosen != DemandPair():
            role = option.palette.ColorRole.Accent if focused else option.palette.ColorRole.Text
            painter.setPen(QPen(option.palette.color(role), 2))
            painter.drawRect(box.adjusted(1, 1, -1, -1))
        painter.restore()


class MatrixView(QTableView):
    """A matrix of counts; a click or Enter chooses the demands of a count, and a second one all demands."""

    pair_chosen = Signal(DemandPair)

    def __init__(self, theme: Theme, hue: QColor) -> None:
        super().__init__()
        self._theme, self._hue = theme, hue
        self.chosen = DemandPair()
        self.table_model = _MatrixModel()
        self.setModel(self.table_model)
        self.setItemDelegate(_CellDelegate(self))
        self.setProperty("role", "matrix")
        self.setAccessibleName(tr("Who demands of whom"))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalHeader(_NameHeader(Qt.Orientation.Horizontal))
        self.setVerticalHeader(_NameHeader(Qt.Orientation.Vertical))
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.clicked.connect(lambda index: self._choose(self.table_model.pair(index.row(), index.column())))
        self.verticalHeader().sectionClicked.connect(lambda row: self._choose(DemandPair(speaker=self._speaker(row))))
        self.horizontalHeader().sectionClicked.connect(
            lambda column: self._choose(DemandPair(addressee=self._addressee(column)))
        )

    def _speaker(self, row: int) -> str | None:
        return self.table_model.pair(row, 0).speaker

    def _addressee(self, column: int) -> str | None:
        return self.table_model.pair(0, column).addressee

    def set_theme(self, theme: Theme, hue: QColor) -> None:
        self._theme, self._hue = theme, hue
        self.viewport().update()

    def background(self, strength: float) -> QColor:
        """The background of a cell whose strength is from 0 to 1."""
        if not strength:
            return QColor(self._theme.panel)
        return self._theme.blend(self._hue, _FAINT + (_STRONG - _FAINT) * strength)

    def show_matrix(self, matrix: DemandMatrix, chosen: DemandPair) -> None:
        """Show these counts, with a frame around the chosen pair; the current pair stays current."""
        index = self.currentIndex()
        current = self.table_model.pair(index.row(), index.column()) if index.isValid() else None
        self.chosen = chosen
        self.table_model.show_matrix(matrix)
        self._select(current or (chosen if chosen != DemandPair() else self.table_model.pair(0, 0)))

    def _select(self, pair: DemandPair) -> None:
        for row in range(self.table_model.rowCount()):
            for column in range(self.table_model.columnCount()):
                if self.table_model.pair(row, column) == pair:
                    self.setCurrentIndex(self.table_model.index(row, column))
                    return

    def _choose(self, pair: DemandPair) -> None:
        self.pair_chosen.emit(DemandPair() if pair == self.chosen else pair)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        pressed = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if pressed and index.isValid():
            self._choose(self.table_model.pair(index.row(), index.column()))
        elif event.key() == Qt.Key.Key_Escape and self.chosen != DemandPair():
            self.pair_chosen.emit(DemandPair())
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        model = self.table_model
        return QSize(_NAMES_WIDTH + _CELL * max(4, model.columnCount()), _NAMES_HEIGHT + _CELL * model.rowCount())
