"""How is a project file made, opened for writing, and opened for reading?"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection
from urllib.parse import quote
from uuid import uuid4

from annotator.domain.errors import Damaged, NewerProject, NotAProject, Refused
from annotator.i18n import tr
from annotator.storage import schema
from annotator.storage.clock import utc_now
from annotator.storage.lock import WriterLock, holder_of
from annotator.storage.store import Locked, Store, Unwritable, plain_errors

SUFFIX = ".annotator"
_MAGIC = b"SQLite format 3\0"
_HEADER = 100
_BUSY_SECONDS = 5


def create(path: Path, *, scheme: str, guidelines: str) -> Store:
    """A new, empty project with this scheme (JSON) at a place where no file is yet."""
    if path.suffix != SUFFIX:
        raise Refused(
            tr("a project's name ends in {suffix}", suffix=SUFFIX),
            where=str(path),
            remedy=tr("name it {name}", name=f"{path.stem or 'project'}{SUFFIX}"),
        )
    # Built under another name, so that a project is there whole or not at all.
    draft = path.with_name(f".{uuid4().hex}{SUFFIX}-new")
    try:
        if path.exists():
            raise Refused(tr("the file exists already"), where=str(path), remedy=tr("choose another name"))
        if not path.parent.is_dir():
            raise Refused(tr("there is no such folder"), where=str(path.parent), remedy=tr("create it first"))
        with plain_errors(path), _build(draft) as db:
            db.execute("INSERT INTO project VALUES (1, ?, ?)", [uuid4().hex, utc_now()])
            db.execute("INSERT INTO scheme VALUES (1, ?, ?)", [scheme, guidelines])
        draft.rename(path)
        _settle(path.parent)
    except OSError as problem:
        raise Refused(
            tr("the project cannot be created ({problem})", problem=problem.strerror),
            where=str(path),
            remedy=tr("choose another place"),
        ) from problem
    finally:
        draft.unlink(missing_ok=True)
    return open_writer(path)


@contextmanager
def _build(path: Path) -> Iterator[Connection]:
    db = sqlite3.connect(path, isolation_level=None)
    try:
        db.execute("BEGIN IMMEDIATE")
        _migrate(db)
        yield db
        db.execute("COMMIT")
    finally:
        db.close()


def _settle(folder: Path) -> None:
    """Bring a folder's list of names to the disk; Windows does that by itself."""
    if os.name != "nt":
        entry = os.open(folder, os.O_RDONLY)
        os.fsync(entry)
        os.close(entry)


def _migrate(db: Connection) -> None:
    # Most files that are opened have all their tables, and loading what makes them takes longer than opening one.
    from annotator.storage import migrations

    migrations.apply(db)


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
        return Store(_connect(path, "mode=rw", version), path, lock)
    except Refused:
        lock.release()
        raise


def open_reader(path: Path) -> Store:
    """Open for reading only, whoever writes meanwhile. A file of an earlier version is read from a copy in memory."""
    version = _refuse_foreign(path)
    if Path(f"{path}-wal").exists():
        # Somebody is writing, or a crash left work there: that is read, and left to the next writer.
        mode = "mode=ro"
    elif os.access(path.parent, os.W_OK) and os.access(path, os.W_OK):
        # Reading a write-ahead project makes two side files, which only a connection that may write takes away.
        mode = "mode=rw"
    else:
        mode = "immutable=1"
    db = _connect(path, mode, None)
    return Store(_renewed_copy(db, path) if version < schema.VERSION else db, path, None)


def _renewed_copy(db: Connection, path: Path) -> Connection:
    """The project with today's tables, in memory: a reader changes no file."""
    with plain_errors(path):
        copy = _database(":memory:")
        db.backup(copy)
        db.close()
        copy.execute("BEGIN")
        _migrate(copy)
        copy.execute("COMMIT")
        copy.execute("PRAGMA query_only = ON")
    return copy


def _connect(path: Path, mode: str, version: int | None) -> Connection:
    """A connection to our own kind of file; one that brings it up to date and writes, where a version is given."""
    with plain_errors(path):
        db = _database(f"file:{quote(str(path.absolute()))}?{mode}")
        try:
            db.execute("PRAGMA foreign_keys = ON")
            db.execute("PRAGMA cell_size_check = ON")
            db.execute("SELECT id FROM project").fetchone()
            _refuse_strange_triggers(db, path)
            if version is None:
                db.execute("PRAGMA query_only = ON")
            else:
                _refuse_damaged(db, path)
                _prepare_writing(db, path, version)
        except BaseException:
            db.close()
            raise
    return db


def _database(address: str) -> Connection:
    db = sqlite3.connect(
        address,
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=_BUSY_SECONDS,
        cached_statements=256,
    )
    db.row_factory = sqlite3.Row
    return db


def _prepare_writing(db: Connection, path: Path, version: int) -> None:
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA fullfsync = ON")
    if version < schema.VERSION:
        _copy_aside(path, db, version)
        db.execute("BEGIN IMMEDIATE")
        _migrate(db)
        db.execute("COMMIT")


def _copy_aside(path: Path, db: Connection, version: int) -> None:
    aside = path.with_name(f"{path.stem}.version-{version}{SUFFIX}")
    if not aside.exists():
        copy = sqlite3.connect(aside)
        db.backup(copy)
        copy.close()


def _refuse_damaged(db: Connection, path: Path) -> None:
    """Refuse to write to a file whose pages do not hang together."""
    found = db.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise Damaged(
            tr("the project is damaged ({problem})", problem=found),
            where=str(path),
            remedy=tr("run 'annotator check' and restore a copy"),
        )


def _refuse_strange_triggers(db: Connection, path: Path) -> None:
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
    """The file's version, from its first bytes; refuses what is no project, or one of a later program."""
    try:
        if not path.is_file():
            raise NotAProject(tr("there is no such project"), where=str(path), remedy=tr("check the name"))
        with path.open("rb") as file:
            head = file.read(_HEADER)
    except OSError as problem:
        raise NotAProject(
            tr("the file cannot be read ({problem})", problem=problem.strerror),
            where=str(path),
            remedy=tr("check its name and its rights"),
        ) from problem
    known = len(head) == _HEADER and head.startswith(_MAGIC)
    if not known or int.from_bytes(head[68:72]) != schema.APPLICATION_ID:
        raise NotAProject(
            tr("this is no project of Annotator"),
            where=str(path),
            remedy=tr("create one with 'annotator new', or import the file into one"),
        )
    version = int.from_bytes(head[60:64])
    if version > schema.VERSION:
        raise NewerProject(
            tr(
                "the project has version {version}, this program knows {own}",
                version=version,
                own=schema.VERSION,
            ),
            where=str(path),
            remedy=tr("use a newer Annotator"),
        )
    return version
