"""The program as a user starts it: from its entry point until the last window is closed."""

import sys
from collections.abc import Callable, Generator

import pytest
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.__main__ import run
from annotator.ui.shell.window import Window
from tests.ui.hand import Hand

Work = Callable[[Hand], object]


class Program:
    """Starts the program as often as wanted, and works in its window while it runs."""

    def __init__(self, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
        self._qtbot, self._monkeypatch = qtbot, monkeypatch
        self._faults: list[BaseException] = []
        self._is_over = True
        self.size: tuple[int, int] | None = (1280, 800)

    def __call__(self, *arguments: object, work: Work | None = None) -> int:
        """Run with these arguments; ``work`` is done in the window, which is closed after it. The exit status.

        Where ``work`` yields, the program's own loop takes a turn.
        """
        self._monkeypatch.setattr(sys, "argv", ["annotator", *map(str, arguments)])
        self._monkeypatch.setattr(sys, "excepthook", sys.excepthook)
        self._faults, self._is_over = [], work is None
        if work:
            QTimer.singleShot(0, lambda: self._sit_down(work))
        status = run()
        if self._faults:
            raise self._faults[0]
        assert self._is_over, "the program ended before the work was done"
        for window in windows():
            window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return status

    def hand(self) -> Hand:
        """A hand on the window that is open now."""
        [window] = [one for one in windows() if one.isVisible()]
        if self.size:
            window.resize(*self.size)
        window.activateWindow()
        self._qtbot.waitUntil(window.isActiveWindow)
        return Hand(window, self._qtbot)

    def _sit_down(self, work: Work) -> None:
        def steps() -> Generator[None, None, None]:
            going = work(self.hand())
            if isinstance(going, Generator):
                yield from going

        self._go_on(steps())

    def _go_on(self, steps: Generator[None, None, None]) -> None:
        try:
            next(steps)
        except StopIteration:
            self._end()
        except BaseException as fault:  # noqa: BLE001 - it must end the loop, then fail the test
            self._faults.append(fault)
            self._end()
        else:
            QTimer.singleShot(0, lambda: self._go_on(steps))

    def _end(self) -> None:
        self._is_over = True
        for window in windows():
            window.close()
        ended: list[bool] = []
        application = QApplication.instance()
        assert application
        application.aboutToQuit.connect(lambda: ended.append(True))

        def guard() -> None:
            if not ended:
                self._faults.append(AssertionError("the program went on without a window"))
                QApplication.quit()

        QTimer.singleShot(3000, guard)


def windows() -> list[Window]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, Window)]
