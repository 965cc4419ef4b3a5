"""Undo and redo of the steps in the journal."""

from collections.abc import Callable, Generator, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from annotator.domain.errors import Refused
from annotator.i18n import tr
from annotator.storage.file.store import BrokenRule, Store
from annotator.storage.journal import revisions
from annotator.storage.journal.filed_steps import FiledStep, step_from_row, with_changes
from annotator.storage.journal.row_images import STATEMENTS, Side

UndoJob = Generator[tuple[int, int], None, FiledStep]
"""Yields how many changes are done, and of how many; returns what changed."""

StepCheck = Callable[[FiledStep], None]

# The changes that one statement takes back at most: between two, the caller may stop.
_RUN_LENGTH = 5000


def next_undo(store: Store, annotator: int | None) -> FiledStep | None:
    """The step that Undo takes back, without its changes: the latest one of this annotator or of the project."""
    rows = store.rows(
        "SELECT * FROM steps WHERE state = 'done' AND (annotator IS ? OR annotator IS NULL) ORDER BY step DESC LIMIT 1",
        [annotator],
    )
    return step_from_row(rows[0]) if rows else None


def next_redo(store: Store, annotator: int | None) -> FiledStep | None:
    """The step that Redo repeats, without its changes; None where a later step was done."""
    rows = store.rows(
        "SELECT * FROM steps WHERE state = 'undone' AND (annotator IS :annotator OR annotator IS NULL)"
        " AND step > coalesce((SELECT step FROM steps"
        "   WHERE state = 'done' AND (annotator IS :annotator OR annotator IS NULL) ORDER BY step DESC LIMIT 1), 0)"
        " ORDER BY step LIMIT 1",
        {"annotator": annotator},
    )
    return step_from_row(rows[0]) if rows else None


def undo(store: Store, step: FiledStep, check: StepCheck) -> UndoJob:
    """Take the step back, one run of changes at a time. Refused where a later step depends on it.

    Closing the generator rolls back. ``check`` may refuse the outcome before it is committed. A step over many
    documents is returned without its changes.
    """
    if _touched(store, step, "theirs.step > mine.step AND steps.state IN ('done', 'final')"):
        raise _built_upon()
    filed = step if step.document is None else with_changes(store, step)
    back = filed.model_copy(update={"changes": tuple(change.reversed() for change in reversed(filed.changes))})
    try:
        with store.transaction():
            store.run("PRAGMA defer_foreign_keys = ON")
            yield from _bring_rows(store, step, "before")
            store.run("UPDATE steps SET state = 'undone' WHERE step = ?", [step.step])
            revisions.renew(store, step.step)
            check(back)
    except BrokenRule as problem:
        raise _built_upon() from problem
    return back


def redo(store: Store, step: FiledStep, check: StepCheck) -> UndoJob:
    """Repeat the undone step in the same way. Refused where the rows that it changed are not what they were."""
    if _touched(
        store,
        step,
        "(theirs.step < mine.step AND steps.state = 'undone')"
        " OR (theirs.step > mine.step AND steps.state IN ('done', 'final'))",
    ):
        raise _without_ground()
    filed = step if step.document is None else with_changes(store, step)
    try:
        with store.transaction():
            store.run("PRAGMA defer_foreign_keys = ON")
            yield from _bring_rows(store, step, "after")
            store.run("DELETE FROM removed WHERE step = ?", [step.step])
            store.run("UPDATE steps SET state = 'done' WHERE step = ?", [step.step])
            revisions.renew(store, step.step)
            check(filed)
    except BrokenRule as problem:
        raise _without_ground() from problem
    return filed


class _ChangeHead(NamedTuple):
    """One change without its images: what it did to which row, or to which range of added rows."""

    position: int
    table: str
    key: int
    last: int | None
    inserted: int
    deleted: int

    @property
    def act(self) -> tuple[str, bool, int, int]:
        return self.table, self.last is not None, self.inserted, self.deleted


def _bring_rows(store: Store, step: FiledStep, side: Side) -> Iterator[tuple[int, int]]:
    """Bring the step's rows to their state ``before`` or ``after`` it."""
    changes = [
        _ChangeHead(*row)
        for row in store.rows(
            'SELECT place, "table", key, last, before IS NULL, after IS NULL FROM changes'
            " WHERE step = ? ORDER BY place",
            [step.step],
        )
    ]
    runs = list(_runs(changes))
    done = 0
    for run in reversed(runs) if side == "before" else runs:
        _bring_run(store, step.step, run, side)
        done += len(run)
        yield done, len(changes)


def _runs(changes: Sequence[_ChangeHead]) -> Iterator[Sequence[_ChangeHead]]:
    """Neighbouring changes that did the same to different rows, so that one statement handles all of them."""
    if not changes:
        return
    first = 0
    for number, (change, following) in enumerate(pairwise(changes), 1):
        if (
            change.act != following.act
            or following.key <= change.key
            or change.last is not None
            or number - first == _RUN_LENGTH
        ):
            yield changes[first:number]
            first = number
    yield changes[first:]


def _bring_run(store: Store, step: int, run: Sequence[_ChangeHead], side: Side) -> None:
    sql, change = STATEMENTS[run[0].table], run[0]
    positions = [step, change.position, run[-1].position]
    if change.last is not None:
        keys = [step, change.key, change.last]
        if side == "before":
            store.run(sql.save_images, keys)
            store.run(sql.delete_range, keys[1:])
        else:
            store.run(sql.restore_images, keys)
    elif (change.inserted and side == "before") or (change.deleted and side == "after"):
        store.run(sql.delete_run, positions)
    elif change.inserted or change.deleted:
        store.run(sql.insert_run[side], positions)
    else:
        store.run(sql.update_run[side], positions)


def _touched(store: Store, filed: FiledStep, condition: str) -> bool:
    """Whether another step that meets the condition touches a row that this step touches.

    Every mark was made under the scheme of its day, so a change of the scheme touches all marks, deleted ones too.
    """
    return any(
        store.rows(
            f"SELECT 1 FROM changes mine JOIN changes theirs ON {overlap}"
            f" JOIN steps ON steps.step = theirs.step WHERE mine.step = ? AND ({condition}) LIMIT 1",
            [filed.step],
        )
        for overlap in (
            'theirs."table" = mine."table" AND theirs.key BETWEEN mine.key AND coalesce(mine.last, mine.key)',
            "mine.\"table\" = 'scheme' AND theirs.\"table\" IN ('spans', 'relations')",
        )
    )


def _built_upon() -> Refused:
    return Refused(tr("this step cannot be taken back: later work builds on it"), remedy=tr("undo that work first"))


def _without_ground() -> Refused:
    return Refused(
        tr("this step cannot be brought again: what it builds on was taken back or changed since"),
        remedy=tr("redo or undo that first"),
    )
