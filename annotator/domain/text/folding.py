"""Folding of characters that a search treats as equal.

Case, accents and the shape of apostrophes, hyphens and spaces are ignored. Folding replaces each character by one
character, so an offset in the folded text is an offset in the text.
"""

import re
import unicodedata

_ALIKE = {
    **dict.fromkeys("\u2019\u2018\u02bc\u201b\uff07", "'"),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014", "-"),
    **dict.fromkeys("\u00a0\u202f\u2009\u2007\n\r\t", " "),
}
_COMBINING = "[\u0300-\u036f]*"
# From this length on, one replacement for each distinct character is faster than a lookup for each character.
_LONG = 10_000
_MANY_KINDS = 200


def _fold_character(character: str) -> str:
    if character in _ALIKE:
        return _ALIKE[character]
    base, *marks = list(unicodedata.normalize("NFD", character))
    if not all(map(unicodedata.combining, marks)):
        base = character
    folded = base.casefold()
    return folded if len(folded) == 1 else base


class _Folding(dict[int, str]):
    """The folded form of each character by code point, computed at the first lookup."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
        return folded


_FOLDING = _Folding()


def fold(text: str) -> str:
    """The text with every character in its folded form; the length stays the same."""
    if len(text) < _LONG:
        return text.translate(_FOLDING)
    changed = [character for character in set(text) if _FOLDING[ord(character)] != character]
    if len(changed) > _MANY_KINDS:
        return text.translate(_FOLDING)
    for character in changed:
        text = text.replace(character, _FOLDING[ord(character)])
    return text


def find_all(folded_text: str, query: str) -> list[tuple[int, int]]:
    """The occurrences of ``query`` in a text folded by ``fold``, in order, without overlaps (none if it is empty)."""
    characters = [c for c in fold(unicodedata.normalize("NFC", query)) if not unicodedata.combining(c)]
    if not characters:
        return []
    pattern = "".join(re.escape(character) + _COMBINING for character in characters)
    return list(map(re.Match.span, re.finditer(pattern, folded_text)))
