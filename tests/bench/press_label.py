"""Script: presses a label key some hundred times through an article and prints the 95th percentile in ms.

PROJECT, ANNOTATOR and DOCUMENT are given.
"""

import statistics
import sys
from pathlib import Path

from annotator.domain.text import words
from tests.bench.window import Marks, QTest, open_window

PRESSES = 300


def presses(project: Path, annotator: str, document: str) -> list[float]:
    """The seconds of each press on another word, taken back in between."""
    window = open_window(project, annotator, document)
    reader, desk = window.annotate.reader, window.annotate.open_document
    assert desk
    before, text = len(desk.spans), desk.document.text
    marks, taken = Marks.of(reader), []
    for number in range(PRESSES):
        place = words.next_word_end(text, number * len(text) // PRESSES)
        reader.reveal(place, place)
        reader.select(*words.word_at(text, place - 1))
        QTest.qWait(0)
        taken.append(marks.seconds(lambda: QTest.keyClick(reader, "q")))
        assert len(desk.spans) == before + 1
        window.session.undo()
        QTest.qWait(0)
    window.close()
    return taken


if __name__ == "__main__":
    told = presses(Path(sys.argv[1]), *sys.argv[2:])
    print(1000 * statistics.quantiles(told, n=20)[-1])  # noqa: T201
