"""Which spans touch a stretch of text, and in which order do all of them stand?"""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, MutableMapping
from typing import Self

from annotator.domain.marks.marks import Span, text_order

# In characters: a longer span is looked for in the cells that it reaches into, cells of as many characters.
_LONG = 256

Place = tuple[int, int, str]
"""Where a span stands in text order: its start, its end (negative, so that the longer comes first) and its id."""


class SpanIndex:
    """Spans by place: adding, removing and asking cost what the stretch costs, not what the document does.

    Short spans are found by where they begin. Each cell of the text knows the few long ones that reach into it.
    """

    def __init__(self, spans: MutableMapping[str, Span], order: list[Place]) -> None:
        self.spans, self.order = spans, order
        self._long: defaultdict[int, set[Place]] = defaultdict(set)
        for place in [place for place in order if -place[1] - place[0] > _LONG]:
            self._reach(place)

    @classmethod
    def of(cls, spans: Iterable[Span] = ()) -> Self:
        """The index of these spans."""
        known = {span.id: span for span in spans}
        return cls(known, sorted(place_of(span) for span in known.values()))

    def add(self, span: Span) -> None:
        self.spans[span.id] = span
        place = place_of(span)
        insort(self.order, place)
        if span.end - span.start > _LONG:
            self._reach(place)

    def remove(self, span: Span) -> None:
        del self.spans[span.id]
        place = place_of(span)
        del self.order[bisect_left(self.order, place)]
        if span.end - span.start > _LONG:
            for cell in _cells(span.start, span.end):
                self._long[cell].discard(place)

    def _reach(self, place: Place) -> None:
        for cell in _cells(place[0], -place[1]):
            self._long[cell].add(place)

    def get(self, name: str | None) -> Span | None:
        """The span of this id, if it is here."""
        return self.spans.get(name) if name else None

    def touching(self, start: int, end: int) -> list[Span]:
        """The spans whose outer bounds share a character with ``start`` to ``end``, in text order."""
        first, last = bisect_left(self.order, (start - _LONG,)), bisect_left(self.order, (end,))
        near = self.order[first:last]
        far = {place for cell in _cells(start, end) for place in self._long.get(cell, ())}
        if far:
            near = sorted(far.union(near))
        return [self.spans[name] for begin, before, name in near if begin < end and -before > start]

    def at(self, place: int) -> list[Span]:
        """The spans one of whose fragments holds the character at ``place``, the smallest first."""
        return sorted(
            (span for span in self.touching(place, place + 1) if span.covers(place)),
            key=lambda span: (span.length, span.start, span.id),
        )


def place_of(span: Span) -> Place:
    """Where the span stands in text order."""
    return (*text_order(span), span.id)


def _cells(start: int, end: int) -> range:
    return range(start // _LONG, max(start, end - 1) // _LONG + 1)
