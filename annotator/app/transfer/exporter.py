"""How do documents and marks leave the project, and what does a format leave behind?"""

from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path

from annotator.app.cast.cast import registries
from annotator.app.jobs import Job, Progress
from annotator.app.review.provenance import gold_layers
from annotator.app.review.review import Review
from annotator.app.session import Session
from annotator.app.temporary_files import sweep
from annotator.domain.decisions import GoldLayer
from annotator.domain.document import Document
from annotator.domain.errors import Refused
from annotator.domain.frozen_model import FrozenModel
from annotator.domain.marks.marks import Layer
from annotator.domain.record import Loss
from annotator.domain.text.damage import place_faults, text_faults
from annotator.formats import catalogue
from annotator.formats.atomic_file import place_of
from annotator.formats.format import Format, Outgoing, Trait
from annotator.i18n import mark, tr
from annotator.storage.tables import decisions, marks, project
from annotator.storage.tables.annotators import GOLD

_EVERY = 200

_TRAITS: dict[Trait, str] = {
    "text": mark("articles without their text"),
    "spans": mark("spans"),
    "fragments": mark("spans of several fragments"),
    "relations": mark("relations"),
    "attributes": mark("attributes"),
    "notes": mark("notes"),
    "status": mark("layers whose status is not stated"),
    "annotators": mark("layers whose annotator is not named"),
    "metadata": mark("documents with metadata"),
    "origins": mark("origins of gold marks"),
}


class ExportReport(FrozenModel):
    """What an export wrote; ``documents`` counts each document once, ``losses`` what the format cannot carry."""

    documents: int
    spans: int
    relations: int
    losses: tuple[Loss, ...]
    files: tuple[Path, ...]
    open_cases: int = 0


def export(
    session: Session, destination: Path, *, format_name: str, annotator: str | None = None, gold: bool | None = None
) -> Job[ExportReport]:
    """Write one annotator's layers, gold, or everybody's, each with its status; what stood there is replaced.

    Where nothing is said of ``gold``, it goes out if the project has any.
    """
    chosen = catalogue.by_name(format_name)
    person = _chosen(session, annotator, gold=gold)
    _refuse_project_file(session, destination)
    for folder in (place_of(destination).parent, destination):
        sweep(folder)
    total = project.document_count(session.store)
    outgoing = _outgoing(session, person)
    tally = _Tally(chosen, outgoing)
    with (
        session.snapshot(),
        closing(_layers(session, person, tally)) as layers,
        chosen.writer(destination, outgoing) as writer,
    ):
        for document, layer in _sound_layers(session, layers):
            writer.add(document, layer, scheme=session.scheme.title)
            tally.add(document, layer)
            if tally.documents % _EVERY == 0:
                yield Progress(done=tally.documents, total=total, what=document.id)
    return tally.report(tuple(writer.files))


def survey(
    session: Session, *, format_name: str, annotator: str | None = None, gold: bool | None = None
) -> Job[ExportReport]:
    """What an export would write and leave behind; nothing is written."""
    person = _chosen(session, annotator, gold=gold)
    total = project.document_count(session.store)
    tally = _Tally(catalogue.by_name(format_name), _outgoing(session, person))
    with session.snapshot(), closing(_layers(session, person, tally)) as layers:
        for document, layer in layers:
            tally.add(document, layer)
            if tally.documents % _EVERY == 0:
                yield Progress(done=tally.documents, total=total, what=document.id)
    return tally.report(())


def has_gold(session: Session) -> bool:
    """Whether anything was reviewed."""
    return decisions.gold_counts(session.store)["documents"] > 0


def _chosen(session: Session, annotator: str | None, *, gold: bool | None) -> int | None:
    """The key whose layers go out; None for everybody's."""
    if annotator is not None:
        return session.person(annotator, create=False).key
    reviewed = has_gold(session)
    if gold and not reviewed:
        raise Refused(
            tr("the project has no gold layer"), where=str(session.path), remedy=tr("export the annotators' layers")
        )
    return GOLD if gold or (gold is None and reviewed) else None


def _layers(
    session: Session, person: int | None, tally: "_Tally"
) -> Generator[tuple[Document, Layer | None], None, None]:
    if person == GOLD:
        review = Review(session).read()
        tally.note_review(review)
        yield from gold_layers(session, review)
    else:
        yield from marks.exported(session.store, annotator=person)


def _outgoing(session: Session, person: int | None) -> Outgoing:
    return Outgoing(
        several=person is None and project.marking_people(session.store) > 1, registries=registries(session)
    )


def _sound_layers(
    session: Session, layers: Iterator[tuple[Document, Layer | None]]
) -> Iterator[tuple[Document, Layer | None]]:
    """What is exported, looked at once more: nothing that no longer fits its text leaves the project."""
    before = ""
    for document, layer in layers:
        if document.id != before:
            session.refuse_damage(document, text_faults(document))
            before = document.id
        if layer:
            session.refuse_damage(document, place_faults(layer, document.text))
        yield document, layer


def _refuse_project_file(session: Session, destination: Path) -> None:
    try:
        itself = destination.samefile(session.path)
    except OSError:
        # It is not there yet, or cannot be looked at: then it cannot be written either.
        return
    if itself:
        raise Refused(tr("this is the project itself"), where=str(destination), remedy=tr("choose another place"))


class _Tally:
    """Counts what a format takes along and leaves behind. The layers of a document come together."""

    def __init__(self, chosen: Format, outgoing: Outgoing) -> None:
        self.documents = 0
        self._format, self._outgoing = chosen, outgoing
        self._spans = self._relations = 0
        self._counts: Counter[Trait] = Counter()
        self._first: dict[Trait, str] = {}
        self._last = ""
        self._open_cases = self._agreed = 0
        self._first_agreed = ""

    def note_review(self, review: Review) -> None:
        """Count what is not settled yet, so that nobody takes gold for whole that is not."""
        self._open_cases = review.counts()["open"]
        for document in review.documents.values():
            left = document.unsettled - document.open_count
            self._agreed += left
            if left:
                self._first_agreed = self._first_agreed or document.id

    def add(self, document: Document, layer: Layer | None) -> None:
        first = document.id != self._last
        self._last = document.id
        self.documents += first
        if layer:
            self._spans += len(layer.spans)
            self._relations += len(layer.relations)
        if not self._format.cannot_carry:
            return
        held = _held(document, layer, first=first)
        kept = self._format.kept(document, layer, self._outgoing) if layer else {}
        for trait in self._format.cannot_carry:
            left = held[trait] - kept.get(trait, 0)
            if left > 0:
                self._counts[trait] += left
                self._first.setdefault(trait, document.id)

    def report(self, files: tuple[Path, ...]) -> ExportReport:
        return ExportReport(
            documents=self.documents,
            spans=self._spans - self._counts["spans"],
            relations=self._relations - self._counts["relations"],
            losses=self.losses(),
            files=files,
            open_cases=self._open_cases,
        )

    def losses(self) -> tuple[Loss, ...]:
        unsettled = Loss(
            what=tr("marks on which all agree, but which nobody settled"),
            count=self._agreed,
            where=tr("from {id} on", id=self._first_agreed),
        )
        left_behind = tuple(
            Loss(
                what=tr(_TRAITS[trait]),
                count=self._counts[trait],
                where=tr("from {id} on", id=self._first[trait]),
            )
            for trait in self._format.cannot_carry
            if self._counts[trait]
        )
        return (*left_behind, unsettled) if self._agreed else left_behind


def _held(document: Document, layer: Layer | None, *, first: bool) -> dict[Trait, int]:
    spans = layer.spans if layer else ()
    relations = layer.relations if layer else ()
    return {
        "text": int(first),
        "spans": len(spans),
        "fragments": sum(len(span.fragments) > 1 for span in spans),
        "relations": len(relations),
        "attributes": sum(len(span.attributes) for span in spans) + sum(len(link.attributes) for link in relations),
        "notes": sum(bool(span.note) for span in spans),
        "status": int(layer is not None),
        "annotators": int(layer is not None),
        "metadata": int(first and bool(document.meta)),
        "origins": len(layer.origins) if isinstance(layer, GoldLayer) else 0,
    }
