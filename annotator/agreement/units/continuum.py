"""How is a text divided, as one observer sees it: units, and the gaps between them?"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple

from annotator.agreement.matches.span_f1 import Mark
from annotator.domain.matching.extents import Extent, extent


class Section(NamedTuple):
    """A stretch of the continuum. ``value`` is None for a gap."""

    start: int
    end: int
    value: Hashable = None

    @property
    def length(self) -> int:
        return self.end - self.start


def sections(units: Iterable[Section], begin: int, end: int) -> list[Section]:
    """The units with the gaps between them, from ``begin`` to ``end``, in order; units without length are left out.

    Raises ValueError where units overlap or reach beyond the continuum.
    """
    found: list[Section] = []
    place = begin
    for unit in sorted(unit for unit in units if unit.length > 0):
        if unit.start < place:
            raise ValueError("units of one observer overlap, or begin before the continuum")
        if unit.start > place:
            found.append(Section(place, unit.start))
        found.append(unit)
        place = unit.end
    if place > end:
        raise ValueError("units reach beyond the continuum")
    if place < end:
        found.append(Section(place, end))
    return found


def meetings(ours: Sequence[Section], theirs: Sequence[Section]) -> Iterator[tuple[int, int, int]]:
    """The pairs of sections that share something: their places in the lists, and how much they share."""
    one = other = 0
    while one < len(ours) and other < len(theirs):
        common = min(ours[one].end, theirs[other].end) - max(ours[one].start, theirs[other].start)
        if common > 0:
            yield one, other, common
        if ours[one].end <= theirs[other].end:
            one += 1
        else:
            other += 1


def extents_by_label(marks: Iterable[Mark]) -> dict[str, Extent]:
    """For each label all that is under it: spans of one label that overlap or touch are one unit."""
    found: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for mark in marks:
        found[mark.label] += mark.extent
    return {label: extent(stretches) for label, stretches in found.items()}


def label_sets(marks: Iterable[Mark]) -> list[Section]:
    """The stretches under the same set of labels: spans may overlap, and the set is what the observer says."""
    steps = [
        (place, label, opens)
        for label, stretches in extents_by_label(marks).items()
        for low, high in stretches
        for place, opens in ((low, True), (high, False))
    ]
    found = []
    holding: set[str] = set()
    last = 0
    for place, label, opens in sorted(steps):
        if holding and place > last:
            found.append(Section(last, place, tuple(sorted(holding))))
        last = place
        (holding.add if opens else holding.discard)(label)
    return found
