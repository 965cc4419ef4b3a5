"""The sample project."""

from pathlib import Path

from annotator.app import jobs
from annotator.app.project.open import new_project
from annotator.app.transfer.importer import import_files
from annotator.resources import SEEDS


def build_sample(path: Path) -> None:
    """Create the project of the five sample articles, marked by two annotators."""
    session = new_project(path)
    try:
        # The first Undo must not remove the sample.
        jobs.run(import_files(session, [*sorted(SEEDS.glob("*.jsonl")), *sorted(SEEDS.glob("*.txt"))], undoable=False))
    except BaseException:
        session.close()
        path.unlink(missing_ok=True)
        raise
    session.close()
