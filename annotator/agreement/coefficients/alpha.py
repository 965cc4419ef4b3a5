"""Krippendorff's alpha: agreement beyond chance for any number of raters, any distance and missing ratings."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from fractions import Fraction
from itertools import combinations
from math import lcm

from annotator.agreement.coefficients.coding import Coding, Rating, categories, present_ratings
from annotator.agreement.coefficients.distances import SCALES, DistanceScale
from annotator.agreement.measure import Measure, Number, agreement_beyond_chance, undefined
from annotator.domain.frozen_model import FrozenModel

Coincidences = Mapping[tuple[Rating, Rating], Fraction]


class Disagreement(FrozenModel):
    """Observed disagreement and that expected by chance, as mean distances; None where no ratings can be paired."""

    observed: float | None
    expected: float | None


def coincidences(coding: Coding) -> Coincidences:
    """How often each ordered pair of ratings occurs in one item; an item weighs as much as it has ratings."""
    counts, scale = _whole_counts(coding)
    return {pair: Fraction(count, scale) for pair, count in counts.items()}


def _whole_counts(coding: Coding) -> tuple[Mapping[tuple[Rating, Rating], int], int]:
    """The coincidences as whole numbers, and the factor by which they are too large."""
    items = [(present_ratings(ratings), count) for ratings, count in coding.items()]
    scale = lcm(*(width - 1 for width in {len(present) for present, _ in items} if width > 1))
    counts: defaultdict[tuple[Rating, Rating], int] = defaultdict(int)
    for present, count in items:
        if len(present) > 1:
            weight = count * scale // (len(present) - 1)
            for position, first in enumerate(present):
                for second in present[:position]:
                    counts[first, second] += weight
                    counts[second, first] += weight
    return counts, scale


def _disagreements(coding: Coding, scale: DistanceScale) -> tuple[Fraction, Fraction] | None:
    pairs, factor = _whole_counts(coding)
    margins: defaultdict[Rating, int] = defaultdict(int)
    for (first, _), count in pairs.items():
        margins[first] += count
    total = sum(margins.values())
    if not total:
        return None
    distance = scale({rating: Fraction(count, factor) for rating, count in margins.items()})
    # Counts of equal distances are added before the multiplication: whole numbers are fast, fractions are slow.
    observed: Counter[Number] = Counter()
    for (first, second), count in pairs.items():
        if first != second:
            observed[distance(first, second)] += count
    expected: Counter[Number] = Counter()
    for (first, count), (second, second_count) in combinations(margins.items(), 2):
        expected[distance(first, second)] += 2 * count * second_count
    return _sum(observed) / total, _sum(expected) / (total * (total - factor))


def _sum(counts: Mapping[Number, int]) -> Fraction:
    return sum((Fraction(distance) * count for distance, count in counts.items()), Fraction(0))


def alpha(coding: Coding, scale: DistanceScale = SCALES["nominal"]) -> Measure:
    """Krippendorff's alpha (Krippendorff 2004, chapter 11; 2011).

    It is not clipped, so that systematic swaps stay visible. It is undefined where nobody rated anything, where no item
    has two ratings, and where all ratings are equal.
    """
    disagreements = _disagreements(coding, scale)
    if disagreements is None:
        return undefined("no_overlap" if coding else "nothing_to_compare")
    return agreement_beyond_chance(*disagreements)


def disagreement(coding: Coding, scale: DistanceScale = SCALES["nominal"]) -> Disagreement:
    """The two terms of alpha: D_o and D_e."""
    disagreements = _disagreements(coding, scale)
    return Disagreement(observed=float(disagreements[0]), expected=float(disagreements[1])) if disagreements else _NONE


_NONE = Disagreement(observed=None, expected=None)


def alpha_per_category(coding: Coding) -> dict[Rating, Measure]:
    """For each category the alpha of giving it or not giving it."""
    return {category: alpha(binary_coding(coding, category)) for category in categories(coding)}


def binary_coding(coding: Coding, category: Rating) -> Coding:
    """The coding with every rating replaced by whether it is this category."""
    recoded: defaultdict[tuple[Rating | None, ...], int] = defaultdict(int)
    for ratings, count in coding.items():
        recoded[tuple(None if rating is None else rating == category for rating in ratings)] += count
    return recoded
