"""Validation of received layers: the marks against the text, the labels and attributes against the scheme."""

from collections.abc import Iterator
from functools import lru_cache

import orjson

from annotator.domain.document import sha256_of
from annotator.domain.errors import Refused
from annotator.domain.marks.mark_validation import relation_misfits, span_misfits
from annotator.domain.marks.marks import Layer, Relation, Span
from annotator.domain.scheme.scheme import Scheme
from annotator.domain.text.content_checks import span_faults
from annotator.i18n import tr
from annotator.storage.tables import marks
from annotator.storage.tables.layer_transfer import DocumentKey, LayerRows, SpanRow

_CACHE_SIZE = 100_000
_STATUSES = ("new", "in-progress", "done")


def text_fault(document: DocumentKey, text: str) -> str | None:
    """A message if the text does not match the hash of its document; None if it does."""
    return None if sha256_of(text) == document.sha256 else tr("its text was changed")


def layer_faults(rows: LayerRows, text: str) -> Iterator[str]:
    """A message for each inconsistency of the layer, independent of the scheme."""
    if rows.status not in _STATUSES:
        yield tr("it has no status")
    for mark_rows in (rows.spans, rows.relations):
        if len({row.id for row in mark_rows}) < len(mark_rows):
            yield tr("two of its marks have one id")
    if any("\0" in value for span in rows.spans for value in (span.id, span.note, span.attributes)):
        yield tr("a mark holds a character that cannot be kept")
    attributes = {span.attributes for span in rows.spans} | {relation.attributes for relation in rows.relations}
    if not all(map(_are_attributes, attributes)):
        yield tr("the attributes of a mark are damaged")
        return
    for span in rows.spans:
        if span.fragments is None and 0 <= span.start < span.end and text[span.start : span.end] == span.quote:
            continue
        yield from _span_faults(span, text)


@lru_cache(_CACHE_SIZE)
def _are_attributes(json: str) -> bool:
    """Whether this is a JSON object whose values are strings."""
    try:
        attributes = orjson.loads(json)
    except ValueError:
        return False
    return isinstance(attributes, dict) and all(isinstance(value, str) for value in attributes.values())


def _span_faults(row: SpanRow, text: str) -> Iterator[str]:
    try:
        span = marks.span_from_row(row._asdict())
    except Refused as problem:
        yield problem.message
        return
    if (span.start, span.end) != (row.start, row.end):
        yield tr("span {id}: its fragments are elsewhere", id=span.id)
    yield from span_faults(Layer(document="", annotator=tr("the layer"), spans=(span,)), text)


class SchemeCheck:
    """Finds marks of a layer that the scheme does not allow; equal marks are checked once."""

    def __init__(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self._cached_span_misfit = lru_cache(_CACHE_SIZE)(self._span_misfit)
        self._cached_relation_misfit = lru_cache(_CACHE_SIZE)(self._relation_misfit)

    def misfits(self, rows: LayerRows) -> Iterator[str]:
        """A message for each mark that the scheme does not allow."""
        labels = {span.id: span.label for span in rows.spans}
        for span in rows.spans:
            if misfit := self._cached_span_misfit(span.label, span.attributes):
                yield tr("span {id}: {why}", id=span.id, why=misfit)
        for relation in rows.relations:
            ends = labels.get(relation.source), labels.get(relation.target)
            if misfit := self._cached_relation_misfit(relation.label, relation.attributes, *ends):
                yield tr("relation {id}: {why}", id=relation.id, why=misfit)

    def _span_misfit(self, label: str, attributes: str) -> str | None:
        span = Span(id="-", label=label, fragments=((0, 1),), quote="-", attributes=orjson.loads(attributes))
        return next((message for _, message in span_misfits(span, self._scheme)), None)

    def _relation_misfit(self, label: str, attributes: str, source: str | None, target: str | None) -> str | None:
        relation = Relation(id="-", label=label, source="from", target="to", attributes=orjson.loads(attributes))
        ends = {name: end for name, end in (("from", source), ("to", target)) if end is not None}
        return next((message for _, message in relation_misfits(relation, ends, self._scheme)), None)
