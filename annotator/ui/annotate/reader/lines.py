"""The lines of a page at a height, also while Qt still lays the page out.

Qt lays a long page out little by little. A block that it has not reached has no line and stands at the top of the page,
where a hit test takes it for the nearest one. So blocks are compared by height only as far as the page is laid out, and
a band beyond that is laid out on the way to it, the rest of the page is not.
"""

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import QPointF
from PySide6.QtGui import QTextBlock, QTextDocument, QTextLine

from annotator.domain.text.offsets import OffsetMap


class Line(NamedTuple):
    """One line on screen: Qt's line, where its block begins, its own place, and its range in code points."""

    line: QTextLine
    block_start: int
    origin: QPointF
    start: int
    end: int


def is_laid_out(page: QTextDocument) -> bool:
    """Whether Qt has reached the end of the page."""
    return page.lastBlock().layout().lineCount() > 0


def block_at(page: QTextDocument, height: float) -> QTextBlock:
    """The last block that begins at this height or above it, else the first one; it is laid out."""
    number = bisect_right(range(page.blockCount()), height, key=lambda number: _top(page.findBlockByNumber(number)))
    block = page.findBlockByNumber(max(0, number - 1))
    while block.next().isValid() and _laid_out(block.next()).layout().position().y() <= height:
        block = block.next()
    return _laid_out(block)


def lines_between(page: QTextDocument, band: tuple[float, float], shift: QPointF, offsets: OffsetMap) -> Iterator[Line]:
    """The lines of a band of the page, with one above and one below: lanes and letters of those reach into the band."""
    top, bottom = band
    block, number = _line_at(page, top)
    if number == 0 and block.previous().isValid():
        block = block.previous()
        number = block.layout().lineCount()
    first = max(0, number - 1)
    while block.isValid():
        origin = _laid_out(block).layout().position() + shift
        for line in _lines_of(block, first, origin, offsets):
            yield line
            if block.layout().position().y() + line.line.y() > bottom:
                return
        block, first = block.next(), 0


def _line_at(page: QTextDocument, height: float) -> tuple[QTextBlock, int]:
    """The last line that begins at this height or above it, else the first one: its block, and its number in there."""
    block = block_at(page, height)
    layout = block.layout()
    depth = height - layout.position().y()
    number = bisect_right(range(layout.lineCount()), depth, key=lambda number: layout.lineAt(number).y())
    return block, max(0, number - 1)


def _top(block: QTextBlock) -> float:
    """Where the block begins; what is not laid out comes behind all that is."""
    return block.layout().position().y() if block.layout().lineCount() else float("inf")


def _laid_out(block: QTextBlock) -> QTextBlock:
    block.document().documentLayout().blockBoundingRect(block)
    return block


def _lines_of(block: QTextBlock, first: int, origin: QPointF, offsets: OffsetMap) -> Iterator[Line]:
    """The lines of a block from number ``first`` on."""
    layout = block.layout()
    for number in range(first, layout.lineCount()):
        line = layout.lineAt(number)
        start = block.position() + line.textStart()
        yield Line(
            line,
            block.position(),
            origin,
            offsets.to_codepoint(start),
            offsets.to_codepoint(start + line.textLength()),
        )
