"""The policies, independent of the order of annotators and marks."""

import json
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.marks.marks import Layer
from annotator.domain.matching.clusters import match
from annotator.domain.scheme.parser import parse_scheme
from annotator.review.cases import Case, cases_of
from annotator.review.policies import parse_policy
from tests.command_line import ROOT
from tests.layers import layer

SCHEME = parse_scheme(
    json.loads((ROOT / "resources/schemes/speaker-demand-event/scheme.json").read_text(encoding="utf-8")), where=""
)
TEXT = "« Kiev » dit que Moscou ment, et Paris aussi."

SPANS = st.builds(
    lambda name, start, size, label: f"{name} {label} {start}-{min(start + size, len(TEXT))}",
    st.sampled_from("abcdefgh"),
    st.integers(0, len(TEXT) - 1),
    st.integers(1, 20),
    st.sampled_from(["SPEAKER", "EVENT"]),
)
PEOPLE = st.lists(st.lists(SPANS, max_size=4, unique_by=lambda line: line.split()[0]), min_size=2, max_size=4).map(
    lambda told: [layer(name, *lines) for name, lines in zip("ABCD", told, strict=False)]
)


def cases(layers: Sequence[Layer]) -> tuple[Case, ...]:
    return cases_of(match(layers, text=TEXT))


def settled(name: str, layers: Sequence[Layer]) -> dict[str, object]:
    told = {case.id: parse_policy(name).settle(case, TEXT, SCHEME) for case in cases(layers)}
    return {
        case: sorted((span.label, span.fragments) for span in choice.spans) for case, choice in told.items() if choice
    }


@given(PEOPLE)
def test_each_rule_settles_at_least_what_a_surer_one_does_and_in_the_same_way(layers: list[Layer]) -> None:
    unanimous, majority = settled("unanimous", layers), settled("majority", layers)

    assert unanimous.items() <= settled("trivial", layers).items()
    assert unanimous.items() <= settled("threshold:1", layers).items() <= majority.items()


@given(PEOPLE, st.randoms(use_true_random=False))
def test_the_order_of_people_and_marks_plays_no_part(layers: list[Layer], chance: object) -> None:
    turned = [one.model_copy(update={"spans": one.spans[::-1]}) for one in reversed(layers)]

    assert {case.id for case in cases(turned)} == {case.id for case in cases(layers)}
    for name in ("unanimous", "trivial", "majority", "prefer:A"):
        assert settled(name, turned) == settled(name, layers)


@given(PEOPLE)
def test_preferring_somebody_gives_exactly_their_marks(layers: list[Layer]) -> None:
    given_back = sorted(mark for marks in settled("prefer:A", layers).values() for mark in marks)  # type: ignore[attr-defined]

    assert given_back == sorted({(span.label, span.fragments) for span in layers[0].spans})


@given(PEOPLE)
def test_a_case_is_named_by_what_is_said_not_by_who_or_how_it_is_called(layers: list[Layer]) -> None:
    renamed = [
        Layer(
            document=one.document,
            annotator=f"{one.annotator}x",
            status="done",
            spans=tuple(span.model_copy(update={"id": f"new-{span.id}"}) for span in one.spans),
        )
        for one in layers
    ]

    assert [case.id for case in cases(renamed)] == [case.id for case in cases(layers)]


@given(PEOPLE)
def test_agreement_weighs_nothing_and_every_disagreement_something(layers: list[Layer]) -> None:
    for case in cases(layers):
        assert (case.severity > 0) == (not case.agreed)


def test_a_third_who_says_what_another_said_already_makes_no_new_case() -> None:
    two = [layer("A", "a SPEAKER 2-6"), layer("B", "b SPEAKER 0-8")]

    assert cases(two)[0].id == cases([*two, layer("C", "c SPEAKER 0-8")])[0].id
    assert cases(two)[0].id != cases([*two, layer("C")])[0].id
    assert cases(two)[0].id != cases([*two, layer("C", "c SPEAKER 2-8")])[0].id


@pytest.mark.parametrize(
    ("label", "kept"), [("SPEAKER", "Kiev"), ("QUOTE", "« Kiev »")], ids=["without quotes", "with quotes"]
)
def test_trivial_boundaries_become_what_the_label_wants(label: str, kept: str) -> None:
    told = settled("trivial", [layer("A", f"a {label} 0-8"), layer("B", f"b {label} 2-6")])

    [[(_, ((start, end),))]] = told.values()  # type: ignore[misc]
    assert TEXT[start:end] == kept


def test_one_against_two_is_one_case() -> None:
    [case] = cases([layer("A", "a EVENT 0-28"), layer("B", "b EVENT 0-13", "c EVENT 17-28")])

    assert case.kinds == ("split", "boundary")
    assert [len(case.spans[name]) for name in "AB"] == [1, 2]
