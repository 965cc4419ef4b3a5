"""The time until the cast of 10,000 articles with 120,000 spans is shown beside the article."""

from collections.abc import Sequence
from pathlib import Path

from tests.bench import articles
from tests.bench.measurement import Figure, project_from


def _prepare(place: Path) -> None:
    articles.write(place / "articles.jsonl")
    project_from(place / "articles.jsonl")


def _opened(place: Path) -> Sequence[str | Path]:
    return "-m", "tests.bench.open_cast", place / "articles.annotator"


ROWS = (Figure("cast of 10,000 articles, opened, ms", 800, _prepare, _opened),)
