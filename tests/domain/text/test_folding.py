"""Tests of character folding and of the search in folded text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.text.folding import find_all, fold


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_folding_keeps_every_place(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("text", ["L’ÉTÉ à Kiev\n", "".join(map(chr, range(0xD800)))])
def test_a_long_text_folds_as_its_parts_do(text: str) -> None:
    many = 1 + 20_000 // len(text)
    assert fold(text * many) == fold(text) * many


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("L’ÉTÉ", "l'ete", ["L’ÉTÉ"]),
        ("e\u0301te\u0301", "été", ["e\u0301te\u0301"]),
        ("été", "e\u0301te\u0301", ["été"]),
        ("cessez\u2011le\u2011feu", "cessez-le-feu", ["cessez\u2011le\u2011feu"]),
        ("«\u00a0Oui\u202f!", "« oui !", ["«\u00a0Oui\u202f!"]),
        ("aaa", "aa", ["aa"]),
        ("a.c abc", "a.c", ["a.c"]),
        ("abc", "", []),
    ],
)
def test_finding_minds_neither_case_nor_accents(text: str, query: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in find_all(fold(text), query)] == found
