"""Which tables show how far annotators agree, and which passages stand behind each figure in them?

Screen, clipboard, files and the report all show these tables.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import Literal, NamedTuple

from annotator.agreement.attribute_sums import WHOLE, rests_on
from annotator.agreement.bootstrap import Interval
from annotator.agreement.document_sums import EVERYBODY, KINDS, LINK, LINK_KINDS, Behind, Figures, Pair
from annotator.agreement.matches.confusion import NONE
from annotator.agreement.measure import Measure
from annotator.agreement.measures import ATTRIBUTE, F1, K_UNITS, LABEL_NAMES, LINK_NAMES, NAMES
from annotator.agreement.panel import Panel, Report
from annotator.agreement.units.gamma import Gamma
from annotator.app.agreement.wording import (
    attribute_name,
    counted,
    explanation,
    figure,
    gamma_told,
    interval_told,
    kind_name,
    measure_name,
    pair_name,
    reason,
)
from annotator.i18n import tr

Look = Literal["text", "count", "share", "alpha", "heat", "same", "other"]
"""How a cell is drawn: a share as a bar, an alpha as a bar with lines of reference, a heat as its ground; the counts of
a confusion matrix as the ground of what is the same or another."""


# What the hue of a row begins with that is of a kind of difference rather than of a label.
KIND = "kind:"


class Cell(NamedTuple):
    """One figure: as it is written, its value, what is said of it at length, and the passages behind it.

    ``documents`` are those in which the passages stand, None for all; ``passages`` is how many there are.
    """

    text: str
    value: float | None = None
    told: str = ""
    look: Look = "text"
    behind: Behind | None = None
    documents: frozenset[str] | None = None
    passages: int = 0


class Row(NamedTuple):
    """What the figures of a row are of; ``hue`` is the label or kind whose colour it has, if any."""

    name: str
    cells: tuple[Cell, ...]
    hue: str = ""


class Table(NamedTuple):
    """A table with its title and a line on how to read it; ``heads`` names the rows' column too."""

    name: str
    title: str
    hint: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]


class KnownRow(NamedTuple):
    """The row of an article, and the figures that it was made of."""

    told: Figures
    row: Row


ArticleKey = tuple[Pair | None, str]


class Tables:
    """The tables of one state of the figures, for everybody or between two."""

    def __init__(
        self, panel: Panel, report: Report, pair: Pair | None = None, known: dict[ArticleKey, KnownRow] | None = None
    ) -> None:
        """``known`` keeps the rows of articles from one time to the next, for those that did not change."""
        self._panel, self._report, self._pair = panel, report, pair
        self._known = {} if known is None else known
        self._who = EVERYBODY if pair is None else pair

    def _measures(self) -> Mapping[str, Measure]:
        if self._pair is None:
            return self._report.measures
        return next((one.measures for one in self._report.pairs if (one.a, one.b) == self._pair), {})

    def summary(self, intervals: Mapping[str, Interval]) -> Table:
        """All measures, how far each may be off, what each rests on and what it says."""
        rows = []
        for name, measure in self._measures().items():
            if name not in NAMES:
                continue
            cell = self._cell(measure, name, self._who)
            told = interval_told(intervals[name]) if name in intervals else ""
            cells = (cell, Cell(told), self._count(cell), Cell(explanation(name)))
            rows.append(Row(measure_name(name), cells))
        return Table(
            "measures",
            tr("Measures"),
            tr("Thin lines: .667 and .800, by custom the least for tentative and for firm conclusions from an alpha."),
            (tr("Measure"), tr("Figure"), tr("95 % interval"), tr("Passages"), tr("What it says")),
            tuple(rows),
        )

    def pairs(self, name: str) -> Table:
        """One measure of every pair."""
        people = self._report.annotators
        found = {(one.a, one.b): one.measures[name] for one in self._report.pairs}
        rows = []
        for one in people:
            cells = []
            for other in people:
                pair = min(one, other), max(one, other)
                measure = found.get(pair)
                cells.append(self._cell(measure, name, pair, look="heat") if measure else Cell(""))
            rows.append(Row(one, tuple(cells)))
        return Table(
            "pairs",
            tr("Pairs: {measure}", measure=measure_name(name)),
            tr("On the articles that both finished."),
            (tr("Annotator"), *people),
            tuple(rows),
        )

    def annotators(self) -> Table:
        """Each annotator against all others."""
        rows = []
        for name, measures in self._report.rest.items():
            cells = [self._cell(measures[one], one, (name, ""), look="share") for one in F1]
            rows.append(Row(name, (*cells, self._count(cells[0]))))
        return Table(
            "annotators",
            tr("Each against the others"),
            tr("Somebody far below the rest reads the guidelines otherwise."),
            (tr("Annotator"), *map(measure_name, F1), tr("Passages")),
            tuple(rows),
        )

    def labels(self) -> Table:
        """Each label by itself."""
        rows = []
        for label, told in self._report.labels.items():
            measures = (
                told.measures
                if self._pair is None
                else {name: self._panel.measure(name, self._pair, label) for name in LABEL_NAMES}
            )
            cells = [self._cell(measures[name], name, self._who, label) for name in LABEL_NAMES]
            share = Cell(
                "–" if told.prevalence.value is None else f"{told.prevalence.value:.1%}",
                told.prevalence.value,
                look="count",
            )
            rows.append(Row(label, (*cells, share, self._count(cells[0])), hue=label))
        return Table(
            "labels",
            tr("Labels"),
            tr("Alpha means little where hardly a word stands under the label: look at the share of words beside it."),
            (tr("Label"), *map(measure_name, LABEL_NAMES), measure_name("prevalence"), tr("Passages")),
            tuple(rows),
        )

    def attributes(self) -> Table:
        """What is said of the spans that both found, attribute by attribute."""
        rows = []
        for label, told in self._report.labels.items():
            for name, measure in told.measures.items():
                if name.startswith(ATTRIBUTE):
                    own = measure if self._pair is None else self._panel.measure(name, self._pair, label)
                    cell = self._cell(own, name, self._who, label)
                    rows.append(Row(f"{label} · {attribute_name(name)}", (cell, self._count(cell)), hue=label))
        return Table(
            "attributes",
            tr("Attributes"),
            tr("Of spans of one label that both found."),
            (tr("Attribute"), tr("Alpha"), tr("Passages")),
            tuple(rows),
        )

    def kinds(self) -> Table:
        """What disagreements are made of."""
        return Table(
            "kinds",
            tr("What disagreements are made of"),
            tr("A passage can differ in several ways, and is counted under each."),
            (tr("Kind"), tr("Passages")),
            self._composed(KINDS),
        )

    def links(self) -> Table:
        """How far people agree about links."""
        measures = self._measures()
        rows = []
        for name in LINK_NAMES if measures else ():
            cell = self._cell(measures[name], name, self._who)
            rows.append(Row(measure_name(name), (cell, self._count(cell), Cell(explanation(name)))))
        return Table(
            "links",
            tr("Links"),
            tr(
                "Ends are the same where they lie in the same passage; the direction counts, unless the scheme says no."
            ),
            (tr("Measure"), tr("Figure"), tr("Passages"), tr("What it says")),
            tuple(rows),
        )

    def link_kinds(self) -> Table:
        """What disagreements about links are made of."""
        return Table(
            "link kinds",
            tr("How links differ"),
            tr("Links between the same passages are one; links that somebody else drew otherwise stand with them."),
            (tr("Kind"), tr("Passages")),
            self._composed([f"{LINK}{kind}" for kind in LINK_KINDS]),
        )

    def _composed(self, kinds: Iterable[str]) -> tuple[Row, ...]:
        """Of each kind that occurs how many passages there are, as a share of all."""
        counts = {kind: self._panel.count(Behind(self._who, kind)) for kind in kinds}
        total = sum(counts.values())
        rows = []
        for kind, count in counts.items():
            if count:
                told = tr("{kind}: {passages}", kind=kind_name(kind), passages=counted(count))
                cell = Cell(str(count), count / total, told, "share", Behind(self._who, kind), None, count)
                rows.append(Row(kind_name(kind), (cell,), hue=f"{KIND}{kind}"))
        return tuple(rows)

    def confusion(self) -> Table:
        """What one called what the other called so; of everybody only where there is but one pair."""
        pair = self.confused
        found = next((one.confusion for one in self._report.pairs if (one.a, one.b) == pair), {})
        several = self._pair is None and len(self._report.pairs) > 1
        labels = sorted({label for cell in found for label in cell if label != NONE})
        names = (*labels, NONE)
        most = max(found.values(), default=1)
        rows = []
        for one in names:
            cells = []
            for other in names:
                count = found.get((one, other), 0)
                told = tr(
                    "{one} of {a}, {other} of {b}: {passages}",
                    one=one,
                    other=other,
                    a=pair[0],
                    b=pair[1],
                    passages=counted(count),
                )
                look: Look = "same" if one == other else "other"
                text = str(count) if count else ""
                cells.append(Cell(text, count / most, told, look, Behind(pair, (one, other)), None, count))
            rows.append(Row(one, tuple(cells), hue="" if one == NONE else one))
        return Table(
            "confusion",
            tr("{a} (down) and {b} (across)", a=pair[0], b=pair[1]),
            tr("(none): the other has no such passage.")
            + (" " + tr("Choose two annotators above to see another pair.") if several else ""),
            (pair[0], *names),
            tuple(rows) if found else (),
        )

    @property
    def confused(self) -> Pair:
        """The pair whose confusions are shown: the chosen one, else the first."""
        return self._pair or next(((one.a, one.b) for one in self._report.pairs), EVERYBODY)

    def further(self, measures: Mapping[str, Measure]) -> Table:
        """The measures that are asked for less often."""
        rows = []
        for name, measure in measures.items():
            cell = self._cell(measure, name, self._who)
            rows.append(Row(measure_name(name), (cell, self._count(cell), Cell(explanation(name)))))
        for label, name in product(self._report.labels if measures else (), K_UNITS):
            cell = self._cell(self._panel.measure(name, self._pair, label), name, self._who, label)
            what = f"{measure_name(name)}, {label}"
            rows.append(Row(what, (cell, self._count(cell), Cell(explanation(name))), hue=label))
        return Table(
            "further",
            tr("Further measures"),
            tr("Labels: of what both found."),
            (tr("Measure"), tr("Figure"), tr("Passages"), tr("What it says")),
            tuple(rows),
        )

    def gamma(self, told: Gamma) -> Table:
        """Gamma with all that it rests on."""
        own = {measure_name("gamma"): (told.gamma, "gamma"), measure_name("gamma_cat"): (told.gamma_cat, "gamma_cat")}
        cells = {name: self._cell(measure, measure_id, self._who) for name, (measure, measure_id) in own.items()}
        rows = [Row(name, (cell, self._count(cell))) for name, cell in cells.items()]
        for label, measure in told.gamma_k.items():
            cell = self._cell(measure, "gamma_k", self._who, label)
            rows.append(Row(f"{measure_name('gamma_k')}, {label}", (cell, self._count(cell)), hue=label))
        return Table(
            "gamma",
            tr("Gamma"),
            gamma_told(told),
            (tr("Measure"), tr("Figure"), tr("Passages")),
            tuple(rows),
        )

    def articles(self, titles: Mapping[str, str]) -> Table:
        """Each article by itself."""
        rows = []
        for document in titles:
            told = self._panel.documents.get(document)
            if told is None or not set(self._pair or ()) <= set(told.annotators):
                continue
            known = self._known.get((self._pair, document))
            if known is None or known.told is not told:
                known = self._known[self._pair, document] = KnownRow(told, self._article(told, titles[document]))
            rows.append(known.row)
        return Table(
            "articles",
            tr("Articles"),
            tr("Each by itself."),
            (tr("Article"), *map(measure_name, F1), tr("Passages"), tr("Finished by")),
            tuple(rows),
        )

    def _article(self, told: Figures, title: str) -> Row:
        only = frozenset([told.document])
        cells = [
            self._cell(self._panel.of_documents(only, name, self._pair), name, self._who, documents=only) for name in F1
        ]
        return Row(title, (*cells, self._count(cells[0]), Cell(", ".join(told.annotators))))

    def over_time(self, dates: Mapping[str, str], *, each: bool = False) -> Table:
        """The articles of each day, month or year, of all or of each annotator against the others.

        Those without a date stay out.
        """
        times = periods({document: date for document, date in dates.items() if self._compared(document)})
        lines = {measure_name(name): (name, self._pair) for name in ("exact_f1", "soft_f1")}
        if each:
            lines = {name: ("exact_f1", (name, "")) for name in self._report.annotators}
        rows = []
        for time, documents in times.items():
            cells = [
                self._cell(
                    self._panel.of_documents(documents, name, pair), name, pair or EVERYBODY, documents=documents
                )
                for name, pair in lines.values()
            ]
            behind = Behind(self._who, WHOLE)
            articles = Cell(str(len(documents)), len(documents), "", "count", behind, documents, len(documents))
            rows.append(Row(time, (*cells, *(() if each else (self._count(cells[0]),)), articles)))
        return Table(
            "time",
            tr("Each against the others, over time: exact F1") if each else tr("Over time"),
            tr("Few articles make a figure jump: look at their number beside it."),
            (tr("When"), *lines, *(() if each else (tr("Passages"),)), tr("Articles")),
            tuple(rows),
        )

    def _compared(self, document: str) -> bool:
        told = self._panel.documents.get(document)
        return told is not None and set(self._pair or ()) <= set(told.annotators)

    def _cell(
        self,
        measure: Measure,
        name: str,
        pair: Pair,
        label: str = "",
        *,
        look: Look | None = None,
        documents: frozenset[str] | None = None,
    ) -> Cell:
        behind = rests_on(name, pair, label)
        count = self._panel.count(behind, documents)
        what = f"{label} {measure_name(name)}".strip()
        value = figure(measure) if measure.value is not None else tr("undefined, {why}", why=reason(measure))
        told = tr(
            "{what}, {who}: {value}; {passages}", what=what, who=pair_name(pair), value=value, passages=counted(count)
        )
        usual: Look = "alpha" if "alpha" in name else "share"
        text = figure(measure) if measure.value is not None else reason(measure)
        return Cell(text, measure.value, told, look or usual, behind, documents, count)

    def _count(self, cell: Cell) -> Cell:
        """How many passages a figure rests on, to be opened like it."""
        return cell._replace(text=str(cell.passages), value=cell.passages, look="count")


_DAYS, _MONTHS = 45, 48
_DAY, _MONTH, _YEAR = len("2025-10-31"), len("2025-10"), len("2025")


def periods(dates: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """The documents of each day, or of each month or year where there are many, in order.

    Dates are ISO 8601; what is none is left out.
    """
    known = {name: date[:_DAY] for name, date in dates.items() if len(date) >= _DAY and date[:_YEAR].isdecimal()}
    width = _DAY
    if len(set(known.values())) > _DAYS:
        width = _MONTH if len({date[:_MONTH] for date in known.values()}) <= _MONTHS else _YEAR
    found: dict[str, set[str]] = {}
    for name, date in sorted(known.items(), key=lambda item: item[1]):
        found.setdefault(date[:width], set()).add(name)
    return {time: frozenset(names) for time, names in found.items()}


def plain_rows(table: Table) -> Iterable[Sequence[str | float]]:
    """The table as a spreadsheet takes it: a line of heads, figures to the last digit, reasons in words."""
    yield table.heads
    for row in table.rows:
        yield (
            row.name,
            *(cell.text if cell.value is None or cell.look == "text" else _number(cell) for cell in row.cells),
        )


def _number(cell: Cell) -> float | int | str:
    # What is drawn as a share of the whole is still a count.
    if cell.look in ("same", "other") or (cell.look == "share" and cell.text.isdecimal()):
        return cell.passages
    return cell.value if cell.value is not None else cell.text
