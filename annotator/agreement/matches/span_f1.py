"""F1 of the spans of two annotators.

F1 does not use what nobody marked, and is the same in both directions. The shared amounts of documents are added
first and divided afterwards. A shared amount is counted in fractions of a denominator (the Jaccard index has the union
as its denominator), and each denominator is summed separately, so that sums stay whole numbers, exact in any order.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from math import fsum, lcm
from typing import NamedTuple

from annotator.agreement.measure import Measure, share
from annotator.domain.marks.marks import Span
from annotator.domain.matching.assignment import assign
from annotator.domain.matching.extents import Extent, extent_length, extent_of, shared_length

# Shared amounts in units of 1/denominator, by denominator; BOTH_SIZES is the key of the total size of both sides.
SharedCounts = Mapping[int, int]
BOTH_SIZES = 0


class LabelledExtent(NamedTuple):
    """The label and extent of a span."""

    label: str
    extent: Extent


def labelled_extents(spans: Iterable[Span]) -> list[LabelledExtent]:
    """The spans of one annotator in one document, in order, without duplicates and without empty spans."""
    return sorted(
        {LabelledExtent(span.label, extent_of(span.fragments)) for span in spans if extent_of(span.fragments)}
    )


def f1(counts: SharedCounts) -> Measure:
    """Twice the shared amount over the size of both sides; undefined where both are empty."""
    return share(
        2 * fsum(amount / denominator for denominator, amount in counts.items() if denominator != BOTH_SIZES),
        counts.get(BOTH_SIZES, 0),
    )


def exact_matches(ours: Sequence[LabelledExtent], theirs: Sequence[LabelledExtent]) -> SharedCounts:
    """Spans of the same extent and label."""
    return {BOTH_SIZES: len(ours) + len(theirs), 1: len(set(ours) & set(theirs))}


def boundary_matches(ours: Sequence[LabelledExtent], theirs: Sequence[LabelledExtent]) -> SharedCounts:
    """Spans of the same extent, whatever their label; several of one extent count several times."""
    common = Counter(mark.extent for mark in ours) & Counter(mark.extent for mark in theirs)
    return {BOTH_SIZES: len(ours) + len(theirs), 1: common.total()}


def overlap_matches(ours: Sequence[LabelledExtent], theirs: Sequence[LabelledExtent]) -> SharedCounts:
    """The most pairs of one label that share a character, each span in one pair at most."""
    overlaps = _overlapping(ours, theirs)
    pairs = assign({mark: dict.fromkeys(partners, 1) for mark, partners in overlaps.items()})
    return {BOTH_SIZES: len(ours) + len(theirs), 1: len(pairs)}


def soft_matches(ours: Sequence[LabelledExtent], theirs: Sequence[LabelledExtent]) -> SharedCounts:
    """The greatest sum of Jaccard indexes of pairs of one label, each span in one pair at most."""
    counts: Counter[int] = Counter({BOTH_SIZES: len(ours) + len(theirs)})
    same = set(ours) & set(theirs)
    counts[1] = len(same)
    # An equal pair is part of some best matching, because the Jaccard index is one minus a metric.
    overlaps = _overlapping([mark for mark in ours if mark not in same], [mark for mark in theirs if mark not in same])
    scale = lcm(*(union for partners in overlaps.values() for _, union in partners.values()))
    pairs = assign(
        {
            mark: {partner: common * (scale // union) for partner, (common, union) in partners.items()}
            for mark, partners in overlaps.items()
        }
    )
    for mark, partner in pairs.items():
        common, union = overlaps[mark][partner]
        counts[union] += common
    return counts


def _overlapping(
    ours: Sequence[LabelledExtent], theirs: Sequence[LabelledExtent]
) -> dict[LabelledExtent, dict[LabelledExtent, tuple[int, int]]]:
    """For each of our marks the overlapping ones of theirs with its label, with the sizes of intersection and union."""
    by_label = defaultdict(list)
    for mark in theirs:
        by_label[mark.label].append(mark)
    overlaps: dict[LabelledExtent, dict[LabelledExtent, tuple[int, int]]] = {}
    for mark in ours:
        partners = {}
        for partner in by_label[mark.label]:
            common = shared_length(mark.extent, partner.extent)
            if common:
                partners[partner] = common, extent_length(mark.extent) + extent_length(partner.extent) - common
        if partners:
            overlaps[mark] = partners
    return overlaps


def character_matches(ours: Sequence[LabelledExtent], theirs: Sequence[LabelledExtent]) -> SharedCounts:
    """Labelled characters; a character under two spans of one label counts twice."""
    return _character_counts(_stretches_by_label(ours), _stretches_by_label(theirs))


def token_matches(
    ours: Sequence[LabelledExtent], theirs: Sequence[LabelledExtent], tokens: Sequence[tuple[int, int]]
) -> SharedCounts:
    """Labelled tokens; ``tokens`` are those of the document, in order. See ``tokens_under``."""
    counts: Counter[int] = Counter()
    sides = [
        Counter((mark.label, token) for mark in marks for token in tokens_under(mark.extent, tokens))
        for marks in (ours, theirs)
    ]
    counts[BOTH_SIZES] = sides[0].total() + sides[1].total()
    counts[1] = (sides[0] & sides[1]).total()
    return counts


def tokens_under(fragments: Extent, tokens: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The tokens that share at least one character with the fragments."""
    return [(start, end) for start, end in tokens if any(start < high and low < end for low, high in fragments)]


def _stretches_by_label(marks: Sequence[LabelledExtent]) -> dict[str, list[tuple[int, int]]]:
    stretches: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for mark in marks:
        stretches[mark.label] += mark.extent
    return stretches


def _character_counts(
    ours: Mapping[str, Sequence[tuple[int, int]]], theirs: Mapping[str, Sequence[tuple[int, int]]]
) -> SharedCounts:
    common = sum(_shared_characters(stretches, theirs.get(label, ())) for label, stretches in ours.items())
    sizes = sum(high - low for side in (ours, theirs) for stretches in side.values() for low, high in stretches)
    return {BOTH_SIZES: sizes, 1: common}


def _shared_characters(ours: Iterable[tuple[int, int]], theirs: Iterable[tuple[int, int]]) -> int:
    """The number of characters in both sides; a character counts as often as in the side that has it less often."""
    steps = [
        (position, side, change)
        for side, stretches in enumerate((ours, theirs))
        for low, high in stretches
        for position, change in ((low, 1), (high, -1))
    ]
    depths, total, last = [0, 0], 0, 0
    for position, group in groupby(sorted(steps), key=lambda step: step[0]):
        total += min(depths) * (position - last)
        last = position
        for _, side, change in group:
            depths[side] += change
    return total
