"""The time from a label key until the span is saved and painted, in a short and a long article."""

from collections.abc import Sequence
from pathlib import Path

from annotator.app.project.sample import build_sample
from tests.bench import articles
from tests.bench.measurement import Figure, project_from

_SAMPLE = "000_22f1827607b866df"


def _prepare_sample(place: Path) -> None:
    build_sample(place / "sample.annotator")


def _sample(place: Path) -> Sequence[str | Path]:
    return "-m", "tests.bench.press_label", place / "sample.annotator", "annotator-a", _SAMPLE


def prepare_both(place: Path) -> None:
    """A short project and a long one."""
    articles.write(place / "short.jsonl", 1)
    articles.write_long(place / "long.jsonl", 1_000_000)
    for name in ("short", "long"):
        project_from(place / f"{name}.jsonl")


def _long(place: Path) -> Sequence[str | Path]:
    return "-m", "tests.bench.press_label", place / "long.annotator", articles.ANNOTATOR, articles.FIRST


def _short(place: Path) -> Sequence[str | Path]:
    return "-m", "tests.bench.press_label", place / "short.annotator", articles.ANNOTATOR, articles.FIRST


ROWS = (
    Figure("label key until painted, p95, ms", 16, _prepare_sample, _sample, rounds=3),
    Figure("label key in 1 MB, 5,000 spans, to 2.7 kB, ms", 2, prepare_both, _long, _short, rounds=3),
)
