"""The painter of the spans on the page.

Under the text it paints a tint and a line in a lane for each span, a small letter above the start of a span, and a
background for the focused span. It handles only visible lines, so a long document takes no longer than a short one.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen

from annotator.domain.marks.lanes import assign_lanes
from annotator.domain.marks.marks import Span
from annotator.domain.marks.span_index import SpanIndex
from annotator.domain.scheme.scheme import Label, Scheme
from annotator.domain.text.offsets import OffsetMap
from annotator.ui.annotate.reader.lines import PageLine
from annotator.ui.theme import LINE_STYLES, Theme

LANE_GAP = 4.0
_FIRST_LANE = 2.5
_TAG_GAP = 2.0
_ROUNDING = 2.5
_HANDLE_WIDTH = 3.0


class SpanStretch(NamedTuple):
    """The part of one span on one line; a ``gap`` lies between two fragments."""

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

    def paint(self, painter: QPainter, lines: list[PageLine], index: SpanIndex, focused: str | None) -> None:
        """Paint the spans on these lines (all visible lines, in order)."""
        if not lines:
            return
        lanes = assign_lanes(spans_sharing_lanes(index, lines[0].start, lines[-1].end))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for line in lines:
            stretches = list(self._stretches(line, index, lanes))
            for stretch in stretches:
                self._paint_ground(painter, line, stretch, is_focused=stretch.span.id == focused)
            for stretch in stretches:
                self._paint_line(painter, line, stretch, is_focused=stretch.span.id == focused)
            self._paint_tags(painter, line, [stretch for stretch in stretches if stretch.begins])

    def paint_ranges(
        self, painter: QPainter, lines: list[PageLine], ranges: list[tuple[int, int]], color: QColor
    ) -> None:
        """Paint a background under ranges of text, such as the hits of a search."""
        for line in lines:
            for start, end in ranges:
                if start < line.end and end > line.start:
                    left, right = self._reach(line, max(start, line.start), min(end, line.end))
                    painter.fillRect(self._ground(line, left, right), color)

    def paint_handles(self, painter: QPainter, lines: list[PageLine], edges: tuple[int, int]) -> None:
        """Draw handles at both edges while keys move them."""
        painter.setPen(QPen(QColor(self._theme.accent), _HANDLE_WIDTH))
        for line in lines:
            for edge in edges:
                if line.start <= edge <= line.end:
                    x = self._x(line, edge)
                    box = self._ground(line, x, x)
                    painter.drawLine(QLineF(x, box.top() - _HANDLE_WIDTH, x, box.bottom() + _HANDLE_WIDTH))

    def _stretches(self, line: PageLine, index: SpanIndex, lanes: dict[str, int]) -> Iterator[SpanStretch]:
        for span in index.touching(line.start, line.end):
            previous_end: int | None = None
            for start, end in span.fragments:
                if previous_end is not None:
                    yield from self._stretch(line, span, previous_end, start, lanes, gap=True, begins=False)
                begins = start == span.start and line.start <= start < line.end
                yield from self._stretch(line, span, start, end, lanes, gap=False, begins=begins)
                previous_end = end

    def _stretch(
        self, line: PageLine, span: Span, start: int, end: int, lanes: dict[str, int], *, gap: bool, begins: bool
    ) -> Iterator[SpanStretch]:
        start, end = max(start, line.start), min(end, line.end)
        while end > start and self._text[end - 1].isspace() and end == line.end:
            end -= 1
        if start < end:
            left, right = self._reach(line, start, end)
            yield SpanStretch(span, left, right, lanes.get(span.id, 0), gap, begins)

    def _reach(self, line: PageLine, start: int, end: int) -> tuple[float, float]:
        """The left and right edge of a range on the line, also in right-to-left text."""
        edges = sorted(self._x(line, offset) for offset in (start, end))
        return edges[0], edges[1]

    def _x(self, line: PageLine, offset: int) -> float:
        position: Any = line.line.cursorToX(self._offsets.to_utf16(offset) - line.block_start)
        return float(position[0]) + line.origin.x()

    def _baseline(self, line: PageLine) -> float:
        return line.origin.y() + line.line.y() + line.line.ascent()

    def _ground(self, line: PageLine, left: float, right: float) -> QRectF:
        top = self._baseline(line) - self._letters.ascent() * 0.86
        return QRectF(left - 1, top, right - left + 2, self._letters.ascent() * 0.86 + self._letters.descent())

    def _paint_ground(self, painter: QPainter, line: PageLine, stretch: SpanStretch, *, is_focused: bool) -> None:
        label = self._scheme.labels.get(stretch.span.label)
        if label is None or stretch.gap:
            return
        strength = self._theme.focus if is_focused else self._theme.tint if label.main else 0.0
        if strength:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._brush(label, strength))
            painter.drawRoundedRect(self._ground(line, stretch.left, stretch.right), _ROUNDING, _ROUNDING)

    def _paint_line(self, painter: QPainter, line: PageLine, stretch: SpanStretch, *, is_focused: bool) -> None:
        label = self._scheme.labels.get(stretch.span.label)
        if label is None:
            return
        y = self._baseline(line) + self._letters.descent() * 0.55 + _FIRST_LANE + stretch.lane * LANE_GAP
        painter.setPen(self._pen(label, joining=stretch.gap, is_focused=is_focused))
        painter.drawLine(QLineF(stretch.left, y, stretch.right, y))

    def _brush(self, label: Label, strength: float) -> QBrush:
        """A brush that is created once for a page, as painting needs hundreds of them."""
        key = (label.name, strength)
        if key not in self._brushes:
            self._brushes[key] = QBrush(self._theme.blend(self._theme.color_of(label), strength))
        return self._brushes[key]

    def _pen(self, label: Label, *, joining: bool, is_focused: bool) -> QPen:
        key = (label.name, joining, is_focused)
        if key not in self._pens:
            self._pens[key] = self._new_pen(label, joining=joining, is_focused=is_focused)
        return self._pens[key]

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

    def _paint_tags(self, painter: QPainter, line: PageLine, beginning: list[SpanStretch]) -> None:
        """Draw the letters above the starts; of spans with the same start, the outer one comes first."""
        painter.setFont(self._tag_font)
        painter.setPen(QColor(self._theme.muted))
        top = self._baseline(line) - self._letters.ascent() * 0.86
        free_from = float("-inf")
        for stretch in beginning:
            label = self._scheme.labels.get(stretch.span.label)
            sign = (label.key or label.name[:1]) if label else "?"
            left = max(stretch.left, free_from)
            painter.drawText(QPointF(left, top - 0.5), sign)
            free_from = left + self._tags.horizontalAdvance(sign) + _TAG_GAP


def spans_sharing_lanes(index: SpanIndex, start: int, end: int) -> list[Span]:
    """The spans in a range, and all that overlap these directly or through others.

    With all of them the lanes stay the same while the page is scrolled.
    """
    while True:
        spans = index.touching(start, end)
        wider = (min([start, *(span.start for span in spans)]), max([end, *(span.end for span in spans)]))
        if wider == (start, end):
            return spans
        start, end = wider
