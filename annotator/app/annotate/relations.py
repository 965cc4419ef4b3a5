"""Relations between the spans of the open document.

Each function that changes anything is one step: it is committed and published before it returns, and one Undo reverts
it.
"""

from annotator.app.annotate.layer_access import drop_relation, open_layer, put_relation
from annotator.app.annotate.open_document import OpenDocument
from annotator.domain.document import refuse_unstorable
from annotator.domain.errors import Refused
from annotator.domain.frozen_model import FrozenModel
from annotator.domain.marks.marks import Relation, Span
from annotator.domain.marks.span_edits import with_attribute
from annotator.domain.operations import Operation
from annotator.i18n import tr
from annotator.storage.tables import marks


class RelationOffer(FrozenModel):
    """A span to relate to, with the relations that the scheme allows and that do not exist yet."""

    span: Span
    relations: tuple[str, ...]


def relation_offers(open_document: OpenDocument, span: Span, *, incoming: bool = False) -> list[RelationOffer]:
    """The spans that a relation from ``span`` (or to it) may connect, the nearest first.

    Distance is the number of characters between two spans; of two equally near spans the earlier one comes first.
    """
    existing = {(relation.label, relation.source, relation.target) for relation in open_document.relations_of(span.id)}
    offers = []
    for candidate in open_document.spans.values():
        source, target = (candidate, span) if incoming else (span, candidate)
        allowed = open_document.session.scheme.relations_between(source.label, target.label)
        new = tuple(name for name in allowed if (name, source.id, target.id) not in existing)
        if new and candidate.id != span.id:
            offers.append(RelationOffer(span=candidate, relations=new))
    return sorted(offers, key=lambda offer: (_distance(span, offer.span), offer.span.start, offer.span.end))


def _distance(left: Span, right: Span) -> int:
    return max(0, right.start - left.end, left.start - right.end)


def add_relation(open_document: OpenDocument, source: Span, target: Span, label: str) -> Relation:
    """Add a relation between two spans; if it exists already, it is returned and nothing changes.

    Refused if the scheme does not allow it, or from a span to itself.
    """
    existing = _existing(open_document, label, source, target)
    if existing:
        return existing
    _refuse_misfit(open_document, label, source, target)
    relation = Relation(
        id=open_document.relation_numbering.next("r"),
        label=label,
        source=source.id,
        target=target.id,
        attributes=open_document.session.scheme.relations[label].default_attributes(),
    )
    with open_document.session.step(Operation.ADD_RELATION, open_document.document.id) as writer:
        writer.put("relations", marks.row_from_relation(relation, key=None, layer=open_layer(open_document, writer)))
    return relation


def delete_relation(open_document: OpenDocument, relation: Relation) -> None:
    """Delete the relation; its spans stay."""
    with open_document.session.step(Operation.DELETE_RELATION, open_document.document.id) as writer:
        drop_relation(open_document, writer, open_layer(open_document, writer), relation)


def reverse_relation(open_document: OpenDocument, relation: Relation) -> None:
    """Swap source and target; refused if the scheme does not allow that."""
    source, target = open_document.spans[relation.target], open_document.spans[relation.source]
    _refuse_misfit(open_document, relation.label, source, target)
    if _existing(open_document, relation.label, source, target):
        raise Refused(tr("such a link stands there already"))
    _put(
        open_document,
        Operation.REVERSE_RELATION,
        relation.model_copy(update={"source": source.id, "target": target.id}),
    )


def set_relation_attribute(open_document: OpenDocument, relation: Relation, name: str, value: str) -> None:
    """Set an attribute of the relation; the empty value clears it. Refused if the scheme does not allow the value."""
    declared = open_document.session.scheme.relations[relation.label].attributes
    refuse_unstorable(value, subject=tr("the value"), where=relation.id)
    attributes = with_attribute(declared, relation.attributes, name, value)
    if attributes != relation.attributes:
        _put(open_document, Operation.SET_RELATION_ATTRIBUTE, relation.model_copy(update={"attributes": attributes}))


def likely_source(open_document: OpenDocument, span: Span) -> RelationOffer | None:
    """The last preceding span that may be the source of a relation to ``span``, such as the speaker of a demand.

    The first relation of the scheme that allows ``span`` as its target determines the labels; None if there is none.
    """
    scheme = open_document.session.scheme
    kind = next((kind for kind in scheme.relations.values() if span.label in kind.targets), None)
    if kind is None:
        return None
    sources = [
        source
        for source in open_document.spans_in_order()
        if source.label in kind.sources and source.id != span.id and source.start < span.start
    ]
    return RelationOffer(span=sources[-1], relations=(kind.name,)) if sources else None


def _existing(open_document: OpenDocument, label: str, source: Span, target: Span) -> Relation | None:
    return next(
        (
            relation
            for relation in open_document.relations_of(source.id)
            if (relation.label, relation.source, relation.target) == (label, source.id, target.id)
        ),
        None,
    )


def _refuse_misfit(open_document: OpenDocument, label: str, source: Span, target: Span) -> None:
    if source.id == target.id:
        raise Refused(tr("a span cannot be linked with itself"))
    if not open_document.session.scheme.allows(label, source.label, target.label):
        raise Refused(
            tr("{label} cannot lead from {source} to {target}", label=label, source=source.label, target=target.label)
        )


def _put(open_document: OpenDocument, operation: Operation, relation: Relation) -> None:
    with open_document.session.step(operation, open_document.document.id) as writer:
        put_relation(open_document, writer, open_layer(open_document, writer), relation)
