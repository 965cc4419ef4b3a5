"""The article of a case, with a lane under the text for gold and for each annotator."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QEvent, QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QFrame

from annotator.domain.marks.marks import Fragment, Span
from annotator.domain.marks.span_index import SpanIndex
from annotator.domain.scheme.scheme import Scheme
from annotator.i18n import tr
from annotator.ui.annotate.modes.key_modes import KeyMode
from annotator.ui.annotate.reader.lines import PageLine
from annotator.ui.annotate.reader.page import PageMap, Typesetting, build_page
from annotator.ui.annotate.reader.selectable_text import SelectableText
from annotator.ui.theme import Theme

_MARGIN = 24
_LANE = 8.0
_FIRST_LANE = 4.0
# Percent of a line's height: for the text alone, and for each lane under it.
_TEXT_HEIGHT, _LANE_HEIGHT = 135, 29
# Widths of the lines for the spans of the case and for other spans.
_CASE_WIDTH, _OTHER_WIDTH = 2.6, 1.0
# The text around the case keeps a contrast of 4.5:1 in every theme.
_VEIL, _FAINT = 0.36, 0.45
_STYLES: tuple[list[float], ...] = ([], [4.0, 1.6], [1.4, 1.4], [5.0, 1.4, 1.4, 1.4])


class Lane(NamedTuple):
    """The spans of one annotator, or of gold, in the article; ``case_spans`` are those that the case is about."""

    sign: str
    color: QColor
    style: int
    spans: SpanIndex
    case_spans: tuple[Span, ...]


class PassageView(SelectableText):
    """The article, read only; the words of the case have full contrast, all others are behind a veil."""

    def __init__(self, scheme: Scheme, theme: Theme, typesetting: Typesetting) -> None:
        super().__init__()
        self._scheme, self._theme = scheme, theme
        self._use_typesetting(typesetting)
        self._page: QTextDocument | None = None
        self._lanes: Sequence[Lane] = ()
        self._differing: Sequence[Fragment] = ()
        self._edited: Sequence[Fragment] = ()
        self._layout_key: tuple[str, int] = ("", 0)
        self.mode: KeyMode | None = None
        self.setReadOnly(True)
        self.set_mode(None)
        self.setCursorWidth(2)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAcceptDrops(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("The passage"))
        self.set_theme(theme)

    # Content

    def show_case(self, text: str, lanes: Sequence[Lane], differing: Sequence[Fragment]) -> None:
        """Show the article with these lanes and scroll to the case; ``differing`` are the ranges that differ."""
        self._lanes, self._differing = lanes, differing
        if self._layout_key != (text, len(lanes)):
            self._text, self._offsets = text, PageMap(text)
            self._layout_key = (text, len(lanes))
            self._lay_out()
        if self.mode is None:
            self._bring_into_view()
        self.viewport().update()

    def highlight_edited(self, fragments: Sequence[Fragment]) -> None:
        """Highlight the mark that is being edited; no fragments remove the highlight."""
        self._edited = fragments
        self.viewport().update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        palette = QPalette(self.palette())
        for role, color in (
            (QPalette.ColorRole.Window, theme.page),
            (QPalette.ColorRole.Base, theme.page),
            (QPalette.ColorRole.Text, theme.text),
            (QPalette.ColorRole.Highlight, theme.selection),
            (QPalette.ColorRole.HighlightedText, theme.text),
        ):
            palette.setColor(role, QColor(color))
        self.setPalette(palette)
        self.viewport().setPalette(palette)
        self.viewport().update()

    def typeset(self, typesetting: Typesetting) -> None:
        """Show the text in another typesetting."""
        self._use_typesetting(typesetting)
        self._lay_out()
        self._bring_into_view()

    def _use_typesetting(self, typesetting: Typesetting) -> None:
        self._typesetting = typesetting
        self._metrics = QFontMetricsF(typesetting.font())
        self._sign_font = QFont(typesetting.font())
        self._sign_font.setFamilies(["Noto Sans", "DejaVu Sans", "sans-serif"])
        self._sign_font.setPointSizeF(max(6.0, typesetting.size * 0.5))
        self._sign_font.setBold(True)

    def _case_fragments(self) -> list[Fragment]:
        """The fragments of all spans that the case is about."""
        return [fragment for lane in self._lanes for span in lane.case_spans for fragment in span.fragments]

    def _lay_out(self) -> None:
        height = _TEXT_HEIGHT + _LANE_HEIGHT * len(self._lanes)
        page = build_page(self._text, self._typesetting.model_copy(update={"line_height": height}), _MARGIN)
        page.setParent(self)
        self.setDocument(page)
        if self._page:
            self._page.deleteLater()
        self._page = page
        self._center()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._center()
        super().resizeEvent(event)

    def _center(self) -> None:
        column = self._metrics.averageCharWidth() * self._typesetting.column + 2 * _MARGIN
        bar = self.verticalScrollBar().sizeHint().width()
        side = max(0, int((self.width() - bar - column) / 2))
        self.setViewportMargins(side, 0, side, 0)

    def _bring_into_view(self) -> None:
        """Scroll so that the start of the case is a third down the view, unless it is near that already."""
        fragments = self._case_fragments()
        if fragments:
            cursor = QTextCursor(self.document())
            cursor.setPosition(self._offsets.to_utf16(min(start for start, _ in fragments)))
            top = self.cursorRect(cursor).top()
            if not self.viewport().height() / 8 < top < self.viewport().height() / 2:
                self._scroll_by(top - self.viewport().height() // 3)

    def box_at(self, offset: int) -> QRect:
        """The box of the caret at this offset, in pixels of the widget."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._offsets.to_utf16(offset))
        return self.cursorRect(cursor).translated(self.viewport().pos())

    # Keys

    def set_mode(self, mode: KeyMode | None, *, selecting: bool = False) -> None:
        """Give the keys the meaning of this mode, or for None their usual one; ``selecting`` shows a caret."""
        self.mode = mode
        by_keys = Qt.TextInteractionFlag.TextSelectableByKeyboard
        by_mouse = Qt.TextInteractionFlag.TextSelectableByMouse
        self.setTextInteractionFlags(by_mouse | by_keys if selecting else by_mouse)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.setAccepted(bool(self.mode and self.mode.takes(event)))
            return True
        return super().event(event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001
        """While a mode is active, Tab is one of its keys."""
        return False if self.mode else super().focusNextPrevChild(forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.mode and self.mode.takes(event):
            self.mode.press(event)
        else:
            event.ignore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self.has_selection() and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.snap_to_words()

    # Paint

    def paintEvent(self, event: QPaintEvent) -> None:
        lines = self._lines_between(event.rect().top(), event.rect().bottom())
        clear = [*self._case_fragments(), self.selection()]
        painter = QPainter(self.viewport())
        for line in lines:
            for start, end in self._edited:
                self._fill(painter, line, start, end, QColor(self._theme.hover))
            for start, end in self._differing:
                self._fill(painter, line, start, end, QColor(self._theme.found))
        painter.end()
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = self._theme.blend(QColor(self._theme.page), _VEIL)
        for line in lines:
            for start, end in _outside(clear, line.start, line.end):
                self._fill(painter, line, start, end, veil, full_height=True)
            for number, lane in enumerate(self._lanes):
                self._paint_lane(painter, line, number, lane)
        painter.end()

    def _x(self, line: PageLine, offset: int) -> float:
        position: Any = line.line.cursorToX(self._offsets.to_utf16(offset) - line.block_start)
        return float(position[0]) + line.origin.x()

    def _extent_in_line(self, line: PageLine, start: int, end: int) -> tuple[float, float] | None:
        """The left and right edge of this range in the line; None if it is not in the line."""
        start, end = max(start, line.start), min(end, line.end)
        while end > start and self._text[end - 1].isspace() and end == line.end:
            end -= 1
        if start >= end:
            return None
        left, right = sorted(self._x(line, offset) for offset in (start, end))
        return left, right

    def _baseline(self, line: PageLine) -> float:
        return line.origin.y() + line.line.y() + line.line.ascent()

    def _fill(
        self, painter: QPainter, line: PageLine, start: int, end: int, color: QColor, *, full_height: bool = False
    ) -> None:
        extent = self._extent_in_line(line, start, end)
        if extent:
            above = self._metrics.ascent() * (1.0 if full_height else 0.86)
            top, height = self._baseline(line) - above, above + self._metrics.descent()
            painter.fillRect(QRectF(extent[0], top, extent[1] - extent[0], height), color)

    def _paint_lane(self, painter: QPainter, line: PageLine, number: int, lane: Lane) -> None:
        y = self._baseline(line) + self._metrics.descent() + _FIRST_LANE + number * _LANE
        case_ids = {span.id for span in lane.case_spans}
        faint = self._theme.blend(lane.color, _FAINT)
        for span in lane.spans.touching(line.start, line.end):
            if span.id not in case_ids:
                self._paint_span(painter, line, span, y, _pen(faint, _OTHER_WIDTH, lane.style))
        for span in lane.case_spans:
            left = self._paint_span(painter, line, span, y, _pen(lane.color, _CASE_WIDTH, lane.style))
            if left is not None and line.start <= span.start < line.end:
                self._paint_sign(painter, left, y, lane, span)

    def _paint_span(self, painter: QPainter, line: PageLine, span: Span, y: float, pen: QPen) -> float | None:
        """Draw the part of the span in this line; returns its left edge."""
        first = None
        painter.setPen(pen)
        for start, end in span.fragments:
            extent = self._extent_in_line(line, start, end)
            if extent:
                painter.drawLine(QLineF(extent[0], y, extent[1], y))
                first = extent[0] if first is None else first
        envelope = self._extent_in_line(line, span.start, span.end)
        if len(span.fragments) > 1 and envelope:
            thin = QPen(pen.color(), 1.0)
            thin.setDashPattern([1.0, 3.0])
            painter.setPen(thin)
            painter.drawLine(QLineF(envelope[0], y, envelope[1], y))
        return first

    def _paint_sign(self, painter: QPainter, left: float, y: float, lane: Lane, span: Span) -> None:
        """Paint the sign of the lane and the letter of the label before the line, on a background of their own."""
        label = self._scheme.labels.get(span.label)
        sign = f"{lane.sign}·{(label.key or label.name[:1]) if label else '?'}"
        metrics = QFontMetricsF(self._sign_font)
        width = metrics.horizontalAdvance(sign) + 4
        box = QRectF(left - width - 1, y - _LANE / 2, width, _LANE)
        painter.fillRect(box, QColor(self._theme.page))
        painter.setFont(self._sign_font)
        painter.setPen(lane.color)
        painter.drawText(QPointF(box.left() + 2, y + metrics.capHeight() / 2), sign)


def _pen(color: QColor, width: float, style: int) -> QPen:
    pen = QPen(color, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if _STYLES[style % len(_STYLES)]:
        pen.setDashPattern(_STYLES[style % len(_STYLES)])
    return pen


def _outside(fragments: Sequence[Fragment], start: int, end: int) -> Iterator[Fragment]:
    """The parts of the range from ``start`` to ``end`` that are in none of these fragments."""
    offset = start
    for first, last in sorted(fragments):
        if last > offset and first < end:
            if first > offset:
                yield offset, first
            offset = max(offset, last)
    if offset < end:
        yield offset, end
