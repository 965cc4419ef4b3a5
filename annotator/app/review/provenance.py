"""The origin of each mark of the reviewed layer."""

from collections.abc import Iterator

from annotator.app.review.review import Review
from annotator.app.session import Session
from annotator.domain.decisions import Decision, GoldLayer, Provenance, decision_of, span_content
from annotator.domain.document import Document
from annotator.domain.marks.marks import Layer
from annotator.domain.matching.extents import Extent
from annotator.storage.tables import decisions, marks
from annotator.storage.tables.annotators import GOLD

_SpanKey = tuple[str, Extent]


def gold_layers(session: Session, review: Review) -> Iterator[tuple[Document, Layer]]:
    """Every document with its reviewed layer, each mark with its origin."""
    documents = {name: key for key, name in decisions.decided_documents(session.store)}
    for document, layer in marks.layers_to_export(session.store, annotator=GOLD):
        if layer is None:
            continue
        key = documents.get(document.id)
        settled = decisions.current(session.store, [key]).get(key, ()) if key else ()
        reviewed = review.documents.get(document.id)
        yield document, with_origins(layer, settled, reviewed.layers if reviewed else ())


def with_origins(gold: Layer, settled: tuple[Decision, ...], layers: tuple[Layer, ...]) -> GoldLayer:
    """The layer with the origin of every mark; ``layers`` are those of the annotators who finished the document."""
    span_keys = _span_keys(gold)
    mark_keys: dict[str, object] = {**span_keys}
    mark_keys |= {
        relation.id: (relation.label, span_keys[relation.source], span_keys[relation.target])
        for relation in gold.relations
    }
    keys_by_annotator = {
        layer.annotator: {*_span_keys(layer).values()} | set(_relation_keys(layer)) for layer in layers
    }
    decisions_by_key = {decision.key: decision for decision in settled}
    origins = {}
    for name, mark_key in mark_keys.items():
        decision = decisions_by_key.get(decision_of(name) or 0)
        if decision and decision.origin:
            supporters = tuple(annotator for annotator, keys in keys_by_annotator.items() if mark_key in keys)
            origins[name] = Provenance(origin=decision.origin, annotators=supporters, decision=decision)
    return GoldLayer(**{name: getattr(gold, name) for name in Layer.model_fields}, origins=origins)


def _span_keys(layer: Layer) -> dict[str, _SpanKey]:
    """Label and extent of each span, by its id."""
    return {span.id: span_content(span)[:2] for span in layer.spans}


def _relation_keys(layer: Layer) -> Iterator[tuple[str, _SpanKey, _SpanKey]]:
    spans = _span_keys(layer)
    return ((relation.label, spans[relation.source], spans[relation.target]) for relation in layer.relations)
