"""Which tokens does a text have, and which of them are under a label?

A token is a word, up to its apostrophe, or a single sign; spaces are none. A token belongs to a span when they share at
least one character.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence

from annotator.agreement.coefficients.coding import Coding
from annotator.domain.matching.extents import Extent
from annotator.domain.text.words import APOSTROPHES

_TOKEN = re.compile(rf"\w+[{APOSTROPHES}]?|[^\w\s]")


class Tokens:
    """The tokens of one text, in order."""

    def __init__(self, text: str) -> None:
        places = [found.span() for found in _TOKEN.finditer(text)]
        self.places = places
        self._starts = [start for start, _ in places]
        self._ends = [end for _, end in places]

    def __len__(self) -> int:
        return len(self.places)

    def under(self, extent: Extent) -> int:
        """The tokens under an extent, a bit for each."""
        found = 0
        for start, end in extent:
            first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
            if first < last:
                found |= (1 << last) - (1 << first)
        return found


def coding(marked: Mapping[str, int], annotators: Sequence[str]) -> Coding:
    """How often which of the annotators marked a token, tokens that nobody marked left out.

    ``marked`` has a bit for each token of each annotator who finished the text; the others' rating is None.
    """
    everywhere = 0
    for bits in marked.values():
        everywhere |= bits
    found: list[tuple[int, tuple[bool | None, ...]]] = [(everywhere, ())] if everywhere else []
    for name in annotators:
        if name not in marked:
            found = [(bits, (*ratings, None)) for bits, ratings in found]
            continue
        split = [
            (part, (*ratings, holds))
            for bits, ratings in found
            for part, holds in ((bits & marked[name], True), (bits & ~marked[name], False))
        ]
        found = [(bits, ratings) for bits, ratings in split if bits]
    return Counter({ratings: bits.bit_count() for bits, ratings in found})
