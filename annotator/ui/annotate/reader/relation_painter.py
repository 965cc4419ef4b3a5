"""How do the links of the focused span look over the text?

Only they are drawn, and only while their span is focused: a curve to each other end that is on screen, with the name of
the link above that end. The ends that are off screen stand as chips in the margin (``chips``).
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


class ShownLink(NamedTuple):
    """A link of the focused span: its other end, what it is called, and whether it leads there or comes from there."""

    relation: Relation
    other: Span
    title: str
    outgoing: bool


class Hint(NamedTuple):
    """A span that a link in the making may lead to, with the letter that chooses it."""

    span: Span
    letter: str
    chosen: bool


class LinkPainter:
    """Draws curves, their names, and hint letters."""

    def __init__(self, theme: Theme, font: QFont) -> None:
        self._theme = theme
        self._font = QFont(font)
        self._font.setFamilies(["Noto Sans", "DejaVu Sans", "sans-serif"])
        self._font.setPointSizeF(max(7.5, font.pointSizeF() * 0.64))
        self._metrics = QFontMetricsF(self._font)

    def paint_curve(self, painter: QPainter, here: QRectF, there: QRectF, *, outgoing: bool, strong: bool) -> None:
        """A curve between the boxes of two spans, with an arrow head at the end that the link leads to."""
        color = QColor(self._theme.accent)
        color.setAlphaF(1.0 if strong else _STRENGTH)
        path = _curve(here, there)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(color, 2.2 if strong else 1.3))
        painter.drawPath(path)
        tip, before = (1.0, 0.94) if outgoing else (0.0, 0.06)
        self._paint_head(painter, path.pointAtPercent(tip), path.pointAtPercent(before), color)

    def paint_name(self, painter: QPainter, there: QRectF, title: str, *, strong: bool) -> None:
        """The name of the link above its other end."""
        shown = self._metrics.elidedText(title, Qt.TextElideMode.ElideRight, _WIDEST_NAME)
        self._paint_flag(painter, QPointF(there.left(), there.top()), shown, chosen=strong)

    def paint_hint(self, painter: QPainter, there: QRectF, hint: Hint) -> None:
        """The letter before a span that may be chosen; the chosen one is framed."""
        if hint.chosen:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self._theme.accent), 2.0))
            painter.drawRoundedRect(there.adjusted(-3, -1, 3, 3), 3, 3)
        if hint.letter:
            self._paint_flag(painter, QPointF(there.left() - 4, there.top() + 2), hint.letter, chosen=hint.chosen)

    def paint_draft(self, painter: QPainter, here: QRectF, mouse: QPointF) -> None:
        """The link that the mouse is drawing."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.accent), 1.6, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(here.right(), here.bottom()), mouse)

    def paint_handle(self, painter: QPainter, place: QPointF, radius: float) -> None:
        """Where the mouse takes hold to draw a link."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.accent), 1.5))
        painter.setBrush(QColor(self._theme.page))
        painter.drawEllipse(place, radius, radius)

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


def _curve(here: QRectF, there: QRectF) -> QPainterPath:
    """From foot to head where one lies below the other, in a bow above where both stand on one line."""
    if abs(here.top() - there.top()) < here.height() / 2:
        start, end = QPointF(here.center().x(), here.top()), QPointF(there.center().x(), there.top())
        bow = min(_HIGHEST_BOW, max(_LOWEST_BOW, abs(end.x() - start.x()) / 6))
        lift = QPointF(0, -bow)
        first, second = start + lift, end + lift
    else:
        below = there.top() > here.top()
        start = QPointF(here.center().x(), here.bottom() if below else here.top())
        end = QPointF(there.center().x(), there.top() if below else there.bottom())
        reach = max(_LOWEST_BOW, abs(end.y() - start.y()) * 0.45) * (1 if below else -1)
        first, second = start + QPointF(0, reach), end - QPointF(0, reach)
    path = QPainterPath(start)
    path.cubicTo(first, second, end)
    return path
