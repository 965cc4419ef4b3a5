"""Which units of several observers are about the same, and how much disorder is left when they are put together?

Mathet, Widlöcher & Métivier 2015. An alignment puts each unit into one group with at most one unit of each observer;
the best leaves the least disorder. Only groups that cost no more than their units would alone can be part of it, and
what hangs together through such groups is searched by itself.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import combinations
from math import comb, fsum
from typing import NamedTuple

Category = Callable[[Hashable, Hashable], float]


def different(one: Hashable, other: Hashable) -> float:
    """Two categories are alike or not."""
    return float(one != other)


class Unit(NamedTuple):
    """A labelled stretch; sampled ones need not begin at a character."""

    start: float
    end: float
    label: Hashable

    @property
    def length(self) -> float:
        return self.end - self.start


class Dissimilarity(NamedTuple):
    """How much two units differ, by position and by category, each with a weight; ``empty`` is what none costs."""

    position: float = 1.0
    category: float = 1.0
    empty: float = 1.0
    between: Category = different

    def of_positions(self, one: Unit, other: Unit) -> float:
        apart = abs(one.start - other.start) + abs(one.end - other.end)
        return (apart / (one.length + other.length)) ** 2 * self.empty

    def of_categories(self, one: Unit, other: Unit) -> float:
        return self.between(one.label, other.label) * self.empty

    def of(self, one: Unit, other: Unit) -> float:
        return self.position * self.of_positions(one, other) + self.category * self.of_categories(one, other)


class Placed(NamedTuple):
    """A unit and whose it is."""

    unit: Unit
    observer: int


Group = tuple[Placed, ...]


class Alignment(NamedTuple):
    """Every unit in one group. ``exact`` is False where a place was too crowded to be sure that no other is better."""

    groups: tuple[Group, ...]
    exact: bool


def group_disorder(group: Sequence[Placed], observers: int, dissimilarity: Dissimilarity) -> float:
    """The mean dissimilarity of all pairs of observers; a pair in which one has no unit costs ``empty``."""
    pairs = comb(observers, 2)
    real = fsum(dissimilarity.of(one.unit, other.unit) for one, other in combinations(group, 2))
    return (real + (pairs - comb(len(group), 2)) * dissimilarity.empty) / pairs


def alignment_disorder(alignment: Iterable[Sequence[Placed]], observers: int, dissimilarity: Dissimilarity) -> float:
    """The disorder of all groups over the mean number of units that an observer has."""
    groups = list(alignment)
    units = sum(len(group) for group in groups)
    return fsum(group_disorder(group, observers, dissimilarity) for group in groups) * observers / units


def best_alignment(observers: Sequence[Sequence[Unit]], dissimilarity: Dissimilarity) -> Alignment:
    """The alignment of least disorder, and of several the one with the fewest groups.

    Each observer's units may overlap; none may be without length.
    """
    placed = sorted((Placed(unit, number) for number, units in enumerate(observers) for unit in units), key=_order)
    found: list[Group] = []
    exact = True
    for crowd, groups in _crowds(placed, len(observers), dissimilarity):
        search = _Search(crowd, groups)
        found += [tuple(placed[place] for place in group) for group in search.cheapest()]
        exact = exact and search.exact
    return Alignment(tuple(found), exact)


def _order(placed: Placed) -> tuple[float, float, str, int]:
    return placed.unit.start, placed.unit.end, str(placed.unit.label), placed.observer


_Costed = tuple[tuple[int, ...], float]


def _crowds(
    placed: Sequence[Placed], observers: int, dissimilarity: Dissimilarity
) -> Iterator[tuple[list[int], list[_Costed]]]:
    """Units that hang together through useful groups, with those groups."""
    groups = list(_useful(placed, observers, dissimilarity))
    home = {place: [place] for place in range(len(placed))}
    for group, _ in groups:
        first = home[group[0]]
        for place in group[1:]:
            if home[place] is not first:
                first += home[place]
                for moved in home[place]:
                    home[moved] = first
    by_crowd = defaultdict(list)
    for one in groups:
        by_crowd[id(home[one[0][0]])].append(one)
    for crowd in {id(members): members for members in home.values()}.values():
        yield sorted(crowd), by_crowd[id(crowd)] + [((place,), dissimilarity.empty) for place in crowd]


def _useful(placed: Sequence[Placed], observers: int, dissimilarity: Dissimilarity) -> Iterator[_Costed]:
    """The groups of two units and more that cost no more than their units alone, with their cost."""
    pairs, empty = comb(observers, 2), dissimilarity.empty
    near: list[dict[int, float]] = [{} for _ in placed]
    for one, other in combinations(range(len(placed)), 2):
        if placed[one].observer != placed[other].observer:
            differing = dissimilarity.of(placed[one].unit, placed[other].unit)
            # A greater difference makes any group dearer than its units alone.
            if differing <= observers * pairs * empty + _A_GROUP:
                near[one][other] = differing
    for group, real in _grown(placed, near):
        cost = (real + (pairs - comb(len(group), 2)) * empty) / pairs
        # No dearer, rather than cheaper: of equals the fewer groups are taken.
        if cost <= len(group) * empty + _A_GROUP:
            yield group, cost


def _grown(placed: Sequence[Placed], near: Sequence[dict[int, float]]) -> Iterator[_Costed]:
    """The groups of units that are near each other, with the sum of their differences."""
    waiting: list[_Costed] = [((one, other), real) for one, others in enumerate(near) for other, real in others.items()]
    while waiting:
        group, real = waiting.pop()
        yield group, real
        taken = {placed[place].observer for place in group}
        for other in near[group[-1]]:
            added = [near[place].get(other) for place in group]
            if placed[other].observer not in taken and None not in added:
                waiting += [((*group, other), real + sum(filter(None, added)))]


class _Way(NamedTuple):
    """How a set of units was closed: at what excess, with which last group, and after what."""

    excess: float
    group: tuple[int, ...] = ()
    before: "_Way | None" = None


class _Search:
    """Looks for the cheapest way of putting each unit of a crowd into one group.

    Units are closed from left to right; of all ways to the same set of closed units only the cheapest goes on. What a
    unit must cost at least, its share in the cheapest group that it may be in, is paid beforehand; a group costs its
    excess over that. A way that exceeds what a quick look found already is given up.
    """

    def __init__(self, crowd: Sequence[int], groups: Sequence[_Costed]) -> None:
        self._crowd = crowd
        self._bit = {place: 1 << number for number, place in enumerate(crowd)}
        least = _least(groups)
        self._choices: defaultdict[int, list[tuple[float, tuple[int, ...], int]]] = defaultdict(list)
        for group, cost in sorted(groups, key=lambda one: (-len(one[0]), one[0])):
            # A group more counts, but for next to nothing.
            excess = max(0.0, cost - fsum(least[place] for place in group)) + _A_GROUP
            self._choices[group[0]].append((excess, group, sum(self._bit[place] for place in group)))
        self.exact = True

    def cheapest(self) -> list[tuple[int, ...]]:
        quick = self._closed(_QUICK, float("inf"))
        self.exact = True
        way: _Way | None = self._closed(_WIDEST, quick.excess)
        found = []
        while way is not None and way.group:
            found.append(way.group)
            way = way.before
        return found[::-1]

    def _closed(self, widest: int, limit: float) -> _Way:
        """The cheapest way that is found when at most ``widest`` are followed at a time."""
        ways = {0: _Way(0.0)}
        for place in self._crowd:
            ways = self._longer(ways, place, limit)
            if len(ways) > widest:
                self.exact = False
                ways = dict(sorted(ways.items(), key=lambda one: (one[1].excess, one[0]))[:widest])
        return ways[(1 << len(self._crowd)) - 1]

    def _longer(self, ways: dict[int, _Way], place: int, limit: float) -> dict[int, _Way]:
        """The ways with this unit closed as well."""
        found: dict[int, _Way] = {}
        for closed, way in ways.items():
            if closed & self._bit[place]:
                _keep_cheaper(found, closed, way)
                continue
            for excess, group, bits in self._choices[place]:
                if not closed & bits and way.excess + excess <= limit:
                    _keep_cheaper(found, closed | bits, _Way(way.excess + excess, group, way))
        return found


def _least(groups: Sequence[_Costed]) -> dict[int, float]:
    """What each unit must pay at least, so that no group costs less than its members pay.

    Its share in the cheapest group that it may be in, and then, unit by unit, what is left over in all of its groups.
    """
    least: dict[int, float] = {}
    own = defaultdict(list)
    for group, cost in groups:
        for place in group:
            least[place] = min(least.get(place, cost), cost / len(group))
            own[place].append((group, cost))
    for place in sorted(own):
        least[place] += max(0.0, min(cost - fsum(least[one] for one in group) for group, cost in own[place]))
    return least


def _keep_cheaper(ways: dict[int, _Way], closed: int, way: _Way) -> None:
    if closed not in ways or way.excess < ways[closed].excess:
        ways[closed] = way


_QUICK = 50
_WIDEST = 500
_A_GROUP = 1e-12
