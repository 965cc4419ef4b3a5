"""The time to list, sort and search 10,000 articles."""

from collections.abc import Sequence
from pathlib import Path

from tests.bench import articles
from tests.bench.measurement import Figure, project_from

_WORD = "guerre"


def _prepare(place: Path) -> None:
    articles.write(place / "articles.jsonl")
    project_from(place / "articles.jsonl")


def _sorted(place: Path) -> Sequence[str | Path]:
    return "-m", "tests.bench.use_list", "sort", place / "articles.annotator"


def _found(place: Path) -> Sequence[str | Path]:
    return "-m", "tests.bench.use_list", "find", place / "articles.annotator"


def _bare_query(place: Path) -> Sequence[str | Path]:
    return Path(__file__).with_name("floor_find.py"), _WORD, place / "articles.annotator"


ROWS = (
    Figure("list of 10,000 articles, opened, sorted, ms", 100, _prepare, _sorted),
    Figure("word in 10,000 articles, ms above the floor", 10, _prepare, _found, _bare_query, above=True),
)
