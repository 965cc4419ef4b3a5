"""The lines of a page in a band of heights, also while Qt still lays out the page.

Qt lays out a long page in steps. A block that is not laid out has no lines, and its position is the top of the page, so
that a hit test there finds the wrong block. So blocks are compared by height only in the part that is laid out. If the
band lies below that part, the page is laid out as far as the band, but no further.
"""

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import QPointF
from PySide6.QtGui import QTextBlock, QTextDocument, QTextLine

from annotator.domain.text.offsets import OffsetMap


class PageLine(NamedTuple):
    """One line: the line of Qt, the start and the origin of its block, and its range in code points."""

    line: QTextLine
    block_start: int
    origin: QPointF
    start: int
    end: int


def is_laid_out(page: QTextDocument) -> bool:
    """Whether Qt has reached the end of the page."""
    return page.lastBlock().layout().lineCount() > 0


def block_at(page: QTextDocument, height: float) -> QTextBlock:
    """The last block that begins at or above this height, otherwise the first one; it is laid out."""
    number = bisect_right(range(page.blockCount()), height, key=lambda number: _top(page.findBlockByNumber(number)))
    block = page.findBlockByNumber(max(0, number - 1))
    while block.next().isValid() and _laid_out(block.next()).layout().position().y() <= height:
        block = block.next()
    return _laid_out(block)


def lines_between(
    page: QTextDocument, band: tuple[float, float], shift: QPointF, offsets: OffsetMap
) -> Iterator[PageLine]:
    """The lines in a band of the page, with one above and one below, whose lanes and letters reach into the band."""
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
    """The block and the number of the last line that begins at or above this height, otherwise of the first line."""
    block = block_at(page, height)
    layout = block.layout()
    depth = height - layout.position().y()
    number = bisect_right(range(layout.lineCount()), depth, key=lambda number: layout.lineAt(number).y())
    return block, max(0, number - 1)


def _top(block: QTextBlock) -> float:
    """The top of the block; infinite if it is not laid out."""
    return block.layout().position().y() if block.layout().lineCount() else float("inf")


def _laid_out(block: QTextBlock) -> QTextBlock:
    block.document().documentLayout().blockBoundingRect(block)
    return block


def _lines_of(block: QTextBlock, first: int, origin: QPointF, offsets: OffsetMap) -> Iterator[PageLine]:
    """The lines of a block from number ``first`` on."""
    layout = block.layout()
    for number in range(first, layout.lineCount()):
        line = layout.lineAt(number)
        start = block.position() + line.textStart()
        yield PageLine(
            line,
            block.position(),
            origin,
            offsets.to_codepoint(start),
            offsets.to_codepoint(start + line.textLength()),
        )
