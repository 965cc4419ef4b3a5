"""How does every change reach the file, and how is it taken back?

``Writer.put`` and ``Writer.drop`` are the only ways in which a row changes. They write the row and its images before
and after into the same transaction, and from those images any step can be undone and redone, in this run or a later
one, without code of its own. Rows that a bulk step adds (``add_many``) are journaled as ranges of keys; their images
are taken when the step is undone. Rows that a change of the scheme rewrites (``rewrite``) are journaled many at a time.
"""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any, Literal, NamedTuple

import orjson

from annotator.domain.errors import Refused
from annotator.domain.frozen_model import FrozenModel
from annotator.i18n import tr
from annotator.storage.file.clock import utc_now
from annotator.storage.file.row_errors import sound_rows
from annotator.storage.file.store import BrokenRule, Store
from annotator.storage.journal import revisions

Row = dict[str, Any]
State = Literal["done", "undone", "dropped", "final"]

COLUMNS: dict[str, tuple[str, ...]] = {
    "annotators": ("key", "id", "name"),
    # The text comes last, so that a list of documents is read without walking through their texts.
    "documents": ("key", "id", "sha256", "meta", "text"),
    "layers": ("key", "document", "annotator", "status"),
    "spans": ("key", "layer", "id", "label", "start", "end", "fragments", "quote", "attributes", "note"),
    "relations": ("key", "layer", "id", "label", "source", "target", "attributes"),
    "entries": ("key", "registry", "name", "facts"),
    "scheme": ("key", "body", "guidelines"),
    "scheme_changes": ("key", "version", "change"),
    "revisions": ("key", "step", "document", "annotator", "token", "shared"),
    "decisions": (
        "key",
        "document",
        "signature",
        "about",
        "places",
        "action",
        "policy",
        "source",
        "parent",
        "reviewer",
        "at",
        "comment",
        "superseded",
    ),
    "outcomes": ("key", "document", "about", "own", "gold", "settled", "comment"),
}

# Where a row says which layer it belongs to.
_LAYER = {"layers": "key", "spans": "layer", "relations": "layer"}

_SIDES = ("before", "after")


class _Statements:
    """The statements that write one table; built from constants, never from what a user typed."""

    def __init__(self, table: str, columns: tuple[str, ...]) -> None:
        names = ", ".join(f'"{name}"' for name in columns)
        assignments = ", ".join(f'"{name}" = :{name}' for name in columns)
        pairs = ", ".join(f"'{name}', \"{name}\"" for name in columns)
        parts = ", ".join(f"json_extract(image, '$.{name}')" for name in columns)
        self.images = f"SELECT key, json_object({pairs}) FROM {table} WHERE key BETWEEN ? AND ?"
        self.image = f"SELECT json_object({pairs}) FROM {table} WHERE key = ?"
        self.insert = f"INSERT INTO {table} ({names}) VALUES ({', '.join(':' + name for name in columns)})"
        self.insert_many = f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(columns))})"
        self.update = f"UPDATE {table} SET {assignments} WHERE key = :key"
        self.delete = f"DELETE FROM {table} WHERE key = ?"
        self.delete_range = f"DELETE FROM {table} WHERE key BETWEEN ? AND ?"
        self.take_images = (
            f"INSERT INTO removed SELECT ?, '{table}', key, json_object({pairs}) FROM {table} WHERE key BETWEEN ? AND ?"
        )
        self.put_back = (
            f"INSERT INTO {table} ({names}) SELECT {parts} FROM removed"
            f" WHERE step = ? AND \"table\" = '{table}' AND key BETWEEN ? AND ? ORDER BY key"
        )
        self.set_run = {side: self._set_run(table, columns, side) for side in _SIDES}
        self.insert_run = {
            side: f"INSERT INTO {table} ({names}) SELECT {parts} FROM"
            f" (SELECT place, {side} AS image FROM changes WHERE step = ? AND place BETWEEN ? AND ?) ORDER BY place"
            for side in _SIDES
        }
        self.delete_run = (
            f"DELETE FROM {table} WHERE key IN (SELECT key FROM changes WHERE step = ? AND place BETWEEN ? AND ?)"
        )
        if "attributes" in columns:
            self.file_rewritten = self._file_rewritten(table, columns)

    def _set_run(self, table: str, columns: tuple[str, ...], side: str) -> str:
        values = ", ".join(f"\"{name}\" = json_extract(changes.{side}, '$.{name}')" for name in columns[1:])
        return (
            f"UPDATE {table} SET {values} FROM changes"
            f" WHERE changes.step = ? AND changes.place BETWEEN ? AND ? AND {table}.key = changes.key"
        )

    def _file_rewritten(self, table: str, columns: tuple[str, ...]) -> str:
        before = ", ".join(f"'{name}', old.\"{name}\"" for name in columns)
        after = ", ".join(
            f"'{name}', {'new' if name in ('label', 'attributes') else 'old'}.\"{name}\"" for name in columns
        )
        return (
            f"INSERT INTO changes SELECT ?, ? + new.place, '{table}', old.key, NULL, json_object({before}),"
            f" CASE WHEN new.label IS NULL THEN NULL ELSE json_object({after}) END"
            f" FROM rewritten AS new JOIN {table} AS old ON old.key = new.key ORDER BY new.place"
        )


_SQL = {table: _Statements(table, columns) for table, columns in COLUMNS.items()}

_REWRITTEN = """
CREATE TEMP TABLE IF NOT EXISTS rewritten (
  place INTEGER PRIMARY KEY,
  key INTEGER NOT NULL,
  label TEXT,
  attributes TEXT
)
"""
# As many changes as are taken back between two looks at whether somebody wants to stop.
_RUN = 5000


class Change(FrozenModel):
    """One row before and after a step, or (``last``) a range of rows that a bulk step added."""

    table: str
    key: int
    last: int | None = None
    before: Row | None = None
    after: Row | None = None

    def reversed(self) -> "Change":
        return self.model_copy(update={"before": self.after, "after": self.before})


class FiledStep(FrozenModel):
    """One step of the journal. ``summary`` counts what a bulk step added."""

    step: int
    at: str
    annotator: int | None
    operation: str
    document: str | None
    state: State
    summary: dict[str, int]
    changes: tuple[Change, ...] = ()


class Writer:
    """Writes the rows of one step and keeps their images."""

    def __init__(self, store: Store, step: int) -> None:
        self._store, self.step = store, step
        self.changes: list[Change] = []
        self._layers: set[int] = set()
        self._filed = 0
        self._place = 0

    @property
    def changed(self) -> bool:
        """Whether the step did anything."""
        return bool(self.changes) or self._place > 0

    def put(self, table: str, row: Row) -> int:
        """Insert the row, or replace the one with its ``key``; the key."""
        sql = _SQL[table]
        before = self._image(table, row["key"]) if row.get("key") else None
        if before is None:
            row = {**row, "key": self._store.run(sql.insert, {**row, "key": row.get("key")})}
        else:
            self._store.run(sql.update, row)
        self._file(Change(table=table, key=row["key"], before=before, after=row))
        self._touch(table, row)
        return int(row["key"])

    def drop(self, table: str, key: int) -> None:
        """Delete the row with this key."""
        before = self._image(table, key)
        self._store.run(_SQL[table].delete, [key])
        self._file(Change(table=table, key=key, before=before))
        self._touch(table, before or {})

    def add_many(self, table: str, rows: Sequence[Sequence[object]]) -> None:
        """Insert rows with new, ascending keys without gaps; they are journaled as a range."""
        if rows:
            self._store.run_many(_SQL[table].insert_many, rows)
            if table in _LAYER:
                place = COLUMNS[table].index(_LAYER[table])
                self._layers.update(int(str(row[place])) for row in rows)
            self._extend(table, int(str(rows[0][0])), int(str(rows[-1][0])))

    def rewrite(self, table: str, rows: Sequence[tuple[int, str | None, str | None]]) -> None:
        """Give spans or relations (by key) another label and attributes; without a label they are deleted.

        A row may come only once. Their images never pass through Python: a change of the scheme may concern a
        hundred thousand of them.
        """
        self.file_changes()
        self._store.run(_REWRITTEN)
        self._store.run("DELETE FROM rewritten")
        self._store.run_many("INSERT INTO rewritten VALUES (?, ?, ?, ?)", [(n, *row) for n, row in enumerate(rows)])
        self._store.run(_SQL[table].file_rewritten, [self.step, self._place])
        self._place += len(rows)
        touched = self._store.rows(f"SELECT DISTINCT layer FROM {table} JOIN rewritten ON rewritten.key = {table}.key")
        self._layers.update(row[0] for row in touched)
        if any(label is not None for _, label, _ in rows):
            self._store.run(
                f"UPDATE {table} SET label = new.label, attributes = new.attributes FROM rewritten AS new"
                f" WHERE new.key = {table}.key AND new.label IS NOT NULL"
            )
        if any(label is None for _, label, _ in rows):
            self._store.run(f"DELETE FROM {table} WHERE key IN (SELECT key FROM rewritten WHERE label IS NULL)")

    def file_changes(self) -> None:
        """Write to the journal what was changed and not yet written there."""
        unfiled = self.changes[self._filed :]
        self._store.run_many(
            "INSERT INTO changes VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (self.step, place, change.table, change.key, change.last, _dump(change.before), _dump(change.after))
                for place, change in enumerate(unfiled, self._place)
            ],
        )
        self._filed, self._place = len(self.changes), self._place + len(unfiled)

    def next_key(self, table: str) -> int:
        """A key that no row of the table has or ever had."""
        found = self._store.rows("SELECT seq FROM sqlite_sequence WHERE name = ?", [table])
        return found[0][0] + 1 if found else 1

    def _extend(self, table: str, first: int, last: int) -> None:
        for place in range(len(self.changes) - 1, self._filed - 1, -1):
            known = self.changes[place]
            if known.table == table and known.last is not None and known.last == first - 1:
                self.changes[place] = known.model_copy(update={"last": last})
                return
        self.changes.append(Change(table=table, key=first, last=last))

    def note_revisions(self, *, shared: bool) -> None:
        """Give the layers that the step touched their new states, unless it brought those itself."""
        if not any(change.table == "revisions" for change in self.changes):
            revisions.note(self._store, self.step, self._layers, shared=shared)

    def _file(self, change: Change) -> None:
        self.changes.append(change)

    def _touch(self, table: str, row: Row) -> None:
        if table in _LAYER and row:
            self._layers.add(row[_LAYER[table]])

    def _image(self, table: str, key: int) -> Row | None:
        found = self._store.rows(_SQL[table].image, [key])
        return orjson.loads(found[0][0]) if found else None


@contextmanager
def step(
    store: Store,
    operation: str,
    *,
    annotator: int | None,
    document: str | None = None,
    undoable: bool = True,
    shared: bool = False,
) -> Iterator[Writer]:
    """One step: everything its writer does is committed together, or nothing is.

    ``annotator`` is the key of the person whose step it is; None for the project's own; ``shared`` says that layers
    only follow what belongs to everybody. What could be redone before
    cannot be any more: the person's own steps, and everybody's after a step over many documents. A step that
    changed nothing leaves no trace.
    """
    with store.transaction():
        number = store.run(
            "INSERT INTO steps (at, annotator, operation, document, state, summary) VALUES (?, ?, ?, ?, ?, '{}')",
            [utc_now(), annotator, operation, document, "done" if undoable else "final"],
        )
        writer = Writer(store, number)
        yield writer
        if writer.changed:
            writer.file_changes()
            writer.note_revisions(shared=shared)
            if undoable:
                store.run(
                    "UPDATE steps SET state = 'dropped' WHERE state = 'undone'"
                    " AND (:document IS NULL OR annotator IS NULL OR annotator = :who)",
                    {"who": annotator, "document": document},
                )
        else:
            store.run("DELETE FROM steps WHERE step = ?", [number])


def summarise(store: Store, number: int, summary: dict[str, int]) -> None:
    """Note what a bulk step came to, for the sentence that offers to take it back."""
    store.run("UPDATE steps SET summary = ? WHERE step = ?", [orjson.dumps(summary).decode(), number])


def next_undo(store: Store, annotator: int | None) -> FiledStep | None:
    """The step that Undo would take back, without its changes: the latest one of this person or of the project."""
    found = store.rows(
        "SELECT * FROM steps WHERE state = 'done' AND (annotator IS ? OR annotator IS NULL) ORDER BY step DESC LIMIT 1",
        [annotator],
    )
    return _head(found[0]) if found else None


def next_redo(store: Store, annotator: int | None) -> FiledStep | None:
    """The step that Redo would bring again, without its changes; none where something was done since."""
    found = store.rows(
        "SELECT * FROM steps WHERE state = 'undone' AND (annotator IS :who OR annotator IS NULL)"
        " AND step > coalesce((SELECT step FROM steps"
        "   WHERE state = 'done' AND (annotator IS :who OR annotator IS NULL) ORDER BY step DESC LIMIT 1), 0)"
        " ORDER BY step LIMIT 1",
        {"who": annotator},
    )
    return _head(found[0]) if found else None


# How many changes are through, of how many; in the end, what changed.
Walk = Generator[tuple[int, int], None, FiledStep]
Check = Callable[[FiledStep], None]


def undoing(store: Store, step: FiledStep, check: Check) -> Walk:
    """Take the step back bit by bit; closing it brings back what it took. Refused where later work builds on it.

    ``check`` may refuse what came of it before it is committed. A step over many documents is told without its changes.
    """
    if _touched(store, step, "other.step > mine.step AND steps.state IN ('done', 'final')"):
        raise _built_upon()
    filed = step if step.document is None else _with_changes(store, step)
    back = filed.model_copy(update={"changes": tuple(change.reversed() for change in reversed(filed.changes))})
    try:
        with store.transaction():
            store.run("PRAGMA defer_foreign_keys = ON")
            yield from _walk(store, step, "before")
            store.run("UPDATE steps SET state = 'undone' WHERE step = ?", [step.step])
            revisions.repeat(store, step.step)
            check(back)
    except BrokenRule as problem:
        raise _built_upon() from problem
    return back


def redoing(store: Store, step: FiledStep, check: Check) -> Walk:
    """Bring the undone step again, in the same way. Refused where its ground is not what it was."""
    if _touched(
        store,
        step,
        "(other.step < mine.step AND steps.state = 'undone')"
        " OR (other.step > mine.step AND steps.state IN ('done', 'final'))",
    ):
        raise _without_ground()
    filed = step if step.document is None else _with_changes(store, step)
    try:
        with store.transaction():
            store.run("PRAGMA defer_foreign_keys = ON")
            yield from _walk(store, step, "after")
            store.run("DELETE FROM removed WHERE step = ?", [step.step])
            store.run("UPDATE steps SET state = 'done' WHERE step = ?", [step.step])
            revisions.repeat(store, step.step)
            check(filed)
    except BrokenRule as problem:
        raise _without_ground() from problem
    return filed


class _Place(NamedTuple):
    """One change in short: what it did to which row, or to which range of added rows."""

    place: int
    table: str
    key: int
    last: int | None
    inserted: int
    deleted: int

    @property
    def act(self) -> tuple[str, bool, int, int]:
        return self.table, self.last is not None, self.inserted, self.deleted


def _walk(store: Store, step: FiledStep, side: str) -> Iterator[tuple[int, int]]:
    """Bring the step's rows to what they were ``before`` or ``after`` it."""
    places = [
        _Place(*row)
        for row in store.rows(
            'SELECT place, "table", key, last, before IS NULL, after IS NULL FROM changes'
            " WHERE step = ? ORDER BY place",
            [step.step],
        )
    ]
    runs = list(_runs(places))
    through = 0
    for run in reversed(runs) if side == "before" else runs:
        _bring(store, step.step, run, side)
        through += len(run)
        yield through, len(places)


def _runs(places: Sequence[_Place]) -> Iterator[Sequence[_Place]]:
    """Neighbours that did the same to different rows, so that one statement does for all."""
    if not places:
        return
    first = 0
    for number, (one, two) in enumerate(pairwise(places), 1):
        if one.act != two.act or two.key <= one.key or one.last is not None or number - first == _RUN:
            yield places[first:number]
            first = number
    yield places[first:]


def _bring(store: Store, step: int, run: Sequence[_Place], side: str) -> None:
    sql, change = _SQL[run[0].table], run[0]
    stretch = [step, change.place, run[-1].place]
    if change.last is not None:
        ends = [step, change.key, change.last]
        if side == "before":
            store.run(sql.take_images, ends)
            store.run(sql.delete_range, ends[1:])
        else:
            store.run(sql.put_back, ends)
    elif (change.inserted and side == "before") or (change.deleted and side == "after"):
        store.run(sql.delete_run, stretch)
    elif change.inserted or change.deleted:
        store.run(sql.insert_run[side], stretch)
    else:
        store.run(sql.set_run[side], stretch)


def _touched(store: Store, filed: FiledStep, others: str) -> bool:
    """Whether another step of this description touches a row that the step touches.

    Every mark was made under the scheme of its day, so a change of the scheme touches them all, also those that are
    gone.
    """
    return any(
        store.rows(
            f"SELECT 1 FROM changes mine JOIN changes other ON {meeting}"
            f" JOIN steps ON steps.step = other.step WHERE mine.step = ? AND ({others}) LIMIT 1",
            [filed.step],
        )
        for meeting in (
            'other."table" = mine."table" AND other.key BETWEEN mine.key AND coalesce(mine.last, mine.key)',
            "mine.\"table\" = 'scheme' AND other.\"table\" IN ('spans', 'relations')",
        )
    )


def _built_upon() -> Refused:
    return Refused(tr("this step cannot be taken back: later work builds on it"), remedy=tr("undo that work first"))


def _without_ground() -> Refused:
    return Refused(
        tr("this step cannot be brought again: what it builds on was taken back or changed since"),
        remedy=tr("redo or undo that first"),
    )


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
    """All steps in order, or those of one document; bulk steps belong to every document that they added to."""
    for row in store.rows(_HISTORY, {"id": document}):
        yield _filed(store, row)


def added_images(store: Store, step: FiledStep, change: Change) -> dict[int, Row]:
    """The rows that a bulk step added, by key, as it added them.

    That is how they stand now, or stood when an undo took them away, unless a later step says what it found.
    """
    keys = (change.key, change.last)
    found = {row[0]: row[1] for row in store.rows(_SQL[change.table].images, keys)}
    for sql in (
        'SELECT key, image FROM removed WHERE "table" = ? AND key BETWEEN ? AND ?',
        (
            'SELECT key, before FROM changes WHERE "table" = ? AND key BETWEEN ? AND ?'
            " AND before IS NOT NULL AND step > ? ORDER BY step DESC"
        ),
    ):
        values = (change.table, *keys, step.step)[: sql.count("?")]
        found |= {row[0]: row[1] for row in store.rows(sql, values)}
    return {key: orjson.loads(image) for key, image in found.items()}


def _filed(store: Store, row: Any) -> FiledStep:
    return _with_changes(store, _head(row))


def _head(row: Any) -> FiledStep:
    with sound_rows:
        return FiledStep(
            step=row["step"],
            at=row["at"],
            annotator=row["annotator"],
            operation=row["operation"],
            document=row["document"],
            state=row["state"],
            summary=orjson.loads(row["summary"]),
        )


def _with_changes(store: Store, step: FiledStep) -> FiledStep:
    rows = store.rows("SELECT * FROM changes WHERE step = ? ORDER BY place", [step.step])
    with sound_rows:
        changes = tuple(
            Change(
                table=row["table"],
                key=row["key"],
                last=row["last"],
                before=_load(row["before"]),
                after=_load(row["after"]),
            )
            for row in rows
        )
    return step.model_copy(update={"changes": changes})


def _dump(image: Row | None) -> str | None:
    return None if image is None else orjson.dumps(image).decode()


def _load(image: str | None) -> Row | None:
    return None if image is None else orjson.loads(image)
