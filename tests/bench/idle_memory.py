"""The memory of the program while it is idle."""

from collections.abc import Sequence
from pathlib import Path

from annotator.app.project.sample import build_sample
from tests.bench.measurement import Figure


def _prepare(place: Path) -> None:
    build_sample(place / "sample.annotator")


def _ours(place: Path) -> Sequence[str | Path]:
    return "-m", "tests.bench.idle_window", place / "sample.annotator"


def _floor(place: Path) -> Sequence[str | Path]:
    return "-m", "tests.bench.floor_memory"


ROWS = (Figure("memory at rest, MB above the floor", 60, _prepare, _ours, _floor, above=True, rounds=3),)
