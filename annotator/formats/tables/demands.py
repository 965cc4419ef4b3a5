"""The table of demands: who demands what from whom, for spreadsheets and statistics.

It is CSV where the destination ends in ``.csv``, else JSONL. It has one line for each demand, speaker and addressee, in
the columns of ``DemandRow``. Where layers of several annotators go into one file, there is a last column ``annotator``.

CSV is UTF-8 without a byte order mark, LF; text and codes are quoted, numbers are not. A cell that a spreadsheet would
take for a formula gets a leading apostrophe, which can be removed again (``docs/demands.md``). JSONL is exact.
"""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from annotator.domain.demand_rows import COLUMNS, DEMAND_ATTRIBUTES, DemandNames, demand_rows
from annotator.domain.demands import Demand, DemandRoles, demands_of
from annotator.domain.document import Document
from annotator.domain.errors import Refused
from annotator.domain.marks.marks import Layer, Relation, Span
from annotator.domain.record import Record
from annotator.domain.scheme.roles import AttributeRole, RelationRole
from annotator.formats.atomic_file import AtomicFile
from annotator.formats.format import ExportContext, FileType, Source, Trait
from annotator.formats.native.jsonl import json_line
from annotator.i18n import mark, tr

# Spreadsheets take these characters for the beginning of a formula, some also in full width or after a control
# character.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


def escape_formula(cell: str) -> str:
    """The cell, with a leading apostrophe where a spreadsheet would take it for a formula.

    A cell that already begins with such an apostrophe gets one more, so that removing one always restores the cell.
    """
    return f"'{cell}" if _FORMULA.match(cell) else cell


def table_columns(*, with_annotators: bool) -> tuple[str, ...]:
    """The names of the columns; ``with_annotators`` adds a last one for the annotator."""
    return (*COLUMNS, "annotator") if with_annotators else COLUMNS


def csv_line(cells: Sequence[str | float], *, delimiter: str = ",") -> str:
    """The cells as one line of CSV, without formulas and with quoted text."""
    line = io.StringIO(newline="")
    safe = [escape_formula(cell) if isinstance(cell, str) else cell for cell in cells]
    csv.writer(line, delimiter=delimiter, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n").writerow(safe)
    return line.getvalue()


class DemandsWriter:
    """Writes one table."""

    def __init__(self, destination: Path, context: ExportContext) -> None:
        self._draft = AtomicFile(destination)
        self._csv = destination.suffix.lower() == ".csv"
        self._with_annotators = context.with_annotators
        self._names = DemandNames(context.registries, context.demand_roles)
        self.files: list[Path] = [destination]

    def __enter__(self) -> Self:
        self._draft.__enter__()
        if self._csv:
            self._draft.file.write(csv_line(table_columns(with_annotators=self._with_annotators)).encode())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._draft.__exit__(kind, error, trace)

    def add(self, document: Document, layer: Layer | None, *, scheme: str) -> None:
        if layer is None:
            return
        for row in demand_rows(layer, published=published_date(document), names=self._names):
            cells = (*row, layer.annotator) if self._with_annotators else row
            if self._csv:
                self._draft.file.write(csv_line(cells).encode())
            else:
                self._draft.file.write(
                    json_line(dict(zip(table_columns(with_annotators=self._with_annotators), cells, strict=True)))
                )


def published_date(document: Document) -> str:
    """The publication date of the article in its metadata; empty where there is none."""
    return str(document.meta.get("published") or "")


class DemandsFormat:
    """A table of demands, which is only written."""

    name = "demands"
    title = mark("Demands: a table of who demands what of whom")
    reads = False
    suffixes: tuple[str, ...] = ()
    asks_encoding = False
    file_types: tuple[FileType, ...] = (
        FileType(".csv", mark("Table for spreadsheets (*.csv)")),
        FileType(".jsonl", mark("JSONL (*.jsonl)")),
    )
    suggested_name = "{project}-demands.csv"
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

    def writer(self, destination: Path, context: ExportContext) -> DemandsWriter:
        return DemandsWriter(destination, context)

    def carried_counts(self, document: Document, layer: Layer, context: ExportContext) -> Mapping[Trait, int]:
        roles = context.demand_roles
        demands = demands_of(layer, roles)
        attributes = _attributes_in_table(demands, roles)
        relations = {relation.id: relation for demand in demands for relation in demand.relations}
        return {
            "spans": len(attributes),
            "relations": len(relations),
            "attributes": sum(
                len(attributes[span.id] & span.attributes.keys()) for span in layer.spans if span.id in attributes
            )
            + sum(_has_stance(relation, roles) for relation in relations.values()),
            "annotators": int(context.with_annotators),
            "metadata": int(bool(demands) and document.meta.keys() <= {"published"}),
        }


def _attributes_in_table(demands: Sequence[Demand], roles: DemandRoles) -> dict[str, set[str]]:
    """The attributes that the table contains of each span that it contains, by the id of the span."""
    attributes: defaultdict[str, set[str]] = defaultdict(set)

    def add(spans: Iterable[Span], *attribute_roles: AttributeRole) -> None:
        for span in spans:
            declared = [roles.attribute(span, role) for role in attribute_roles]
            attributes[span.id] |= {attribute.name for attribute in declared if attribute}

    for demand in demands:
        add([demand.span], *DEMAND_ATTRIBUTES)
        add(demand.speakers, AttributeRole.ENTITY, AttributeRole.SOURCE_TYPE)
        add(demand.events, AttributeRole.EVENT)
        add(demand.addressees, AttributeRole.ENTITY)
        for response in demand.responses:
            add([response.span])
            add(response.respondents, AttributeRole.ENTITY)
    return attributes


def _has_stance(relation: Relation, roles: DemandRoles) -> bool:
    """Whether the relation is a response with a stance, which the table contains."""
    stance = roles.relation_attribute(relation, AttributeRole.STANCE)
    is_response = roles.relation_roles.get(relation.label) == RelationRole.RESPONDS_TO
    return is_response and stance is not None and stance.name in relation.attributes
