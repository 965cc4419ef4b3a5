"""Reference cases: published figures, and to the ninth digit those that were computed in full.

The cases are read from the file in ANNOTATOR_AGREEMENT_CASES, else beside the project, else beside this test.
"""

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.agreement.reference_answers import Case, answers_to, plain
from tests.command_line import ROOT

pytestmark = pytest.mark.acceptance

FULL = 1e-9
# The cases themselves ask for these only where intervals come from a formula; here they come from redrawn documents.
NOT_OFFERED = {"gwet_ac1_se", "krippendorff_alpha_se", "gwet_ac1_ci95", "krippendorff_alpha_ci95"}


def _file() -> Path:
    named = os.environ.get("ANNOTATOR_AGREEMENT_CASES")
    if named:
        return Path(named)
    beside = ROOT.parent / "shared" / "agreement-cases.json"
    return beside if beside.exists() else Path(__file__).with_name("agreement-cases.json")


def _cases() -> list[Case]:
    # A file that is not there fails in the test below, where it can say so.
    return json.loads(_file().read_text(encoding="utf-8"))["cases"] if _file().exists() else []


CASES = _cases()


def test_the_cases_are_there() -> None:
    assert _file().is_file(), f"{_file()} is not there"
    assert CASES


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_the_case_comes_out(case: Case) -> None:
    answers = answers_to(case)
    expected = {name: value for name, value in case["expected"].items() if name not in NOT_OFFERED}
    assert expected

    for name, value in expected.items():
        _compare(name, answers, value, _tolerance(case, name))
    for name, told in case.get("verified", {}).items():
        if name in answers:
            _compare(name, answers, told["value"], FULL)


def _tolerance(case: Case, name: str) -> float:
    tolerance = case["tolerance"]
    return tolerance.get(name, FULL) if isinstance(tolerance, Mapping) else tolerance


def _compare(name: str, answers: Mapping[str, Any], expected: Any, tolerance: float) -> None:
    if name == "split_links":
        home = answers["split_home"]()
        expected = sorted([home(rest), home(whole)] for rest, whole in expected)
    if name == "clusters":
        expected = sorted(expected, key=str)
    answer = plain(answers[name if name in answers else _base(name)]())
    near = _within(answer, expected) if _base(name) != name else _close(answer, expected, tolerance)
    assert near, f"{name} is {answer}, not {expected}"


def _base(name: str) -> str:
    """What a band or an upper limit is of."""
    return re.sub("_(bands?|max)(_.*)?$", "", name)


def _within(answer: Any, expected: Any) -> bool:
    """Whether the answer lies in a band, or is no more than a limit."""
    if isinstance(expected, Mapping):
        return all(_within(answer[key], value) for key, value in expected.items())
    low, high = expected if isinstance(expected, list) else (float("-inf"), expected)
    return answer is not None and low <= answer <= high


def _close(answer: Any, expected: Any, tolerance: float) -> bool:
    """Whether an answer is near enough; of a mapping only what is expected is looked at."""
    if isinstance(expected, Mapping):
        return all(key in answer and _close(answer[key], value, tolerance) for key, value in expected.items())
    if isinstance(expected, list):
        return len(answer) == len(expected) and all(
            _close(one, other, tolerance) for one, other in zip(answer, expected, strict=True)
        )
    if isinstance(expected, bool) or not isinstance(expected, int | float):
        return bool(answer == expected)
    return answer is not None and abs(answer - expected) <= tolerance
