"""Where did one annotator mark one span, and another one two in its place?"""

from collections.abc import Iterator, Sequence

from annotator.domain.matching.extents import joined, length, shared
from annotator.domain.matching.values import Cluster, Member, Split


def find_splits(clusters: Sequence[Cluster]) -> tuple[Split, ...]:
    """The pairs of clusters that are one against two, in their order; ``clusters`` are in text order."""
    return tuple(Split(rest=rest.id, whole=whole.id) for rest, whole in _neighbours(clusters) if _is_split(rest, whole))


def _neighbours(clusters: Sequence[Cluster]) -> Iterator[tuple[Cluster, Cluster]]:
    """The pairs, both ways round, whose bounds share a character."""
    for place, one in enumerate(clusters):
        for other in clusters[place + 1 :]:
            if other.start >= one.end:
                break
            yield one, other
            yield other, one


def _is_split(rest: Cluster, whole: Cluster) -> bool:
    """Whether somebody who has nothing in ``rest`` has a span in ``whole`` that covers what another has in both."""
    covering = [member for member in whole.members if member.annotator in rest.missing]
    return any(
        _covers_both(whole_span, part, other)
        for whole_span in covering
        for part in rest.members
        for other in whole.members
        if other.annotator == part.annotator
    )


def _covers_both(whole: Member, rest: Member, part: Member) -> bool:
    """Whether ``whole`` is more like the two together than like ``part`` alone."""
    if not whole.span.label == rest.span.label == part.span.label or not shared(whole.extent, rest.extent):
        return False
    both = joined(rest.extent, part.extent)
    common, alone = shared(whole.extent, both), shared(whole.extent, part.extent)
    size = length(whole.extent)
    # a/b > c/d without division
    return common * (size + length(part.extent) - alone) > alone * (size + length(both) - common)
