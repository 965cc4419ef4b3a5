"""How far do people agree beyond chance, with any number of raters, any distance and gaps in the ratings?"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from fractions import Fraction
from itertools import combinations
from math import lcm

from annotator.agreement.coefficients.coding import Coding, Rating, categories, given
from annotator.agreement.coefficients.distances import SCALES, Scale
from annotator.agreement.measure import Measure, Number, beyond_chance, undefined
from annotator.domain.frozen_model import FrozenModel

Coincidences = Mapping[tuple[Rating, Rating], Fraction]


class Disagreement(FrozenModel):
    """What was observed and what chance would bring, both as mean distance; None where nothing can be paired."""

    observed: float | None
    expected: float | None


def coincidences(coding: Coding) -> Coincidences:
    """How often each pair of ratings stands in one item, ordered pairs, each item weighing as many as it has."""
    counts, scale = _whole(coding)
    return {pair: Fraction(count, scale) for pair, count in counts.items()}


def _whole(coding: Coding) -> tuple[Mapping[tuple[Rating, Rating], int], int]:
    """The coincidences as whole numbers, and how many times too large they are."""
    items = [(given(ratings), count) for ratings, count in coding.items()]
    scale = lcm(*(width - 1 for width in {len(present) for present, _ in items} if width > 1))
    found: defaultdict[tuple[Rating, Rating], int] = defaultdict(int)
    for present, count in items:
        if len(present) > 1:
            weight = count * scale // (len(present) - 1)
            for place, one in enumerate(present):
                for other in present[:place]:
                    found[one, other] += weight
                    found[other, one] += weight
    return found, scale


def _disagreements(coding: Coding, scale: Scale) -> tuple[Fraction, Fraction] | None:
    pairs, times = _whole(coding)
    margins: defaultdict[Rating, int] = defaultdict(int)
    for (one, _), count in pairs.items():
        margins[one] += count
    total = sum(margins.values())
    if not total:
        return None
    distance = scale({rating: Fraction(count, times) for rating, count in margins.items()})
    # Counts of one distance are added before it is multiplied with: whole numbers are quick, fractions are not.
    observed: Counter[Number] = Counter()
    for (one, other), count in pairs.items():
        if one != other:
            observed[distance(one, other)] += count
    expected: Counter[Number] = Counter()
    for (one, count), (other, rivals) in combinations(margins.items(), 2):
        expected[distance(one, other)] += 2 * count * rivals
    return _sum(observed) / total, _sum(expected) / (total * (total - times))


def _sum(counts: Mapping[Number, int]) -> Fraction:
    return sum((Fraction(distance) * count for distance, count in counts.items()), Fraction(0))


def alpha(coding: Coding, scale: Scale = SCALES["nominal"]) -> Measure:
    """Krippendorff's alpha (Krippendorff 2004, chapter 11; 2011); not clipped, so that systematic swaps stay visible.

    Undefined where nobody rated anything, where no item has two ratings, and where all ratings are equal.
    """
    found = _disagreements(coding, scale)
    if found is None:
        return undefined("no_overlap" if coding else "nothing_to_compare")
    return beyond_chance(*found)


def disagreement(coding: Coding, scale: Scale = SCALES["nominal"]) -> Disagreement:
    """Alpha's two parts: D_o and D_e."""
    found = _disagreements(coding, scale)
    return Disagreement(observed=float(found[0]), expected=float(found[1])) if found else _NONE


_NONE = Disagreement(observed=None, expected=None)


def alpha_per_category(coding: Coding) -> dict[Rating, Measure]:
    """For each category the alpha of saying it or not saying it."""
    return {category: alpha(recoded(coding, category)) for category in categories(coding)}


def recoded(coding: Coding, category: Rating) -> Coding:
    """The same coding with every rating turned into: this category, or not."""
    found: defaultdict[tuple[Rating | None, ...], int] = defaultdict(int)
    for ratings, count in coding.items():
        found[tuple(None if rating is None else rating == category for rating in ratings)] += count
    return found
