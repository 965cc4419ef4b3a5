"""The time to export 10,000 articles."""

from collections.abc import Sequence
from pathlib import Path

from tests.bench import articles
from tests.bench.measurement import Contest, project_from


def _prepare(place: Path) -> None:
    articles.write(place / "articles.jsonl")
    project_from(place / "articles.jsonl")


def _ours(place: Path) -> Sequence[str | Path]:
    return "-m", "annotator", "export", place / "articles.annotator", place / "ours.jsonl", "--format", "jsonl"


def _floor(place: Path) -> Sequence[str | Path]:
    return Path(__file__).with_name("floor_export.py"), place / "articles.annotator", place / "floor.jsonl"


ROWS = (Contest("export 10,000 articles, JSONL", 3.0, _prepare, _ours, _floor),)
