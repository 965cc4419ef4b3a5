"""The builder of the tables of agreement, with the passages behind each figure."""

from collections.abc import Iterable, Mapping
from itertools import product
from typing import NamedTuple

from annotator.agreement import measure_lookup
from annotator.agreement.bootstrap import Interval
from annotator.agreement.document_sums import KINDS, RELATION_KINDS, RELATION_PREFIX
from annotator.agreement.matches.confusion import NONE
from annotator.agreement.measure import Measure
from annotator.agreement.measure_definition import MeasureLevel
from annotator.agreement.measure_lookup import attribute_measure_name, attribute_of
from annotator.agreement.panel import AgreementReport, Panel
from annotator.agreement.sums import ALL_ANNOTATORS, WHOLE_DOCUMENTS, AnnotatorPair, DocumentSums, PassageKey
from annotator.agreement.units.gamma import Gamma
from annotator.app.agreement.measure_cells import count_cell, measure_cell
from annotator.app.agreement.periods import periods
from annotator.app.agreement.tables import KIND_HUE, AgreementTable, CellLook, TableCell, TableRow
from annotator.app.agreement.wording import (
    attribute_title,
    explanation,
    gamma_basis,
    interval_text,
    kind_name,
    measure_name,
    passage_count,
)
from annotator.i18n import tr


def _names(level: MeasureLevel) -> list[str]:
    """The names of the measures of a level, in the order of the registry."""
    return [definition.name for definition in measure_lookup.from_sums(level)]


class CachedRow(NamedTuple):
    """The row of an article, and the sums from which it was made."""

    sums: DocumentSums
    row: TableRow


ArticleKey = tuple[AnnotatorPair | None, str]


class TableBuilder:
    """Builds the tables of a report, for all annotators or for a pair."""

    def __init__(
        self,
        panel: Panel,
        report: AgreementReport,
        pair: AnnotatorPair | None = None,
        cached_rows: dict[ArticleKey, CachedRow] | None = None,
    ) -> None:
        """``cached_rows`` keeps the rows of articles from one report to the next, where the articles did not change."""
        self._panel, self._report, self._pair = panel, report, pair
        self._cached_rows = {} if cached_rows is None else cached_rows
        self._shown_pair = ALL_ANNOTATORS if pair is None else pair

    def _measures(self) -> Mapping[str, Measure]:
        if self._pair is None:
            return self._report.measures
        return next((report.measures for report in self._report.pairs if (report.a, report.b) == self._pair), {})

    def summary(self, intervals: Mapping[str, Interval]) -> AgreementTable:
        """All measures, with interval, number of passages and explanation."""
        measures = self._measures()
        rows = []
        for name in _names("project") if measures else ():
            cell = measure_cell(self._panel, measures[name], name, self._shown_pair)
            interval = interval_text(intervals[name]) if name in intervals else ""
            cells = (cell, TableCell(interval), count_cell(cell), TableCell(explanation(name)))
            rows.append(TableRow(measure_name(name), cells))
        return AgreementTable(
            "measures",
            tr("Measures"),
            tr("Thin lines: .667 and .800, by custom the least for tentative and for firm conclusions from an alpha."),
            (tr("Measure"), tr("Figure"), tr("95 % interval"), tr("Passages"), tr("What it says")),
            tuple(rows),
        )

    def pairs(self, name: str) -> AgreementTable:
        """One measure of every pair."""
        annotators = self._report.annotators
        by_pair = {(first.a, first.b): first.measures[name] for first in self._report.pairs}
        rows = []
        for first in annotators:
            cells = []
            for second in annotators:
                pair = min(first, second), max(first, second)
                measure = by_pair.get(pair)
                cells.append(measure_cell(self._panel, measure, name, pair, look="heat") if measure else TableCell(""))
            rows.append(TableRow(first, tuple(cells)))
        return AgreementTable(
            "pairs",
            tr("Pairs: {measure}", measure=measure_name(name)),
            tr("On the articles that both finished."),
            (tr("Annotator"), *annotators),
            tuple(rows),
        )

    def annotators(self) -> AgreementTable:
        """Each annotator against all others."""
        names = _names("annotator")
        rows = []
        for annotator, measures in self._report.against_others.items():
            cells = [measure_cell(self._panel, measures[name], name, (annotator, ""), look="share") for name in names]
            rows.append(TableRow(annotator, (*cells, count_cell(cells[0]))))
        return AgreementTable(
            "annotators",
            tr("Each against the others"),
            tr("Somebody far below the rest reads the guidelines otherwise."),
            (tr("Annotator"), *map(measure_name, names), tr("Passages")),
            tuple(rows),
        )

    def labels(self) -> AgreementTable:
        """Each label separately."""
        names = _names("label")
        rows = []
        for label, report in self._report.labels.items():
            measures = (
                report.measures
                if self._pair is None
                else {name: self._panel.measure(name, self._pair, label) for name in names}
            )
            cells = [measure_cell(self._panel, measures[name], name, self._shown_pair, label) for name in names]
            prevalence = TableCell(
                "–" if report.prevalence.value is None else f"{report.prevalence.value:.1%}",
                report.prevalence.value,
                look="count",
            )
            rows.append(TableRow(label, (*cells, prevalence, count_cell(cells[0])), hue=label))
        return AgreementTable(
            "labels",
            tr("Labels"),
            tr("Alpha means little where hardly a word stands under the label: look at the share of words beside it."),
            (tr("Label"), *map(measure_name, names), measure_name("prevalence"), tr("Passages")),
            tuple(rows),
        )

    def attributes(self) -> AgreementTable:
        """The agreement on each attribute of the spans that both found."""
        definitions = measure_lookup.from_sums("attribute")
        rows = []
        for label, report in self._report.labels.items():
            for attribute in dict.fromkeys(filter(None, map(attribute_of, report.measures))):
                cells = []
                for definition in definitions:
                    name = attribute_measure_name(definition.name, attribute)
                    measure = (
                        report.measures[name] if self._pair is None else self._panel.measure(name, self._pair, label)
                    )
                    cells.append(measure_cell(self._panel, measure, name, self._shown_pair, label))
                rows.append(
                    TableRow(f"{label} · {attribute_title(attribute)}", (*cells, count_cell(cells[0])), hue=label)
                )
        return AgreementTable(
            "attributes",
            tr("Attributes"),
            tr("Of spans of one label that both found."),
            (tr("Attribute"), *(tr(definition.heading) for definition in definitions), tr("Passages")),
            tuple(rows),
        )

    def kinds(self) -> AgreementTable:
        """The kinds of difference."""
        return AgreementTable(
            "kinds",
            tr("What disagreements are made of"),
            tr("A passage can differ in several ways, and is counted under each."),
            (tr("Kind"), tr("Passages")),
            self._kind_rows(KINDS),
        )

    def relations(self) -> AgreementTable:
        """The agreement on relations."""
        measures = self._measures()
        rows = []
        for name in _names("relation") if measures else ():
            cell = measure_cell(self._panel, measures[name], name, self._shown_pair)
            rows.append(TableRow(measure_name(name), (cell, count_cell(cell), TableCell(explanation(name)))))
        return AgreementTable(
            "links",
            tr("Links"),
            tr(
                "Ends are the same where they lie in the same passage; the direction counts, unless the scheme says no."
            ),
            (tr("Measure"), tr("Figure"), tr("Passages"), tr("What it says")),
            tuple(rows),
        )

    def relation_kinds(self) -> AgreementTable:
        """The kinds of difference between relations."""
        return AgreementTable(
            "link kinds",
            tr("How links differ"),
            tr("Links between the same passages are one; links that somebody else drew otherwise stand with them."),
            (tr("Kind"), tr("Passages")),
            self._kind_rows([f"{RELATION_PREFIX}{kind}" for kind in RELATION_KINDS]),
        )

    def _kind_rows(self, kinds: Iterable[str]) -> tuple[TableRow, ...]:
        """The number of passages of each kind that occurs, as a share of all."""
        counts = {kind: self._panel.count(PassageKey(self._shown_pair, kind)) for kind in kinds}
        total = sum(counts.values())
        rows = []
        for kind, count in counts.items():
            if count:
                description = tr("{kind}: {passages}", kind=kind_name(kind), passages=passage_count(count))
                cell = TableCell(
                    str(count), count / total, description, "share", PassageKey(self._shown_pair, kind), None, count
                )
                rows.append(TableRow(kind_name(kind), (cell,), hue=f"{KIND_HUE}{kind}"))
        return tuple(rows)

    def confusion(self) -> AgreementTable:
        """The confusion matrix of a pair."""
        pair = self.confusion_pair
        counts = next((first.confusion for first in self._report.pairs if (first.a, first.b) == pair), {})
        more_pairs = self._pair is None and len(self._report.pairs) > 1
        labels = sorted({label for cell in counts for label in cell if label != NONE})
        names = (*labels, NONE)
        most = max(counts.values(), default=1)
        rows = []
        for first in names:
            cells = []
            for second in names:
                count = counts.get((first, second), 0)
                description = tr(
                    "{one} of {a}, {other} of {b}: {passages}",
                    one=first,
                    other=second,
                    a=pair[0],
                    b=pair[1],
                    passages=passage_count(count),
                )
                look: CellLook = "same" if first == second else "other"
                text = str(count) if count else ""
                cells.append(
                    TableCell(text, count / most, description, look, PassageKey(pair, (first, second)), None, count)
                )
            rows.append(TableRow(first, tuple(cells), hue="" if first == NONE else first))
        return AgreementTable(
            "confusion",
            tr("{a} (down) and {b} (across)", a=pair[0], b=pair[1]),
            tr("(none): the other has no such passage.")
            + (" " + tr("Choose two annotators above to see another pair.") if more_pairs else ""),
            (pair[0], *names),
            tuple(rows) if counts else (),
        )

    @property
    def confusion_pair(self) -> AnnotatorPair:
        """The pair whose confusion matrix is shown: the chosen one, else the first."""
        return self._pair or next(((report.a, report.b) for report in self._report.pairs), ALL_ANNOTATORS)

    def on_demand_measures(self, measures: Mapping[str, Measure]) -> AgreementTable:
        """The measures that are only worked out on demand."""
        rows = []
        for name, measure in measures.items():
            cell = measure_cell(self._panel, measure, name, self._shown_pair)
            rows.append(TableRow(measure_name(name), (cell, count_cell(cell), TableCell(explanation(name)))))
        for label, name in product(self._report.labels if measures else (), _names("further")):
            cell = measure_cell(
                self._panel, self._panel.measure(name, self._pair, label), name, self._shown_pair, label
            )
            title = f"{measure_name(name)}, {label}"
            rows.append(TableRow(title, (cell, count_cell(cell), TableCell(explanation(name))), hue=label))
        return AgreementTable(
            "further",
            tr("Further measures"),
            tr("Labels: of what both found."),
            (tr("Measure"), tr("Figure"), tr("Passages"), tr("What it says")),
            tuple(rows),
        )

    def gamma(self, gamma: Gamma) -> AgreementTable:
        """Gamma, with its parameters."""
        overall = {
            measure_name("gamma"): (gamma.gamma, "gamma"),
            measure_name("gamma_cat"): (gamma.gamma_cat, "gamma_cat"),
        }
        cells = {
            name: measure_cell(self._panel, measure, measure_id, self._shown_pair)
            for name, (measure, measure_id) in overall.items()
        }
        rows = [TableRow(name, (cell, count_cell(cell))) for name, cell in cells.items()]
        for label, measure in gamma.gamma_k.items():
            cell = measure_cell(self._panel, measure, "gamma_k", self._shown_pair, label)
            rows.append(TableRow(f"{measure_name('gamma_k')}, {label}", (cell, count_cell(cell)), hue=label))
        return AgreementTable(
            "gamma",
            tr("Gamma"),
            gamma_basis(gamma),
            (tr("Measure"), tr("Figure"), tr("Passages")),
            tuple(rows),
        )

    def articles(self, titles: Mapping[str, str]) -> AgreementTable:
        """Each article separately."""
        rows = []
        for document in titles:
            sums = self._panel.documents.get(document)
            if sums is None or not set(self._pair or ()) <= set(sums.annotators):
                continue
            cached = self._cached_rows.get((self._pair, document))
            if cached is None or cached.sums is not sums:
                cached = self._cached_rows[self._pair, document] = CachedRow(
                    sums, self._article(sums, titles[document])
                )
            rows.append(cached.row)
        return AgreementTable(
            "articles",
            tr("Articles"),
            tr("Each by itself."),
            (tr("Article"), *map(measure_name, _names("annotator")), tr("Passages"), tr("Finished by")),
            tuple(rows),
        )

    def _article(self, sums: DocumentSums, title: str) -> TableRow:
        only = frozenset([sums.document])
        cells = [
            measure_cell(
                self._panel,
                self._panel.measure_of_documents(only, name, self._pair),
                name,
                self._shown_pair,
                documents=only,
            )
            for name in _names("annotator")
        ]
        return TableRow(title, (*cells, count_cell(cells[0]), TableCell(", ".join(sums.annotators))))

    def over_time(self, dates: Mapping[str, str], *, per_annotator: bool = False) -> AgreementTable:
        """The articles of each day, month or year, over all annotators or for each annotator against the others.

        Articles without a date are left out.
        """
        times = periods({document: date for document, date in dates.items() if self._is_compared(document)})
        lines = {measure_name(name): (name, self._pair) for name in _names("period")}
        if per_annotator:
            lines = {name: ("exact_f1", (name, "")) for name in self._report.annotators}
        rows = []
        for time, documents in times.items():
            cells = [
                measure_cell(
                    self._panel,
                    self._panel.measure_of_documents(documents, name, pair),
                    name,
                    pair or ALL_ANNOTATORS,
                    documents=documents,
                )
                for name, pair in lines.values()
            ]
            passage_key = PassageKey(self._shown_pair, WHOLE_DOCUMENTS)
            articles = TableCell(
                str(len(documents)), len(documents), "", "count", passage_key, documents, len(documents)
            )
            rows.append(TableRow(time, (*cells, *(() if per_annotator else (count_cell(cells[0]),)), articles)))
        return AgreementTable(
            "time",
            tr("Each against the others, over time: exact F1") if per_annotator else tr("Over time"),
            tr("Few articles make a figure jump: look at their number beside it."),
            (tr("When"), *lines, *(() if per_annotator else (tr("Passages"),)), tr("Articles")),
            tuple(rows),
        )

    def _is_compared(self, document: str) -> bool:
        sums = self._panel.documents.get(document)
        return sums is not None and set(self._pair or ()) <= set(sums.annotators)
