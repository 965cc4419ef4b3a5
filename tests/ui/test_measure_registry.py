"""A measure of agreement that stands in the registry only: command line and screen show it."""

from pathlib import Path

import pytest

from annotator.agreement import measure_registry
from annotator.agreement.coefficients.coding import percent_agreement
from annotator.agreement.compared_documents import ComparedDocuments
from annotator.agreement.matches import span_f1
from annotator.agreement.matches.span_f1 import LabelledExtent, SharedCounts
from annotator.agreement.measure import Measure, share
from annotator.agreement.measure_definition import (
    DocumentsFigure,
    MeasureDefinition,
    SpanF1,
    f1_on_demand,
    levels,
    sum_figure,
)
from annotator.agreement.sums import ALL_RELATIONS
from tests.command_line import annotator, facts, record, span, write_jsonl
from tests.ui.conftest import Opener
from tests.ui.test_agreement import SheetId, grids, text


def start_matches(ours: list[LabelledExtent], theirs: list[LabelledExtent]) -> SharedCounts:
    """Spans of one label that begin at the same character."""
    starts = [{mark.extent[0][0] for mark in marks} for marks in (ours, theirs)]
    return {span_f1.BOTH_SIZES: len(ours) + len(theirs), 1: len(starts[0] & starts[1])}


def half(compared: ComparedDocuments) -> Measure:
    return share(len(compared.documents), 2 * len(compared.documents))


TOYS = (
    MeasureDefinition(
        name="start_f1",
        title="Starts, F1",
        explanation="Spans that begin at the same place.",
        spread_title="Starts, F1, spread over pairs",
        levels=levels("project", "label", "annotator", "period"),
        from_sums=SpanF1(start_matches),
    ),
    MeasureDefinition(
        name="link_share",
        title="Links, agreeing share",
        explanation="Pairs of passages that both link in the same way.",
        levels=levels("relation"),
        from_sums=sum_figure(lambda sums, scope: percent_agreement(sums.coding("links", scope)), "links"),
        passages=ALL_RELATIONS,
    ),
    MeasureDefinition(
        name="char_f1_again",
        title="Characters once more",
        explanation="Characters under the same label, once more.",
        on_demand=f1_on_demand(span_f1.character_matches),
    ),
    MeasureDefinition(
        name="half", title="One half", explanation="Always one half.", on_demand=DocumentsFigure(half), raters="two"
    ),
)


@pytest.fixture(autouse=True)
def _toy_measures(monkeypatch: pytest.MonkeyPatch) -> None:
    for toy in TOYS:
        monkeypatch.setitem(measure_registry.MEASURES, toy.name, toy)


@pytest.fixture
def compared(project: Path, tmp_path: Path) -> Path:
    """A project in which two annotators begin the same span at the same place."""
    rows = [
        record(annotator="Alba", status="done", spans=[span(0, 5), span(14, 23)]),
        record(annotator="Bruno", status="done", spans=[span(0, 10), span(6, 10), span(14, 23, "ACTOR")]),
    ]
    facts("import", project, write_jsonl(tmp_path / "in.jsonl", *rows))
    return project


def test_the_command_line_reports_it(compared: Path) -> None:
    report = facts("agreement", compared)

    for measures in (report["measures"], report["pairs"][0]["measures"]):
        assert measures["start_f1"] == {"value": 0.4, "reason": ""}
        assert measures["char_f1_again"] == measures["char_f1"]
        assert measures["half"] == {"value": 0.5, "reason": ""}
        assert "link_share" in measures
    assert report["measures"]["start_f1_sd"] == {"value": 0.0, "reason": ""}
    assert report["labels"]["SPEAKER"]["measures"]["start_f1"] == {"value": 0.5, "reason": ""}
    output = annotator("agreement", compared).out
    assert "\nStarts, F1 " in output
    assert "  Starts, F1  " in output, "a column of the table of labels"


def test_the_screen_shows_it(compared: Path, open_window: Opener) -> None:
    hand = open_window(project=compared, annotator="Alba")
    hand.press("Ctrl+G")
    hand.wait_for_job()
    screen = hand.page("agreement")
    summary, _ = grids(screen, SheetId.MEASURES)
    assert text(summary, "Starts, F1", "Figure") == "0.400"
    assert text(summary, "Starts, F1", "What it says") == "Spans that begin at the same place."
    assert text(grids(screen, SheetId.LABELS)[0], "SPEAKER", "Starts, F1") == "0.500"
    assert text(grids(screen, SheetId.LINKS)[0], "Links, agreeing share", "What it says").startswith("Pairs of")
    assert text(grids(screen, SheetId.PAIRS)[1], "Alba", "Starts, F1") == "0.400"
    assert text(grids(screen, SheetId.ARTICLES)[0], screen.agreement.documents[0].document, "Starts, F1") == "0.400"
    assert screen.switcher.measure.findText("Starts, F1") >= 0
    (times,) = grids(screen, SheetId.TIME)
    assert "Starts, F1" in times.grid_model.table.heads

    further, _ = grids(screen, SheetId.FURTHER)
    screen.switcher.further.click()
    hand.wait_for_job()
    assert text(further, "One half", "Figure") == "0.500"
    assert text(further, "Characters once more", "What it says") == "Characters under the same label, once more."
