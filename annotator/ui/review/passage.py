"""How does a reviewer see the article: once, with a lane under the text for gold and for each annotator?"""

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
from annotator.ui.annotate.reader.lines import Line
from annotator.ui.annotate.reader.page import PageMap, Typesetting, build_page
from annotator.ui.annotate.reader.selectable_text import SelectableText
from annotator.ui.theme import Theme

_MARGIN = 24
_LANE = 8.0
_FIRST_LANE = 4.0
# Percent of a line's height: for the text alone, and for each lane under it.
_TEXT_HEIGHT, _LANE_HEIGHT = 135, 29
_AT_HAND, _AROUND = 2.6, 1.0
# What lies around the case stays legible, 4.5:1 in every theme.
_VEIL, _FAINT = 0.36, 0.45
_STYLES: tuple[list[float], ...] = ([], [4.0, 1.6], [1.4, 1.4], [5.0, 1.4, 1.4, 1.4])


class Lane(NamedTuple):
    """What one annotator, or gold, has in the article; ``at_hand`` are the ids of the spans that the case is about."""

    sign: str
    color: QColor
    style: int
    spans: SpanIndex
    at_hand: tuple[Span, ...]


class Passage(SelectableText):
    """The article, read only; the marks at hand in full contrast, all else behind a veil."""

    def __init__(self, scheme: Scheme, theme: Theme, typesetting: Typesetting) -> None:
        super().__init__()
        self._scheme, self._theme = scheme, theme
        self._set(typesetting)
        self._page: QTextDocument | None = None
        self._lanes: Sequence[Lane] = ()
        self._differing: Sequence[Fragment] = ()
        self._at_hand: Sequence[Fragment] = ()
        self._laid_out: tuple[str, int] = ("", 0)
        self.mode: KeyMode | None = None
        self.setReadOnly(True)
        self.enter(None)
        self.setCursorWidth(2)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAcceptDrops(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("The passage"))
        self.wear(theme)

    # What is shown

    def show_case(self, text: str, lanes: Sequence[Lane], differing: Sequence[Fragment]) -> None:
        """Show the article with these lanes, the region at hand in sight; ``differing`` are the letters at issue."""
        self._lanes, self._differing = lanes, differing
        if self._laid_out != (text, len(lanes)):
            self._text, self._offsets = text, PageMap(text)
            self._laid_out = (text, len(lanes))
            self._lay_out()
        if self.mode is None:
            self._bring_into_view()
        self.viewport().update()

    def show_at_hand(self, fragments: Sequence[Fragment]) -> None:
        """Lay a ground under the mark that is being edited; none where there are no fragments."""
        self._at_hand = fragments
        self.viewport().update()

    def wear(self, theme: Theme) -> None:
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
        """Set the text in another way."""
        self._set(typesetting)
        self._lay_out()
        self._bring_into_view()

    def _set(self, typesetting: Typesetting) -> None:
        self._typesetting = typesetting
        self._metrics = QFontMetricsF(typesetting.font())
        self._sign_font = QFont(typesetting.font())
        self._sign_font.setFamilies(["Noto Sans", "DejaVu Sans", "sans-serif"])
        self._sign_font.setPointSizeF(max(6.0, typesetting.size * 0.5))
        self._sign_font.setBold(True)

    def region(self) -> list[Fragment]:
        """The characters that the marks at hand hold, or one of them does."""
        return [piece for lane in self._lanes for span in lane.at_hand for piece in span.fragments]

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
        """The region a third down the view; where it is higher than that, its start counts."""
        places = self.region()
        if places:
            cursor = QTextCursor(self.document())
            cursor.setPosition(self._offsets.to_utf16(min(start for start, _ in places)))
            top = self.cursorRect(cursor).top()
            if not self.viewport().height() / 8 < top < self.viewport().height() / 2:
                self._scroll_by(top - self.viewport().height() // 3)

    def near(self, place: int) -> QRect:
        """Where this code point stands, in pixels of the widget."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._offsets.to_utf16(place))
        return self.cursorRect(cursor).translated(self.viewport().pos())

    # Keys

    def enter(self, mode: KeyMode | None, *, selecting: bool = False) -> None:
        """Let the keys mean what this mode says, None ends it; ``selecting`` shows a caret that walks by keys."""
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
        """Tab is a key of the mode while there is one."""
        return False if self.mode else super().focusNextPrevChild(forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.mode and self.mode.takes(event):
            self.mode.press(event)
        else:
            event.ignore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self.has_selection() and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.snap()

    # Paint

    def paintEvent(self, event: QPaintEvent) -> None:
        lines = self._lines_between(event.rect().top(), event.rect().bottom())
        region = [*self.region(), self.selection()]
        painter = QPainter(self.viewport())
        for line in lines:
            for start, end in self._at_hand:
                self._fill(painter, line, start, end, QColor(self._theme.hover))
            for start, end in self._differing:
                self._fill(painter, line, start, end, QColor(self._theme.found))
        painter.end()
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = self._theme.blend(QColor(self._theme.page), _VEIL)
        for line in lines:
            for start, end in _outside(region, line.start, line.end):
                self._fill(painter, line, start, end, veil, whole=True)
            for place, lane in enumerate(self._lanes):
                self._paint_lane(painter, line, place, lane)
        painter.end()

    def _x(self, line: Line, place: int) -> float:
        told: Any = line.line.cursorToX(self._offsets.to_utf16(place) - line.block_start)
        return float(told[0]) + line.origin.x()

    def _reach(self, line: Line, start: int, end: int) -> tuple[float, float] | None:
        start, end = max(start, line.start), min(end, line.end)
        while end > start and self._text[end - 1].isspace() and end == line.end:
            end -= 1
        if start >= end:
            return None
        one, other = sorted(self._x(line, place) for place in (start, end))
        return one, other

    def _baseline(self, line: Line) -> float:
        return line.origin.y() + line.line.y() + line.line.ascent()

    def _fill(self, painter: QPainter, line: Line, start: int, end: int, color: QColor, *, whole: bool = False) -> None:
        reach = self._reach(line, start, end)
        if reach:
            above = self._metrics.ascent() * (1.0 if whole else 0.86)
            top, height = self._baseline(line) - above, above + self._metrics.descent()
            painter.fillRect(QRectF(reach[0], top, reach[1] - reach[0], height), color)

    def _paint_lane(self, painter: QPainter, line: Line, place: int, lane: Lane) -> None:
        y = self._baseline(line) + self._metrics.descent() + _FIRST_LANE + place * _LANE
        mine = {span.id for span in lane.at_hand}
        faint = self._theme.blend(lane.color, _FAINT)
        for span in lane.spans.touching(line.start, line.end):
            if span.id not in mine:
                self._paint_span(painter, line, span, y, _pen(faint, _AROUND, lane.style))
        for span in lane.at_hand:
            left = self._paint_span(painter, line, span, y, _pen(lane.color, _AT_HAND, lane.style))
            if left is not None and line.start <= span.start < line.end:
                self._paint_sign(painter, left, y, lane, span)

    def _paint_span(self, painter: QPainter, line: Line, span: Span, y: float, pen: QPen) -> float | None:
        """Draw the span's part of this line; where it begins."""
        first = None
        painter.setPen(pen)
        for start, end in span.fragments:
            reach = self._reach(line, start, end)
            if reach:
                painter.drawLine(QLineF(reach[0], y, reach[1], y))
                first = reach[0] if first is None else first
        whole = self._reach(line, span.start, span.end)
        if len(span.fragments) > 1 and whole:
            thin = QPen(pen.color(), 1.0)
            thin.setDashPattern([1.0, 3.0])
            painter.setPen(thin)
            painter.drawLine(QLineF(whole[0], y, whole[1], y))
        return first

    def _paint_sign(self, painter: QPainter, left: float, y: float, lane: Lane, span: Span) -> None:
        """The lane's sign and the label's letter before the line, on a ground that keeps them readable."""
        label = self._scheme.labels.get(span.label)
        told = f"{lane.sign}·{(label.key or label.name[:1]) if label else '?'}"
        metrics = QFontMetricsF(self._sign_font)
        width = metrics.horizontalAdvance(told) + 4
        box = QRectF(left - width - 1, y - _LANE / 2, width, _LANE)
        painter.fillRect(box, QColor(self._theme.page))
        painter.setFont(self._sign_font)
        painter.setPen(lane.color)
        painter.drawText(QPointF(box.left() + 2, y + metrics.capHeight() / 2), told)


def _pen(color: QColor, width: float, style: int) -> QPen:
    pen = QPen(color, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if _STYLES[style % len(_STYLES)]:
        pen.setDashPattern(_STYLES[style % len(_STYLES)])
    return pen


def _outside(region: Sequence[Fragment], start: int, end: int) -> Iterator[Fragment]:
    """The parts of a line that no mark at hand holds."""
    place = start
    for first, last in sorted(region):
        if last > place and first < end:
            if first > place:
                yield place, first
            place = max(place, last)
    if place < end:
        yield place, end
