"""Press a label's key some hundred times; print the 95th percentile of the seconds that it took. PROJECT is given."""

import os
import statistics
import sys
import time
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QEvent, QObject
from PySide6.QtTest import QTest

from annotator.app.projects import open_project
from annotator.app.settings import Settings
from annotator.domain import words
from annotator.ui import start

PRESSES = 300
DOCUMENT = "000_22f1827607b866df"


class Paints(QObject):
    """Counts how often a widget is painted."""

    count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        self.count += event.type() == QEvent.Type.Paint
        return False


def presses(project: Path) -> list[float]:
    """The seconds of each press, on an article that carries a full layer."""
    start.make_application()
    session = open_project(project, writing=True)
    window = start._show(session, Settings(theme="light"), "")
    window.resize(1280, 800)
    window.begin("annotator-a", DOCUMENT)
    window.activateWindow()
    reader, desk = window.annotate.reader, window.annotate.desk
    assert desk
    before = len(desk.spans)
    paints = Paints()
    reader.viewport().installEventFilter(paints)
    text, place, taken = desk.document.text, 0, []
    while len(taken) < PRESSES:
        place = words.next_word_end(text, place) % len(text)
        reader.reveal(place, place)
        reader.select(*words.word_at(text, max(0, place - 1)))
        QTest.qWait(0)
        drawn, begin = paints.count, time.perf_counter()
        QTest.keyClick(reader, "q")
        QTest.qWait(0)
        seconds = time.perf_counter() - begin
        if len(desk.spans) == before:
            continue
        assert len(desk.spans) == before + 1
        assert paints.count > drawn, "the article was not painted anew"
        taken.append(seconds)
        session.undo()
        QTest.qWait(0)
    window.close()
    return taken


if __name__ == "__main__":
    told = presses(Path(sys.argv[1]))
    print(statistics.quantiles(told, n=20)[-1])  # noqa: T201
    print(f"median {statistics.median(told):.4f} s, longest {max(told):.4f} s", file=sys.stderr)  # noqa: T201
