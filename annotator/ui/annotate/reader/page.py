"""How does a document's text become a page that Qt can lay out?

Qt changes some characters on the way in: it merges CRLF, drops a byte order mark, and takes a few code points for
its own signs. So the page shows a copy in which each of those is replaced by another one of the same length; a
position in Qt is then always the UTF-16 position in the stored text, and text is never read back from Qt.

Qt also lays out and paints each line of a file as a whole. So one that would fill a book is shown in pieces that end at
a space, which then is the line break; only where no space comes is a break added, and ``PageMap`` counts it.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtGui import QFont, QFontDatabase, QTextBlockFormat, QTextCursor, QTextDocument, QTextOption

from annotator.domain.frozen_model import FrozenModel
from annotator.domain.text.offsets import OffsetMap

# Invisible, of zero width, and part of the character before it: the caret takes no extra step.
_NOTHING = "\u200c"
_SHOWN = {
    "\r\n": f"{_NOTHING}\n",
    "\r": "\n",
    "\u2028": "\n",
    "\u2029": "\n",
    "\ufeff": _NOTHING,
    "\ufdd0": "\ufffd",
    "\ufdd1": "\ufffd",
    "\ufffc": "\ufffd",
    "\x1c": " ",
    "\x1d": " ",
    "\x1e": " ",
    "\x1f": " ",
}
_CHANGED = re.compile("\r\n|[\r\u2028\u2029\ufeff\ufdd0\ufdd1\ufffc\x1c-\x1f]")

# Looking for each sign is many times faster than the expression, and most texts hold none.
_SIGNS = {sign[0] for sign in _SHOWN}
_BLANK_LINE = re.compile(f"\n[ \t{_NOTHING}]*(?:\n|$)")

# In characters. A paragraph of a newspaper has some hundred; ten pages in one may well be shown with ragged lines.
_LONG_LINE = 20_000
_PIECE = 4_000
# More marks than these on one character are no writing.
_MOST_MARKS = 50
_HOLDS_TOGETHER = "\u200c\u200d\ufe0e\ufe0f"

PARAGRAPH_SPACE = 8.0
_BLANK_LINE_HEIGHT = 10.0
READING_FACES = (
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
    """The text as the page shows it: of the same length in UTF-16, place for place."""
    if not any(sign in text for sign in _SIGNS):
        return text
    return _CHANGED.sub(lambda found: _SHOWN[found.group()], text)


class Cut(NamedTuple):
    """Where a piece of a long line ends: at a space, whose place the break takes, or without one (``added``)."""

    place: int
    added: bool


def cuts(shown: str) -> list[Cut]:
    """Where the long lines of a page are cut, in order."""
    found: list[Cut] = []
    start = 0
    while len(shown) - start > _LONG_LINE:
        # What ends within the length of a long line is none, and neither is any line before it.
        end = shown.rfind("\n", start, start + _LONG_LINE + 1)
        if end < 0:
            end = shown.find("\n", start)
            end = len(shown) if end < 0 else end
            found += _cuts_between(shown, start, end)
        start = end + 1
    return found


def _cuts_between(shown: str, start: int, end: int) -> Iterator[Cut]:
    while end - start > _PIECE:
        space = shown.rfind(" ", start + 1, start + _PIECE)
        cut = Cut(_whole(shown, start + _PIECE), added=True) if space < 0 else Cut(space, added=False)
        yield cut
        start = cut.place if cut.added else cut.place + 1


def _whole(shown: str, place: int) -> int:
    """The end of the character that stands at ``place`` with all its marks."""
    for end in range(place, min(place + _MOST_MARKS, len(shown))):
        holds = shown[end - 1] == "\u200d" or shown[end] in _HOLDS_TOGETHER or unicodedata.combining(shown[end])
        if not holds:
            return end
    return place


def _in_pieces(shown: str, cut_at: list[Cut]) -> str:
    pieces, start = [], 0
    for cut in cut_at:
        pieces.append(shown[start : cut.place])
        start = cut.place if cut.added else cut.place + 1
    return "\n".join([*pieces, shown[start:]])


class PageMap(OffsetMap):
    """Translates between code points and positions on the page, past the breaks that only the page has."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._added = [cut.place for cut in cuts(shown_text(text)) if cut.added]
        self._breaks = [OffsetMap.to_utf16(self, place) + count for count, place in enumerate(self._added)]

    def to_utf16(self, place: int) -> int:
        """The position on the page; of a character behind an added break, the beginning of its line."""
        return super().to_utf16(place) + bisect_right(self._added, place)

    def to_codepoint(self, unit: int) -> int:
        """The code-point position; both sides of an added break are one."""
        return super().to_codepoint(unit - bisect_left(self._breaks, unit))


class Typesetting(FrozenModel):
    """How the article is set: points, characters in a line, percent of a line, and a face (empty: the best at hand)."""

    size: float = 13.0
    column: int = 70
    line_height: int = 185
    face: str = ""

    def font(self) -> QFont:
        """The face in its size."""
        font = QFont(self.face or next(iter(faces()), "serif"))
        font.setStyleHint(QFont.StyleHint.Serif)
        font.setPointSizeF(self.size)
        return font


def faces() -> list[str]:
    """The reading faces that are at hand, the best first."""
    families = set(QFontDatabase.families())
    return [name for name in READING_FACES if name in families]


def build_page(text: str, typesetting: Typesetting, margin: float) -> QTextDocument:
    """A laid-out copy of the text.

    It is built before any view sees it and without undo: a line height set on an attached document of 5 MB costs
    seconds.
    """
    page = QTextDocument()
    page.setUndoRedoEnabled(False)
    page.setDefaultFont(typesetting.font())
    page.setDocumentMargin(margin)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    page.setDefaultTextOption(option)
    shown = shown_text(text)
    cut_at = cuts(shown)
    page.setPlainText(_in_pieces(shown, cut_at) if cut_at else shown)
    line = QTextBlockFormat()
    line.setLineHeight(typesetting.line_height, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    line.setBottomMargin(PARAGRAPH_SPACE)
    cursor = QTextCursor(page)
    cursor.select(QTextCursor.SelectionType.Document)
    cursor.mergeBlockFormat(line)
    if _BLANK_LINE.search(shown):
        _shrink_blank_lines(page)
    if cut_at:
        _join_pieces(page, text, cut_at)
    return page


def _join_pieces(page: QTextDocument, text: str, cut_at: list[Cut]) -> None:
    """No gap between the pieces of one line."""
    close, places = QTextBlockFormat(), PageMap(text)
    close.setBottomMargin(0)
    for cut in cut_at:
        QTextCursor(page.findBlock(places.to_utf16(cut.place) - cut.added)).mergeBlockFormat(close)


def _shrink_blank_lines(page: QTextDocument) -> None:
    """Two to four line breaks in a row are one gap between paragraphs, not a hole in the page."""
    blank = QTextBlockFormat()
    blank.setLineHeight(_BLANK_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    blank.setBottomMargin(0)
    block = page.begin()
    while block.isValid():
        if block.length() <= 1 or not block.text().strip(f" \t{_NOTHING}"):
            QTextCursor(block).mergeBlockFormat(blank)
        block = block.next()
