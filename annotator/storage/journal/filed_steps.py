"""Steps as the journal holds them, with their changes and the rows that a bulk step added."""

from collections.abc import Iterator
from typing import Any, Literal

import orjson

from annotator.domain.frozen_model import FrozenModel
from annotator.storage.file.row_errors import refuse_damaged_rows
from annotator.storage.file.store import Store
from annotator.storage.journal.row_images import STATEMENTS, Row, load_image

StepState = Literal["done", "undone", "dropped", "final"]


class RowChange(FrozenModel):
    """One row before and after a step, or (``last``) a range of rows that a bulk step added."""

    table: str
    key: int
    last: int | None = None
    before: Row | None = None
    after: Row | None = None

    def reversed(self) -> "RowChange":
        """The change that takes this one back."""
        return self.model_copy(update={"before": self.after, "after": self.before})


class FiledStep(FrozenModel):
    """One step of the journal. ``summary`` counts what a bulk step added."""

    step: int
    at: str
    annotator: int | None
    operation: str
    document: str | None
    state: StepState
    summary: dict[str, int]
    changes: tuple[RowChange, ...] = ()


_HISTORY = """
SELECT * FROM steps WHERE :id IS NULL OR document = :id OR step IN (
  SELECT step FROM changes WHERE "table" = 'documents' AND EXISTS (
    SELECT 1 FROM documents WHERE id = :id AND key BETWEEN changes.key AND coalesce(last, changes.key))
  UNION SELECT step FROM changes WHERE "table" = 'layers' AND EXISTS (
    SELECT 1 FROM layers JOIN documents ON documents.key = document
    WHERE documents.id = :id AND layers.key BETWEEN changes.key AND coalesce(last, changes.key))
  UNION SELECT step FROM changes WHERE "table" = 'spans' AND EXISTS (
    SELECT 1 FROM documents JOIN layers ON document = documents.key JOIN spans ON layer = layers.key
    WHERE documents.id = :id AND spans.key BETWEEN changes.key AND coalesce(last, changes.key))
  UNION SELECT step FROM changes WHERE "table" = 'decisions' AND EXISTS (
    SELECT 1 FROM decisions JOIN documents ON documents.key = document
    WHERE documents.id = :id AND decisions.key BETWEEN changes.key AND coalesce(last, changes.key))
) ORDER BY step
"""


def history(store: Store, document: str | None = None) -> Iterator[FiledStep]:
    """All steps in order, or those of one document; a bulk step belongs to every document that it added to."""
    for row in store.rows(_HISTORY, {"id": document}):
        yield with_changes(store, step_from_row(row))


def added_rows(store: Store, step: FiledStep, change: RowChange) -> dict[int, Row]:
    """The rows that a bulk step added, by key, as the step added them.

    The first change by a later step holds the row as it was added. Without one, the row is in its table, or in
    ``removed`` where an undo deleted it.
    """
    keys = (change.key, change.last)
    images = {row[0]: row[1] for row in store.rows(STATEMENTS[change.table].images, keys)}
    for sql in (
        'SELECT key, image FROM removed WHERE "table" = ? AND key BETWEEN ? AND ?',
        (
            'SELECT key, before FROM changes WHERE "table" = ? AND key BETWEEN ? AND ?'
            " AND before IS NOT NULL AND step > ? ORDER BY step DESC"
        ),
    ):
        values = (change.table, *keys, step.step)[: sql.count("?")]
        images |= {row[0]: row[1] for row in store.rows(sql, values)}
    return {key: orjson.loads(image) for key, image in images.items()}


def step_from_row(row: Any) -> FiledStep:
    """The step that a row holds, without its changes."""
    with refuse_damaged_rows:
        return FiledStep(
            step=row["step"],
            at=row["at"],
            annotator=row["annotator"],
            operation=row["operation"],
            document=row["document"],
            state=row["state"],
            summary=orjson.loads(row["summary"]),
        )


def with_changes(store: Store, step: FiledStep) -> FiledStep:
    """The step with its changes, which are read from the journal."""
    rows = store.rows("SELECT * FROM changes WHERE step = ? ORDER BY place", [step.step])
    with refuse_damaged_rows:
        changes = tuple(
            RowChange(
                table=row["table"],
                key=row["key"],
                last=row["last"],
                before=load_image(row["before"]),
                after=load_image(row["after"]),
            )
            for row in rows
        )
    return step.model_copy(update={"changes": changes})
