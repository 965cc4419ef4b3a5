"""Tests of scales, of positions on a scale and of symmetric relations."""

import copy
import json
from fractions import Fraction
from typing import Any

import pytest

from annotator.domain.errors import Refused
from annotator.domain.scheme.parser import parse_scheme
from annotator.domain.scheme.scheme import Attribute, Scheme
from annotator.resources import DEFAULT_SCHEME

BODY: dict[str, Any] = json.loads((DEFAULT_SCHEME / "scheme.json").read_text(encoding="utf-8"))


def with_scale(attribute: str, scale: str, label: str = "DEMAND") -> Scheme:
    body = copy.deepcopy(BODY)
    body["span_labels"][label]["attributes"][attribute]["scale"] = scale
    return parse_scheme(body, where="scheme.json")


def test_a_scheme_that_says_nothing_of_scales_and_directions_has_the_usual_ones() -> None:
    scheme = parse_scheme(BODY, where="scheme.json")

    assert {one.scale for label in scheme.labels.values() for one in label.attributes.values()} == {"nominal"}
    assert scheme.symmetric == frozenset()


def test_a_list_of_values_may_have_an_order_or_steps() -> None:
    assert with_scale("strength", "ordinal").labels["DEMAND"].attributes["strength"].scale == "ordinal"
    assert with_scale("strength", "interval").labels["DEMAND"].attributes["strength"].scale == "interval"


@pytest.mark.parametrize(
    ("label", "attribute", "scale"),
    [("SPEAKER", "entity", "ordinal"), ("SPEAKER", "entity", "interval"), ("DEMAND", "strength", "grand")],
)
def test_a_scale_that_values_cannot_have_is_refused_with_its_place(label: str, attribute: str, scale: str) -> None:
    with pytest.raises(Refused) as refusal:
        with_scale(attribute, scale, label)

    assert label in refusal.value.where
    assert attribute in refusal.value.where


@pytest.mark.parametrize(
    ("values", "scale", "places"),
    [
        (("", "low", "mid", "high"), "ordinal", {"low": 0, "high": 2, "": None, "other": None}),
        (("1", "2", "10"), "ordinal", {"1": 0, "10": 2}),
        (("1", "2", "10"), "interval", {"1": 1, "10": 10, "": None}),
        (("", "-1.5", "0"), "interval", {"-1.5": Fraction(-3, 2)}),
        (("low", "2"), "interval", {"low": 0, "2": 1}),
        ((), "interval", {"12.25": Fraction(49, 4), "twelve": None, "1e9": None, "": None, "9" * 40: None}),
    ],
)
def test_a_value_has_its_place(values: tuple[str, ...], scale: Any, places: dict[str, Any]) -> None:
    attribute = Attribute(name="a", kind="choice" if values else "text", values=values, scale=scale)

    assert {value: attribute.scale_position(value) for value in places} == places


def test_a_relation_may_be_without_direction() -> None:
    body = copy.deepcopy(BODY)
    body["relations"]["RESPONDS_TO"]["symmetric"] = True

    assert parse_scheme(body, where="scheme.json").symmetric == {"RESPONDS_TO"}
    body["relations"]["RESPONDS_TO"]["symmetric"] = "perhaps"
    with pytest.raises(Refused, match="RESPONDS_TO"):
        parse_scheme(body, where="scheme.json")
