"""The time until the first article is painted, for the sample project and for long articles."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from annotator.app.project.sample import build_sample
from tests.bench import articles
from tests.bench.measurement import Contest, project_from, run

_SAMPLE = ("annotator-a", "000_22f1827607b866df")
_LONG = (articles.ANNOTATOR, articles.FIRST)


def _prepare(place: Path) -> None:
    build_sample(place / "project.annotator")
    _once_for_nothing(place, *_SAMPLE)


def _prepare_long(length: int, place: Path) -> None:
    articles.write_long(place / "project.jsonl", length)
    project_from(place / "project.jsonl")
    _once_for_nothing(place, *_LONG)


def _once_for_nothing(place: Path, annotator: str, document: str) -> None:
    """So that both find their byte code and the files in memory."""
    run(_ours(annotator, document, place))
    run(_floor(document, place))


def _ours(annotator: str, document: str, place: Path) -> Sequence[str | Path]:
    script = Path(__file__).with_name("ours_start.py")
    return script, place / "home", place / "project.annotator", "--annotator", annotator, "--document", document


def _floor(document: str, place: Path) -> Sequence[str | Path]:
    return Path(__file__).with_name("floor_start.py"), place / "project.annotator", document


def _long(name: str, length: int) -> Contest:
    return Contest(
        name, 2.0, partial(_prepare_long, length), partial(_ours, *_LONG), partial(_floor, _LONG[1]), rounds=9
    )


ROWS = (
    Contest(
        "start until the sample article is painted",
        2.0,
        _prepare,
        partial(_ours, *_SAMPLE),
        partial(_floor, _SAMPLE[1]),
        rounds=15,
    ),
    _long("open 1 MB with 5,000 spans until painted", 1_000_000),
    _long("open 5 MB with 25,000 spans until painted", 5_000_000),
)
