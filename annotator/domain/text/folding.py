"""Which characters count as the same when a person searches?

Case, accents and the shape of apostrophes, hyphens and spaces do not matter. Folding replaces one character by one
character, so a place in the folded text is a place in the text.
"""

import re
import unicodedata

_ALIKE = {
    **dict.fromkeys("\u2019\u2018\u02bc\u201b\uff07", "'"),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014", "-"),
    **dict.fromkeys("\u00a0\u202f\u2009\u2007\n\r\t", " "),
}
_COMBINING = "[\u0300-\u036f]*"
# From this length on, replacing the characters of a text one kind at a time is faster than looking each one up.
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
    """What each character counts as, by code point; found out when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
        return folded


_FOLDING = _Folding()


def fold(text: str) -> str:
    """The text with every character replaced by the one it counts as; of the same length."""
    if len(text) < _LONG:
        return text.translate(_FOLDING)
    changed = [character for character in set(text) if _FOLDING[ord(character)] != character]
    if len(changed) > _MANY_KINDS:
        return text.translate(_FOLDING)
    for character in changed:
        text = text.replace(character, _FOLDING[ord(character)])
    return text


def find_all(folded_text: str, query: str) -> list[tuple[int, int]]:
    """Every place of ``query`` in a text folded by ``fold``, in order, not overlapping; none for an empty query."""
    wanted = [c for c in fold(unicodedata.normalize("NFC", query)) if not unicodedata.combining(c)]
    if not wanted:
        return []
    pattern = "".join(re.escape(character) + _COMBINING for character in wanted)
    return list(map(re.Match.span, re.finditer(pattern, folded_text)))
