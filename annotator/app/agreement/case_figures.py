"""Figures behind a case: the agreement on its labels, and how common its kinds are."""

from annotator.agreement import measure_lookup
from annotator.agreement.matches.confusion import NONE
from annotator.agreement.sums import AnnotatorPair
from annotator.app.agreement.live_panel import Agreement
from annotator.app.agreement.table_builder import TableBuilder
from annotator.app.agreement.tables import AgreementTable, TableCell, TableRow
from annotator.app.review.queue import CaseFigures
from annotator.i18n import tr
from annotator.review.cases import Case


def disagreeing_pair(case: Case) -> AnnotatorPair | None:
    """The two annotators whose versions differ, if there is just one such pair; None where there are more."""
    pairs = [
        (min(first, second), max(first, second))
        for position, first in enumerate(case.annotators)
        for second in case.annotators[position + 1 :]
        if case.versions[first] != case.versions[second]
    ]
    return pairs[0] if len(pairs) == 1 else None


def case_table(agreement: Agreement, case: Case, common: CaseFigures) -> AgreementTable:
    """The measures of the labels and kinds of a case, each with the passages behind it.

    They are of the pair that disagrees; where several pairs disagree, of all annotators.
    """
    pair = disagreeing_pair(case)
    tables = TableBuilder(agreement.panel, agreement.report(), pair)
    rows = [
        *_label_rows(tables, case),
        *_kind_rows(tables, case),
        *(_confusion_rows(tables, case, pair) if pair else []),
    ]
    hint = tr(
        "Of this kind {kind} ({kind_open} open), with these labels {pair} ({pair_open} open),"
        " in this article {document} ({document_open} open)",
        **common._asdict(),
    )
    return AgreementTable(
        "case", tr("Figures behind the case"), hint, (tr("Of"), tr("Figure"), tr("Passages")), tuple(rows)
    )


def _row(name: str, cell: TableCell, hue: str = "") -> TableRow:
    # There is no room for bars beside the article; the reason why a figure is undefined may be cut off.
    figure = cell if cell.value is None else cell._replace(look="count")
    return TableRow(
        name, (figure, cell._replace(text=str(cell.passage_count), value=cell.passage_count, look="count")), hue=hue
    )


def _labels(case: Case) -> list[str]:
    return sorted({span.label for spans in case.spans.values() for span in spans})


def _label_rows(tables: TableBuilder, case: Case) -> list[TableRow]:
    """The agreement on each label of the case; the agreement on links, where the case is about a link."""
    if case.is_relation:
        return [_row(row.name, row.cells[0]) for row in tables.relations().rows]
    table = tables.labels()
    titles = [tr(definition.title) for definition in measure_lookup.from_sums("period")]
    columns = [(title, table.heads.index(title) - 1) for title in titles if title in table.heads]
    return [
        _row(f"{row.name} · {name}", row.cells[column], row.hue)
        for row in table.rows
        if row.name in _labels(case)
        for name, column in columns
    ]


def _kind_rows(tables: TableBuilder, case: Case) -> list[TableRow]:
    """The share of all passages that differ in each kind of the case."""
    rows = (tables.relation_kinds() if case.is_relation else tables.kinds()).rows
    shares = [
        (row, cell)
        for row in rows
        for cell in row.cells
        if case.is_relation or (cell.passage_key and cell.passage_key.subject in case.kinds)
    ]
    return [_row(row.name, cell._replace(text=f"{cell.value:.0%}"), row.hue) for row, cell in shares]


def _confusion_rows(tables: TableBuilder, case: Case, pair: AnnotatorPair) -> list[TableRow]:
    """How often the two annotators gave exactly these different labels."""
    label_sets = [{span.label for span in case.spans.get(name, ())} or {NONE} for name in pair]
    cells = [cell for row in tables.confusion().rows for cell in row.cells if cell.passage_count and cell.passage_key]
    label_pairs = {(first, second) for first in label_sets[0] for second in label_sets[1] if first != second}
    return [
        _row(" / ".join(labels), cell)
        for cell in cells
        if cell.passage_key and (labels := cell.passage_key.subject) in label_pairs and isinstance(labels, tuple)
    ]
