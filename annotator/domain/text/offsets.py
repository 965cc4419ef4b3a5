"""Conversion of text offsets between code points, UTF-16 units and UTF-8 bytes.

The program counts Unicode code points. Qt and some file formats count UTF-16 units.
"""

from bisect import bisect_left, bisect_right


class OffsetMap:
    """Converts offsets in one text between code points and UTF-16 units.

    The two differ only after characters above U+FFFF, so the map stores the offsets of these characters and nothing
    else: a French article needs no memory, a text full of emoji one integer per emoji.
    """

    def __init__(self, text: str) -> None:
        self.length = len(text)
        self._astral: list[int] = []
        if not text.isascii() and len(text.encode("utf-16-le", "surrogatepass")) > 2 * len(text):
            self._astral = [offset for offset, character in enumerate(text) if character > "\uffff"]
        # The UTF-16 offset of the k-th astral character: k units more than its code-point offset.
        self._units = [offset + count for count, offset in enumerate(self._astral)]

    @property
    def utf16_length(self) -> int:
        return self.length + len(self._astral)

    def to_utf16(self, offset: int) -> int:
        """The UTF-16 offset of a code-point offset (0 to the text's length, both included)."""
        return offset + bisect_left(self._astral, offset)

    def to_codepoint(self, unit: int) -> int:
        """The code-point offset of a UTF-16 offset; one inside a surrogate pair counts as its start."""
        count = bisect_right(self._units, unit)
        inside = count > 0 and self._units[count - 1] + 1 == unit
        return unit - count + (1 if count and not inside and self._units[count - 1] == unit else 0)


def utf8_offset(text: str, offset: int) -> int:
    """The UTF-8 byte offset of a code-point offset."""
    return len(text[:offset].encode())
