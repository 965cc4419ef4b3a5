"""Do the index of spans and the packing of lanes agree with the naive way?"""

from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.marks.lanes import pack
from annotator.domain.marks.marks import Span
from annotator.domain.marks.span_index import SpanIndex, place_of


@st.composite
def spans(draw: st.DrawFn) -> list[Span]:
    """Some spans in a text of 2,000 characters, several with two fragments."""
    found = []
    for number in range(draw(st.integers(0, 25))):
        start = draw(st.integers(0, 1_990))
        end = draw(st.integers(start + 1, min(2_000, start + draw(st.sampled_from([1, 5, 300, 2_000])))))
        fragments: tuple[tuple[int, int], ...] = ((start, end),)
        if end - start > 3 and draw(st.booleans()):
            cut = draw(st.integers(start + 1, end - 2))
            fragments = ((start, cut), (cut + 1, end))
        found.append(Span(id=f"s{number}", label="CUE", fragments=fragments, quote=""))
    return found


@given(spans(), st.integers(0, 2_000), st.integers(0, 600))
def test_the_index_finds_what_a_look_at_every_span_finds(known: list[Span], start: int, length: int) -> None:
    index = SpanIndex.of(known)
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
    index = SpanIndex.of(known)
    gone = {span.id for span in known if data.draw(st.booleans())}
    for span in known:
        if span.id in gone:
            index.remove(span)

    left = {span.id for span in known} - gone
    assert set(index.spans) == left
    assert {span.id for span in index.touching(0, 2_000)} == left
    assert index.order == sorted(place_of(span) for span in known if span.id in left)


@given(spans())
def test_a_span_that_came_later_is_found_as_one_that_was_there(known: list[Span]) -> None:
    index = SpanIndex.of(known[::2])
    for span in known[1::2]:
        index.add(span)

    assert index.order == SpanIndex.of(known).order
    for place in range(0, 2_000, 100):
        assert index.touching(place, place + 50) == SpanIndex.of(known).touching(place, place + 50)


@given(spans())
def test_spans_of_one_lane_do_not_meet_and_nested_ones_lie_nearer_the_text(known: list[Span]) -> None:
    lanes = pack(known)

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
