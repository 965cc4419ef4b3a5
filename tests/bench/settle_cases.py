"""Script: a review of disagreements, timed in milliseconds; arguments are PROJECT and PART.

``settle``: a decision by key until the next case is painted, the 95th percentile; ``turn``: to the next article of the
list, the 95th percentile; ``open``: from the key that opens the inbox until its cases are painted.
"""

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.ui.shell.page_table import PAGES
from annotator.ui.shell.window import Window
from tests.bench.window import Marks, open_window

TIMES = 120
# Nothing is settled for so long after the list came up: a policy is tried first.
_REST_MS = 300


def _inbox(project: Path) -> tuple[Window, float]:
    """The window with the inbox in it, and how many milliseconds it took to come."""
    window = open_window(project, "Rita", "")
    window.activateWindow()
    begin = time.perf_counter()
    window.commands.run("review")
    while not window.pages[PAGES["review"]].model.positions:
        QTest.qWait(1)
    window.repaint()
    taken = 1000 * (time.perf_counter() - begin)
    while window.job_runner.busy:
        QTest.qWait(1)
    QTest.qWait(_REST_MS)
    return window, taken


def _presses(project: Path, key: Qt.Key) -> float:
    window, _ = _inbox(project)
    passage = window.pages[PAGES["review"]].passage
    passage.setFocus()
    marks = Marks(passage, lambda: [lane.color for lane in passage._lanes])
    taken = [marks.seconds(lambda: QTest.keyClick(passage, key)) for _ in range(TIMES)]
    window.close()
    return 1000 * statistics.quantiles(taken, n=20)[-1]


def settle(project: Path) -> float:
    return _presses(project, Qt.Key.Key_A)


def turn(project: Path) -> float:
    return _presses(project, Qt.Key.Key_PageDown)


def come(project: Path) -> float:
    window, taken = _inbox(project)
    window.close()
    return taken


PARTS: dict[str, Callable[[Path], float]] = {"settle": settle, "turn": turn, "open": come}


if __name__ == "__main__":
    print(PARTS[sys.argv[2]](Path(sys.argv[1])))  # noqa: T201
