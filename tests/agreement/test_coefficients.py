"""Coefficients: their values, and the reasons where they have none."""

from fractions import Fraction

import pytest

from annotator.agreement.coefficients import kappa
from annotator.agreement.coefficients.alpha import alpha
from annotator.agreement.coefficients.attribute_alpha import attribute_alpha
from annotator.agreement.coefficients.coding import Coding, percent_agreement
from annotator.agreement.coefficients.distances import SCALES
from annotator.agreement.coefficients.vote import threshold_vote
from annotator.agreement.measure import Measure, UndefinedReason
from annotator.domain.scheme.scheme import Attribute

NOBODY: Coding = {}
ALONE: Coding = {("A", None): 3}
SAME: Coding = {("A", "A"): 3}


@pytest.mark.parametrize(
    ("coding", "reason"), [(NOBODY, "nothing_to_compare"), (ALONE, "no_overlap"), (SAME, "no_variation")]
)
def test_chance_corrected_measures_say_why_they_have_no_value(coding: Coding, reason: UndefinedReason) -> None:
    told = [
        alpha(coding),
        kappa.cohen_kappa(coding).measure,
        kappa.scott_pi(coding).measure,
        kappa.fleiss_kappa(coding).measure,
        kappa.hubert_kappa(coding).measure,
        kappa.weighted_kappa(coding),
        kappa.gwet_ac1(coding).measure,
        kappa.bennett_s(coding).measure,
    ]

    assert told == [Measure(value=None, reason=reason)] * len(told)


def test_a_swap_is_worse_than_chance_and_is_not_cut_off() -> None:
    swapped = {("A", "B"): 5, ("B", "A"): 5}

    assert alpha(swapped).value == pytest.approx(-0.9)
    assert kappa.cohen_kappa(swapped).measure.value == -1


def test_labels_are_told_apart_by_what_they_are() -> None:
    # As numbers these two are one.
    great = {("10000000000000001", "10000000000000002"): 1, ("10000000000000001", "10000000000000001"): 1}

    assert percent_agreement(great).value == 0.5


def test_fleiss_wants_as_many_ratings_of_each_item_for_its_categories() -> None:
    assert kappa.fleiss_per_category({("A", "A"): 1, ("A", "B"): 2, ("B", "B"): 1})["A"].value == pytest.approx(0)
    with pytest.raises(ValueError, match="different numbers"):
        kappa.fleiss_per_category({("A", "A", None): 1, ("A", "B", "B"): 1})


def test_an_ordinal_scale_minds_how_far_apart_ranks_are() -> None:
    near, far = {(1, 2): 1, (1, 1): 4, (4, 4): 4, (2, 2): 1}, {(1, 4): 1, (1, 1): 4, (4, 4): 4, (2, 2): 1}

    for scale in ("ordinal", "interval", "ratio"):
        assert (alpha(near, SCALES[scale]).value or 0) > (alpha(far, SCALES[scale]).value or 0)


def test_alpha_on_an_ordinal_scale_is_what_the_definition_gives() -> None:
    told = {(1, 2): 1, (2, 3): 1, (2, 2): 1}

    # Margins 1, 4 and 1: from 1 to 2 it is (1 + 4 - 5/2)^2 = 6.25, from 2 to 3 as far, from 1 to 3 (6 - 2/2)^2 = 25.
    observed = (2 * 6.25 + 2 * 6.25) / 6
    expected = (2 * 1 * 4 * 6.25 + 2 * 4 * 1 * 6.25 + 2 * 1 * 1 * 25) / (6 * 5)
    assert alpha(told, SCALES["ordinal"]).value == pytest.approx(1 - observed / expected)


def test_ties_for_the_last_of_several_places_all_count() -> None:
    votes = {"A": ["X", "Y"], "B": ["X", "Y"], "C": ["X", "Z"], "D": ["Z"]}

    assert threshold_vote(votes, least=1, confidence=0.0, top=2) == ["X", "Y", "Z"]
    assert threshold_vote(votes, least=1, confidence=0.0, top=1) == ["X"]
    assert threshold_vote(votes, least=3, confidence=0.0, top=2) == ["X"]
    assert threshold_vote(votes, least=1, confidence=0.4, top=2) == ["X"]
    assert threshold_vote({}, least=1, confidence=0.0, top=1) == []


def test_on_a_scale_a_near_miss_of_an_attribute_costs_less() -> None:
    ordinal = Attribute(name="strength", kind="choice", values=("", "weak", "firm", "strong"), scale="ordinal")
    near = {("weak", "firm"): 1, ("weak", "weak"): 3, ("strong", "strong"): 3, ("firm", "firm"): 1}
    far = {("weak", "strong"): 1, ("weak", "weak"): 3, ("strong", "strong"): 3, ("firm", "firm"): 1}

    assert (attribute_alpha(near, ordinal).value or 0) > (attribute_alpha(far, ordinal).value or 0)
    assert attribute_alpha({("weak", ""): 2}, ordinal).reason == "no_overlap"
    nominal = ordinal.model_copy(update={"scale": "nominal"})
    assert attribute_alpha(near, nominal) == alpha(near)
    assert attribute_alpha({("weak", ""): 2}, nominal).value == alpha({("weak", ""): 2}).value


def test_numbers_of_an_interval_scale_count_as_numbers() -> None:
    percent = Attribute(name="share", kind="text", scale="interval")
    said = {("10", "20"): 1, ("0.5", "0.5"): 2, ("90", "90"): 1, ("many", "90"): 3, ("", "90"): 1}
    numbers = {(10, 20): 1, (Fraction(1, 2), Fraction(1, 2)): 2, (90, 90): 1}

    assert attribute_alpha(said, percent) == alpha(numbers, SCALES["interval"])
    steps = Attribute(name="strength", kind="choice", values=("", "weak", "firm", "strong"), scale="interval")
    ranks = {(0, 1): 1, (0, 0): 2, (2, 2): 1}
    assert attribute_alpha({("weak", "firm"): 1, ("weak", "weak"): 2, ("strong", "strong"): 1}, steps) == alpha(
        ranks, SCALES["interval"]
    )
