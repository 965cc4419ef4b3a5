"""What about a layer might be an oversight?

A caution never blocks anybody: each of these can be right, or follow from a scheme that has changed since.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Literal

from annotator.domain.frozen_model import FrozenModel
from annotator.domain.marks.mark_validation import relation_misfits, span_misfits
from annotator.domain.marks.marks import Relation, Span, text_order
from annotator.domain.scheme.scheme import Scheme
from annotator.domain.text import words
from annotator.i18n import tr

Kind = Literal["unlinked", "empty", "crossing", "line-break", "edge", "double", "ultimatum", "circle", "misfit"]

# Of these labels, one of the named relations is expected; without it the mark is mostly unfinished.
_EXPECTED = {
    "SPEAKER": ("SAYS", "PARTICIPANT"),
    "DEMAND": ("SAYS",),
    "QUOTE": ("SAYS",),
    "CUE": ("CUES",),
}
_ULTIMATUM = ("strength", "ultimatum")
_ADDRESS = "ADDRESSED_TO"
_SAME_EXTENT = ("DEMAND", "EVENT")
_SHORT = 40


class Caution(FrozenModel):
    """Something to look at: the span that it is about, what kind it is of, and a few words for a person."""

    span: str
    kind: Kind
    text: str


def cautions(text: str, spans: Iterable[Span], relations: Iterable[Relation], scheme: Scheme) -> list[Caution]:
    """All cautions of a layer in text order; ``text`` is the document's."""
    in_order = sorted(spans, key=lambda span: (*text_order(span), span.id))
    links = list(relations)
    linked: defaultdict[str, set[str]] = defaultdict(set)
    for link in links:
        linked[link.source].add(link.label)
        linked[link.target].add(link.label)
    further = [_crossing(in_order), _doubles(in_order), _circles(links), _misfits(links, in_order, scheme)]
    return [
        caution
        for span in in_order
        for caution in (
            *(Caution(span=span.id, kind="misfit", text=why) for _, why in span_misfits(span, scheme)),
            *_missing_links(span, linked[span.id], scheme),
            *_empty_values(span, scheme),
            *_edges(span, text, scheme),
            *(
                Caution(span=span.id, kind=kind, text=why)
                for findings in further
                for kind, why in findings.get(span.id, ())
            ),
        )
    ]


def _missing_links(span: Span, linked: set[str], scheme: Scheme) -> Iterator[Caution]:
    expected = [name for name in _EXPECTED.get(span.label, ()) if name in scheme.relations]
    if expected and not linked.intersection(expected):
        names = tr(" or ").join(scheme.relations[name].title for name in expected)
        yield Caution(span=span.id, kind="unlinked", text=tr("no link “{names}”", names=names))
    name, value = _ULTIMATUM
    if span.attributes.get(name) == value and _ADDRESS in scheme.relations and _ADDRESS not in linked:
        yield Caution(span=span.id, kind="ultimatum", text=tr("an ultimatum to nobody"))


def _empty_values(span: Span, scheme: Scheme) -> Iterator[Caution]:
    label = scheme.labels.get(span.label)
    for attribute in label.attributes.values() if label else ():
        if attribute.required and not span.attributes.get(attribute.name):
            yield Caution(span=span.id, kind="empty", text=tr("{name} is empty", name=attribute.title))


def _edges(span: Span, text: str, scheme: Scheme) -> Iterator[Caution]:
    label = scheme.labels.get(span.label)
    for start, end in span.fragments:
        if "\n" in text[start:end] or "\r" in text[start:end]:
            yield Caution(span=span.id, kind="line-break", text=tr("it runs over the end of a line"))
        if label and words.trim(text, start, end, keeps_quotes=label.keeps_quotes) != (start, end):
            yield Caution(span=span.id, kind="edge", text=tr("a space or a mark stands at its edge"))


Findings = dict[str, list[tuple[Kind, str]]]


def _crossing(in_order: list[Span]) -> Findings:
    """Spans that overlap without one holding the other, each named once, at the later one."""
    found: Findings = defaultdict(list)
    reaching: list[Span] = []
    for span in in_order:
        reaching = [other for other in reaching if other.end > span.start]
        for other in reaching:
            if other.start < span.start and other.end < span.end and _meet(other, span):
                found[span.id].append(("crossing", tr("it crosses “{words}”", words=_short(other.quote))))
        reaching.append(span)
    return found


def _meet(one: Span, other: Span) -> bool:
    return any(a < d and c < b for a, b in one.fragments for c, d in other.fragments)


def _doubles(in_order: list[Span]) -> Findings:
    by_extent: defaultdict[tuple[object, ...], dict[str, Span]] = defaultdict(dict)
    for span in in_order:
        by_extent[span.fragments][span.label] = span
    mine, other = _SAME_EXTENT
    return {
        labels[mine].id: [("double", tr("the same words are an event"))]
        for labels in by_extent.values()
        if mine in labels and other in labels
    }


def _misfits(links: list[Relation], in_order: list[Span], scheme: Scheme) -> Findings:
    """Relations that the scheme does not know or allow, each at the span that it leaves."""
    found: Findings = defaultdict(list)
    labels = {span.id: span.label for span in in_order}
    for link in links:
        found[link.source].extend(("misfit", why) for _, why in relation_misfits(link, labels, scheme))
    return found


def _circles(links: list[Relation]) -> Findings:
    """Spans from which links of one label lead back to where they began."""
    found: Findings = defaultdict(list)
    by_label: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for link in links:
        by_label[link.label][link.source].append(link.target)
    for label, following in by_label.items():
        for name in _in_circles(following):
            found[name].append(("circle", tr("“{label}” leads round in a circle", label=label)))
    return found


def _in_circles(following: dict[str, list[str]]) -> set[str]:
    """The nodes that reach themselves: what is left when nodes without a way in or out are taken off in turn."""
    alive = set(following) & {target for targets in following.values() for target in targets}
    while True:
        entered = {target for node in alive for target in following.get(node, ()) if target in alive}
        kept = {node for node in entered if any(target in alive for target in following.get(node, ()))}
        if kept == alive:
            return alive
        alive = kept


def _short(words_of: str) -> str:
    line = " ".join(words_of.split())
    return line if len(line) <= _SHORT else f"{line[:_SHORT].rstrip()}…"
