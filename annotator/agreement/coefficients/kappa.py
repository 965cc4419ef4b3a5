"""Kappa coefficients: agreement beyond chance, where chance follows the habits of each rater or of all raters."""

from collections import Counter
from collections.abc import Collection
from fractions import Fraction

from annotator.agreement.coefficients.coding import (
    Coding,
    Rating,
    categories,
    mean_item_agreement,
    present_ratings,
    rater_pair_codings,
    rating_shares,
    select_raters,
)
from annotator.agreement.coefficients.distances import Distance, nominal
from annotator.agreement.measure import Measure, Number, agreement_beyond_chance, share, undefined


class ChanceModel:
    """Observed agreement and agreement expected by chance; both None where no ratings can be paired."""

    def __init__(self, coding: Coding, observed: Number | None, expected: Number | None) -> None:
        self._empty = not coding
        self.observed, self.expected = observed, expected

    @property
    def measure(self) -> Measure:
        if self.observed is None or self.expected is None:
            return undefined("nothing_to_compare" if self._empty else "no_overlap")
        return agreement_beyond_chance(1 - self.observed, 1 - self.expected)


def _rated_by_both(coding: Coding) -> Coding:
    """The items that both raters rated."""
    return select_raters(coding, 0, 1) if coding else {}


def _margins(coding: Coding, rater: int) -> dict[Rating, Fraction]:
    total = sum(coding.values())
    counts: Counter[Rating] = Counter()
    for ratings, count in coding.items():
        counts[ratings[rater]] += count
    return {rating: Fraction(count, total) for rating, count in counts.items()}


def cohen_kappa(coding: Coding) -> ChanceModel:
    """Two raters, each with separate habits (Cohen 1960)."""
    pairs = _rated_by_both(coding)
    first, second = (_margins(pairs, rater) for rater in (0, 1))
    expected = sum((proportion * second.get(rating, 0) for rating, proportion in first.items()), Fraction(0))
    return ChanceModel(coding, mean_item_agreement(pairs), expected if pairs else None)


def weighted_kappa(coding: Coding, distance: Distance = nominal) -> Measure:
    """Two raters with separate habits, and disagreements of different weight (Cohen 1968)."""
    pairs = _rated_by_both(coding)
    if not pairs:
        return undefined("no_overlap" if coding else "nothing_to_compare")
    first, second = (_margins(pairs, rater) for rater in (0, 1))
    total = sum(pairs.values())
    observed = sum(count * distance(*ratings) for ratings, count in pairs.items())
    expected = sum(
        proportion * second_proportion * distance(a, b)
        for a, proportion in first.items()
        for b, second_proportion in second.items()
    )
    return agreement_beyond_chance(Fraction(observed) / total, expected)


def scott_pi(coding: Coding) -> ChanceModel:
    """Two raters with the same habits (Scott 1955)."""
    return fleiss_kappa(_rated_by_both(coding)) if _rated_by_both(coding) else ChanceModel(coding, None, None)


def fleiss_kappa(coding: Coding) -> ChanceModel:
    """Any number of raters with the same habits (Fleiss 1971); missing ratings are treated as in Gwet (2014)."""
    observed = mean_item_agreement(coding)
    expected = sum((proportion**2 for proportion in rating_shares(coding).values()), Fraction(0))
    return ChanceModel(coding, observed, None if observed is None else expected)


def fleiss_per_category(coding: Coding) -> dict[Rating, Measure]:
    """Agreement about each category alone (Fleiss 1971); all items must have the same number of ratings.

    Raises ValueError where they have not.
    """
    raters = {len(present_ratings(ratings)) for ratings in coding}
    if len(raters) > 1:
        raise ValueError("items have different numbers of ratings")
    ratings_per_item = sum(raters)
    items = sum(coding.values())
    measures = {}
    for category in categories(coding):
        votes = [(present_ratings(ratings).count(category), count) for ratings, count in coding.items()]
        proportion = Fraction(sum(vote * count for vote, count in votes), items * ratings_per_item)
        disagreeing = sum(vote * (ratings_per_item - vote) * count for vote, count in votes)
        measures[category] = agreement_beyond_chance(
            disagreeing, items * ratings_per_item * (ratings_per_item - 1) * proportion * (1 - proportion)
        )
    return measures


def hubert_kappa(coding: Coding) -> ChanceModel:
    """Any number of raters with separate habits: observed and expected agreement are averaged over pairs.

    Hubert 1977; Conger 1980.
    """
    pairs = [cohen_kappa(pair) for pair in rater_pair_codings(coding)]
    observed = [pair.observed for pair in pairs if pair.observed is not None]
    expected = [pair.expected for pair in pairs if pair.expected is not None]
    if not observed:
        return ChanceModel(coding, None, None)
    return ChanceModel(coding, sum(observed) / len(observed), sum(expected) / len(expected))


def light_kappa(coding: Coding) -> Measure:
    """The mean of Cohen's kappa over all pairs of raters (Light 1971); undefined where one of these is undefined."""
    kappas = [cohen_kappa(pair).measure for pair in rater_pair_codings(coding)]
    for kappa in kappas:
        if kappa.value is None:
            return kappa
    return share(sum(kappa.value or 0 for kappa in kappas), len(kappas))


def bennett_s(coding: Coding, known_categories: Collection[Rating] = ()) -> ChanceModel:
    """Chance picks every category equally often: S (Bennett, Alpert & Goldstein 1954), or free-marginal kappa.

    Brennan & Prediger 1981; Randolph 2005. ``known_categories`` adds categories that may never have been chosen.
    """
    kinds = len(categories(coding) | set(known_categories))
    observed = mean_item_agreement(coding)
    return ChanceModel(coding, observed, None if observed is None else Fraction(1, kinds))


def gwet_ac1(coding: Coding, known_categories: Collection[Rating] = ()) -> ChanceModel:
    """Chance acts only on items that are hard to rate, which are few where a category is rare (Gwet 2008, 2014).

    It stays near the observed agreement where one category dominates. ``known_categories`` as for ``bennett_s``.
    """
    kinds = len(categories(coding) | set(known_categories))
    observed = mean_item_agreement(coding)
    if observed is None:
        return ChanceModel(coding, None, None)
    spread = sum((proportion * (1 - proportion) for proportion in rating_shares(coding).values()), Fraction(0))
    return ChanceModel(coding, observed, spread / (kinds - 1) if kinds > 1 else 1)
