"""How many of the relations of one person did the other draw as well?

Ends are compared by the clusters that they lie in, so that a boundary slip does not cost the relation too.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterator

from annotator.agreement.coding import Coding
from annotator.agreement.spans import SIZES, Shared
from annotator.domain.matching.links import ends_of
from annotator.domain.matching.values import Cluster, Link, Matching

Way = Callable[[Matching, str, str, frozenset[str]], Shared]


def _links(matching: Matching, annotator: str) -> Iterator[Link]:
    return (link for group in matching.link_groups for link in group.links if link.annotator == annotator)


def _compared(
    matching: Matching,
    one: str,
    other: str,
    said: Callable[[Link, str], Hashable],
    among: Collection[str] | None = None,
) -> Shared:
    """What both say; ``among`` leaves only links between these clusters."""
    sides = [
        Counter(
            said(link, name)
            for link in _links(matching, name)
            if among is None or (link.source in among and link.target in among)
        )
        for name in (one, other)
    ]
    return {SIZES: sides[0].total() + sides[1].total(), 1: (sides[0] & sides[1]).total()}


def exact(matching: Matching, one: str, other: str, symmetric: frozenset[str] = frozenset()) -> Shared:
    """Same label, and ends of same extent and label."""
    clusters = _by_id(matching)

    def said(link: Link, name: str) -> Hashable:
        label, *ends = ends_of(link, symmetric)
        members = [member for end in ends for member in clusters[end].members if member.annotator == name]
        places = [(member.span.label, member.extent) for member in members]
        return label, *(sorted(places) if label in symmetric else places)

    return _compared(matching, one, other, said)


def aligned(matching: Matching, one: str, other: str, symmetric: frozenset[str] = frozenset()) -> Shared:
    """Same label, and ends in the same clusters."""
    return _compared(matching, one, other, lambda link, _: ends_of(link, symmetric))


def unlabelled(matching: Matching, one: str, other: str, symmetric: frozenset[str] = frozenset()) -> Shared:
    """Ends in the same clusters, whatever the label."""
    return _compared(matching, one, other, lambda link, _: ends_of(link, symmetric)[1:])


def conditional(matching: Matching, one: str, other: str, symmetric: frozenset[str] = frozenset()) -> Shared:
    """``aligned`` among the clusters that both have, so that a missed span is not held against them twice."""
    both = {cluster.id for cluster in matching.clusters if cluster.of(one) and cluster.of(other)}
    return _compared(matching, one, other, lambda link, _: ends_of(link, symmetric), both)


def as_coding(matching: Matching, symmetric: frozenset[str] = frozenset()) -> Coding:
    """What each annotator says of every pair of clusters that somebody linked: the label, or that there is none.

    Several labels for one pair are one rating, the set of them.
    """
    said: defaultdict[tuple[str, str], defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for group in matching.link_groups:
        for link in group.links:
            label, source, target = ends_of(link, symmetric)
            said[source, target][link.annotator].add(label)
    return Counter(tuple(frozenset(labels.get(name, ())) for name in matching.annotators) for labels in said.values())


def _by_id(matching: Matching) -> dict[str, Cluster]:
    return {cluster.id: cluster for cluster in matching.clusters}


WAYS: dict[str, Way] = {
    "relation_exact_f1": exact,
    "relation_aligned_f1": aligned,
    "relation_unlabelled_f1": unlabelled,
    "relation_conditional_f1": conditional,
}
