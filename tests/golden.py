"""What does the sample project look like in every format?

``python -m tests.golden`` writes it to ``exports/golden``; a test compares.
"""

import shutil
import tempfile
from pathlib import Path

from annotator.app import jobs
from annotator.app.project.open import open_project
from annotator.app.project.sample import build_sample
from annotator.app.transfer.exporter import export

GOLDEN = Path(__file__).parent.parent / "exports" / "golden"
FORMATS = {
    "jsonl": ("sample.jsonl",),
    "text": ("text",),
    "demands": ("demands.csv", "demands.jsonl"),
}


def write(folder: Path) -> None:
    """The sample project, built anew, in every format that is written."""
    with tempfile.TemporaryDirectory() as place:
        project = Path(place) / "sample.annotator"
        build_sample(project)
        session = open_project(project, writing=False)
        for name, destinations in FORMATS.items():
            for destination in destinations:
                jobs.run(export(session, folder / destination, format_name=name))
        session.close()


if __name__ == "__main__":
    shutil.rmtree(GOLDEN, ignore_errors=True)
    write(GOLDEN)
