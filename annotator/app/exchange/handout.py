"""Hand-outs: which annotator gets which documents, and the files for them."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal

from annotator.agreement.seeded_random import SeededRandom
from annotator.app.jobs import Job, Progress
from annotator.app.session import Session, refuse_bad_annotator
from annotator.app.temporary_files import delete_abandoned_drafts
from annotator.domain.errors import Refused
from annotator.domain.frozen_model import FrozenModel
from annotator.domain.operations import Operation
from annotator.exchange import assignment as document_assignment
from annotator.exchange import handout_file
from annotator.exchange.assignment import Assignment, AssignmentRequest
from annotator.formats.atomic_file import safe_name
from annotator.i18n import tr
from annotator.storage.file.project_files import SUFFIX
from annotator.storage.tables import layer_transfer

__all__ = [
    "Assignment",
    "AssignmentRequest",
    "HandoutReport",
    "Spread",
    "assign",
    "hand_out",
    "hand_out_all",
    "handout_files",
    "refuse_existing",
]

Spread = Literal["", "topic", "source", "date"]
"""The metadata whose values are dealt evenly; a date counts by its month."""

# The characters of an ISO date that name its month.
_MONTH = 7


class HandoutReport(FrozenModel):
    """A hand-out that was written."""

    file: Path
    annotator: str
    documents: int


def assign(
    session: Session, request: AssignmentRequest, documents: Sequence[str], *, spread: Spread = "", seed: int = 1
) -> Assignment:
    """Assign these documents to annotators; the same seed gives the same assignment."""
    for annotator in request.annotators:
        refuse_bad_annotator(annotator)
    _document_keys(session, documents)
    values = layer_transfer.metadata_values(session.store, "published" if spread == "date" else spread)
    groups = {name: values[name][: _MONTH if spread == "date" else None] for name in documents}
    random = SeededRandom(seed)
    return document_assignment.assign(request, groups, lambda: random.uniform(0, 1))


def handout_files(session: Session, folder: Path, annotators: Sequence[str]) -> dict[str, Path]:
    """The file in this folder for each annotator."""
    used_names: set[str] = set()
    return {name: folder / f"{safe_name(f'{session.path.stem}-{name}', used_names)}{SUFFIX}" for name in annotators}


def refuse_existing(files: Iterable[Path]) -> None:
    """Refuse to write any of these files if one of them exists."""
    for path in files:
        if path.exists():
            raise Refused(tr("the file exists already"), where=str(path), remedy=tr("choose another folder"))


def hand_out_all(session: Session, folder: Path, assignment: Assignment) -> Job[list[HandoutReport]]:
    """Write a file for each annotator into the folder; Refused before the first one if any of them exists."""
    files = handout_files(session, folder, list(assignment.documents))
    refuse_existing(files.values())
    reports = []
    for annotator, documents in assignment.documents.items():
        if documents:
            reports.append((yield from hand_out(session, files[annotator], annotator=annotator, documents=documents)))
    return reports


def hand_out(
    session: Session, destination: Path, *, annotator: str, documents: Sequence[str] | None = None
) -> Job[HandoutReport]:
    """Write a project file with these documents (all by default) and the annotator's own layers in them.

    An unknown name becomes a new annotator. An existing file is never overwritten.
    """
    chosen = list(dict.fromkeys(session.document_ids() if documents is None else documents))
    document_keys = _document_keys(session, chosen)
    if not chosen:
        raise Refused(tr("there are no documents to hand out"), where=str(session.path), remedy=tr("import some first"))
    delete_abandoned_drafts(destination.parent)
    with session.step(Operation.HANDOUT, None, undoable=False) as writer:
        addressee = session.annotator_named(annotator, create=True)
        keys = [document_keys[name] for name in chosen]
        for done in handout_file.write(destination, session.store, writer, addressee, keys):
            yield Progress(done=done, total=len(chosen), caption=annotator)
    return HandoutReport(file=destination, annotator=addressee.name, documents=len(chosen))


def _document_keys(session: Session, required: Sequence[str]) -> Mapping[str, int]:
    """The keys of all documents by id; Refused if a required one is not among them."""
    keys = {document.id: document.key for document in layer_transfer.documents(session.store)}
    for name in required:
        if name not in keys:
            raise Refused(
                tr("the project has no document {id}", id=repr(name[:60])),
                where=str(session.path),
                remedy=tr("check its id"),
            )
    return keys
