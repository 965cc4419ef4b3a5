"""The painter of the relations of the focused span.

For each relation whose other end is on screen it draws a curve to that end, with the title of the relation above it.
Ends that are off screen are shown as chips in the margin (``chips``).
"""

from math import atan2, cos, pi, sin
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from annotator.domain.marks.marks import Relation, Span
from annotator.ui.theme import Theme

_ARROW = 7.0
_SPREAD = pi / 7
_STRENGTH = 0.78
_PADDING = 3.0
_LOWEST_BOW, _HIGHEST_BOW = 14.0, 90.0
_WIDEST_NAME = 140.0


class ShownRelation(NamedTuple):
    """A relation of the focused span: its other end, its title, and whether that end is its target."""

    relation: Relation
    other_end: Span
    title: str
    outgoing: bool


class Hint(NamedTuple):
    """A span that can be chosen for a new relation, with the letter that chooses it."""

    span: Span
    letter: str
    chosen: bool


class RelationPainter:
    """Draws curves, their titles, and hint letters."""

    def __init__(self, theme: Theme, font: QFont) -> None:
        self._theme = theme
        self._font = QFont(font)
        self._font.setFamilies(["Noto Sans", "DejaVu Sans", "sans-serif"])
        self._font.setPointSizeF(max(7.5, font.pointSizeF() * 0.64))
        self._metrics = QFontMetricsF(self._font)

    def paint_curve(self, painter: QPainter, focused: QRectF, end: QRectF, *, outgoing: bool, strong: bool) -> None:
        """Draw a curve between the boxes of two spans, with an arrow head at the target."""
        color = QColor(self._theme.accent)
        color.setAlphaF(1.0 if strong else _STRENGTH)
        path = _curve(focused, end)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(color, 2.2 if strong else 1.3))
        painter.drawPath(path)
        tip, before = (1.0, 0.94) if outgoing else (0.0, 0.06)
        self._paint_head(painter, path.pointAtPercent(tip), path.pointAtPercent(before), color)

    def paint_name(self, painter: QPainter, end: QRectF, title: str, *, strong: bool) -> None:
        """Draw the title of a relation above its other end."""
        elided = self._metrics.elidedText(title, Qt.TextElideMode.ElideRight, _WIDEST_NAME)
        self._paint_flag(painter, QPointF(end.left(), end.top()), elided, chosen=strong)

    def paint_hint(self, painter: QPainter, box: QRectF, hint: Hint) -> None:
        """Draw the letter before a span that can be chosen; the chosen span is framed."""
        if hint.chosen:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self._theme.accent), 2.0))
            painter.drawRoundedRect(box.adjusted(-3, -1, 3, 3), 3, 3)
        if hint.letter:
            self._paint_flag(painter, QPointF(box.left() - 4, box.top() + 2), hint.letter, chosen=hint.chosen)

    def paint_draft(self, painter: QPainter, source: QRectF, mouse: QPointF) -> None:
        """Draw the line from the source to the mouse."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.accent), 1.6, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(source.right(), source.bottom()), mouse)

    def paint_handle(self, painter: QPainter, center: QPointF, radius: float) -> None:
        """Draw the handle from which the mouse draws a relation."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.accent), 1.5))
        painter.setBrush(QColor(self._theme.page))
        painter.drawEllipse(center, radius, radius)

    def _paint_flag(self, painter: QPainter, corner: QPointF, text: str, *, chosen: bool) -> None:
        box = QRectF(
            corner.x(),
            corner.y() - self._metrics.height() + 1,
            self._metrics.horizontalAdvance(text) + 2 * _PADDING + 2,
            self._metrics.height(),
        )
        ground = QColor(self._theme.accent if chosen else self._theme.raised)
        painter.setPen(QPen(QColor(self._theme.accent), 1.0))
        painter.setBrush(ground)
        painter.drawRoundedRect(box, 3, 3)
        painter.setFont(self._font)
        painter.setPen(QColor(self._theme.accent_text if chosen else self._theme.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_head(self, painter: QPainter, tip: QPointF, before: QPointF, color: QColor) -> None:
        angle = atan2(tip.y() - before.y(), tip.x() - before.x())
        wings = [
            QPointF(tip.x() - _ARROW * cos(angle + turn), tip.y() - _ARROW * sin(angle + turn))
            for turn in (-_SPREAD, _SPREAD)
        ]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawPolygon(QPolygonF([tip, *wings]))


def _curve(focused: QRectF, other_end: QRectF) -> QPainterPath:
    """A curve between the facing edges of two boxes, or a bow above both if they are on the same line."""
    if abs(focused.top() - other_end.top()) < focused.height() / 2:
        start, end = QPointF(focused.center().x(), focused.top()), QPointF(other_end.center().x(), other_end.top())
        bow = min(_HIGHEST_BOW, max(_LOWEST_BOW, abs(end.x() - start.x()) / 6))
        lift = QPointF(0, -bow)
        first, second = start + lift, end + lift
    else:
        below = other_end.top() > focused.top()
        start = QPointF(focused.center().x(), focused.bottom() if below else focused.top())
        end = QPointF(other_end.center().x(), other_end.top() if below else other_end.bottom())
        reach = max(_LOWEST_BOW, abs(end.y() - start.y()) * 0.45) * (1 if below else -1)
        first, second = start + QPointF(0, reach), end - QPointF(0, reach)
    path = QPainterPath(start)
    path.cubicTo(first, second, end)
    return path
