"""Findings for relations whose direction the scheme ignores."""

import pytest

from annotator.review.findings import findings
from tests.layers import layer

ENDS = ("s DEMAND 0-4", "d DEMAND 5-12")


@pytest.mark.parametrize(("symmetric", "group"), [((), "relation"), (("LIKE",), "agreed")])
def test_the_direction_of_a_symmetric_link_is_no_mistake(symmetric: tuple[str, ...], group: str) -> None:
    own, gold = layer("Alba", *ENDS, "r LIKE s>d"), layer("gold", *ENDS, "q LIKE d>s")

    told = findings(own, gold, "Kiev demande.", (), frozenset(symmetric))

    assert [one.group for one in told if one.case.is_relation] == [group]
