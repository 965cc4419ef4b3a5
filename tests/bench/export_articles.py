"""How long does it take to export 10,000 articles?"""

from collections.abc import Sequence
from pathlib import Path

from annotator.app import jobs
from annotator.app.importing import import_files
from annotator.app.projects import new_project
from tests.bench import articles
from tests.bench.measuring import Contest


def _prepare(place: Path) -> None:
    articles.write(place / "articles.jsonl")
    session = new_project(place / "desk.annotator")
    jobs.run(import_files(session, [place / "articles.jsonl"]))
    session.close()


def _ours(place: Path) -> Sequence[str | Path]:
    return "-m", "annotator", "export", place / "desk.annotator", place / "ours.jsonl", "--format", "jsonl"


def _floor(place: Path) -> Sequence[str | Path]:
    return Path(__file__).with_name("floor_export.py"), place / "desk.annotator", place / "floor.jsonl"


ROW = Contest("export 10,000 articles, JSONL", 3.0, _prepare, _ours, _floor)
