"""How do figures look as pictures: what a whole is made of, and how figures move over time?"""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.app.agreement.tables import Table
from annotator.i18n import tr
from annotator.ui.agreement.grid import Hue
from annotator.ui.agreement.hues import OTHER
from annotator.ui.theme import Theme

_NO_TABLE = Table("", "", "", (), ())
_STACK_HEIGHT = 26
_NEAR = 14
_DOT = 3.5
_LEFT, _RIGHT, _TOP, _BOTTOM = 40, 160, 12, 28
_NAME_HEIGHT = 15
_MEASURES = 2
_SCALE = (0.0, 0.25, 0.5, 0.75, 1.0)


class _Picture(QWidget):
    """Shows a table as a picture; a press on a part of it names its row. Keys walk the table beside it."""

    pressed = Signal(int)

    def __init__(self, theme: Theme, hue: Hue) -> None:
        super().__init__()
        self.table = _NO_TABLE
        self.wear(theme, hue)

    def wear(self, theme: Theme, hue: Hue) -> None:
        self._theme, self._hue = theme, hue
        self.update()

    def show_table(self, table: Table) -> None:
        self.table = table
        self.setAccessibleName(table.title)
        parts = [tr("{name}: {figure}", name=row.name, figure=row.cells[0].text) for row in table.rows]
        self.setAccessibleDescription("; ".join(parts))
        self.update()

    def row_at(self, place: QPointF) -> int | None:
        raise NotImplementedError

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self.row_at(event.position())
        if row is not None:
            self.pressed.emit(row)


class Stack(_Picture):
    """One bar, divided as the counts of the table are."""

    def __init__(self, theme: Theme, hue: Hue) -> None:
        super().__init__(theme, hue)
        self.setFixedHeight(_STACK_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _parts(self) -> list[QRectF]:
        found, left = [], 0.0
        for row in self.table.rows:
            width = (row.cells[0].value or 0.0) * self.width()
            found.append(QRectF(left, 0, width, self.height()))
            left += width
        return found

    def row_at(self, place: QPointF) -> int | None:
        return next((row for row, part in enumerate(self._parts()) if part.contains(place)), None)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for row, part in zip(self.table.rows, self._parts(), strict=True):
            color = QColor(self._hue(row.hue))
            color.setAlphaF(0.55)
            painter.fillRect(part.adjusted(0, 0, -1, 0), color)
            painter.setPen(QColor(self._theme.text))
            if painter.fontMetrics().horizontalAdvance(row.cells[0].text) + 8 < part.width():
                painter.drawText(part, int(Qt.AlignmentFlag.AlignCenter), row.cells[0].text)
        painter.end()


class Course(_Picture):
    """Figures over time, a line for each that the table begins with, each with its name at its end."""

    def __init__(self, theme: Theme, hue: Hue) -> None:
        super().__init__(theme, hue)
        self.setMinimumSize(QSize(360, 220))

    def _ground(self) -> QRectF:
        return QRectF(self.rect()).adjusted(_LEFT, _TOP, -_RIGHT, -_BOTTOM)

    def _place(self, row: int, value: float) -> QPointF:
        ground, count = self._ground(), len(self.table.rows)
        across = row / (count - 1) if count > 1 else 0.5
        return QPointF(ground.left() + across * ground.width(), ground.bottom() - value * ground.height())

    def _points(self, column: int) -> list[tuple[int, QPointF]]:
        values = [(row, one.cells[column].value) for row, one in enumerate(self.table.rows)]
        return [(row, self._place(row, value)) for row, value in values if value is not None]

    def row_at(self, place: QPointF) -> int | None:
        columns = range(len(self._lines()))
        near = [((point - place).manhattanLength(), row) for column in columns for row, point in self._points(column)]
        distance, row = min(near, default=(_NEAR + 1, -1))
        return row if distance <= _NEAR else None

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
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
        """The names and colours of the lines; two of them are measures, else each is an annotator's."""
        first = self.table.rows[0].cells if self.table.rows else ()
        names = [head for head, cell in zip(self.table.heads[1:], first, strict=True) if cell.look == "share"]
        if len(names) == _MEASURES:
            return list(zip(names, (QColor(self._theme.accent), QColor(self._hue(OTHER))), strict=True))
        return [(name, self._theme.lane_of(place)) for place, name in enumerate(names)]

    def _paint_names(self, painter: QPainter, ends: list[tuple[QPointF, str, QColor]]) -> None:
        """Each line's name in its colour at its end, lower where two would stand on each other."""
        lowest = 0.0
        for end, name, color in sorted(ends, key=lambda one: one[0].y()):
            painter.setPen(color)
            lowest = max(lowest + _NAME_HEIGHT, end.y() + 5)
            shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, _RIGHT - 14)
            painter.drawText(QPointF(end.x() + 10, lowest), shown)

    def _paint_ground(self, painter: QPainter) -> None:
        ground = self._ground()
        for value in _SCALE:
            height = ground.bottom() - value * ground.height()
            painter.setPen(QPen(QColor(self._theme.line), 1))
            painter.drawLine(QPointF(ground.left(), height), QPointF(ground.right(), height))
            painter.setPen(QColor(self._theme.muted))
            box = QRectF(0, height - 10, _LEFT - 8, 20)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), f"{value:.2f}")
        rows = self.table.rows
        room = painter.fontMetrics().horizontalAdvance("2025-10-31") + 16
        every = max(1, -(-len(rows) * room // max(1, int(ground.width()))))
        for row in range(0, len(rows), every):
            at = self._place(row, 0)
            box = QRectF(at.x() - room / 2, ground.bottom() + 6, room, 20)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignHCenter), rows[row].name)
