"""SQLite connections to project files, and the checks of a file before and after it is opened."""

import os
import sqlite3
from pathlib import Path
from sqlite3 import Connection
from urllib.parse import quote

from annotator.domain.errors import Damaged, NewerProject, NotAProject
from annotator.i18n import tr
from annotator.storage.file import pragmas, schema
from annotator.storage.file.store import plain_errors

_MAGIC = b"SQLite format 3\0"
_HEADER_BYTES = 100
_BUSY_SECONDS = 5
# SQLite writes the page size 65,536 as 1.
_LARGEST_PAGE = 65536


def database(address: str) -> Connection:
    """A connection to this address of SQLite, without any check."""
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


def file_address(path: Path, mode: str) -> str:
    """The address of a file for SQLite."""
    return f"file:{quote(str(path.absolute()))}?{mode}"


def connect(path: Path, mode: str, message_path: Path) -> Connection:
    """A connection to a project file. Messages name ``message_path``, where ``path`` may be a private copy."""
    with plain_errors(message_path):
        db = database(file_address(path, mode))
        try:
            pragmas.set_up_connection(db)
            db.execute("SELECT id FROM project").fetchone()
            _refuse_foreign_triggers(db, message_path)
        except BaseException:
            db.close()
            raise
    return db


def reading_mode(path: Path) -> str:
    """The mode in which a project is opened for reading."""
    if Path(f"{path}-wal").exists():
        # Another process is writing, or a crash left changes in the log: they are read, and left to the next writer.
        return "mode=ro"
    if os.access(path.parent, os.W_OK) and os.access(path, os.W_OK):
        # Reading a write-ahead project creates two side files, which only a connection that may write deletes again.
        return "mode=rw"
    return "immutable=1"


def project_version(path: Path) -> int:
    """The version of a project file, from its first bytes; Refused for other files and for a later version."""
    try:
        if not path.is_file():
            raise NotAProject(tr("there is no such project"), where=str(path), remedy=tr("check the name"))
        with path.open("rb") as file:
            header = file.read(_HEADER_BYTES)
    except OSError as problem:
        raise NotAProject(
            tr("the file cannot be read ({problem})", problem=problem.strerror),
            where=str(path),
            remedy=tr("check its name and its rights"),
        ) from problem
    is_database = len(header) == _HEADER_BYTES and header.startswith(_MAGIC)
    if not is_database or int.from_bytes(header[68:72]) != schema.APPLICATION_ID:
        raise NotAProject(
            tr("this is no project of Annotator"),
            where=str(path),
            remedy=tr("create one with 'annotator new', or import the file into one"),
        )
    version = int.from_bytes(header[60:64])
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


def refuse_truncated(path: Path, message_path: Path) -> None:
    """Refuse a file that ends before its last page; SQLite would read the missing pages as empty."""
    with path.open("rb") as file:
        header = file.read(_HEADER_BYTES)
    if Path(f"{path}-wal").exists():
        # The missing pages may be in the log.
        return
    page_bytes, pages = int.from_bytes(header[16:18]), int.from_bytes(header[28:32])
    if path.stat().st_size < (page_bytes if page_bytes > 1 else _LARGEST_PAGE) * pages:
        raise Damaged(tr("the file is cut off"), where=str(message_path), remedy=tr("ask for a new copy of it"))


def refuse_damaged_pages(db: Connection, path: Path) -> None:
    """Refuse a file in whose pages SQLite finds damage."""
    with plain_errors(path):
        refuse_damage_report(db.execute("PRAGMA quick_check(1)").fetchone()[0], path)


def refuse_damage_report(report: str, path: Path) -> None:
    """Refuse a file for which the check of SQLite reports damage."""
    if report != "ok":
        raise Damaged(
            tr("the project is damaged ({problem})", problem=report),
            where=str(path),
            remedy=tr("run 'annotator check' and restore a copy"),
        )


def _refuse_foreign_triggers(db: Connection, path: Path) -> None:
    """Refuse a project with triggers or views of another origin: they would run when this program writes.

    The setting of SQLite that distrusts all of them (trusted_schema) would disable the word index as well.
    """
    rows = db.execute("SELECT name, sql FROM sqlite_master WHERE type IN ('trigger', 'view')").fetchall()
    if any(row["sql"] not in schema.TRIGGERS for row in rows):
        raise Damaged(
            tr("the project holds triggers that Annotator did not make"),
            where=str(path),
            remedy=tr("import its documents into a new project"),
        )
