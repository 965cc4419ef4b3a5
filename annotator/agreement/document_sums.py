"""Sums of one document, from which all figures of agreement are worked out.

They are whole numbers, by measure, pair of annotators and label. They are added over documents, exactly and in any
order, and subtracted again when a document changes.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from annotator.agreement import measure_lookup
from annotator.agreement.coefficients.coding import Coding, Rating
from annotator.agreement.matches.confusion import NONE, ConfusionCell
from annotator.agreement.matches.relation_f1 import RelationCounts
from annotator.agreement.matches.span_f1 import LabelledExtent, labelled_extents
from annotator.agreement.measure_definition import SpanMatches
from annotator.agreement.sums import (
    ALL_ANNOTATORS,
    LENGTH,
    AnnotatorPair,
    DocumentSums,
    DocumentTotals,
    PassageKey,
    SumKey,
)
from annotator.agreement.units.continuum import Section, extents_by_label, label_set_sections, sections
from annotator.agreement.units.tokens import Tokens, token_coding
from annotator.agreement.units.u_alpha import GAP, UnitPart, pair_sums
from annotator.domain.marks.marks import Layer
from annotator.domain.matching.differences import DifferenceFinder
from annotator.domain.matching.extents import Extent, extent_length, shared_length
from annotator.domain.matching.relations import relation_differences as link_differences
from annotator.domain.matching.results import Matching, Member, RelationGroup

AGREED = "agreed"
RELATION = "relation"
SPLIT = "split"
# The kinds of difference by which passages are counted, over all annotators and for each pair.
KINDS = (AGREED, "missed", "label", SPLIT, RELATION, "attribute", "boundary", "trivial-boundary")
# The prefix of the kinds of difference between relations, and these kinds.
RELATION_PREFIX = "link:"
RELATION_KINDS = (AGREED, "missing", "wrong type", "reversed", "other endpoint", "attribute")


def document_sums(layers: Iterable[Layer], matching: Matching, text: str, annotators: Sequence[str]) -> DocumentSums:
    """The sums of one document, from the layers of the annotators who finished it and the matching of these layers.

    ``annotators`` are all annotators of the panel, in its order; one who did not finish the document has no rating.
    """
    sorted_layers = sorted(layers, key=lambda layer: layer.annotator)
    marks = {layer.annotator: labelled_extents(layer.spans) for layer in sorted_layers}
    pairs = list(combinations(marks, 2))
    sums: dict[SumKey, DocumentTotals] = {}
    passages = _passages(matching, pairs, text) if pairs else {}
    if pairs:
        sums.update(_token_sums(marks, Tokens(text), annotators))
        sums[SumKey("labels")] = _label_coding(matching, annotators)
    by_label = {name: _by_label(own_marks) for name, own_marks in marks.items()}
    extents = {name: extents_by_label(own_marks) for name, own_marks in marks.items()}
    relations = RelationCounts(matching)
    span_matches, relation_matches = measure_lookup.span_matches(), measure_lookup.relation_matches()
    set_sections = (
        {name: sections(label_set_sections(own_marks), 0, len(text)) for name, own_marks in marks.items()}
        if pairs
        else {}
    )
    for pair in pairs:
        sums.update(_f1_sums(pair, by_label, span_matches))
        sums.update(
            (SumKey(name, pair), shared_counts(relations, *pair)) for name, shared_counts in relation_matches.items()
        )
        sums.update(_u_alpha_sums(pair, extents, set_sections, len(text), len(marks)))
    nonzero = {
        key: counts for key, total in sums.items() if (counts := {subkey: n for subkey, n in total.items() if n})
    }
    return DocumentSums(matching.document, tuple(marks), matching, nonzero, passages)


def _by_label(marks: Iterable[LabelledExtent]) -> dict[str, list[LabelledExtent]]:
    marks_by_label = defaultdict(list)
    for mark in marks:
        marks_by_label[mark.label].append(mark)
    return marks_by_label


def _f1_sums(
    pair: AnnotatorPair,
    by_label: Mapping[str, Mapping[str, list[LabelledExtent]]],
    span_matches: Mapping[str, SpanMatches],
) -> Iterable[tuple[SumKey, DocumentTotals]]:
    """The sums of F1 of each label; F1 over all labels is read from their sum, as no pair of spans has two labels."""
    ours, theirs = (by_label[name] for name in pair)
    for label in {*ours, *theirs}:
        sides = ours.get(label, []), theirs.get(label, [])
        for name, matches in span_matches.items():
            yield SumKey(name, pair, label), matches(*sides)


def _token_sums(
    marks: Mapping[str, Sequence[LabelledExtent]], tokens: Tokens, annotators: Sequence[str]
) -> Iterable[tuple[SumKey, DocumentTotals]]:
    """Codings of the tokens that an annotator put under a label, and the number of tokens of those who finished."""
    marked: defaultdict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(marks, 0))
    for name, own_marks in marks.items():
        for mark in own_marks:
            marked[mark.label][name] |= tokens.bits_under(mark.extent)
    yield SumKey("places"), {tuple(False if name in marks else None for name in annotators): len(tokens)}
    for label, bits in marked.items():
        yield SumKey("tokens", label=label), token_coding(bits, annotators)


def _label_coding(matching: Matching, annotators: Sequence[str]) -> Coding:
    """The labels that each annotator gave, in the clusters of two annotators or more."""
    coding: Counter[tuple[Rating | None, ...]] = Counter()
    for cluster in matching.clusters:
        if len(cluster.members) > 1:
            labels = {member.annotator: member.span.label for member in cluster.members}
            coding[tuple(labels.get(name) for name in annotators)] += 1
    return coding


def _u_alpha_sums(
    pair: AnnotatorPair,
    extents: Mapping[str, Mapping[str, Extent]],
    set_sections: Mapping[str, Sequence[Section]],
    size: int,
    observers: int,
) -> Iterable[tuple[SumKey, DocumentTotals]]:
    """The sums of u-alpha: of each label alone, without its gaps (they follow from the length), and of label sets."""
    first, second = pair
    yield SumKey("length", pair, observers=observers), {LENGTH: size}
    yield SumKey("sets", pair, observers=observers), pair_sums(set_sections[first], set_sections[second])
    for label in {*extents[first], *extents[second]}:
        ours, theirs = extents[first].get(label, ()), extents[second].get(label, ())
        common = shared_length(ours, theirs)
        yield (
            SumKey("units", pair, label, observers),
            {
                UnitPart("shared", label, label): common,
                UnitPart("shared", label, GAP): extent_length(ours) + extent_length(theirs) - 2 * common,
                UnitPart("own", label, label): sum((end - start) ** 2 for start, end in (*ours, *theirs)),
            },
        )


def _passages(matching: Matching, pairs: Sequence[AnnotatorPair], text: str) -> Mapping[PassageKey, Sequence[str]]:
    """The ids of clusters and relation groups behind each kind of difference and each cell of the confusion matrix."""
    passages: defaultdict[tuple[AnnotatorPair, str | ConfusionCell], list[str]] = defaultdict(list)
    splits = _split_clusters(matching)
    differences = DifferenceFinder(matching.annotators, text)
    for cluster in matching.clusters:
        cluster_id = cluster.id
        for kind in (*cluster.kinds, *splits.get((ALL_ANNOTATORS, cluster_id), ())) or (AGREED,):
            passages[ALL_ANNOTATORS, kind].append(cluster_id)
        by_annotator = {member.annotator: member for member in cluster.members}
        for pair in pairs:
            members = [by_annotator[annotator] for annotator in pair if annotator in by_annotator]
            if members:
                passages[
                    pair, (_member_label(by_annotator.get(pair[0])), _member_label(by_annotator.get(pair[1])))
                ].append(cluster_id)
                kinds = differences.kinds(members, missed=len(members) == 1)
                for kind in (*kinds, *splits.get((pair, cluster_id), ())) or (AGREED,):
                    passages[pair, kind].append(cluster_id)
    for group in matching.relation_groups:
        for pair, relation_kinds in _relation_differences(group, pairs, matching.symmetric):
            if relation_kinds:
                passages[pair, RELATION].append(group.id)
            for relation_kind in relation_kinds or (AGREED,):
                passages[pair, f"{RELATION_PREFIX}{relation_kind}"].append(group.id)
    return {PassageKey(pair, subject): ids for (pair, subject), ids in passages.items()}


def _relation_differences(
    group: RelationGroup, pairs: Sequence[AnnotatorPair], symmetric: frozenset[str]
) -> Iterator[tuple[AnnotatorPair, Collection[str]]]:
    """How the relations of a group differ, over all annotators and for each pair that has a relation in the group."""
    yield ALL_ANNOTATORS, group.kinds
    annotators = {matched.annotator for matched in group.relations}
    for pair in pairs:
        if not annotators.isdisjoint(pair):
            yield pair, link_differences(group, pair, symmetric)


def _member_label(member: Member | None) -> str:
    return member.span.label if member else NONE


def _split_clusters(matching: Matching) -> dict[tuple[AnnotatorPair, str], tuple[str]]:
    """The clusters in which one span stands against two, over all annotators and for each pair."""
    return {
        (pair, end): (SPLIT,)
        for split in matching.splits
        for pair in (ALL_ANNOTATORS, *map(_sorted_pair, split.annotators))
        for end in (split.second_cluster, split.covering_cluster)
    }


def _sorted_pair(pair: AnnotatorPair) -> AnnotatorPair:
    return min(pair), max(pair)
