"""Which of the spans that overlap belong together?

The best partition of one crowd of spans into clusters: first as many pairs of same extent and label as can be, then of
same extent, then the greatest likeness, then the fewest clusters.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import combinations
from math import lcm, prod
from typing import NamedTuple

from annotator.domain.matching.assignment import assign
from annotator.domain.matching.extents import Extent

# Above so many nodes, or so many groups that could be made of them, the exact search could take too long.
LARGEST = 18
MOST_GROUPS = 2000
NEARLY = 2**64

Group = tuple[int, ...]


class Node(NamedTuple):
    """Spans of same extent and label, one for each of its annotators: they belong together whatever else happens."""

    extent: Extent
    label: str
    annotators: frozenset[str]


class Overlap(NamedTuple):
    """How many characters two extents share, and how many they hold together."""

    shared: int
    union: int


class Crowd:
    """Nodes in canonical order, with the pairs of them that may stand in one cluster, the lower node first."""

    def __init__(self, nodes: Sequence[Node], pairs: Mapping[tuple[int, int], Overlap]) -> None:
        self._nodes = nodes
        self._pairs = pairs

    def partition(self) -> list[Group]:
        """The best partition; a good one where there are too many nodes to search (``is_large``)."""
        return self._good() if self.is_large else self._best((1 << len(self._nodes)) - 1, {0: (0, [])})[1]

    @cached_property
    def is_large(self) -> bool:
        spans = Counter(name for node in self._nodes for name in node.annotators)
        return len(self._nodes) > LARGEST or prod(count + 1 for count in spans.values()) > MOST_GROUPS

    @cached_property
    def _worth(self) -> list[dict[int, int]]:
        """For each node the worth of being with another one, where the two may be together.

        Whole numbers: likenesses come over a common denominator (nearly, in a large crowd, where that has too many
        digits), and what counts first is scaled past the sum of all that counts later.
        """
        scale = NEARLY if self.is_large else lcm(*(union for _, union in self._pairs.values()))
        spans = sum(len(node.annotators) for node in self._nodes)
        worth: list[dict[int, int]] = [{} for _ in self._nodes]
        for (one, other), (common, union) in self._pairs.items():
            first, second = self._nodes[one], self._nodes[other]
            likeness = 2 * common * scale // union + (scale if first.label == second.label else 0)
            if common == union:
                likeness += 3 * scale * spans * spans
            votes = len(first.annotators) * len(second.annotators)
            # Past the number of clusters, which counts last.
            worth[one][other] = worth[other][one] = likeness * votes * (spans + 1)
        return worth

    def _best(self, opened: int, known: dict[int, tuple[int, list[Group]]]) -> tuple[int, list[Group]]:
        """Worth and groups of the best partition of the ``opened`` nodes (a bit each); the first found among equals."""
        if opened not in known:
            lowest = (opened & -opened).bit_length() - 1
            best: tuple[int, list[Group]] = (-1, [])
            for taken, group, worth in self._groups[lowest]:
                if taken & opened == taken:
                    rest, others = self._best(opened ^ taken, known)
                    if worth + rest > best[0]:
                        best = worth + rest, [group, *others]
            known[opened] = best
        return known[opened]

    @cached_property
    def _groups(self) -> list[list[tuple[int, Group, int]]]:
        """For each node the groups whose lowest it is, with bits and worth: larger ones first, then by their nodes."""
        found = []
        for node in range(len(self._nodes)):
            groups = sorted(self._grown((node,), 0), key=lambda one: (-len(one[0]), one[0]))
            found.append([(sum(1 << one for one in group), group, worth) for group, worth in groups])
        return found

    def _grown(self, group: Group, worth: int) -> Iterator[tuple[Group, int]]:
        # One for each member beyond the first: a cluster less.
        yield group, worth + len(group) - 1
        for other in self._worth[group[0]]:
            if other > group[-1] and self._fits(other, group):
                yield from self._grown((*group, other), worth + sum(self._worth[other][one] for one in group))

    def _fits(self, node: int, group: Group) -> bool:
        return all(one in self._worth[node] for one in group)

    def _good(self) -> list[Group]:
        """Annotators come in by name, each matched with what is there; then each is taken out and matched anew.

        It ends when a round gains nothing. With two annotators nothing is worth more; with three it may be.
        """
        names = sorted(set().union(*(node.annotators for node in self._nodes)))
        groups: list[Group] = []
        for name in names:
            groups = self._joined(groups, [n for n, node in enumerate(self._nodes) if min(node.annotators) == name])
        value = self._value(groups)
        while True:
            for name in names:
                own = {number for number, node in enumerate(self._nodes) if name in node.annotators}
                left = [tuple(one for one in group if one not in own) for group in groups]
                groups = self._joined([group for group in left if group], sorted(own))
            if self._value(groups) <= value:
                return sorted(groups)
            value = self._value(groups)

    def _joined(self, groups: list[Group], nodes: list[int]) -> list[Group]:
        """The groups with these nodes added, of which no two may be together, for the greatest gain."""
        place = {node: number for number, group in enumerate(groups) for node in group}
        offers: dict[int, dict[int, int]] = {}
        for node in nodes:
            near = sorted({place[one] for one in self._worth[node] if one in place})
            offers[node] = {
                number: 1 + sum(self._worth[node][one] for one in groups[number])
                for number in near
                if self._fits(node, groups[number])
            }
        taken = assign(offers)
        found = dict(enumerate(groups))
        for node, number in taken.items():
            found[number] = tuple(sorted((*found[number], node)))
        return [*found.values(), *((node,) for node in nodes if node not in taken)]

    def _value(self, groups: list[Group]) -> int:
        pairs = sum(self._worth[one][other] for group in groups for one, other in combinations(group, 2))
        return pairs - len(groups)
