"""Hand-outs, work on them and merges for tests."""

import contextlib
import sqlite3
from pathlib import Path
from typing import Any

from annotator.app.annotate import spans
from annotator.app.annotate.open_document import OpenDocument
from annotator.app.project.open import open_project
from annotator.domain.marks.marks import Span
from tests.command_line import annotator, facts, read_jsonl, record, write_jsonl

TEXTS = {"a": "Selon Kiev, la paix est loin.", "b": "Moscou réclame quatre régions 🕊.", "c": "Budapest attend."}


def import_texts(project: Path, **texts: str) -> Path:
    """Bring these texts into the project."""
    source = write_jsonl(project.with_suffix(".jsonl"), *[record(text, id=name) for name, text in texts.items()])
    assert annotator("import", project, source).status == 0
    return project


def hand_out(project: Path, name: str, who: str, *more: object) -> Path:
    """A hand-out for this person, beside the project."""
    path = project.with_name(f"{name}.annotator")
    answer = annotator("handout", project, path, "--annotator", who, *more)
    assert answer.status == 0, answer
    return path


def mark(project: Path, who: str, document: str, start: int, end: int, label: str = "SPEAKER") -> Span:
    """Mark something as this person would in the window."""
    session = open_project(project, writing=True)
    try:
        session.work_as(who, create=True)
        return spans.add_span(OpenDocument(session, document), label, start, end)
    finally:
        session.close()


def undo(project: Path, who: str | None) -> None:
    """Take back the last step, of this person or of nobody."""
    session = open_project(project, writing=True)
    try:
        if who:
            session.work_as(who, create=False)
        assert session.undo() is not None
    finally:
        session.close()


def merge(project: Path, *files: Path, status: int = 0, dry: bool = False) -> dict[str, Any]:
    """What bringing back says: documents by what becomes of them, and the refused files."""
    told = facts("merge", project, *files, *(["--dry-run"] if dry else []), status=status)
    named = {what: [one["document"] for one in told[what]] for what in ("added", "renewed", "unchanged")}
    return {what: names for what, names in named.items() if names} | (
        {"refused": told["refused"]} if told["refused"] else {}
    )


def exported_work(project: Path) -> dict[tuple[str, str], Any]:
    """What everybody marked, by document and annotator: status, spans and relations."""
    out = project.with_name("out.jsonl")
    assert annotator("export", project, out, "--format", "jsonl", "--all").status == 0
    return {
        (one["id"], one["annotator"]): (one["status"], one["spans"], one["relations"])
        for one in read_jsonl(out)
        if "annotator" in one
    }


def annotator_id(project: Path, name: str) -> str:
    """The id of the annotator of this name."""
    return str(sql(project, f"SELECT id FROM annotators WHERE name = '{name}'")[0][0])


def sql(project: Path, statement: str) -> list[Any]:
    """Do something to a file, or look at it, behind the program's back."""
    with contextlib.closing(sqlite3.connect(project)) as database, database:
        return database.execute(statement).fetchall()
