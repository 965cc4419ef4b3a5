"""How far do people agree on units: that there are any, where they lie, and what they are?

The family of Krippendorff, Mathet, Bouvry & Widlöcher 2016 (Krippendorff 2019, section 12.6). All is read off two kinds
of sums over pairs of observers: how much of the continuum each pair of values shares, and what a unit must not be
expected to share with itself. They are additive over documents, which count as one long continuum.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from annotator.agreement.measure import Measure, Number, share, undefined
from annotator.agreement.units.continuum import Section, meetings

Value = Hashable
GAP = None
PAIR = 2


class Part(NamedTuple):
    """What a sum is of. ``shared``: characters under ``one`` of the first and ``other`` of the second observer.

    ``own``: what a value shares with itself by being one unit, over both observers (squared lengths; for gaps, plain
    ones); ``covered``: the same for what lies under units of the other observer.
    """

    what: str
    one: Value
    other: Value


# Of two observers: integers, so that documents can be added and taken away again.
PairSums = Mapping[Part, int]


def pair_sums(ours: Sequence[Section], theirs: Sequence[Section]) -> PairSums:
    """The sums of two observers on one continuum, of which they know all sections."""
    shared: Counter[tuple[Value, Value]] = Counter()
    own: Counter[Value] = Counter()
    covered: Counter[Value] = Counter()
    under = [0] * len(ours), [0] * len(theirs)
    for one, other, common in meetings(ours, theirs):
        first, second = ours[one].value, theirs[other].value
        shared[first, second] += common
        if first is not GAP and second is not GAP:
            under[0][one] += common
            under[1][other] += common
    for sections, lengths in zip((ours, theirs), under, strict=True):
        for section, length in zip(sections, lengths, strict=True):
            own[section.value] += section.length if section.value is GAP else section.length**2
            covered[section.value] += length**2
    return {
        **{Part("shared", *pair): amount for pair, amount in shared.items()},
        **{Part("own", value, value): amount for value, amount in own.items()},
        **{Part("covered", value, value): amount for value, amount in covered.items()},
    }


def among(observers: Sequence[Sequence[Section]]) -> dict[Part, Number]:
    """The sums of several observers on one continuum; each pair counts as one of the others that an observer has."""
    return together((pair_sums(*pair), len(observers)) for pair in combinations(observers, 2))


def together(pairs: Iterable[tuple[PairSums, int]]) -> dict[Part, Number]:
    """The sums of several pairs, each with the number of observers of its continuum."""
    found: defaultdict[Part, Number] = defaultdict(int)
    by_size: defaultdict[int, Counter[Part]] = defaultdict(Counter)
    for sums, observers in pairs:
        by_size[observers].update(sums)
    for observers, sums in by_size.items():
        for part, amount in sums.items():
            # Whole numbers as long as they are: fractions take their time.
            found[part] += amount if observers == PAIR else Fraction(amount, observers - 1)
    return found


class _Table:
    """Coincidences and margins of some values, and what chance would bring."""

    def __init__(self, shared: Mapping[tuple[Value, Value], Number], own: Mapping[Value, Number]) -> None:
        self.equal: defaultdict[Value, Number] = defaultdict(int)
        self.margin: defaultdict[Value, Number] = defaultdict(int)
        for (one, other), amount in shared.items():
            self.margin[one] += amount
            self.margin[other] += amount
            if one == other:
                self.equal[one] += 2 * amount
        self._own = own
        self.total = sum(self.margin.values())
        self._whole = self.total - Fraction(sum(own.values())) / self.total if self.total else 0

    def expected(self, value: Value) -> Number:
        """How much two observers would share under ``value``, both of them."""
        return (self.margin[value] ** 2 - self._own.get(value, 0)) / self._whole

    def expected_margin(self, value: Value) -> Number:
        return (self.margin[value] * self.total - self._own.get(value, 0)) / self._whole

    @property
    def is_empty(self) -> bool:
        return not self._whole

    def alpha(self) -> Measure:
        if self.is_empty:
            return undefined("no_variation" if self.total else "no_overlap")
        observed = self.total - sum(self.equal.values())
        shared = sum(margin**2 - self._own.get(value, 0) for value, margin in self.margin.items())
        return _beyond(observed, self.total - shared / self._whole)


def _beyond(observed: Number, expected: Number) -> Measure:
    return Measure(value=float(1 - observed / expected)) if expected else undefined("no_variation")


class UAlpha:
    """The measures of the family, of the sums of two or more observers."""

    def __init__(self, sums: Mapping[Part, Number]) -> None:
        shared = {(part.one, part.other): amount for part, amount in sums.items() if part.what == "shared"}
        self._all = _Table(shared, {part.one: amount for part, amount in sums.items() if part.what == "own"})
        self._joint = _Table(
            {pair: amount for pair, amount in shared.items() if GAP not in pair},
            {part.one: amount for part, amount in sums.items() if part.what == "covered"},
        )
        self._nothing = set(self._all.margin) <= {GAP}

    def _unless_nothing(self, measure: Measure) -> Measure:
        return undefined("nothing_to_compare") if self._nothing else measure

    @property
    def u_alpha(self) -> Measure:
        """Units, their boundaries and their values together."""
        return self._unless_nothing(self._all.alpha())

    @property
    def bar_u_alpha(self) -> Measure:
        """Is the same matter marked at all, whatever as?"""
        told = self._all
        if self._nothing or told.is_empty:
            return self._unless_nothing(undefined("no_variation"))
        return _beyond(told.margin[GAP] - told.equal[GAP], told.expected_margin(GAP) - told.expected(GAP))

    @property
    def cu_alpha(self) -> Measure:
        """Are the stretches that two observers marked called the same? Never without ``cu_coverage``."""
        return self._unless_nothing(self._joint.alpha())

    @property
    def cu_coverage(self) -> Measure:
        """The share of the continuum that two observers marked."""
        return share(self._joint.total, self._all.total)

    @property
    def values(self) -> list[Value]:
        """What units are called, in order."""
        return sorted((value for value in self._all.margin if value is not GAP), key=str)

    def k_u_alpha(self, value: Value) -> Measure:
        """Is what one observer calls ``value`` called so by the others who marked it? Never without ``k_coverage``."""
        told = self._joint
        if value not in told.margin:
            return undefined("no_overlap")
        if told.is_empty:
            return undefined("no_variation")
        expected = told.expected_margin(value)
        between = expected - told.expected(value)
        if not between:
            return undefined("no_variation")
        observed = told.margin[value] - told.equal[value]
        return Measure(value=float(1 - expected * observed / (told.margin[value] * between)))

    def k_coverage(self, value: Value) -> Measure:
        """The share of what is called ``value`` that another observer marked as well."""
        return share(self._joint.margin.get(value, 0), self._all.margin.get(value, 0))
