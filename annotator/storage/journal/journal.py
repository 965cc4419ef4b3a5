"""The writer of rows and its journal: one step, one transaction.

``Writer`` is the only way in which a row changes. It writes the row and its images before and after into the same
transaction. From those images ``undo.py`` takes back and repeats any step, in this run or a later one. Rows that a
bulk step adds (``add_many``) are journaled as ranges of keys; their images are saved when the step is undone. Rows
that a change of the scheme rewrites (``rewrite``) are journaled many at a time.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

import orjson

from annotator.domain.operations import Operation
from annotator.storage.file.clock import utc_now
from annotator.storage.file.store import Store
from annotator.storage.journal import revisions
from annotator.storage.journal.filed_steps import RowChange
from annotator.storage.journal.row_images import COLUMNS, LAYER_COLUMNS, STATEMENTS, Row, dump_image, load_image

_REWRITTEN = """
CREATE TEMP TABLE IF NOT EXISTS rewritten (
  place INTEGER PRIMARY KEY,
  key INTEGER NOT NULL,
  label TEXT,
  attributes TEXT
)
"""


class Writer:
    """Writes the rows of one step and keeps their images."""

    def __init__(self, store: Store, step: int) -> None:
        self._store, self.step = store, step
        self.changes: list[RowChange] = []
        self._layers: set[int] = set()
        # How many of ``changes`` are in the journal already.
        self._filed = 0
        # The position of the next change in the journal of this step.
        self._position = 0

    @property
    def changed(self) -> bool:
        """Whether the step changed anything."""
        return bool(self.changes) or self._position > 0

    def put(self, table: str, row: Row) -> int:
        """Insert the row, or replace the one with its ``key``; the key."""
        sql = STATEMENTS[table]
        before = self._read(table, row["key"]) if row.get("key") else None
        if before is None:
            row = {**row, "key": self._store.run(sql.insert, {**row, "key": row.get("key")})}
        else:
            self._store.run(sql.update, row)
        self.changes.append(RowChange(table=table, key=row["key"], before=before, after=row))
        self._note_layer(table, row)
        return int(row["key"])

    def drop(self, table: str, key: int) -> None:
        """Delete the row with this key."""
        before = self._read(table, key)
        self._store.run(STATEMENTS[table].delete, [key])
        self.changes.append(RowChange(table=table, key=key, before=before))
        self._note_layer(table, before or {})

    def add_many(self, table: str, rows: Sequence[Sequence[object]]) -> None:
        """Insert rows with new, ascending keys without gaps; they are journaled as a range."""
        if rows:
            self._store.run_many(STATEMENTS[table].insert_many, rows)
            if table in LAYER_COLUMNS:
                column = COLUMNS[table].index(LAYER_COLUMNS[table])
                self._layers.update(int(str(row[column])) for row in rows)
            self._extend_range(table, int(str(rows[0][0])), int(str(rows[-1][0])))

    def rewrite(self, table: str, rows: Sequence[tuple[int, str | None, str | None]]) -> None:
        """Give spans or relations (by key) another label and attributes; without a label they are deleted.

        A row may come only once. The images are made by SQLite and never pass through Python: a change of the scheme
        may concern a hundred thousand rows.
        """
        self.file_changes()
        self._store.run(_REWRITTEN)
        self._store.run("DELETE FROM rewritten")
        self._store.run_many("INSERT INTO rewritten VALUES (?, ?, ?, ?)", [(n, *row) for n, row in enumerate(rows)])
        self._store.run(STATEMENTS[table].file_rewritten, [self.step, self._position])
        self._position += len(rows)
        layers = self._store.rows(f"SELECT DISTINCT layer FROM {table} JOIN rewritten ON rewritten.key = {table}.key")
        self._layers.update(row[0] for row in layers)
        if any(label is not None for _, label, _ in rows):
            self._store.run(
                f"UPDATE {table} SET label = new.label, attributes = new.attributes FROM rewritten AS new"
                f" WHERE new.key = {table}.key AND new.label IS NOT NULL"
            )
        if any(label is None for _, label, _ in rows):
            self._store.run(f"DELETE FROM {table} WHERE key IN (SELECT key FROM rewritten WHERE label IS NULL)")

    def file_changes(self) -> None:
        """Write the changes to the journal that are not there yet."""
        unfiled = self.changes[self._filed :]
        self._store.run_many(
            "INSERT INTO changes VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    self.step,
                    position,
                    change.table,
                    change.key,
                    change.last,
                    dump_image(change.before),
                    dump_image(change.after),
                )
                for position, change in enumerate(unfiled, self._position)
            ],
        )
        self._filed, self._position = len(self.changes), self._position + len(unfiled)

    def next_keys(self, tables: Collection[str]) -> dict[str, int]:
        """For each table, a key that no row of it has or ever had, and after which all keys are free."""
        last: dict[str, int] = {row[0]: row[1] for row in self._store.rows("SELECT name, seq FROM sqlite_sequence")}
        return {table: last.get(table, 0) + 1 for table in tables}

    def note_revisions(self, *, shared: bool) -> None:
        """Give the layers that the step changed their new tokens, unless the step wrote tokens itself."""
        if not any(change.table == "revisions" for change in self.changes):
            revisions.add(self._store, self.step, self._layers, shared=shared)

    def _extend_range(self, table: str, first: int, last: int) -> None:
        """File a range of added rows; it extends the previous range of the table if only ranges came in between.

        Behind the change of a single row it is filed anew: a new row may have the id of a row that was deleted before,
        so undo and redo must keep their order.
        """
        for position in range(len(self.changes) - 1, self._filed - 1, -1):
            change = self.changes[position]
            if change.last is None:
                break
            if change.table == table and change.last == first - 1:
                self.changes[position] = change.model_copy(update={"last": last})
                return
        self.changes.append(RowChange(table=table, key=first, last=last))

    def _note_layer(self, table: str, row: Row) -> None:
        if table in LAYER_COLUMNS and row:
            self._layers.add(row[LAYER_COLUMNS[table]])

    def _read(self, table: str, key: int) -> Row | None:
        rows = self._store.rows(STATEMENTS[table].image, [key])
        return load_image(rows[0][0]) if rows else None


@contextmanager
def step(
    store: Store,
    operation: Operation,
    *,
    annotator: int | None,
    document: str | None = None,
    undoable: bool = True,
    shared: bool = False,
) -> Iterator[Writer]:
    """One step: everything that its writer does is committed together, or nothing is.

    ``annotator`` is the key of the annotator whose step it is; None for the project's own. ``shared`` says that layers
    change only because something common to all changed: the scheme, a registry. The step ends what could be redone
    before: the annotator's own undone steps, and those of all annotators after a step over many documents. A step
    that changed nothing leaves no trace.
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
                    " AND (:document IS NULL OR annotator IS NULL OR annotator = :annotator)",
                    {"annotator": annotator, "document": document},
                )
        else:
            store.run("DELETE FROM steps WHERE step = ?", [number])


def summarise(store: Store, number: int, summary: dict[str, int]) -> None:
    """Store the counts of a bulk step, which the offer to undo it names."""
    store.run("UPDATE steps SET summary = ? WHERE step = ?", [orjson.dumps(summary).decode(), number])
