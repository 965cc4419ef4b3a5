"""What is in a project: counts, formats, history?"""

from collections.abc import Iterator
from typing import Any

from annotator.app.review.review import Review
from annotator.app.session import Session
from annotator.formats import catalogue
from annotator.storage.journal import journal
from annotator.storage.journal.journal import Change, FiledStep
from annotator.storage.tables import annotators, decisions, project


def info(session: Session) -> dict[str, Any]:
    """Counts of documents, of each annotator's work and of labels, of the reviewed layer, and of what is to settle."""
    with session.snapshot():
        return {
            "documents": project.document_count(session.store),
            "annotators": project.work_by_person(session.store),
            "labels": project.label_counts(session.store),
            "gold": decisions.gold_counts(session.store),
            "cases": Review(session).read().counts(),
        }


def formats() -> list[dict[str, Any]]:
    """Every format: its name, whether it is read and written, and what it cannot carry."""
    return [
        {"name": known.name, "reads": known.reads, "writes": True, "cannot_carry": list(known.cannot_carry)}
        for known in catalogue.FORMATS.values()
    ]


def history(session: Session, document: str | None = None) -> Iterator[dict[str, Any]]:
    """Every step, the oldest first, or those of one document.

    Rows that a bulk step added come one by one, as it added them.
    """
    if document is not None:
        session.document(document)
    names = {person.key: person.name for person in annotators.everybody(session.store)}
    for step in journal.history(session.store, document):
        yield {
            "step": step.step,
            "at": step.at,
            "annotator": names.get(step.annotator) if step.annotator else None,
            "operation": step.operation,
            "document": step.document,
            "undone": step.state in ("undone", "dropped"),
            "changes": [told for change in step.changes for told in _told(session, step, change)],
        }


def _told(session: Session, step: FiledStep, change: Change) -> Iterator[dict[str, Any]]:
    if change.last is None:
        yield {"table": change.table, "key": change.key, "before": change.before, "after": change.after}
        return
    images = journal.added_images(session.store, step, change)
    for key in range(change.key, change.last + 1):
        yield {"table": change.table, "key": key, "before": None, "after": images.get(key)}
