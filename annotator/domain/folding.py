"""Which characters count as the same when a person searches?

Case, accents and the shape of apostrophes, hyphens and spaces do not matter. Folding replaces one character by one
character, so a place in the folded text is a place in the text.
"""

import re
import unicodedata
from functools import lru_cache

_ALIKE = {
    **dict.fromkeys("\u2019\u2018\u02bc\u201b\uff07", "'"),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014", "-"),
    **dict.fromkeys("\u00a0\u202f\u2009\u2007\n\r\t", " "),
}
_COMBINING = "[\u0300-\u036f]*"


@lru_cache(maxsize=8192)
def _fold_character(character: str) -> str:
    if character in _ALIKE:
        return _ALIKE[character]
    base, *marks = list(unicodedata.normalize("NFD", character))
    if not all(map(unicodedata.combining, marks)):
        base = character
    folded = base.casefold()
    return folded if len(folded) == 1 else base


def fold(text: str) -> str:
    """The text with every character replaced by the one it counts as; of the same length."""
    return text.translate({ord(character): _fold_character(character) for character in set(text)})


def find_all(folded_text: str, query: str) -> list[tuple[int, int]]:
    """Every place of ``query`` in a text folded by ``fold``, in order, not overlapping; none for an empty query."""
    wanted = [c for c in fold(unicodedata.normalize("NFC", query)) if not unicodedata.combining(c)]
    if not wanted:
        return []
    pattern = "".join(re.escape(character) + _COMBINING for character in wanted)
    return [match.span() for match in re.finditer(pattern, folded_text)]
