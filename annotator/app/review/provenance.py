"""Where does each mark of the reviewed layer come from?"""

from collections.abc import Iterator

from annotator.app.review.review import Review
from annotator.app.session import Session
from annotator.domain.decisions import Decision, GoldLayer, Provenance, content, decision_of
from annotator.domain.document import Document
from annotator.domain.marks.marks import Layer
from annotator.domain.matching.extents import Extent
from annotator.storage.tables import decisions, marks
from annotator.storage.tables.annotators import GOLD

Place = tuple[str, Extent]


def gold_layers(session: Session, review: Review) -> Iterator[tuple[Document, Layer]]:
    """Every document with its reviewed layer, each mark with its origin."""
    documents = {name: key for key, name in decisions.decided_documents(session.store)}
    for document, layer in marks.exported(session.store, annotator=GOLD):
        if layer is None:
            continue
        key = documents.get(document.id)
        settled = decisions.standing(session.store, [key]).get(key, ()) if key else ()
        reviewed = review.documents.get(document.id)
        yield document, with_origins(layer, settled, reviewed.layers if reviewed else ())


def with_origins(gold: Layer, settled: tuple[Decision, ...], layers: tuple[Layer, ...]) -> GoldLayer:
    """The layer with the origin of every mark; ``layers`` are those of the annotators who finished the document."""
    places = {span.id: content(span)[:2] for span in gold.spans}
    told: dict[str, object] = {**places}
    told |= {link.id: (link.label, places[link.source], places[link.target]) for link in gold.relations}
    held = {layer.annotator: {content(span)[:2] for span in layer.spans} | set(_links(layer)) for layer in layers}
    known = {decision.key: decision for decision in settled}
    origins = {}
    for name, what in told.items():
        decision = known.get(decision_of(name) or 0)
        if decision and decision.origin:
            backing = tuple(annotator for annotator, marked in held.items() if what in marked)
            origins[name] = Provenance(origin=decision.origin, annotators=backing, decision=decision)
    return GoldLayer(**{name: getattr(gold, name) for name in Layer.model_fields}, origins=origins)


def _links(layer: Layer) -> Iterator[tuple[str, Place, Place]]:
    places = {span.id: content(span)[:2] for span in layer.spans}
    return ((link.label, places[link.source], places[link.target]) for link in layer.relations)
