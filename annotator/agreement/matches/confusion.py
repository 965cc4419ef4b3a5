"""What did one annotator call what the other called so?"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from annotator.domain.matching.results import Cluster

# What somebody called a thing of which there is no span.
NONE = "(none)"

Cell = tuple[str, str]


def confusion(clusters: Iterable[Cluster], one: str, other: str) -> Mapping[Cell, list[str]]:
    """For each pair of labels, the first annotator's first, the ids of the clusters behind it.

    Where one has no span in a cluster its label is ``(none)``; clusters where neither has one stay out.
    """
    cells = defaultdict(list)
    for cluster in clusters:
        labels = tuple(member.span.label if member else NONE for member in (cluster.of(one), cluster.of(other)))
        if labels != (NONE, NONE):
            cells[labels[0], labels[1]].append(cluster.id)
    return cells
