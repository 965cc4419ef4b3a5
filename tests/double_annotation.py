"""Texts of public corpora that two or four annotators marked.

Small readers of as much of each format as these corpora need; every article comes with one layer for each annotator.
"""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

from annotator.domain.marks.marks import Layer, Relation, Span
from tests.command_line import annotator, facts, write_jsonl


class Article(NamedTuple):
    """A text, and what everybody marked in it."""

    name: str
    text: str
    layers: tuple[Layer, ...]


def brat(corpora: Path) -> Iterator[Article]:
    """Seven Spanish news articles that four people marked: a folder for each of them, a file of lines for each text."""
    folder = corpora / "brat-bratiaa-4annotators"
    people = sorted(one.name for one in folder.iterdir() if one.is_dir())
    for path in sorted((folder / people[0]).glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        layers = []
        for who in people:
            lines = (folder / who / f"{path.stem}.ann").read_text(encoding="utf-8").splitlines()
            found = [re.fullmatch(r"(T\d+)\t(\S+) (\d+) (\d+)\t(.*)", line) for line in lines]
            spans = [_span(one[1], one[2], [(int(one[3]), int(one[4]))], text) for one in found if one]
            assert [one[5] for one in found if one] == [span.quote for span in spans]
            layers.append(_layer(path.stem, who, spans, []))
        yield Article(path.stem, text, tuple(layers))


def medtator(corpora: Path) -> Iterator[Article]:
    """Five reports on vaccines that two people marked, with links and a span in two fragments."""
    folder = corpora / "medtator-relation" / "ann_xml"
    for number in range(1, 6):
        layers, texts = [], set()
        for who in ("A", "B"):
            root = ET.parse(folder / f"Annotator_{who}" / f"{who}_doc{number}.txt.xml").getroot()
            text = root.findtext("TEXT") or ""
            texts.add(text)
            tags = list(root.find("TAGS") or ())
            spans = [
                _span(
                    tag.attrib["id"],
                    tag.tag,
                    [(int(start), int(end)) for start, end in re.findall(r"(\d+)~(\d+)", tag.attrib["spans"])],
                    text,
                    {
                        name: tag.attrib[name]
                        for name in ("certainty", "severity")
                        if tag.attrib.get(name, "NA") != "NA"
                    },
                )
                for tag in tags
                if "spans" in tag.attrib
            ]
            links = [
                Relation(id=tag.attrib["id"], label=tag.tag, source=tag.attrib["link_AEID"], target=end)
                for tag in tags
                if (end := tag.attrib.get("link_SVRTID"))
            ]
            layers.append(_layer(f"doc{number}", who, spans, links))
        assert len(texts) == 1
        yield Article(f"doc{number}", texts.pop(), tuple(layers))


def webanno(corpora: Path) -> Iterator[Article]:
    """Sentences about which two people differ in one way each, as INCEpTION's own tests of curation have them."""
    for folder in sorted((corpora / "inception-project-export" / "testsuite").iterdir()):
        told = [_tsv((folder / f"{who}.tsv").read_text(encoding="utf-8")) for who in ("user1", "user2")]
        text = told[0][0].rstrip()
        assert text == told[1][0].rstrip()
        layers = [_layer(folder.name, f"user{place}", *marks) for place, (_, *marks) in enumerate(told, 1)]
        yield Article(folder.name, text, tuple(layers))


CORPORA: dict[str, Callable[[Path], Iterator[Article]]] = {"brat": brat, "medtator": medtator, "webanno": webanno}


def _layer(document: str, who: str, spans: Iterable[Span], relations: Iterable[Relation]) -> Layer:
    return Layer(document=document, annotator=who, status="done", spans=tuple(spans), relations=tuple(relations))


def _span(
    name: str, label: str, fragments: list[tuple[int, int]], text: str, attributes: dict[str, str] | None = None
) -> Span:
    fragments = sorted(fragments)
    quote = text[fragments[0][0] : fragments[-1][1]]
    return Span(id=name, label=label, fragments=tuple(fragments), quote=quote, attributes=attributes or {})


def _tsv(content: str) -> tuple[str, list[Span], list[Relation]]:
    """A table of tokens: what is on a token, of which layer, stands in columns that the head announces."""
    lines = content.splitlines()
    text = next(line.removeprefix("#Text=") for line in lines if line.startswith("#Text="))
    heads = [line.split("=", 1) for line in lines if line.startswith("#T_")]
    rows = [line.removesuffix("\t").split("\t") for line in lines if re.match(r"\d+-\d+\t", line)]
    spans: dict[_Home, Span] = {}
    links = []
    column = 3
    for kind, head in heads:
        label, *features = head.split("|")
        label = label.rsplit(".", 1)[-1]
        for row in rows:
            cells = [_parts(cell) for cell in row[column : column + len(features)]]
            for place, number in enumerate(number for _, number in cells[0]):
                values = {name: cell[place][0] for name, cell in zip(features, cells, strict=True)}
                if kind == "#T_SP":
                    _put(spans, row, number, label, values, text)
                else:
                    base, governor = values.popitem()
                    links.append((label, base.rsplit(".", 1)[-1], governor, cells[-1][place][1], row[0], values))
        column += len(features)
    drawn = [
        Relation(
            id=f"r{count}",
            label=label,
            source=spans[_home(base, governor, number.split("_")[0])].id,
            target=spans[_home(base, token, number.split("_")[-1])].id,
            attributes={name: value for name, value in values.items() if value},
        )
        for count, (label, base, governor, number, token, values) in enumerate(links)
    ]
    # The root of a sentence is written as a link with itself.
    return text, list(spans.values()), [one for one in drawn if one.source != one.target]


def _parts(cell: str) -> list[tuple[str, str]]:
    """The values of a cell, stacked by bars, each with the number of what it belongs to; none for an empty cell."""
    found = (
        [re.fullmatch(r"(.*?)(?:\[([\d_]+)\])?", part) for part in re.split(r"(?<!\\)\|", cell)] if cell != "_" else []
    )
    return [("" if one[1] == "*" else one[1], one[2] or "0") for one in found if one]


_Home = tuple[str, str, str]


def _home(label: str, token: str, number: str) -> _Home:
    """What makes a span of one layer that one: its token, or the number that it bears on all of its tokens."""
    return (label, token, "") if number == "0" else (label, "", number)


def _put(spans: dict[_Home, Span], row: list[str], number: str, label: str, values: dict[str, str], text: str) -> None:
    """A span of one token; where its number was seen before, that span reaches to here."""
    start, end = map(int, row[1].split("-"))
    home = _home(label, row[0], number)
    known = spans.get(home)
    fragment = (known.fragments[0][0], end) if known else (start, end)
    said = {name: value for name, value in values.items() if value}
    spans[home] = _span(known.id if known else f"s{len(spans)}", label, [fragment], text, said)


def project_of(articles: list[Article], folder: Path) -> Path:
    """A project that holds the articles and all their layers, under a scheme that allows what occurs in them."""
    scheme, project = folder / "scheme.json", folder / "double.annotator"
    scheme.write_text(json.dumps(_scheme(articles)), encoding="utf-8")
    assert annotator("new", project, "--scheme", scheme).status == 0
    records = [_record(article, layer) for article in articles for layer in article.layers]
    facts("import", project, write_jsonl(folder / "double.jsonl", *records))
    return project


def _record(article: Article, layer: Layer) -> dict[str, Any]:
    return {
        "id": article.name,
        "text": f"{article.name}\n{article.text}",
        "annotator": layer.annotator,
        "status": layer.status,
        "spans": [
            {
                "id": span.id,
                "label": span.label,
                "start": span.fragments[0][0] + len(article.name) + 1,
                "end": span.fragments[-1][1] + len(article.name) + 1,
                "fragments": [[one + len(article.name) + 1 for one in part] for part in span.fragments],
                "attributes": span.attributes,
            }
            for span in layer.spans
        ],
        "relations": [
            {"id": one.id, "label": one.label, "from": one.source, "to": one.target, "attributes": one.attributes}
            for one in layer.relations
        ],
    }


def _scheme(articles: list[Article]) -> dict[str, Any]:
    labels: dict[str, set[str]] = defaultdict(set)
    relations: dict[str, tuple[set[str], set[str], set[str]]] = defaultdict(lambda: (set(), set(), set()))
    for layer in (layer for article in articles for layer in article.layers):
        by_id = {span.id: span.label for span in layer.spans}
        for span in layer.spans:
            labels[span.label].update(span.attributes)
        for one in layer.relations:
            for known, more in zip(
                relations[one.label], ([by_id[one.source]], [by_id[one.target]], one.attributes), strict=True
            ):
                known.update(more)
    return {
        "scheme": "double",
        "version": "1.0",
        "span_labels": {name: {"attributes": {one: {} for one in sorted(told)}} for name, told in labels.items()},
        "relations": {
            name: {"from": sorted(ends[0]), "to": sorted(ends[1]), "attributes": {one: {} for one in sorted(ends[2])}}
            for name, ends in relations.items()
        },
    }
