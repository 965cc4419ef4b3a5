"""How does SQL reach an open project file, and what becomes of its failures?"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from annotator.domain.errors import Damaged, Refused
from annotator.i18n import tr
from annotator.storage.file.background_check import Checkup, Listener
from annotator.storage.file.lock import WriterLock

Values = Sequence[object] | dict[str, object]

_PRIMARY_CODE = 0xFF


class Locked(Refused):
    """Somebody else is writing to the project."""


class Unwritable(Refused):
    """The project's file or folder may be read, but not written."""


class Sealed(Refused):
    """The file is there to be read, and nobody writes to it."""


class BrokenRule(Refused):
    """A rule of the project's tables forbids the change."""


class Store:
    """One open project file. The methods below are the only ones through which SQL runs.

    A writing store holds the project's lock, and before it writes the file was looked through; a reading one never
    writes. Failures of SQLite come out as Refused: Damaged where the file cannot be read, BrokenRule where a rule of a
    table is broken.
    """

    def __init__(
        self, db: sqlite3.Connection, path: Path, lock: WriterLock | None, checkup: Checkup | None = None
    ) -> None:
        self._db, self.path, self._lock, self._checkup = db, path, lock, checkup

    @property
    def read_only(self) -> bool:
        return self._lock is None

    def rows(self, sql: str, values: Values = ()) -> list[sqlite3.Row]:
        """All rows that the statement gives."""
        with plain_errors(self.path):
            found: list[sqlite3.Row] = self._db.execute(sql, values).fetchall()
        return found

    def stream(self, sql: str, values: Values = ()) -> Iterator[sqlite3.Row]:
        """The rows one at a time, for results that are too large to hold."""
        with plain_errors(self.path):
            yield from self._db.execute(sql, values)

    def run(self, sql: str, values: Values = ()) -> int:
        """Carry out a statement; the row id of what it inserted."""
        with plain_errors(self.path):
            return self._db.execute(sql, values).lastrowid or 0

    def run_many(self, sql: str, rows: Iterable[Values]) -> None:
        """Carry out a statement once for each row of values."""
        with plain_errors(self.path):
            self._db.executemany(sql, rows)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing of what happens inside; one inside another is part of it.

        It begins IMMEDIATE: a plain BEGIN would fail with "database is locked" as soon as a read is followed by a
        write and somebody wrote in between. Raises Damaged where the file does not hang together.
        """
        if self._db.in_transaction:
            yield
            return
        if self._checkup:
            self._checkup.refuse_damage()
        with self._between("BEGIN IMMEDIATE", "COMMIT"):
            yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Everything read inside is the state of one moment, whoever writes meanwhile."""
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

    def on_damage(self, listener: Listener) -> None:
        """Tell of damage that is found beside the work; on whichever thread finds it."""
        if self._checkup:
            self._checkup.on_damage(listener)

    def close(self) -> None:
        """Close the file, and let others write where this store did."""
        if self._checkup:
            self._checkup.stop()
        self._db.close()
        if self._lock:
            self._lock.release()


class plain_errors:  # noqa: N801 - reads as the statement that it is
    """Turns SQLite's failures into refusals that a person understands."""

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
            raise _told(error, self._path) from error


def _told(problem: sqlite3.Error, path: Path) -> Refused:
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
