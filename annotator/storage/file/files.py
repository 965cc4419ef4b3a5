"""How is a project file made, opened for writing, opened for reading, copied, and received from somebody else?"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from sqlite3 import Connection
from tempfile import TemporaryDirectory
from urllib.parse import quote
from uuid import uuid4

from annotator.domain.errors import Damaged, NewerProject, NotAProject, Refused
from annotator.i18n import tr
from annotator.storage.file import schema
from annotator.storage.file.background_check import Checkup
from annotator.storage.file.clock import utc_now
from annotator.storage.file.lock import WriterLock, holder_of
from annotator.storage.file.store import Locked, Sealed, Store, Unwritable, plain_errors
from annotator.storage.tables.project import Purpose

SUFFIX = ".annotator"
_MAGIC = b"SQLite format 3\0"
_HEADER = 100
_BUSY_SECONDS = 5


def create(path: Path, *, scheme: str, guidelines: str) -> Store:
    """A new, empty project with this scheme (JSON) at a place where no file is yet."""
    with _placed(path) as draft, plain_errors(path), _build(draft) as db:
        _begin(db, uuid4().hex, "work", scheme, guidelines)
    return open_writer(path)


@contextmanager
def closed(path: Path, *, project: str, scheme: str, guidelines: str, purpose: Purpose = "work") -> Iterator[Store]:
    """A new file of the project of this id, to be filled inside and closed after: one file, there whole or not at all.

    It is left in the rollback mode of SQLite, so that it can be sent as it is.
    """
    with _placed(path) as draft, plain_errors(path), _build(draft) as db:
        _begin(db, project, purpose, scheme, guidelines)
        yield Store(db, path, None)


@contextmanager
def copied(path: Path, destination: Path) -> Iterator[Path]:
    """A copy of a project as it stands at one moment, whoever writes to it: a draft to look at, placed after the block.

    SQLite copies it page by page; a copy of the file would lack what still lies in the log beside it.
    """
    _refuse_foreign(path)
    _refuse_cut_off(path, path)
    with _placed(destination) as draft:
        source = _connect(path, _reading_mode(path), path)
        with closing(source), plain_errors(destination), closing(_database(_address(draft, "mode=rwc"))) as copy:
            source.backup(copy)
            # One file, which can be read where nothing can be written.
            copy.execute("PRAGMA journal_mode = DELETE")
        yield draft


@contextmanager
def _placed(path: Path) -> Iterator[Path]:
    """A place for a draft that becomes the file at ``path``, where nothing may be yet, when all went well."""
    if path.suffix != SUFFIX:
        raise Refused(
            tr("a project's name ends in {suffix}", suffix=SUFFIX),
            where=str(path),
            remedy=tr("name it {name}", name=f"{path.stem or 'project'}{SUFFIX}"),
        )
    draft = path.with_name(f".{uuid4().hex}{SUFFIX}-new")
    try:
        if path.exists():
            raise Refused(tr("the file exists already"), where=str(path), remedy=tr("choose another name"))
        if not path.parent.is_dir():
            raise Refused(tr("there is no such folder"), where=str(path.parent), remedy=tr("create it first"))
        yield draft
        draft.rename(path)
        _settle(path.parent)
    except OSError as problem:
        raise Refused(
            tr("the project cannot be created ({problem})", problem=problem.strerror),
            where=str(path),
            remedy=tr("choose another place"),
        ) from problem
    finally:
        # Where there is no folder after all, there is nothing to take away.
        with suppress(OSError):
            draft.unlink()


@contextmanager
def _build(path: Path) -> Iterator[Connection]:
    db = _database(_address(path, "mode=rwc"))
    try:
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("BEGIN IMMEDIATE")
        _migrate(db)
        yield db
        db.execute("COMMIT")
    finally:
        db.close()


def _begin(db: Connection, project: str, purpose: Purpose, scheme: str, guidelines: str) -> None:
    db.execute("INSERT INTO project (key, id, created, purpose) VALUES (1, ?, ?, ?)", [project, utc_now(), purpose])
    db.execute("INSERT INTO scheme VALUES (1, ?, ?)", [scheme, guidelines])


def _settle(folder: Path) -> None:
    """Bring a folder's list of names to the disk; Windows does that by itself."""
    if os.name != "nt":
        entry = os.open(folder, os.O_RDONLY)
        os.fsync(entry)
        os.close(entry)


def _migrate(db: Connection) -> None:
    # Most files that are opened have all their tables, and loading what makes them takes longer than opening one.
    from annotator.storage.file import migrations

    migrations.apply(db)


def open_writer(path: Path) -> Store:
    """Open for writing; raises Locked where another process has done so, and Sealed for feedback."""
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
        return _writing(path, lock, version)
    except Refused:
        lock.release()
        raise


def _writing(path: Path, lock: WriterLock, version: int) -> Store:
    """A writing store, which looks through the file beside the work that begins.

    Where opening itself has something to write, that is only done to a file that was looked through.
    """
    db, checkup = _connect(path, "mode=rw", path), None
    try:
        _refuse_feedback(db, path)
        with plain_errors(path):
            db.execute("PRAGMA synchronous = FULL")
            db.execute("PRAGMA fullfsync = ON")
            if version < schema.VERSION or db.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                _refuse_damaged(db, path)
                _prepare_file(db, path, version)
            else:
                checkup = Checkup(_connect(path, "mode=ro", path), lambda beside: _refuse_damaged(beside, path))
    except BaseException:
        db.close()
        raise
    return Store(db, path, lock, checkup)


def _refuse_feedback(db: Connection, path: Path) -> None:
    """Refuse to write to what was told to an annotator."""
    with plain_errors(path):
        told = dict(db.execute("SELECT * FROM project").fetchone())
    # Projects of an earlier version do not say what they are for.
    if told.get("purpose") == "feedback":
        raise Sealed(
            tr("this is feedback, for reading only"),
            where=str(path),
            remedy=tr("work in the project, or in what was handed out"),
        )


def open_reader(path: Path) -> Store:
    """Open for reading only, whoever writes meanwhile. A file of an earlier version is read from a copy in memory."""
    version = _refuse_foreign(path)
    return _reading(path, path, _reading_mode(path), version)


def _reading_mode(path: Path) -> str:
    if Path(f"{path}-wal").exists():
        # Somebody is writing, or a crash left work there: that is read, and left to the next writer.
        return "mode=ro"
    if os.access(path.parent, os.W_OK) and os.access(path, os.W_OK):
        # Reading a write-ahead project makes two side files, which only a connection that may write takes away.
        return "mode=rw"
    return "immutable=1"


@contextmanager
def received(path: Path) -> Iterator[Store]:
    """A file that somebody sent, to read from: opened is a private copy, checked, and nothing comes beside the file."""
    version = _refuse_foreign(path)
    with _private_folder() as folder:
        copy = Path(folder) / f"received{SUFFIX}"
        _copy_with_journals(path, copy)
        _refuse_cut_off(copy, path)
        store = _reading(copy, path, "mode=rw", version)
        try:
            with plain_errors(path):
                _refuse_strange_tables(store)
            yield store
        finally:
            store.close()


def _private_folder() -> TemporaryDirectory[str]:
    try:
        return TemporaryDirectory(prefix="annotator-")
    except OSError as problem:
        raise Refused(
            tr("there is no place for a copy of the file ({problem})", problem=problem.strerror),
            remedy=tr("free some space"),
        ) from problem


def _copy_with_journals(path: Path, copy: Path) -> None:
    """Copy the file and what a program that still writes to it, or was killed, has beside it."""
    try:
        before = path.stat()
        shutil.copyfile(path, copy)
        for suffix in ("-wal", "-journal"):
            beside = Path(f"{path}{suffix}")
            if beside.exists():
                shutil.copyfile(beside, f"{copy}{suffix}")
        after = path.stat()
    except OSError as problem:
        raise NotAProject(
            tr("the file cannot be read ({problem})", problem=problem.strerror),
            where=str(path),
            remedy=tr("check its name and its rights"),
        ) from problem
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise Refused(
            tr("the file changed while it was read"), where=str(path), remedy=tr("try again when it is at rest")
        )


def _refuse_cut_off(copy: Path, shown: Path) -> None:
    """Refuse a file that ends before the last of its pages; SQLite would take what is missing for empty."""
    with copy.open("rb") as file:
        head = file.read(_HEADER)
    if Path(f"{copy}-wal").exists():
        # The pages that are missing may lie there.
        return
    page, pages = int.from_bytes(head[16:18]), int.from_bytes(head[28:32])
    if copy.stat().st_size < (page if page > 1 else 65536) * pages:
        raise Damaged(tr("the file is cut off"), where=str(shown), remedy=tr("ask for a new copy of it"))


def _refuse_strange_tables(store: Store) -> None:
    """Refuse a received file that is damaged, or whose tables are not plain ones."""
    _refuse_unsound(store.rows("PRAGMA quick_check(1)")[0][0], store.path)
    made = store.rows("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%' AND name <> 'words'")
    hidden = store.rows(
        "SELECT 1 FROM sqlite_master AS made, pragma_table_xinfo(made.name) AS told"
        " WHERE made.type = 'table' AND made.name NOT GLOB 'words*' AND told.hidden <> 0"
    )
    if made or hidden:
        raise Damaged(
            tr("the file holds tables that Annotator did not make"),
            where=str(store.path),
            remedy=tr("ask for a new copy of it"),
        )


def _reading(path: Path, shown: Path, mode: str, version: int) -> Store:
    """A reading store on the file at ``path``; messages name ``shown``."""
    db = _connect(path, mode, shown)
    with plain_errors(shown):
        if version < schema.VERSION:
            db = _renewed_copy(db)
        db.execute("PRAGMA query_only = ON")
    return Store(db, shown, None)


def _renewed_copy(db: Connection) -> Connection:
    """The project with today's tables, in memory: a reader changes no file."""
    copy = _database(":memory:")
    db.backup(copy)
    db.close()
    copy.execute("BEGIN")
    _migrate(copy)
    copy.execute("COMMIT")
    return copy


def _connect(path: Path, mode: str, shown: Path) -> Connection:
    """A connection to our own kind of file."""
    with plain_errors(shown):
        db = _database(_address(path, mode))
        try:
            db.execute("PRAGMA foreign_keys = ON")
            db.execute("PRAGMA cell_size_check = ON")
            db.execute("SELECT id FROM project").fetchone()
            _refuse_strange_triggers(db, shown)
        except BaseException:
            db.close()
            raise
    return db


def _address(path: Path, mode: str) -> str:
    return f"file:{quote(str(path.absolute()))}?{mode}"


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


def _prepare_file(db: Connection, path: Path, version: int) -> None:
    """Make a file of an earlier version, or one that was sent, what a writer works on."""
    db.execute("PRAGMA journal_mode = WAL")
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
    """Refuse a file whose pages do not hang together."""
    with plain_errors(path):
        _refuse_unsound(db.execute("PRAGMA quick_check(1)").fetchone()[0], path)


def _refuse_unsound(found: str, path: Path) -> None:
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
