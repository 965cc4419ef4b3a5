"""Matching of the relations of several annotators, based on the clusters of their spans."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from annotator.domain.marks.marks import Layer
from annotator.domain.matching.results import Cluster, Duplicate, MatchedRelation, RelationDifferenceKind, RelationGroup

# Label, cluster of the source, cluster of the target: relations with equal ends stand for the same relation.
RelationEnds = tuple[str, str, str]


def relation_groups(
    layers: Sequence[Layer],
    clusters: Iterable[Cluster],
    duplicates: Iterable[Duplicate],
    symmetric: frozenset[str],
) -> tuple[RelationGroup, ...]:
    """The relations of all layers; equal relations and rivals are in one group.

    Two relations are equal if their labels and the clusters of their ends are; the direction counts unless the label
    is ``symmetric``. A relation with an empty span as an end is omitted.
    """
    by_ends = _by_ends(_matched_relations(layers, clusters, duplicates), symmetric)
    annotators = [layer.annotator for layer in layers]
    rivals = _Rivals(by_ends)
    kinds: dict[RelationEnds, set[RelationDifferenceKind]] = {}
    together = {ends: {ends} for ends in by_ends}
    for ends, relations in by_ends.items():
        kinds[ends] = {"attribute"} if _attributes_differ(relations) else set()
        for kind, rival in rivals.rivals_of(ends):
            kinds[ends].add(kind)
            if rival not in together[ends]:
                together[ends] |= together[rival]
                for joined_ends in together[rival]:
                    together[joined_ends] = together[ends]
    groups = {min(group): sorted(group) for group in together.values()}
    return tuple(
        _group([(by_ends[ends], kinds[ends]) for ends in groups[first]], annotators) for first in sorted(groups)
    )


def _matched_relations(
    layers: Iterable[Layer], clusters: Iterable[Cluster], duplicates: Iterable[Duplicate]
) -> Iterator[MatchedRelation]:
    cluster_of = {(member.annotator, member.span.id): cluster.id for cluster in clusters for member in cluster.members}
    for duplicate in duplicates:
        cluster_of[duplicate.annotator, duplicate.span] = cluster_of[duplicate.annotator, duplicate.original]
    for layer in layers:
        for relation in sorted(layer.relations, key=lambda relation: relation.id):
            source = cluster_of.get((layer.annotator, relation.source))
            target = cluster_of.get((layer.annotator, relation.target))
            if source and target:
                yield MatchedRelation(annotator=layer.annotator, relation=relation, source=source, target=target)


def relation_differences(
    group: RelationGroup, pair: Collection[str], symmetric: frozenset[str]
) -> set[RelationDifferenceKind]:
    """How two annotators differ in this group, regardless of the others; empty if their relations are equal."""
    by_ends = _by_ends((relation for relation in group.relations if relation.annotator in pair), symmetric)
    # Most groups have only one entry, which has no rivals.
    rivals = _Rivals(by_ends) if len(by_ends) > 1 else None
    differences: set[RelationDifferenceKind] = set()
    for ends, relations in by_ends.items():
        kinds = {kind for kind, _ in rivals.rivals_of(ends)} if rivals else set()
        if _attributes_differ(relations):
            kinds.add("attribute")
        if len({relation.annotator for relation in relations}) < len(pair):
            kinds = kinds or {"missing"}
        differences |= kinds
    return differences


def ends_of(matched: MatchedRelation, symmetric: frozenset[str]) -> RelationEnds:
    """Label and clusters of the ends; the ends of a symmetric relation are sorted."""
    source, target = matched.source, matched.target
    if matched.relation.label in symmetric and target < source:
        source, target = target, source
    return matched.relation.label, source, target


def _by_ends(
    relations: Iterable[MatchedRelation], symmetric: frozenset[str]
) -> dict[RelationEnds, list[MatchedRelation]]:
    by_ends = defaultdict(list)
    for relation in relations:
        by_ends[ends_of(relation, symmetric)].append(relation)
    return by_ends


class _Rivals:
    """Finds for a relation the rival relations of other annotators."""

    def __init__(self, by_ends: Mapping[RelationEnds, Sequence[MatchedRelation]]) -> None:
        self._annotators = {ends: {relation.annotator for relation in relations} for ends, relations in by_ends.items()}
        self._by_pattern = defaultdict(list)
        for label, source, target in by_ends:
            for pattern in ((None, source, target), (label, source, None), (label, None, target)):
                self._by_pattern[pattern].append((label, source, target))

    def rivals_of(self, ends: RelationEnds) -> Iterator[tuple[RelationDifferenceKind, RelationEnds]]:
        label, source, target = ends
        candidates: list[tuple[RelationDifferenceKind, list[RelationEnds]]] = [
            ("reversed", [(label, target, source)]),
            ("wrong type", self._by_pattern[None, source, target]),
            ("other endpoint", self._by_pattern[label, source, None] + self._by_pattern[label, None, target]),
        ]
        annotators = self._annotators[ends]
        for kind, rivals in candidates:
            for rival in rivals:
                rival_annotators = self._annotators.get(rival, annotators)
                if annotators - rival_annotators and rival_annotators - annotators:
                    yield kind, rival


def _group(
    entries: Sequence[tuple[Sequence[MatchedRelation], set[RelationDifferenceKind]]], annotators: Sequence[str]
) -> RelationGroup:
    group = [relation for relations, _ in entries for relation in relations]
    present = {relation.annotator for relation in group}
    missing = tuple(name for name in annotators if name not in present)
    kinds = {kind for _, entry_kinds in entries for kind in entry_kinds}
    if missing:
        kinds.add("missing")
    return RelationGroup(
        relations=tuple(sorted(group, key=lambda matched: (matched.annotator, matched.relation.id))),
        missing=missing,
        kinds=tuple(sorted(kinds)),
    )


def _attributes_differ(relations: Sequence[MatchedRelation]) -> bool:
    """Whether two annotators set different attributes; all relations of one annotator count together."""
    if not any(matched.relation.attributes for matched in relations):
        return False
    by_annotator: defaultdict[str, set[frozenset[tuple[str, str]]]] = defaultdict(set)
    for matched in relations:
        attributes = frozenset((name, value) for name, value in matched.relation.attributes.items() if value)
        by_annotator[matched.annotator].add(attributes)
    return len(set(map(frozenset, by_annotator.values()))) > 1
