"""What did several people say of the same items?

A coding counts how often each combination of ratings occurs: one rating for each rater, None where there is none. Two
codings of the same raters are added like any counters, so that documents can be totalled, left out or drawn by lot.
"""

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from fractions import Fraction
from itertools import combinations

from annotator.agreement.measure import Measure, share, undefined

Rating = Hashable
Coding = Mapping[tuple[Rating | None, ...], int]


def given(ratings: tuple[Rating | None, ...]) -> list[Rating]:
    """The ratings of one item that are there."""
    return [rating for rating in ratings if rating is not None]


def of_raters(coding: Coding, *places: int) -> Coding:
    """What the raters at these places said of the items that all of them rated."""
    found: Counter[tuple[Rating | None, ...]] = Counter()
    for ratings, count in coding.items():
        chosen = tuple(ratings[place] for place in places)
        if None not in chosen:
            found[chosen] += count
    return found


def pairs_of_raters(coding: Coding) -> Iterator[Coding]:
    """The coding of every pair of raters."""
    width = max(map(len, coding), default=0)
    for one, other in combinations(range(width), 2):
        yield of_raters(coding, one, other)


def categories(coding: Coding) -> set[Rating]:
    """Every rating that was given."""
    return {rating for ratings in coding for rating in given(ratings)}


def item_agreement(ratings: tuple[Rating | None, ...]) -> Fraction | None:
    """The share of pairs of raters who said the same of this item; None where fewer than two said anything."""
    counts = Counter(given(ratings))
    total = counts.total()
    if total < 2:  # noqa: PLR2004 - a pair
        return None
    return Fraction(sum(count * (count - 1) for count in counts.values()), total * (total - 1))


def mean_item_agreement(coding: Coding) -> Fraction | None:
    """The mean of ``item_agreement`` over the items that two people rated; None where there are none."""
    agreeing, items = Fraction(0), 0
    for ratings, count in coding.items():
        agreement = item_agreement(ratings)
        if agreement is not None:
            agreeing += agreement * count
            items += count
    return agreeing / items if items else None


def percent_agreement(coding: Coding) -> Measure:
    """The share of agreeing pairs of ratings, as a number from 0 to 1.

    Where ratings are missing each item counts by how many it has, as in Krippendorff's observed agreement.
    """
    agreeing: Counter[int] = Counter()
    weight = 0
    for ratings, count in coding.items():
        present = given(ratings)
        if len(present) > 1:
            agreeing[len(present) - 1] += count * sum(one * (one - 1) for one in Counter(present).values())
            weight += count * len(present)
    total = sum((Fraction(count, others) for others, count in agreeing.items()), Fraction(0))
    return share(total, weight, "no_overlap") if coding else undefined("nothing_to_compare")


def shares_of_ratings(coding: Coding) -> dict[Rating, Fraction]:
    """For each category the mean over the rated items of its share of the item's ratings."""
    found: dict[Rating, Fraction] = {}
    items = 0
    for ratings, count in coding.items():
        present = given(ratings)
        items += count if present else 0
        for rating in present:
            found[rating] = found.get(rating, Fraction(0)) + Fraction(count, len(present))
    return {rating: part / items for rating, part in found.items()}
