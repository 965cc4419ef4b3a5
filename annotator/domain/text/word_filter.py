"""Which lines hold the words that a person types to filter a list?

Whole words, the last one as a prefix, accents and case folded; nothing is an operator.
"""

import re
import unicodedata
from functools import lru_cache

from annotator.domain.text.folding import fold

_WORDS = re.compile(r"[^\W_]+")
_COMBINING = re.compile("[\u0300-\u036f]+")


def searchable(*texts: str) -> str:
    """The words of these texts, in the form in which ``Filter`` looks for them; no two texts share a phrase."""
    return "|".join(_spaced(text) for text in texts)


@lru_cache(maxsize=65536)
def _spaced(text: str) -> str:
    return f" {' '.join(_words(text))} "


def _words(text: str) -> list[str]:
    folded = fold(text if text.isascii() else unicodedata.normalize("NFC", text))
    return _WORDS.findall(_COMBINING.sub("", folded))


class Filter:
    """What a query asks for: the words of each of its terms, one behind the other, anywhere."""

    def __init__(self, query: str) -> None:
        phrases = [_spaced(term) for term in query.split() if _words(term)]
        if phrases and not query[-1].isspace():
            phrases[-1] = phrases[-1].rstrip()
        self._phrases = phrases

    def holds(self, words: str) -> bool:
        """Whether a line of these ``searchable`` words fits; every line does where nothing is asked for."""
        return all(phrase in words for phrase in self._phrases)
