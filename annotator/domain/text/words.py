"""Where do words begin and end, and which edges of a selection belong to a span?

A word ends after an apostrophe (*l'*, *été*), a hyphen is a boundary (*Trump*, *Poutine*), a combining mark or a
joiner stays with its base, and a figure keeps its decimal point.
"""

import unicodedata
from functools import lru_cache

APOSTROPHES = "'\u2019\u02bc\uff07"
QUOTATION_MARKS = "\"«»“”„‟‹›‘’‚‛'＂"
_EDGE_PUNCTUATION = ".,;:!?…‥·•‐‑‒–—―-、。，；：！？¡¿"
_BRACKETS = {"(": ")", "[": "]", "{": "}"}
# What runs on for longer without a space or a sign is no word that anybody would want whole.
_LONGEST_WORD = 500
_JOINERS = "\u200c\u200d"


@lru_cache(maxsize=4096)
def _is_word_character(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] in "LNM" or category in {"So", "Sk", "Pc"} or character in _JOINERS


def _joined(text: str, place: int) -> bool:
    """Whether the characters before and after ``place`` stand in one word."""
    before, after = text[place - 1], text[place]
    if before in APOSTROPHES:
        return False
    if after in APOSTROPHES:
        return before.isalpha()
    if _is_word_character(before) and _is_word_character(after):
        return True
    if after in ".," or before in ".,":
        mark = place if after in ".," else place - 1
        return 0 < mark < len(text) - 1 and text[mark - 1].isdigit() and text[mark + 1].isdigit()
    return False


def _word_start(text: str, place: int) -> int:
    first = place - _LONGEST_WORD
    while max(0, first) < place < len(text) and _joined(text, place):
        place -= 1
    return place


def _word_end(text: str, place: int) -> int:
    last = place + _LONGEST_WORD
    while 0 < place < min(last, len(text)) and _joined(text, place):
        place += 1
    return place


def snap(text: str, start: int, end: int) -> tuple[int, int]:
    """The range widened to whole words: an end inside a word moves outward, others stay."""
    return _word_start(text, start), _word_end(text, end)


def word_at(text: str, place: int) -> tuple[int, int]:
    """The word that holds the character at ``place`` (or before it, at a word's end); empty where there is none."""
    for candidate in (place, place - 1):
        if 0 <= candidate < len(text) and _is_word_character(text[candidate]):
            return _word_start(text, candidate), _word_end(text, candidate + 1)
    return place, place


def next_word_end(text: str, place: int) -> int:
    """The end of the word that lies at or after ``place``; the text's end where there is none."""
    while place < len(text) and not _is_word_character(text[place]):
        place += 1
    return _word_end(text, place + 1) if place < len(text) else len(text)


def previous_word_start(text: str, place: int) -> int:
    """The start of the word that lies at or before ``place``; 0 where there is none."""
    while place > 0 and not _is_word_character(text[place - 1]):
        place -= 1
    return _word_start(text, place - 1) if place > 0 else 0


def next_word_start(text: str, place: int) -> int:
    """The start of the first word after the one at ``place``; the text's end where there is none."""
    if place < len(text) and _is_word_character(text[place]):
        place = _word_end(text, place + 1)
    while place < len(text) and not _is_word_character(text[place]):
        place += 1
    return place


def previous_word_end(text: str, place: int) -> int:
    """The end of the last word before the one at ``place``; 0 where there is none."""
    if place > 0 and _is_word_character(text[place - 1]):
        place = _word_start(text, place - 1)
    while place > 0 and not _is_word_character(text[place - 1]):
        place -= 1
    return place


def trim(text: str, start: int, end: int, *, keeps_quotes: bool) -> tuple[int, int]:
    """The range without spaces and punctuation at its edges; empty (start == end) where nothing else is left.

    Quotation marks go too unless ``keeps_quotes``, and so does a pair of brackets around everything. The apostrophe of
    an elision (*l'*) stays, and so does a bracket whose partner stands further inside (*Zelensky (Ukraine)*).
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
    """Whether one pair of brackets stands around everything."""
    closing = _BRACKETS.get(words[:1])
    if closing is None or not words.endswith(closing):
        return False
    depth = 0
    for place, character in enumerate(words):
        depth += (character == words[0]) - (character == closing)
        if depth == 0:
            return place == len(words) - 1
    return False


def _is_edge(text: str, place: int, start: int, end: int, *, keeps_quotes: bool) -> bool:
    character = text[place]
    if character.isspace() or character in _EDGE_PUNCTUATION or unicodedata.category(character) in {"Cc", "Cf"}:
        return True
    if character in APOSTROPHES and place > start and place == end - 1 and text[place - 1].isalpha():
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
