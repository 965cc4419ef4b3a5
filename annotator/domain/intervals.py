"""Which spans touch a stretch of text?"""

from collections import defaultdict
from collections.abc import Iterable

from annotator.domain.marks import Span

_CELL = 256


class SpanIndex:
    """Spans by place: adding, removing and asking cost what the stretch costs, not what the document does.

    The text is divided into cells of 256 characters, and each cell knows the spans that reach into it.
    """

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self._spans: dict[str, Span] = {}
        self._cells: defaultdict[int, set[str]] = defaultdict(set)
        cells = self._cells
        # Spelled out, as a long article has tens of thousands.
        for span in spans:
            name = span.id
            self._spans[name] = span
            for cell in range(span.fragments[0][0] // _CELL, (span.fragments[-1][1] - 1) // _CELL + 1):
                cells[cell].add(name)

    def __len__(self) -> int:
        return len(self._spans)

    def add(self, span: Span) -> None:
        self._spans[span.id] = span
        for cell in _cells(span):
            self._cells[cell].add(span.id)

    def remove(self, span: Span) -> None:
        del self._spans[span.id]
        for cell in _cells(span):
            self._cells[cell].discard(span.id)

    def get(self, name: str | None) -> Span | None:
        """The span of this id, if it is here."""
        return self._spans.get(name) if name else None

    def touching(self, start: int, end: int) -> list[Span]:
        """The spans whose outer bounds share a character with ``start`` to ``end``, in text order."""
        found: set[str] = set()
        for cell in range(start // _CELL, max(start, end - 1) // _CELL + 1):
            found |= self._cells.get(cell, set())
        spans = [self._spans[name] for name in found]
        return sorted(
            (span for span in spans if span.start < end and span.end > start),
            key=lambda span: (span.start, -span.end, span.id),
        )

    def at(self, place: int) -> list[Span]:
        """The spans one of whose fragments holds the character at ``place``, the smallest first."""
        return sorted(
            (span for span in self.touching(place, place + 1) if span.covers(place)),
            key=lambda span: (span.length, span.start, span.id),
        )


def _cells(span: Span) -> range:
    return range(span.fragments[0][0] // _CELL, (span.fragments[-1][1] - 1) // _CELL + 1)
