"""How do spans look on the page?

Under the text: a tint and a line in a lane for each span, a small letter above its start, the focused one filled.
Only the lines that are on screen are looked at, so a long document costs what a short one does.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen

from annotator.domain.marks.lanes import pack
from annotator.domain.marks.marks import Span
from annotator.domain.marks.span_index import SpanIndex
from annotator.domain.scheme.scheme import Label, Scheme
from annotator.domain.text.offsets import OffsetMap
from annotator.ui.annotate.reader.lines import Line
from annotator.ui.theme import LINE_STYLES, Theme

LANE_GAP = 4.0
_FIRST_LANE = 2.5
_TAG_GAP = 2.0
_ROUNDING = 2.5
_HANDLE_WIDTH = 3.0


class Stretch(NamedTuple):
    """The part of one span that lies on one line; ``gap`` joins two fragments."""

    span: Span
    left: float
    right: float
    lane: int
    gap: bool
    begins: bool


class SpanPainter:
    """Paints the spans of one page."""

    def __init__(self, text: str, offsets: OffsetMap, scheme: Scheme, theme: Theme, font: QFont) -> None:
        self._text, self._offsets, self._scheme, self._theme = text, offsets, scheme, theme
        self._tag_font = QFont(font)
        self._tag_font.setPointSizeF(max(6.5, font.pointSizeF() * 0.58))
        self._tag_font.setBold(True)
        self._tag_font.setFamilies(["Noto Sans", "DejaVu Sans", "sans-serif"])
        self._tags = QFontMetricsF(self._tag_font)
        self._letters = QFontMetricsF(font)
        self._brushes: dict[tuple[str, float], QBrush] = {}
        self._pens: dict[tuple[str, bool, bool], QPen] = {}

    def paint(self, painter: QPainter, lines: list[Line], index: SpanIndex, focused: str | None) -> None:
        """Paint what lies on these lines (all lines on screen, in order)."""
        if not lines:
            return
        lanes = pack(together(index, lines[0].start, lines[-1].end))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for line in lines:
            stretches = list(self._stretches(line, index, lanes))
            for stretch in stretches:
                self._paint_ground(painter, line, stretch, is_focused=stretch.span.id == focused)
            for stretch in stretches:
                self._paint_line(painter, line, stretch, is_focused=stretch.span.id == focused)
            self._paint_tags(painter, line, [one for one in stretches if one.begins])

    def paint_ranges(self, painter: QPainter, lines: list[Line], ranges: list[tuple[int, int]], color: QColor) -> None:
        """Lay a ground under ranges of text, such as the hits of a search."""
        for line in lines:
            for start, end in ranges:
                if start < line.end and end > line.start:
                    left, right = self._reach(line, max(start, line.start), min(end, line.end))
                    painter.fillRect(self._ground(line, left, right), color)

    def paint_edges(self, painter: QPainter, lines: list[Line], edges: tuple[int, int]) -> None:
        """Draw handles at both places, while keys move them."""
        painter.setPen(QPen(QColor(self._theme.accent), _HANDLE_WIDTH))
        for line in lines:
            for place in edges:
                if line.start <= place <= line.end:
                    x = self._x(line, place)
                    box = self._ground(line, x, x)
                    painter.drawLine(QLineF(x, box.top() - _HANDLE_WIDTH, x, box.bottom() + _HANDLE_WIDTH))

    def _stretches(self, line: Line, index: SpanIndex, lanes: dict[str, int]) -> Iterator[Stretch]:
        for span in index.touching(line.start, line.end):
            previous_end: int | None = None
            for start, end in span.fragments:
                if previous_end is not None:
                    yield from self._stretch(line, span, previous_end, start, lanes, gap=True, begins=False)
                begins = start == span.start and line.start <= start < line.end
                yield from self._stretch(line, span, start, end, lanes, gap=False, begins=begins)
                previous_end = end

    def _stretch(
        self, line: Line, span: Span, start: int, end: int, lanes: dict[str, int], *, gap: bool, begins: bool
    ) -> Iterator[Stretch]:
        start, end = max(start, line.start), min(end, line.end)
        while end > start and self._text[end - 1].isspace() and end == line.end:
            end -= 1
        if start < end:
            left, right = self._reach(line, start, end)
            yield Stretch(span, left, right, lanes.get(span.id, 0), gap, begins)

    def _reach(self, line: Line, start: int, end: int) -> tuple[float, float]:
        """From where to where a range lies on the line; left to right in a right-to-left text too."""
        edges = sorted(self._x(line, place) for place in (start, end))
        return edges[0], edges[1]

    def _x(self, line: Line, place: int) -> float:
        told: Any = line.line.cursorToX(self._offsets.to_utf16(place) - line.block_start)
        return float(told[0]) + line.origin.x()

    def _baseline(self, line: Line) -> float:
        return line.origin.y() + line.line.y() + line.line.ascent()

    def _ground(self, line: Line, left: float, right: float) -> QRectF:
        top = self._baseline(line) - self._letters.ascent() * 0.86
        return QRectF(left - 1, top, right - left + 2, self._letters.ascent() * 0.86 + self._letters.descent())

    def _paint_ground(self, painter: QPainter, line: Line, stretch: Stretch, *, is_focused: bool) -> None:
        label = self._scheme.labels.get(stretch.span.label)
        if label is None or stretch.gap:
            return
        strength = self._theme.focus if is_focused else self._theme.tint if label.main else 0.0
        if strength:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._brush(label, strength))
            painter.drawRoundedRect(self._ground(line, stretch.left, stretch.right), _ROUNDING, _ROUNDING)

    def _paint_line(self, painter: QPainter, line: Line, stretch: Stretch, *, is_focused: bool) -> None:
        label = self._scheme.labels.get(stretch.span.label)
        if label is None:
            return
        y = self._baseline(line) + self._letters.descent() * 0.55 + _FIRST_LANE + stretch.lane * LANE_GAP
        painter.setPen(self._pen(label, joining=stretch.gap, is_focused=is_focused))
        painter.drawLine(QLineF(stretch.left, y, stretch.right, y))

    def _brush(self, label: Label, strength: float) -> QBrush:
        """Made once for a page: a screenful asks for some hundred."""
        known = (label.name, strength)
        if known not in self._brushes:
            self._brushes[known] = QBrush(self._theme.blend(self._theme.color_of(label), strength))
        return self._brushes[known]

    def _pen(self, label: Label, *, joining: bool, is_focused: bool) -> QPen:
        known = (label.name, joining, is_focused)
        if known not in self._pens:
            self._pens[known] = self._new_pen(label, joining=joining, is_focused=is_focused)
        return self._pens[known]

    def _new_pen(self, label: Label, *, joining: bool, is_focused: bool) -> QPen:
        width = self._theme.strong_line if label.main else self._theme.fine_line
        pen = QPen(self._theme.color_of(label), width + (0.8 if is_focused else 0.0))
        pen.setStyle(LINE_STYLES[label.line])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if joining:
            pen.setWidthF(1.0)
            pen.setDashPattern([1.0, 3.0])
        elif label.line == "dash":
            pen.setDashPattern([3.0, 1.6])
        elif label.line == "dot":
            pen.setDashPattern([1.4, 1.6])
        return pen

    def _paint_tags(self, painter: QPainter, line: Line, beginning: list[Stretch]) -> None:
        """Letters above the starts; where two begin together the outer one comes first, each in its own slot."""
        painter.setFont(self._tag_font)
        painter.setPen(QColor(self._theme.muted))
        top = self._baseline(line) - self._letters.ascent() * 0.86
        taken = float("-inf")
        for stretch in beginning:
            label = self._scheme.labels.get(stretch.span.label)
            sign = (label.key or label.name[:1]) if label else "?"
            left = max(stretch.left, taken)
            painter.drawText(QPointF(left, top - 0.5), sign)
            taken = left + self._tags.horizontalAdvance(sign) + _TAG_GAP


def together(index: SpanIndex, start: int, end: int) -> list[Span]:
    """The spans of the stretch and all that overlap them in turn, so that lanes do not jump while one scrolls."""
    while True:
        spans = index.touching(start, end)
        wider = (min([start, *(span.start for span in spans)]), max([end, *(span.end for span in spans)]))
        if wider == (start, end):
            return spans
        start, end = wider
