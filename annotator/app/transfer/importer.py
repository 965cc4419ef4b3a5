"""How do documents and marks from files come into the project?

One import is one step: all of it arrives or nothing does, and one Undo takes it back.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from annotator.app.jobs import Job, Progress
from annotator.app.session import Session, refuse_bad_annotator
from annotator.app.transfer.find_files import Found, find_files, unchanged, unreadable
from annotator.app.transfer.record_importer import ImportReport, Intake
from annotator.domain.errors import Refused
from annotator.formats import catalogue, encodings
from annotator.formats.format import Source
from annotator.i18n import tr


def import_files(
    session: Session,
    wanted: Sequence[Path] | Found,
    *,
    format_name: str | None = None,
    annotator: str | None = None,
    encoding: str | Mapping[Path, str] | None = None,
    replace: bool = False,
    undoable: bool = True,
) -> Job[ImportReport]:
    """Bring files or folders in; Refused, with the place, as soon as anything does not fit.

    Files that were found before must still be what they were then. ``encoding`` is what a person says of plain text
    without a byte order mark: of all of it, or file by file.
    """
    if annotator is not None:
        refuse_bad_annotator(annotator)
    if isinstance(encoding, str):
        encodings.known(encoding)
    forced = catalogue.to_read(format_name) if format_name else None
    found = wanted if isinstance(wanted, Found) else (yield from find_files(wanted, forced))
    total = sum(file.size for file in found.files)
    with session.step("import", None, undoable=undoable) as writer:
        intake = Intake(session, writer, annotator=annotator, replace=replace)
        before = 0
        for file in found.files:
            path = file.path
            yield Progress(done=before, total=total, what=path.name)
            source = Source(path=path, encoding=encoding if isinstance(encoding, str) else (encoding or {}).get(path))
            try:
                with unchanged(file):
                    for record, read in catalogue.by_name(file.format).read(source):
                        if intake.take(record):
                            yield Progress(done=before + read, total=total, what=path.name)
            except OSError as problem:
                raise unreadable(path, problem) from problem
            except MemoryError as problem:
                raise _too_large(path) from problem
            before += file.size
        report = intake.finish(found.left_out)
    return report


def _too_large(path: Path) -> Refused:
    return Refused(
        tr("the memory does not suffice to read this file"), where=str(path), remedy=tr("split it, or leave it out")
    )
