"""How does a terminal show how far annotators agree?"""

from collections.abc import Mapping, Sequence
from typing import Any

from annotator.agreement.document_sums import Pair
from annotator.agreement.measure import Measure
from annotator.agreement.measures import ATTRIBUTE, LABEL_NAMES, NAMES, Measures
from annotator.agreement.panel import Report
from annotator.app.agreement.wording import figure, measure_name, reason
from annotator.i18n import tr, trn

_GAP = "  "


def facts(report: Report, further: Mapping[Pair | None, Measures]) -> dict[str, Any]:
    """All figures to the last digit, as a program reads them; one that is undefined has the code of its reason.

    ``further`` are those that no report holds, of each pair, and of all under None.
    """
    return {
        "annotators": list(report.annotators),
        "documents": report.documents,
        "pairs": [
            {
                "a": pair.a,
                "b": pair.b,
                "documents": pair.documents,
                "measures": _values(pair.measures | further[pair.a, pair.b]),
            }
            for pair in report.pairs
        ],
        "labels": {
            name: {"measures": _values({**label.measures, "prevalence": label.prevalence})}
            for name, label in report.labels.items()
        },
        "measures": _values(report.measures | further[None]),
    }


def _values(measures: dict[str, Measure]) -> dict[str, Any]:
    return {name: measure.model_dump() for name, measure in measures.items()}


def lines(report: Report) -> list[str]:
    """All figures as tables for a person; each undefined one says why at the foot."""
    of_all = {tr("all"): report.measures} | {f"{pair.a} / {pair.b}": pair.measures for pair in report.pairs}
    labels = {name: {**label.measures, "prevalence": label.prevalence} for name, label in report.labels.items()}
    of_labels = [name for name in (*LABEL_NAMES, "prevalence") if labels]
    said = {
        f"{label} {measure_name(name)}": measure
        for label, measures in labels.items()
        for name, measure in measures.items()
        if name.startswith(ATTRIBUTE)
    }
    named = {measure_name(name): measure for name, measure in report.measures.items()}
    named |= {f"{label} {measure_name(name)}": labels[label][name] for label in labels for name in of_labels}
    label_rows = {label: [measures[name] for name in of_labels] for label, measures in labels.items()}
    return [
        trn("{count} article finished by two or more", "{count} articles finished by two or more", report.documents),
        tr("annotators: {names}", names=", ".join(report.annotators) or tr("none yet")),
        *_table([*of_all], {measure_name(name): [own[name] for own in of_all.values()] for name in NAMES}),
        *_table([measure_name(name) for name in of_labels], label_rows),
        *_table([""], {name: [measure] for name, measure in said.items()}),
        *_reasons({**named, **said}),
    ]


def _table(head: list[str], rows: dict[str, list[Measure]]) -> list[str]:
    """A row for each of what figures are of, behind an empty line; nothing where there is no row."""
    told = [[name, *map(figure, measures)] for name, measures in rows.items()]
    return ["", *_aligned([["", *head], *told])] if told else []


def _reasons(measures: dict[str, Measure]) -> list[str]:
    told = [
        tr("{name} is undefined: {why}", name=name, why=reason(measure))
        for name, measure in measures.items()
        if measure.value is None
    ]
    return ["", *told] if told else []


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """The first column to the left, figures to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        _GAP.join(
            cell.rjust(width) if place else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
