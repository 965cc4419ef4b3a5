"""The time to merge a return of 1,000 articles with 12,000 spans."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from annotator.app import jobs
from annotator.app.exchange.handout import hand_out
from annotator.app.project.open import new_project, open_project
from annotator.app.transfer.importer import import_files
from tests.bench import articles
from tests.bench.measurement import Figure
from tests.command_line import read_jsonl, write_jsonl

COUNT = 1000


def _prepare(place: Path) -> None:
    """A project that knows the texts only, and a hand-out in which all was marked."""
    articles.write(place / "marked.jsonl", COUNT)
    bare = [{"id": one["id"], "text": one["text"], "meta": one["meta"]} for one in read_jsonl(place / "marked.jsonl")]
    project = new_project(place / "project.annotator")
    jobs.run(import_files(project, [write_jsonl(place / "bare.jsonl", *bare)]))
    jobs.run(hand_out(project, place / "return.annotator", annotator=articles.ANNOTATOR))
    project.close()
    away = open_project(place / "return.annotator", writing=True)
    jobs.run(import_files(away, [place / "marked.jsonl"]))
    away.close()


def _copy(place: Path, name: str) -> Path:
    for path in place.glob(f"{name}.annotator*"):
        path.unlink()
    return Path(shutil.copy(place / "project.annotator", place / f"{name}.annotator"))


def _ours(place: Path) -> Sequence[str | Path]:
    return "-m", "tests.bench.merge_file", _copy(place, "ours"), place / "return.annotator"


def _floor(place: Path) -> Sequence[str | Path]:
    return Path(__file__).with_name("floor_merge.py"), _copy(place, "floor"), place / "return.annotator"


ROWS = (Figure("merge a return, 1,000 articles, 12,000 spans", 3.0, _prepare, _ours, _floor),)
