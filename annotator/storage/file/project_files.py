"""Project files: creating, opening for writing or reading, and copying."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from sqlite3 import Connection
from uuid import uuid4

from annotator.domain.errors import Refused
from annotator.i18n import tr
from annotator.storage.file import pragmas, schema
from annotator.storage.file.background_check import BackgroundCheck
from annotator.storage.file.clock import utc_now
from annotator.storage.file.connections import (
    connect,
    database,
    file_address,
    project_version,
    reading_mode,
    refuse_damaged_pages,
    refuse_truncated,
)
from annotator.storage.file.lock import WriterLock, lock_holder
from annotator.storage.file.schema import Purpose
from annotator.storage.file.store import Locked, Sealed, Store, Unwritable, plain_errors

SUFFIX = ".annotator"


def create(path: Path, *, scheme: str, guidelines: str) -> Store:
    """A new, empty project with this scheme (JSON), open for writing; Refused where the file exists."""
    with _draft_file(path) as draft, plain_errors(path), _new_tables(draft) as db:
        _insert_project(db, uuid4().hex, "work", scheme, guidelines)
    return open_writer(path)


@contextmanager
def new_file(path: Path, *, project: str, scheme: str, guidelines: str, purpose: Purpose = "work") -> Iterator[Store]:
    """A new file of the project of this id. The block fills it; the file appears complete after the block, or not.

    It is left in the rollback mode of SQLite, so that it can be sent as one file.
    """
    with _draft_file(path) as draft, plain_errors(path), _new_tables(draft) as db:
        _insert_project(db, project, purpose, scheme, guidelines)
        yield Store(db, path, None)


@contextmanager
def draft_copy(path: Path, destination: Path) -> Iterator[Path]:
    """A copy of a project as it is at one moment. The block may inspect the draft, which then becomes the file.

    SQLite copies page by page, even while another process writes. A copy of the file alone would lack what is in the
    log.
    """
    project_version(path)
    refuse_truncated(path, path)
    with _draft_file(destination) as draft:
        source = connect(path, reading_mode(path), path)
        with closing(source), plain_errors(destination), closing(database(file_address(draft, "mode=rwc"))) as copy:
            source.backup(copy)
            # One file, which can be read where nothing can be written.
            pragmas.set_single_file(copy)
        yield draft


def open_writer(path: Path) -> Store:
    """Open for writing; raises Locked where another process has it open for writing, and Sealed for feedback."""
    version = project_version(path)
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
            tr("the project is open elsewhere ({holder})", holder=lock_holder(path)),
            where=str(path),
            remedy=tr("close it there first"),
        )
    try:
        return _writing_store(path, lock, version)
    except Refused:
        lock.release()
        raise


def open_reader(path: Path) -> Store:
    """Open for reading only. A file of an earlier version is read from a migrated copy in memory."""
    version = project_version(path)
    return reading_store(path, path, reading_mode(path), version)


def reading_store(path: Path, message_path: Path, mode: str, version: int) -> Store:
    """A reading store on the file at ``path``; messages name ``message_path``."""
    db = connect(path, mode, message_path)
    with plain_errors(message_path):
        if version < schema.VERSION:
            db = _migrated_copy(db)
        pragmas.set_up_reader(db)
    return Store(db, message_path, None)


@contextmanager
def _draft_file(path: Path) -> Iterator[Path]:
    """The path of a draft, which becomes the file at ``path`` when the block succeeds. No file may be there yet."""
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
        _sync_folder(path.parent)
    except OSError as problem:
        raise Refused(
            tr("the project cannot be created ({problem})", problem=problem.strerror),
            where=str(path),
            remedy=tr("choose another place"),
        ) from problem
    finally:
        # If the folder does not exist, there is no draft to delete.
        with suppress(OSError):
            draft.unlink()


@contextmanager
def _new_tables(path: Path) -> Iterator[Connection]:
    """A new file with empty tables, in a transaction that the end of the block commits."""
    db = database(file_address(path, "mode=rwc"))
    try:
        pragmas.set_up_connection(db)
        db.execute("BEGIN IMMEDIATE")
        _migrate(db)
        yield db
        db.execute("COMMIT")
    finally:
        db.close()


def _insert_project(db: Connection, project: str, purpose: Purpose, scheme: str, guidelines: str) -> None:
    db.execute("INSERT INTO project (key, id, created, purpose) VALUES (1, ?, ?, ?)", [project, utc_now(), purpose])
    db.execute("INSERT INTO scheme VALUES (1, ?, ?)", [scheme, guidelines])


def _sync_folder(folder: Path) -> None:
    """Bring a folder's list of names to the disk; Windows does that by itself."""
    if os.name != "nt":
        entry = os.open(folder, os.O_RDONLY)
        os.fsync(entry)
        os.close(entry)


def _writing_store(path: Path, lock: WriterLock, version: int) -> Store:
    """A writing store. Its file is checked for damage in the background, or before opening itself writes to it."""
    db, check = connect(path, "mode=rw", path), None
    try:
        _refuse_feedback(db, path)
        with plain_errors(path):
            pragmas.set_up_writer(db)
            if version < schema.VERSION or not pragmas.is_write_ahead(db):
                refuse_damaged_pages(db, path)
                _prepare_writing(db, path, version)
            else:
                check = BackgroundCheck(
                    connect(path, "mode=ro", path), lambda reading: refuse_damaged_pages(reading, path)
                )
    except BaseException:
        db.close()
        raise
    return Store(db, path, lock, check)


def _refuse_feedback(db: Connection, path: Path) -> None:
    """Refuse to write to a feedback file."""
    with plain_errors(path):
        project = dict(db.execute("SELECT * FROM project").fetchone())
    # Projects of an earlier version have no purpose.
    if project.get("purpose") == "feedback":
        raise Sealed(
            tr("this is feedback, for reading only"),
            where=str(path),
            remedy=tr("work in the project, or in what was handed out"),
        )


def _prepare_writing(db: Connection, path: Path, version: int) -> None:
    """Set the write-ahead mode and migrate a file of an earlier version, after a copy of it."""
    pragmas.set_write_ahead(db)
    if version < schema.VERSION:
        _copy_old_version(path, db, version)
        db.execute("BEGIN IMMEDIATE")
        _migrate(db)
        db.execute("COMMIT")


def _copy_old_version(path: Path, db: Connection, version: int) -> None:
    copy_path = path.with_name(f"{path.stem}.version-{version}{SUFFIX}")
    if not copy_path.exists():
        copy = sqlite3.connect(copy_path)
        db.backup(copy)
        copy.close()


def _migrated_copy(db: Connection) -> Connection:
    """The project with the tables of today, in memory: a reader changes no file."""
    copy = database(":memory:")
    db.backup(copy)
    db.close()
    copy.execute("BEGIN")
    _migrate(copy)
    copy.execute("COMMIT")
    return copy


def _migrate(db: Connection) -> None:
    # Most files have all tables, and importing the migrations takes longer than opening a file.
    from annotator.storage.file import migrations

    migrations.apply(db)
