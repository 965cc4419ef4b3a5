"""The time to import 10,000 articles."""

import contextlib
import shutil
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import orjson

from annotator.app.project.open import new_project
from tests.bench import articles
from tests.bench.measurement import Contest

# What SQLite and its word index make for themselves.
_TABLES = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT GLOB 'sqlite_*' AND name NOT GLOB 'words_*'"


def _prepare(place: Path) -> None:
    articles.write(place / "articles.jsonl")
    new_project(place / "empty.annotator").close()
    with contextlib.closing(sqlite3.connect(place / "empty.annotator")) as project:
        tables = [row[0] for row in project.execute(f"{_TABLES} ORDER BY rowid")]
    (place / "tables.json").write_bytes(orjson.dumps(tables))


def _ours(place: Path) -> Sequence[str | Path]:
    shutil.copy(place / "empty.annotator", place / "ours.annotator")
    return "-m", "annotator", "import", place / "ours.annotator", place / "articles.jsonl"


def _floor(place: Path) -> Sequence[str | Path]:
    for path in place.glob("floor.db*"):
        path.unlink()
    script = Path(__file__).with_name("floor_import.py")
    return script, place / "articles.jsonl", place / "floor.db", place / "tables.json"


ROWS = (Contest("import 10,000 articles, JSONL", 2.5, _prepare, _ours, _floor),)
