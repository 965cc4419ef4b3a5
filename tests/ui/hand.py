"""A hand that works on the window: it presses keys where the focus is and points at characters of the article."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRect, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from annotator.app.annotate.open_document import OpenDocument
from annotator.domain.marks.marks import Span
from annotator.ui.annotate.reader.reader import Reader
from annotator.ui.annotate.screen import AnnotateScreen
from annotator.ui.shell.page_table import PAGES
from annotator.ui.shell.window import Window

LEFT = Qt.MouseButton.LeftButton
NO_KEY = Qt.KeyboardModifier.NoModifier
ALT = Qt.KeyboardModifier.AltModifier


def utf16(text: str, place: int) -> int:
    """The UTF-16 position of a code point, counted the plain way."""
    return len(text[:place].encode("utf-16-le")) // 2


class Hand:
    """Works on one window with real key presses and mouse events, and reads what stands there."""

    def __init__(self, window: Window, qtbot: QtBot) -> None:
        self.window, self.qtbot = window, qtbot

    # What is there

    def page(self, name: str) -> Any:
        """The page of this name in the table of pages, built where it is not built yet."""
        return self.window.pages[PAGES[name]]

    @property
    def screen(self) -> AnnotateScreen:
        return self.window.annotate

    @property
    def reader(self) -> Reader:
        return self.window.annotate.reader

    @property
    def open_document(self) -> OpenDocument:
        desk = self.window.annotate.open_document
        assert desk is not None, "no article is on the desk"
        return desk

    @property
    def text(self) -> str:
        return self.open_document.document.text

    @property
    def document(self) -> str:
        return self.open_document.document.id

    @property
    def focused(self) -> Span | None:
        return self.screen.focused

    @property
    def message(self) -> str:
        """The message that the window shows; empty if it shows none."""
        toasts = [toast for toast in (self.screen.toast, self.window.toast) if toast.isVisible()]
        return toasts[0].text if toasts else ""

    def marks(self) -> list[tuple[str, str]]:
        """Label and words of every span, in text order."""
        return [
            (span.label, " … ".join(self.text[a:b] for a, b in span.fragments))
            for span in self.open_document.spans_in_order()
        ]

    def selected(self) -> str:
        start, end = self.reader.selection()
        return self.text[start:end]

    def words(self, wanted: str, *, nth: int = 0) -> tuple[int, int]:
        """Where these words stand the ``nth`` time."""
        place = -1
        for _ in range(nth + 1):
            place = self.text.index(wanted, place + 1)
        return place, place + len(wanted)

    # Keys

    def press(self, *chords: str, times: int = 1) -> None:
        """Press chords such as ``Ctrl+Shift+Right`` one after another, where the focus is."""
        for _ in range(times):
            for chord in chords:
                key = QKeySequence(chord)[0]
                QTest.keyClick(self.with_focus(), key.key(), key.keyboardModifiers())

    def type(self, text: str) -> None:
        """Type into the field that has the focus."""
        for character in text:
            if character.isascii():
                QTest.keyClick(self.with_focus(), character)
            else:
                # Qt's own hand takes such a character for two.
                self.send(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_unknown, NO_KEY, character))

    def send(self, event: QKeyEvent) -> None:
        """Send a key as a keyboard of another layout does."""
        QApplication.sendEvent(self.with_focus(), event)

    def with_focus(self) -> QWidget:
        return QApplication.focusWidget() or self.window

    def caret_to(self, place: int) -> None:
        """Bring the caret before a character by the keys: by words as far as they lead, then by characters."""
        while self.reader.caret() < place:
            self.press("Ctrl+Right")
        while self.reader.caret() > place:
            self.press("Left")

    def select_words(self, start: int, end: int) -> None:
        """Select by Ctrl+Shift+Right, from the caret at ``start`` on."""
        self.caret_to(start)
        while self.reader.selection()[1] < end:
            self.press("Ctrl+Shift+Right")

    def select_characters(self, start: int, end: int) -> None:
        self.caret_to(start)
        while self.reader.selection()[1] < end:
            self.press("Shift+Right")

    # Mouse

    def box(self, place: int) -> QRect:
        """Where the caret before a character would stand, scrolled into sight."""
        cursor = QTextCursor(self.reader.document())
        cursor.setPosition(utf16(self.text, place))
        found, view = self.reader.cursorRect(cursor), self.reader.viewport().rect()
        if not view.adjusted(0, 40, 0, -40).contains(found.center()):
            bar = self.reader.verticalScrollBar()
            bar.setValue(bar.value() + found.center().y() - view.height() // 2)
            found = self.reader.cursorRect(cursor)
        return found

    def point(self, place: int) -> QPoint:
        """The middle of the character at ``place``; behind the last one of a line, where it ends."""
        left = self.box(place)
        right = self.box(place + 1)
        left = self.box(place)
        same_line = left.top() == right.top()
        return QPoint((left.center().x() + right.center().x()) // 2 if same_line else left.x() + 2, left.center().y())

    def click(self, place: int) -> None:
        QTest.mouseClick(self.reader.viewport(), LEFT, NO_KEY, self.point(place))

    def double_click(self, place: int) -> None:
        at = self.point(place)
        QTest.mouseClick(self.reader.viewport(), LEFT, NO_KEY, at)
        QTest.mouseDClick(self.reader.viewport(), LEFT, NO_KEY, at)

    def drag(self, start: int, end: int, *, modifiers: Qt.KeyboardModifier = NO_KEY) -> None:
        """Drag from the edge before the character at ``start`` to the one before ``end``."""
        finish = self.box(end).center()
        begin, view = self.box(start).center(), self.reader.viewport()
        QTest.mousePress(view, LEFT, modifiers, begin)
        QTest.mouseMove(view, (begin + finish) / 2)
        QTest.mouseMove(view, finish)
        QTest.mouseRelease(view, LEFT, modifiers, finish)

    def drop(self, *paths: Path) -> None:
        """Let files and folders fall on the window, as a file manager does, and wait until they were looked at."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        place, action = QPoint(300, 300), Qt.DropAction.CopyAction
        enter = QDragEnterEvent(place, action, data, LEFT, NO_KEY)
        QApplication.sendEvent(self.window, enter)
        assert enter.isAccepted(), "the window takes no files"
        QApplication.sendEvent(self.window, QDropEvent(QPointF(place), action, data, LEFT, NO_KEY))
        self.wait_for_job()

    def wait_for_job(self) -> None:
        self.qtbot.waitUntil(lambda: not self.window.job_runner.busy, timeout=60_000)

    def press_button(self, button: QWidget) -> None:
        QTest.mouseClick(button, LEFT)

    def chip(self, label: str) -> QWidget:
        """The button of a label above the article."""
        return self.screen.labels._chips[label]
