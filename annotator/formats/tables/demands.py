"""How does a table say who demands what of whom?

CSV where the destination ends in ``.csv``, else JSONL; one line for each demand, speaker and addressee, in the columns
of ``DemandRow``. Where layers of several annotators go into one file, a last column ``annotator`` tells them apart.

CSV is UTF-8 without a byte order mark, LF; text is quoted, codes too, and numbers are not. A cell in which a
spreadsheet would see a formula gets an apostrophe in front, which can be taken off again (``docs/demands.md``). JSONL
is exact.
"""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from annotator.domain.demands import COLUMNS, Demand, Names, demands_of, rows_of
from annotator.domain.document import Document
from annotator.domain.errors import Refused
from annotator.domain.marks.marks import Layer
from annotator.domain.record import Record
from annotator.formats.atomic_file import PlacedFile
from annotator.formats.format import Outgoing, Source, Trait
from annotator.formats.native.jsonl import line_of
from annotator.i18n import tr

# Spreadsheets take these for the beginning of a formula, some also in full width or behind a control character.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


def harmless(cell: str) -> str:
    """The cell with an apostrophe in front where a spreadsheet would compute it.

    A cell that begins with such an apostrophe already gets one more, so that taking one off always gives the cell.
    """
    return f"'{cell}" if _FORMULA.match(cell) else cell


def columns(*, several: bool) -> tuple[str, ...]:
    """The names of the columns; ``several`` annotators stand in a last one."""
    return (*COLUMNS, "annotator") if several else COLUMNS


def line_of_cells(cells: Sequence[str | float], *, delimiter: str = ",") -> str:
    """The cells as one line of a table, harmless and with text between quotation marks."""
    line = io.StringIO(newline="")
    safe = [harmless(cell) if isinstance(cell, str) else cell for cell in cells]
    csv.writer(line, delimiter=delimiter, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n").writerow(safe)
    return line.getvalue()


class DemandsWriter:
    """Writes one table."""

    def __init__(self, destination: Path, outgoing: Outgoing) -> None:
        self._placed = PlacedFile(destination)
        self._csv = destination.suffix.lower() == ".csv"
        self._several, self._names = outgoing.several, Names(outgoing.registries)
        self.files: list[Path] = [destination]

    def __enter__(self) -> Self:
        self._placed.__enter__()
        if self._csv:
            self._placed.file.write(line_of_cells(columns(several=self._several)).encode())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._placed.__exit__(kind, error, trace)

    def add(self, document: Document, layer: Layer | None, *, scheme: str) -> None:
        if layer is None:
            return
        for row in rows_of(layer, published=published(document), names=self._names):
            cells = (*row, layer.annotator) if self._several else row
            if self._csv:
                self._placed.file.write(line_of_cells(cells).encode())
            else:
                self._placed.file.write(line_of(dict(zip(columns(several=self._several), cells, strict=True))))


def published(document: Document) -> str:
    """When the article appeared, as its metadata say; empty where they do not."""
    return str(document.meta.get("published") or "")


class DemandsFormat:
    """A table of demands, for people who count them."""

    name = "demands"
    suffixes: tuple[str, ...] = ()
    reads = False
    cannot_carry: tuple[Trait, ...] = (
        "text",
        "spans",
        "fragments",
        "relations",
        "attributes",
        "notes",
        "status",
        "annotators",
        "metadata",
        "origins",
    )

    def read(self, source: Source) -> Iterator[tuple[Record, int]]:
        raise Refused(tr("a table of demands cannot be imported"), where=str(source.path))

    def writer(self, destination: Path, outgoing: Outgoing) -> DemandsWriter:
        return DemandsWriter(destination, outgoing)

    def kept(self, document: Document, layer: Layer, outgoing: Outgoing) -> Mapping[Trait, int]:
        demands = demands_of(layer)
        told = _told(demands)
        links = {link.id: link for demand in demands for link in demand.links}
        return {
            "spans": len(told),
            "relations": len(links),
            "attributes": sum(len(told[span.id] & span.attributes.keys()) for span in layer.spans if span.id in told)
            + sum("stance" in link.attributes for link in links.values()),
            "annotators": int(outgoing.several),
            "metadata": int(bool(demands) and document.meta.keys() <= {"published"}),
        }


def _told(demands: Sequence[Demand]) -> dict[str, set[str]]:
    """The spans that stand in the table, by id, each with the attributes that do."""
    told: defaultdict[str, set[str]] = defaultdict(set)
    for demand in demands:
        told[demand.span.id] |= set(COLUMNS)
        for speaker in demand.speakers:
            told[speaker.id] |= {"entity", "source_type"}
        for event in demand.events:
            told[event.id] |= {"event_ref"}
        for answer in demand.answers:
            told[answer.span.id] |= set()
        for party in (*demand.addressees, *(one for answer in demand.answers for one in answer.by)):
            told[party.id] |= {"entity"}
    return told
