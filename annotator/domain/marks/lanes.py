"""The lanes under the text in which overlapping spans are drawn."""

from collections.abc import Sequence

from annotator.domain.marks.marks import Span


def assign_lanes(spans: Sequence[Span]) -> dict[str, int]:
    """A lane (0 is next to the text) for each span, by id.

    The shorter span is nearer to the text, so a nested span is always above the one that contains it; spans that do
    not overlap share a lane.
    """
    lanes: dict[str, int] = {}
    occupied: list[list[tuple[int, int]]] = []
    for _, start, end, name in sorted((span.end - span.start, span.start, span.end, span.id) for span in spans):
        lane = len(occupied)
        while lane > 0 and all(end <= first or last <= start for first, last in occupied[lane - 1]):
            lane -= 1
        if lane == len(occupied):
            occupied.append([])
        occupied[lane].append((start, end))
        lanes[name] = lane
    return lanes
