"""Script: an idle window on the sample project; prints the resident memory in MB, the argument is PROJECT."""

import sys
from pathlib import Path

from tests.bench.floor_memory import resident
from tests.bench.window import QTest, open_window

window = open_window(Path(sys.argv[1]), "annotator-a", "000_22f1827607b866df")
QTest.qWait(500)
print(resident())  # noqa: T201
window.close()
