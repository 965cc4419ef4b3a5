"""Tests of the kinds of attributes: declarations, values that fit, choices, scales and editors."""

import json
from fractions import Fraction
from typing import Any

import pytest

from annotator.domain.errors import Refused
from annotator.domain.scheme.attribute_changes import AddAttribute
from annotator.domain.scheme.attribute_kinds import ADDABLE_KINDS, KINDS, KindOptions, kind_of_options
from annotator.domain.scheme.migration import Migration
from annotator.domain.scheme.parser import parse_scheme
from annotator.domain.scheme.scheme import Attribute
from annotator.resources import DEFAULT_SCHEME

BODY: dict[str, Any] = json.loads((DEFAULT_SCHEME / "scheme.json").read_text(encoding="utf-8"))
ANY_SCALE, NUMBERS, NAMES_ONLY = ("nominal", "ordinal", "interval"), ("nominal", "interval"), ("nominal",)
MOOD = {"values": ["", "sad", "glad"]}
CASES: dict[str, tuple[str, dict[str, Any], list[str], list[str]]] = {
    "a list": ("choice", MOOD, ["sad"], ["mad", "Sad"]),
    "a named list": ("choice", {"values": "plover_types"}, ["AID"], ["HELP"]),
    "a list for each value": ("dependent", {"values": {"sad": ["grim"], "": ["calm"]}}, ["grim"], ["calm", "gay"]),
    "a registry": ("registry", {"type": "entity_ref"}, ["Kiev; OTAN", "x" * 1000], ["x" * 1001]),
    "a pattern": ("code", {"type": "code_string", "pattern": "^[0-9]{2,70}$"}, ["12"], ["1", "0" * 65]),
    "a text": ("text", {"type": "text"}, ["any line", "x" * 1000], ["x" * 1001]),
    "a date": (
        "date",
        {"type": "date", "default": "2025"},
        ["2025", "2025-10", "2024-02-29", "0001-01-01"],
        ["2025-13", "2025-02-29", "31/10/2025", "2025-1", "20251031", "25", "2025-10-31T12:00", "0000", "٢٠٢٥"],
    ),
    "a number": (
        "number",
        {"type": "number", "default": "-12.5"},
        ["0", "12", "+3", "-0.25", "007"],
        ["twelve", "1,5", "1e9", ".5", "1.", "1 000", "NaN", "9" * 16],
    ),
    "yes or no": ("yes_no", {"type": "yes_no", "default": "no"}, ["yes", "no"], ["Yes", "true", "oui", "1"]),
    "a list with a type": ("choice", {"type": "number", "values": ["1", "2"]}, ["1"], ["3"]),
    "an unknown type": ("text", {"type": "boolean"}, ["twelve"], []),
    "no type": ("text", {}, ["any line"], []),
}


def attribute_of(declaration: dict[str, Any]) -> Attribute:
    """The attribute of this declaration, beside an attribute with the values of MOOD."""
    body = json.loads(json.dumps(BODY))
    body["span_labels"]["CUE"]["attributes"] = {"mood": MOOD, "tested": declaration}
    return parse_scheme(body, where="scheme.json").labels["CUE"].attributes["tested"]


@pytest.mark.parametrize("case", CASES)
def test_a_declaration_has_its_kind_and_allows_its_values(case: str) -> None:
    kind, declaration, fitting, misfitting = CASES[case]
    attribute = attribute_of(declaration)

    assert attribute.kind == kind
    assert [attribute.misfit(value, {"mood": "sad"}) for value in ("", *fitting)] == [None] * (1 + len(fitting))
    assert all(attribute.misfit(value, {"mood": "sad"}) for value in misfitting)


def test_every_kind_is_declared_in_a_case() -> None:
    assert {kind for kind, *_ in CASES.values()} == set(KINDS)


@pytest.mark.parametrize(
    ("case", "properties"),
    [
        ("a list", ("list", True, ANY_SCALE)),
        ("a list for each value", ("list", False, NAMES_ONLY)),
        ("a registry", ("names", False, NAMES_ONLY)),
        ("a pattern", ("line", False, NUMBERS)),
        ("a text", ("line", False, NUMBERS)),
        ("a date", ("line", False, NAMES_ONLY)),
        ("a number", ("line", False, NUMBERS)),
        ("yes or no", ("list", False, NAMES_ONLY)),
    ],
)
def test_a_kind_has_an_editor_and_scales(case: str, properties: tuple[object, ...]) -> None:
    attribute = attribute_of(CASES[case][1])

    assert (attribute.editor, attribute.has_value_list, attribute.scales) == properties


def test_choices_depend_on_the_governor_only_for_dependent_values() -> None:
    dependent = attribute_of(CASES["a list for each value"][1])

    assert dependent.governor == "mood"
    assert dependent.choices({"mood": "sad"}) == ("", "grim")
    assert dependent.choices({"mood": "glad"}) == ("",)
    assert attribute_of(MOOD).choices({"mood": "sad"}) == ("", "sad", "glad")
    assert attribute_of({"type": "yes_no"}).choices({"mood": "sad"}) == ("", "yes", "no")
    assert attribute_of({}).choices({"mood": "sad"}) == ()


def test_a_number_has_its_position_on_a_scale() -> None:
    assert attribute_of({"type": "number", "scale": "interval"}).scale_position("-1.5") == Fraction(-3, 2)


@pytest.mark.parametrize(
    ("declaration", "message"),
    [
        ({"type": "date"}, "'soon' is not a date such as 2025-10-31"),
        ({"type": "number"}, "'soon' is not a number such as 12.5"),
        ({"type": "yes_no"}, "'soon' is none of [yes, no]"),
    ],
)
def test_a_misfit_says_what_fits(declaration: dict[str, Any], message: str) -> None:
    assert attribute_of(declaration).misfit("soon") == message


@pytest.mark.parametrize(
    ("declaration", "reason"),
    [
        ({"values": ["sad"], "default": "glad"}, "the default 'glad' is none of its values"),
        ({"values": ["sad", "sad"]}, "are one name"),
        ({"values": "no_such_list"}, "'no_such_list' is missing"),
        ({"values": {"mad": ["grim"]}}, "no attribute decides"),
        ({"values": {"sad": ["grim"] * 2}}, "are one name"),
        ({"type": "date", "default": "soon"}, "the default value: 'soon' is not a date"),
        ({"type": "number", "default": "soon"}, "the default value: 'soon' is not a number"),
        ({"type": "yes_no", "default": "soon"}, "the default value: 'soon' is none of"),
        ({"type": "number", "default": 5}, "default"),
        ({"type": "date", "scale": "interval"}, "no interval scale"),
        ({"type": "code_string"}, "'pattern' is missing"),
        ({"type": "code_string", "pattern": "a" * 201}, "longer than 200"),
        ({"type": "code_string", "pattern": "(a+)+$"}, "for ever"),
        ({"type": 5}, "no object, list or text"),
    ],
)
def test_an_illegal_declaration_is_refused_with_its_attribute(declaration: dict[str, Any], reason: str) -> None:
    with pytest.raises(Refused, match=reason) as refusal:
        attribute_of(declaration)

    assert refusal.value.where == "scheme.json, label CUE, attribute tested"


@pytest.mark.parametrize(
    ("name", "text", "declaration"),
    [
        ("choice", " sad \n\nglad\nsad", {"values": ["", "sad", "glad"]}),
        ("registry", " place ", {"type": "place_ref"}),
        ("code", "^[0-9]$", {"type": "code_string", "pattern": "^[0-9]$"}),
        ("text", "", {}),
        ("number", "", {"type": "number"}),
        ("date", "", {"type": "date"}),
        ("yes_no", "", {"type": "yes_no"}),
    ],
)
def test_an_added_attribute_is_declared_with_its_kind(name: str, text: str, declaration: dict[str, Any]) -> None:
    change = AddAttribute(owner="CUE", name="tested", required=True, **KINDS[name].options_from(text))
    migration = Migration(BODY, "", change)

    assert migration.after.labels["CUE"].attributes["tested"].kind == name
    written = migration.body["span_labels"]["CUE"]["attributes"]["tested"]
    assert written == {**declaration, "default": "", "required": True}


def test_a_default_value_takes_the_place_of_the_empty_one() -> None:
    change = AddAttribute(owner="CUE", name="tested", values=("sad", "glad"), default="glad")

    values = Migration(BODY, "", change).after.labels["CUE"].attributes["tested"].values
    assert values == ("sad", "glad")


def test_the_kinds_to_add_have_titles_and_different_options() -> None:
    assert all(kind.title for kind in ADDABLE_KINDS)
    chosen = [kind_of_options(KindOptions(**kind.options_from("x"))) for kind in ADDABLE_KINDS]
    assert chosen == list(ADDABLE_KINDS)


def test_an_unknown_kind_is_no_attribute() -> None:
    with pytest.raises(ValueError, match="colour"):
        Attribute(name="a", kind="colour")
