"""The time from the focus on a span until its links are painted, in a short and a long article."""

from collections.abc import Sequence
from pathlib import Path

from tests.bench import articles
from tests.bench.label_key import prepare_both
from tests.bench.measurement import Figure


def _walk(project: Path) -> Sequence[str | Path]:
    return "-m", "tests.bench.walk_spans", project, articles.ANNOTATOR, articles.FIRST


def _long(place: Path) -> Sequence[str | Path]:
    return _walk(place / "long.annotator")


def _short(place: Path) -> Sequence[str | Path]:
    return _walk(place / "short.annotator")


ROWS = (
    Figure("links of a focused span among 5,000, p95, ms", 16, prepare_both, _long, rounds=3),
    Figure("the same, to an article of 12 spans, ms", 2, prepare_both, _long, _short, rounds=3),
)
