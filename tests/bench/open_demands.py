"""Script: opens the Demands screen by key and prints the milliseconds until its first rows are painted.

The argument is PROJECT.
"""

import sys
import time
from pathlib import Path

from PySide6.QtCore import Qt

from annotator.ui.shell.page_table import PAGES
from tests.bench import articles
from tests.bench.window import Paints, QTest, open_window


def first_rows(project: Path) -> tuple[float, float]:
    """The seconds until the first rows are painted, and until all are there; the screen is built by the key itself."""
    window = open_window(project, articles.ANNOTATOR, articles.FIRST)
    begin = time.perf_counter()
    taken = Paints(window).seconds(
        lambda: QTest.keyClick(window.annotate.reader, "d", Qt.KeyboardModifier.ControlModifier)
    )
    page = window.pages[PAGES["demands"]]
    assert page.table.isVisible()
    assert page.model.rowCount() > page.table.height() // page.table.rowHeight(0)
    while page.model.is_reading:
        QTest.qWait(0)
    end = time.perf_counter()
    assert page.model.rowCount() == 6 * articles.COUNT
    window.close()
    return taken, end - begin


if __name__ == "__main__":
    first, everything = first_rows(Path(sys.argv[1]))
    print(1000 * first)  # noqa: T201
    print(f"all rows after {everything:.3f} s", file=sys.stderr)  # noqa: T201
