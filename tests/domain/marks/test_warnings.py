"""Tests of the warnings about possible oversights."""

import json
from typing import Any

import pytest

from annotator.domain.marks.marks import Relation, Span
from annotator.domain.marks.warnings import MarkWarning, mark_warnings
from annotator.domain.scheme.attribute_changes import RenameAttribute, RenameValue
from annotator.domain.scheme.changes import Rename, SchemeChange
from annotator.domain.scheme.migration import migrations
from annotator.domain.scheme.parser import parse_scheme
from annotator.domain.scheme.scheme import Scheme
from tests.command_line import ROOT

TEXT = "Trump exige que Kiev cède. « Non »,\ndit Kiev en rejetant l'ultimatum."
BODY = json.loads((ROOT / "resources/schemes/speaker-demand-event/scheme.json").read_text(encoding="utf-8"))
SCHEME = parse_scheme(BODY, where="")


def span(name: str, label: str, *places: tuple[int, int], **attributes: str) -> Span:
    fragments = places or ((0, 5),)
    if "entity" in SCHEME.labels[label].attributes:
        attributes = {"entity": "X", **attributes}
    quote = TEXT[fragments[0][0] : fragments[-1][1]]
    return Span(id=name, label=label, fragments=fragments, quote=quote, attributes=attributes)


def link(label: str, source: str, target: str) -> Relation:
    return Relation(id=f"{label}{source}{target}", label=label, source=source, target=target)


FRENCH = {
    "SPEAKER": "ORATEUR",
    "DEMAND": "EXIGENCE",
    "QUOTE": "CITATION",
    "CUE": "INDICE",
    "EVENT": "FAIT",
    "SAYS": "DIT",
    "CUES": "ANNONCE",
    "ADDRESSED_TO": "ADRESSÉ_À",
    "strength": "force",
    "ultimatum": "sommation",
}


def french_scheme() -> Scheme:
    """The default scheme after its parts were renamed; their roles stay."""
    changes: list[SchemeChange] = [
        Rename(of="label" if name in SCHEME.labels else "relation", name=name, new=new)
        for name, new in FRENCH.items()
        if name.isupper()
    ]
    changes.append(RenameAttribute(owner="EXIGENCE", name="strength", new="force"))
    changes.append(RenameValue(owner="EXIGENCE", name="force", value="ultimatum", new="sommation"))
    return migrations(BODY, changes)[-1].after


FRENCH_SCHEME = french_scheme()


def in_french(mark: Span | Relation) -> dict[str, Any]:
    attributes = {FRENCH.get(name, name): FRENCH.get(value, value) for name, value in mark.attributes.items()}
    return {"label": FRENCH.get(mark.label, mark.label), "attributes": attributes}


SPEAKER, DEMAND = span("s", "SPEAKER", (0, 5)), span("d", "DEMAND", (12, 25))
SAYS = link("SAYS", "s", "d")


def warning_kinds(spans: list[Span], links: list[Relation]) -> list[tuple[str, str]]:
    return [(warning.span, warning.kind) for warning in mark_warnings(TEXT, spans, links, SCHEME)]


def test_a_complete_layer_gives_no_warning() -> None:
    assert warning_kinds([SPEAKER, DEMAND], [SAYS]) == []


CASES: list[tuple[list[Span], list[Relation], list[tuple[str, str]]]] = [
    ([SPEAKER], [], [("s", "unlinked")]),
    ([DEMAND], [], [("d", "unlinked")]),
    ([span("q", "QUOTE", (27, 34))], [], [("q", "unlinked")]),
    ([span("c", "CUE", (6, 11))], [], [("c", "unlinked")]),
    ([SPEAKER.model_copy(update={"attributes": {}}), DEMAND], [SAYS], [("s", "empty")]),
    ([span("e", "EVENT", (12, 20)), span("a", "ACTOR", (16, 25))], [], [("a", "crossing")]),
    ([span("e", "EVENT", (29, 39))], [], [("e", "line-break")]),
    ([span("e", "EVENT", (11, 25))], [], [("e", "edge")]),
    ([SPEAKER, DEMAND, span("e", "EVENT", (12, 25))], [SAYS], [("d", "double")]),
    (
        [SPEAKER, DEMAND.model_copy(update={"attributes": {"strength": "ultimatum"}})],
        [SAYS],
        [("d", "ultimatum")],
    ),
    ([SPEAKER, DEMAND], [SAYS, link("ABOUT", "d", "s")], [("d", "misfit")]),
    ([span("e", "EVENT", (16, 20), mood="grim")], [], [("e", "misfit")]),
]


@pytest.mark.parametrize(("spans", "links", "expected"), CASES)
def test_each_oversight_is_named_at_its_span(
    spans: list[Span], links: list[Relation], expected: list[tuple[str, str]]
) -> None:
    assert warning_kinds(spans, links) == expected


@pytest.mark.parametrize(("spans", "links", "expected"), CASES)
def test_each_oversight_is_named_under_a_scheme_of_other_names(
    spans: list[Span], links: list[Relation], expected: list[tuple[str, str]]
) -> None:
    marks = [mark.model_copy(update=in_french(mark)) for mark in (*spans, *links)]
    warnings = mark_warnings(TEXT, marks[: len(spans)], marks[len(spans) :], FRENCH_SCHEME)

    assert [(warning.span, warning.kind) for warning in warnings] == expected


def test_links_that_lead_round_are_named_at_each_span_of_the_circle() -> None:
    demands = [span(f"d{n}", "DEMAND", (n, n + 5)) for n in (0, 12, 36, 50)]
    links = [link("RESPONDS_TO", f"d{a}", f"d{b}") for a, b in ((0, 12), (12, 36), (36, 0), (36, 50))]

    circles = [name for name, kind in warning_kinds(demands, links) if kind == "circle"]

    assert circles == ["d0", "d12", "d36"]


def test_nested_spans_and_interleaved_pieces_do_not_cross() -> None:
    around = span("e", "EVENT", (0, 25))
    inside = span("f", "EVENT", (12, 25))
    pieces = [span("g", "EVENT", (29, 32), (40, 44)), span("h", "EVENT", (36, 39), (48, 56))]

    assert warning_kinds([around, inside, *pieces], []) == []


def test_they_come_in_text_order_and_say_what_for_a_person() -> None:
    warnings = mark_warnings(TEXT, [DEMAND, SPEAKER.model_copy(update={"attributes": {}})], [], SCHEME)

    assert warnings == [
        MarkWarning(span="s", kind="unlinked", text="no link “says or participant”"),
        MarkWarning(span="s", kind="empty", text="Entity is empty"),
        MarkWarning(span="d", kind="unlinked", text="no link “says”"),
    ]


def test_a_scheme_without_these_labels_expects_nothing_of_them() -> None:
    body: dict[str, Any] = {"scheme": "x", "version": "1", "span_labels": {"SPEAKER": {}}, "relations": {}}

    assert mark_warnings(TEXT, [SPEAKER.model_copy(update={"attributes": {}})], [], parse_scheme(body, where="")) == []
