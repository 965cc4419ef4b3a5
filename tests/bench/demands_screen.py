"""The time until the first of the demands of 10,000 articles are painted."""

from collections.abc import Sequence
from pathlib import Path

from tests.bench import articles
from tests.bench.measurement import Figure, project_from


def _prepare(place: Path) -> None:
    articles.write(place / "articles.jsonl")
    project_from(place / "articles.jsonl")


def _opened(place: Path) -> Sequence[str | Path]:
    return "-m", "tests.bench.open_demands", place / "articles.annotator"


ROWS = (Figure("demands of 10,000 articles, first rows, ms", 1000, _prepare, _opened),)
