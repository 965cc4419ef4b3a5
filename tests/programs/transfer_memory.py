"""Memory that one import or export takes, in megabytes beyond the open project."""

import sys
from pathlib import Path

from annotator.app import jobs
from annotator.app.project.open import open_project
from annotator.app.transfer.exporter import export
from annotator.app.transfer.importer import import_files


def account(line):
    [told] = [one for one in Path("/proc/self/status").read_text().splitlines() if one.startswith(line)]
    return int(told.split()[1]) / 1_000


way, project, file = sys.argv[1], *map(Path, sys.argv[2:])
session = open_project(project, writing=True)
open_takes = account("VmRSS")
jobs.run(import_files(session, [file]) if way == "import" else export(session, file, format_name="jsonl"))
print(account("VmHWM") - open_takes)
session.close()
