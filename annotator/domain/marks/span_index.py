"""An index of spans by position in the text."""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, MutableMapping
from typing import Self

from annotator.domain.marks.marks import Span, text_order

# In characters: a longer span is registered in each cell of this size that it overlaps.
_LONG = 256

SpanPosition = tuple[int, int, str]
"""The sort key of a span in text order: its start, its negative end (the longer span comes first) and its id."""


class SpanIndex:
    """Spans by position: the cost of an edit or a query depends on the stretch, not on the document.

    Short spans are found by their start. Each cell of the text lists the few long spans that overlap it.
    """

    def __init__(self, spans: MutableMapping[str, Span], order: list[SpanPosition]) -> None:
        self.spans, self.order = spans, order
        self._long: defaultdict[int, set[SpanPosition]] = defaultdict(set)
        for position in order:
            if -position[1] - position[0] > _LONG:
                self._add_to_cells(position)

    @classmethod
    def from_spans(cls, spans: Iterable[Span] = ()) -> Self:
        """The index of these spans."""
        by_id = {span.id: span for span in spans}
        return cls(by_id, sorted(position_of(span) for span in by_id.values()))

    def add(self, span: Span) -> None:
        self.spans[span.id] = span
        position = position_of(span)
        insort(self.order, position)
        if span.end - span.start > _LONG:
            self._add_to_cells(position)

    def remove(self, span: Span) -> None:
        del self.spans[span.id]
        position = position_of(span)
        del self.order[bisect_left(self.order, position)]
        if span.end - span.start > _LONG:
            for cell in _cells(span.start, span.end):
                self._long[cell].discard(position)

    def _add_to_cells(self, position: SpanPosition) -> None:
        for cell in _cells(position[0], -position[1]):
            self._long[cell].add(position)

    def get(self, name: str | None) -> Span | None:
        """The span with this id, if it is in the index."""
        return self.spans.get(name) if name else None

    def touching(self, start: int, end: int) -> list[Span]:
        """The spans whose outer bounds share a character with ``start`` to ``end``, in text order."""
        first, last = bisect_left(self.order, (start - _LONG,)), bisect_left(self.order, (end,))
        positions = self.order[first:last]
        long_spans = {position for cell in _cells(start, end) for position in self._long.get(cell, ())}
        if long_spans:
            positions = sorted(long_spans.union(positions))
        return [self.spans[name] for begin, minus_end, name in positions if begin < end and -minus_end > start]

    def at(self, offset: int) -> list[Span]:
        """The spans with a fragment that contains the character at ``offset``, the smallest first."""
        return sorted(
            (span for span in self.touching(offset, offset + 1) if span.covers(offset)),
            key=lambda span: (span.length, span.start, span.id),
        )


def position_of(span: Span) -> SpanPosition:
    """The position of the span in text order."""
    return (*text_order(span), span.id)


def _cells(start: int, end: int) -> range:
    return range(start // _LONG, max(start, end - 1) // _LONG + 1)
