"""Memory that one import or export takes, in megabytes beyond the open project."""

import sys
from pathlib import Path

from annotator.app import jobs
from annotator.app.project.open import open_project
from annotator.app.transfer.exporter import export
from annotator.app.transfer.importer import import_files


def memory_megabytes(name):
    [line] = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(name)]
    return int(line.split()[1]) / 1_000


direction, project, file = sys.argv[1], *map(Path, sys.argv[2:])
session = open_project(project, writing=True)
after_opening = memory_megabytes("VmRSS")
jobs.run(import_files(session, [file]) if direction == "import" else export(session, file, format_name="jsonl"))
print(memory_megabytes("VmHWM") - after_opening)
session.close()
