"""The cases of one document: the passages in which annotators are compared.

A case holds what several annotators made of one passage. It consists of the spans of a cluster, of the spans of two
clusters where one annotator marked one span and another annotator two, or of rival relations. Where all annotators
agree there is a case too, without a kind: policies settle it.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from math import log
from typing import get_args

from annotator.domain.decisions import LabelledExtents, jaccard, non_empty_attributes, span_content
from annotator.domain.frozen_model import FrozenModel
from annotator.domain.marks.marks import Fragment, Relation, Span
from annotator.domain.matching.extents import extent_of
from annotator.domain.matching.results import Cluster, DifferenceKind, Matching, RelationGroup

GRAVITY: tuple[DifferenceKind, ...] = get_args(DifferenceKind)
"""All kinds, the most serious first."""

_BASE: dict[DifferenceKind, float] = {
    "label": 50,
    "missed": 40,
    "relation": 40,
    "split": 35,
    "attribute": 20,
    "boundary": 10,
    "trivial-boundary": 2,
}


class CaseRelation(FrozenModel):
    """A relation of one annotator, with the spans at its ends and the cases to which these spans belong."""

    annotator: str
    relation: Relation
    source: Span
    target: Span
    source_case: str
    target_case: str

    @property
    def content(self) -> tuple[object, ...]:
        """Label, cases of the ends, and attributes; independent of the exact extents of the ends."""
        return self.relation.label, self.source_case, self.target_case, non_empty_attributes(self.relation.attributes)


class Case(FrozenModel):
    """The rival marks of one passage: spans or relations of the annotators who finished the document.

    ``id`` is derived from the document's id and from the content of the rival versions. It depends neither on the
    annotators nor on the ids of the marks, so it stays the same as long as no version changes.
    """

    id: str
    document: str
    annotators: tuple[str, ...]
    kinds: tuple[DifferenceKind, ...]
    spans: dict[str, tuple[Span, ...]] = {}
    relations: dict[str, tuple[CaseRelation, ...]] = {}
    relation_count: int = 0

    @property
    def agreed(self) -> bool:
        return not self.kinds

    @property
    def is_relation(self) -> bool:
        return bool(self.relations)

    @cached_property
    def start(self) -> int:
        return min(span.start for span in self._all_spans())

    @cached_property
    def end(self) -> int:
        return max(span.end for span in self._all_spans())

    @property
    def missing(self) -> tuple[str, ...]:
        """The annotators who marked nothing here."""
        return tuple(name for name in self.annotators if name not in self.spans and name not in self.relations)

    @cached_property
    def places(self) -> LabelledExtents:
        """Label and extent of every span concerned."""
        return tuple(sorted({(span.label, extent_of(span.fragments)) for span in self._all_spans()}))

    @cached_property
    def versions(self) -> dict[str, tuple[object, ...]]:
        """The comparable version of each annotator; an empty version means that nothing is marked."""
        if self.is_relation:
            return {
                name: tuple(sorted({relation.content for relation in self.relations.get(name, ())}, key=repr))
                for name in self.annotators
            }
        return {name: tuple(sorted(map(span_content, self.spans.get(name, ())))) for name in self.annotators}

    @cached_property
    def severity(self) -> float:
        """The weight of the case, by its most serious kind, the division of the votes, and the relations attached."""
        if self.agreed:
            return 0.0
        base = max(_BASE[kind] for kind in self.kinds)
        if base == _BASE["boundary"]:
            base += 30 * (1 - self._least_likeness())
        return base + 20 * _entropy(list(self.versions.values())) + 5 * min(3, self.relation_count)

    def marked_by(self, annotator: str) -> tuple[Span, ...]:
        """The spans of one annotator in this case; in a case of relations, the spans at their ends."""
        relations = self.relations.get(annotator, ())
        ends = (end for relation in relations for end in (relation.source, relation.target))
        return (*self.spans.get(annotator, ()), *ends)

    @cached_property
    def differing(self) -> list[Fragment]:
        """The characters that some annotators marked and others, who marked something here, did not."""
        offsets = [
            {offset for span in spans for start, end in span.fragments for offset in range(start, end)}
            for spans in self.spans.values()
        ]
        if len(offsets) < 2:  # noqa: PLR2004 - a single version differs from nothing
            return []
        differing = offsets[0].union(*offsets) - offsets[0].intersection(*offsets)
        return list(extent_of((offset, offset + 1) for offset in differing))

    def _least_likeness(self) -> float:
        extents = [extent_of(span.fragments) for span in self._all_spans()]
        return min(jaccard(first, second) for first in extents for second in extents)

    def _all_spans(self) -> Iterator[Span]:
        for spans in self.spans.values():
            yield from spans
        for relations in self.relations.values():
            for relation in relations:
                yield from (relation.source, relation.target)


def _entropy(votes: Sequence[object]) -> float:
    """The division of the votes: 0 if all are the same, 1 if all differ."""
    counts = Counter(votes).values()
    total = len(votes)
    divided = -sum(count / total * log(count / total) for count in counts)
    return divided / log(total) if total > 1 else 0.0


def cases_of(matching: Matching) -> tuple[Case, ...]:
    """All cases of a document in text order, those of its spans before those of its relations."""
    case_ids: dict[str, str] = {}
    groups = list(_cluster_groups(matching))
    for group in groups:
        case_id = _span_case_id(matching.document, group)
        case_ids |= {cluster.id: case_id for cluster in group}
    relation_counts = _relations_per_case(matching, case_ids)
    cases = [
        _span_case(matching, group, case_ids[group[0].id], relation_counts[case_ids[group[0].id]]) for group in groups
    ]
    spans = {member.id: member.span for cluster in matching.clusters for member in cluster.members}
    for duplicate in matching.duplicates:
        spans[f"{duplicate.annotator}:{duplicate.span}"] = spans[f"{duplicate.annotator}:{duplicate.original}"]
    return (*cases, *(_relation_case(matching, group, case_ids, spans) for group in matching.relation_groups))


def _cluster_groups(matching: Matching) -> Iterator[list[Cluster]]:
    """The clusters, with those joined that set one span of an annotator against two of another one."""
    groups = {cluster.id: {cluster.id} for cluster in matching.clusters}
    for split in matching.splits:
        merged = groups[split.second_cluster] | groups[split.covering_cluster]
        for cluster_id in merged:
            groups[cluster_id] = merged
    seen: set[str] = set()
    for cluster in matching.clusters:
        if cluster.id not in seen:
            group = groups[cluster.id]
            seen |= group
            yield [member for member in matching.clusters if member.id in group] if len(group) > 1 else [cluster]


def _span_case_id(document: str, group: Sequence[Cluster]) -> str:
    versions: dict[str, list[object]] = defaultdict(list)
    for cluster in group:
        for member in cluster.members:
            versions[member.annotator].append(span_content(member.span))
    contents = {repr(sorted(version, key=repr)) for version in versions.values()}
    absent = len(versions) < len(group[0].members) + len(group[0].missing)
    return _case_id(document, "spans", sorted(contents), absent)


def _span_case(matching: Matching, group: Sequence[Cluster], case_id: str, relation_count: int) -> Case:
    spans: dict[str, tuple[Span, ...]] = {}
    for cluster in group:
        for member in cluster.members:
            spans[member.annotator] = (*spans.get(member.annotator, ()), member.span)
    kinds = {kind for cluster in group for kind in cluster.kinds}
    if len(group) > 1:
        kinds.add("split")
        if len(spans) == len(matching.annotators):
            kinds.discard("missed")
    return Case(
        id=case_id,
        document=matching.document,
        annotators=matching.annotators,
        kinds=_in_order(kinds),
        spans=spans,
        relation_count=relation_count,
    )


def _relation_case(matching: Matching, group: RelationGroup, case_ids: dict[str, str], spans: dict[str, Span]) -> Case:
    relations: dict[str, tuple[CaseRelation, ...]] = {}
    for matched in group.relations:
        relation = CaseRelation(
            annotator=matched.annotator,
            relation=matched.relation,
            source=spans[f"{matched.annotator}:{matched.relation.source}"],
            target=spans[f"{matched.annotator}:{matched.relation.target}"],
            source_case=case_ids[matched.source],
            target_case=case_ids[matched.target],
        )
        relations[matched.annotator] = (*relations.get(matched.annotator, ()), relation)
    contents = {repr(sorted(set(map(_relation_content, version)), key=repr)) for version in relations.values()}
    kinds: set[DifferenceKind] = {"attribute" if kind == "attribute" else "relation" for kind in group.kinds}
    return Case(
        id=_case_id(matching.document, "relations", sorted(contents), bool(group.missing)),
        document=matching.document,
        annotators=matching.annotators,
        kinds=_in_order(kinds),
        relations=relations,
    )


def _relation_content(relation: CaseRelation) -> tuple[object, ...]:
    """Label, ends by label and extent, and attributes of a relation."""
    ends = span_content(relation.source)[:2], span_content(relation.target)[:2]
    return relation.relation.label, *ends, relation.content[3]


def _relations_per_case(matching: Matching, case_ids: dict[str, str]) -> Counter[str]:
    """The number of relation groups that are attached to each case of spans."""
    counts: Counter[str] = Counter()
    for group in matching.relation_groups:
        counts.update({case_ids[end] for relation in group.relations for end in (relation.source, relation.target)})
    return counts


def _in_order(kinds: set[DifferenceKind]) -> tuple[DifferenceKind, ...]:
    return tuple(kind for kind in GRAVITY if kind in kinds)


def _case_id(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode(errors="surrogatepass")).hexdigest()[:16]
