"""Detection of splits: one annotator has one span where another annotator has two."""

from collections.abc import Iterator, Sequence

from annotator.domain.matching.extents import extent_length, merged_extent, shared_length
from annotator.domain.matching.results import Cluster, Member, Split


def find_splits(clusters: Sequence[Cluster]) -> tuple[Split, ...]:
    """The pairs of clusters that are one against two, in their order; ``clusters`` are in text order."""
    return tuple(
        Split(second_cluster=second.id, covering_cluster=covering.id, annotators=annotators)
        for second, covering in _overlapping_pairs(clusters)
        if (annotators := tuple(_split_annotators(second, covering)))
    )


def _overlapping_pairs(clusters: Sequence[Cluster]) -> Iterator[tuple[Cluster, Cluster]]:
    """The pairs, in both orders, whose bounds share a character."""
    bounds = [(cluster.start, cluster.end) for cluster in clusters]
    for index, cluster in enumerate(clusters):
        for number in range(index + 1, len(clusters)):
            if bounds[number][0] >= bounds[index][1]:
                break
            neighbour = clusters[number]
            yield cluster, neighbour
            yield neighbour, cluster


def _split_annotators(second: Cluster, covering: Cluster) -> Iterator[tuple[str, str]]:
    """Pairs of annotators: one with a span only in ``covering``, which covers the other's spans in both clusters."""
    for covering_member in covering.members:
        if covering_member.annotator in second.missing:
            for first_member in covering.members:
                second_member = second.member_of(first_member.annotator)
                if second_member and _covers_both(covering_member, second_member, first_member):
                    yield covering_member.annotator, first_member.annotator


def _covers_both(covering: Member, second: Member, first: Member) -> bool:
    """Whether ``covering`` is more similar to the union of ``first`` and ``second`` than to ``first`` alone."""
    if not covering.span.label == second.span.label == first.span.label:
        return False
    if not shared_length(covering.extent, second.extent):
        return False
    union = merged_extent(second.extent, first.extent)
    common, alone = shared_length(covering.extent, union), shared_length(covering.extent, first.extent)
    size = extent_length(covering.extent)
    # a/b > c/d without division
    return common * (size + extent_length(first.extent) - alone) > alone * (size + extent_length(union) - common)
