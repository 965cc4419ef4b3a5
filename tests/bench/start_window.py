"""How long does it take until the first article of the sample project is painted?"""

from collections.abc import Sequence
from pathlib import Path

from annotator.app.sample import build_sample
from tests.bench.measuring import Contest, run

DOCUMENT = "000_22f1827607b866df"


def _prepare(place: Path) -> None:
    build_sample(place / "sample.annotator")
    # Once each for nothing, so that both find their byte code and the files in memory.
    run(_ours(place))
    run(_floor(place))


def _ours(place: Path) -> Sequence[str | Path]:
    script = Path(__file__).with_name("ours_start.py")
    return script, place / "home", place / "sample.annotator", "--annotator", "annotator-a", "--document", DOCUMENT


def _floor(place: Path) -> Sequence[str | Path]:
    return Path(__file__).with_name("floor_start.py"), place / "sample.annotator", DOCUMENT


ROW = Contest("start until the sample article is painted", 2.0, _prepare, _ours, _floor, rounds=15)
