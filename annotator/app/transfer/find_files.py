"""Search for the files to import, and the check that they stay unchanged until they are read."""

import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from annotator.app.jobs import Job, Progress
from annotator.domain.errors import Refused
from annotator.domain.frozen_model import FrozenModel
from annotator.domain.record import Loss
from annotator.formats import catalogue
from annotator.formats.format import Format
from annotator.i18n import tr

_EVERY = 200


class ImportFile(FrozenModel):
    """A file to import: its format, and its size in bytes, modification time and inode when it was found.

    ``encoding`` is a guess; it is empty if there is none, or if the format defines its encoding.
    """

    path: Path
    format: str
    size: int
    written_ns: int
    inode: int
    encoding: str = ""


class FileSelection(FrozenModel):
    """The files to import, by name, and the entries of their folders that are left out."""

    files: tuple[ImportFile, ...] = ()
    left_out: tuple[Loss, ...] = ()


def find_files(paths: Sequence[Path], forced: Format | None = None) -> Job[FileSelection]:
    """The files at these paths and in the folders among them; Refused if a path itself cannot be used."""
    files: list[ImportFile] = []
    left_out: list[Loss] = []
    for path in paths:
        status = _file_status(path)
        if stat.S_ISDIR(status.st_mode):
            selection = yield from _search(path, forced)
            files += selection.files
            left_out += selection.left_out
        else:
            files.append(_single_file(path, forced))
    return FileSelection(files=tuple(files), left_out=tuple(left_out))


@contextmanager
def verify_unchanged(file: ImportFile) -> Iterator[None]:
    """A block that reads a file; Refused if the file has changed since it was found, or changes meanwhile."""
    _refuse_changed(file)
    try:
        yield
    except (Refused, OSError):
        _refuse_changed(file)
        raise
    _refuse_changed(file)


def unreadable_error(path: Path, problem: OSError) -> Refused:
    """The error for a file that cannot be read."""
    return Refused(
        tr("the file cannot be read ({problem})", problem=problem.strerror or problem),
        where=str(path),
        remedy=tr("check its rights"),
    )


def _single_file(path: Path, forced: Format | None) -> ImportFile:
    """The file at a path that is not a folder."""
    if not path.is_file():
        raise Refused(tr("this is no ordinary file"), where=str(path), remedy=tr("leave it out"))
    file_format = forced or catalogue.by_suffix(path)
    if file_format is None:
        raise Refused(
            tr("the format of this file is unknown"),
            where=str(path),
            remedy=tr(
                "say it with --format, one of {names}",
                names=", ".join(readable.name for readable in catalogue.readable_formats()),
            ),
        )
    return _import_file(path, file_format)


def _search(folder: Path, forced: Format | None) -> Job[FileSelection]:
    """The readable files below a folder, by name, and the entries left out; hidden entries are ignored.

    Links to folders are not followed, because they may lead in a circle.
    """
    files: list[ImportFile] = []
    left_out: list[Loss] = []
    waiting = _folder_entries(folder, left_out)
    seen = 0
    while waiting:
        path = waiting.pop()
        seen += 1
        if seen % _EVERY == 0:
            yield Progress(done=0, total=0, caption=path.name)
        if path.is_dir() and not path.is_symlink():
            waiting += _folder_entries(path, left_out)
            continue
        file_format = catalogue.by_suffix(path)
        if not path.is_file():
            left_out.append(_left_out(tr("link to a folder, or no ordinary file"), path))
        elif file_format is None or (forced and file_format is not forced):
            left_out.append(_left_out(tr("file whose format is unknown"), path))
        else:
            files.append(_import_file(path, file_format))
    if not files:
        suffixes = [suffix for readable in catalogue.readable_formats() for suffix in readable.suffixes]
        raise Refused(
            tr("the folder holds no file that can be imported"),
            where=str(folder),
            remedy=tr("known are {suffixes}", suffixes=", ".join(suffixes)),
        )
    return FileSelection(files=tuple(files), left_out=tuple(left_out))


def _folder_entries(folder: Path, left_out: list[Loss]) -> list[Path]:
    """The entries of a folder in descending order of their names; a folder that cannot be read is left out."""
    try:
        return sorted((path for path in folder.iterdir() if not path.name.startswith(".")), reverse=True)
    except OSError as problem:
        left_out.append(_left_out(tr("folder that cannot be read ({problem})", problem=problem.strerror), folder))
        return []


def _left_out(description: str, path: Path) -> Loss:
    return Loss(what=description, count=1, where=str(path))


def _import_file(path: Path, file_format: Format) -> ImportFile:
    status = _file_status(path)
    return ImportFile(
        path=path, format=file_format.name, size=status.st_size, written_ns=status.st_mtime_ns, inode=status.st_ino
    )


def _refuse_changed(file: ImportFile) -> None:
    status = _file_status(file.path)
    if (status.st_size, status.st_mtime_ns, status.st_ino) != (file.size, file.written_ns, file.inode):
        raise Refused(
            tr("the file has changed since it was looked at"),
            where=str(file.path),
            remedy=tr("choose it again when nobody writes to it"),
        )


def _file_status(path: Path) -> os.stat_result:
    try:
        return path.stat()
    except FileNotFoundError as problem:
        raise Refused(tr("there is no such file"), where=str(path), remedy=tr("check the name")) from problem
    except OSError as problem:
        raise unreadable_error(path, problem) from problem
