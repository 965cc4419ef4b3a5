"""Which files do the paths that a person named stand for, and are they still what they were?"""

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


class FoundFile(FrozenModel):
    """A file to read: its format, and its size in bytes, time of writing and number on the disk when it was found.

    ``encoding`` is a guess, where somebody made one; empty for a format that knows its own.
    """

    path: Path
    format: str
    size: int
    written_ns: int
    inode: int
    encoding: str = ""


class Found(FrozenModel):
    """The files to read, by name, and what lies in their folders and stays out."""

    files: tuple[FoundFile, ...] = ()
    left_out: tuple[Loss, ...] = ()


def find_files(paths: Sequence[Path], forced: Format | None = None) -> Job[Found]:
    """The files that these paths, or the folders among them, stand for; Refused where a path itself is no use."""
    files: list[FoundFile] = []
    left_out: list[Loss] = []
    for path in paths:
        facts = _facts(path)
        if stat.S_ISDIR(facts.st_mode):
            inside = yield from _search(path, forced)
            files += inside.files
            left_out += inside.left_out
        else:
            files.append(_named(path, forced))
    return Found(files=tuple(files), left_out=tuple(left_out))


@contextmanager
def unchanged(file: FoundFile) -> Iterator[None]:
    """What is read inside is the file as it was found; Refused where it has changed since, or does so meanwhile."""
    _refuse_changed(file)
    try:
        yield
    except (Refused, OSError):
        _refuse_changed(file)
        raise
    _refuse_changed(file)


def unreadable(path: Path, problem: OSError) -> Refused:
    """The refusal of a file that the machine does not give away."""
    return Refused(
        tr("the file cannot be read ({problem})", problem=problem.strerror or problem),
        where=str(path),
        remedy=tr("check its rights"),
    )


def _named(path: Path, forced: Format | None) -> FoundFile:
    """A file that was named by itself."""
    if not path.is_file():
        raise Refused(tr("this is no ordinary file"), where=str(path), remedy=tr("leave it out"))
    known = forced or catalogue.sniff(path)
    if known is None:
        raise Refused(
            tr("the format of this file is unknown"),
            where=str(path),
            remedy=tr(
                "say it with --format, one of {names}", names=", ".join(known.name for known in catalogue.readable())
            ),
        )
    return _found(path, known)


def _search(folder: Path, forced: Format | None) -> Job[Found]:
    """The readable files below a folder, by name, and the others; hidden ones are nobody's business.

    Links to folders are not followed, so that none leads in a circle.
    """
    files: list[FoundFile] = []
    left_out: list[Loss] = []
    waiting = _inside(folder, left_out)
    seen = 0
    while waiting:
        path = waiting.pop()
        seen += 1
        if seen % _EVERY == 0:
            yield Progress(done=0, total=0, what=path.name)
        if path.is_dir() and not path.is_symlink():
            waiting += _inside(path, left_out)
            continue
        known = catalogue.sniff(path)
        if not path.is_file():
            left_out.append(_left_out(tr("link to a folder, or no ordinary file"), path))
        elif known is None or (forced and known is not forced):
            left_out.append(_left_out(tr("file whose format is unknown"), path))
        else:
            files.append(_found(path, known))
    if not files:
        suffixes = [suffix for known in catalogue.readable() for suffix in known.suffixes]
        raise Refused(
            tr("the folder holds no file that can be imported"),
            where=str(folder),
            remedy=tr("known are {suffixes}", suffixes=", ".join(suffixes)),
        )
    return Found(files=tuple(files), left_out=tuple(left_out))


def _inside(folder: Path, left_out: list[Loss]) -> list[Path]:
    """What lies in a folder, the first name last; a folder that cannot be looked into is left out."""
    try:
        return sorted((path for path in folder.iterdir() if not path.name.startswith(".")), reverse=True)
    except OSError as problem:
        left_out.append(_left_out(tr("folder that cannot be read ({problem})", problem=problem.strerror), folder))
        return []


def _left_out(what: str, path: Path) -> Loss:
    return Loss(what=what, count=1, where=str(path))


def _found(path: Path, known: Format) -> FoundFile:
    facts = _facts(path)
    return FoundFile(path=path, format=known.name, size=facts.st_size, written_ns=facts.st_mtime_ns, inode=facts.st_ino)


def _refuse_changed(file: FoundFile) -> None:
    facts = _facts(file.path)
    if (facts.st_size, facts.st_mtime_ns, facts.st_ino) != (file.size, file.written_ns, file.inode):
        raise Refused(
            tr("the file has changed since it was looked at"),
            where=str(file.path),
            remedy=tr("choose it again when nobody writes to it"),
        )


def _facts(path: Path) -> os.stat_result:
    try:
        return path.stat()
    except FileNotFoundError as problem:
        raise Refused(tr("there is no such file"), where=str(path), remedy=tr("check the name")) from problem
    except OSError as problem:
        raise unreadable(path, problem) from problem
