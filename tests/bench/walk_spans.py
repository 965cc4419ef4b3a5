"""Script: walks from span to span by Tab and prints the 95th percentile in ms until links are painted.

PROJECT, ANNOTATOR and DOCUMENT are given.
"""

import statistics
import sys
from pathlib import Path

from tests.bench.window import Marks, QTest, open_window

PRESSES = 300


def presses(project: Path, annotator: str, document: str) -> list[float]:
    """The seconds of each press; the walk begins anew at places from end to end of the article."""
    window = open_window(project, annotator, document)
    screen, reader = window.annotate, window.annotate.reader
    assert screen.open_document
    length, taken, linked = len(screen.open_document.document.text), [], 0
    marks = Marks.of(reader)
    for number in range(PRESSES):
        if number % 10 == 0:
            screen.focus(None)
            place = number * length // PRESSES
            reader.reveal(place, place)
            QTest.qWait(0)
        taken.append(marks.seconds(lambda: QTest.keyClick(reader, "\t")))
        linked += bool(screen.relation_controller.list.relations)
    assert linked > PRESSES // 2, "most spans have links"
    window.close()
    return taken


if __name__ == "__main__":
    told = presses(Path(sys.argv[1]), *sys.argv[2:])
    print(1000 * statistics.quantiles(told, n=20)[-1])  # noqa: T201
