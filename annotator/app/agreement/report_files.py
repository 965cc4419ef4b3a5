"""Tables of agreement as files: CSV and JSON for programs, HTML for readers."""

import json
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path

from annotator.agreement.panel import AgreementReport
from annotator.app.agreement.live_panel import SEED
from annotator.app.agreement.tables import AgreementTable, TableCell, plain_rows
from annotator.domain.scheme.scheme import Label, Scheme
from annotator.formats.atomic_file import AtomicFile
from annotator.formats.tables.demands import csv_line
from annotator.i18n import tr, trn

_BAR_WIDTH, _BAR_HEIGHT = 120, 10
# The customary minimum of an alpha, for tentative and for firm conclusions (Krippendorff 2004).
REFERENCES = (0.667, 0.8)

_STYLE = """
:root { color-scheme: light dark; --page: #fcfbf8; --text: #22242a; --muted: #5f6269; --line: #dad6cd; --bar: #1f5fae;
  --same: #009e73; --other: #d55e00; }
@media screen and (prefers-color-scheme: dark) { :root { --page: #1e1f22; --text: #dadbde; --muted: #a0a2a8;
  --line: #3b3d42; --bar: #6fa8ec; --same: #3ccb9f; --other: #ff8a3d; } }
body { background: var(--page); color: var(--text); font: 15px/1.5 system-ui, sans-serif; margin: 2.5rem auto;
  max-width: 72rem; padding: 0 1.5rem; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; } h2 { font-size: 1.1rem; margin: 2.5rem 0 .25rem; }
p { color: var(--muted); margin: 0 0 .75rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .3rem .9rem .3rem 0; text-align: left; border-bottom: 1px solid var(--line); vertical-align: middle; }
th { font-weight: 600; } thead th { color: var(--muted); font-weight: 400; }
td.share, td.count { white-space: nowrap; } td.count, th.count { text-align: right; } th.heat { text-align: center; }
.figure { display: inline-block; min-width: 3.2em; text-align: right; }
td.none { color: var(--muted); font-style: italic; }
td.heat { text-align: center; min-width: 3.5rem; padding: .3rem .6rem; }
svg { vertical-align: middle; margin-left: .6rem; }
.track { fill: var(--line); } .bar { fill: var(--bar); } .mark { stroke: var(--text); stroke-width: 1; }
@media print { :root { color-scheme: light; --page: #fff; } body { margin: 0; max-width: none; padding: 0; }
  body, table { font-size: 11px; } .wide { overflow: visible; } svg { width: 56px; } th, td { padding-right: .6rem; }
  body, td, svg { print-color-adjust: exact; } h2, p { break-after: avoid; } tr { break-inside: avoid; } }
"""


def write_report(
    path: Path, tables: Sequence[AgreementTable], *, project: str, report: AgreementReport, scheme: Scheme
) -> None:
    """Write the tables to a file in the format of its suffix: ``.csv``, ``.json``, else HTML."""
    if path.suffix == ".csv":
        content = as_csv(tables)
    elif path.suffix == ".json":
        content = as_json(tables)
    else:
        title = tr("How far annotators agree: {project}", project=project)
        content = as_page(title, _intro(report), tables, scheme.labels)
    with AtomicFile(path) as placed:
        placed.file.write(content.encode())


def _intro(report: AgreementReport) -> list[str]:
    return [
        tr(
            "{annotators}; {articles}.",
            annotators=", ".join(report.annotators),
            articles=trn(
                "{count} article finished by two or more", "{count} articles finished by two or more", report.documents
            ),
        ),
        tr("Computed on the annotators' own layers as they finished them, before any review."),
        tr(
            "An undefined figure is none: neither 0 nor 1. Intervals are drawn over articles with seed {seed}.",
            seed=SEED,
        ),
    ]


def tab_separated(rows: Sequence[Sequence[str]]) -> str:
    """Rows as tab-separated text for a spreadsheet."""
    return "".join(csv_line(row, delimiter="\t") for row in rows)


def as_csv(tables: Sequence[AgreementTable], *, delimiter: str = ",") -> str:
    """The tables with their headings, separated by empty lines; figures have all their digits."""
    return "\n".join("".join(csv_line(row, delimiter=delimiter) for row in plain_rows(table)) for table in tables)


def as_json(tables: Sequence[AgreementTable]) -> str:
    """Each table as a list of its rows, by heading; an undefined figure is null, with the reason beside it."""
    content = {
        table.name: [
            {
                table.heads[0]: row.name,
                **{head: _value(cell) for head, cell in zip(table.heads[1:], row.cells, strict=True)},
            }
            for row in table.rows
        ]
        for table in tables
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _value(cell: TableCell) -> object:
    if cell.passage_key is not None and cell.value is None:
        return {"value": None, "reason": cell.text, "passages": cell.passage_count}
    if cell.look in ("share", "alpha", "heat") and not cell.text.isdecimal():
        return {"value": cell.value, "reason": "", "passages": cell.passage_count}
    return cell.passage_count if cell.passage_key is not None else cell.value if cell.value is not None else cell.text


def as_page(title: str, lines: Sequence[str], tables: Sequence[AgreementTable], labels: Mapping[str, Label]) -> str:
    """One page of HTML that is complete: it loads no script and no other file. Labels have their colours."""
    colors = {name: f"label{number}" for number, name in enumerate(labels)}
    body = "".join(_section(table, colors) for table in tables)
    intro = "".join(f"<p>{escape(line)}</p>\n" for line in lines)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}{_shades(labels.values())}</style>\n</head>\n<body>\n"
        f"<h1>{escape(title)}</h1>\n{intro}{body}</body>\n</html>\n"
    )


def _shades(labels: Iterable[Label]) -> str:
    """The CSS rules of the bars of each label, on a light and on a dark page."""
    light, dark = [], []
    for number, label in enumerate(labels):
        light.append(f"tr.label{number} {{ --bar: {label.color_light}; }}")
        dark.append(f"tr.label{number} {{ --bar: {label.color_dark}; }}")
    return "\n".join((*light, "@media screen and (prefers-color-scheme: dark) {", *dark, "}\n"))


def _section(table: AgreementTable, colors: Mapping[str, str]) -> str:
    if not table.rows:
        return ""
    kinds = ("", *(_column(cell) for cell in table.rows[0].cells))
    heads = "".join(f'<th scope="col"{kind}>{escape(head)}</th>' for head, kind in zip(table.heads, kinds, strict=True))
    rows = "".join(
        f'<tr class="{colors.get(row.hue, "plain")}"><th scope="row">{escape(row.name)}</th>'
        f"{''.join(map(_cell, row.cells))}</tr>\n"
        for row in table.rows
    )
    return (
        f"<h2>{escape(table.title)}</h2>\n<p>{escape(table.hint)}</p>\n"
        f'<div class="wide"><table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table></div>\n'
    )


def _column(cell: TableCell) -> str:
    """The class of a column heading, by one of the cells of the column."""
    if cell.look in ("heat", "same", "other"):
        return ' class="heat"'
    return ' class="count"' if cell.look == "count" else ""


def _cell(cell: TableCell) -> str:
    if cell.value is None and cell.passage_key is not None:
        return f'<td class="none">{escape(tr("undefined, {why}", why=cell.text))}</td>'
    if cell.look in ("heat", "same", "other") and cell.value is not None:
        name = {"same": "--same", "other": "--other"}.get(cell.look, "--bar")
        strength = round(60 * max(0.0, min(1.0, cell.value)))
        ground = f"background: color-mix(in srgb, var({name}) {strength}%, transparent)" if strength else ""
        return f'<td class="heat" style="{ground}">{escape(cell.text)}</td>'
    if cell.look in ("share", "alpha") and cell.value is not None:
        return f'<td class="share"><span class="figure">{escape(cell.text)}</span>{_bar(cell)}</td>'
    kind = ' class="count"' if cell.look == "count" else ""
    return f"<td{kind}>{escape(cell.text)}</td>"


def _bar(cell: TableCell) -> str:
    value = max(0.0, min(1.0, cell.value or 0.0))
    lines = "".join(
        f'<line class="mark" x1="{at * _BAR_WIDTH:.1f}" x2="{at * _BAR_WIDTH:.1f}" y1="0" y2="{_BAR_HEIGHT}"/>'
        for at in REFERENCES
        if cell.look == "alpha"
    )
    return (
        f'<svg width="{_BAR_WIDTH}" height="{_BAR_HEIGHT}" viewBox="0 0 {_BAR_WIDTH} {_BAR_HEIGHT}"'
        ' preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="track" width="{_BAR_WIDTH}" height="{_BAR_HEIGHT}" rx="2"/>'
        f'<rect class="bar" width="{value * _BAR_WIDTH:.1f}" height="{_BAR_HEIGHT}" rx="2"/>{lines}</svg>'
    )
