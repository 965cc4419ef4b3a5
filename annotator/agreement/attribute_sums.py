"""What do attributes, whole documents and the way to the passages add to the figures of one document?"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import combinations

from annotator.agreement.coefficients.coding import Coding, Rating
from annotator.agreement.document_sums import EVERYBODY, Behind, Figures, Key, Pair
from annotator.agreement.matches.relation_f1 import Linking, as_coding
from annotator.agreement.measures import ATTRIBUTE, DOCUMENTS, LABELS

# What a measure rests on: every span of those compared, those that two of them found, those of a label that two
# describe, every relation, and documents as a whole.
ANY, BOTH, SAID, LINKS, WHOLE = "any", "both", "said", "links", "documents"

_OF_BOTH = {
    LABELS,
    "percent_agreement",
    "cohen_kappa",
    "scott_pi",
    "light_kappa",
    "hubert_kappa",
    "gwet_ac1",
    "bennett_s",
}


def rests_on(measure: str, pair: Pair = EVERYBODY, label: str = "") -> Behind:
    """The passages behind a measure."""
    if measure.startswith(ATTRIBUTE):
        return Behind(pair, SAID, label, measure.removeprefix(ATTRIBUTE))
    if measure in DOCUMENTS:
        return Behind(pair, WHOLE)
    if measure in _OF_BOTH:
        return Behind(pair, BOTH)
    return Behind(pair, LINKS) if measure.startswith("relation") else Behind(pair, ANY, label)


def with_said(
    told: Figures, annotators: Sequence[str], attributes: Mapping[str, Collection[str]], linking: Linking
) -> Figures:
    """The figures with what spans say by attributes, by label, what is linked, what labels occur, and the passages.

    ``annotators`` are all of the panel, in its order. A passage of a document as a whole has the empty id.
    """
    pairs = list(combinations(told.annotators, 2))
    if not pairs:
        return told
    sums: dict[Key, Coding] = {Key("documents"): _occurring(told, annotators)}
    if linked := as_coding(told.matching, annotators, linking):
        sums[Key("links")] = linked
    behind: dict[Behind, Sequence[str]] = {Behind(one, WHOLE): [""] for one in (EVERYBODY, *pairs)}
    behind |= _of_clusters(told, pairs, attributes)
    behind |= _of_links(told, pairs)
    sums |= _described(told, annotators, attributes)
    return told._replace(sums={**told.sums, **sums}, behind={**told.behind, **behind})


def _occurring(told: Figures, annotators: Sequence[str]) -> Coding:
    """The set of labels that each annotator used in the document."""
    used: dict[str, set[str]] = {name: set() for name in told.annotators}
    for cluster in told.matching.clusters:
        for member in cluster.members:
            used[member.annotator].add(member.span.label)
    return {tuple(frozenset(used[name]) if name in used else None for name in annotators): 1}


def _described(
    told: Figures, annotators: Sequence[str], attributes: Mapping[str, Collection[str]]
) -> dict[Key, Coding]:
    """What each says by every attribute of the spans of a label that two found; an empty value says nothing."""
    found: defaultdict[tuple[str, str], Counter[tuple[Rating | None, ...]]] = defaultdict(Counter)
    for cluster in told.matching.clusters:
        if len(cluster.members) > 1:
            for label, count in Counter(member.span.label for member in cluster.members).items():
                for name in attributes.get(label, ()) if count > 1 else ():
                    said = {
                        member.annotator: member.span.attributes.get(name, "")
                        for member in cluster.members
                        if member.span.label == label
                    }
                    found[label, name][tuple(said.get(annotator) for annotator in annotators)] += 1
    return {Key("attribute", label=label, attribute=name): coding for (label, name), coding in found.items()}


def _of_clusters(
    told: Figures, pairs: Sequence[Pair], attributes: Mapping[str, Collection[str]]
) -> dict[Behind, Sequence[str]]:
    """Every passage by who is compared: all, those that two found, those of a label, and of a label that both give."""
    every: list[str] = []
    lists: defaultdict[tuple[Pair, str, str], list[str]] = defaultdict(list)
    for cluster in told.matching.clusters:
        name = cluster.id
        every.append(name)
        labels = {member.annotator: member.span.label for member in cluster.members}
        sides = [(EVERYBODY, list(labels.values()))]
        sides += [(pair, [labels[one] for one in pair if one in labels]) for pair in pairs]
        for pair, own in sides:
            if own:
                lists[pair, ANY, ""].append(name)
                for label in set(own):
                    lists[pair, ANY, label].append(name)
            if len(own) > 1:
                lists[pair, BOTH, ""].append(name)
                for label in {label for label in own if own.count(label) > 1}:
                    lists[pair, SAID, label].append(name)
    found: dict[Behind, Sequence[str]] = {Behind((annotator, ""), ANY): every for annotator in told.annotators}
    for (pair, what, label), names in lists.items():
        if what == SAID:
            found |= {Behind(pair, SAID, label, attribute): names for attribute in attributes.get(label, ())}
        else:
            found[Behind(pair, what, label)] = names
    return found


def _of_links(told: Figures, pairs: Sequence[Pair]) -> dict[Behind, Sequence[str]]:
    """Every group of relations by who is compared."""
    groups = [(group.id, {link.annotator for link in group.links}) for group in told.matching.link_groups]
    every = [name for name, _ in groups]
    found = {Behind(pair, LINKS): every for pair in (EVERYBODY, *((annotator, "") for annotator in told.annotators))}
    return {
        **found,
        **{Behind(pair, LINKS): [name for name, drew in groups if not drew.isdisjoint(pair)] for pair in pairs},
    }
