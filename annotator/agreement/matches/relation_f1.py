"""F1 and coding of the relations of annotators.

Ends are compared by the clusters that they lie in, so that a boundary slip does not count against the relation too.
The direction counts, except for relations that the matching treats as symmetric.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from functools import cache
from itertools import product
from typing import Any, NamedTuple

from annotator.agreement.coefficients.coding import Coding, Rating
from annotator.agreement.matches.span_f1 import BOTH_SIZES, SharedCounts
from annotator.domain.matching.relations import RelationEnds, ends_of
from annotator.domain.matching.results import Cluster, Matching
from annotator.domain.scheme.scheme import RelationLabel


class _AnnotatorRelations(NamedTuple):
    """The relations of one annotator: by label and extents of the ends, by label and clusters, by clusters alone."""

    exact: Counter[Hashable]
    aligned: Counter[RelationEnds]
    unlabelled: Counter[tuple[str, str]]


class RelationCounts:
    """The relations of one document, counted for each annotator."""

    def __init__(self, matching: Matching) -> None:
        self._clusters: dict[str, set[str]] = {name: set() for name in matching.annotators}
        clusters = {}
        for cluster in matching.clusters:
            clusters[cluster.id] = {member.annotator: member for member in cluster.members}
            for member in cluster.members:
                self._clusters[member.annotator].add(cluster.id)
        self._by_annotator = {
            name: _AnnotatorRelations(Counter(), Counter(), Counter()) for name in matching.annotators
        }
        for matched in (matched for group in matching.relation_groups for matched in group.relations):
            ends = ends_of(matched, matching.symmetric)
            members = [clusters[end][matched.annotator] for end in ends[1:]]
            places = [(member.span.label, member.extent) for member in members]
            own_relations = self._by_annotator[matched.annotator]
            own_relations.exact[ends[0], *(sorted(places) if ends[0] in matching.symmetric else places)] += 1
            own_relations.aligned[ends] += 1
            own_relations.unlabelled[ends[1:]] += 1

    def exact(self, first: str, second: str) -> SharedCounts:
        """The same label, and ends of the same extent and label."""
        return _shared_counts(self._by_annotator[first].exact, self._by_annotator[second].exact)

    def aligned(self, first: str, second: str) -> SharedCounts:
        """The same label, and ends in the same clusters."""
        return _shared_counts(self._by_annotator[first].aligned, self._by_annotator[second].aligned)

    def unlabelled(self, first: str, second: str) -> SharedCounts:
        """Ends in the same clusters, whatever the label."""
        return _shared_counts(self._by_annotator[first].unlabelled, self._by_annotator[second].unlabelled)

    def conditional(self, first: str, second: str) -> SharedCounts:
        """``aligned`` among the clusters that both have, so that a missed span does not count twice."""
        common = self._clusters[first] & self._clusters[second]
        ours, theirs = (
            {
                ends: count
                for ends, count in self._by_annotator[name].aligned.items()
                if ends[1] in common and ends[2] in common
            }
            for name in (first, second)
        )
        return _shared_counts(ours, theirs)


def _shared_counts(ours: Mapping[Any, int], theirs: Mapping[Any, int]) -> SharedCounts:
    common = sum(min(count, theirs[key]) for key, count in ours.items() if key in theirs)
    return {BOTH_SIZES: sum(ours.values()) + sum(theirs.values()), 1: common}


_NO_LABELS: frozenset[str] = frozenset()


class _ClusterType(NamedTuple):
    """The annotators and labels of a cluster; they decide which relations it may have, and from which annotators."""

    annotators: tuple[str, ...]
    labels: tuple[str, ...]


class RelationMatcher:
    """The pairs of clusters between which the relations of a scheme may be drawn."""

    def __init__(self, relations: Mapping[str, RelationLabel]) -> None:
        self._relations = tuple(relations.values())
        self._directions = cache(self._directions_between)

    def candidate_counts(
        self, cluster_types: Mapping[_ClusterType, int]
    ) -> Iterable[tuple[tuple[_ClusterType, _ClusterType], int]]:
        """The number of pairs of clusters of two types that may be linked; by symmetric relations in one order only."""
        for (first, first_count), (second, second_count) in product(cluster_types.items(), repeat=2):
            directed, undirected = self._directions(first.labels, second.labels)
            if first == second:
                yield (first, second), (2 if directed else int(undirected)) * (first_count * (first_count - 1) // 2)
            elif directed or (undirected and first < second):
                yield (first, second), first_count * second_count

    def _directions_between(self, first: tuple[str, ...], second: tuple[str, ...]) -> tuple[bool, bool]:
        """Whether a directed relation may lead from the first to the second, and a symmetric one may join them."""
        forward = [relation.symmetric for relation in self._relations if _allows(relation, first, second)]
        backward = [relation.symmetric for relation in self._relations if _allows(relation, second, first)]
        return not all(forward), any(forward) or any(backward)


def _allows(relation: RelationLabel, source: tuple[str, ...], target: tuple[str, ...]) -> bool:
    return not (set(relation.sources).isdisjoint(source) or set(relation.targets).isdisjoint(target))


def relation_coding(matching: Matching, annotators: Sequence[str], matcher: RelationMatcher) -> Coding:
    """The rating that each annotator gives every pair of clusters that may be linked: the labels, or none.

    An annotator who lacks one of the two clusters has no rating of the pair, because a missed span is a different
    error. Several labels for one pair are one rating, the set of them. The number of pairs grows with the square of the
    number of clusters, so that pairs without a relation are counted by the types of their ends, not one by one.
    """
    cluster_types = {cluster.id: _cluster_type(cluster) for cluster in matching.clusters}
    positions = {name: position for position, name in enumerate(cluster_types)}
    drawn: defaultdict[tuple[str, str], defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for matched in (matched for group in matching.relation_groups for matched in group.relations):
        ends = matched.source, matched.target
        # A passage that an annotator marked twice and linked with itself is not a pair.
        if matched.source != matched.target:
            if matched.relation.label in matching.symmetric:
                ends = min(ends, ends[::-1], key=lambda pair: [(cluster_types[end], positions[end]) for end in pair])
            drawn[ends][matched.annotator].add(matched.relation.label)
    coding: Counter[tuple[Rating | None, ...]] = Counter()
    unlinked = dict(matcher.candidate_counts(Counter(cluster_types.values())))
    for (source, target), labels in drawn.items():
        pair = cluster_types[source], cluster_types[target]
        unlinked[pair] = max(0, unlinked.get(pair, 0) - 1)
        if raters := _raters(pair):
            coding[tuple(frozenset(labels.get(name, ())) if name in raters else None for name in annotators)] += 1
    for pair, count in unlinked.items():
        if count and (raters := _raters(pair)):
            coding[tuple(_NO_LABELS if name in raters else None for name in annotators)] += count
    return coding


def _cluster_type(cluster: Cluster) -> _ClusterType:
    return _ClusterType(
        tuple(member.annotator for member in cluster.members),
        tuple(sorted({member.span.label for member in cluster.members})),
    )


def _raters(pair: tuple[_ClusterType, _ClusterType]) -> Collection[str]:
    """The annotators who have both clusters; none where only one annotator has them."""
    first, second = pair
    raters = (
        first.annotators
        if first.annotators == second.annotators
        else set(first.annotators).intersection(second.annotators)
    )
    return raters if len(raters) > 1 else ()
