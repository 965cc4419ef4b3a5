"""Units on a continuum: u-alpha and alpha_U."""

import pytest

from annotator.agreement.measure import Measure
from annotator.agreement.units.continuum import Section, sections
from annotator.agreement.units.u_alpha import UAlpha, observer_sums
from annotator.agreement.units.unitizing_alpha import UnitizingAlpha


def test_a_continuum_refuses_units_that_overlap_or_stick_out() -> None:
    for units in ([Section(0, 4, "X"), Section(3, 6, "X")], [Section(8, 12, "X")], [Section(-1, 2, "X")]):
        with pytest.raises(ValueError, match="units"):
            sections(units, 0, 10)


def test_units_without_length_make_no_agreement() -> None:
    empty = {"A": [Section(3, 3, "X")], "B": [Section(3, 3, "X")]}

    assert UnitizingAlpha(empty, 0, 10).overall == Measure(value=None, reason="nothing_to_compare")
    assert (
        UAlpha(observer_sums([sections(one, 0, 10) for one in empty.values()])).u_alpha.reason == "nothing_to_compare"
    )


def test_a_text_under_one_unit_of_both_has_no_variation() -> None:
    whole = [sections([Section(0, 10, "X")], 0, 10)] * 2

    assert UAlpha(observer_sums(whole)).u_alpha == Measure(value=None, reason="no_variation")


def test_one_observer_alone_is_compared_with_nobody() -> None:
    assert UnitizingAlpha({"A": [Section(0, 4, "X")]}, 0, 10).overall.reason == "no_overlap"
    assert UAlpha(observer_sums([sections([Section(0, 4, "X")], 0, 10)])).u_alpha.value is None
