"""Do the measures have a value where they should, and a reason where they have none?"""

from collections import Counter

import pytest

from annotator.agreement import kappa, links, spans
from annotator.agreement.alpha import alpha
from annotator.agreement.attributes import attribute_alpha, attribute_coding
from annotator.agreement.coding import Coding, percent_agreement
from annotator.agreement.continuum import Section, sections
from annotator.agreement.distances import SCALES
from annotator.agreement.measure import Measure, Reason
from annotator.agreement.ualpha import UAlpha, among
from annotator.agreement.unitizing import UnitizingAlpha
from annotator.agreement.voting import threshold
from annotator.domain.matching.clusters import match
from tests.layers import layer

NOBODY: Coding = {}
ALONE: Coding = {("A", None): 3}
SAME: Coding = {("A", "A"): 3}


@pytest.mark.parametrize(
    ("coding", "reason"), [(NOBODY, "nothing_to_compare"), (ALONE, "no_overlap"), (SAME, "no_variation")]
)
def test_chance_corrected_measures_say_why_they_have_no_value(coding: Coding, reason: Reason) -> None:
    told = [
        alpha(coding),
        kappa.cohen(coding).measure,
        kappa.scott(coding).measure,
        kappa.fleiss(coding).measure,
        kappa.hubert(coding).measure,
        kappa.weighted_kappa(coding),
        kappa.gwet_ac1(coding).measure,
        kappa.uniform(coding).measure,
    ]

    assert told == [Measure(value=None, reason=reason)] * len(told)


def test_a_swap_is_worse_than_chance_and_is_not_cut_off() -> None:
    swapped = {("A", "B"): 5, ("B", "A"): 5}

    assert alpha(swapped).value == pytest.approx(-0.9)
    assert kappa.cohen(swapped).measure.value == -1


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


def test_nothing_on_both_sides_has_no_f1_and_nothing_on_one_side_has_none_in_common() -> None:
    marks = spans.marks_of(layer("A", "a1 X 0-4").spans)

    for way in (spans.exact, spans.boundary, spans.overlap, spans.soft, spans.characters):
        assert spans.f1(way([], [])) == Measure(value=None, reason="nothing_to_compare")
        assert spans.f1(way(marks, [])).value == 0


def test_characters_under_two_spans_of_one_label_count_twice() -> None:
    ours = spans.marks_of(layer("A", "a1 X 0-10", "a2 X 5-15").spans)
    theirs = spans.marks_of(layer("B", "b1 X 0-15").spans)

    assert spans.characters(ours, theirs) == {spans.SIZES: 35, 1: 15}


def test_tokens_count_if_a_character_of_them_is_marked() -> None:
    ours = spans.marks_of(layer("A", "a1 X 0-6").spans)
    theirs = spans.marks_of(layer("B", "b1 X 0-4").spans)

    assert spans.tokens(ours, theirs, [(0, 4), (5, 9)]) == {spans.SIZES: 3, 1: 1}


def test_a_continuum_refuses_units_that_overlap_or_stick_out() -> None:
    for units in ([Section(0, 4, "X"), Section(3, 6, "X")], [Section(8, 12, "X")], [Section(-1, 2, "X")]):
        with pytest.raises(ValueError, match="units"):
            sections(units, 0, 10)


def test_units_without_length_make_no_agreement() -> None:
    empty = {"A": [Section(3, 3, "X")], "B": [Section(3, 3, "X")]}

    assert UnitizingAlpha(empty, 0, 10).overall == Measure(value=None, reason="nothing_to_compare")
    assert UAlpha(among([sections(one, 0, 10) for one in empty.values()])).u_alpha.reason == "nothing_to_compare"


def test_a_text_under_one_unit_of_both_has_no_variation() -> None:
    whole = [sections([Section(0, 10, "X")], 0, 10)] * 2

    assert UAlpha(among(whole)).u_alpha == Measure(value=None, reason="no_variation")


def test_one_observer_alone_is_compared_with_nobody() -> None:
    assert UnitizingAlpha({"A": [Section(0, 4, "X")]}, 0, 10).overall.reason == "no_overlap"
    assert UAlpha(among([sections([Section(0, 4, "X")], 0, 10)])).u_alpha.value is None


SPANS = ("s1 speaker 0-4", "d1 demand 10-20", "e1 event 30-40")


def test_a_missed_span_does_not_cost_its_relation_where_only_common_clusters_count() -> None:
    matching = match(
        [
            layer("A", *SPANS, "r1 SAYS s1>d1", "r2 ABOUT d1>e1"),
            layer("B", *SPANS[:2], "q1 SAYS s1>d1"),
        ]
    )

    assert spans.f1(links.aligned(matching, "A", "B")).value == pytest.approx(2 / 3)
    assert spans.f1(links.conditional(matching, "A", "B")).value == 1


def test_the_type_of_a_relation_counts_but_where_it_should_not() -> None:
    matching = match([layer("A", *SPANS, "r1 SAYS s1>d1"), layer("B", *SPANS, "q1 ASKS s1>d1")])

    assert spans.f1(links.aligned(matching, "A", "B")).value == 0
    assert spans.f1(links.unlabelled(matching, "A", "B")).value == 1
    assert links.as_coding(matching) == Counter({(frozenset({"SAYS"}), frozenset({"ASKS"})): 1})


def test_a_symmetric_relation_is_the_same_both_ways() -> None:
    matching = match([layer("A", *SPANS, "r1 SAME s1>d1"), layer("B", *SPANS, "q1 SAME d1>s1")])

    for way in links.WAYS.values():
        assert spans.f1(way(matching, "A", "B", frozenset())).value == 0
        assert spans.f1(way(matching, "A", "B", frozenset({"SAME"}))).value == 1


def test_ties_for_the_last_of_several_places_all_count() -> None:
    votes = {"A": ["X", "Y"], "B": ["X", "Y"], "C": ["X", "Z"], "D": ["Z"]}

    assert threshold(votes, least=1, confidence=0.0, top=2) == ["X", "Y", "Z"]
    assert threshold(votes, least=1, confidence=0.0, top=1) == ["X"]
    assert threshold(votes, least=3, confidence=0.0, top=2) == ["X"]
    assert threshold(votes, least=1, confidence=0.4, top=2) == ["X"]
    assert threshold({}, least=1, confidence=0.0, top=1) == []


def test_what_is_said_of_spans_is_compared_where_two_found_them() -> None:
    matching = match(
        [
            layer(
                "A", "a1 X 0-4 strength=weak", "a2 X 10-14 strength=strong", "a3 X 20-24 strength=weak", "a4 Y 30-34"
            ),
            layer(
                "B", "b1 X 0-4 strength=weak", "b2 X 10-14 strength=strong", "b3 X 20-24", "b4 X 30-34 strength=weak"
            ),
            layer("C", "c1 X 0-5 strength=firm"),
        ]
    )
    coding = attribute_coding(matching, "X", "strength")

    assert coding == {("weak", "weak", "firm"): 1, ("strong", "strong", None): 1, ("weak", "", None): 1}
    assert attribute_alpha(coding) == alpha(coding)


def test_on_a_scale_a_near_miss_of_an_attribute_costs_less() -> None:
    order = ("weak", "firm", "strong")
    near = {("weak", "firm"): 1, ("weak", "weak"): 3, ("strong", "strong"): 3, ("firm", "firm"): 1}
    far = {("weak", "strong"): 1, ("weak", "weak"): 3, ("strong", "strong"): 3, ("firm", "firm"): 1}

    assert (attribute_alpha(near, "ordinal", order).value or 0) > (attribute_alpha(far, "ordinal", order).value or 0)
    assert attribute_alpha({("weak", ""): 2}, "ordinal", order).reason == "no_overlap"
