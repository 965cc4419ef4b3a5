"""Word boundaries, and the edges of a selection that belong to a span.

A word ends after an apostrophe (*l'*, *été*), a hyphen is a boundary (*Trump*, *Poutine*), a combining mark or a
joiner stays with its base, and a number keeps its decimal point.
"""

import unicodedata
from functools import lru_cache

APOSTROPHES = "'\u2019\u02bc\uff07"
QUOTATION_MARKS = "\"«»“”„‟‹›‘’‚‛'＂"
_EDGE_PUNCTUATION = ".,;:!?…‥·•‐‑‒–—―-、。，；：！？¡¿"
_BRACKETS = {"(": ")", "[": "]", "{": "}"}
# A longer run without a space or punctuation is not treated as one word.
_LONGEST_WORD = 500
_JOINERS = "\u200c\u200d"


@lru_cache(maxsize=4096)
def _is_word_character(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] in "LNM" or category in {"So", "Sk", "Pc"} or character in _JOINERS


def _joined(text: str, offset: int) -> bool:
    """Whether the characters before and after ``offset`` belong to one word."""
    before, after = text[offset - 1], text[offset]
    if before in APOSTROPHES:
        return False
    if after in APOSTROPHES:
        return before.isalpha()
    if _is_word_character(before) and _is_word_character(after):
        return True
    if after in ".," or before in ".,":
        mark = offset if after in ".," else offset - 1
        return 0 < mark < len(text) - 1 and text[mark - 1].isdigit() and text[mark + 1].isdigit()
    return False


def _word_start(text: str, offset: int) -> int:
    first = offset - _LONGEST_WORD
    while max(0, first) < offset < len(text) and _joined(text, offset):
        offset -= 1
    return offset


def _word_end(text: str, offset: int) -> int:
    last = offset + _LONGEST_WORD
    while 0 < offset < min(last, len(text)) and _joined(text, offset):
        offset += 1
    return offset


def snap(text: str, start: int, end: int) -> tuple[int, int]:
    """The range extended to whole words: an end inside a word moves outward, others stay."""
    return _word_start(text, start), _word_end(text, end)


def word_at(text: str, offset: int) -> tuple[int, int]:
    """The word that contains the character at ``offset`` (or before it, at a word's end); empty if there is none."""
    for candidate in (offset, offset - 1):
        if 0 <= candidate < len(text) and _is_word_character(text[candidate]):
            return _word_start(text, candidate), _word_end(text, candidate + 1)
    return offset, offset


def next_word_end(text: str, offset: int) -> int:
    """The end of the word at or after ``offset``; the text's end if there is none."""
    while offset < len(text) and not _is_word_character(text[offset]):
        offset += 1
    return _word_end(text, offset + 1) if offset < len(text) else len(text)


def previous_word_start(text: str, offset: int) -> int:
    """The start of the word at or before ``offset``; 0 if there is none."""
    while offset > 0 and not _is_word_character(text[offset - 1]):
        offset -= 1
    return _word_start(text, offset - 1) if offset > 0 else 0


def next_word_start(text: str, offset: int) -> int:
    """The start of the first word after the one at ``offset``; the text's end if there is none."""
    if offset < len(text) and _is_word_character(text[offset]):
        offset = _word_end(text, offset + 1)
    while offset < len(text) and not _is_word_character(text[offset]):
        offset += 1
    return offset


def previous_word_end(text: str, offset: int) -> int:
    """The end of the last word before the one at ``offset``; 0 if there is none."""
    if offset > 0 and _is_word_character(text[offset - 1]):
        offset = _word_start(text, offset - 1)
    while offset > 0 and not _is_word_character(text[offset - 1]):
        offset -= 1
    return offset


def trim(text: str, start: int, end: int, *, keeps_quotes: bool) -> tuple[int, int]:
    """The range without spaces and punctuation at its edges; empty (start == end) if nothing else is left.

    Quotation marks are removed too unless ``keeps_quotes``, and so is a pair of brackets around the whole range. The
    apostrophe of an elision (*l'*) stays, and so does a bracket with its partner inside (*Zelensky (Ukraine)*).
    """
    while True:
        while start < end and _is_edge(text, start, start, end, keeps_quotes=keeps_quotes):
            start += 1
        while start < end and _is_edge(text, end - 1, start, end, keeps_quotes=keeps_quotes):
            end -= 1
        if not _is_bracketed(text[start:end]):
            return start, end
        start, end = start + 1, end - 1


def _is_bracketed(words: str) -> bool:
    """Whether one pair of brackets encloses the whole text."""
    closing = _BRACKETS.get(words[:1])
    if closing is None or not words.endswith(closing):
        return False
    depth = 0
    for offset, character in enumerate(words):
        depth += (character == words[0]) - (character == closing)
        if depth == 0:
            return offset == len(words) - 1
    return False


def _is_edge(text: str, offset: int, start: int, end: int, *, keeps_quotes: bool) -> bool:
    character = text[offset]
    if character.isspace() or character in _EDGE_PUNCTUATION or unicodedata.category(character) in {"Cc", "Cf"}:
        return True
    if character in APOSTROPHES and offset > start and offset == end - 1 and text[offset - 1].isalpha():
        return False
    if character in QUOTATION_MARKS:
        return not keeps_quotes
    inside = text[start:end]
    for opening, closing in _BRACKETS.items():
        if character == opening:
            return inside.count(closing) < inside.count(opening)
        if character == closing:
            return inside.count(opening) < inside.count(closing)
    return False
