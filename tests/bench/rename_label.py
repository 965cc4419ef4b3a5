"""The time to rename a label that 100,000 spans use."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import orjson

from annotator.app import jobs
from annotator.app.project.open import new_project
from annotator.app.transfer.importer import import_files
from tests.bench.measurement import Contest

_ARTICLES = 4_000
_SPANS = 25
_WORD = "ministre "


def _article(number: int) -> dict[str, object]:
    head = f"Article {number}. "
    places = [len(head) + place * len(_WORD) for place in range(_SPANS)]
    spans = [
        {"label": "SPEAKER", "start": start, "end": start + 4, "attributes": {"entity": f"Personne {number}-{start}"}}
        for start in places
    ]
    return {
        "id": f"article-{number}",
        "text": head + _WORD * _SPANS,
        "annotator": "Alba",
        "status": "done",
        "spans": spans,
    }


def _prepare(place: Path) -> None:
    with (place / "articles.jsonl").open("wb") as file:
        for number in range(_ARTICLES):
            file.write(orjson.dumps(_article(number), option=orjson.OPT_APPEND_NEWLINE))
    session = new_project(place / "ready.annotator")
    jobs.run(import_files(session, [place / "articles.jsonl"]))
    session.close()


def _ours(place: Path) -> Sequence[str | Path]:
    shutil.copy(place / "ready.annotator", place / "ours.annotator")
    return Path(__file__).with_name("ours_rename.py"), place / "ours.annotator"


def _floor(place: Path) -> Sequence[str | Path]:
    shutil.copy(place / "ready.annotator", place / "floor.annotator")
    return Path(__file__).with_name("floor_rename.py"), place / "floor.annotator"


ROWS = (Contest("rename a label of 100,000 spans", 3.0, _prepare, _ours, _floor),)
