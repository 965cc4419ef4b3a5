"""A text as one observer divides it: units, and the gaps between them."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple

from annotator.agreement.matches.span_f1 import LabelledExtent
from annotator.domain.matching.extents import Extent, extent_of


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

    Raises ValueError where units overlap or extend beyond the continuum.
    """
    divided: list[Section] = []
    position = begin
    for unit in sorted(unit for unit in units if unit.length > 0):
        if unit.start < position:
            raise ValueError("units of one observer overlap, or begin before the continuum")
        if unit.start > position:
            divided.append(Section(position, unit.start))
        divided.append(unit)
        position = unit.end
    if position > end:
        raise ValueError("units reach beyond the continuum")
    if position < end:
        divided.append(Section(position, end))
    return divided


def section_overlaps(ours: Sequence[Section], theirs: Sequence[Section]) -> Iterator[tuple[int, int, int]]:
    """The pairs of sections that overlap: their indexes in the lists, and the length of the overlap."""
    first = second = 0
    while first < len(ours) and second < len(theirs):
        common = min(ours[first].end, theirs[second].end) - max(ours[first].start, theirs[second].start)
        if common > 0:
            yield first, second, common
        if ours[first].end <= theirs[second].end:
            first += 1
        else:
            second += 1


def extents_by_label(marks: Iterable[LabelledExtent]) -> dict[str, Extent]:
    """The extent under each label: spans of one label that overlap or touch are one unit."""
    by_label: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for mark in marks:
        by_label[mark.label] += mark.extent
    return {label: extent_of(stretches) for label, stretches in by_label.items()}


def label_set_sections(marks: Iterable[LabelledExtent]) -> list[Section]:
    """The stretches under the same set of labels: spans may overlap, and the set is the value of the stretch."""
    steps = [
        (position, label, opens)
        for label, stretches in extents_by_label(marks).items()
        for low, high in stretches
        for position, opens in ((low, True), (high, False))
    ]
    divided = []
    open_labels: set[str] = set()
    last = 0
    for position, label, opens in sorted(steps):
        if open_labels and position > last:
            divided.append(Section(last, position, tuple(sorted(open_labels))))
        last = position
        (open_labels.add if opens else open_labels.discard)(label)
    return divided
