"""Tests of the guidance for one label."""

from annotator.domain.scheme.guidelines import guidance_for
from annotator.resources import DEFAULT_SCHEME

GUIDELINES = """# Guidelines

## DEMAND – what is asked

Mark what is asked.
- Not the verb.

| Test | Decision |
|---|---|
| Could another refuse it? | yes → DEMAND |
| A wish? | DEMAND |
   \nThat is all.

## CUE
Short.
"""


def test_rows_of_a_table_are_points_and_the_names_of_its_columns_are_not() -> None:
    assert guidance_for("DEMAND", GUIDELINES) == [
        "what is asked",
        "Mark what is asked.",
        "Not the verb.",
        "Could another refuse it? → yes → DEMAND",
        "A wish? → DEMAND",
        "That is all.",
    ]


def test_the_default_guidelines_name_no_columns() -> None:
    text = (DEFAULT_SCHEME / "guidelines.md").read_text(encoding="utf-8")
    points = guidance_for("DEMAND", text)
    assert "Could another party grant or refuse it? → yes → DEMAND" in points
    assert "Test → Decision" not in points
