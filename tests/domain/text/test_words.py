"""Tests of word boundaries and of trimmed edges in French text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.text import words

TEXTS = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("aé'’-«» .,()\n\u00a0\u0301🕊")), max_size=40
)


@pytest.mark.parametrize(
    ("text", "inside", "word"),
    [
        ("l'Ukraine cède", 4, "Ukraine"),
        ("l'Ukraine cède", 0, "l'"),
        ("l’été", 3, "été"),
        ("a-t-il déclaré", 0, "a"),
        ("a-t-il déclaré", 4, "il"),
        ("Trump-Poutine", 8, "Poutine"),
        ("soit 12,5 %", 6, "12,5"),
        ("e\u0301te\u0301 fini", 2, "e\u0301te\u0301"),
        ("« paix »", 3, "paix"),
        ("fin.", 1, "fin"),
    ],
)
def test_a_word_ends_after_an_apostrophe_and_at_a_hyphen(text: str, inside: int, word: str) -> None:
    start, end = words.word_at(text, inside)

    assert text[start:end] == word
    assert words.snap(text, inside, inside + 1) == (start, end)


@pytest.mark.parametrize(
    ("selected", "kept", "with_quotes"),
    [
        (" la paix, ", "la paix", "la paix"),
        ("« la paix »", "la paix", "« la paix »"),
        ('"Nous espérons".', "Nous espérons", '"Nous espérons"'),
        ("l'", "l'", "l'"),
        ("(sic)", "sic", "sic"),
        ("(un) mot (deux)", "(un) mot (deux)", "(un) mot (deux)"),
        ("Zelensky (Ukraine),", "Zelensky (Ukraine)", "Zelensky (Ukraine)"),
        ("paix)", "paix", "paix"),
        ("…", "", ""),
        (" \n\u00a0", "", ""),
    ],
)
def test_edges_are_trimmed_and_only_quotes_keep_their_marks(selected: str, kept: str, with_quotes: str) -> None:
    for keeps, expected in ((False, kept), (True, with_quotes)):
        start, end = words.trim(selected, 0, len(selected), keeps_quotes=keeps)
        assert selected[start:end] == expected


@given(TEXTS, st.data(), st.booleans())
def test_trimming_only_narrows_and_once_is_enough(text: str, data: st.DataObject, keeps: bool) -> None:  # noqa: FBT001
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))

    first, last = words.trim(text, start, end, keeps_quotes=keeps)

    assert start <= first <= last <= end
    if first < last:
        assert words.trim(text, first, last, keeps_quotes=keeps) == (first, last)
        assert not text[first].isspace()
        assert not text[last - 1].isspace()


@given(TEXTS, st.data())
def test_snapping_only_widens_and_once_is_enough(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))

    first, last = words.snap(text, start, end)

    assert 0 <= first <= start <= end <= last <= len(text)
    assert words.snap(text, first, last) == (first, last)


@given(TEXTS, st.data())
def test_stepping_by_words_goes_on_and_stays_in_the_text(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text)))

    for forward in (words.next_word_end, words.next_word_start):
        assert place < forward(text, place) <= len(text) or forward(text, place) == len(text)
    for back in (words.previous_word_start, words.previous_word_end):
        assert 0 <= back(text, place) < place or back(text, place) == 0
