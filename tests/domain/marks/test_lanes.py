"""Tests of the lanes of overlapping spans."""

from hypothesis import given

from annotator.domain.marks.lanes import assign_lanes
from annotator.domain.marks.marks import Span
from tests.domain.marks.span_strategy import spans


@given(spans())
def test_spans_of_one_lane_do_not_meet_and_nested_ones_lie_nearer_the_text(known: list[Span]) -> None:
    lanes = assign_lanes(known)

    assert set(lanes) == {span.id for span in known}
    for one in known:
        for other in known:
            if one.id != other.id and one.start < other.end and other.start < one.end:
                assert lanes[one.id] != lanes[other.id]
                inside = other.start <= one.start and one.end <= other.end
                if inside and (one.start, one.end) != (other.start, other.end):
                    assert lanes[one.id] < lanes[other.id]
    deepest = max(
        (sum(span.start <= place < span.end for span in known) for place in {span.start for span in known}), default=0
    )
    assert len(set(lanes.values())) >= deepest
