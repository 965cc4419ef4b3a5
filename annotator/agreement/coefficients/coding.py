"""Codings: how several raters rated the same items.

A coding counts how often each combination of ratings occurs: one rating for each rater, None where there is none. Two
codings of the same raters are added like any counters, so that documents can be added up, left out or drawn at random.
"""

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from fractions import Fraction
from itertools import combinations

from annotator.agreement.measure import Measure, share, undefined

Rating = Hashable
Coding = Mapping[tuple[Rating | None, ...], int]


def present_ratings(ratings: tuple[Rating | None, ...]) -> list[Rating]:
    """The ratings of one item, without the missing ones."""
    return [rating for rating in ratings if rating is not None]


def select_raters(coding: Coding, *raters: int) -> Coding:
    """The coding of the raters at these positions, over the items that all of them rated."""
    selected: Counter[tuple[Rating | None, ...]] = Counter()
    for ratings, count in coding.items():
        chosen = tuple(ratings[rater] for rater in raters)
        if None not in chosen:
            selected[chosen] += count
    return selected


def rater_pair_codings(coding: Coding) -> Iterator[Coding]:
    """The coding of every pair of raters."""
    width = max(map(len, coding), default=0)
    for first, second in combinations(range(width), 2):
        yield select_raters(coding, first, second)


def categories(coding: Coding) -> set[Rating]:
    """Every rating that was given."""
    return {rating for ratings in coding for rating in present_ratings(ratings)}


def item_agreement(ratings: tuple[Rating | None, ...]) -> Fraction | None:
    """The share of pairs of raters who gave this item the same rating; None where fewer than two rated it."""
    counts = Counter(present_ratings(ratings))
    total = counts.total()
    if total < 2:  # noqa: PLR2004 - a pair
        return None
    return Fraction(sum(count * (count - 1) for count in counts.values()), total * (total - 1))


def mean_item_agreement(coding: Coding) -> Fraction | None:
    """The mean of ``item_agreement`` over the items that two raters or more rated; None where there are none."""
    agreeing, items = Fraction(0), 0
    for ratings, count in coding.items():
        agreement = item_agreement(ratings)
        if agreement is not None:
            agreeing += agreement * count
            items += count
    return agreeing / items if items else None


def percent_agreement(coding: Coding) -> Measure:
    """The share of agreeing pairs of ratings, as a number from 0 to 1.

    Where ratings are missing, each item weighs as much as it has ratings, as in Krippendorff's observed agreement.
    """
    agreeing: Counter[int] = Counter()
    weight = 0
    for ratings, count in coding.items():
        present = present_ratings(ratings)
        if len(present) > 1:
            agreeing[len(present) - 1] += count * sum(votes * (votes - 1) for votes in Counter(present).values())
            weight += count * len(present)
    total = sum((Fraction(count, partners) for partners, count in agreeing.items()), Fraction(0))
    return share(total, weight, "no_overlap") if coding else undefined("nothing_to_compare")


def rating_shares(coding: Coding) -> dict[Rating, Fraction]:
    """For each category the mean over the rated items of its share of the item's ratings."""
    totals: dict[Rating, Fraction] = {}
    items = 0
    for ratings, count in coding.items():
        present = present_ratings(ratings)
        items += count if present else 0
        for rating in present:
            totals[rating] = totals.get(rating, Fraction(0)) + Fraction(count, len(present))
    return {rating: total / items for rating, total in totals.items()}
