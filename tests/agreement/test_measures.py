"""Do the measures have a value where they should, and a reason where they have none?"""

from fractions import Fraction
from itertools import combinations
from random import Random  # noqa: TID251 - seeded

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.coefficients import kappa
from annotator.agreement.coefficients.alpha import alpha
from annotator.agreement.coefficients.attribute_alpha import attribute_alpha
from annotator.agreement.coefficients.coding import Coding, of_raters, percent_agreement
from annotator.agreement.coefficients.distances import SCALES
from annotator.agreement.coefficients.vote import threshold
from annotator.agreement.matches import relation_f1, span_f1
from annotator.agreement.measure import Measure, Reason
from annotator.agreement.units.continuum import Section, sections
from annotator.agreement.units.u_alpha import UAlpha, among
from annotator.agreement.units.unitizing_alpha import UnitizingAlpha
from annotator.domain.marks.marks import Relation
from annotator.domain.matching.clusters import match
from annotator.domain.matching.results import Cluster
from annotator.domain.scheme.scheme import Attribute, RelationLabel
from tests.layers import layer, random_layers

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
    marks = span_f1.marks_of(layer("A", "a1 X 0-4").spans)

    for way in (span_f1.exact, span_f1.boundary, span_f1.overlap, span_f1.soft, span_f1.characters):
        assert span_f1.f1(way([], [])) == Measure(value=None, reason="nothing_to_compare")
        assert span_f1.f1(way(marks, [])).value == 0


def test_characters_under_two_spans_of_one_label_count_twice() -> None:
    ours = span_f1.marks_of(layer("A", "a1 X 0-10", "a2 X 5-15").spans)
    theirs = span_f1.marks_of(layer("B", "b1 X 0-15").spans)

    assert span_f1.characters(ours, theirs) == {span_f1.SIZES: 35, 1: 15}


def test_tokens_count_if_a_character_of_them_is_marked() -> None:
    ours = span_f1.marks_of(layer("A", "a1 X 0-6").spans)
    theirs = span_f1.marks_of(layer("B", "b1 X 0-4").spans)

    assert span_f1.tokens(ours, theirs, [(0, 4), (5, 9)]) == {span_f1.SIZES: 3, 1: 1}


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

    assert span_f1.f1(relation_f1.Drawn(matching).aligned("A", "B")).value == pytest.approx(2 / 3)
    assert span_f1.f1(relation_f1.Drawn(matching).conditional("A", "B")).value == 1


def test_the_type_of_a_relation_counts_but_where_it_should_not() -> None:
    matching = match([layer("A", *SPANS, "r1 SAYS s1>d1"), layer("B", *SPANS, "q1 ASKS s1>d1")])

    assert span_f1.f1(relation_f1.Drawn(matching).aligned("A", "B")).value == 0
    assert span_f1.f1(relation_f1.Drawn(matching).unlabelled("A", "B")).value == 1


def test_a_symmetric_relation_is_the_same_both_ways() -> None:
    layers = [layer("A", *SPANS, "r1 SAME s1>d1"), layer("B", *SPANS, "q1 SAME d1>s1")]

    for way in relation_f1.WAYS.values():
        assert span_f1.f1(way(relation_f1.Drawn(match(layers)), "A", "B")).value == 0
        assert span_f1.f1(way(relation_f1.Drawn(match(layers, symmetric=frozenset({"SAME"}))), "A", "B")).value == 1


SAYS = RelationLabel(name="SAYS", sources=("speaker",), targets=("demand", "event"), attributes={})
NEAR = RelationLabel(name="NEAR", sources=("event",), targets=("event", "demand"), attributes={})
NOTHING: frozenset[str] = frozenset()


def test_pairs_of_passages_that_may_be_linked_are_judged_linked_or_not() -> None:
    matching = match(
        [
            layer("A", *SPANS, "f1 event 50-60", "r1 SAYS s1>d1", "r2 NEAR e1>f1"),
            layer("B", *SPANS, "g1 event 50-60", "q1 SAYS s1>e1"),
            layer("C", *SPANS[:2], "t1 SAYS s1>d1"),
        ]
    )
    says, near = frozenset({"SAYS"}), frozenset({"NEAR"})

    told = relation_f1.as_coding(matching, ("A", "B", "C", "D"), relation_f1.Linking({"SAYS": SAYS, "NEAR": NEAR}))

    # Speaker to demand, to either event; event to event both ways; event to demand. C has no event.
    assert told == {
        (says, NOTHING, says, None): 1,
        (NOTHING, says, None, None): 1,
        (near, NOTHING, None, None): 1,
        (NOTHING, NOTHING, None, None): 4,
    }


def test_a_pair_that_a_symmetric_relation_may_link_is_judged_once() -> None:
    alike = NEAR.model_copy(update={"symmetric": True})
    three = ("e1 event 0-4", "e2 event 5-8", "e3 event 9-12", "d1 demand 20-30")
    matching = match(
        [layer("A", *three, "r1 NEAR e1>e2"), layer("B", *three, "q1 NEAR e2>e1")], symmetric=frozenset({"NEAR"})
    )
    near = frozenset({"NEAR"})

    told = relation_f1.as_coding(matching, ("A", "B"), relation_f1.Linking({"NEAR": alike}))

    # Of three events three pairs, and each of them with the demand.
    assert told == {(near, near): 1, (NOTHING, NOTHING): 5}
    assert alpha(told).value == 1


@given(st.integers(0, 10**6))
def test_pairs_are_counted_as_if_each_had_been_looked_at(seed: int) -> None:
    chance = Random(seed)
    relations = {
        name: RelationLabel(
            name=name,
            sources=tuple(chance.sample("XYZ", 2)),
            targets=tuple(chance.sample("XYZ", 2)),
            attributes={},
            symmetric=chance.random() < 0.5,
        )
        for name in ("R", "S")
    }
    symmetric = frozenset(name for name, one in relations.items() if one.symmetric)
    drawn = []
    for one in random_layers(chance, 3, 5, width=20):
        ends = [chance.sample(one.spans, 2) for _ in range(4 if len(one.spans) > 1 else 0)]
        linked = [
            Relation(id=f"r{number}", label=name, source=source.id, target=target.id)
            for number, (source, target) in enumerate(ends)
            for name in relations
            if source.label in relations[name].sources and target.label in relations[name].targets
        ]
        drawn.append(one.model_copy(update={"relations": tuple(linked)}))
    matching = match(drawn, symmetric=symmetric)

    told = relation_f1.as_coding(matching, matching.annotators, relation_f1.Linking(relations))

    assert sum(told.values()) == sum(
        _may_be_linked(one, other, relations, matching.clusters)
        for one in matching.clusters
        for other in matching.clusters
    )
    for pair in combinations(range(3), 2):
        names = [matching.annotators[place] for place in pair]
        agreed = sum(
            count * len(one & other)
            for (one, other), count in of_raters(told, *pair).items()
            if isinstance(one, frozenset) and isinstance(other, frozenset)
        )
        both = {
            name: {
                relation_f1.ends_of(link, symmetric)
                for group in matching.link_groups
                for link in group.links
                if link.annotator == name and link.source != link.target
            }
            for name in names
        }
        assert agreed == len(both[names[0]] & both[names[1]])


def _may_be_linked(
    one: Cluster, other: Cluster, relations: dict[str, RelationLabel], clusters: tuple[Cluster, ...]
) -> bool:
    """Whether a pair is one to judge: by a directed relation as it stands, by a symmetric one in one of both orders."""
    if one == other or len({member.annotator for member in one.members} & {m.annotator for m in other.members}) < 2:
        return False

    def allows(relation: RelationLabel, source: Cluster, target: Cluster) -> bool:
        return any(
            begin.span.label in relation.sources and end.span.label in relation.targets
            for begin in source.members
            for end in target.members
        )

    if any(allows(relation, one, other) for relation in relations.values() if not relation.symmetric):
        return True
    either = any(
        allows(relation, one, other) or allows(relation, other, one)
        for relation in relations.values()
        if relation.symmetric
    )
    return either and _order(one, clusters) < _order(other, clusters)


def _order(cluster: Cluster, clusters: tuple[Cluster, ...]) -> tuple[object, ...]:
    return (
        tuple(member.annotator for member in cluster.members),
        sorted({member.span.label for member in cluster.members}),
        next(place for place, one in enumerate(clusters) if one is cluster),
    )


def test_ties_for_the_last_of_several_places_all_count() -> None:
    votes = {"A": ["X", "Y"], "B": ["X", "Y"], "C": ["X", "Z"], "D": ["Z"]}

    assert threshold(votes, least=1, confidence=0.0, top=2) == ["X", "Y", "Z"]
    assert threshold(votes, least=1, confidence=0.0, top=1) == ["X"]
    assert threshold(votes, least=3, confidence=0.0, top=2) == ["X"]
    assert threshold(votes, least=1, confidence=0.4, top=2) == ["X"]
    assert threshold({}, least=1, confidence=0.0, top=1) == []


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
