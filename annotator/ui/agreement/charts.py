"""Charts of tables: a stacked bar, and lines over time."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.app.agreement.tables import AgreementTable
from annotator.i18n import tr
from annotator.ui.agreement.grid import HueColors
from annotator.ui.agreement.hues import MISSED_HUE
from annotator.ui.theme import Theme

_NO_TABLE = AgreementTable("", "", "", (), ())
_STACK_HEIGHT = 26
# Pixels between a press and the point that it means.
_MAX_DISTANCE = 14
_DOT = 3.5
_LEFT, _RIGHT, _TOP, _BOTTOM = 40, 160, 12, 28
_NAME_HEIGHT = 15
_MEASURES = 2
_SCALE = (0.0, 0.25, 0.5, 0.75, 1.0)


class _Chart(QWidget):
    """A chart of a table. For the keyboard there is the table itself."""

    row_pressed = Signal(int)
    """The mouse was pressed on the part of the chart that stands for this row."""

    def __init__(self, theme: Theme, hue_color: HueColors) -> None:
        super().__init__()
        self.table = _NO_TABLE
        self.set_theme(theme, hue_color)

    def set_theme(self, theme: Theme, hue_color: HueColors) -> None:
        self._theme, self._hue_color = theme, hue_color
        self.update()

    def show_table(self, table: AgreementTable) -> None:
        self.table = table
        self.setAccessibleName(table.title)
        figures = [tr("{name}: {figure}", name=row.name, figure=row.cells[0].text) for row in table.rows]
        self.setAccessibleDescription("; ".join(figures))
        self.update()

    def row_at(self, point: QPointF) -> int | None:
        raise NotImplementedError

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self.row_at(event.position())
        if row is not None:
            self.row_pressed.emit(row)


class StackedBar(_Chart):
    """One bar, divided in proportion to the counts of the table."""

    def __init__(self, theme: Theme, hue_color: HueColors) -> None:
        super().__init__(theme, hue_color)
        self.setFixedHeight(_STACK_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _boxes(self) -> list[QRectF]:
        """The box of each row."""
        boxes, left = [], 0.0
        for row in self.table.rows:
            width = (row.cells[0].value or 0.0) * self.width()
            boxes.append(QRectF(left, 0, width, self.height()))
            left += width
        return boxes

    def row_at(self, point: QPointF) -> int | None:
        return next((row for row, box in enumerate(self._boxes()) if box.contains(point)), None)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for row, box in zip(self.table.rows, self._boxes(), strict=True):
            color = QColor(self._hue_color(row.hue))
            color.setAlphaF(0.55)
            painter.fillRect(box.adjusted(0, 0, -1, 0), color)
            painter.setPen(QColor(self._theme.text))
            if painter.fontMetrics().horizontalAdvance(row.cells[0].text) + 8 < box.width():
                painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), row.cells[0].text)
        painter.end()


class LineChart(_Chart):
    """Figures over time as lines, each with its name at the end."""

    def __init__(self, theme: Theme, hue_color: HueColors) -> None:
        super().__init__(theme, hue_color)
        self.setMinimumSize(QSize(360, 220))

    def _plot_area(self) -> QRectF:
        return QRectF(self.rect()).adjusted(_LEFT, _TOP, -_RIGHT, -_BOTTOM)

    def _point(self, row: int, value: float) -> QPointF:
        area, count = self._plot_area(), len(self.table.rows)
        fraction = row / (count - 1) if count > 1 else 0.5
        return QPointF(area.left() + fraction * area.width(), area.bottom() - value * area.height())

    def _points(self, column: int) -> list[tuple[int, QPointF]]:
        """The points of a line, each with the row of its figure."""
        values = [(number, row.cells[column].value) for number, row in enumerate(self.table.rows)]
        return [(number, self._point(number, value)) for number, value in values if value is not None]

    def row_at(self, point: QPointF) -> int | None:
        columns = range(len(self._lines()))
        distances = [
            ((candidate - point).manhattanLength(), row)
            for column in columns
            for row, candidate in self._points(column)
        ]
        distance, row = min(distances, default=(_MAX_DISTANCE + 1, -1))
        return row if distance <= _MAX_DISTANCE else None

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_grid(painter)
        ends: list[tuple[QPointF, str, QColor]] = []
        for column, (name, color) in enumerate(self._lines()):
            points = [point for _, point in self._points(column)]
            painter.setPen(QPen(color, 2))
            painter.drawPolyline(QPolygonF(points))
            painter.setBrush(color)
            for point in points:
                painter.drawEllipse(point, _DOT, _DOT)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            ends += [(points[-1], name, color)] if points else []
        self._paint_names(painter, ends)
        painter.end()

    def _lines(self) -> list[tuple[str, QColor]]:
        """The names and colours of the lines: two measures, or one line for each annotator."""
        first = self.table.rows[0].cells if self.table.rows else ()
        names = [head for head, cell in zip(self.table.heads[1:], first, strict=True) if cell.look == "share"]
        if len(names) == _MEASURES:
            return list(zip(names, (QColor(self._theme.accent), QColor(self._hue_color(MISSED_HUE))), strict=True))
        return [(name, self._theme.lane_of(index)) for index, name in enumerate(names)]

    def _paint_names(self, painter: QPainter, ends: list[tuple[QPointF, str, QColor]]) -> None:
        """Paint the name of each line in its colour at its end, lower if it would cover another name."""
        lowest = 0.0
        for end, name, color in sorted(ends, key=lambda end: end[0].y()):
            painter.setPen(color)
            lowest = max(lowest + _NAME_HEIGHT, end.y() + 5)
            elided = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, _RIGHT - 14)
            painter.drawText(QPointF(end.x() + 10, lowest), elided)

    def _paint_grid(self, painter: QPainter) -> None:
        area = self._plot_area()
        for value in _SCALE:
            height = area.bottom() - value * area.height()
            painter.setPen(QPen(QColor(self._theme.line), 1))
            painter.drawLine(QPointF(area.left(), height), QPointF(area.right(), height))
            painter.setPen(QColor(self._theme.muted))
            box = QRectF(0, height - 10, _LEFT - 8, 20)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), f"{value:.2f}")
        rows = self.table.rows
        room = painter.fontMetrics().horizontalAdvance("2025-10-31") + 16
        interval = max(1, -(-len(rows) * room // max(1, int(area.width()))))
        for row in range(0, len(rows), interval):
            point = self._point(row, 0)
            box = QRectF(point.x() - room / 2, area.bottom() + 6, room, 20)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignHCenter), rows[row].name)
