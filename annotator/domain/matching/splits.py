"""Where did one annotator mark one span, and another one two in its place?"""

from collections.abc import Iterator, Sequence

from annotator.domain.matching.extents import joined, length, shared
from annotator.domain.matching.results import Cluster, Member, Split


def find_splits(clusters: Sequence[Cluster]) -> tuple[Split, ...]:
    """The pairs of clusters that are one against two, in their order; ``clusters`` are in text order."""
    return tuple(
        Split(rest=rest.id, whole=whole.id, between=between)
        for rest, whole in _neighbours(clusters)
        if (between := tuple(_parted(rest, whole)))
    )


def _neighbours(clusters: Sequence[Cluster]) -> Iterator[tuple[Cluster, Cluster]]:
    """The pairs, both ways round, whose bounds share a character."""
    bounds = [(cluster.start, cluster.end) for cluster in clusters]
    for place, one in enumerate(clusters):
        for number in range(place + 1, len(clusters)):
            if bounds[number][0] >= bounds[place][1]:
                break
            other = clusters[number]
            yield one, other
            yield other, one


def _parted(rest: Cluster, whole: Cluster) -> Iterator[tuple[str, str]]:
    """Who has nothing in ``rest`` but in ``whole`` a span that covers what another has in both; and the other."""
    for covering in whole.members:
        if covering.annotator in rest.missing:
            for part in whole.members:
                second = rest.of(part.annotator)
                if second and _covers_both(covering, second, part):
                    yield covering.annotator, part.annotator


def _covers_both(whole: Member, rest: Member, part: Member) -> bool:
    """Whether ``whole`` is more like the two together than like ``part`` alone."""
    if not whole.span.label == rest.span.label == part.span.label or not shared(whole.extent, rest.extent):
        return False
    both = joined(rest.extent, part.extent)
    common, alone = shared(whole.extent, both), shared(whole.extent, part.extent)
    size = length(whole.extent)
    # a/b > c/d without division
    return common * (size + length(part.extent) - alone) > alone * (size + length(both) - common)
