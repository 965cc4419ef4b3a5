"""Warnings about possible oversights in a layer.

A warning never blocks the annotator: each of these can be right, or follow from a later change of the scheme.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Literal

from annotator.domain.frozen_model import FrozenModel
from annotator.domain.marks.mark_validation import relation_misfits, span_misfits
from annotator.domain.marks.marks import Relation, Span, text_order
from annotator.domain.scheme.roles import AttributeRole, LabelRole, RelationRole, ValueRole
from annotator.domain.scheme.scheme import Scheme
from annotator.domain.text import words
from annotator.i18n import tr

WarningKind = Literal["unlinked", "empty", "crossing", "line-break", "edge", "double", "ultimatum", "circle", "misfit"]

# Spans with labels of these roles normally have a relation of one of these roles.
_EXPECTED = {
    LabelRole.SPEAKER: (RelationRole.SAYS, RelationRole.PARTICIPANT),
    LabelRole.DEMAND: (RelationRole.SAYS,),
    LabelRole.QUOTE: (RelationRole.SAYS,),
    LabelRole.CUE: (RelationRole.CUES,),
}
_SHORT = 40


class MarkWarning(FrozenModel):
    """A warning: the span that it concerns, its kind, and a few words to display."""

    span: str
    kind: WarningKind
    text: str


def mark_warnings(text: str, spans: Iterable[Span], relations: Iterable[Relation], scheme: Scheme) -> list[MarkWarning]:
    """All warnings of a layer in text order; ``text`` is the document's."""
    in_order = sorted(spans, key=lambda span: (*text_order(span), span.id))
    relations = list(relations)
    related: defaultdict[str, set[str]] = defaultdict(set)
    for relation in relations:
        related[relation.source].add(relation.label)
        related[relation.target].add(relation.label)
    expected = _ExpectedRelations(scheme)
    layer_texts = [
        _crossing(in_order),
        _doubles(in_order, scheme),
        _circles(relations),
        _misfits(relations, in_order, scheme),
    ]
    return [
        warning
        for span in in_order
        for warning in (
            *(MarkWarning(span=span.id, kind="misfit", text=message) for _, message in span_misfits(span, scheme)),
            *expected.warnings(span, related[span.id]),
            *_empty_values(span, scheme),
            *_edges(span, text, scheme),
            *(
                MarkWarning(span=span.id, kind=kind, text=message)
                for texts in layer_texts
                for kind, message in texts.get(span.id, ())
            ),
        )
    ]


class _ExpectedRelations:
    """The relations that the spans of a label normally have; the scheme is asked once, not for each span."""

    def __init__(self, scheme: Scheme) -> None:
        self._titles = {name: relation.title for name, relation in scheme.relations.items()}
        self._addresses = scheme.relations_with(RelationRole.ADDRESSED_TO)
        self._strengths = {name: scheme.attribute_with(name, AttributeRole.STRENGTH) for name in scheme.labels}
        self._names = {
            label: [name for role in roles for name in scheme.relations_with(role)]
            for label_role, roles in _EXPECTED.items()
            for label in scheme.labels_with(label_role)
        }

    def warnings(self, span: Span, related: set[str]) -> Iterator[MarkWarning]:
        """The warnings of a span that has relations with these labels."""
        expected = self._names.get(span.label)
        if expected and not related.intersection(expected):
            names = tr(" or ").join(self._titles[name] for name in expected)
            yield MarkWarning(span=span.id, kind="unlinked", text=tr("no link “{names}”", names=names))
        if self._addresses and self._is_ultimatum(span) and not related.intersection(self._addresses):
            yield MarkWarning(span=span.id, kind="ultimatum", text=tr("an ultimatum to nobody"))

    def _is_ultimatum(self, span: Span) -> bool:
        strength = self._strengths.get(span.label)
        return bool(strength and strength.role_of(span.attributes.get(strength.name, "")) == ValueRole.ULTIMATUM)


def _empty_values(span: Span, scheme: Scheme) -> Iterator[MarkWarning]:
    label = scheme.labels.get(span.label)
    for attribute in label.attributes.values() if label else ():
        if attribute.required and not span.attributes.get(attribute.name):
            yield MarkWarning(span=span.id, kind="empty", text=tr("{name} is empty", name=attribute.title))


def _edges(span: Span, text: str, scheme: Scheme) -> Iterator[MarkWarning]:
    label = scheme.labels.get(span.label)
    for start, end in span.fragments:
        if "\n" in text[start:end] or "\r" in text[start:end]:
            yield MarkWarning(span=span.id, kind="line-break", text=tr("it runs over the end of a line"))
        if label and words.trim(text, start, end, keeps_quotes=label.keeps_quotes) != (start, end):
            yield MarkWarning(span=span.id, kind="edge", text=tr("a space or a mark stands at its edge"))


_WarningTexts = dict[str, list[tuple[WarningKind, str]]]


def _crossing(in_order: list[Span]) -> _WarningTexts:
    """Spans that overlap without nesting; each pair is reported once, at the later span."""
    texts: _WarningTexts = defaultdict(list)
    open_spans: list[Span] = []
    for span in in_order:
        open_spans = [earlier for earlier in open_spans if earlier.end > span.start]
        for earlier in open_spans:
            if earlier.start < span.start and earlier.end < span.end and _overlap(earlier, span):
                texts[span.id].append(("crossing", tr("it crosses “{words}”", words=_short(earlier.quote))))
        open_spans.append(span)
    return texts


def _overlap(first: Span, second: Span) -> bool:
    return any(a < d and c < b for a, b in first.fragments for c, d in second.fragments)


def _doubles(in_order: list[Span], scheme: Scheme) -> _WarningTexts:
    """Demands with the extent of an event."""
    demands, events = scheme.labels_with(LabelRole.DEMAND), scheme.labels_with(LabelRole.EVENT)
    by_extent: defaultdict[tuple[object, ...], dict[str, Span]] = defaultdict(dict)
    for span in in_order:
        by_extent[span.fragments][span.label] = span
    return {
        labels[demand].id: [("double", tr("the same words are an event"))]
        for labels in by_extent.values()
        if labels.keys() & events
        for demand in labels.keys() & demands
    }


def _misfits(relations: list[Relation], in_order: list[Span], scheme: Scheme) -> _WarningTexts:
    """Relations that the scheme does not declare or allow; each is reported at its source."""
    texts: _WarningTexts = defaultdict(list)
    labels = {span.id: span.label for span in in_order}
    for relation in relations:
        texts[relation.source].extend(("misfit", message) for _, message in relation_misfits(relation, labels, scheme))
    return texts


def _circles(relations: list[Relation]) -> _WarningTexts:
    """Spans from which relations of one label lead back to the same span."""
    texts: _WarningTexts = defaultdict(list)
    by_label: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for relation in relations:
        by_label[relation.label][relation.source].append(relation.target)
    for label, targets in by_label.items():
        for name in _in_circles(targets):
            texts[name].append(("circle", tr("“{label}” leads round in a circle", label=label)))
    return texts


def _in_circles(targets_by_source: dict[str, list[str]]) -> set[str]:
    """The nodes on a circle or on a path between circles.

    Nodes without an incoming or outgoing edge are removed until none is left to remove.
    """
    alive = set(targets_by_source) & {target for targets in targets_by_source.values() for target in targets}
    while True:
        entered = {target for node in alive for target in targets_by_source.get(node, ()) if target in alive}
        remaining = {node for node in entered if any(target in alive for target in targets_by_source.get(node, ()))}
        if remaining == alive:
            return alive
        alive = remaining


def _short(quote: str) -> str:
    line = " ".join(quote.split())
    return line if len(line) <= _SHORT else f"{line[:_SHORT].rstrip()}…"
