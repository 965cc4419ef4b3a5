"""The window in scripts of the bench, and the moment when something in it is painted."""

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Self

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTextEdit, QWidget

from annotator.app.project.open import open_project
from annotator.app.settings import Settings
from annotator.ui.annotate.reader.reader import Reader
from annotator.ui.shell import start
from annotator.ui.shell.window import Window
from tests.painted_marks import count_pixels, label_colors, screen_picture


def open_window(project: Path, annotator: str, document: str) -> Window:
    """The program's window on this article."""
    start.make_application()
    window = start._show(open_project(project, writing=True), Settings(theme="light"), "")
    window.resize(1280, 800)
    window.begin(annotator, document)
    window.activateWindow()
    QTest.qWait(0)
    return window


class Paints(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self._count = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        self._count += event.type() == QEvent.Type.Paint
        return False

    def seconds(self, act: Callable[[], object]) -> float:
        """How long it takes from the deed until the widget shows what came of it."""
        drawn, begin = self._count, time.perf_counter()
        act()
        QTest.qWait(0)
        taken = time.perf_counter() - begin
        assert self._count > drawn, "nothing was painted anew"
        return taken


class Marks(Paints):
    """Takes a text for painted only when marks are in its picture, and the picture is another than before."""

    def __init__(self, view: QTextEdit, colors: Callable[[], Iterable[QColor]]) -> None:
        super().__init__(view.viewport())
        self._view, self._colors = view, colors

    @classmethod
    def of(cls, reader: Reader) -> Self:
        """The marks of an article."""
        return cls(reader, lambda: label_colors(reader))

    def seconds(self, act: Callable[[], object]) -> float:
        """How long it takes from the deed until the marks that come of it are on the screen."""
        before = screen_picture(self._view)
        taken = super().seconds(act)
        after = screen_picture(self._view)
        assert after != before, "nothing else is on the screen"
        assert count_pixels(after, self._colors()), "no mark is on the screen"
        return taken
