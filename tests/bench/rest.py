"""Open the window on the sample project and do nothing; print the resident memory in MB. PROJECT is given."""

import sys
from pathlib import Path

from tests.bench.at_window import QTest, open_window
from tests.bench.floor_memory import resident

window = open_window(Path(sys.argv[1]), "annotator-a", "000_22f1827607b866df")
QTest.qWait(500)
print(resident())  # noqa: T201
window.close()
