"""How does work go out to annotators: who gets which documents, and in which file?"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal

from annotator.agreement.seeded_random import Chance
from annotator.app.jobs import Job, Progress
from annotator.app.session import Session, refuse_bad_annotator
from annotator.app.temporary_files import sweep
from annotator.domain.errors import Refused
from annotator.domain.frozen_model import FrozenModel
from annotator.exchange import assignment as document_assignment
from annotator.exchange import handout_file
from annotator.exchange.assignment import Assignment, Wish
from annotator.formats.atomic_file import safe_name
from annotator.i18n import tr
from annotator.storage.file.files import SUFFIX
from annotator.storage.tables import layer_transfer

__all__ = [
    "Assignment",
    "HandoutReport",
    "Spread",
    "Wish",
    "assign",
    "hand_out",
    "hand_out_all",
    "places",
    "refuse_taken",
]

Spread = Literal["", "topic", "source", "date"]
"""What documents must have in common to be dealt evenly; a date counts by its month."""

_MONTH = 7


class HandoutReport(FrozenModel):
    """A file that was written for somebody."""

    file: Path
    annotator: str
    documents: int


def assign(session: Session, wish: Wish, documents: Sequence[str], *, spread: Spread = "", seed: int = 1) -> Assignment:
    """Who would get which of these documents; the same seed deals them the same way."""
    for person in wish.people:
        refuse_bad_annotator(person)
    _known(session, documents)
    told = layer_transfer.said_of(session.store, "published" if spread == "date" else spread)
    groups = {name: told[name][: _MONTH if spread == "date" else None] for name in documents}
    chance = Chance(seed)
    return document_assignment.assign(wish, groups, lambda: chance.uniform(0, 1))


def places(session: Session, folder: Path, people: Sequence[str]) -> dict[str, Path]:
    """The file in this folder that each would get."""
    taken: set[str] = set()
    return {person: folder / f"{safe_name(f'{session.path.stem}-{person}', taken)}{SUFFIX}" for person in people}


def refuse_taken(files: Iterable[Path]) -> None:
    """Refuse to write any of several files where one is there already."""
    for path in files:
        if path.exists():
            raise Refused(tr("the file exists already"), where=str(path), remedy=tr("choose another folder"))


def hand_out_all(session: Session, folder: Path, assignment: Assignment) -> Job[list[HandoutReport]]:
    """Write a file for each person into the folder; refused before the first one where any of them is there already."""
    files = places(session, folder, list(assignment.documents))
    refuse_taken(files.values())
    reports = []
    for person, documents in assignment.documents.items():
        if documents:
            reports.append((yield from hand_out(session, files[person], annotator=person, documents=documents)))
    return reports


def hand_out(
    session: Session, destination: Path, *, annotator: str, documents: Sequence[str] | None = None
) -> Job[HandoutReport]:
    """Write a project file with these documents (all by default) and the annotator's own work in them.

    An unknown name becomes a new annotator. What stands at ``destination`` already is never overwritten.
    """
    chosen = list(dict.fromkeys(session.document_ids() if documents is None else documents))
    known = _known(session, chosen)
    if not chosen:
        raise Refused(tr("there are no documents to hand out"), where=str(session.path), remedy=tr("import some first"))
    sweep(destination.parent)
    with session.step("handout", None, undoable=False) as writer:
        person = session.person(annotator, create=True)
        written = handout_file.write(destination, session.store, writer, person, [known[name] for name in chosen])
        for done in written:
            yield Progress(done=done, total=len(chosen), what=annotator)
    return HandoutReport(file=destination, annotator=person.name, documents=len(chosen))


def _known(session: Session, wanted: Sequence[str]) -> Mapping[str, int]:
    """The keys of all documents by id; Refused where one that is wanted is not among them."""
    known = {document.id: document.key for document in layer_transfer.documents(session.store)}
    for name in wanted:
        if name not in known:
            raise Refused(
                tr("the project has no document {id}", id=repr(name[:60])),
                where=str(session.path),
                remedy=tr("check its id"),
            )
    return known
