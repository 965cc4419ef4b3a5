"""Import of documents and marks from files.

One import is one step: all of it is imported or nothing, and one Undo reverts it.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from annotator.app.jobs import Job, Progress
from annotator.app.session import Session, refuse_bad_annotator
from annotator.app.transfer.find_files import FileSelection, find_files, unreadable_error, verify_unchanged
from annotator.app.transfer.record_importer import ImportReport, RecordImporter
from annotator.domain.errors import Refused
from annotator.domain.operations import Operation
from annotator.formats import catalogue, encodings
from annotator.formats.format import Source
from annotator.i18n import tr


def import_files(
    session: Session,
    sources: Sequence[Path] | FileSelection,
    *,
    format_name: str | None = None,
    annotator: str | None = None,
    encoding: str | Mapping[Path, str] | None = None,
    replace: bool = False,
    undoable: bool = True,
) -> Job[ImportReport]:
    """Import files or folders; Refused, with the place of the fault, as soon as anything is not valid.

    Files of a selection must be unchanged since they were found. ``encoding`` is that of plain text without a byte
    order mark: one for all files, or one for each.
    """
    if annotator is not None:
        refuse_bad_annotator(annotator)
    if isinstance(encoding, str):
        encodings.canonical_name(encoding)
    forced = catalogue.readable_by_name(format_name) if format_name else None
    selection = sources if isinstance(sources, FileSelection) else (yield from find_files(sources, forced))
    total = sum(file.size for file in selection.files)
    with session.step(Operation.IMPORT, None, undoable=undoable) as writer:
        importer = RecordImporter(session, writer, annotator=annotator, replace=replace)
        before = 0
        for file in selection.files:
            path = file.path
            yield Progress(done=before, total=total, caption=path.name)
            source = Source(path=path, encoding=encoding if isinstance(encoding, str) else (encoding or {}).get(path))
            try:
                with verify_unchanged(file):
                    for record, read in catalogue.by_name(file.format).read(source):
                        if importer.add(record):
                            yield Progress(done=before + read, total=total, caption=path.name)
            except OSError as problem:
                raise unreadable_error(path, problem) from problem
            except MemoryError as problem:
                raise _too_large(path) from problem
            before += file.size
        report = importer.finish(selection.left_out)
    return report


def _too_large(path: Path) -> Refused:
    return Refused(
        tr("the memory does not suffice to read this file"), where=str(path), remedy=tr("split it, or leave it out")
    )
