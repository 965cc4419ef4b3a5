"""F1 of spans."""

from annotator.agreement.matches import span_f1
from annotator.agreement.measure import Measure
from tests.layers import layer


def test_nothing_on_both_sides_has_no_f1_and_nothing_on_one_side_has_none_in_common() -> None:
    marks = span_f1.labelled_extents(layer("A", "a1 X 0-4").spans)

    for way in (
        span_f1.exact_matches,
        span_f1.boundary_matches,
        span_f1.overlap_matches,
        span_f1.soft_matches,
        span_f1.character_matches,
    ):
        assert span_f1.f1(way([], [])) == Measure(value=None, reason="nothing_to_compare")
        assert span_f1.f1(way(marks, [])).value == 0


def test_characters_under_two_spans_of_one_label_count_twice() -> None:
    ours = span_f1.labelled_extents(layer("A", "a1 X 0-10", "a2 X 5-15").spans)
    theirs = span_f1.labelled_extents(layer("B", "b1 X 0-15").spans)

    assert span_f1.character_matches(ours, theirs) == {span_f1.BOTH_SIZES: 35, 1: 15}


def test_tokens_count_if_a_character_of_them_is_marked() -> None:
    ours = span_f1.labelled_extents(layer("A", "a1 X 0-6").spans)
    theirs = span_f1.labelled_extents(layer("B", "b1 X 0-4").spans)

    assert span_f1.token_matches(ours, theirs, [(0, 4), (5, 9)]) == {span_f1.BOTH_SIZES: 3, 1: 1}
