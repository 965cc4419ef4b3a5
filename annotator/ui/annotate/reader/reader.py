"""How does a person read an article, and point at words in it with the mouse or the keys?

The reader knows positions and spans, not what becomes of them: it tells what is selected and which span was clicked.
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

from annotator.app.settings import Place
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
from annotator.ui.annotate.reader.span_painter import SpanPainter, together
from annotator.ui.theme import Theme

_MARGIN = 24
# The share of a face's height that its letters take.
_LETTERS = 0.92
# A hand that moves by fewer pixels between press and release meant a click.
_STILL = 4


class Reader(SelectableText):
    """One article in a reading column, with its spans painted under the text."""

    clicked = Signal(int)
    """A click without a selection, at this code point."""
    selected = Signal()
    """The selection, or the caret, has moved."""
    commanded = Signal(str)
    """A key that only the reader understands: the id of the command that it stands for."""
    boundary_left = Signal()
    """Enter or Esc ended the boundary mode."""
    linked = Signal(str, str)
    """The mouse drew a link from the span of this id to that one."""
    moved = Signal()
    """Other lines are on screen, or at other places."""
    escaped = Signal()
    """Esc: what came last shall go."""

    def __init__(self, scheme: Scheme, theme: Theme, typesetting: Typesetting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scheme, self._theme, self._typesetting = scheme, theme, typesetting
        self._index = SpanIndex.of()
        self._page: QTextDocument | None = None
        self._glide = motion.Glide(self.verticalScrollBar())
        self._focused: str | None = None
        self._hits: list[tuple[int, int]] = []
        self._fragment: int | None = None
        self.overlay = Overlay(self)
        self._pressed_at = QPoint()
        self.mode: KeyMode | None = None
        """What the keys mean for a while instead of what they always mean."""
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
        self.verticalScrollBar().valueChanged.connect(lambda _: self.moved.emit())
        self.cursorPositionChanged.connect(self.selected)
        self.selectionChanged.connect(self.selected)
        self._painter = self._new_painter()
        self.wear(theme)

    # What is shown

    def show_text(self, text: str, index: SpanIndex) -> None:
        """Show another article."""
        self._text, self._offsets, self._index = text, PageMap(text), index
        self._focused, self._hits, self._fragment, self.mode = None, [], None, None
        self.overlay.clear()
        self._lay_out()

    def show_spans(self, index: SpanIndex, touched: list[tuple[int, int]] | None = None) -> None:
        """Show other spans over the same text; ``touched`` are the ranges in which anything changed."""
        self._index = index
        if touched is None:
            self.viewport().update()
        for start, end in touched or ():
            self._repaint(start, end)

    def _repaint(self, start: int, end: int) -> None:
        """Paint the lines of this range anew, and those of the spans whose lanes may have moved with it."""
        spans = together(self._index, start, end)
        first, last = min([start, *(span.start for span in spans)]), max([end, *(span.end for span in spans)])
        top, bottom = self._box(first), self._box(last)
        band = QRect(0, top.top(), self.viewport().width(), bottom.bottom() - top.top())
        self.viewport().update(band.adjusted(0, -top.height(), 0, bottom.height()))

    def _box(self, place: int) -> QRect:
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._offsets.to_utf16(place))
        return self.cursorRect(cursor)

    def show_fragment(self, number: int | None) -> None:
        """Frame this fragment of the focused span; None frames none."""
        if number != self._fragment:
            self._fragment = number
            self.viewport().update()

    def show_hits(self, hits: list[tuple[int, int]]) -> None:
        """Lay a ground under these ranges."""
        self._hits = hits
        self.viewport().update()

    def wear(self, theme: Theme) -> None:
        self._theme = theme
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Window, QColor(theme.page))
        palette.setColor(QPalette.ColorRole.Base, QColor(theme.page))
        palette.setColor(QPalette.ColorRole.Text, QColor(theme.text))
        palette.setColor(QPalette.ColorRole.Highlight, QColor(theme.selection))
        palette.setColor(QPalette.ColorRole.HighlightedText, QColor(theme.text))
        self.setPalette(palette)
        # Under a style sheet the viewport keeps the palette that it was born with.
        self.viewport().setPalette(palette)
        self.setAutoFillBackground(True)
        self._painter = self._new_painter()
        self.viewport().update()

    def show_scheme(self, scheme: Scheme) -> None:
        """Paint spans as this scheme says."""
        self._scheme = scheme
        self._painter = self._new_painter()
        self.viewport().update()

    def typeset(self, typesetting: Typesetting) -> None:
        """Set the text in another way; the first line on screen stays."""
        self._typesetting = typesetting
        place, selection = self.place(), self.selection()
        self._lay_out()
        self.select(*selection)
        self._scroll_to(place.top)

    def _new_painter(self) -> SpanPainter:
        self.overlay.dress(self._theme, self._typesetting.font())
        return SpanPainter(self._text, self._offsets, self._scheme, self._theme, self._typesetting.font())

    def _lay_out(self) -> None:
        self._glide.finish()
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
        self.moved.emit()

    def _center(self) -> None:
        """Keep the column at a width that reads well, in the middle."""
        column = QFontMetricsF(self._typesetting.font()).averageCharWidth() * self._typesetting.column + 2 * _MARGIN
        bar = self.verticalScrollBar().sizeHint().width()
        side = max(0, int((self.width() - bar - column) / 2))
        self.setViewportMargins(side, 0, side, 0)

    # Where things are, in code points

    @property
    def focused(self) -> str | None:
        return self._focused

    def enter_boundary_mode(self) -> None:
        """From now on the arrows move the focused span's edges, until Enter or Esc."""
        self.enter(BoundaryMode(command=self.commanded.emit, leave=self._leave_boundaries))

    def enter(self, mode: KeyMode | None) -> None:
        """Let the keys mean what this mode says; None ends it."""
        self.mode = mode
        self.viewport().update()

    def _leave_boundaries(self) -> None:
        self.enter(None)
        self.boundary_left.emit()

    def focus_span(self, name: str | None) -> None:
        """Fill this span; None fills none."""
        if name != self._focused:
            before, self._focused, self.mode = self._focused, name, None
            for span in filter(None, map(self._index.get, (before, name))):
                self._repaint(span.start, span.end)

    def place(self) -> Place:
        """Where the person is now."""
        self._glide.finish()
        return Place(caret=self.caret(), top=self._first_on_screen())

    def go_to(self, place: Place) -> None:
        """Back to where the person was, as far as the text reaches."""
        caret, top = (min(max(0, one), len(self._text)) for one in (place.caret, place.top))
        self.select(caret, caret)
        self._scroll_to(top)

    def _scroll_to(self, top: int) -> None:
        self._scroll_by(self._box(top).top() if top else -self.verticalScrollBar().value())

    def reveal(self, start: int, end: int, *, select: bool = False) -> None:
        """Put the caret at ``start``, or select, and bring the range into view."""
        self._glide.finish()
        before = self.verticalScrollBar().value()
        self.select(start, end if select else start)
        self._scroll_into_view(start, end)
        self._glide.come_from(before)

    def bring_into_view(self, start: int, end: int) -> None:
        """Scroll until the range can be read; the caret stays."""
        self._glide.finish()
        before = self.verticalScrollBar().value()
        self._scroll_into_view(start, end)
        self._glide.come_from(before)

    def _scroll_into_view(self, start: int, end: int) -> None:
        """With a line of air around the range; where it is higher than the view, its start counts."""
        for place in (end, start):
            box = self._box(place)
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
            near = takewhile(lambda hit: hit[0] < end, islice(self._hits, first, None))
            self._painter.paint_ranges(painter, lines, list(near), QColor(self._theme.found))
        self._painter.paint(painter, lines, self._index, self._focused)
        focused = self._index.get(self._focused)
        if focused and (isinstance(self.mode, BoundaryMode) or self._fragment is not None):
            pieces = focused.fragments if self._fragment is None else [focused.fragments[self._fragment]]
            self._painter.paint_edges(painter, lines, (pieces[0][0], pieces[-1][1]))
        painter.end()
        super().paintEvent(event)
        if focused:
            painter = QPainter(self.viewport())
            self.overlay.paint(painter, focused)
            painter.end()

    @property
    def right_margin(self) -> QRect:
        """The ground between the column and the scroll bar, in pixels of the reader."""
        left = self.viewport().geometry().right() - _MARGIN // 2
        return QRect(left, 0, self.width() - self.verticalScrollBar().sizeHint().width() - left, self.height())

    def near(self, span: Span) -> QRect:
        """Where the span stands, in pixels of the reader."""
        return self.box_of(span).toRect().translated(self.viewport().pos())

    def box_of(self, span: Span) -> QRectF:
        """Where the span stands on screen: its first line, in pixels of the viewport."""
        begin, end = self._box(span.start), self._box(span.fragments[0][1])
        right = end.left() if end.top() == begin.top() else self.viewport().width() - _MARGIN
        height = QFontMetricsF(self._typesetting.font()).height() * _LETTERS
        return QRectF(begin.left(), begin.bottom() - height, max(4, right - begin.left()), height)

    def side_of(self, span: Span) -> int:
        """-1 where the span stands above what is on screen, 1 below, 0 within."""
        box = self.box_of(span)
        return -1 if box.center().y() < 0 else 1 if box.center().y() > self.viewport().height() else 0

    def end_of(self, span: Span) -> QPointF:
        """The lower corner behind the span's last character, in pixels of the viewport."""
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
            # Qt would drag the selected words about; here a second drag selects anew.
            self.select(self.caret(), self.caret())
        super().mousePressEvent(event)

    def span_at(self, place: QPointF) -> Span | None:
        """The smallest span under the mouse."""
        character = self._character_at(place)
        return next(iter(self._index.at(character)), None) if character >= 0 else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.overlay.is_drawing:
            self.overlay.drag(event.position())
        else:
            super().mouseMoveEvent(event)

    def _finish_link(self, event: QMouseEvent) -> None:
        source, target = self.overlay.drop(), self.span_at(event.position())
        if source and target and source.id != target.id:
            self.linked.emit(source.id, target.id)
        elif target:
            self.clicked.emit(self._character_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.overlay.is_drawing:
            self._finish_link(event)
            return
        super().mouseReleaseEvent(event)
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self.has_selection():
            if not event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self.snap()
        elif (event.position().toPoint() - self._pressed_at).manhattanLength() < _STILL:
            self.clicked.emit(self._character_at(event.position()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select the word as we see words: a part of *Trump-Poutine*, or of *l'été*."""
        self.select(*words.word_at(self._text, max(0, self._character_at(event.position()))))

    def _character_at(self, place: QPointF) -> int:
        """The code point under the mouse, -1 beside the text."""
        scrolled = QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        hit = self.document().documentLayout().hitTest(place + scrolled, Qt.HitTestAccuracy.ExactHit)
        if hit < 0:
            return -1
        # Qt answers with the nearest boundary; the character lies before it where the mouse is to its left.
        cursor = QTextCursor(self.document())
        cursor.setPosition(hit)
        box = self.cursorRect(cursor)
        before = place.x() < box.left() and hit > cursor.block().position()
        return self._offsets.to_codepoint(hit - 1 if before else hit)

    # Keys

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            # Qt would keep plain letters and Ctrl+Z for a text field; here they are commands.
            if self.is_caret_key(event) or (self.mode and self.mode.takes(event)):
                event.accept()
            else:
                event.ignore()
            return True
        return super().event(event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001
        """Tab walks spans, F6 leaves the reader."""
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.mode and self.mode.takes(event):
            self.mode.press(event)
            return
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif self.is_caret_key(event):
            self.walk(event)
        else:
            event.ignore()
