"""Which figures stand behind a case: how far people agree on its labels, and how common it is?"""

from annotator.agreement.document_sums import Pair
from annotator.agreement.matches.confusion import NONE
from annotator.app.agreement.live_panel import Agreement
from annotator.app.agreement.tables import Cell, Row, Table, Tables
from annotator.app.agreement.wording import measure_name
from annotator.app.review.queue import Figures
from annotator.i18n import tr
from annotator.review.cases import Case

_OF_A_LABEL = ("exact_f1", "soft_f1")


def pair_at_odds(case: Case) -> Pair | None:
    """The two who say different things, where it is just two; None where there are more."""
    pairs = [
        (min(one, other), max(one, other))
        for place, one in enumerate(case.annotators)
        for other in case.annotators[place + 1 :]
        if case.versions[one] != case.versions[other]
    ]
    return pairs[0] if len(pairs) == 1 else None


def case_table(agreement: Agreement, case: Case, common: Figures) -> Table:
    """The measures of the labels and kinds at hand, each with the passages behind it.

    Of the two who are at odds; where there are more of them, of everybody.
    """
    pair = pair_at_odds(case)
    tables = Tables(agreement.panel, agreement.report(), pair)
    rows = [*_of_labels(tables, case), *_of_kinds(tables, case), *(_confused(tables, case, pair) if pair else [])]
    hint = tr(
        "Of this kind {kind} ({kind_open} open), with these labels {pair} ({pair_open} open),"
        " in this article {document} ({document_open} open)",
        **common._asdict(),
    )
    return Table("case", tr("Figures behind the case"), hint, (tr("Of"), tr("Figure"), tr("Passages")), tuple(rows))


def _row(name: str, cell: Cell, hue: str = "") -> Row:
    # Beside the article there is no room for bars; why a figure is undefined may be cut.
    figure = cell if cell.value is None else cell._replace(look="count")
    return Row(name, (figure, cell._replace(text=str(cell.passages), value=cell.passages, look="count")), hue=hue)


def _labels(case: Case) -> list[str]:
    return sorted({span.label for spans in case.spans.values() for span in spans})


def _of_labels(tables: Tables, case: Case) -> list[Row]:
    """How far people agree on each label of the case; on links, where it is one."""
    if case.is_relation:
        return [_row(row.name, row.cells[0]) for row in tables.links().rows]
    table = tables.labels()
    columns = [(measure_name(name), table.heads.index(measure_name(name)) - 1) for name in _OF_A_LABEL]
    return [
        _row(f"{row.name} · {name}", row.cells[column], row.hue)
        for row in table.rows
        if row.name in _labels(case)
        for name, column in columns
    ]


def _of_kinds(tables: Tables, case: Case) -> list[Row]:
    """Which share of all passages differs so."""
    rows = (tables.link_kinds() if case.is_relation else tables.kinds()).rows
    wanted = [
        (row, cell)
        for row in rows
        for cell in row.cells
        if case.is_relation or (cell.behind and cell.behind.what in case.kinds)
    ]
    return [_row(row.name, cell._replace(text=f"{cell.value:.0%}"), row.hue) for row, cell in wanted]


def _confused(tables: Tables, case: Case, pair: Pair) -> list[Row]:
    """How often the two stand against each other with these very labels."""
    said = [{span.label for span in case.spans.get(name, ())} or {NONE} for name in pair]
    cells = [cell for row in tables.confusion().rows for cell in row.cells if cell.passages and cell.behind]
    wanted = {(one, other) for one in said[0] for other in said[1] if one != other}
    return [
        _row(" / ".join(told), cell)
        for cell in cells
        if cell.behind and (told := cell.behind.what) in wanted and isinstance(told, tuple)
    ]
