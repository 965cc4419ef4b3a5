"""A text view in which keys and mouse move caret and selection, with offsets in code points."""

from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from annotator.domain.text import words
from annotator.ui.annotate.modes.key_modes import SIDEWAYS
from annotator.ui.annotate.reader.lines import PageLine, block_at, is_laid_out, lines_between
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
    """A read-only text in which words can be selected."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._offsets = "", PageMap("")

    def caret(self) -> int:
        """The offset of the caret."""
        return self._offsets.to_codepoint(self.textCursor().position())

    def selection(self) -> tuple[int, int]:
        """The selected range; without a selection, the empty range at the caret."""
        cursor = self.textCursor()
        return (
            self._offsets.to_codepoint(cursor.selectionStart()),
            self._offsets.to_codepoint(cursor.selectionEnd()),
        )

    def has_selection(self) -> bool:
        return self.textCursor().hasSelection()

    def select(self, anchor: int, caret: int) -> None:
        """Select from ``anchor`` to ``caret``; if both are equal, only move the caret."""
        cursor = self.textCursor()
        cursor.setPosition(self._offsets.to_utf16(anchor))
        cursor.setPosition(self._offsets.to_utf16(caret), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def snap_to_words(self) -> None:
        """Extend the selection to whole words."""
        start, end = words.snap(self._text, *self.selection())
        if self.textCursor().anchor() <= self.textCursor().position():
            self.select(start, end)
        else:
            self.select(end, start)

    # Visible lines

    def _lines_between(self, top: int, bottom: int) -> list[PageLine]:
        """The lines that reach into a band of the viewport."""
        scrolled = QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        band = (top + scrolled.y(), bottom + scrolled.y())
        return list(lines_between(self.document(), band, -scrolled, self._offsets))

    def _first_on_screen(self) -> int:
        """The offset of the first line that is at least partly visible."""
        lines = self._lines_between(0, 0)
        starts = (line.start for line in lines if line.origin.y() + line.line.rect().bottom() > 0)
        return next(starts, len(self._text))

    def _scroll_by(self, distance: int) -> None:
        """Scroll down, also beyond the maximum of a scroll bar that does not know of all laid-out lines yet."""
        bar, page = self.verticalScrollBar(), self.document()
        target = bar.value() + distance
        if is_laid_out(page):
            # For a page that is not laid out yet, the call of size() would lay it out as a whole.
            target = min(target, int(page.size().height()) - self.viewport().height())
        bar.setMaximum(max(bar.maximum(), target))
        bar.setValue(target)

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(self._moved_to_paragraph(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(self._moved_to_paragraph(event))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(self._moved_to_paragraph(event))

    def _moved_to_paragraph(self, event: QMouseEvent) -> QMouseEvent:
        """The event, moved to the nearest paragraph while Qt lays out the page.

        For a position outside the paragraphs Qt would move to the end of the page.
        """
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

    def move_caret(self, event: QKeyEvent) -> None:
        """Move caret and selection by this key: by words as this program splits them, otherwise as Qt does."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.key() in SIDEWAYS:
            extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._move_by_word(forward=event.key() == Qt.Key.Key_Right, extend=extend)
        else:
            super().keyPressEvent(event)

    def _move_by_word(self, *, forward: bool, extend: bool) -> None:
        offset = (words.next_word_end if forward else words.previous_word_start)(self._text, self.caret())
        if not extend:
            self.select(offset, offset)
            return
        anchor = self._offsets.to_codepoint(self.textCursor().anchor())
        start, end = words.snap(self._text, min(anchor, offset), max(anchor, offset))
        while start < end and self._text[start].isspace():
            start += 1
        while start < end and self._text[end - 1].isspace():
            end -= 1
        self.select(start, end) if anchor <= offset else self.select(end, start)

    # Clipboard

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copy the selected words as they are stored, not as Qt shows them."""
        start, end = self.selection()
        data = QMimeData()
        data.setText(self._text[start:end])
        return data
