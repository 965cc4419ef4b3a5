"""The page: the text of a document as a QTextDocument.

Qt changes some characters of a text: it merges CRLF, drops a byte order mark, and uses a few code points as its own
control characters. So the page shows a copy in which each of those is replaced by another one of the same length. A
position in Qt is then always the UTF-16 position in the stored text, and text is never read back from Qt.

Qt lays out and paints each line of a text as a whole. So a very long line is shown in pieces. A piece ends at a space,
which the page shows as the line break; if there is no space, a break is added, and ``PageMap`` counts it.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtGui import QFont, QFontDatabase, QTextBlockFormat, QTextCursor, QTextDocument, QTextOption

from annotator.domain.frozen_model import FrozenModel
from annotator.domain.text.offsets import OffsetMap

# Invisible, of zero width, and part of the character before it, so that the caret does not stop at it.
_ZERO_WIDTH = "\u200c"
_SHOWN = {
    "\r\n": f"{_ZERO_WIDTH}\n",
    "\r": "\n",
    "\u2028": "\n",
    "\u2029": "\n",
    "\ufeff": _ZERO_WIDTH,
    "\ufdd0": "\ufffd",
    "\ufdd1": "\ufffd",
    "\ufffc": "\ufffd",
    "\x1c": " ",
    "\x1d": " ",
    "\x1e": " ",
    "\x1f": " ",
}
_CHANGED = re.compile("\r\n|[\r\u2028\u2029\ufeff\ufdd0\ufdd1\ufffc\x1c-\x1f]")

# Searching each character is many times faster than the expression, and most texts contain none of them.
_SPECIAL = {sequence[0] for sequence in _SHOWN}
_BLANK_LINE = re.compile(f"\n[ \t{_ZERO_WIDTH}]*(?:\n|$)")

# In characters. A paragraph of a newspaper has some hundred, so only texts without line breaks are cut.
_LONG_LINE = 20_000
_PIECE = 4_000
# The limit for combining marks on one character; no writing system uses more.
_MOST_MARKS = 50
_JOINERS = "\u200c\u200d\ufe0e\ufe0f"

PARAGRAPH_SPACE = 8.0
_BLANK_LINE_HEIGHT = 10.0
READING_FONTS = (
    "Noto Serif",
    "Source Serif 4",
    "Charis SIL",
    "Georgia",
    "Cambria",
    "Charter",
    "DejaVu Serif",
    "Noto Sans",
    "DejaVu Sans",
)


def shown_text(text: str) -> str:
    """The text as the page shows it; every character keeps its UTF-16 position."""
    if not any(character in text for character in _SPECIAL):
        return text
    return _CHANGED.sub(lambda match: _SHOWN[match.group()], text)


class LineCut(NamedTuple):
    """The end of a piece of a long line: at a space that the break replaces, or an ``added`` break."""

    offset: int
    added: bool


def line_cuts(text: str) -> list[LineCut]:
    """The cuts of the long lines of a shown text, in order."""
    cut_at: list[LineCut] = []
    start = 0
    while len(text) - start > _LONG_LINE:
        # A line that ends within this length is not long, and neither are the lines before it.
        end = text.rfind("\n", start, start + _LONG_LINE + 1)
        if end < 0:
            end = text.find("\n", start)
            end = len(text) if end < 0 else end
            cut_at += _cuts_between(text, start, end)
        start = end + 1
    return cut_at


def _cuts_between(text: str, start: int, end: int) -> Iterator[LineCut]:
    while end - start > _PIECE:
        space = text.rfind(" ", start + 1, start + _PIECE)
        cut = LineCut(_character_end(text, start + _PIECE), added=True) if space < 0 else LineCut(space, added=False)
        yield cut
        start = cut.offset if cut.added else cut.offset + 1


def _character_end(text: str, offset: int) -> int:
    """The end of the character at ``offset``, after its combining marks."""
    for end in range(offset, min(offset + _MOST_MARKS, len(text))):
        joined = text[end - 1] == "\u200d" or text[end] in _JOINERS or unicodedata.combining(text[end])
        if not joined:
            return end
    return offset


def _in_pieces(text: str, cut_at: list[LineCut]) -> str:
    pieces, start = [], 0
    for cut in cut_at:
        pieces.append(text[start : cut.offset])
        start = cut.offset if cut.added else cut.offset + 1
    return "\n".join([*pieces, text[start:]])


class PageMap(OffsetMap):
    """Translates between code points and positions on the page, including the breaks that only the page has."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._added = [cut.offset for cut in line_cuts(shown_text(text)) if cut.added]
        self._breaks = [OffsetMap.to_utf16(self, offset) + count for count, offset in enumerate(self._added)]

    def to_utf16(self, offset: int) -> int:
        """The position on the page; of a character after an added break, the beginning of its line."""
        return super().to_utf16(offset) + bisect_right(self._added, offset)

    def to_codepoint(self, unit: int) -> int:
        """The code-point position; both sides of an added break have the same one."""
        return super().to_codepoint(unit - bisect_left(self._breaks, unit))


class Typesetting(FrozenModel):
    """Font size in points, characters in a line, line height in percent, and font (empty: the best available)."""

    size: float = 13.0
    column: int = 70
    line_height: int = 185
    face: str = ""

    def font(self) -> QFont:
        """The font in its size."""
        font = QFont(self.face or next(iter(reading_fonts()), "serif"))
        font.setStyleHint(QFont.StyleHint.Serif)
        font.setPointSizeF(self.size)
        return font


def reading_fonts() -> list[str]:
    """The installed reading fonts, the best first."""
    families = set(QFontDatabase.families())
    return [name for name in READING_FONTS if name in families]


def build_page(text: str, typesetting: Typesetting, margin: float) -> QTextDocument:
    """A document with the text in this typesetting.

    It is built before a view shows it and without undo: setting a line height on a shown document of 5 MB takes
    seconds.
    """
    page = QTextDocument()
    page.setUndoRedoEnabled(False)
    page.setDefaultFont(typesetting.font())
    page.setDocumentMargin(margin)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    page.setDefaultTextOption(option)
    page_text = shown_text(text)
    cut_at = line_cuts(page_text)
    page.setPlainText(_in_pieces(page_text, cut_at) if cut_at else page_text)
    line = QTextBlockFormat()
    line.setLineHeight(typesetting.line_height, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    line.setBottomMargin(PARAGRAPH_SPACE)
    cursor = QTextCursor(page)
    cursor.select(QTextCursor.SelectionType.Document)
    cursor.mergeBlockFormat(line)
    if _BLANK_LINE.search(page_text):
        _shrink_blank_lines(page)
    if cut_at:
        _join_pieces(page, text, cut_at)
    return page


def _join_pieces(page: QTextDocument, text: str, cut_at: list[LineCut]) -> None:
    """Remove the gaps between the pieces of one line."""
    without_gap, page_map = QTextBlockFormat(), PageMap(text)
    without_gap.setBottomMargin(0)
    for cut in cut_at:
        QTextCursor(page.findBlock(page_map.to_utf16(cut.offset) - cut.added)).mergeBlockFormat(without_gap)


def _shrink_blank_lines(page: QTextDocument) -> None:
    """Reduce the height of empty lines, so that several line breaks make one gap between paragraphs."""
    blank = QTextBlockFormat()
    blank.setLineHeight(_BLANK_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    blank.setBottomMargin(0)
    block = page.begin()
    while block.isValid():
        if block.length() <= 1 or not block.text().strip(f" \t{_ZERO_WIDTH}"):
            QTextCursor(block).mergeBlockFormat(blank)
        block = block.next()
