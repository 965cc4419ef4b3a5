"""How do the marks of several annotators in one document match?

Deterministic: neither the order of the layers nor that of the spans in them plays a part.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import groupby

from annotator.domain.marks.marks import Layer
from annotator.domain.matching.differences import Differences
from annotator.domain.matching.extents import extent, length, shared
from annotator.domain.matching.partition import Crowd, Node, Overlap
from annotator.domain.matching.relations import link_groups
from annotator.domain.matching.results import Duplicate, Matching, Member
from annotator.domain.matching.splits import find_splits

# From this likeness on, spans of different labels are rivals rather than strangers.
RIVALS = Fraction(1, 2)


def match(
    layers: Iterable[Layer], *, text: str = "", rivals: Fraction = RIVALS, symmetric: frozenset[str] = frozenset()
) -> Matching:
    """Match what the annotators of these layers marked; all must be of one document, and finished.

    ``text`` tells apart boundaries that differ by spaces and punctuation only; without it there are none such.
    ``rivals`` is the least Jaccard likeness at which spans of different labels may stand in one cluster. ``symmetric``
    names the relations whose direction says nothing. Raises ValueError for layers of two documents, or two of one
    annotator.
    """
    layers = sorted(layers, key=lambda layer: layer.annotator)
    annotators = tuple(layer.annotator for layer in layers)
    if len(set(annotators)) < len(layers) or len({layer.document for layer in layers}) > 1:
        raise ValueError("layers of one document are matched, one for each annotator")
    members, duplicates, empty = _members(layers)
    groups, approximate = _grouped(members, rivals)
    differences = Differences(annotators, text)
    clusters = [differences.told(group) for group in groups]
    return Matching(
        document=layers[0].document if layers else "",
        annotators=annotators,
        clusters=tuple(clusters),
        splits=find_splits(clusters),
        link_groups=link_groups(layers, clusters, duplicates, symmetric),
        duplicates=duplicates,
        empty=empty,
        approximate=approximate,
        symmetric=symmetric,
    )


def _members(layers: Sequence[Layer]) -> tuple[list[Member], tuple[Duplicate, ...], tuple[tuple[str, str], ...]]:
    """All spans that hold a character, in canonical order; apart from them, duplicates and empty ones."""
    found, empty = [], []
    for layer in layers:
        for span in layer.spans:
            member = Member(annotator=layer.annotator, span=span, extent=extent(span.fragments))
            if member.extent:
                found.append(member)
            else:
                empty.append((layer.annotator, span.id))
    found.sort(key=_canonical)
    members: list[Member] = []
    duplicates = []
    for member in found:
        kept = members[-1] if members else None
        if kept and _canonical(kept)[:-1] == _canonical(member)[:-1]:
            duplicates.append(Duplicate(annotator=member.annotator, kept=kept.span.id, span=member.span.id))
        else:
            members.append(member)
    return members, tuple(duplicates), tuple(sorted(empty))


def _canonical(member: Member) -> tuple[object, ...]:
    place = member.extent
    return place[0][0], place[-1][1], place, member.span.label, member.annotator, member.span.id


def _grouped(members: Sequence[Member], rivals: Fraction) -> tuple[list[list[Member]], bool]:
    """The members of each cluster, in reading order, and whether some crowd was too large for the best."""
    stacks = [list(stack) for _, stack in groupby(members, key=lambda one: (one.extent, one.span.label))]
    nodes = [Node(one[0].extent, one[0].span.label, frozenset(member.annotator for member in one)) for one in stacks]
    near = _admissible(nodes, rivals)
    found, approximate = [], False
    for numbers in _connected(near):
        place = {number: at for at, number in enumerate(numbers)}
        pairs = {(place[one], place[other]): pair for one in numbers for other, pair in near[one].items()}
        crowd = Crowd([nodes[number] for number in numbers], pairs)
        approximate = approximate or crowd.is_large
        found += [[numbers[at] for at in group] for group in crowd.partition()]
    return [[member for number in group for member in stacks[number]] for group in sorted(found)], approximate


def _admissible(nodes: Sequence[Node], rivals: Fraction) -> list[dict[int, Overlap]]:
    """For each node the later ones that may stand in a cluster with it."""
    near: list[dict[int, Overlap]] = [{} for _ in nodes]
    lengths = [length(node.extent) for node in nodes]
    for one, node in enumerate(nodes):
        for other in range(one + 1, len(nodes)):
            rival = nodes[other]
            if rival.extent[0][0] >= node.extent[-1][1]:
                break
            if not node.annotators.isdisjoint(rival.annotators):
                continue
            common = shared(node.extent, rival.extent)
            union = lengths[one] + lengths[other] - common
            if common and (node.label == rival.label or common * rivals.denominator >= union * rivals.numerator):
                near[one][other] = Overlap(common, union)
    return near


def _connected(near: Sequence[Mapping[int, object]]) -> list[list[int]]:
    """The nodes that hang together, directly or through others: each in order."""
    home = list(range(len(near)))

    def find(node: int) -> int:
        while home[node] != node:
            home[node] = node = home[home[node]]
        return node

    for one, others in enumerate(near):
        for other in others:
            low, high = sorted((find(one), find(other)))
            home[high] = low
    crowds = defaultdict(list)
    for node in range(len(near)):
        crowds[find(node)].append(node)
    return list(crowds.values())
