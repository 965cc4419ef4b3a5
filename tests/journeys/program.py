"""The program as a person starts it: by its entry point, until the last window is closed."""

import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.__main__ import run
from annotator.ui.window import Window
from tests.ui.hand import Hand

Work = Callable[[Hand], None]


class Program:
    """Starts the program as often as wanted, and works in its window while it runs."""

    def __init__(self, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
        self._qtbot, self._monkeypatch = qtbot, monkeypatch

    def __call__(self, *arguments: object, work: Work | None = None) -> int:
        """Run with these arguments; ``work`` is done in the window, which is closed after it. The exit status."""
        self._monkeypatch.setattr(sys, "argv", ["annotator", *map(str, arguments)])
        self._monkeypatch.setattr(sys, "excepthook", sys.excepthook)
        faults: list[BaseException] = []
        if work:
            QTimer.singleShot(0, lambda: self._sit_down(work, faults))
        status = run()
        if faults:
            raise faults[0]
        return status

    def hand(self) -> Hand:
        """A hand on the window that is open now."""
        [window] = [one for one in QApplication.topLevelWidgets() if isinstance(one, Window) and one.isVisible()]
        window.resize(1280, 800)
        window.activateWindow()
        self._qtbot.waitUntil(window.isActiveWindow)
        return Hand(window, self._qtbot)

    def _sit_down(self, work: Work, faults: list[BaseException]) -> None:
        try:
            work(self.hand())
        except BaseException as fault:  # noqa: BLE001 - it must end the loop, then fail the test
            faults.append(fault)
        finally:
            for window in QApplication.topLevelWidgets():
                window.close()
            # The loop ends by itself with its last window; where it does not, the test must not hang.
            QTimer.singleShot(3000, QApplication.quit)
