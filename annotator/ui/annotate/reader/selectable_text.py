"""How do keys move caret and selection in a page, counted in code points?"""

from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from annotator.domain.text import words
from annotator.ui.annotate.modes.key_modes import SIDEWAYS
from annotator.ui.annotate.reader.lines import Line, block_at, is_laid_out, lines_between
from annotator.ui.annotate.reader.page import PageMap

_CARET_KEYS = {
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
}


class SelectableText(QTextEdit):
    """A text that is read, in which words can be selected."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._offsets = "", PageMap("")

    def caret(self) -> int:
        return self._offsets.to_codepoint(self.textCursor().position())

    def selection(self) -> tuple[int, int]:
        """The selected range; empty (start == end) at the caret where nothing is selected."""
        cursor = self.textCursor()
        return (
            self._offsets.to_codepoint(cursor.selectionStart()),
            self._offsets.to_codepoint(cursor.selectionEnd()),
        )

    def has_selection(self) -> bool:
        return self.textCursor().hasSelection()

    def select(self, anchor: int, caret: int) -> None:
        """Select from ``anchor`` to ``caret``; equal, they put the caret there."""
        cursor = self.textCursor()
        cursor.setPosition(self._offsets.to_utf16(anchor))
        cursor.setPosition(self._offsets.to_utf16(caret), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def snap(self) -> None:
        """Let the selection hold whole words."""
        start, end = words.snap(self._text, *self.selection())
        if self.textCursor().anchor() <= self.textCursor().position():
            self.select(start, end)
        else:
            self.select(end, start)

    # What is on screen

    def _lines_between(self, top: int, bottom: int) -> list[Line]:
        """The lines that reach into a band of the viewport."""
        scrolled = QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        band = (top + scrolled.y(), bottom + scrolled.y())
        return list(lines_between(self.document(), band, -scrolled, self._offsets))

    def _first_on_screen(self) -> int:
        """Where the first line begins of which anything is on screen."""
        lines = self._lines_between(0, 0)
        starts = (line.start for line in lines if line.origin.y() + line.line.rect().bottom() > 0)
        return next(starts, len(self._text))

    def _scroll_by(self, distance: int) -> None:
        """Scroll down, also to what Qt has laid out without a word to the scroll bar."""
        bar, page = self.verticalScrollBar(), self.document()
        goal = bar.value() + distance
        if is_laid_out(page):
            # Before that, asking for the size would lay out all of the page.
            goal = min(goal, int(page.size().height()) - self.viewport().height())
        bar.setMaximum(max(bar.maximum(), goal))
        bar.setValue(goal)

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(self._on_a_line(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(self._on_a_line(event))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(self._on_a_line(event))

    def _on_a_line(self, event: QMouseEvent) -> QMouseEvent:
        """The event at the nearest paragraph: beside them Qt goes to the end of a page that it still lays out."""
        if is_laid_out(self.document()):
            return event
        scrolled, mouse = self.verticalScrollBar().value(), event.position()
        layout = block_at(self.document(), mouse.y() + scrolled).layout()
        box = layout.boundingRect().translated(layout.position()).translated(0, -scrolled)
        point = QPointF(mouse.x(), min(max(mouse.y(), box.top()), box.bottom() - 1))
        return QMouseEvent(
            event.type(), point, event.globalPosition(), event.button(), event.buttons(), event.modifiers()
        )

    # Keys

    def is_caret_key(self, event: QKeyEvent) -> bool:
        """Whether the key moves the caret or the selection."""
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        plain = {
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
            Qt.KeyboardModifier.ControlModifier,
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
        }
        paging = event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
        by_control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        return event.key() in _CARET_KEYS and modifiers in plain and not (paging and by_control)

    def walk(self, event: QKeyEvent) -> None:
        """Move caret and selection as the key says: by words as we see them, all else as Qt does."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.key() in SIDEWAYS:
            extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._walk_word(forward=event.key() == Qt.Key.Key_Right, extend=extend)
        else:
            super().keyPressEvent(event)

    def _walk_word(self, *, forward: bool, extend: bool) -> None:
        place = (words.next_word_end if forward else words.previous_word_start)(self._text, self.caret())
        if not extend:
            self.select(place, place)
            return
        anchor = self._offsets.to_codepoint(self.textCursor().anchor())
        start, end = words.snap(self._text, min(anchor, place), max(anchor, place))
        while start < end and self._text[start].isspace():
            start += 1
        while start < end and self._text[end - 1].isspace():
            end -= 1
        self.select(start, end) if anchor <= place else self.select(end, start)

    # Clipboard

    def createMimeDataFromSelection(self) -> QMimeData:
        """The selected words as they are stored, not as Qt shows them."""
        start, end = self.selection()
        data = QMimeData()
        data.setText(self._text[start:end])
        return data
