"""The time from Ctrl+PageDown until the next of 10,000 articles is painted."""

from collections.abc import Sequence
from pathlib import Path

from tests.bench import articles
from tests.bench.measurement import Figure, project_from


def _prepare(place: Path) -> None:
    articles.write(place / "articles.jsonl")
    project_from(place / "articles.jsonl")


def _ours(place: Path) -> Sequence[str | Path]:
    return "-m", "tests.bench.turn_pages", place / "articles.annotator"


ROWS = (Figure("next article until painted, p95, ms", 30, _prepare, _ours, rounds=3),)
