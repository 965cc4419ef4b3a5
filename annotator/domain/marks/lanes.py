"""In which lane under the text does each of some overlapping spans run?"""

from collections.abc import Sequence

from annotator.domain.marks.marks import Span


def pack(spans: Sequence[Span]) -> dict[str, int]:
    """A lane (0 is next to the text) for each span, by id.

    The shorter span runs nearer the text, so a nested one always lies above the one that holds it; spans that do
    not overlap share a lane.
    """
    lanes: dict[str, int] = {}
    placed: list[list[tuple[int, int]]] = []
    for _, start, end, name in sorted((span.end - span.start, span.start, span.end, span.id) for span in spans):
        lane = len(placed)
        while lane > 0 and all(end <= first or last <= start for first, last in placed[lane - 1]):
            lane -= 1
        if lane == len(placed):
            placed.append([])
        placed[lane].append((start, end))
        lanes[name] = lane
    return lanes
