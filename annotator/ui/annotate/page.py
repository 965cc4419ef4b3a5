"""How does a document's text become a page that Qt can lay out?

Qt changes some characters on the way in: it merges CRLF, drops a byte order mark, and takes a few code points for
its own signs. So the page shows a copy in which each of those is replaced by another one of the same length; a
position in Qt is then always the UTF-16 position in the stored text, and text is never read back from Qt.
"""

import re

from PySide6.QtGui import QFont, QFontDatabase, QTextBlockFormat, QTextCursor, QTextDocument, QTextOption

from annotator.domain.values import Value

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


class Typesetting(Value):
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
    page.setPlainText(shown)
    line = QTextBlockFormat()
    line.setLineHeight(typesetting.line_height, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    line.setBottomMargin(PARAGRAPH_SPACE)
    cursor = QTextCursor(page)
    cursor.select(QTextCursor.SelectionType.Document)
    cursor.mergeBlockFormat(line)
    if _BLANK_LINE.search(shown):
        _shrink_blank_lines(page)
    return page


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
