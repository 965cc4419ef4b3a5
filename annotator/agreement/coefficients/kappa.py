"""How far do people agree beyond chance, if chance is what each, or all together, tend to say?"""

from collections import Counter
from collections.abc import Collection
from fractions import Fraction

from annotator.agreement.coefficients.coding import (
    Coding,
    Rating,
    categories,
    given,
    mean_item_agreement,
    of_raters,
    pairs_of_raters,
    shares_of_ratings,
)
from annotator.agreement.coefficients.distances import Distance, nominal
from annotator.agreement.measure import Measure, Number, beyond_chance, share, undefined


class Chance:
    """Observed agreement and the agreement that chance would bring; both None where nothing can be paired."""

    def __init__(self, coding: Coding, observed: Number | None, expected: Number | None) -> None:
        self._empty = not coding
        self.observed, self.expected = observed, expected

    @property
    def measure(self) -> Measure:
        if self.observed is None or self.expected is None:
            return undefined("nothing_to_compare" if self._empty else "no_overlap")
        return beyond_chance(1 - self.observed, 1 - self.expected)


def _both(coding: Coding) -> Coding:
    """The items that both of two raters rated."""
    return of_raters(coding, 0, 1) if coding else {}


def _margins(coding: Coding, place: int) -> dict[Rating, Fraction]:
    total = sum(coding.values())
    counts: Counter[Rating] = Counter()
    for ratings, count in coding.items():
        counts[ratings[place]] += count
    return {rating: Fraction(count, total) for rating, count in counts.items()}


def cohen(coding: Coding) -> Chance:
    """Two raters, each with habits of their own (Cohen 1960)."""
    pairs = _both(coding)
    first, second = (_margins(pairs, place) for place in (0, 1))
    expected = sum((part * second.get(rating, 0) for rating, part in first.items()), Fraction(0))
    return Chance(coding, mean_item_agreement(pairs), expected if pairs else None)


def weighted_kappa(coding: Coding, distance: Distance = nominal) -> Measure:
    """Two raters with habits of their own, and disagreements of different weight (Cohen 1968)."""
    pairs = _both(coding)
    if not pairs:
        return undefined("no_overlap" if coding else "nothing_to_compare")
    first, second = (_margins(pairs, place) for place in (0, 1))
    total = sum(pairs.values())
    observed = sum(count * distance(*ratings) for ratings, count in pairs.items())
    expected = sum(part * other * distance(a, b) for a, part in first.items() for b, other in second.items())
    return beyond_chance(Fraction(observed) / total, expected)


def scott(coding: Coding) -> Chance:
    """Two raters who share one habit (Scott 1955)."""
    return fleiss(_both(coding)) if _both(coding) else Chance(coding, None, None)


def fleiss(coding: Coding) -> Chance:
    """Any number of raters who share one habit (Fleiss 1971); with gaps in the ratings as Gwet (2014) extends it."""
    observed = mean_item_agreement(coding)
    expected = sum((part**2 for part in shares_of_ratings(coding).values()), Fraction(0))
    return Chance(coding, observed, None if observed is None else expected)


def fleiss_per_category(coding: Coding) -> dict[Rating, Measure]:
    """Agreement about each category by itself (Fleiss 1971); items must all have the same number of ratings.

    Raises ValueError where they have not.
    """
    raters = {len(given(ratings)) for ratings in coding}
    if len(raters) > 1:
        raise ValueError("items have different numbers of ratings")
    several = sum(raters)
    items = sum(coding.values())
    found = {}
    for category in categories(coding):
        votes = [(given(ratings).count(category), count) for ratings, count in coding.items()]
        part = Fraction(sum(vote * count for vote, count in votes), items * several)
        split = sum(vote * (several - vote) * count for vote, count in votes)
        found[category] = beyond_chance(split, items * several * (several - 1) * part * (1 - part))
    return found


def hubert(coding: Coding) -> Chance:
    """Any number of raters with habits of their own: agreement, observed and by chance, averaged over pairs.

    Hubert 1977; Conger 1980.
    """
    pairs = [cohen(pair) for pair in pairs_of_raters(coding)]
    observed = [pair.observed for pair in pairs if pair.observed is not None]
    expected = [pair.expected for pair in pairs if pair.expected is not None]
    if not observed:
        return Chance(coding, None, None)
    return Chance(coding, sum(observed) / len(observed), sum(expected) / len(expected))


def light(coding: Coding) -> Measure:
    """The mean of Cohen's kappa over all pairs of raters (Light 1971); undefined where one of them is."""
    kappas = [cohen(pair).measure for pair in pairs_of_raters(coding)]
    for kappa in kappas:
        if kappa.value is None:
            return kappa
    return share(sum(kappa.value or 0 for kappa in kappas), len(kappas))


def uniform(coding: Coding, among: Collection[Rating] = ()) -> Chance:
    """Chance picks any category, each as often: S (Bennett, Alpert & Goldstein 1954), for several raters kappa free.

    Brennan & Prediger 1981; Randolph 2005. ``among`` names the categories where some may never have been chosen.
    """
    kinds = len(categories(coding) | set(among))
    observed = mean_item_agreement(coding)
    return Chance(coding, observed, None if observed is None else Fraction(1, kinds))


def gwet_ac1(coding: Coding, among: Collection[Rating] = ()) -> Chance:
    """Chance rules only where an item is hard to tell, which a rare category makes seldom (Gwet 2008, 2014).

    It stays near the observed agreement where one category dominates. ``among`` as for ``uniform``.
    """
    kinds = len(categories(coding) | set(among))
    observed = mean_item_agreement(coding)
    if observed is None:
        return Chance(coding, None, None)
    spread = sum((part * (1 - part) for part in shares_of_ratings(coding).values()), Fraction(0))
    return Chance(coding, observed, spread / (kinds - 1) if kinds > 1 else 1)
