"""The table of figures, its model and its painter."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPointF,
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
from annotator.app.agreement.tables import AgreementTable, TableCell, TableRow
from annotator.i18n import tr
from annotator.ui.agreement.hues import AGREED_HUE, MISSED_HUE
from annotator.ui.theme import Theme
from annotator.ui.widgets.plain_text import tooltip
from annotator.ui.widgets.two_column_row import ModelIndex

HueColors = Callable[[str], QColor]
"""Returns the colour of a hue, by its name."""

_ROW, _HEAT = 28, 34
_FIGURE_WIDTH, _BAR, _BAR_HEIGHT = 48, 56, 8
_PADDING = 8
_MOST_WIDTH = 420
_LEAST_WIDTH = 64
# The space that Qt leaves free in the head of a column, beyond the padding.
_HEAD_MARGIN = 12
# Longer names above a matrix are elided, and shown in a tooltip.
_MATRIX_WIDTH = 120
_CHIP = 8
# The opacity of the background of a cell, from the lowest to the highest value; text is readable on both.
_FAINT, _STRONG = 0.10, 0.42
_EMPTY = AgreementTable("", "", "", (), ())
_BACKGROUND_LOOKS = ("heat", "same", "other")
_BAR_LOOKS = ("share", "alpha")


class GridModel(QAbstractTableModel):
    """The model of an agreement table; the names of the rows are the first column."""

    def __init__(self) -> None:
        super().__init__()
        self.table = _EMPTY

    def show(self, table: AgreementTable) -> None:
        self.beginResetModel()
        self.table = table
        self.endResetModel()

    def row(self, index: ModelIndex) -> TableRow:
        return self.table.rows[index.row()]

    def cell(self, index: ModelIndex) -> TableCell | None:
        """The cell at this index; None for the name of a row."""
        return self.row(index).cells[index.column() - 1] if index.isValid() and index.column() > 0 else None

    def rowCount(self, parent: ModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.table.rows)

    def columnCount(self, parent: ModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.table.heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.table.heads[section]
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(self.table.heads[section])
        return None

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        cell = self.cell(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text if cell else self.row(index).name
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            text = (cell.description or cell.text) if cell else self.row(index).name
            return tooltip(text) if role == Qt.ItemDataRole.ToolTipRole else text
        return None


class _Painter(QStyledItemDelegate):
    """Paints a figure as text, as a bar (with reference lines for alpha), or as the colour of its background."""

    def __init__(self, grid: "Grid") -> None:
        super().__init__(grid)
        self._grid = grid

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        model = self._grid.grid_model
        cell, box = model.cell(index), option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._grid.text)
        if cell is None:
            self._paint_name(painter, box, model.row(index))
        elif cell.look in _BACKGROUND_LOOKS:
            self._paint_background(painter, box.adjusted(1, 1, -1, -1), cell)
        elif cell.look in _BAR_LOOKS and cell.value is not None:
            self._paint_bar(painter, box, cell, model.row(index))
        else:
            self._paint_text(painter, box, cell)
        focused = option.state & QStyle.StateFlag.State_HasFocus
        if focused or self._grid.open_cell == (index.row(), index.column()):
            painter.setPen(QPen(self._grid.accent if focused else self._grid.text, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(2, 2, -2, -2), 3, 3)
        painter.restore()

    def _paint_name(self, painter: QPainter, box: QRect, row: TableRow) -> None:
        left = _PADDING
        if row.hue:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._grid.hue_color(row.hue))
            painter.drawRoundedRect(QRectF(box.left() + left, box.center().y() - _CHIP / 2 + 0.5, _CHIP, _CHIP), 2, 2)
            painter.setPen(self._grid.text)
            left += 2 * _CHIP
        self._write(painter, box.adjusted(left, 0, -_PADDING, 0), row.name, Qt.AlignmentFlag.AlignLeft)

    def _paint_background(self, painter: QPainter, box: QRect, cell: TableCell) -> None:
        if cell.text and cell.value is not None:
            name = {"same": AGREED_HUE, "other": MISSED_HUE}.get(cell.look, "")
            background = QColor(self._grid.hue_color(name))
            background.setAlphaF(_FAINT + (_STRONG - _FAINT) * max(0.0, min(1.0, cell.value)))
            painter.fillRect(box, background)
        words = "–" if cell.value is None and cell.passage_key is not None else cell.text
        self._write(painter, box.adjusted(4, 0, -4, 0), words, Qt.AlignmentFlag.AlignHCenter)

    def _paint_bar(self, painter: QPainter, box: QRect, cell: TableCell, row: TableRow) -> None:
        figure = QRect(box.left(), box.top(), _FIGURE_WIDTH, box.height())
        self._write(painter, figure, cell.text, Qt.AlignmentFlag.AlignRight)
        left, width = figure.right() + _PADDING, box.right() - _PADDING - figure.right() - _PADDING
        track = QRectF(left, box.center().y() - _BAR_HEIGHT / 2 + 0.5, width, _BAR_HEIGHT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._grid.track)
        painter.drawRoundedRect(track, 2, 2)
        painter.setBrush(self._grid.hue_color(row.hue))
        filled = QRectF(track)
        filled.setWidth(track.width() * max(0.0, min(1.0, cell.value or 0.0)))
        painter.drawRoundedRect(filled, 2, 2)
        if cell.look == "alpha":
            painter.setPen(QPen(self._grid.text, 1))
            for reference in REFERENCES:
                x = round(track.left() + reference * track.width()) + 0.5
                painter.drawLine(QPointF(x, track.top() - 3), QPointF(x, track.bottom() + 3))

    def _paint_text(self, painter: QPainter, box: QRect, cell: TableCell) -> None:
        undefined = cell.value is None and cell.passage_key is not None
        words = tr("undefined: {why}", why=cell.text) if undefined else cell.text
        if undefined or cell.passage_key is None:
            painter.setPen(self._grid.muted)
        side = Qt.AlignmentFlag.AlignRight if cell.look == "count" else Qt.AlignmentFlag.AlignLeft
        self._write(painter, box.adjusted(_PADDING, 0, -_PADDING, 0), words, side)

    def _write(self, painter: QPainter, box: QRect, words: str, side: Qt.AlignmentFlag) -> None:
        elided = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, int(side | Qt.AlignmentFlag.AlignVCenter), elided)


class Grid(QTableView):
    """A table of figures; Enter or a click on a figure opens the passages behind it."""

    passages_requested = Signal(TableCell)
    """Show the passages behind this figure."""
    copy_requested = Signal()

    def __init__(self, theme: Theme, hue_color: HueColors) -> None:
        super().__init__()
        self.grid_model = GridModel()
        self.open_cell: tuple[int, int] | None = None
        """Row and column of the figure whose passages are shown."""
        self._order: tuple[int, bool] | None = None
        self._table = _EMPTY
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
        self.clicked.connect(self._open_index)
        self.set_theme(theme, hue_color)

    def set_theme(self, theme: Theme, hue_color: HueColors) -> None:
        self.hue_color = hue_color
        self.text, self.muted, self.accent, self.track = map(
            QColor, (theme.text, theme.muted, theme.accent, theme.hover)
        )
        self.viewport().update()

    def show_table(self, table: AgreementTable) -> None:
        """Show this table; a table of the same name keeps the current cell."""
        index = self.currentIndex()
        current = (index.row(), index.column()) if index.isValid() and self._table.name == table.name else (0, 1)
        self.open_cell = None
        self._table = table
        self.grid_model.show(self._in_order(table))
        self.setAccessibleName(table.title)
        self.verticalHeader().setDefaultSectionSize(_HEAT if self._is_matrix else _ROW)
        self._size_columns()
        if table.rows:
            row, column = min(current[0], len(table.rows) - 1), min(current[1], len(table.heads) - 1)
            self.setCurrentIndex(self.grid_model.index(row, column))
        self.updateGeometry()

    def _in_order(self, table: AgreementTable) -> AgreementTable:
        if self._order is None or self._is_matrix:
            return table
        column, descending = self._order

        def sort_key(row: TableRow) -> tuple[bool, float, str]:
            cell = row.cells[column - 1] if column else None
            value = cell.value if cell else None
            return value is None, -(value or 0) if descending else value or 0, cell.text if cell else row.name

        return table._replace(rows=tuple(sorted(table.rows, key=sort_key)))

    def _sort_by(self, column: int) -> None:
        """Sort by this column: ascending first, then descending, then in the original order."""
        if self.sortable and not self._is_matrix:
            orders: list[tuple[int, bool] | None] = [(column, False), (column, True), None]
            self._order = orders[(orders.index(self._order) + 1) % 3] if self._order in orders else orders[0]
            heading = self.horizontalHeader()
            heading.setSortIndicatorShown(self._order is not None)
            if self._order:
                direction = Qt.SortOrder.DescendingOrder if self._order[1] else Qt.SortOrder.AscendingOrder
                heading.setSortIndicator(column, direction)
            self.show_table(self._table)

    @property
    def _is_matrix(self) -> bool:
        return any(cell.look in _BACKGROUND_LOOKS for row in self._table.rows for cell in row.cells)

    def _size_columns(self) -> None:
        """Fit columns to their content, those of a matrix equally wide; a last column of text takes the rest."""
        metrics, table = self.fontMetrics(), self.grid_model.table
        widths = []
        for column, head in enumerate(table.heads):
            if column:
                content = [_width(metrics, row.cells[column - 1]) for row in table.rows]
            else:
                content = [metrics.horizontalAdvance(row.name) + 2 * _CHIP + 2 for row in table.rows]
            width = max(metrics.horizontalAdvance(head) + _HEAD_MARGIN, *content, 0) + 2 * _PADDING
            widths.append(max(_LEAST_WIDTH, min(_MOST_WIDTH, width)))
        if self._is_matrix:
            widths[1:] = [min(_MATRIX_WIDTH, max(widths[1:]))] * (len(widths) - 1)
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)
        heading = self.horizontalHeader()
        heading.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        if table.rows and table.rows[0].cells[-1].look in ("text", *_BAR_LOOKS):
            heading.setSectionResizeMode(len(widths) - 1, QHeaderView.ResizeMode.Stretch)
        side = Qt.AlignmentFlag.AlignHCenter if self._is_matrix else Qt.AlignmentFlag.AlignLeft
        heading.setDefaultAlignment(side | Qt.AlignmentFlag.AlignVCenter)

    def sizeHint(self) -> QSize:
        heading, rows = self.horizontalHeader(), self.verticalHeader()
        return QSize(heading.length() + 12, heading.sizeHint().height() + rows.length() + 12)

    def _open_index(self, index: QModelIndex) -> None:
        cell = self.grid_model.cell(index)
        if cell and cell.passage_key is not None:
            self.open_cell = (index.row(), index.column())
            self.viewport().update()
            self.passages_requested.emit(cell)

    def open_row(self, row: int) -> None:
        """Go to a row and open its first figure."""
        self.setCurrentIndex(self.grid_model.index(row, 1))
        self._open_index(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.currentIndex().isValid():
            self._open_index(self.currentIndex())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_requested.emit()
        else:
            super().keyPressEvent(event)


def _width(metrics: QFontMetrics, cell: TableCell) -> int:
    # The reason for an undefined figure may be elided; screen readers and the tooltip give it in full.
    if cell.look in _BAR_LOOKS:
        return _FIGURE_WIDTH + _PADDING + _BAR
    # Qt rounds the advances, so that a text of exactly this width would be elided.
    return metrics.horizontalAdvance(cell.text) + 2
