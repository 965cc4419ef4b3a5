"""What does one document add to the figures?

Sums of whole numbers, by measure, pair of annotators and label. They are added over documents, exactly and in any
order, and taken away again when a document changes; every figure of the panel is worked out from such sums alone.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, NamedTuple

from annotator.agreement.coefficients.coding import Coding, Rating
from annotator.agreement.matches import relation_f1, span_f1
from annotator.agreement.matches.confusion import NONE, Cell
from annotator.agreement.matches.span_f1 import Mark, marks_of
from annotator.agreement.units.continuum import Section, extents_by_label, label_sets, sections
from annotator.agreement.units.tokens import Tokens, coding
from annotator.agreement.units.u_alpha import GAP, Part, pair_sums
from annotator.domain.marks.marks import Layer
from annotator.domain.matching.differences import Differences
from annotator.domain.matching.extents import Extent, length, shared
from annotator.domain.matching.relations import differences as link_differences
from annotator.domain.matching.results import LinkGroup, Matching, Member

Pair = tuple[str, str]
Sums = Mapping[Any, int]


class Key(NamedTuple):
    """What a sum is of. ``observers`` is how many finished the document, where that counts."""

    family: str
    pair: Pair = ("", "")
    label: str = ""
    observers: int = 0
    attribute: str = ""


class Behind(NamedTuple):
    """What a list of passages stands behind: a kind of difference, a cell of the confusion matrix, or a measure.

    Of one pair of annotators, of one against all others (``(name, "")``), or of everybody; of all labels or of one.
    """

    pair: Pair
    what: str | Cell
    label: str = ""
    attribute: str = ""


EVERYBODY = ("", "")
AGREED = "agreed"
RELATION = "relation"
SPLIT = "split"
# The kinds that the passages of everybody and of each pair are counted by.
KINDS = (AGREED, "missed", "label", SPLIT, RELATION, "attribute", "boundary", "trivial-boundary")
# What a kind of difference between relations begins with, and those kinds.
LINK = "link:"
LINK_KINDS = (AGREED, "missing", "wrong type", "reversed", "other endpoint", "attribute")
LENGTH = "length"


class Figures(NamedTuple):
    """One document: its matching, its sums, and the ids of the clusters and link groups behind what can be counted."""

    document: str
    annotators: tuple[str, ...]
    matching: Matching
    sums: Mapping[Key, Sums]
    behind: Mapping[Behind, Sequence[str]]


def figures(layers: Iterable[Layer], matching: Matching, text: str, annotators: Sequence[str]) -> Figures:
    """The figures of one document from the layers of those who finished it, and their matching.

    ``annotators`` are all of the panel, in its order; who did not finish this document has no rating in it.
    """
    own = sorted(layers, key=lambda layer: layer.annotator)
    marks = {layer.annotator: marks_of(layer.spans) for layer in own}
    pairs = list(combinations(marks, 2))
    sums: dict[Key, Sums] = {}
    behind = _behind(matching, pairs, text) if pairs else {}
    if pairs:
        sums.update(_tokens(marks, Tokens(text), annotators))
        sums[Key("labels")] = _labels(matching, annotators)
    by_label = {name: _by_label(told) for name, told in marks.items()}
    extents = {name: extents_by_label(told) for name, told in marks.items()}
    drawn = relation_f1.Drawn(matching)
    whole = {name: sections(label_sets(told), 0, len(text)) for name, told in marks.items()} if pairs else {}
    for pair in pairs:
        sums.update(_shared(pair, by_label))
        sums.update((Key(name, pair), way(drawn, *pair)) for name, way in relation_f1.WAYS.items())
        sums.update(_units(pair, extents, whole, len(text), len(marks)))
    whole_numbers = {key: kept for key, told in sums.items() if (kept := {part: n for part, n in told.items() if n})}
    return Figures(matching.document, tuple(marks), matching, whole_numbers, behind)


def _by_label(marks: Iterable[Mark]) -> dict[str, list[Mark]]:
    found = defaultdict(list)
    for mark in marks:
        found[mark.label].append(mark)
    return found


def _shared(pair: Pair, by_label: Mapping[str, Mapping[str, list[Mark]]]) -> Iterable[tuple[Key, Sums]]:
    """What F1 needs of each label; over all labels it is their sum, as no pair has two labels."""
    ours, theirs = (by_label[name] for name in pair)
    for label in {*ours, *theirs}:
        sides = ours.get(label, []), theirs.get(label, [])
        yield Key("exact", pair, label), span_f1.exact(*sides)
        yield Key("soft", pair, label), span_f1.soft(*sides)


def _tokens(
    marks: Mapping[str, Sequence[Mark]], tokens: Tokens, annotators: Sequence[str]
) -> Iterable[tuple[Key, Sums]]:
    """Codings of the tokens that somebody put under a label, and how many tokens there were for whom."""
    marked: defaultdict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(marks, 0))
    for name, told in marks.items():
        for mark in told:
            marked[mark.label][name] |= tokens.under(mark.extent)
    yield Key("places"), {tuple(False if name in marks else None for name in annotators): len(tokens)}
    for label, bits in marked.items():
        yield Key("tokens", label=label), coding(bits, annotators)


def _labels(matching: Matching, annotators: Sequence[str]) -> Coding:
    """What each annotator called a thing that two found at least."""
    found: Counter[tuple[Rating | None, ...]] = Counter()
    for cluster in matching.clusters:
        if len(cluster.members) > 1:
            said = {member.annotator: member.span.label for member in cluster.members}
            found[tuple(said.get(name) for name in annotators)] += 1
    return found


def _units(
    pair: Pair,
    extents: Mapping[str, Mapping[str, Extent]],
    whole: Mapping[str, Sequence[Section]],
    size: int,
    observers: int,
) -> Iterable[tuple[Key, Sums]]:
    """The sums of u-alpha: of each label by itself without its gaps, which follow from the length, and of all."""
    one, other = pair
    yield Key("length", pair, observers=observers), {LENGTH: size}
    yield Key("sets", pair, observers=observers), pair_sums(whole[one], whole[other])
    for label in {*extents[one], *extents[other]}:
        ours, theirs = extents[one].get(label, ()), extents[other].get(label, ())
        both = shared(ours, theirs)
        yield (
            Key("units", pair, label, observers),
            {
                Part("shared", label, label): both,
                Part("shared", label, GAP): length(ours) + length(theirs) - 2 * both,
                Part("own", label, label): sum((end - start) ** 2 for start, end in (*ours, *theirs)),
            },
        )


def _behind(matching: Matching, pairs: Sequence[Pair], text: str) -> Mapping[Behind, Sequence[str]]:
    """The clusters behind each kind of difference and each cell of the confusion matrix, and relations that differ."""
    found: defaultdict[tuple[Pair, str | Cell], list[str]] = defaultdict(list)
    parted = _parted(matching)
    differences = Differences(matching.annotators, text)
    for cluster in matching.clusters:
        name = cluster.id
        for kind in (*cluster.kinds, *parted.get((EVERYBODY, name), ())) or (AGREED,):
            found[EVERYBODY, kind].append(name)
        own = {member.annotator: member for member in cluster.members}
        for pair in pairs:
            members = [own[one] for one in pair if one in own]
            if members:
                found[pair, (_label(own.get(pair[0])), _label(own.get(pair[1])))].append(name)
                kinds = differences.kinds(members, missed=len(members) == 1)
                for kind in (*kinds, *parted.get((pair, name), ())) or (AGREED,):
                    found[pair, kind].append(name)
    for group in matching.link_groups:
        for pair, ways in _linked(group, pairs, matching.symmetric):
            if ways:
                found[pair, RELATION].append(group.id)
            for way in ways or (AGREED,):
                found[pair, f"{LINK}{way}"].append(group.id)
    return {Behind(pair, what): names for (pair, what), names in found.items()}


def _linked(
    group: LinkGroup, pairs: Sequence[Pair], symmetric: frozenset[str]
) -> Iterator[tuple[Pair, Collection[str]]]:
    """How the relations of a group differ, of everybody and of each pair of whom one has any there."""
    yield EVERYBODY, group.kinds
    drew = {link.annotator for link in group.links}
    for pair in pairs:
        if not drew.isdisjoint(pair):
            yield pair, link_differences(group, pair, symmetric)


def _label(member: Member | None) -> str:
    return member.span.label if member else NONE


def _parted(matching: Matching) -> dict[tuple[Pair, str], tuple[str]]:
    """Which clusters are part of one against two, of everybody and of each pair."""
    return {
        (pair, end): (SPLIT,)
        for split in matching.splits
        for pair in (EVERYBODY, *map(_sorted, split.between))
        for end in (split.rest, split.whole)
    }


def _sorted(pair: Pair) -> Pair:
    return min(pair), max(pair)
