"""Script: times the list of articles in milliseconds; arguments are ``sort`` or ``find``, and PROJECT."""

import statistics
import sys
from pathlib import Path

from PySide6.QtCore import QPoint, Qt

from annotator.ui.documents.model import TITLE
from annotator.ui.shell.page_table import PAGES
from tests.bench import articles
from tests.bench.window import Paints, QTest, open_window

WORD = "guerre"
FINDS = 21


def opened_and_sorted(project: Path) -> float:
    """The seconds until the list is painted, and until it is painted anew in the order of its titles."""
    window = open_window(project, articles.ANNOTATOR, articles.FIRST)
    opened = Paints(window).seconds(
        lambda: QTest.keyClick(window.annotate.reader, "l", Qt.KeyboardModifier.ControlModifier)
    )
    table = window.pages[PAGES["documents"]].table
    assert table.isVisible()
    assert table.model().rowCount() == articles.COUNT
    heading = table.horizontalHeader()
    paints = Paints(table.viewport())
    taken = paints.seconds(lambda: QTest.mouseClick(heading.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(50, 9)))
    assert heading.sortIndicatorSection() == TITLE
    window.close()
    return opened + taken


def found(project: Path) -> float:
    """The seconds from the last letter of a word until the articles that hold it are painted."""
    window = open_window(project, articles.ANNOTATOR, articles.FIRST)
    QTest.keyClick(window.annotate.reader, "l", Qt.KeyboardModifier.ControlModifier)
    page, taken = window.pages[PAGES["documents"]], []
    paints = Paints(page.table.viewport())
    for _ in range(FINDS):
        page.filter.setText(WORD[:-1])
        QTest.qWait(0)
        taken.append(paints.seconds(lambda: QTest.keyClick(page.filter, WORD[-1])))
        assert page.filter.text() == WORD
    window.close()
    return statistics.median(taken)


if __name__ == "__main__":
    print(1000 * {"sort": opened_and_sorted, "find": found}[sys.argv[1]](Path(sys.argv[2])))  # noqa: T201
