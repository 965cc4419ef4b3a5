"""Reading of received files from a private, checked copy."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from annotator.domain.errors import Damaged, NotAProject, Refused
from annotator.i18n import tr
from annotator.storage.file.connections import project_version, refuse_damage_report, refuse_truncated
from annotator.storage.file.project_files import SUFFIX, reading_store
from annotator.storage.file.store import Store, plain_errors


@contextmanager
def open_received(path: Path) -> Iterator[Store]:
    """A received file, open for reading. A private copy is opened and checked; no file appears beside the original."""
    version = project_version(path)
    with _private_folder() as folder:
        copy = Path(folder) / f"received{SUFFIX}"
        _copy_with_journals(path, copy)
        refuse_truncated(copy, path)
        store = reading_store(copy, path, "mode=rw", version)
        try:
            with plain_errors(path):
                _refuse_unsafe_file(store)
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
    """Copy the file, and the journals that a program has beside it while it writes, or after it was killed."""
    try:
        before = path.stat()
        shutil.copyfile(path, copy)
        for suffix in ("-wal", "-journal"):
            journal = Path(f"{path}{suffix}")
            if journal.exists():
                shutil.copyfile(journal, f"{copy}{suffix}")
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


def _refuse_unsafe_file(store: Store) -> None:
    """Refuse a file that is damaged, or that has virtual tables or generated columns of another origin."""
    refuse_damage_report(store.rows("PRAGMA quick_check(1)")[0][0], store.path)
    virtual = store.rows("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%' AND name <> 'words'")
    hidden = store.rows(
        "SELECT 1 FROM sqlite_master AS object, pragma_table_xinfo(object.name) AS field"
        " WHERE object.type = 'table' AND object.name NOT GLOB 'words*' AND field.hidden <> 0"
    )
    if virtual or hidden:
        raise Damaged(
            tr("the file holds tables that Annotator did not make"),
            where=str(store.path),
            remedy=tr("ask for a new copy of it"),
        )
