"""Export of documents and marks, with a report of what the format cannot carry."""

from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path

from annotator.app.cast.cast import registries
from annotator.app.jobs import Job, Progress
from annotator.app.review.provenance import gold_layers
from annotator.app.review.review import Review
from annotator.app.session import Session
from annotator.app.temporary_files import delete_abandoned_drafts
from annotator.domain.decisions import GoldLayer
from annotator.domain.document import Document
from annotator.domain.errors import Refused
from annotator.domain.frozen_model import FrozenModel
from annotator.domain.marks.marks import Layer
from annotator.domain.record import Loss
from annotator.domain.text.content_checks import span_faults, text_faults
from annotator.formats import catalogue
from annotator.formats.atomic_file import final_path
from annotator.formats.format import ExportContext, Format, Trait
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
    """The counts of an export; ``documents`` counts each document once, ``losses`` what the format cannot carry."""

    documents: int
    spans: int
    relations: int
    losses: tuple[Loss, ...]
    files: tuple[Path, ...]
    open_cases: int = 0


def export(
    session: Session, destination: Path, *, format_name: str, annotator: str | None = None, gold: bool | None = None
) -> Job[ExportReport]:
    """Write the layers of one annotator, gold, or all layers, each with its status; replaces existing files.

    If ``gold`` is None, gold is exported if the project has any.
    """
    target_format = catalogue.by_name(format_name)
    annotator_key = _exported_annotator(session, annotator, gold=gold)
    _refuse_project_file(session, destination)
    for folder in (final_path(destination).parent, destination):
        delete_abandoned_drafts(folder)
    total = project.document_count(session.store)
    context = _export_context(session, annotator_key)
    tally = _Tally(target_format, context)
    with (
        session.snapshot(),
        closing(_layers(session, annotator_key, tally)) as layers,
        target_format.writer(destination, context) as writer,
    ):
        for document, layer in _sound_layers(session, layers):
            writer.add(document, layer, scheme=session.scheme.title)
            tally.add(document, layer)
            if tally.documents % _EVERY == 0:
                yield Progress(done=tally.documents, total=total, caption=document.id)
    return tally.report(tuple(writer.files))


def survey(
    session: Session, *, format_name: str, annotator: str | None = None, gold: bool | None = None
) -> Job[ExportReport]:
    """The report that an export would give; nothing is written."""
    annotator_key = _exported_annotator(session, annotator, gold=gold)
    total = project.document_count(session.store)
    tally = _Tally(catalogue.by_name(format_name), _export_context(session, annotator_key))
    with session.snapshot(), closing(_layers(session, annotator_key, tally)) as layers:
        for document, layer in layers:
            tally.add(document, layer)
            if tally.documents % _EVERY == 0:
                yield Progress(done=tally.documents, total=total, caption=document.id)
    return tally.report(())


def has_gold(session: Session) -> bool:
    """Whether the project has gold."""
    return decisions.gold_counts(session.store)["documents"] > 0


def _exported_annotator(session: Session, annotator: str | None, *, gold: bool | None) -> int | None:
    """The key of the annotator whose layers are exported; None for all."""
    if annotator is not None:
        return session.annotator_named(annotator, create=False).key
    reviewed = has_gold(session)
    if gold and not reviewed:
        raise Refused(
            tr("the project has no gold layer"), where=str(session.path), remedy=tr("export the annotators' layers")
        )
    return GOLD if gold or (gold is None and reviewed) else None


def _layers(
    session: Session, annotator_key: int | None, tally: "_Tally"
) -> Generator[tuple[Document, Layer | None], None, None]:
    if annotator_key == GOLD:
        review = Review(session).read()
        tally.note_review(review)
        yield from gold_layers(session, review)
    else:
        yield from marks.layers_to_export(session.store, annotator=annotator_key)


def _export_context(session: Session, annotator_key: int | None) -> ExportContext:
    return ExportContext(
        with_annotators=annotator_key is None and project.working_annotator_count(session.store) > 1,
        registries=registries(session),
        scheme=session.scheme,
    )


def _sound_layers(
    session: Session, layers: Iterator[tuple[Document, Layer | None]]
) -> Iterator[tuple[Document, Layer | None]]:
    """The layers to export, each checked first: damaged documents and marks are refused."""
    checked_id = ""
    for document, layer in layers:
        if document.id != checked_id:
            session.refuse_damage(document, text_faults(document))
            checked_id = document.id
        if layer:
            session.refuse_damage(document, span_faults(layer, document.text))
        yield document, layer


def _refuse_project_file(session: Session, destination: Path) -> None:
    try:
        is_project = destination.samefile(session.path)
    except OSError:
        # The destination does not exist, or cannot be accessed and so not be written either.
        return
    if is_project:
        raise Refused(tr("this is the project itself"), where=str(destination), remedy=tr("choose another place"))


class _Tally:
    """Counts what a format carries and loses. The layers of one document are added consecutively."""

    def __init__(self, target_format: Format, context: ExportContext) -> None:
        self.documents = 0
        self._format, self._context = target_format, context
        self._spans = self._relations = 0
        self._counts: Counter[Trait] = Counter()
        self._first_ids: dict[Trait, str] = {}
        self._last_id = ""
        self._open_cases = self._agreed = 0
        self._first_agreed = ""

    def note_review(self, review: Review) -> None:
        """Count what is not settled yet, so that incomplete gold is reported as such."""
        self._open_cases = review.counts()["open"]
        for document in review.documents.values():
            agreed = document.undecided_count - document.open_count
            self._agreed += agreed
            if agreed:
                self._first_agreed = self._first_agreed or document.id

    def add(self, document: Document, layer: Layer | None) -> None:
        """Count a document and one of its layers."""
        first = document.id != self._last_id
        self._last_id = document.id
        self.documents += first
        if layer:
            self._spans += len(layer.spans)
            self._relations += len(layer.relations)
        if not self._format.cannot_carry:
            return
        present = _trait_counts(document, layer, first=first)
        carried = self._format.carried_counts(document, layer, self._context) if layer else {}
        for trait in self._format.cannot_carry:
            lost = present[trait] - carried.get(trait, 0)
            if lost > 0:
                self._counts[trait] += lost
                self._first_ids.setdefault(trait, document.id)

    def report(self, files: tuple[Path, ...]) -> ExportReport:
        """The report on all that was added."""
        return ExportReport(
            documents=self.documents,
            spans=self._spans - self._counts["spans"],
            relations=self._relations - self._counts["relations"],
            losses=self.losses(),
            files=files,
            open_cases=self._open_cases,
        )

    def losses(self) -> tuple[Loss, ...]:
        """What the format cannot carry, and what is not settled yet."""
        unsettled_marks = Loss(
            what=tr("marks on which all agree, but which nobody settled"),
            count=self._agreed,
            where=tr("from {id} on", id=self._first_agreed),
        )
        format_losses = tuple(
            Loss(
                what=tr(_TRAITS[trait]),
                count=self._counts[trait],
                where=tr("from {id} on", id=self._first_ids[trait]),
            )
            for trait in self._format.cannot_carry
            if self._counts[trait]
        )
        return (*format_losses, unsettled_marks) if self._agreed else format_losses


def _trait_counts(document: Document, layer: Layer | None, *, first: bool) -> dict[Trait, int]:
    spans = layer.spans if layer else ()
    relations = layer.relations if layer else ()
    return {
        "text": int(first),
        "spans": len(spans),
        "fragments": sum(len(span.fragments) > 1 for span in spans),
        "relations": len(relations),
        "attributes": sum(len(span.attributes) for span in spans)
        + sum(len(relation.attributes) for relation in relations),
        "notes": sum(bool(span.note) for span in spans),
        "status": int(layer is not None),
        "annotators": int(layer is not None),
        "metadata": int(first and bool(document.meta)),
        "origins": len(layer.origins) if isinstance(layer, GoldLayer) else 0,
    }
