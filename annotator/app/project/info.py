"""Facts about a project: counts, formats and history."""

from collections.abc import Iterator
from typing import Any

from annotator.app.review.review import Review
from annotator.app.session import Session
from annotator.formats import catalogue
from annotator.storage.journal import filed_steps
from annotator.storage.journal.filed_steps import FiledStep, RowChange
from annotator.storage.tables import annotators, decisions, project


def info(session: Session) -> dict[str, Any]:
    """Counts of documents, of each annotator's work, of labels, of gold and of cases."""
    with session.snapshot():
        return {
            "documents": project.document_count(session.store),
            "annotators": project.work_by_annotator(session.store),
            "labels": project.label_counts(session.store),
            "gold": decisions.gold_counts(session.store),
            "cases": Review(session).read().counts(),
        }


def formats() -> list[dict[str, Any]]:
    """All formats: name, whether it can be read and written, and what it cannot carry."""
    return [
        {
            "name": file_format.name,
            "reads": file_format.reads,
            "writes": True,
            "cannot_carry": list(file_format.cannot_carry),
        }
        for file_format in catalogue.FORMATS
    ]


def history(session: Session, document: str | None = None) -> Iterator[dict[str, Any]]:
    """All steps, or those of one document, the oldest first.

    The rows that a bulk step added are listed one by one, as it added them.
    """
    if document is not None:
        session.document(document)
    names = {annotator.key: annotator.name for annotator in annotators.read_all(session.store)}
    for step in filed_steps.history(session.store, document):
        yield {
            "step": step.step,
            "at": step.at,
            "annotator": names.get(step.annotator) if step.annotator else None,
            "operation": step.operation,
            "document": step.document,
            "undone": step.state in ("undone", "dropped"),
            "changes": [row for change in step.changes for row in _changed_rows(session, step, change)],
        }


def _changed_rows(session: Session, step: FiledStep, change: RowChange) -> Iterator[dict[str, Any]]:
    if change.last is None:
        yield {"table": change.table, "key": change.key, "before": change.before, "after": change.after}
        return
    images = filed_steps.added_rows(session.store, step, change)
    for key in range(change.key, change.last + 1):
        yield {"table": change.table, "key": key, "before": None, "after": images.get(key)}
