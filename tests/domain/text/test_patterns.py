"""Tests of the refusal of patterns with exponential matching time."""

import json
import re
import time

import pytest

from annotator.domain.errors import Refused
from annotator.domain.scheme.parser import parse_scheme
from annotator.resources import DEFAULT_SCHEME

# A second is what a person would wait without wondering; the pattern's limit is meant for half of it.
_PATIENCE = 4.0
_EVIL = [
    r"(a+)+$",
    r"(a|a)*$",
    r"(a|aa)+$",
    r"(.*)*x",
    r"(a*?)*?b",
    r"^(([a-z])+.)+[A-Z]([a-z])+$",
    r"(\w+\s?)*$",
    r"(?:a?){40}a{40}",
    r"a*a*a*a*a*a*b",
    r"((((a{1,9}){1,9}){1,9}){1,9})b",
    r"(?:(?:){9999}){9999}",
    r"(?=(a+)+b)",
    r"(?>(a+)+)b",
    r"(a)?(?(1)(b+)+|c)",
    "(" * 5_000,
]
_TAME = [
    r"^$|^[0-9]{2,4}$",
    r"^Q[0-9]+$",
    r"^[A-Z]+-[0-9]+-[a-z]*$",
    r"^(\d{2}\.)*\d{2}$",
    r"^(?i:ab|cd|ef)(?!x).{1,60}$",
    r"a*a*a*b",
    r"(?:a|a){17}b",
    r"(?:.?.?.?.?.?.?.?.?.?.?.?.?.?.?.?.?.?.?)b",
]


def coded(pattern: str) -> dict[str, object]:
    body = json.loads((DEFAULT_SCHEME / "scheme.json").read_text(encoding="utf-8"))
    body["span_labels"]["DEMAND"]["attributes"]["code"] = {"type": "code_string", "pattern": pattern}
    return dict(body)


@pytest.mark.parametrize("pattern", _EVIL)
def test_an_endless_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(Refused, match="pattern"):
        parse_scheme(coded(pattern), where="scheme.json")


@pytest.mark.parametrize("pattern", _TAME)
def test_every_other_pattern_is_taken_and_ends_soon(pattern: str) -> None:
    attribute = parse_scheme(coded(pattern), where="scheme.json").labels["DEMAND"].attributes["code"]
    for value in ("a" * 64, "ab" * 32, "12" * 32, "A-1" + "b" * 61):
        start = time.process_time()
        assert (attribute.misfit(value) is None) == bool(re.search(pattern, value))
        assert time.process_time() - start < _PATIENCE


def test_the_patterns_of_the_default_scheme_are_legal() -> None:
    body = json.loads((DEFAULT_SCHEME / "scheme.json").read_text(encoding="utf-8"))
    parsed = parse_scheme(body, where="scheme.json")
    codes = [one for label in parsed.labels.values() for one in label.attributes.values() if one.kind == "code"]
    assert codes
    assert [code.misfit("123") for code in codes] == [None] * len(codes)
