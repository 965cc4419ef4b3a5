"""A Hypothesis strategy of spans in one text."""

from hypothesis import strategies as st

from annotator.domain.marks.marks import Span


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
