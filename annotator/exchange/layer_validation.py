"""Is what a received layer says sound: its marks in the text, its labels and attributes in the scheme?"""

from collections.abc import Iterator
from functools import lru_cache

import orjson

from annotator.domain.document import sha256_of
from annotator.domain.errors import Refused
from annotator.domain.marks.mark_validation import relation_misfits, span_misfits
from annotator.domain.marks.marks import Layer, Relation, Span
from annotator.domain.scheme.scheme import Scheme
from annotator.domain.text.damage import place_faults
from annotator.i18n import tr
from annotator.storage.tables import marks
from annotator.storage.tables.layer_transfer import DocumentHead, LayerRows, SpanRow

_KNOWN_KINDS = 100_000
_STATUSES = ("new", "in-progress", "done")


def text_fault(document: DocumentHead, text: str) -> str | None:
    """Why the text is not the one that its document says; None where it is."""
    return None if sha256_of(text) == document.sha256 else tr("its text was changed")


def faults(rows: LayerRows, text: str) -> Iterator[str]:
    """A line for each thing that does not hang together, whatever the scheme."""
    if rows.status not in _STATUSES:
        yield tr("it has no status")
    for named in (rows.spans, rows.relations):
        if len({one.id for one in named}) < len(named):
            yield tr("two of its marks have one id")
    if any("\0" in part for span in rows.spans for part in (span.id, span.note, span.attributes)):
        yield tr("a mark holds a character that cannot be kept")
    told = {span.attributes for span in rows.spans} | {link.attributes for link in rows.relations}
    if not all(map(_are_attributes, told)):
        yield tr("the attributes of a mark are damaged")
        return
    for span in rows.spans:
        if span.fragments is None and 0 <= span.start < span.end and text[span.start : span.end] == span.quote:
            continue
        yield from _place_faults(span, text)


@lru_cache(_KNOWN_KINDS)
def _are_attributes(told: str) -> bool:
    """Whether this is JSON that gives a text for each name."""
    try:
        attributes = orjson.loads(told)
    except ValueError:
        return False
    return isinstance(attributes, dict) and all(isinstance(value, str) for value in attributes.values())


def _place_faults(span: SpanRow, text: str) -> Iterator[str]:
    try:
        told = marks.span_from_row(span._asdict())
    except Refused as problem:
        yield problem.what
        return
    if (told.start, told.end) != (span.start, span.end):
        yield tr("span {id}: its fragments are elsewhere", id=told.id)
    yield from place_faults(Layer(document="", annotator=tr("the layer"), spans=(told,)), text)


class Fitting:
    """Says what of a layer the scheme would not allow; marks that are alike are looked at once."""

    def __init__(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self._span = lru_cache(_KNOWN_KINDS)(self._span_misfit)
        self._link = lru_cache(_KNOWN_KINDS)(self._link_misfit)

    def misfits(self, rows: LayerRows) -> Iterator[str]:
        labels = {span.id: span.label for span in rows.spans}
        for span in rows.spans:
            if why := self._span(span.label, span.attributes):
                yield tr("span {id}: {why}", id=span.id, why=why)
        for link in rows.relations:
            if why := self._link(link.label, link.attributes, labels.get(link.source), labels.get(link.target)):
                yield tr("relation {id}: {why}", id=link.id, why=why)

    def _span_misfit(self, label: str, attributes: str) -> str | None:
        told = Span(id="-", label=label, fragments=((0, 1),), quote="-", attributes=orjson.loads(attributes))
        return next((why for _, why in span_misfits(told, self._scheme)), None)

    def _link_misfit(self, label: str, attributes: str, source: str | None, target: str | None) -> str | None:
        told = Relation(id="-", label=label, source="from", target="to", attributes=orjson.loads(attributes))
        ends = {name: end for name, end in (("from", source), ("to", target)) if end is not None}
        return next((why for _, why in relation_misfits(told, ends, self._scheme)), None)
