"""How is a project file opened, and how does SQL reach it?"""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

from sqlite_utils.db import Database

from annotator.domain.errors import Damaged, NotAProject, Refused
from annotator.i18n import tr
from annotator.storage import schema
from annotator.storage.clock import utc_now
from annotator.storage.lock import WriterLock, holder_of

SUFFIX = ".annotator"
_MAGIC = b"SQLite format 3\0"
_BUSY_SECONDS = 5


class Locked(Refused):
    """Somebody else is writing to the project."""


class Unwritable(Refused):
    """The system does not let us write to the project."""


class Store:
    """One open project file. The three methods below are the only ones through which SQL runs.

    A writing store holds the project's lock; a reading one never writes. Failures of SQLite come out as Refused:
    Damaged where the file cannot be read, a plain Refused where the disk is full or a rule of a table is broken.
    """

    def __init__(self, db: Database, path: Path, lock: WriterLock | None) -> None:
        self._db, self.path, self._lock = db, path, lock

    @property
    def read_only(self) -> bool:
        return self._lock is None

    def rows(self, sql: str, values: Sequence[object] | dict[str, object] = ()) -> list[sqlite3.Row]:
        """All rows that the statement gives."""
        with self._plain_errors():
            found: list[sqlite3.Row] = self._db.execute(sql, values).fetchall()
            return found

    def stream(self, sql: str, values: Sequence[object] | dict[str, object] = ()) -> Iterator[sqlite3.Row]:
        """The rows one at a time, for results that are too large to hold."""
        with self._plain_errors():
            yield from self._db.execute(sql, values)

    def run(self, sql: str, values: Sequence[object] | dict[str, object] = ()) -> int:
        """Carry out a statement; the row id of what it inserted."""
        with self._plain_errors():
            return self._db.execute(sql, values).lastrowid or 0

    def run_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        with self._plain_errors():
            self._db.conn.executemany(sql, rows)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing of what happens inside; one inside another is part of it.

        It begins IMMEDIATE: a plain BEGIN would fail with "database is locked" as soon as a read is followed by a
        write and somebody wrote in between.
        """
        if self._db.conn.in_transaction:
            yield
            return
        with self._plain_errors():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.conn.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    @contextmanager
    def _plain_errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.IntegrityError as problem:
            raise Refused(tr("the project's rules forbid this ({problem})", problem=problem)) from problem
        except sqlite3.DatabaseError as problem:
            raise _told(problem, self.path) from problem

    def close(self) -> None:
        self._db.close()
        if self._lock:
            self._lock.release()


def _told(problem: sqlite3.DatabaseError, path: Path) -> Refused:
    said = str(problem)
    if "full" in said:
        return Refused(
            tr("the disk is full, nothing was saved"), where=str(path), remedy=tr("free some space")
        )
    if "readonly" in said or "unable to open" in said:
        return Unwritable(
            tr("the project cannot be written"),
            where=str(path),
            remedy=tr("check the rights of file and folder"),
        )
    if "locked" in said:
        return Refused(tr("the project is busy"), where=str(path), remedy=tr("try again in a moment"))
    return Damaged(
        tr("the project is damaged ({problem})", problem=said),
        where=str(path),
        remedy=tr("run 'annotator check' and restore a copy"),
    )


def create(path: Path, *, scheme: str, guidelines: str) -> Store:
    """A new, empty project with this scheme (JSON) at a place where no file is yet."""
    if path.suffix != SUFFIX:
        raise Refused(
            tr("a project's name ends in {suffix}", suffix=SUFFIX),
            where=str(path),
            remedy=tr("name it {name}", name=path.with_suffix(SUFFIX).name),
        )
    if path.exists():
        raise Refused(tr("the file exists already"), where=str(path), remedy=tr("choose another name"))
    # Built under another name, so that a project is there whole or not at all.
    draft = path.with_name(f".{path.name}.{uuid4().hex}.new")
    try:
        with _build(draft) as db:
            db.execute("INSERT INTO project VALUES (1, ?, ?)", [uuid4().hex, utc_now()])
            db.execute("INSERT INTO scheme VALUES (1, ?, ?)", [scheme, guidelines])
        draft.rename(path)
    except OSError as problem:
        raise Refused(
            tr("the project cannot be created ({problem})", problem=problem.strerror), where=str(path)
        ) from problem
    except sqlite3.DatabaseError as problem:
        raise _told(problem, path) from problem
    finally:
        draft.unlink(missing_ok=True)
    return open_writer(path)


@contextmanager
def _build(path: Path) -> Iterator[Database]:
    db = Database(sqlite3.connect(path, isolation_level=None))
    try:
        db.execute("BEGIN IMMEDIATE")
        _migrate(db)
        yield db
        db.execute("COMMIT")
    finally:
        db.close()


def _migrate(db: Database) -> None:
    """Bring the file to today's tables and stamp it; inside the caller's transaction."""
    if not db["_sqlite_migrations"].exists():
        db.execute(
            "CREATE TABLE _sqlite_migrations (id INTEGER PRIMARY KEY, migration_set TEXT, name TEXT,"
            " applied_at TEXT, UNIQUE (migration_set, name)) STRICT"
        )
    schema.migrations.apply(db)
    db.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {schema.VERSION}")


def open_writer(path: Path) -> Store:
    """Open for writing; raises Locked where another process has done so."""
    version = _refuse_foreign(path)
    try:
        lock = WriterLock.acquire(path)
    except OSError as problem:
        raise Unwritable(
            tr("the project cannot be written ({problem})", problem=problem.strerror),
            where=str(path),
            remedy=tr("check the rights of file and folder"),
        ) from problem
    if lock is None:
        raise Locked(
            tr("the project is open elsewhere ({holder})", holder=holder_of(path)),
            where=str(path),
            remedy=tr("close it there first"),
        )
    try:
        return _open_writing(path, version, lock)
    except sqlite3.DatabaseError as problem:
        lock.release()
        raise _told(problem, path) from problem
    except Refused:
        lock.release()
        raise


def _open_writing(path: Path, version: int, lock: WriterLock) -> Store:
    db = _connect(f"file:{quote(str(path.absolute()))}?mode=rw")
    _refuse_strange_triggers(db, path)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA fullfsync = ON")
    if version < schema.VERSION:
        _copy_aside(path, db, version)
        db.execute("BEGIN IMMEDIATE")
        _migrate(db)
        db.execute("COMMIT")
    return Store(db, path, lock)


def _copy_aside(path: Path, db: Database, version: int) -> None:
    aside = path.with_name(f"{path.stem}.version-{version}{SUFFIX}")
    if not aside.exists():
        copy = sqlite3.connect(aside)
        db.conn.backup(copy)
        copy.close()


def open_reader(path: Path) -> Store:
    """Open for reading only, whoever writes meanwhile."""
    _refuse_foreign(path)
    url = f"file:{quote(str(path.absolute()))}"
    # A read-only connection to a write-ahead project leaves two empty files behind where none were before.
    tidy = not Path(f"{path}-wal").exists()
    try:
        writable = os.access(path.parent, os.W_OK)
        db = _connect(f"{url}?mode=ro" if writable else f"{url}?immutable=1")
        db.execute("SELECT count(*) FROM project").fetchone()
        _refuse_strange_triggers(db, path)
    except sqlite3.DatabaseError as problem:
        raise _told(problem, path) from problem
    return Store(db, path, None, tidy=tidy)


def _connect(url: str) -> Database:
    connection = sqlite3.connect(
        url,
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=_BUSY_SECONDS,
        cached_statements=256,
    )
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA cell_size_check = ON")
    return Database(connection)


def _refuse_strange_triggers(db: Database, path: Path) -> None:
    """Refuse a project with triggers or views other than ours: they would run on our own writes.

    The setting that distrusts them all (trusted_schema) would shut out the word index as well.
    """
    rows = db.execute("SELECT name, sql FROM sqlite_master WHERE type IN ('trigger', 'view')").fetchall()
    if any(row["sql"] not in schema.TRIGGERS for row in rows):
        raise Damaged(
            tr("the project holds triggers that Annotator did not make"),
            where=str(path),
            remedy=tr("import its documents into a new project"),
        )


def _refuse_foreign(path: Path) -> int:
    """The file's version, read from its first bytes; refuses what is no project, or one of a later program."""
    try:
        if not path.is_file():
            raise NotAProject(tr("there is no such project"), where=str(path), remedy=tr("check the name"))
        with path.open("rb") as file:
            head = file.read(100)
    except OSError as problem:
        raise NotAProject(
            tr("the file cannot be read ({problem})", problem=problem.strerror), where=str(path)
        ) from problem
    if len(head) < 100 or not head.startswith(_MAGIC) or int.from_bytes(head[68:72]) != schema.APPLICATION_ID:
        raise NotAProject(
            tr("this is no project of Annotator"),
            where=str(path),
            remedy=tr("create one with 'annotator new', or import the file into one"),
        )
    version = int.from_bytes(head[60:64])
    if version > schema.VERSION:
        raise Refused(
            tr(
                "the project has version {version}, this program knows {own}",
                version=version,
                own=schema.VERSION,
            ),
            where=str(path),
            remedy=tr("use a newer Annotator"),
        )
    return version
