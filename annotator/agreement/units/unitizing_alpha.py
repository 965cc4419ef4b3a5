"""Alpha_U: agreement on the positions of units of one label, by Krippendorff's first measure.

Alpha_U (Krippendorff 1995; 2004, chapter 11.6) serves to compare with older reports. Units of one label by one observer
must not overlap, and with more than two observers it behaves badly; see ``u_alpha`` for its successor. Its expected
part is not a sum over documents: it is defined on one continuum.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate, combinations

from annotator.agreement.measure import Measure, agreement_beyond_chance, undefined
from annotator.agreement.units.continuum import Section, section_overlaps, sections


def section_distance(first: Section, second: Section) -> int:
    """The squared difference of two overlapping sections; 0 for two gaps, or if a gap does not contain the unit."""
    if first.start >= second.end or second.start >= first.end:
        return 0
    if first.value is not None and second.value is not None:
        return (first.start - second.start) ** 2 + (first.end - second.end) ** 2
    for unit, gap in ((first, second), (second, first)):
        if unit.value is not None and gap.value is None and gap.start <= unit.start and unit.end <= gap.end:
            return unit.length**2
    return 0


def observed_disagreement(observers: Sequence[Sequence[Section]], length: int) -> Fraction:
    """D_o of one label: ``observers`` are the sections of each."""
    count = len(observers)
    distances = sum(
        section_distance(ours[first], theirs[second])
        for ours, theirs in combinations(observers, 2)
        for first, second, _ in section_overlaps(ours, theirs)
    )
    return Fraction(2 * distances, count * (count - 1) * length**2)


def expected_disagreement(observers: Sequence[Sequence[Section]], length: int) -> Fraction:
    """D_e of one label: the expectation if units of these lengths were placed on the continuum at random."""
    units = [section.length for divided in observers for section in divided if section.value is not None]
    gaps = sorted(section.length for divided in observers for section in divided if section.value is None)
    sums = [0, *accumulate(gaps)]
    positions = len(observers) * length
    total = Fraction(0)
    for unit in units:
        first = bisect_left(gaps, unit)
        room = sums[-1] - sums[first] - (unit - 1) * (len(gaps) - first)
        total += Fraction(len(units) - 1, 3) * (2 * unit**3 - 3 * unit**2 + unit) + unit**2 * room
    expected_pairs = positions * (positions - 1) - sum(unit * (unit - 1) for unit in units)
    return Fraction(2, length) * total / expected_pairs if expected_pairs else Fraction(0)


class UnitizingAlpha:
    """Alpha_U of the units of several observers on one continuum, by label and over all labels."""

    def __init__(self, observers: Mapping[str, Iterable[Section]], begin: int, length: int) -> None:
        unit_lists = [list(units) for units in observers.values()]
        labels = {unit.value for units in unit_lists for unit in units if unit.length > 0}
        divided = {
            label: [
                sections([unit for unit in units if unit.value == label], begin, begin + length) for units in unit_lists
            ]
            for label in labels
        }
        comparable = len(unit_lists) > 1
        self._comparable = comparable
        self.observed = (
            {label: observed_disagreement(divided_label, length) for label, divided_label in divided.items()}
            if comparable
            else {}
        )
        self.expected = (
            {label: expected_disagreement(divided_label, length) for label, divided_label in divided.items()}
            if comparable
            else {}
        )

    @property
    def overall(self) -> Measure:
        """1 - the observed over the expected distances of all labels."""
        if not self.expected:
            return undefined("nothing_to_compare" if self._comparable else "no_overlap")
        return agreement_beyond_chance(sum(self.observed.values()), sum(self.expected.values()))

    @property
    def per_label(self) -> dict[object, Measure]:
        return {label: agreement_beyond_chance(self.observed[label], self.expected[label]) for label in self.observed}
