"""How alike do two people cut a text into pieces?

For texts that are cut from end to end (roles of paragraphs, say), not for spans here and there. A boundary is the
position at which a piece ends and the next begins.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate

from annotator.agreement.measure import Measure, share, undefined
from annotator.domain.frozen_model import FrozenModel


class Edits(FrozenModel):
    """What turns one segmentation into the other: boundaries that match, moved ones by distance, and lone ones."""

    matches: int
    moved: tuple[int, ...]
    lone: int

    def cost(self, near: int) -> Fraction:
        """A lone boundary costs 1, a moved one its distance over ``near``."""
        return self.lone + sum((Fraction(distance, near) for distance in self.moved), Fraction(0))


def boundaries(masses: Sequence[int]) -> set[int]:
    """Where pieces of these lengths meet."""
    return set(accumulate(masses[:-1]))


def edits(ours: set[int], theirs: set[int], near: int = 2) -> Edits:
    """Boundaries that only one side has are paired, nearest first from the left, if less than ``near`` apart."""
    alone, waiting = sorted(ours - theirs), sorted(theirs - ours)
    moved = []
    for place in alone:
        partner = next((other for other in waiting if abs(other - place) < near), None)
        if partner is not None:
            waiting.remove(partner)
            moved.append(abs(partner - place))
    lone = len(ours ^ theirs) - 2 * len(moved)
    return Edits(matches=len(ours & theirs), moved=tuple(moved), lone=lone)


def boundary_similarity(ours: Sequence[int], theirs: Sequence[int], near: int = 2) -> Measure:
    """B (Fournier 2013) of two lists of lengths; undefined where nobody cut anything."""
    told = edits(boundaries(ours), boundaries(theirs), near)
    everything = told.matches + len(told.moved) + told.lone
    return share(everything - told.cost(near), everything)


def segmentation_similarity(ours: Sequence[int], theirs: Sequence[int], near: int = 2) -> Measure:
    """S (Fournier & Inkpen 2012) of two lists of lengths: edits over all places where one could cut."""
    places = sum(ours) - 1
    told = edits(boundaries(ours), boundaries(theirs), near)
    return share(places - told.cost(near), max(0, places))


def window_difference(ours: Sequence[bool], theirs: Sequence[bool], width: int) -> Measure:
    """WindowDiff (Pevzner & Hearst 2002): the share of windows that hold different numbers of boundaries; 0 is best."""
    windows = range(len(ours) - width + 1)
    if not windows:
        return undefined("nothing_to_compare")
    differing = sum(sum(ours[at : at + width]) != sum(theirs[at : at + width]) for at in windows)
    return share(differing, len(windows))
