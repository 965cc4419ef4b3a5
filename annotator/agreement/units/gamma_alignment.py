"""Alignments of the units of several observers, and the disorder that they leave.

Mathet, Widlöcher & Métivier 2015. An alignment puts each unit into one group with at most one unit of each observer;
the best alignment leaves the least disorder. Only groups that cost no more than their units alone can be part of it,
and units that are connected by such groups are searched apart from the others.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import combinations
from math import comb, fsum
from typing import NamedTuple

CategoryDistance = Callable[[Hashable, Hashable], float]


def nominal_difference(first: Hashable, second: Hashable) -> float:
    """0 for equal categories, else 1."""
    return float(first != second)


class Unit(NamedTuple):
    """A labelled stretch; sampled ones need not start at a character."""

    start: float
    end: float
    label: Hashable

    @property
    def length(self) -> float:
        return self.end - self.start


class Dissimilarity(NamedTuple):
    """The weighted difference of two units by position and by category; ``empty`` is the cost of a missing unit."""

    position: float = 1.0
    category: float = 1.0
    empty: float = 1.0
    category_distance: CategoryDistance = nominal_difference

    def positional(self, first: Unit, second: Unit) -> float:
        distance = abs(first.start - second.start) + abs(first.end - second.end)
        return (distance / (first.length + second.length)) ** 2 * self.empty

    def categorial(self, first: Unit, second: Unit) -> float:
        return self.category_distance(first.label, second.label) * self.empty

    def total(self, first: Unit, second: Unit) -> float:
        return self.position * self.positional(first, second) + self.category * self.categorial(first, second)


class PlacedUnit(NamedTuple):
    """A unit and the number of its observer."""

    unit: Unit
    observer: int


UnitGroup = tuple[PlacedUnit, ...]


class Alignment(NamedTuple):
    """Every unit in one group. ``exact`` is False where units were too crowded to exclude a better alignment."""

    groups: tuple[UnitGroup, ...]
    exact: bool


def group_disorder(group: Sequence[PlacedUnit], observers: int, dissimilarity: Dissimilarity) -> float:
    """The mean dissimilarity of all pairs of observers; a pair in which one has no unit costs ``empty``."""
    pairs = comb(observers, 2)
    real = fsum(dissimilarity.total(first.unit, second.unit) for first, second in combinations(group, 2))
    return (real + (pairs - comb(len(group), 2)) * dissimilarity.empty) / pairs


def alignment_disorder(
    alignment: Iterable[Sequence[PlacedUnit]], observers: int, dissimilarity: Dissimilarity
) -> float:
    """The disorder of all groups over the mean number of units that an observer has."""
    groups = list(alignment)
    units = sum(len(group) for group in groups)
    return fsum(group_disorder(group, observers, dissimilarity) for group in groups) * observers / units


def best_alignment(observers: Sequence[Sequence[Unit]], dissimilarity: Dissimilarity) -> Alignment:
    """The alignment of least disorder; of equal ones the one with the fewest groups.

    The units of an observer may overlap; no unit may be empty.
    """
    placed = sorted((PlacedUnit(unit, number) for number, units in enumerate(observers) for unit in units), key=_order)
    aligned: list[UnitGroup] = []
    exact = True
    for crowd, groups in _crowds(placed, len(observers), dissimilarity):
        search = _Search(crowd, groups)
        aligned += [tuple(placed[index] for index in group) for group in search.cheapest()]
        exact = exact and search.exact
    return Alignment(tuple(aligned), exact)


def _order(placed: PlacedUnit) -> tuple[float, float, str, int]:
    return placed.unit.start, placed.unit.end, str(placed.unit.label), placed.observer


_CostedGroup = tuple[tuple[int, ...], float]


def _crowds(
    placed: Sequence[PlacedUnit], observers: int, dissimilarity: Dissimilarity
) -> Iterator[tuple[list[int], list[_CostedGroup]]]:
    """The sets of units that are connected by useful groups, with these groups."""
    groups = list(_useful_groups(placed, observers, dissimilarity))
    home = {index: [index] for index in range(len(placed))}
    for group, _ in groups:
        first = home[group[0]]
        for index in group[1:]:
            if home[index] is not first:
                first += home[index]
                for moved in home[index]:
                    home[moved] = first
    by_crowd = defaultdict(list)
    for costed in groups:
        by_crowd[id(home[costed[0][0]])].append(costed)
    for crowd in {id(members): members for members in home.values()}.values():
        yield sorted(crowd), by_crowd[id(crowd)] + [((index,), dissimilarity.empty) for index in crowd]


def _useful_groups(
    placed: Sequence[PlacedUnit], observers: int, dissimilarity: Dissimilarity
) -> Iterator[_CostedGroup]:
    """The groups of two or more units that cost no more than their units alone, with their cost."""
    pairs, empty = comb(observers, 2), dissimilarity.empty
    differences: list[dict[int, float]] = [{} for _ in placed]
    for first, second in combinations(range(len(placed)), 2):
        if placed[first].observer != placed[second].observer:
            differing = dissimilarity.total(placed[first].unit, placed[second].unit)
            # A greater difference makes any group cost more than its units alone.
            if differing <= observers * pairs * empty + _GROUP_PENALTY:
                differences[first][second] = differing
    for group, real in _grown_groups(placed, differences):
        cost = (real + (pairs - comb(len(group), 2)) * empty) / pairs
        # Groups of equal cost are kept too: of equal alignments the one with fewer groups is taken.
        if cost <= len(group) * empty + _GROUP_PENALTY:
            yield group, cost


def _grown_groups(placed: Sequence[PlacedUnit], differences: Sequence[dict[int, float]]) -> Iterator[_CostedGroup]:
    """The groups in which every two units are close enough, with the sum of their differences."""
    waiting: list[_CostedGroup] = [
        ((first, second), real) for first, neighbours in enumerate(differences) for second, real in neighbours.items()
    ]
    while waiting:
        group, real = waiting.pop()
        yield group, real
        observers = {placed[index].observer for index in group}
        for second in differences[group[-1]]:
            added = [differences[index].get(second) for index in group]
            if placed[second].observer not in observers and None not in added:
                waiting += [((*group, second), real + sum(filter(None, added)))]


class _PartialAlignment(NamedTuple):
    """One alignment of a set of units: its excess cost, its last group, and the alignment before that group."""

    excess: float
    group: tuple[int, ...] = ()
    before: "_PartialAlignment | None" = None


class _Search:
    """A search for the cheapest alignment of a crowd: each unit is put into one group.

    Units are closed from left to right; of all partial alignments with the same closed units only the cheapest is kept.
    The least cost of a unit, its share in the cheapest group that it may be in, is subtracted beforehand; a group costs
    its excess over that. A partial alignment that exceeds the result of a first, quick search is dropped.
    """

    def __init__(self, crowd: Sequence[int], groups: Sequence[_CostedGroup]) -> None:
        self._crowd = crowd
        self._bit = {unit: 1 << number for number, unit in enumerate(crowd)}
        least = _least_costs(groups)
        self._choices: defaultdict[int, list[tuple[float, tuple[int, ...], int]]] = defaultdict(list)
        for group, cost in sorted(groups, key=lambda costed: (-len(costed[0]), costed[0])):
            # Each group has a minimal penalty, so that of equal alignments the one with fewer groups wins.
            excess = max(0.0, cost - fsum(least[unit] for unit in group)) + _GROUP_PENALTY
            self._choices[group[0]].append((excess, group, sum(self._bit[unit] for unit in group)))
        self.exact = True

    def cheapest(self) -> list[tuple[int, ...]]:
        quick = self._closed(_QUICK_WIDTH, float("inf"))
        self.exact = True
        partial: _PartialAlignment | None = self._closed(_FULL_WIDTH, quick.excess)
        groups = []
        while partial is not None and partial.group:
            groups.append(partial.group)
            partial = partial.before
        return groups[::-1]

    def _closed(self, widest: int, limit: float) -> _PartialAlignment:
        """The cheapest alignment that is found if at most ``widest`` partial alignments are kept at a time."""
        partials = {0: _PartialAlignment(0.0)}
        for unit in self._crowd:
            partials = self._extended(partials, unit, limit)
            if len(partials) > widest:
                self.exact = False
                partials = dict(
                    sorted(partials.items(), key=lambda candidate: (candidate[1].excess, candidate[0]))[:widest]
                )
        return partials[(1 << len(self._crowd)) - 1]

    def _extended(
        self, partials: dict[int, _PartialAlignment], unit: int, limit: float
    ) -> dict[int, _PartialAlignment]:
        """The partial alignments with this unit closed too."""
        extended: dict[int, _PartialAlignment] = {}
        for closed, partial in partials.items():
            if closed & self._bit[unit]:
                _keep_cheaper(extended, closed, partial)
                continue
            for excess, group, bits in self._choices[unit]:
                if not closed & bits and partial.excess + excess <= limit:
                    _keep_cheaper(extended, closed | bits, _PartialAlignment(partial.excess + excess, group, partial))
        return extended


def _least_costs(groups: Sequence[_CostedGroup]) -> dict[int, float]:
    """A lower bound of the cost of each unit, such that no group costs less than the sum of its members.

    It is the unit's share in the cheapest group that it may be in, increased unit by unit by what all of its groups
    leave over.
    """
    least: dict[int, float] = {}
    groups_of = defaultdict(list)
    for group, cost in groups:
        for unit in group:
            least[unit] = min(least.get(unit, cost), cost / len(group))
            groups_of[unit].append((group, cost))
    for unit in sorted(groups_of):
        least[unit] += max(0.0, min(cost - fsum(least[member] for member in group) for group, cost in groups_of[unit]))
    return least


def _keep_cheaper(partials: dict[int, _PartialAlignment], closed: int, partial: _PartialAlignment) -> None:
    if closed not in partials or partial.excess < partials[closed].excess:
        partials[closed] = partial


_QUICK_WIDTH = 50
_FULL_WIDTH = 500
_GROUP_PENALTY = 1e-12
