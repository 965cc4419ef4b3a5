"""Where is a character, counted in code points, UTF-16 units and UTF-8 bytes?

Everything in the program counts Unicode code points. Qt counts UTF-16 units, and so do some file formats; this
module owns the way between them.
"""

from bisect import bisect_left, bisect_right


class OffsetMap:
    """Translates positions in one text between code points and UTF-16 units.

    Only characters above U+FFFF make the two differ, so the map holds their places and nothing else: a French
    article costs nothing, a text full of emoji one integer per emoji.
    """

    def __init__(self, text: str) -> None:
        self.length = len(text)
        self._astral: list[int] = []
        if not text.isascii() and len(text.encode("utf-16-le", "surrogatepass")) > 2 * len(text):
            self._astral = [place for place, character in enumerate(text) if character > "\uffff"]
        # Where the k-th astral character begins when counted in UTF-16 units: k units later than in code points.
        self._units = [place + count for count, place in enumerate(self._astral)]

    @property
    def utf16_length(self) -> int:
        return self.length + len(self._astral)

    def to_utf16(self, place: int) -> int:
        """The UTF-16 position of a code-point position (0 to the text's length, both included)."""
        return place + bisect_left(self._astral, place)

    def to_codepoint(self, unit: int) -> int:
        """The code-point position of a UTF-16 position; one inside a surrogate pair counts as its beginning."""
        count = bisect_right(self._units, unit)
        inside = count > 0 and self._units[count - 1] + 1 == unit
        return unit - count + (1 if count and not inside and self._units[count - 1] == unit else 0)


def utf8_offset(text: str, place: int) -> int:
    """The UTF-8 byte position of a code-point position."""
    return len(text[:place].encode())
