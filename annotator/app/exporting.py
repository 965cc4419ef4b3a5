"""How do documents and marks leave the project, and what does a format leave behind?"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from annotator.app.cast import registries
from annotator.app.jobs import Job, Progress
from annotator.app.session import Session
from annotator.app.sweeping import sweep
from annotator.domain.document import Document
from annotator.domain.errors import Refused
from annotator.domain.marks import Layer
from annotator.domain.record import Loss
from annotator.domain.soundness import place_faults, text_faults
from annotator.domain.values import Value
from annotator.formats import catalogue
from annotator.formats.format import Format, Outgoing, Trait
from annotator.i18n import mark, tr
from annotator.storage import marks, projects

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
}


class ExportReport(Value):
    """What an export wrote; ``documents`` counts each document once, ``losses`` what the format cannot carry."""

    documents: int
    spans: int
    relations: int
    losses: tuple[Loss, ...]
    files: tuple[Path, ...]
    open_cases: int = 0


def export(
    session: Session, destination: Path, *, format_name: str, annotator: str | None = None, gold: bool = False
) -> Job[ExportReport]:
    """Write one annotator's layers, or everybody's, each with its status; what stood at ``destination`` is replaced."""
    chosen = catalogue.by_name(format_name)
    if gold:
        raise Refused(
            tr("the project has no gold layer"), where=str(session.path), remedy=tr("export the annotators' layers")
        )
    person = session.person(annotator, create=False).key if annotator is not None else None
    _refuse_project_file(session, destination)
    for folder in (destination.parent, destination):
        sweep(folder)
    total = projects.document_count(session.store)
    outgoing = _outgoing(session, person)
    tally = _Tally(chosen, outgoing)
    with session.snapshot(), chosen.writer(destination, outgoing) as writer:
        for document, layer in _sound_layers(session, person):
            writer.add(document, layer, scheme=session.scheme.title)
            tally.add(document, layer)
            if tally.documents % _EVERY == 0:
                yield Progress(done=tally.documents, total=total, what=document.id)
    return tally.report(tuple(writer.files))


def survey(session: Session, *, format_name: str, annotator: str | None = None) -> Job[ExportReport]:
    """What an export would write and leave behind; nothing is written."""
    person = session.person(annotator, create=False).key if annotator is not None else None
    total = projects.document_count(session.store)
    tally = _Tally(catalogue.by_name(format_name), _outgoing(session, person))
    with session.snapshot():
        for document, layer in marks.exported(session.store, annotator=person):
            tally.add(document, layer)
            if tally.documents % _EVERY == 0:
                yield Progress(done=tally.documents, total=total, what=document.id)
    return tally.report(())


def _outgoing(session: Session, person: int | None) -> Outgoing:
    return Outgoing(
        several=person is None and projects.marking_people(session.store) > 1, registries=registries(session)
    )


def _sound_layers(session: Session, person: int | None) -> Iterator[tuple[Document, Layer | None]]:
    """What is exported, looked at once more: nothing that no longer fits its text leaves the project."""
    before = ""
    for document, layer in marks.exported(session.store, annotator=person):
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
        )

    def losses(self) -> tuple[Loss, ...]:
        return tuple(
            Loss(
                what=tr(_TRAITS[trait]),
                count=self._counts[trait],
                where=tr("from {id} on", id=self._first[trait]),
            )
            for trait in self._format.cannot_carry
            if self._counts[trait]
        )


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
    }
