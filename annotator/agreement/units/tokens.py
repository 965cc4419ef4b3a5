"""Tokens of a text, and the tokens under each label.

A token is a word, up to its apostrophe, or a single sign; spaces are not tokens. A token belongs to a span if they
share at least one character.
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
        offsets = [match.span() for match in _TOKEN.finditer(text)]
        self.offsets = offsets
        self._starts = [start for start, _ in offsets]
        self._ends = [end for _, end in offsets]

    def __len__(self) -> int:
        return len(self.offsets)

    def bits_under(self, extent: Extent) -> int:
        """The tokens under an extent, as a bit set."""
        bits = 0
        for start, end in extent:
            first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
            if first < last:
                bits |= (1 << last) - (1 << first)
        return bits


def token_coding(marked: Mapping[str, int], annotators: Sequence[str]) -> Coding:
    """The coding of the tokens that any annotator marked.

    ``marked`` has a bit for each token of each annotator who finished the text; the others have the rating None.
    """
    everywhere = 0
    for bits in marked.values():
        everywhere |= bits
    groups: list[tuple[int, tuple[bool | None, ...]]] = [(everywhere, ())] if everywhere else []
    for name in annotators:
        if name not in marked:
            groups = [(bits, (*ratings, None)) for bits, ratings in groups]
            continue
        split = [
            (subset, (*ratings, holds))
            for bits, ratings in groups
            for subset, holds in ((bits & marked[name], True), (bits & ~marked[name], False))
        ]
        groups = [(bits, ratings) for bits, ratings in split if bits]
    return Counter({ratings: bits.bit_count() for bits, ratings in groups})
