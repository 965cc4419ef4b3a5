"""Agreement as text for the terminal and as JSON for programs."""

from collections.abc import Mapping, Sequence
from typing import Any

from annotator.agreement.measure import Measure, Measures
from annotator.agreement.measure_lookup import attribute_of, from_sums
from annotator.agreement.panel import AgreementReport
from annotator.agreement.sums import AnnotatorPair
from annotator.app.agreement.wording import figure_text, measure_name, undefined_reason
from annotator.i18n import tr, trn

_GAP = "  "


def json_report(report: AgreementReport, on_demand: Mapping[AnnotatorPair | None, Measures]) -> dict[str, Any]:
    """All figures with all digits, for programs; an undefined figure has the code of its reason.

    ``on_demand`` holds the measures that are not in the report, for each pair, and for all annotators under None.
    """
    return {
        "annotators": list(report.annotators),
        "documents": report.documents,
        "pairs": [
            {
                "a": pair.a,
                "b": pair.b,
                "documents": pair.documents,
                "measures": _values(pair.measures | on_demand[pair.a, pair.b]),
            }
            for pair in report.pairs
        ],
        "labels": {
            name: {"measures": _values({**label.measures, "prevalence": label.prevalence})}
            for name, label in report.labels.items()
        },
        "measures": _values(report.measures | on_demand[None]),
    }


def _values(measures: dict[str, Measure]) -> dict[str, Any]:
    return {name: measure.model_dump() for name, measure in measures.items()}


def text_report(report: AgreementReport) -> list[str]:
    """All figures as tables for readers; the reasons of undefined figures follow at the end."""
    of_all = {tr("all"): report.measures} | {f"{pair.a} / {pair.b}": pair.measures for pair in report.pairs}
    labels = {name: {**label.measures, "prevalence": label.prevalence} for name, label in report.labels.items()}
    of_labels = [*(definition.name for definition in from_sums("label")), "prevalence"] if labels else []
    attributes = {
        f"{label} {measure_name(name)}": measure
        for label, measures in labels.items()
        for name, measure in measures.items()
        if attribute_of(name)
    }
    named = {measure_name(name): measure for name, measure in report.measures.items()}
    named |= {f"{label} {measure_name(name)}": labels[label][name] for label in labels for name in of_labels}
    label_rows = {label: [measures[name] for name in of_labels] for label, measures in labels.items()}
    return [
        trn("{count} article finished by two or more", "{count} articles finished by two or more", report.documents),
        tr("annotators: {names}", names=", ".join(report.annotators) or tr("none yet")),
        *_table(
            [*of_all],
            {
                tr(definition.title): [measures[definition.name] for measures in of_all.values()]
                for definition in from_sums("project")
            },
        ),
        *_table([measure_name(name) for name in of_labels], label_rows),
        *_table([""], {name: [measure] for name, measure in attributes.items()}),
        *_reasons({**named, **attributes}),
    ]


def _table(head: list[str], rows: dict[str, list[Measure]]) -> list[str]:
    """An empty line and a table with the given heading; nothing where there are no rows."""
    lines = [[name, *map(figure_text, measures)] for name, measures in rows.items()]
    return ["", *_aligned([["", *head], *lines])] if lines else []


def _reasons(measures: dict[str, Measure]) -> list[str]:
    lines = [
        tr("{name} is undefined: {why}", name=name, why=undefined_reason(measure))
        for name, measure in measures.items()
        if measure.value is None
    ]
    return ["", *lines] if lines else []


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """The rows as lines, with the first column aligned left and figures aligned right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        _GAP.join(
            cell.rjust(width) if column_number else cell.ljust(width)
            for column_number, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
