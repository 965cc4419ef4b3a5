"""How does a table of figures look, and how does one walk it and open what is behind a figure?"""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from annotator.app.agreement.report_files import REFERENCES
from annotator.app.agreement.tables import Cell, Row, Table
from annotator.i18n import tr
from annotator.ui.agreement.hues import OTHER, SAME
from annotator.ui.theme import Theme
from annotator.ui.widgets.plain_text import tip

Index = QModelIndex | QPersistentModelIndex
Hue = Callable[[str], QColor]

_ROW, _HEAT = 28, 34
_FIGURE_WIDTH, _BAR, _BAR_HEIGHT = 48, 56, 8
_PADDING = 8
_MOST_WIDTH = 420
_LEAST_WIDTH = 64
# What the head of a column leaves free beyond the padding.
_HEAD_MARGIN = 12
# Names across a matrix are cut off beyond it, and shown above the pointer.
_MATRIX_WIDTH = 120
_CHIP = 8
# The faintest and the strongest ground of a cell with something in it; text keeps its contrast on both.
_FAINT, _STRONG = 0.10, 0.42
_EMPTY = Table("", "", "", (), ())
_GROUNDS = ("heat", "same", "other")
_BARS = ("share", "alpha")


class GridModel(QAbstractTableModel):
    """A table as Qt walks it: the names of the rows come first."""

    def __init__(self) -> None:
        super().__init__()
        self.table = _EMPTY

    def show(self, table: Table) -> None:
        self.beginResetModel()
        self.table = table
        self.endResetModel()

    def row(self, index: Index) -> Row:
        return self.table.rows[index.row()]

    def cell(self, index: Index) -> Cell | None:
        """The figure there; None for the name of a row."""
        return self.row(index).cells[index.column() - 1] if index.isValid() and index.column() > 0 else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.table.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.table.heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.table.heads[section]
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.ToolTipRole:
            return tip(self.table.heads[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        cell = self.cell(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text if cell else self.row(index).name
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            told = (cell.told or cell.text) if cell else self.row(index).name
            return tip(told) if role == Qt.ItemDataRole.ToolTipRole else told
        return None


class _Painter(QStyledItemDelegate):
    """Paints figures as bars, with lines of reference where custom has some, or as the ground that they stand on."""

    def __init__(self, grid: "Grid") -> None:
        super().__init__(grid)
        self._grid = grid

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = self._grid.grid_model
        cell, box = model.cell(index), option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._grid.text)
        if cell is None:
            self._paint_name(painter, box, model.row(index))
        elif cell.look in _GROUNDS:
            self._paint_ground(painter, box.adjusted(1, 1, -1, -1), cell)
        elif cell.look in _BARS and cell.value is not None:
            self._paint_bar(painter, box, cell, model.row(index))
        else:
            self._paint_text(painter, box, cell)
        focused = option.state & QStyle.StateFlag.State_HasFocus
        if focused or self._grid.chosen == (index.row(), index.column()):
            painter.setPen(QPen(self._grid.accent if focused else self._grid.text, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(2, 2, -2, -2), 3, 3)
        painter.restore()

    def _paint_name(self, painter: QPainter, box: QRect, row: Row) -> None:
        left = _PADDING
        if row.hue:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._grid.hue(row.hue))
            painter.drawRoundedRect(QRectF(box.left() + left, box.center().y() - _CHIP / 2 + 0.5, _CHIP, _CHIP), 2, 2)
            painter.setPen(self._grid.text)
            left += 2 * _CHIP
        self._write(painter, box.adjusted(left, 0, -_PADDING, 0), row.name, Qt.AlignmentFlag.AlignLeft)

    def _paint_ground(self, painter: QPainter, box: QRect, cell: Cell) -> None:
        if cell.text and cell.value is not None:
            name = {"same": SAME, "other": OTHER}.get(cell.look, "")
            ground = QColor(self._grid.hue(name))
            ground.setAlphaF(_FAINT + (_STRONG - _FAINT) * max(0.0, min(1.0, cell.value)))
            painter.fillRect(box, ground)
        words = "–" if cell.value is None and cell.behind is not None else cell.text
        self._write(painter, box.adjusted(4, 0, -4, 0), words, Qt.AlignmentFlag.AlignHCenter)

    def _paint_bar(self, painter: QPainter, box: QRect, cell: Cell, row: Row) -> None:
        figure = QRect(box.left(), box.top(), _FIGURE_WIDTH, box.height())
        self._write(painter, figure, cell.text, Qt.AlignmentFlag.AlignRight)
        left, width = figure.right() + _PADDING, box.right() - _PADDING - figure.right() - _PADDING
        track = QRectF(left, box.center().y() - _BAR_HEIGHT / 2 + 0.5, width, _BAR_HEIGHT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._grid.track)
        painter.drawRoundedRect(track, 2, 2)
        painter.setBrush(self._grid.hue(row.hue))
        filled = QRectF(track)
        filled.setWidth(track.width() * max(0.0, min(1.0, cell.value or 0.0)))
        painter.drawRoundedRect(filled, 2, 2)
        if cell.look == "alpha":
            painter.setPen(QPen(self._grid.text, 1))
            for at in REFERENCES:
                place = round(track.left() + at * track.width()) + 0.5
                painter.drawLine(
                    QRectF(place, track.top() - 3, 0, 0).topLeft(), QRectF(place, track.bottom() + 3, 0, 0).topLeft()
                )

    def _paint_text(self, painter: QPainter, box: QRect, cell: Cell) -> None:
        undefined = cell.value is None and cell.behind is not None
        words = tr("undefined: {why}", why=cell.text) if undefined else cell.text
        if undefined or cell.behind is None:
            painter.setPen(self._grid.muted)
        side = Qt.AlignmentFlag.AlignRight if cell.look == "count" else Qt.AlignmentFlag.AlignLeft
        self._write(painter, box.adjusted(_PADDING, 0, -_PADDING, 0), words, side)

    def _write(self, painter: QPainter, box: QRect, words: str, side: Qt.AlignmentFlag) -> None:
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, int(side | Qt.AlignmentFlag.AlignVCenter), shown)


class Grid(QTableView):
    """A table of figures that one walks cell by cell; Enter or a press opens the passages behind one."""

    asked = Signal(Cell)
    """Show the passages behind this figure."""
    copied = Signal()

    def __init__(self, theme: Theme, hue: Hue) -> None:
        super().__init__()
        self.grid_model = GridModel()
        self.chosen: tuple[int, int] | None = None
        self._sorted: tuple[int, bool] | None = None
        self._given = _EMPTY
        self.sortable = True
        self.setModel(self.grid_model)
        self.setItemDelegate(_Painter(self))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        heading = self.horizontalHeader()
        heading.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        heading.setHighlightSections(False)
        heading.setTextElideMode(Qt.TextElideMode.ElideRight)
        heading.setSectionsClickable(True)
        heading.sectionClicked.connect(self._sort_by)
        self.clicked.connect(self._open)
        self.wear(theme, hue)

    def wear(self, theme: Theme, hue: Hue) -> None:
        self.hue = hue
        self.text, self.muted, self.accent, self.track = map(
            QColor, (theme.text, theme.muted, theme.accent, theme.hover)
        )
        self.viewport().update()

    def show_table(self, table: Table) -> None:
        """Show this table; the place that one walked to stays."""
        at = self.currentIndex()
        here = (at.row(), at.column()) if at.isValid() and self._given.name == table.name else (0, 1)
        self.chosen = None
        self._given = table
        self.grid_model.show(self._arranged(table))
        self.setAccessibleName(table.title)
        self.verticalHeader().setDefaultSectionSize(_HEAT if self._is_matrix else _ROW)
        self._size_columns()
        if table.rows:
            row, column = min(here[0], len(table.rows) - 1), min(here[1], len(table.heads) - 1)
            self.setCurrentIndex(self.grid_model.index(row, column))
        self.updateGeometry()

    def _arranged(self, table: Table) -> Table:
        if self._sorted is None or self._is_matrix:
            return table
        column, descending = self._sorted

        def place(row: Row) -> tuple[bool, float, str]:
            cell = row.cells[column - 1] if column else None
            value = cell.value if cell else None
            return value is None, -(value or 0) if descending else value or 0, cell.text if cell else row.name

        return table._replace(rows=tuple(sorted(table.rows, key=place)))

    def _sort_by(self, column: int) -> None:
        """The lowest figures first, then the highest, then as it was."""
        if self.sortable and not self._is_matrix:
            ways: list[tuple[int, bool] | None] = [(column, False), (column, True), None]
            self._sorted = ways[(ways.index(self._sorted) + 1) % 3] if self._sorted in ways else ways[0]
            heading = self.horizontalHeader()
            heading.setSortIndicatorShown(self._sorted is not None)
            if self._sorted:
                order = Qt.SortOrder.DescendingOrder if self._sorted[1] else Qt.SortOrder.AscendingOrder
                heading.setSortIndicator(column, order)
            self.show_table(self._given)

    @property
    def _is_matrix(self) -> bool:
        return any(cell.look in _GROUNDS for row in self._given.rows for cell in row.cells)

    def _size_columns(self) -> None:
        """Columns as wide as what stands in them, of a matrix all alike; what is said at length takes the rest."""
        metrics, table = self.fontMetrics(), self.grid_model.table
        widths = []
        for column, head in enumerate(table.heads):
            if column:
                inner = [_width(metrics, row.cells[column - 1]) for row in table.rows]
            else:
                inner = [metrics.horizontalAdvance(row.name) + 2 * _CHIP + 2 for row in table.rows]
            width = max(metrics.horizontalAdvance(head) + _HEAD_MARGIN, *inner, 0) + 2 * _PADDING
            widths.append(max(_LEAST_WIDTH, min(_MOST_WIDTH, width)))
        if self._is_matrix:
            widths[1:] = [min(_MATRIX_WIDTH, max(widths[1:]))] * (len(widths) - 1)
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)
        heading = self.horizontalHeader()
        heading.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        if table.rows and table.rows[0].cells[-1].look in ("text", *_BARS):
            heading.setSectionResizeMode(len(widths) - 1, QHeaderView.ResizeMode.Stretch)
        side = Qt.AlignmentFlag.AlignHCenter if self._is_matrix else Qt.AlignmentFlag.AlignLeft
        heading.setDefaultAlignment(side | Qt.AlignmentFlag.AlignVCenter)

    def sizeHint(self) -> QSize:
        heading, rows = self.horizontalHeader(), self.verticalHeader()
        return QSize(heading.length() + 12, heading.sizeHint().height() + rows.length() + 12)

    def _open(self, index: QModelIndex) -> None:
        cell = self.grid_model.cell(index)
        if cell and cell.behind is not None:
            self.chosen = (index.row(), index.column())
            self.viewport().update()
            self.asked.emit(cell)

    def point_to(self, row: int) -> None:
        """Walk to a row and open its first figure."""
        self.setCurrentIndex(self.grid_model.index(row, 1))
        self._open(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.currentIndex().isValid():
            self._open(self.currentIndex())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit()
        else:
            super().keyPressEvent(event)


def _width(metrics: QFontMetrics, cell: Cell) -> int:
    # Why a figure is undefined may be cut; it is read out and shown at length above the pointer.
    if cell.look in _BARS:
        return _FIGURE_WIDTH + _PADDING + _BAR
    # Advances are rounded, and a text that just fits would be cut off.
    return metrics.horizontalAdvance(cell.text) + 2
