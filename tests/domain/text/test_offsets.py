"""Tests of the conversion between code points, UTF-16 units and UTF-8 bytes."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.text.offsets import OffsetMap, utf8_offset

TEXTS = st.text(st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("a🕊𝒜\u0301\r\n\u2028\ufeff")))


@given(TEXTS, st.data())
def test_a_place_in_utf16_is_the_length_of_what_stands_before_it(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text)))
    positions = OffsetMap(text)

    assert positions.to_utf16(place) == len(text[:place].encode("utf-16-le")) // 2
    assert positions.to_codepoint(positions.to_utf16(place)) == place
    assert utf8_offset(text, place) == len(text[:place].encode())


@given(TEXTS)
def test_every_unit_has_its_place_and_half_a_pair_counts_as_its_beginning(text: str) -> None:
    positions = OffsetMap(text)
    units = [place for place, character in enumerate(text) for _ in range(2 if character > "\uffff" else 1)]

    assert positions.utf16_length == len(units)
    assert positions.length == len(text)
    assert [positions.to_codepoint(unit) for unit in range(len(units))] == units
    assert positions.to_codepoint(len(units)) == len(text)


def test_every_code_point_of_unicode_is_counted_right() -> None:
    for first in range(0, 0x110000, 0x800):
        text = "".join(map(chr, (code for code in range(first, first + 0x800) if not 0xD800 <= code < 0xE000)))
        positions = OffsetMap(text)
        assert positions.utf16_length == len(text.encode("utf-16-le")) // 2
        assert positions.to_utf16(len(text)) == positions.utf16_length
