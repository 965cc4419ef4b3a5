"""How far do people agree on where units of one label lie, by Krippendorff's first measure?

Alpha_U (Krippendorff 1995; 2004, chapter 11.6) is kept to compare with older reports. Units of one label by one
observer must not overlap, and with more than two observers it behaves badly; see ``ualpha`` for its successor. Its
expected part is no sum over documents: it knows one continuum.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate, combinations

from annotator.agreement.measure import Measure, beyond_chance, undefined
from annotator.agreement.units.continuum import Section, meetings, sections


def section_distance(one: Section, other: Section) -> int:
    """The squared difference of two sections that meet; nothing where neither is a unit, or a gap is not around one."""
    if one.start >= other.end or other.start >= one.end:
        return 0
    if one.value is not None and other.value is not None:
        return (one.start - other.start) ** 2 + (one.end - other.end) ** 2
    for unit, gap in ((one, other), (other, one)):
        if unit.value is not None and gap.value is None and gap.start <= unit.start and unit.end <= gap.end:
            return unit.length**2
    return 0


def observed(observers: Sequence[Sequence[Section]], length: int) -> Fraction:
    """D_o of one label: ``observers`` are the sections of each."""
    many = len(observers)
    distances = sum(
        section_distance(ours[one], theirs[other])
        for ours, theirs in combinations(observers, 2)
        for one, other, _ in meetings(ours, theirs)
    )
    return Fraction(2 * distances, many * (many - 1) * length**2)


def expected(observers: Sequence[Sequence[Section]], length: int) -> Fraction:
    """D_e of one label: what units of these lengths would bring if they were thrown onto the continuum."""
    units = [one.length for told in observers for one in told if one.value is not None]
    gaps = sorted(one.length for told in observers for one in told if one.value is None)
    sums = [0, *accumulate(gaps)]
    places = len(observers) * length
    total = Fraction(0)
    for unit in units:
        first = bisect_left(gaps, unit)
        room = sums[-1] - sums[first] - (unit - 1) * (len(gaps) - first)
        total += Fraction(len(units) - 1, 3) * (2 * unit**3 - 3 * unit**2 + unit) + unit**2 * room
    whole = places * (places - 1) - sum(unit * (unit - 1) for unit in units)
    return Fraction(2, length) * total / whole if whole else Fraction(0)


class UnitizingAlpha:
    """Alpha_U of what several observers marked on one continuum, by label and over all."""

    def __init__(self, observers: Mapping[str, Iterable[Section]], begin: int, length: int) -> None:
        told = [list(units) for units in observers.values()]
        labels = {unit.value for units in told for unit in units if unit.length > 0}
        divided = {
            label: [sections([one for one in units if one.value == label], begin, begin + length) for units in told]
            for label in labels
        }
        several = len(told) > 1
        self._several = several
        self.observed = {label: observed(parts, length) for label, parts in divided.items()} if several else {}
        self.expected = {label: expected(parts, length) for label, parts in divided.items()} if several else {}

    @property
    def overall(self) -> Measure:
        """1 - the observed over the expected distances of all labels."""
        if not self.expected:
            return undefined("nothing_to_compare" if self._several else "no_overlap")
        return beyond_chance(sum(self.observed.values()), sum(self.expected.values()))

    @property
    def per_label(self) -> dict[object, Measure]:
        return {label: beyond_chance(self.observed[label], self.expected[label]) for label in self.observed}
