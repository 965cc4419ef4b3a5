"""Tables of agreement: their cells, rows and headings.

Screen, clipboard, files and the report show the same tables.
"""

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from annotator.agreement.sums import PassageKey

CellLook = Literal["text", "count", "share", "alpha", "heat", "same", "other"]
"""How a cell is drawn: a share as a bar, an alpha as a bar with reference lines, a heat as a background colour. The
counts of a confusion matrix have the background of equal or of different labels."""

# The prefix of the hue of a row that shows a kind of difference and not a label.
KIND_HUE = "kind:"


class TableCell(NamedTuple):
    """One figure: its text, its value, a description of it in full, and the passages behind it.

    ``documents`` are the documents of the passages, None for all; ``passage_count`` is the number of passages.
    """

    text: str
    value: float | None = None
    description: str = ""
    look: CellLook = "text"
    passage_key: PassageKey | None = None
    documents: frozenset[str] | None = None
    passage_count: int = 0


class TableRow(NamedTuple):
    """A row of figures and its name; ``hue`` is the label or kind whose colour it has, if any."""

    name: str
    cells: tuple[TableCell, ...]
    hue: str = ""


class AgreementTable(NamedTuple):
    """A table with its title and a line on how to read it; ``heads`` includes the heading of the row names."""

    name: str
    title: str
    hint: str
    heads: tuple[str, ...]
    rows: tuple[TableRow, ...]


def plain_rows(table: AgreementTable) -> Iterable[Sequence[str | float]]:
    """The rows for a spreadsheet: the headings first, figures with all digits, reasons in words."""
    yield table.heads
    for row in table.rows:
        yield (
            row.name,
            *(cell.text if cell.value is None or cell.look == "text" else _number(cell) for cell in row.cells),
        )


def _number(cell: TableCell) -> float | int | str:
    # A cell that is drawn as a share of the total is still a count.
    if cell.look in ("same", "other") or (cell.look == "share" and cell.text.isdecimal()):
        return cell.passage_count
    return cell.value if cell.value is not None else cell.text
