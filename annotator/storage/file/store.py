"""The store: SQL on an open project file, with the failures of SQLite as refusals."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from annotator.domain.errors import Damaged, Refused
from annotator.i18n import tr
from annotator.storage.file.background_check import BackgroundCheck, DamageListener
from annotator.storage.file.lock import WriterLock

SqlParameters = Sequence[object] | dict[str, object]

_PRIMARY_CODE = 0xFF


class Locked(Refused):
    """Another process is writing to the project."""


class Unwritable(Refused):
    """The project's file or folder may be read, but not written."""


class Sealed(Refused):
    """The file is for reading only."""


class BrokenRule(Refused):
    """A rule of the project's tables forbids the change."""


class Store:
    """One open project file. All SQL runs through the methods below.

    A writing store holds the project's lock, and its file is checked for damage before it writes; a reading store never
    writes. Failures of SQLite become Refused: Damaged where the file cannot be read, BrokenRule where a rule of a table
    is broken.
    """

    def __init__(
        self, db: sqlite3.Connection, path: Path, lock: WriterLock | None, check: BackgroundCheck | None = None
    ) -> None:
        self._db, self.path, self._lock, self._check = db, path, lock, check

    @property
    def read_only(self) -> bool:
        return self._lock is None

    def rows(self, sql: str, values: SqlParameters = ()) -> list[sqlite3.Row]:
        """All rows that the statement returns."""
        with plain_errors(self.path):
            rows: list[sqlite3.Row] = self._db.execute(sql, values).fetchall()
        return rows

    def stream(self, sql: str, values: SqlParameters = ()) -> Iterator[sqlite3.Row]:
        """The rows one at a time, for results that are too large for memory."""
        with plain_errors(self.path):
            yield from self._db.execute(sql, values)

    def run(self, sql: str, values: SqlParameters = ()) -> int:
        """Execute a statement; the id of the row that it inserted."""
        with plain_errors(self.path):
            return self._db.execute(sql, values).lastrowid or 0

    def run_many(self, sql: str, rows: Iterable[SqlParameters]) -> None:
        """Execute a statement once for each row of values."""
        with plain_errors(self.path):
            self._db.executemany(sql, rows)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """A transaction, committed as a whole or not at all; a nested one is part of the outer one.

        It begins with IMMEDIATE: after a plain BEGIN, a read followed by a write fails with "database is locked" if
        another process wrote in between. Raises Damaged where the check found the file damaged.
        """
        if self._db.in_transaction:
            yield
            return
        if self._check:
            self._check.refuse_damage()
        with self._between("BEGIN IMMEDIATE", "COMMIT"):
            yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """A read transaction: all that is read inside is the state of one moment."""
        if self._db.in_transaction:
            yield
            return
        with self._between("BEGIN", "COMMIT"):
            yield

    @contextmanager
    def _between(self, begin: str, end: str) -> Iterator[None]:
        with plain_errors(self.path):
            self._db.execute(begin)
            try:
                yield
                self._db.execute(end)
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    def on_damage(self, listener: DamageListener) -> None:
        """Call the listener when the background check finds damage, on the thread of the check."""
        if self._check:
            self._check.on_damage(listener)

    def close(self) -> None:
        """Close the file and release its lock."""
        if self._check:
            self._check.stop()
        self._db.close()
        if self._lock:
            self._lock.release()


class plain_errors:  # noqa: N801 - reads as the statement that it is
    """A context that turns failures of SQLite into refusals in plain words."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        return

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, UnicodeEncodeError):
            raise Refused(
                tr("half a character cannot be looked up or kept"),
                where=str(self._path),
                remedy=tr("check the name"),
            ) from error
        if isinstance(error, sqlite3.Error) and not isinstance(error, sqlite3.ProgrammingError):
            raise _refusal(error, self._path) from error


def _refusal(problem: sqlite3.Error, path: Path) -> Refused:
    where = str(path)
    match getattr(problem, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & _PRIMARY_CODE:
        case sqlite3.SQLITE_CONSTRAINT:
            return BrokenRule(tr("the project's rules forbid this ({problem})", problem=problem), where=where)
        case sqlite3.SQLITE_FULL:
            return Refused(tr("the disk is full, nothing was saved"), where=where, remedy=tr("free some space"))
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return Unwritable(
                tr("the project cannot be written"), where=where, remedy=tr("check the rights of file and folder")
            )
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return Locked(tr("the project is busy"), where=where, remedy=tr("try again in a moment"))
        case sqlite3.SQLITE_IOERR:
            return Refused(
                tr("the disk reports an error ({problem})", problem=problem), where=where, remedy=tr("check the disk")
            )
    return Damaged(
        tr("the project is damaged ({problem})", problem=problem),
        where=where,
        remedy=tr("run 'annotator check' and restore a copy"),
    )
