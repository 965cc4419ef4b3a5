"""What do attributes, whole documents and the way to the passages add to the figures of one document?"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import combinations

from annotator.agreement.attributes import attribute_coding
from annotator.agreement.coding import Coding
from annotator.agreement.figures import EVERYBODY, Behind, Figures, Key, Pair
from annotator.agreement.reading import ATTRIBUTE, DOCUMENTS, LABELS
from annotator.domain.matching.values import Cluster, LinkGroup

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


def with_said(told: Figures, annotators: Sequence[str], attributes: Mapping[str, Collection[str]]) -> Figures:
    """The figures with what spans say by attributes, by label, what labels occur, and the passages behind measures.

    ``annotators`` are all of the panel, in its order. A passage of a document as a whole has the empty id.
    """
    pairs = list(combinations(told.annotators, 2))
    if not pairs:
        return told
    sums: dict[Key, Coding] = {Key("documents"): _occurring(told, annotators)}
    behind: defaultdict[Behind, list[str]] = defaultdict(list)
    for one in (EVERYBODY, *pairs):
        behind[Behind(one, WHOLE)].append("")
    for cluster in told.matching.clusters:
        _put(behind, cluster, told.annotators, pairs, attributes)
    for label, names in attributes.items():
        for name in names:
            coding = attribute_coding(told.matching, label, name, annotators)
            if coding:
                sums[Key("attribute", label=label, attribute=name)] = coding
    for group in told.matching.link_groups:
        _put_links(behind, group, told.annotators, pairs)
    return told._replace(sums={**told.sums, **sums}, behind={**told.behind, **behind})


def _occurring(told: Figures, annotators: Sequence[str]) -> Coding:
    """The set of labels that each annotator used in the document."""
    used: dict[str, set[str]] = {name: set() for name in told.annotators}
    for cluster in told.matching.clusters:
        for member in cluster.members:
            used[member.annotator].add(member.span.label)
    return {tuple(frozenset(used[name]) if name in used else None for name in annotators): 1}


def _put(
    behind: defaultdict[Behind, list[str]],
    cluster: Cluster,
    annotators: Sequence[str],
    pairs: Sequence[Pair],
    attributes: Mapping[str, Collection[str]],
) -> None:
    labels = {member.annotator: member.span.label for member in cluster.members}
    name = cluster.id
    sides = [(EVERYBODY, labels), *((pair, {one: labels[one] for one in pair if one in labels}) for pair in pairs)]
    for pair, own in sides:
        if not own:
            continue
        behind[Behind(pair, ANY)].append(name)
        if len(own) > 1:
            behind[Behind(pair, BOTH)].append(name)
        for label, count in Counter(own.values()).items():
            behind[Behind(pair, ANY, label)].append(name)
            if count > 1:
                for attribute in attributes.get(label, ()):
                    behind[Behind(pair, SAID, label, attribute)].append(name)
    for annotator in annotators:
        behind[Behind((annotator, ""), ANY)].append(name)


def _put_links(
    behind: defaultdict[Behind, list[str]], group: LinkGroup, annotators: Sequence[str], pairs: Sequence[Pair]
) -> None:
    drew = {link.annotator for link in group.links}
    for pair in (EVERYBODY, *((annotator, "") for annotator in annotators)):
        behind[Behind(pair, LINKS)].append(group.id)
    for pair in pairs:
        if not drew.isdisjoint(pair):
            behind[Behind(pair, LINKS)].append(group.id)
