"""The confusion matrix of the labels of two annotators."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from annotator.domain.matching.results import Cluster

# The label of an annotator who has no span in a cluster.
NONE = "(none)"

ConfusionCell = tuple[str, str]


def confusion(clusters: Iterable[Cluster], first: str, second: str) -> Mapping[ConfusionCell, list[str]]:
    """The ids of the clusters of each pair of labels; the label of the first annotator comes first.

    Where an annotator has no span in a cluster, the label is ``(none)``; clusters where neither has one are left out.
    """
    cells = defaultdict(list)
    for cluster in clusters:
        labels = tuple(
            member.span.label if member else NONE for member in (cluster.member_of(first), cluster.member_of(second))
        )
        if labels != (NONE, NONE):
            cells[labels[0], labels[1]].append(cluster.id)
    return cells
