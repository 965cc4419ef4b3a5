"""Validation of spans and relations against the scheme."""

from collections.abc import Iterator, Mapping
from typing import Literal

from annotator.domain.marks.marks import Relation, Span
from annotator.domain.scheme.scheme import Scheme, attribute_misfits
from annotator.i18n import tr

Misfit = tuple[Literal["label", "attribute", "relation"], str]


def span_misfits(span: Span, scheme: Scheme) -> Iterator[Misfit]:
    """The kind and a line for each misfit of the span; nothing if it fits."""
    label = scheme.labels.get(span.label)
    if label is None:
        yield "label", tr("the scheme has no label {label}", label=repr(span.label[:60]))
    elif span.attributes:
        for message in attribute_misfits(label.attributes, span.attributes):
            yield "attribute", message


def relation_misfits(relation: Relation, labels: Mapping[str, str], scheme: Scheme) -> Iterator[Misfit]:
    """The kind and a line for each misfit of a relation; ``labels`` are those of the layer's spans, by id."""
    kind = scheme.relations.get(relation.label)
    source, target = labels.get(relation.source), labels.get(relation.target)
    if kind is None:
        yield "label", tr("the scheme has no relation {label}", label=repr(relation.label[:60]))
    elif source is None or target is None:
        yield "relation", tr("it has lost an end")
    elif relation.source == relation.target:
        yield "relation", tr("it links a span with itself")
    elif not scheme.allows(relation.label, source, target):
        yield (
            "relation",
            tr("{label} cannot lead from {source} to {target}", label=kind.name, source=source, target=target),
        )
    if kind and relation.attributes:
        for message in attribute_misfits(kind.attributes, relation.attributes):
            yield "attribute", message
