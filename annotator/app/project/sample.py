"""How does the sample project come about?"""

from pathlib import Path

from annotator.app import jobs
from annotator.app.project.open import new_project
from annotator.app.resources import SEEDS
from annotator.app.transfer.importer import import_files


def build_sample(path: Path) -> None:
    """Create the project of the five sample articles, marked by two annotators."""
    session = new_project(path)
    try:
        # Nobody's first Undo should take the sample away.
        jobs.run(import_files(session, [*sorted(SEEDS.glob("*.jsonl")), *sorted(SEEDS.glob("*.txt"))], undoable=False))
    except BaseException:
        session.close()
        path.unlink(missing_ok=True)
        raise
    session.close()
