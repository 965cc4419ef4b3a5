"""Distances between two ratings.

A scale takes the margins (how often each rating was given) and returns a distance; only the ordinal scale uses them.
Distances are squared where the coefficient requires squares.
"""

from collections.abc import Callable, Mapping, Set
from fractions import Fraction
from typing import Any

from annotator.agreement.coefficients.coding import Rating
from annotator.agreement.measure import Number

Distance = Callable[[Any, Any], Number]
DistanceScale = Callable[[Mapping[Rating, Fraction]], Distance]


def nominal(first: Rating, second: Rating) -> int:
    return int(first != second)


def interval(first: Number, second: Number) -> Number:
    """The squared difference (Krippendorff 2004)."""
    return (first - second) ** 2


def ratio(first: Number, second: Number) -> Number:
    """The squared difference over the sum (Krippendorff 2004); 0 for two zeros."""
    return (Fraction(first - second) / Fraction(first + second)) ** 2 if first + second else 0


def ordinal(margins: Mapping[Any, Fraction]) -> Distance:
    """The squared number of ratings that lie between two ranks (Krippendorff 2004)."""
    ranks = sorted(margins)

    def distance(first: Any, second: Any) -> Number:
        low, high = sorted((first, second))
        between = sum((margins[rank] for rank in ranks if low <= rank <= high), Fraction(0))
        return (between - (margins[low] + margins[high]) / 2) ** 2

    return distance


def jaccard(first: Set[Rating], second: Set[Rating]) -> Fraction:
    """The share of the union that only one of the sets holds; 0 for two empty sets (Jaccard 1912)."""
    union = len(first | second)
    return 1 - Fraction(len(first & second), union) if union else Fraction(0)


def containment(first: Set[Rating], second: Set[Rating]) -> Fraction:
    """0 for equal sets, 1/3 where one contains the other, 2/3 where they overlap, else 1 (Passonneau 2004)."""
    if first == second:
        return Fraction(0)
    if first <= second or second <= first:
        return Fraction(1, 3)
    return Fraction(2, 3) if first & second else Fraction(1)


def masi(first: Set[Rating], second: Set[Rating]) -> Fraction:
    """1 - Jaccard index times monotonicity (Passonneau 2006, as in NLTK)."""
    return 1 - (1 - jaccard(first, second)) * (1 - containment(first, second))


def masi_product(first: Set[Rating], second: Set[Rating]) -> Fraction:
    """Jaccard distance times containment (Passonneau 2006, as in DKPro)."""
    return jaccard(first, second) * containment(first, second)


def _fixed(distance: Distance) -> DistanceScale:
    return lambda _: distance


SCALES: dict[str, DistanceScale] = {
    "nominal": _fixed(nominal),
    "ordinal": ordinal,
    "interval": _fixed(interval),
    "ratio": _fixed(ratio),
    "jaccard": _fixed(jaccard),
    "masi": _fixed(masi),
    "masi_product": _fixed(masi_product),
    "set": _fixed(containment),
}
