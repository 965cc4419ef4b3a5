"""How do documents and marks from files come into the project?

One import is one step: all of it arrives or nothing does, and one Undo takes it back.
"""

import os
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path

from annotator.app.intake import ImportReport, Intake
from annotator.app.jobs import Job, Progress
from annotator.app.session import Session, refuse_bad_annotator
from annotator.domain.errors import Refused
from annotator.domain.values import Value
from annotator.formats import catalogue
from annotator.formats.format import Format, Source
from annotator.i18n import tr


class Found(Value):
    """The files to read, each with its format's name and size, and those of a folder that nobody can read."""

    files: tuple[tuple[Path, str, int], ...] = ()
    unknown: tuple[Path, ...] = ()


def import_files(
    session: Session,
    paths: Sequence[Path],
    *,
    format_name: str | None = None,
    annotator: str | None = None,
    encoding: str | Mapping[Path, str] | None = None,
    replace: bool = False,
    undoable: bool = True,
) -> Job[ImportReport]:
    """Bring files or folders in; Refused, with the place, as soon as anything does not fit.

    ``encoding`` is what a person says of plain text without a byte order mark: of all of it, or file by file.
    """
    if annotator is not None:
        refuse_bad_annotator(annotator)
    found = find_files(paths, catalogue.by_name(format_name) if format_name else None)
    total = sum(size for _, _, size in found.files)
    with session.step("import", None, undoable=undoable) as writer:
        intake = Intake(session, writer, annotator=annotator, replace=replace)
        before = 0
        for path, name, size in found.files:
            yield Progress(done=before, total=total, what=path.name)
            source = Source(path=path, encoding=encoding if isinstance(encoding, str) else (encoding or {}).get(path))
            try:
                for record, read in catalogue.by_name(name).read(source):
                    if intake.take(record):
                        yield Progress(done=before + read, total=total, what=path.name)
            except OSError as problem:
                raise _unreadable(path, problem) from problem
            before += size
        report = intake.finish(found.unknown)
    return report


def find_files(paths: Sequence[Path], forced: Format | None = None) -> Found:
    """The files that these paths, or the folders among them, stand for."""
    files: list[tuple[Path, str, int]] = []
    unknown: list[Path] = []
    for path in paths:
        facts = _facts(path)
        if stat.S_ISDIR(facts.st_mode):
            inside, others = _sort_out(path, forced)
            files += inside
            unknown += others
        elif stat.S_ISREG(facts.st_mode):
            known = forced or catalogue.sniff(path)
            if known is None:
                raise Refused(
                    tr("the format of this file is unknown"),
                    where=str(path),
                    remedy=tr("say it with --format, one of {names}", names=", ".join(catalogue.FORMATS)),
                )
            files.append((path, known.name, facts.st_size))
        else:
            raise Refused(tr("this is no ordinary file"), where=str(path), remedy=tr("leave it out"))
    return Found(files=tuple(files), unknown=tuple(unknown))


def _sort_out(folder: Path, forced: Format | None) -> tuple[list[tuple[Path, str, int]], list[Path]]:
    """The readable files below a folder, by name, and the others; hidden ones are nobody's business."""
    files: list[tuple[Path, str, int]] = []
    unknown: list[Path] = []
    for path in sorted(folder.rglob("*")):
        if any(part.startswith(".") for part in path.relative_to(folder).parts) or path.is_dir():
            continue
        known = catalogue.sniff(path) if path.is_file() else None
        if known and (forced is None or known is forced):
            files.append((path, known.name, _facts(path).st_size))
        else:
            unknown.append(path)
    if not files:
        suffixes = [suffix for known in catalogue.FORMATS.values() for suffix in known.suffixes]
        raise Refused(
            tr("the folder holds no file that can be imported"),
            where=str(folder),
            remedy=tr("known are {suffixes}", suffixes=", ".join(suffixes)),
        )
    return files, unknown


def _facts(path: Path) -> os.stat_result:
    try:
        return path.stat()
    except FileNotFoundError as problem:
        raise Refused(tr("there is no such file"), where=str(path), remedy=tr("check the name")) from problem
    except OSError as problem:
        raise _unreadable(path, problem) from problem


def _unreadable(path: Path, problem: OSError) -> Refused:
    return Refused(
        tr("the file cannot be read ({problem})", problem=problem.strerror or problem),
        where=str(path),
        remedy=tr("check its rights"),
    )
