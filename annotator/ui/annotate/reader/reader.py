"""The reader: the view of an article with its spans.

It knows offsets and spans, but changes nothing: its signals report selections, clicks and drawn relations.
"""

from bisect import bisect_right
from itertools import islice, takewhile
from operator import itemgetter

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QFrame, QWidget

from annotator.app.settings import ReadingPosition
from annotator.domain.marks.marks import Span
from annotator.domain.marks.span_index import SpanIndex
from annotator.domain.scheme.scheme import Scheme
from annotator.domain.text import words
from annotator.i18n import tr
from annotator.ui import motion
from annotator.ui.annotate.modes.key_modes import BoundaryMode, KeyMode
from annotator.ui.annotate.reader.overlay import Overlay
from annotator.ui.annotate.reader.page import PageMap, Typesetting, build_page
from annotator.ui.annotate.reader.selectable_text import SelectableText
from annotator.ui.annotate.reader.span_painter import SpanPainter, spans_sharing_lanes
from annotator.ui.theme import Theme

_MARGIN = 24
# The part of a font's height that its letters take.
_LETTERS = 0.92
# A mouse that moves by fewer pixels between press and release makes a click.
_CLICK_DISTANCE = 4


class Reader(SelectableText):
    """One article in a reading column, with its spans painted under the text."""

    clicked = Signal(int)
    """A click without a selection; its code-point offset."""
    selection_moved = Signal()
    """The selection or the caret has moved."""
    command_requested = Signal(str)
    """A key of a mode of the reader was pressed; the id of its command."""
    boundary_mode_left = Signal()
    """Enter or Esc ended the boundary mode."""
    relation_drawn = Signal(str, str)
    """The mouse drew a relation; the ids of its first and second span."""
    view_moved = Signal()
    """Other lines are on screen, or lines have moved."""
    escaped = Signal()
    """Esc was pressed outside a mode."""

    def __init__(self, scheme: Scheme, theme: Theme, typesetting: Typesetting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scheme, self._theme, self._typesetting = scheme, theme, typesetting
        self._index = SpanIndex.from_spans()
        self._page: QTextDocument | None = None
        self._scroll_animation = motion.ScrollAnimation(self.verticalScrollBar())
        self._focused: str | None = None
        self._hits: list[tuple[int, int]] = []
        self._fragment: int | None = None
        self.overlay = Overlay(self)
        self._pressed_at = QPoint()
        self.mode: KeyMode | None = None
        """The mode that handles some keys in another way, if one is active."""
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setUndoRedoEnabled(False)
        self.setAcceptDrops(False)
        self.setCursorWidth(2)
        self.setAccessibleName(tr("Article"))
        self.verticalScrollBar().valueChanged.connect(lambda _: self.view_moved.emit())
        self.cursorPositionChanged.connect(self.selection_moved)
        self.selectionChanged.connect(self.selection_moved)
        self._painter = self._new_painter()
        self.set_theme(theme)

    # Content

    def show_text(self, text: str, index: SpanIndex) -> None:
        """Show another article."""
        self._text, self._offsets, self._index = text, PageMap(text), index
        self._focused, self._hits, self._fragment, self.mode = None, [], None, None
        self.overlay.clear()
        self._lay_out()

    def show_spans(self, index: SpanIndex, touched: list[tuple[int, int]] | None = None) -> None:
        """Show other spans in the same text; ``touched`` are the changed ranges, None stands for the whole text."""
        self._index = index
        if touched is None:
            self.viewport().update()
        for start, end in touched or ():
            self._repaint(start, end)

    def _repaint(self, start: int, end: int) -> None:
        """Repaint the lines of this range, and those of all spans whose lanes may have changed with it."""
        spans = spans_sharing_lanes(self._index, start, end)
        first, last = min([start, *(span.start for span in spans)]), max([end, *(span.end for span in spans)])
        top, bottom = self._box(first), self._box(last)
        band = QRect(0, top.top(), self.viewport().width(), bottom.bottom() - top.top())
        self.viewport().update(band.adjusted(0, -top.height(), 0, bottom.height()))

    def _box(self, offset: int) -> QRect:
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._offsets.to_utf16(offset))
        return self.cursorRect(cursor)

    def show_fragment(self, number: int | None) -> None:
        """Mark the edges of this fragment of the focused span; None marks none."""
        if number != self._fragment:
            self._fragment = number
            self.viewport().update()

    def show_hits(self, hits: list[tuple[int, int]]) -> None:
        """Highlight these ranges."""
        self._hits = hits
        self.viewport().update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Window, QColor(theme.page))
        palette.setColor(QPalette.ColorRole.Base, QColor(theme.page))
        palette.setColor(QPalette.ColorRole.Text, QColor(theme.text))
        palette.setColor(QPalette.ColorRole.Highlight, QColor(theme.selection))
        palette.setColor(QPalette.ColorRole.HighlightedText, QColor(theme.text))
        self.setPalette(palette)
        # Under a style sheet the viewport keeps its first palette unless it is set explicitly.
        self.viewport().setPalette(palette)
        self.setAutoFillBackground(True)
        self._painter = self._new_painter()
        self.viewport().update()

    def show_scheme(self, scheme: Scheme) -> None:
        """Paint the spans with the labels of this scheme."""
        self._scheme = scheme
        self._painter = self._new_painter()
        self.viewport().update()

    def typeset(self, typesetting: Typesetting) -> None:
        """Use another typesetting; the first line on screen stays."""
        self._typesetting = typesetting
        position, selection = self.reading_position(), self.selection()
        self._lay_out()
        self.select(*selection)
        self._scroll_to(position.top)

    def _new_painter(self) -> SpanPainter:
        self.overlay.set_up(self._theme, self._typesetting.font())
        return SpanPainter(self._text, self._offsets, self._scheme, self._theme, self._typesetting.font())

    def _lay_out(self) -> None:
        self._scroll_animation.finish()
        page = build_page(self._text, self._typesetting, _MARGIN)
        page.setParent(self)
        self.setDocument(page)
        if self._page:
            self._page.deleteLater()
        self._page = page
        self._painter = self._new_painter()
        self._center()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._center()
        super().resizeEvent(event)
        self.view_moved.emit()

    def _center(self) -> None:
        """Keep the text column at its width, in the middle of the view."""
        column = QFontMetricsF(self._typesetting.font()).averageCharWidth() * self._typesetting.column + 2 * _MARGIN
        bar = self.verticalScrollBar().sizeHint().width()
        side = max(0, int((self.width() - bar - column) / 2))
        self.setViewportMargins(side, 0, side, 0)

    # Offsets in code points

    @property
    def focused(self) -> str | None:
        return self._focused

    def enter_boundary_mode(self) -> None:
        """Move the edges of the focused span with the arrow keys until Enter or Esc is pressed."""
        self.set_mode(BoundaryMode(command=self.command_requested.emit, leave=self._leave_boundaries))

    def set_mode(self, mode: KeyMode | None) -> None:
        """Have this mode handle keys first; None ends the active mode."""
        self.mode = mode
        self.viewport().update()

    def _leave_boundaries(self) -> None:
        self.set_mode(None)
        self.boundary_mode_left.emit()

    def focus_span(self, name: str | None) -> None:
        """Highlight this span; None highlights none."""
        if name != self._focused:
            before, self._focused, self.mode = self._focused, name, None
            for span in filter(None, map(self._index.get, (before, name))):
                self._repaint(span.start, span.end)

    def reading_position(self) -> ReadingPosition:
        """The caret and the first offset on screen."""
        self._scroll_animation.finish()
        return ReadingPosition(caret=self.caret(), top=self._first_on_screen())

    def go_to(self, position: ReadingPosition) -> None:
        """Restore a reading position; offsets after the end of the text count as its end."""
        caret, top = (min(max(0, offset), len(self._text)) for offset in (position.caret, position.top))
        self.select(caret, caret)
        self._scroll_to(top)

    def _scroll_to(self, top: int) -> None:
        self._scroll_by(self._box(top).top() if top else -self.verticalScrollBar().value())

    def reveal(self, start: int, end: int, *, select: bool = False) -> None:
        """Put the caret at ``start``, or select the range, and scroll it into view."""
        self._scroll_animation.finish()
        before = self.verticalScrollBar().value()
        self.select(start, end if select else start)
        self._scroll_into_view(start, end)
        self._scroll_animation.animate_from(before)

    def bring_into_view(self, start: int, end: int) -> None:
        """Scroll the range into view; the caret stays."""
        self._scroll_animation.finish()
        before = self.verticalScrollBar().value()
        self._scroll_into_view(start, end)
        self._scroll_animation.animate_from(before)

    def _scroll_into_view(self, start: int, end: int) -> None:
        """Scroll so that a line is visible around the range; of a range higher than the view, the start is visible."""
        for offset in (end, start):
            box = self._box(offset)
            if box.top() < box.height():
                self._scroll_by(box.top() - 2 * box.height())
            elif box.bottom() > self.viewport().height() - box.height():
                self._scroll_by(box.bottom() - self.viewport().height() + 2 * box.height())

    # Paint

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        lines = self._lines_between(event.rect().top(), event.rect().bottom())
        if self._hits:
            start, end = (lines[0].start, lines[-1].end) if lines else (0, 0)
            first = bisect_right(self._hits, start, key=itemgetter(1))
            visible = takewhile(lambda hit: hit[0] < end, islice(self._hits, first, None))
            self._painter.paint_ranges(painter, lines, list(visible), QColor(self._theme.found))
        self._painter.paint(painter, lines, self._index, self._focused)
        focused = self._index.get(self._focused)
        if focused and (isinstance(self.mode, BoundaryMode) or self._fragment is not None):
            pieces = focused.fragments if self._fragment is None else [focused.fragments[self._fragment]]
            self._painter.paint_handles(painter, lines, (pieces[0][0], pieces[-1][1]))
        painter.end()
        super().paintEvent(event)
        if focused:
            painter = QPainter(self.viewport())
            self.overlay.paint(painter, focused)
            painter.end()

    @property
    def right_margin(self) -> QRect:
        """The area between the text column and the scroll bar, in pixels of the reader."""
        left = self.viewport().geometry().right() - _MARGIN // 2
        return QRect(left, 0, self.width() - self.verticalScrollBar().sizeHint().width() - left, self.height())

    def rectangle_of(self, span: Span) -> QRect:
        """The rectangle of the span's first line, in pixels of the reader."""
        return self.box_of(span).toRect().translated(self.viewport().pos())

    def box_of(self, span: Span) -> QRectF:
        """The rectangle of the span's first line, in pixels of the viewport."""
        begin, end = self._box(span.start), self._box(span.fragments[0][1])
        right = end.left() if end.top() == begin.top() else self.viewport().width() - _MARGIN
        height = QFontMetricsF(self._typesetting.font()).height() * _LETTERS
        return QRectF(begin.left(), begin.bottom() - height, max(4, right - begin.left()), height)

    def side_of(self, span: Span) -> int:
        """-1 if the span is above the visible text, 1 if it is below, 0 if it is visible."""
        box = self.box_of(span)
        return -1 if box.center().y() < 0 else 1 if box.center().y() > self.viewport().height() else 0

    def end_corner(self, span: Span) -> QPointF:
        """The lower corner after the last character of the span, in pixels of the viewport."""
        box = self._box(span.end)
        return QPointF(box.left(), box.bottom())

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = event.position().toPoint()
        source = self.overlay.source_under(event, self._index.get(self._focused))
        if source:
            self.focus_span(source.id)
            self.overlay.draw(source, event.position())
            return
        extends = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if event.button() == Qt.MouseButton.LeftButton and self.has_selection() and not extends:
            # Qt would drag the selected words; here a second drag makes a new selection.
            self.select(self.caret(), self.caret())
        super().mousePressEvent(event)

    def span_at(self, position: QPointF) -> Span | None:
        """The smallest span under the mouse."""
        character = self._character_at(position)
        return next(iter(self._index.at(character)), None) if character >= 0 else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.overlay.is_drawing:
            self.overlay.drag(event.position())
        else:
            super().mouseMoveEvent(event)

    def _finish_drawing(self, event: QMouseEvent) -> None:
        source, target = self.overlay.drop(), self.span_at(event.position())
        if source and target and source.id != target.id:
            self.relation_drawn.emit(source.id, target.id)
        elif target:
            self.clicked.emit(self._character_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.overlay.is_drawing:
            self._finish_drawing(event)
            return
        super().mouseReleaseEvent(event)
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self.has_selection():
            if not event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self.snap_to_words()
        elif (event.position().toPoint() - self._pressed_at).manhattanLength() < _CLICK_DISTANCE:
            self.clicked.emit(self._character_at(event.position()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select the word as this program splits words: a part of *Trump-Poutine* or of *l'été*."""
        self.select(*words.word_at(self._text, max(0, self._character_at(event.position()))))

    def _character_at(self, position: QPointF) -> int:
        """The offset of the code point under the mouse; -1 beside the text."""
        scrolled = QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        hit = self.document().documentLayout().hitTest(position + scrolled, Qt.HitTestAccuracy.ExactHit)
        if hit < 0:
            return -1
        # Qt returns the nearest boundary; if the mouse is to the left of it, the character is before it.
        cursor = QTextCursor(self.document())
        cursor.setPosition(hit)
        box = self.cursorRect(cursor)
        before = position.x() < box.left() and hit > cursor.block().position()
        return self._offsets.to_codepoint(hit - 1 if before else hit)

    # Keys

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            # In a text field Qt handles plain letters and Ctrl+Z itself; here they are commands.
            if self.is_caret_key(event) or (self.mode and self.mode.takes(event)):
                event.accept()
            else:
                event.ignore()
            return True
        return super().event(event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001
        """Keep the focus: Tab goes from span to span, F6 leaves the reader."""
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.mode and self.mode.takes(event):
            self.mode.press(event)
            return
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif self.is_caret_key(event):
            self.move_caret(event)
        else:
            event.ignore()
