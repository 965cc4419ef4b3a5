"""The batch writer: new rows of one step, which get their keys at once and are written together."""

from collections.abc import Sequence

from annotator.storage.journal.journal import Writer
from annotator.storage.journal.row_images import COLUMNS, Row

_LIMIT = 500


class BatchWriter:
    """Collects new rows and writes each table's rows together, journaled as ranges of keys.

    The keys are counted on from those of the file, which is asked once. As long as the batch is in use, no one else may
    insert rows into its tables; after such an insertion, call ``forget_keys``. ``tables`` are written in their order,
    so that rows come after the rows that they refer to. A batch is full with ``limit`` rows.
    """

    def __init__(self, writer: Writer, tables: Sequence[str], *, limit: int = _LIMIT) -> None:
        self._writer, self._limit = writer, limit
        self._rows: dict[str, list[tuple[object, ...]]] = {table: [] for table in tables}
        self._next_keys: dict[str, int] = {}

    def next_key(self, table: str) -> int:
        """The key that the next new row of the table gets."""
        return self._keys()[table]

    def add(self, table: str, row: Row) -> int:
        """Collect a new row; its key, whatever ``key`` the row has."""
        return self.add_values(table, *[row[column] for column in COLUMNS[table][1:]])

    def add_values(self, table: str, *values: object) -> int:
        """Collect a new row with these values, in the order of the columns behind the key; its key."""
        next_keys = self._next_keys or self._keys()
        key = next_keys[table]
        next_keys[table] = key + 1
        self._rows[table].append((key, *values))
        return key

    def add_now(self, table: str, row: Row) -> int:
        """Write a new row at once, after the collected ones and with its image in the journal; its key."""
        self.flush()
        key = self._writer.put(table, row)
        if self._next_keys:
            self._next_keys[table] = key + 1
        return key

    def holds(self, table: str) -> bool:
        """Whether rows of the table are collected and not yet written."""
        return bool(self._rows[table])

    def flush_if_full(self) -> bool:
        """Write the rows where the batch is full; whether it was."""
        if sum(map(len, self._rows.values())) < self._limit:
            return False
        self.flush()
        return True

    def flush(self) -> None:
        """Write the rows that are collected."""
        for table, rows in self._rows.items():
            self._writer.add_many(table, rows)
            self._rows[table] = []

    def forget_keys(self) -> None:
        """Ask the file for keys again: someone else inserted rows after ``flush``."""
        self._next_keys = {}

    def _keys(self) -> dict[str, int]:
        if not self._next_keys:
            self._next_keys = self._writer.next_keys(self._rows)
        return self._next_keys
