"""Golden files: the sample project in every format.

``python -m tests.golden`` writes them to ``exports/golden``; a test compares.
"""

import shutil
import tempfile
from pathlib import Path

from annotator.app import jobs
from annotator.app.project.open import open_project
from annotator.app.project.sample import build_sample
from annotator.app.transfer.exporter import export
from annotator.formats.catalogue import FORMATS
from annotator.formats.format import Format

GOLDEN = Path(__file__).parent.parent / "exports" / "golden"


def destinations(file_format: Format) -> list[str]:
    """The names of the files or of the folder that a format writes: the suggested name, without the project's."""
    name = Path(file_format.suggested_name.format(project="sample").removeprefix("sample-") or file_format.name)
    return [str(name.with_suffix(file_type.suffix)) for file_type in file_format.file_types] or [str(name)]


def write(folder: Path) -> None:
    """The sample project, built anew, in every format that is written."""
    with tempfile.TemporaryDirectory() as place:
        project = Path(place) / "sample.annotator"
        build_sample(project)
        session = open_project(project, writing=False)
        for file_format in FORMATS:
            for destination in destinations(file_format):
                jobs.run(export(session, folder / destination, format_name=file_format.name))
        session.close()


if __name__ == "__main__":
    shutil.rmtree(GOLDEN, ignore_errors=True)
    write(GOLDEN)
