"""How does an annotator link two spans: who says what, to whom, about what?

Every function that changes anything is one step: it is committed and published before it returns, and one Undo takes
it back.
"""

from annotator.app.annotate.layer_access import drop_relation, open_layer, put_relation
from annotator.app.annotate.open_document import Desk
from annotator.domain.document import refuse_unstorable
from annotator.domain.errors import Refused
from annotator.domain.frozen_model import FrozenModel
from annotator.domain.marks.marks import Relation, Span
from annotator.domain.marks.span_edits import said
from annotator.i18n import tr
from annotator.storage.tables import marks


class Offer(FrozenModel):
    """A span that another one may be linked with, and the relations that the scheme allows and that are not there."""

    span: Span
    relations: tuple[str, ...]


def offers(desk: Desk, span: Span, *, incoming: bool = False) -> list[Offer]:
    """What a link from ``span`` (or to it) may lead to, the nearest first.

    Near is where the fewest characters lie between; of those that are equally near, the earlier one comes first.
    """
    there = {(link.label, link.source, link.target) for link in desk.linked(span.id)}
    found = []
    for other in desk.spans.values():
        source, target = (other, span) if incoming else (span, other)
        allowed = desk.session.scheme.relations_between(source.label, target.label)
        new = tuple(name for name in allowed if (name, source.id, target.id) not in there)
        if new and other.id != span.id:
            found.append(Offer(span=other, relations=new))
    return sorted(found, key=lambda offer: (_between(span, offer.span), offer.span.start, offer.span.end))


def _between(one: Span, other: Span) -> int:
    return max(0, other.start - one.end, one.start - other.end)


def link(desk: Desk, source: Span, target: Span, label: str) -> Relation:
    """Link two spans; where such a link stands already, that one is the answer and nothing happens.

    Refused where the scheme does not allow it, and from a span to itself.
    """
    for known in desk.linked(source.id):
        if (known.label, known.source, known.target) == (label, source.id, target.id):
            return known
    _refuse_misfit(desk, label, source, target)
    relation = Relation(
        id=desk.relation_numbering.next("r"),
        label=label,
        source=source.id,
        target=target.id,
        attributes=desk.session.scheme.relations[label].starting_attributes(),
    )
    with desk.session.step("add-relation", desk.document.id) as writer:
        writer.put("relations", marks.row_from_relation(relation, key=None, layer=open_layer(desk, writer)))
    return relation


def unlink(desk: Desk, relation: Relation) -> None:
    """Remove the link; its spans stay."""
    with desk.session.step("delete-relation", desk.document.id) as writer:
        drop_relation(desk, writer, open_layer(desk, writer), relation)


def reverse(desk: Desk, relation: Relation) -> None:
    """Let the link lead the other way; refused where the scheme does not allow that."""
    source, target = desk.spans[relation.target], desk.spans[relation.source]
    _refuse_misfit(desk, relation.label, source, target)
    if any(
        (other.label, other.source, other.target) == (relation.label, source.id, target.id)
        for other in desk.linked(source.id)
    ):
        raise Refused(tr("such a link stands there already"))
    _put(desk, "reverse-relation", relation.model_copy(update={"source": source.id, "target": target.id}))


def set_relation_attribute(desk: Desk, relation: Relation, name: str, value: str) -> None:
    """Say something of the link; the empty value takes it back. Refused where the scheme does not allow the value."""
    declared = desk.session.scheme.relations[relation.label].attributes
    refuse_unstorable(value, what=tr("the value"), where=relation.id)
    told = said(declared, relation.attributes, name, value)
    if told != relation.attributes:
        _put(desk, "set-relation-attribute", relation.model_copy(update={"attributes": told}))


def last_named(desk: Desk, span: Span) -> Offer | None:
    """Who was named last before ``span`` and may be its source: the speaker of a demand, most often.

    The scheme's first relation that leads to such a span decides who can be; None where nobody was named.
    """
    scheme = desk.session.scheme
    kind = next((kind for kind in scheme.relations.values() if span.label in kind.targets), None)
    if kind is None:
        return None
    named = [
        other
        for other in desk.in_order()
        if other.label in kind.sources and other.id != span.id and other.start < span.start
    ]
    return Offer(span=named[-1], relations=(kind.name,)) if named else None


def _refuse_misfit(desk: Desk, label: str, source: Span, target: Span) -> None:
    if source.id == target.id:
        raise Refused(tr("a span cannot be linked with itself"))
    if not desk.session.scheme.allows(label, source.label, target.label):
        raise Refused(
            tr("{label} cannot lead from {source} to {target}", label=label, source=source.label, target=target.label)
        )


def _put(desk: Desk, operation: str, relation: Relation) -> None:
    with desk.session.step(operation, desk.document.id) as writer:
        put_relation(desk, writer, open_layer(desk, writer), relation)
