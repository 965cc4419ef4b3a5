"""Matching of the layers of one document into clusters of spans.

The result is deterministic: it does not depend on the order of the layers or of the spans in them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import groupby

from annotator.domain.marks.marks import Layer
from annotator.domain.matching.differences import DifferenceFinder
from annotator.domain.matching.extents import extent_length, extent_of, shared_length
from annotator.domain.matching.partition import Crowd, Node, Overlap
from annotator.domain.matching.relations import relation_groups
from annotator.domain.matching.results import Duplicate, Matching, Member
from annotator.domain.matching.splits import find_splits

# From this likeness on, spans with different labels are rivals.
RIVAL_LIKENESS = Fraction(1, 2)


def match(
    layers: Iterable[Layer],
    *,
    text: str = "",
    rivals: Fraction = RIVAL_LIKENESS,
    symmetric: frozenset[str] = frozenset(),
) -> Matching:
    """Match what the annotators of these layers marked; all must be of one document, and finished.

    ``text`` is needed to recognize boundaries that differ only by spaces and punctuation. ``rivals`` is the least
    Jaccard likeness at which spans with different labels may be in one cluster. ``symmetric`` names the relations
    without direction. Raises ValueError for layers of two documents, or two layers of one annotator.
    """
    layers = sorted(layers, key=lambda layer: layer.annotator)
    annotators = tuple(layer.annotator for layer in layers)
    if len(set(annotators)) < len(layers) or len({layer.document for layer in layers}) > 1:
        raise ValueError("layers of one document are matched, one for each annotator")
    members, duplicates, empty = _members(layers)
    groups, approximate = _grouped(members, rivals)
    differences = DifferenceFinder(annotators, text)
    clusters = [differences.cluster(group) for group in groups]
    return Matching(
        document=layers[0].document if layers else "",
        annotators=annotators,
        clusters=tuple(clusters),
        splits=find_splits(clusters),
        relation_groups=relation_groups(layers, clusters, duplicates, symmetric),
        duplicates=duplicates,
        empty=empty,
        approximate=approximate,
        symmetric=symmetric,
    )


def _members(layers: Sequence[Layer]) -> tuple[list[Member], tuple[Duplicate, ...], tuple[tuple[str, str], ...]]:
    """All spans with at least one character, in canonical order, and separately the duplicates and the empty spans."""
    candidates, empty = [], []
    for layer in layers:
        for span in layer.spans:
            member = Member(annotator=layer.annotator, span=span, extent=extent_of(span.fragments))
            if member.extent:
                candidates.append(member)
            else:
                empty.append((layer.annotator, span.id))
    candidates.sort(key=_canonical)
    members: list[Member] = []
    duplicates = []
    for member in candidates:
        previous = members[-1] if members else None
        if previous and _canonical(previous)[:-1] == _canonical(member)[:-1]:
            duplicates.append(Duplicate(annotator=member.annotator, original=previous.span.id, span=member.span.id))
        else:
            members.append(member)
    return members, tuple(duplicates), tuple(sorted(empty))


def _canonical(member: Member) -> tuple[object, ...]:
    extent = member.extent
    return extent[0][0], extent[-1][1], extent, member.span.label, member.annotator, member.span.id


def _grouped(members: Sequence[Member], rivals: Fraction) -> tuple[list[list[Member]], bool]:
    """The members of each cluster, in reading order, and whether a crowd was too large for the exact search."""
    stacks = [list(stack) for _, stack in groupby(members, key=lambda member: (member.extent, member.span.label))]
    nodes = [
        Node(stack[0].extent, stack[0].span.label, frozenset(member.annotator for member in stack)) for stack in stacks
    ]
    overlaps = _admissible(nodes, rivals)
    groups, approximate = [], False
    for numbers in _connected(overlaps):
        indices = {number: index for index, number in enumerate(numbers)}
        pairs = {
            (indices[first], indices[second]): overlap
            for first in numbers
            for second, overlap in overlaps[first].items()
        }
        crowd = Crowd([nodes[number] for number in numbers], pairs)
        approximate = approximate or crowd.is_large
        groups += [[numbers[index] for index in group] for group in crowd.partition()]
    return [[member for number in group for member in stacks[number]] for group in sorted(groups)], approximate


def _admissible(nodes: Sequence[Node], rivals: Fraction) -> list[dict[int, Overlap]]:
    """For each node the later nodes that may be in a cluster with it."""
    overlaps: list[dict[int, Overlap]] = [{} for _ in nodes]
    lengths = [extent_length(node.extent) for node in nodes]
    for first, node in enumerate(nodes):
        for second in range(first + 1, len(nodes)):
            rival = nodes[second]
            if rival.extent[0][0] >= node.extent[-1][1]:
                break
            if not node.annotators.isdisjoint(rival.annotators):
                continue
            common = shared_length(node.extent, rival.extent)
            union = lengths[first] + lengths[second] - common
            if common and (node.label == rival.label or common * rivals.denominator >= union * rivals.numerator):
                overlaps[first][second] = Overlap(common, union)
    return overlaps


def _connected(overlaps: Sequence[Mapping[int, object]]) -> list[list[int]]:
    """The connected components of the nodes, each in order."""
    parent = list(range(len(overlaps)))

    def find(node: int) -> int:
        while parent[node] != node:
            parent[node] = node = parent[parent[node]]
        return node

    for first, neighbours in enumerate(overlaps):
        for second in neighbours:
            low, high = sorted((find(first), find(second)))
            parent[high] = low
    components = defaultdict(list)
    for node in range(len(overlaps)):
        components[find(node)].append(node)
    return list(components.values())
