"""Script: opens the next article some hundred times and prints the 95th percentile in ms; PROJECT is given."""

import statistics
import sys
from pathlib import Path

from PySide6.QtCore import Qt

from tests.bench import articles
from tests.bench.window import Marks, QTest, open_window

PAGES = 200


def turns(project: Path) -> list[float]:
    """The seconds of each turn."""
    window = open_window(project, articles.ANNOTATOR, articles.FIRST)
    reader = window.annotate.reader
    marks = Marks.of(reader)

    def turn() -> None:
        QTest.keyClick(reader, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)

    taken = [marks.seconds(turn) for _ in range(PAGES)]
    assert window.annotate.open_document
    assert window.annotate.open_document.document.id == f"article-{PAGES}"
    window.close()
    return taken


if __name__ == "__main__":
    print(1000 * statistics.quantiles(turns(Path(sys.argv[1])), n=20)[-1])  # noqa: T201
