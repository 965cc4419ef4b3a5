"""How many of the relations of one person did the other draw as well?

Ends are compared by the clusters that they lie in, so that a boundary slip does not cost the relation too. The
direction counts, but of relations that the matching holds for symmetric.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from functools import cache
from itertools import product
from typing import Any, NamedTuple

from annotator.agreement.coefficients.coding import Coding, Rating
from annotator.agreement.matches.span_f1 import SIZES, Shared
from annotator.domain.matching.relations import Ends, ends_of
from annotator.domain.matching.results import Cluster, Matching
from annotator.domain.scheme.scheme import RelationLabel


class _Said(NamedTuple):
    """What one annotator says by relations: label and ends, by their places, by their clusters, and the ends alone."""

    exact: Counter[Hashable]
    aligned: Counter[Ends]
    unlabelled: Counter[tuple[str, str]]


class Drawn:
    """The relations of one document, by who drew them."""

    def __init__(self, matching: Matching) -> None:
        self._found: dict[str, set[str]] = {name: set() for name in matching.annotators}
        clusters = {}
        for cluster in matching.clusters:
            clusters[cluster.id] = {member.annotator: member for member in cluster.members}
            for member in cluster.members:
                self._found[member.annotator].add(cluster.id)
        self._said = {name: _Said(Counter(), Counter(), Counter()) for name in matching.annotators}
        for link in (link for group in matching.link_groups for link in group.links):
            ends = ends_of(link, matching.symmetric)
            members = [clusters[end][link.annotator] for end in ends[1:]]
            places = [(member.span.label, member.extent) for member in members]
            told = self._said[link.annotator]
            told.exact[ends[0], *(sorted(places) if ends[0] in matching.symmetric else places)] += 1
            told.aligned[ends] += 1
            told.unlabelled[ends[1:]] += 1

    def exact(self, one: str, other: str) -> Shared:
        """Same label, and ends of same extent and label."""
        return _shared(self._said[one].exact, self._said[other].exact)

    def aligned(self, one: str, other: str) -> Shared:
        """Same label, and ends in the same clusters."""
        return _shared(self._said[one].aligned, self._said[other].aligned)

    def unlabelled(self, one: str, other: str) -> Shared:
        """Ends in the same clusters, whatever the label."""
        return _shared(self._said[one].unlabelled, self._said[other].unlabelled)

    def conditional(self, one: str, other: str) -> Shared:
        """``aligned`` among the clusters that both have, so that a missed span is not held against them twice."""
        both = self._found[one] & self._found[other]
        ours, theirs = (
            {ends: count for ends, count in self._said[name].aligned.items() if ends[1] in both and ends[2] in both}
            for name in (one, other)
        )
        return _shared(ours, theirs)


def _shared(ours: Mapping[Any, int], theirs: Mapping[Any, int]) -> Shared:
    common = sum(min(count, theirs[told]) for told, count in ours.items() if told in theirs)
    return {SIZES: sum(ours.values()) + sum(theirs.values()), 1: common}


WAYS: dict[str, Callable[[Drawn, str, str], Shared]] = {
    "relation_exact_f1": Drawn.exact,
    "relation_aligned_f1": Drawn.aligned,
    "relation_unlabelled_f1": Drawn.unlabelled,
    "relation_conditional_f1": Drawn.conditional,
}


_NOTHING: frozenset[str] = frozenset()


class _Sort(NamedTuple):
    """What decides of a cluster which relations may lead to and from it, and who can have drawn them."""

    annotators: tuple[str, ...]
    labels: tuple[str, ...]


class Linking:
    """Between which clusters the relations of a scheme may be drawn."""

    def __init__(self, relations: Mapping[str, RelationLabel]) -> None:
        self._relations = tuple(relations.values())
        self._ways = cache(self._ways_between)

    def candidates(self, sorts: Mapping[_Sort, int]) -> Iterable[tuple[tuple[_Sort, _Sort], int]]:
        """How many pairs of clusters of two sorts may be linked; by symmetric relations in one order only."""
        for (one, many), (other, several) in product(sorts.items(), repeat=2):
            directed, either = self._ways(one.labels, other.labels)
            if one == other:
                yield (one, other), (2 if directed else int(either)) * (many * (many - 1) // 2)
            elif directed or (either and one < other):
                yield (one, other), many * several

    def _ways_between(self, one: tuple[str, ...], other: tuple[str, ...]) -> tuple[bool, bool]:
        """Whether a directed relation may lead from the one to the other, and a symmetric one lie between them."""
        there = [relation.symmetric for relation in self._relations if _allows(relation, one, other)]
        back = [relation.symmetric for relation in self._relations if _allows(relation, other, one)]
        return not all(there), any(there) or any(back)


def _allows(relation: RelationLabel, source: tuple[str, ...], target: tuple[str, ...]) -> bool:
    return not (set(relation.sources).isdisjoint(source) or set(relation.targets).isdisjoint(target))


def as_coding(matching: Matching, annotators: Sequence[str], linking: Linking) -> Coding:
    """What each annotator says of every pair of clusters that may be linked: the label, or that there is none.

    Who lacks one of the two clusters has no rating of the pair: not to find a span is another matter. Several labels
    for one pair are one rating, the set of them. There are as many pairs as clusters squared, so that those that
    nobody linked are counted by the sorts of their ends, and not looked at.
    """
    sorts = {cluster.id: _sort(cluster) for cluster in matching.clusters}
    places = {name: place for place, name in enumerate(sorts)}
    said: defaultdict[tuple[str, str], defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for link in (link for group in matching.link_groups for link in group.links):
        ends = link.source, link.target
        # A passage that somebody marked twice, and linked with itself, is no pair.
        if link.source != link.target:
            if link.relation.label in matching.symmetric:
                ends = min(ends, ends[::-1], key=lambda both: [(sorts[end], places[end]) for end in both])
            said[ends][link.annotator].add(link.relation.label)
    found: Counter[tuple[Rating | None, ...]] = Counter()
    silent = dict(linking.candidates(Counter(sorts.values())))
    for (source, target), labels in said.items():
        both = sorts[source], sorts[target]
        silent[both] = max(0, silent.get(both, 0) - 1)
        if able := _able(both):
            found[tuple(frozenset(labels.get(name, ())) if name in able else None for name in annotators)] += 1
    for both, count in silent.items():
        if count and (able := _able(both)):
            found[tuple(_NOTHING if name in able else None for name in annotators)] += count
    return found


def _sort(cluster: Cluster) -> _Sort:
    return _Sort(
        tuple(member.annotator for member in cluster.members),
        tuple(sorted({member.span.label for member in cluster.members})),
    )


def _able(both: tuple[_Sort, _Sort]) -> Collection[str]:
    """Who has both clusters; nobody where it is one alone."""
    one, other = both
    able = one.annotators if one.annotators == other.annotators else set(one.annotators).intersection(other.annotators)
    return able if len(able) > 1 else ()
