"""Script: opens the cast by key and prints the milliseconds until it is painted; the argument is PROJECT."""

import sys
from pathlib import Path

from PySide6.QtCore import Qt

from tests.bench import articles
from tests.bench.window import Paints, QTest, open_window


def opened(project: Path) -> float:
    """The seconds until every name is there and painted; the panel is built by the key itself."""
    window = open_window(project, articles.ANNOTATOR, articles.FIRST)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    taken = Paints(window).seconds(lambda: QTest.keyClick(window.annotate.reader, "c", both))
    lines = [
        window.controllers.cast.panel.model.cast_name(row)
        for row in range(window.controllers.cast.panel.model.rowCount())
    ]
    assert sum(line.in_project for line in lines if line) == 6 * articles.COUNT
    window.close()
    return taken


if __name__ == "__main__":
    print(1000 * opened(Path(sys.argv[1])))  # noqa: T201
