"""Similarity of two segmentations of a text.

They divide the text from end to end (roles of paragraphs, for example); single spans are not segmentations. A boundary
is the position at which a segment ends and the next one begins.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate

from annotator.agreement.measure import Measure, share, undefined
from annotator.domain.frozen_model import FrozenModel


class Edits(FrozenModel):
    """The edits that turn one segmentation into the other: matching, moved (by distance) and lone boundaries."""

    matches: int
    moved: tuple[int, ...]
    lone: int

    def cost(self, limit: int) -> Fraction:
        """A lone boundary costs 1, a moved one its distance over ``limit``."""
        return self.lone + sum((Fraction(distance, limit) for distance in self.moved), Fraction(0))


def boundaries(masses: Sequence[int]) -> set[int]:
    """The boundaries between segments of these lengths."""
    return set(accumulate(masses[:-1]))


def edits(ours: set[int], theirs: set[int], limit: int = 2) -> Edits:
    """Boundaries that only one side has are paired, from the left, if they are less than ``limit`` apart."""
    unmatched, waiting = sorted(ours - theirs), sorted(theirs - ours)
    moved = []
    for boundary in unmatched:
        partner = next((candidate for candidate in waiting if abs(candidate - boundary) < limit), None)
        if partner is not None:
            waiting.remove(partner)
            moved.append(abs(partner - boundary))
    lone = len(ours ^ theirs) - 2 * len(moved)
    return Edits(matches=len(ours & theirs), moved=tuple(moved), lone=lone)


def boundary_similarity(ours: Sequence[int], theirs: Sequence[int], limit: int = 2) -> Measure:
    """B (Fournier 2013) of two lists of lengths; undefined where there is no boundary."""
    changes = edits(boundaries(ours), boundaries(theirs), limit)
    total = changes.matches + len(changes.moved) + changes.lone
    return share(total - changes.cost(limit), total)


def segmentation_similarity(ours: Sequence[int], theirs: Sequence[int], limit: int = 2) -> Measure:
    """S (Fournier & Inkpen 2012) of two lists of lengths: edits over all possible boundaries."""
    places = sum(ours) - 1
    changes = edits(boundaries(ours), boundaries(theirs), limit)
    return share(places - changes.cost(limit), max(0, places))


def window_difference(ours: Sequence[bool], theirs: Sequence[bool], width: int) -> Measure:
    """WindowDiff (Pevzner & Hearst 2002): the share of windows that hold different numbers of boundaries; 0 is best."""
    windows = range(len(ours) - width + 1)
    if not windows:
        return undefined("nothing_to_compare")
    differing = sum(sum(ours[at : at + width]) != sum(theirs[at : at + width]) for at in windows)
    return share(differing, len(windows))
