"""How many of the spans of one person did the other mark as well?

F1 needs no idea of what nobody marked, and is the same both ways round. What two documents share is added up and only
then divided: a shared amount is counted in parts of a whole (Jaccard likeness has the union as its whole), and each
kind of part by itself, so that sums stay whole numbers, exact in any order.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from math import fsum, lcm
from typing import NamedTuple

from annotator.agreement.measure import Measure, share
from annotator.domain.marks.marks import Span
from annotator.domain.matching.assignment import assign
from annotator.domain.matching.extents import Extent, extent, length, shared

# What is shared in parts of 1/whole, by whole; how large the two sides are together stands under SIZES.
Shared = Mapping[int, int]
SIZES = 0


class Mark(NamedTuple):
    """A span as F1 sees it."""

    label: str
    extent: Extent


def marks_of(spans: Iterable[Span]) -> list[Mark]:
    """One annotator's spans in one document, in order, without duplicates and spans without a character."""
    return sorted({Mark(span.label, extent(span.fragments)) for span in spans if extent(span.fragments)})


def f1(told: Shared) -> Measure:
    """Twice what is shared over the size of both sides; undefined where both are empty."""
    return share(2 * fsum(parts / whole for whole, parts in told.items() if whole != SIZES), told.get(SIZES, 0))


def exact(ours: Sequence[Mark], theirs: Sequence[Mark]) -> Shared:
    """Spans of same extent and label."""
    return {SIZES: len(ours) + len(theirs), 1: len(set(ours) & set(theirs))}


def boundary(ours: Sequence[Mark], theirs: Sequence[Mark]) -> Shared:
    """Spans of same extent, whatever their label; several of one extent count several times."""
    both = Counter(mark.extent for mark in ours) & Counter(mark.extent for mark in theirs)
    return {SIZES: len(ours) + len(theirs), 1: both.total()}


def overlap(ours: Sequence[Mark], theirs: Sequence[Mark]) -> Shared:
    """The most pairs of one label that share a character, each span in one pair at most."""
    near = _near(ours, theirs)
    pairs = assign({one: dict.fromkeys(others, 1) for one, others in near.items()})
    return {SIZES: len(ours) + len(theirs), 1: len(pairs)}


def soft(ours: Sequence[Mark], theirs: Sequence[Mark]) -> Shared:
    """The Jaccard likenesses of the pairs of one label that together are likest, each span in one pair at most."""
    found: Counter[int] = Counter({SIZES: len(ours) + len(theirs)})
    same = set(ours) & set(theirs)
    found[1] = len(same)
    # A pair that is equal is part of some best matching: likeness is one minus a metric.
    near = _near([mark for mark in ours if mark not in same], [mark for mark in theirs if mark not in same])
    scale = lcm(*(union for others in near.values() for _, union in others.values()))
    pairs = assign(
        {
            one: {other: common * (scale // union) for other, (common, union) in others.items()}
            for one, others in near.items()
        }
    )
    for one, other in pairs.items():
        common, union = near[one][other]
        found[union] += common
    return found


def _near(ours: Sequence[Mark], theirs: Sequence[Mark]) -> dict[Mark, dict[Mark, tuple[int, int]]]:
    """For each of ours those of theirs with its label that meet it, and what they share of what they hold together."""
    by_label = defaultdict(list)
    for mark in theirs:
        by_label[mark.label].append(mark)
    near: dict[Mark, dict[Mark, tuple[int, int]]] = {}
    for one in ours:
        found = {}
        for other in by_label[one.label]:
            common = shared(one.extent, other.extent)
            if common:
                found[other] = common, length(one.extent) + length(other.extent) - common
        if found:
            near[one] = found
    return near


def characters(ours: Sequence[Mark], theirs: Sequence[Mark]) -> Shared:
    """Labelled characters; one under two spans of one label counts twice."""
    return _stretches(_labelled(ours), _labelled(theirs))


def tokens(ours: Sequence[Mark], theirs: Sequence[Mark], places: Sequence[tuple[int, int]]) -> Shared:
    """Labelled tokens; ``places`` are those of the document, in order. See ``tokens_under``."""
    found: Counter[int] = Counter()
    sides = [
        Counter((mark.label, token) for mark in marks for token in tokens_under(mark.extent, places))
        for marks in (ours, theirs)
    ]
    found[SIZES] = sides[0].total() + sides[1].total()
    found[1] = (sides[0] & sides[1]).total()
    return found


def tokens_under(fragments: Extent, places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The tokens that share at least one character with the fragments."""
    return [(start, end) for start, end in places if any(start < high and low < end for low, high in fragments)]


def _labelled(marks: Sequence[Mark]) -> dict[str, list[tuple[int, int]]]:
    found: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for mark in marks:
        found[mark.label] += mark.extent
    return found


def _stretches(
    ours: Mapping[str, Sequence[tuple[int, int]]], theirs: Mapping[str, Sequence[tuple[int, int]]]
) -> Shared:
    both = sum(_depth_shared(stretches, theirs.get(label, ())) for label, stretches in ours.items())
    sizes = sum(high - low for side in (ours, theirs) for stretches in side.values() for low, high in stretches)
    return {SIZES: sizes, 1: both}


def _depth_shared(ours: Iterable[tuple[int, int]], theirs: Iterable[tuple[int, int]]) -> int:
    """How many characters both sides hold, each as often as the side that holds it less often."""
    steps = [
        (place, side, change)
        for side, stretches in enumerate((ours, theirs))
        for low, high in stretches
        for place, change in ((low, 1), (high, -1))
    ]
    depths, found, last = [0, 0], 0, 0
    for place, here in groupby(sorted(steps), key=lambda step: step[0]):
        found += min(depths) * (place - last)
        last = place
        for _, side, change in here:
            depths[side] += change
    return found
