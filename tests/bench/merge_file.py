"""Script: merges a returned file and prints the seconds; arguments are PROJECT and FILE."""

import sys
import time
from pathlib import Path

from annotator.app import jobs
from annotator.app.exchange import merge
from annotator.app.project.open import open_project

session = open_project(Path(sys.argv[1]), writing=True)
start = time.perf_counter()
report = jobs.run(merge.merge(session, [Path(sys.argv[2])]))
print(time.perf_counter() - start)  # noqa: T201
session.close()
assert report.layers_with("added"), report
