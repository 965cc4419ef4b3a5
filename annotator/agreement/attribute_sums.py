"""Sums of attributes, relations and whole documents, and the passages behind them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import combinations

from annotator.agreement.coefficients.coding import Coding, Rating
from annotator.agreement.matches.relation_f1 import RelationMatcher, relation_coding
from annotator.agreement.sums import (
    ALL_ANNOTATORS,
    ALL_RELATIONS,
    ALL_SPANS,
    COMMON_SPANS,
    SAME_LABEL_SPANS,
    WHOLE_DOCUMENTS,
    AnnotatorPair,
    DocumentSums,
    PassageKey,
    SumKey,
)


def with_attributes(
    document: DocumentSums,
    annotators: Sequence[str],
    attributes: Mapping[str, Collection[str]],
    matcher: RelationMatcher,
) -> DocumentSums:
    """The sums with those of attributes by label, of relations and of the labels that occur, and with their passages.

    ``annotators`` are all annotators of the panel, in its order. The passage of a whole document has the empty id.
    """
    pairs = list(combinations(document.annotators, 2))
    if not pairs:
        return document
    sums: dict[SumKey, Coding] = {SumKey("documents"): _label_set_coding(document, annotators)}
    if relations := relation_coding(document.matching, annotators, matcher):
        sums[SumKey("links")] = relations
    passages: dict[PassageKey, Sequence[str]] = {
        PassageKey(pair, WHOLE_DOCUMENTS): [""] for pair in (ALL_ANNOTATORS, *pairs)
    }
    passages |= _cluster_passages(document, pairs, attributes)
    passages |= _relation_passages(document, pairs)
    sums |= _attribute_codings(document, annotators, attributes)
    return document._replace(sums={**document.sums, **sums}, passages={**document.passages, **passages})


def _label_set_coding(document: DocumentSums, annotators: Sequence[str]) -> Coding:
    """The set of labels that each annotator used in the document."""
    used: dict[str, set[str]] = {name: set() for name in document.annotators}
    for cluster in document.matching.clusters:
        for member in cluster.members:
            used[member.annotator].add(member.span.label)
    return {tuple(frozenset(used[name]) if name in used else None for name in annotators): 1}


def _attribute_codings(
    document: DocumentSums, annotators: Sequence[str], attributes: Mapping[str, Collection[str]]
) -> dict[SumKey, Coding]:
    """The values that annotators gave each attribute, where two gave a span the same label; missing ones are empty."""
    codings: defaultdict[tuple[str, str], Counter[tuple[Rating | None, ...]]] = defaultdict(Counter)
    for cluster in document.matching.clusters:
        if len(cluster.members) > 1:
            for label, count in Counter(member.span.label for member in cluster.members).items():
                for name in attributes.get(label, ()) if count > 1 else ():
                    values = {
                        member.annotator: member.span.attributes.get(name, "")
                        for member in cluster.members
                        if member.span.label == label
                    }
                    codings[label, name][tuple(values.get(annotator) for annotator in annotators)] += 1
    return {SumKey("attribute", label=label, attribute=name): coding for (label, name), coding in codings.items()}


def _cluster_passages(
    document: DocumentSums, pairs: Sequence[AnnotatorPair], attributes: Mapping[str, Collection[str]]
) -> dict[PassageKey, Sequence[str]]:
    """The clusters by the annotators compared: all, found by two, of one label, and of a label that both gave."""
    all_ids: list[str] = []
    lists: defaultdict[tuple[AnnotatorPair, str, str], list[str]] = defaultdict(list)
    for cluster in document.matching.clusters:
        cluster_id = cluster.id
        all_ids.append(cluster_id)
        labels = {member.annotator: member.span.label for member in cluster.members}
        sides = [(ALL_ANNOTATORS, list(labels.values()))]
        sides += [(pair, [labels[annotator] for annotator in pair if annotator in labels]) for pair in pairs]
        for pair, given_labels in sides:
            if given_labels:
                lists[pair, ALL_SPANS, ""].append(cluster_id)
                for label in set(given_labels):
                    lists[pair, ALL_SPANS, label].append(cluster_id)
            if len(given_labels) > 1:
                lists[pair, COMMON_SPANS, ""].append(cluster_id)
                for label in {label for label in given_labels if given_labels.count(label) > 1}:
                    lists[pair, SAME_LABEL_SPANS, label].append(cluster_id)
    passages: dict[PassageKey, Sequence[str]] = {
        PassageKey((annotator, ""), ALL_SPANS): all_ids for annotator in document.annotators
    }
    for (pair, subject, label), cluster_ids in lists.items():
        if subject == SAME_LABEL_SPANS:
            passages |= {
                PassageKey(pair, SAME_LABEL_SPANS, label, attribute): cluster_ids
                for attribute in attributes.get(label, ())
            }
        else:
            passages[PassageKey(pair, subject, label)] = cluster_ids
    return passages


def _relation_passages(document: DocumentSums, pairs: Sequence[AnnotatorPair]) -> dict[PassageKey, Sequence[str]]:
    """The groups of relations by the annotators compared."""
    groups = [
        (group.id, {matched.annotator for matched in group.relations}) for group in document.matching.relation_groups
    ]
    all_ids = [group_id for group_id, _ in groups]
    passages = {
        PassageKey(pair, ALL_RELATIONS): all_ids
        for pair in (ALL_ANNOTATORS, *((annotator, "") for annotator in document.annotators))
    }
    return {
        **passages,
        **{
            PassageKey(pair, ALL_RELATIONS): [
                group_id for group_id, annotators in groups if not annotators.isdisjoint(pair)
            ]
            for pair in pairs
        },
    }
