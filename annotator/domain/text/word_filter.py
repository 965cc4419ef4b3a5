"""The filter of a list by words that the user types.

Words match whole, the last one as a prefix; accents and case are ignored; there are no operators.
"""

import re
import unicodedata
from functools import lru_cache

from annotator.domain.text.folding import fold

_WORDS = re.compile(r"[^\W_]+")
_COMBINING = re.compile("[\u0300-\u036f]+")


def searchable_words(*texts: str) -> str:
    """The words of these texts in the form that ``WordFilter`` searches; no phrase spans two texts."""
    return "|".join(_spaced(text) for text in texts)


@lru_cache(maxsize=65536)
def _spaced(text: str) -> str:
    return f" {' '.join(_words(text))} "


def _words(text: str) -> list[str]:
    folded = fold(text if text.isascii() else unicodedata.normalize("NFC", text))
    return _WORDS.findall(_COMBINING.sub("", folded))


class WordFilter:
    """A query: the words of each of its terms in sequence, anywhere in a line."""

    def __init__(self, query: str) -> None:
        phrases = [_spaced(term) for term in query.split() if _words(term)]
        if phrases and not query[-1].isspace():
            phrases[-1] = phrases[-1].rstrip()
        self._phrases = phrases

    def matches(self, words: str) -> bool:
        """Whether a line of these ``searchable_words`` matches; every line matches an empty query."""
        return all(phrase in words for phrase in self._phrases)
