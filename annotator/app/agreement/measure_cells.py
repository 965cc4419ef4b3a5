"""Cells of tables of agreement: one measure, or the number of passages behind it."""

from annotator.agreement.measure import Measure
from annotator.agreement.measure_lookup import definition_of, measure_passages
from annotator.agreement.panel import Panel
from annotator.agreement.sums import AnnotatorPair
from annotator.app.agreement.tables import CellLook, TableCell
from annotator.app.agreement.wording import figure_text, measure_name, pair_name, passage_count, undefined_reason
from annotator.i18n import tr


def measure_cell(
    panel: Panel,
    measure: Measure,
    name: str,
    pair: AnnotatorPair,
    label: str = "",
    *,
    look: CellLook | None = None,
    documents: frozenset[str] | None = None,
) -> TableCell:
    """The cell of a measure, with the passages behind it."""
    passage_key = measure_passages(name, pair, label)
    count = panel.count(passage_key, documents)
    title = f"{label} {measure_name(name)}".strip()
    value = figure_text(measure) if measure.value is not None else tr("undefined, {why}", why=undefined_reason(measure))
    description = tr(
        "{what}, {who}: {value}; {passages}",
        what=title,
        who=pair_name(pair),
        value=value,
        passages=passage_count(count),
    )
    usual: CellLook = "alpha" if definition_of(name).is_alpha else "share"
    text = figure_text(measure) if measure.value is not None else undefined_reason(measure)
    return TableCell(text, measure.value, description, look or usual, passage_key, documents, count)


def count_cell(cell: TableCell) -> TableCell:
    """The cell with the number of passages behind a figure; it opens the same passages as the figure."""
    return cell._replace(text=str(cell.passage_count), value=cell.passage_count, look="count")
