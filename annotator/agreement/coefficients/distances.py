"""How far apart are two ratings?

A scale is told the margins (how often each rating was given) and answers with a distance; only the ordinal one needs
them. Distances come squared where the coefficient asks for squares.
"""

from collections.abc import Callable, Mapping, Set
from fractions import Fraction
from typing import Any

from annotator.agreement.coefficients.coding import Rating
from annotator.agreement.measure import Number

Distance = Callable[[Any, Any], Number]
Scale = Callable[[Mapping[Rating, Fraction]], Distance]


def nominal(one: Rating, other: Rating) -> int:
    return int(one != other)


def interval(one: Number, other: Number) -> Number:
    """The squared difference (Krippendorff 2004)."""
    return (one - other) ** 2


def ratio(one: Number, other: Number) -> Number:
    """The squared difference over the sum (Krippendorff 2004); nothing for two zeros."""
    return (Fraction(one - other) / Fraction(one + other)) ** 2 if one + other else 0


def ordinal(margins: Mapping[Any, Fraction]) -> Distance:
    """The squared number of ratings that lie between two ranks (Krippendorff 2004)."""
    ranks = sorted(margins)

    def distance(one: Any, other: Any) -> Number:
        low, high = sorted((one, other))
        between = sum((margins[rank] for rank in ranks if low <= rank <= high), Fraction(0))
        return (between - (margins[low] + margins[high]) / 2) ** 2

    return distance


def jaccard(one: Set[Rating], other: Set[Rating]) -> Fraction:
    """The share of the union that only one set has; nothing between two empty sets (Jaccard 1912)."""
    union = len(one | other)
    return 1 - Fraction(len(one & other), union) if union else Fraction(0)


def containment(one: Set[Rating], other: Set[Rating]) -> Fraction:
    """0 for equal sets, 1/3 where one holds the other, 2/3 where they meet, else 1 (Passonneau 2004)."""
    if one == other:
        return Fraction(0)
    if one <= other or other <= one:
        return Fraction(1, 3)
    return Fraction(2, 3) if one & other else Fraction(1)


def masi(one: Set[Rating], other: Set[Rating]) -> Fraction:
    """1 - Jaccard likeness times monotonicity (Passonneau 2006, in NLTK's reading)."""
    return 1 - (1 - jaccard(one, other)) * (1 - containment(one, other))


def masi_product(one: Set[Rating], other: Set[Rating]) -> Fraction:
    """Jaccard distance times containment (Passonneau 2006, in DKPro's reading)."""
    return jaccard(one, other) * containment(one, other)


def _fixed(distance: Distance) -> Scale:
    return lambda _: distance


SCALES: dict[str, Scale] = {
    "nominal": _fixed(nominal),
    "ordinal": ordinal,
    "interval": _fixed(interval),
    "ratio": _fixed(ratio),
    "jaccard": _fixed(jaccard),
    "masi": _fixed(masi),
    "masi_product": _fixed(masi_product),
    "set": _fixed(containment),
}
