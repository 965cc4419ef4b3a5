"""Tests of the index of spans against a scan of all spans."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.marks.marks import Span
from annotator.domain.marks.span_index import SpanIndex, position_of
from tests.domain.marks.span_strategy import spans


@given(spans(), st.integers(0, 2_000), st.integers(0, 600))
def test_the_index_finds_what_a_look_at_every_span_finds(known: list[Span], start: int, length: int) -> None:
    index = SpanIndex.from_spans(known)
    end = start + length

    expected = {span.id for span in known if span.start < end and span.end > start}
    touching = index.touching(start, end)
    assert {span.id for span in touching} == expected
    assert touching == sorted(touching, key=lambda span: (span.start, -span.end, span.id))
    at = index.at(start)
    assert {span.id for span in at} == {span.id for span in known if span.covers(start)}
    assert [span.length for span in at] == sorted(span.length for span in at)


@given(spans(), st.data())
def test_what_was_removed_is_not_found_again(known: list[Span], data: st.DataObject) -> None:
    index = SpanIndex.from_spans(known)
    gone = {span.id for span in known if data.draw(st.booleans())}
    for span in known:
        if span.id in gone:
            index.remove(span)

    left = {span.id for span in known} - gone
    assert set(index.spans) == left
    assert {span.id for span in index.touching(0, 2_000)} == left
    assert index.order == sorted(position_of(span) for span in known if span.id in left)


@given(spans())
def test_a_span_that_came_later_is_found_as_one_that_was_there(known: list[Span]) -> None:
    index = SpanIndex.from_spans(known[::2])
    for span in known[1::2]:
        index.add(span)

    assert index.order == SpanIndex.from_spans(known).order
    for place in range(0, 2_000, 100):
        assert index.touching(place, place + 50) == SpanIndex.from_spans(known).touching(place, place + 50)
