"""The best partition of a crowd of overlapping spans into clusters.

It has, in this order of priority, the most pairs with the same extent and label, the most pairs with the same extent,
the greatest likeness, and the fewest clusters.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import combinations
from math import lcm, prod
from typing import NamedTuple

from annotator.domain.matching.assignment import assign
from annotator.domain.matching.extents import Extent

# With more nodes or possible groups than these, the exact search can take too long.
MAX_NODES = 18
MAX_GROUPS = 2000
APPROXIMATE_SCALE = 2**64

NodeGroup = tuple[int, ...]


class Node(NamedTuple):
    """Spans with the same extent and label, one for each of its annotators: they are always in one cluster."""

    extent: Extent
    label: str
    annotators: frozenset[str]


class Overlap(NamedTuple):
    """The number of characters in both of two extents, and in either of them."""

    shared: int
    union: int


class Crowd:
    """Nodes in canonical order, with the pairs of them that may be in one cluster, the lower node first."""

    def __init__(self, nodes: Sequence[Node], pairs: Mapping[tuple[int, int], Overlap]) -> None:
        self._nodes = nodes
        self._pairs = pairs

    def partition(self) -> list[NodeGroup]:
        """The best partition; a good one if there are too many nodes for the exact search (``is_large``)."""
        return self._good() if self.is_large else self._best((1 << len(self._nodes)) - 1, {0: (0, [])})[1]

    @cached_property
    def is_large(self) -> bool:
        spans = Counter(name for node in self._nodes for name in node.annotators)
        return len(self._nodes) > MAX_NODES or prod(count + 1 for count in spans.values()) > MAX_GROUPS

    @cached_property
    def _worth(self) -> list[dict[int, int]]:
        """For each node the worth of each other node that may be in one cluster with it.

        Worths are integers: likenesses get a common denominator (an approximate one in a large crowd, where the exact
        one has too many digits), and each criterion is scaled past the sum of all criteria of lower priority.
        """
        scale = APPROXIMATE_SCALE if self.is_large else lcm(*(union for _, union in self._pairs.values()))
        spans = sum(len(node.annotators) for node in self._nodes)
        worth: list[dict[int, int]] = [{} for _ in self._nodes]
        for (low, high), (common, union) in self._pairs.items():
            first, second = self._nodes[low], self._nodes[high]
            likeness = 2 * common * scale // union + (scale if first.label == second.label else 0)
            if common == union:
                likeness += 3 * scale * spans * spans
            votes = len(first.annotators) * len(second.annotators)
            # Scaled past the number of clusters, which has the lowest priority.
            worth[low][high] = worth[high][low] = likeness * votes * (spans + 1)
        return worth

    def _best(self, open_nodes: int, memo: dict[int, tuple[int, list[NodeGroup]]]) -> tuple[int, list[NodeGroup]]:
        """Worth and groups of the best partition of the open nodes (one bit each); the first one among equals."""
        if open_nodes not in memo:
            lowest = (open_nodes & -open_nodes).bit_length() - 1
            best: tuple[int, list[NodeGroup]] = (-1, [])
            for members, group, worth in self._groups[lowest]:
                if members & open_nodes == members:
                    remaining_worth, remaining_groups = self._best(open_nodes ^ members, memo)
                    if worth + remaining_worth > best[0]:
                        best = worth + remaining_worth, [group, *remaining_groups]
            memo[open_nodes] = best
        return memo[open_nodes]

    @cached_property
    def _groups(self) -> list[list[tuple[int, NodeGroup, int]]]:
        """For each node the groups in which it is the lowest, with bits and worth: larger ones first, then by nodes."""
        groups_by_node = []
        for node in range(len(self._nodes)):
            groups = sorted(self._grown((node,), 0), key=lambda entry: (-len(entry[0]), entry[0]))
            groups_by_node.append([(sum(1 << member for member in group), group, worth) for group, worth in groups])
        return groups_by_node

    def _grown(self, group: NodeGroup, worth: int) -> Iterator[tuple[NodeGroup, int]]:
        # One point for each member beyond the first, because it saves a cluster.
        yield group, worth + len(group) - 1
        for node in self._worth[group[0]]:
            if node > group[-1] and self._fits(node, group):
                gain = sum(self._worth[node][member] for member in group)
                yield from self._grown((*group, node), worth + gain)

    def _fits(self, node: int, group: NodeGroup) -> bool:
        return all(member in self._worth[node] for member in group)

    def _good(self) -> list[NodeGroup]:
        """Add the annotators by name, each matched with the groups so far; then remove and match each one again.

        The search ends after a round without gain. It is exact for two annotators, but not always for three.
        """
        names = sorted(set().union(*(node.annotators for node in self._nodes)))
        groups: list[NodeGroup] = []
        for name in names:
            groups = self._joined(groups, [n for n, node in enumerate(self._nodes) if min(node.annotators) == name])
        value = self._value(groups)
        while True:
            for name in names:
                removed = {number for number, node in enumerate(self._nodes) if name in node.annotators}
                reduced = [tuple(node for node in group if node not in removed) for group in groups]
                groups = self._joined([group for group in reduced if group], sorted(removed))
            if self._value(groups) <= value:
                return sorted(groups)
            value = self._value(groups)

    def _joined(self, groups: list[NodeGroup], nodes: list[int]) -> list[NodeGroup]:
        """The groups with these nodes added for the greatest gain; each group gets at most one of them."""
        group_of = {node: number for number, group in enumerate(groups) for node in group}
        offers: dict[int, dict[int, int]] = {}
        for node in nodes:
            candidates = sorted({group_of[member] for member in self._worth[node] if member in group_of})
            offers[node] = {
                number: 1 + sum(self._worth[node][member] for member in groups[number])
                for number in candidates
                if self._fits(node, groups[number])
            }
        assigned = assign(offers)
        extended = dict(enumerate(groups))
        for node, number in assigned.items():
            extended[number] = tuple(sorted((*extended[number], node)))
        return [*extended.values(), *((node,) for node in nodes if node not in assigned)]

    def _value(self, groups: list[NodeGroup]) -> int:
        pairs = sum(self._worth[low][high] for group in groups for low, high in combinations(group, 2))
        return pairs - len(groups)
