"""The u-alpha family: agreement on units, their boundaries and their values.

The family of Krippendorff, Mathet, Bouvry & Widlöcher 2016 (Krippendorff 2019, section 12.6). All measures are read
from two kinds of sums over pairs of observers: how much of the continuum each pair of values shares, and how much a
unit shares with itself, which must not count as expected agreement. They are additive over documents, which count as
one long continuum.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from annotator.agreement.measure import Measure, Number, share, undefined
from annotator.agreement.units.continuum import Section, section_overlaps

UnitValue = Hashable
GAP = None
PAIR = 2


class UnitPart(NamedTuple):
    """The key of a sum. ``shared``: characters under ``first`` of the first and ``second`` of the second observer.

    ``own``: what a value shares with itself because it is one unit, over both observers (squared lengths; for gaps,
    plain lengths). ``covered``: the same for the parts that lie under units of the other observer.
    """

    kind: str
    first: UnitValue
    second: UnitValue


# The sums of two observers: integers, so that documents can be added and subtracted again.
PairSums = Mapping[UnitPart, int]


def pair_sums(ours: Sequence[Section], theirs: Sequence[Section]) -> PairSums:
    """The sums of two observers on one continuum; their sections cover all of it."""
    shared: Counter[tuple[UnitValue, UnitValue]] = Counter()
    self_shared: Counter[UnitValue] = Counter()
    covered: Counter[UnitValue] = Counter()
    under = [0] * len(ours), [0] * len(theirs)
    for our_index, their_index, common in section_overlaps(ours, theirs):
        first, second = ours[our_index].value, theirs[their_index].value
        shared[first, second] += common
        if first is not GAP and second is not GAP:
            under[0][our_index] += common
            under[1][their_index] += common
    for sections, lengths in zip((ours, theirs), under, strict=True):
        for section, length in zip(sections, lengths, strict=True):
            self_shared[section.value] += section.length if section.value is GAP else section.length**2
            covered[section.value] += length**2
    return {
        **{UnitPart("shared", *pair): amount for pair, amount in shared.items()},
        **{UnitPart("own", value, value): amount for value, amount in self_shared.items()},
        **{UnitPart("covered", value, value): amount for value, amount in covered.items()},
    }


def observer_sums(observers: Sequence[Sequence[Section]]) -> dict[UnitPart, Number]:
    """The sums of several observers on one continuum; each pair is divided by the number of partners of an observer."""
    return combined_sums((pair_sums(*pair), len(observers)) for pair in combinations(observers, 2))


def combined_sums(pairs: Iterable[tuple[PairSums, int]]) -> dict[UnitPart, Number]:
    """The sums of several pairs, each with the number of observers of its continuum."""
    totals: defaultdict[UnitPart, Number] = defaultdict(int)
    by_size: defaultdict[int, Counter[UnitPart]] = defaultdict(Counter)
    for sums, observers in pairs:
        by_size[observers].update(sums)
    for observers, sums in by_size.items():
        for key, amount in sums.items():
            # Whole numbers are kept as long as possible, because fractions are slow.
            totals[key] += amount if observers == PAIR else Fraction(amount, observers - 1)
    return totals


class _Table:
    """Coincidences and margins of values, and the amounts expected by chance."""

    def __init__(
        self, shared: Mapping[tuple[UnitValue, UnitValue], Number], self_shared: Mapping[UnitValue, Number]
    ) -> None:
        self.equal: defaultdict[UnitValue, Number] = defaultdict(int)
        self.margin: defaultdict[UnitValue, Number] = defaultdict(int)
        for (first, second), amount in shared.items():
            self.margin[first] += amount
            self.margin[second] += amount
            if first == second:
                self.equal[first] += 2 * amount
        self._self_shared = self_shared
        self.total = sum(self.margin.values())
        self._pairable = self.total - Fraction(sum(self_shared.values())) / self.total if self.total else 0

    def expected(self, value: UnitValue) -> Number:
        """The amount that both observers are expected to put under ``value``."""
        return (self.margin[value] ** 2 - self._self_shared.get(value, 0)) / self._pairable

    def expected_margin(self, value: UnitValue) -> Number:
        return (self.margin[value] * self.total - self._self_shared.get(value, 0)) / self._pairable

    @property
    def is_empty(self) -> bool:
        return not self._pairable

    def alpha(self) -> Measure:
        if self.is_empty:
            return undefined("no_variation" if self.total else "no_overlap")
        observed = self.total - sum(self.equal.values())
        shared = sum(margin**2 - self._self_shared.get(value, 0) for value, margin in self.margin.items())
        return _beyond(observed, self.total - shared / self._pairable)


def _beyond(observed: Number, expected: Number) -> Measure:
    return Measure(value=float(1 - observed / expected)) if expected else undefined("no_variation")


class UAlpha:
    """The measures of the family, read from the sums of two or more observers."""

    def __init__(self, sums: Mapping[UnitPart, Number]) -> None:
        shared = {(key.first, key.second): amount for key, amount in sums.items() if key.kind == "shared"}
        self._continuum = _Table(shared, {key.first: amount for key, amount in sums.items() if key.kind == "own"})
        self._intersection = _Table(
            {pair: amount for pair, amount in shared.items() if GAP not in pair},
            {key.first: amount for key, amount in sums.items() if key.kind == "covered"},
        )
        self._is_empty = set(self._continuum.margin) <= {GAP}

    def _unless_nothing(self, measure: Measure) -> Measure:
        return undefined("nothing_to_compare") if self._is_empty else measure

    @property
    def u_alpha(self) -> Measure:
        """Units, their boundaries and their values together."""
        return self._unless_nothing(self._continuum.alpha())

    @property
    def bar_u_alpha(self) -> Measure:
        """Agreement on what is marked at all, whatever its value."""
        table = self._continuum
        if self._is_empty or table.is_empty:
            return self._unless_nothing(undefined("no_variation"))
        return _beyond(table.margin[GAP] - table.equal[GAP], table.expected_margin(GAP) - table.expected(GAP))

    @property
    def cu_alpha(self) -> Measure:
        """Agreement on the values of what two observers marked; always read it with ``cu_coverage``."""
        return self._unless_nothing(self._intersection.alpha())

    @property
    def cu_coverage(self) -> Measure:
        """The share of the continuum that two observers marked."""
        return share(self._intersection.total, self._continuum.total)

    @property
    def values(self) -> list[UnitValue]:
        """The values of units, in order."""
        return sorted((value for value in self._continuum.margin if value is not GAP), key=str)

    def k_u_alpha(self, value: UnitValue) -> Measure:
        """Agreement on ``value`` in what two observers marked; always read it with ``k_coverage``."""
        table = self._intersection
        if value not in table.margin:
            return undefined("no_overlap")
        if table.is_empty:
            return undefined("no_variation")
        expected = table.expected_margin(value)
        between = expected - table.expected(value)
        if not between:
            return undefined("no_variation")
        observed = table.margin[value] - table.equal[value]
        return Measure(value=float(1 - expected * observed / (table.margin[value] * between)))

    def k_coverage(self, value: UnitValue) -> Measure:
        """The share of the text under ``value`` that another observer marked too."""
        return share(self._intersection.margin.get(value, 0), self._continuum.margin.get(value, 0))
