"""Tests of the list of articles: filter, order, progress, and the way to an article."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLabel, QToolButton

from annotator.ui.documents.model import DATE, LABELS, PROGRESS, SOURCE, SPANS, STATUS, TITLE, TOUCHED
from tests.ui.conftest import Opener
from tests.ui.hand import LEFT, NO_KEY, Hand


def record(name: str, text: str, published: str, *labels: str) -> dict[str, object]:
    """An article with a title and a date, and one span per label on its first word."""
    end = text.index(" ")
    spans = [{"label": label, "start": 0, "end": end} for label in labels]
    meta = {"title": name.upper(), "source": "AFP", "published": published}
    return {"id": name, "text": text, "meta": meta, "annotator": "Camille", "spans": spans}


@pytest.fixture
def hand(open_window: Opener, tmp_path: Path) -> Hand:
    records = [
        record("b", "Élan vers l'été à Kiev.", "2025-03-01", "EVENT"),
        record("a", "Moscou dément AND or NOT.", "2025-01-01", "SPEAKER", "ACTOR"),
        record("c", "Budapest attend le sommet.", "2025-02-01"),
    ]
    source = tmp_path / "articles.jsonl"
    source.write_text("".join(json.dumps(entry) + "\n" for entry in records), encoding="utf-8")
    hand = open_window("Un premier article.")
    hand.window.controllers.transfers.import_paths([source])
    hand.qtbot.waitUntil(lambda: not hand.window.job_runner.busy)
    hand.press("Ctrl+L")
    return hand


def shown(hand: Hand, column: int = TITLE) -> list[str]:
    model = hand.page("documents").model
    return [model.index(row, column).data() for row in range(model.rowCount())]


def test_it_lists_every_article_with_its_metadata_and_work(hand: Hand) -> None:
    assert shown(hand) == ["article", "B", "A", "C"]
    assert shown(hand, DATE) == ["", "2025-03-01", "2025-01-01", "2025-02-01"]
    assert shown(hand, SPANS) == ["0", "1", "2", "0"]
    assert shown(hand, LABELS) == ["", "E 1", "S 1  A 1", ""]
    assert shown(hand, STATUS) == ["new", "in progress", "in progress", "new"]
    assert shown(hand, PROGRESS) == ["", "0 of 1 done", "0 of 1 done", ""]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("ete", ["B"]),
        ("l'été", ["B"]),
        ("L’ÉTÉ", ["B"]),
        ("kie", ["B"]),
        ("kie ", []),
        ("kiev élan", ["B"]),
        ("AND", ["A"]),
        ('"moscou', ["A"]),
        ("* (", ["article", "B", "A", "C"]),
        ("", ["article", "B", "A", "C"]),
        ("x" * 100_000, []),
    ],
)
def test_the_filter_takes_words_and_nothing_as_an_operator(hand: Hand, query: str, titles: list[str]) -> None:
    hand.page("documents").filter.setText(query)
    assert shown(hand) == titles


@pytest.fixture
def worked_on(hand: Hand) -> Hand:
    """Article b was marked last and is done, so its label counts are E 1, A 1; a has S 1, A 1."""
    hand.window.navigation.show_document("b")
    hand.select_words(*hand.words("Kiev"))
    hand.press("A")
    hand.window.navigation.show_document("c")
    hand.select_words(*hand.words("sommet"))
    hand.press("E", "Del")
    hand.window.navigation.show_document("b")
    hand.press("Ctrl+Return", "Ctrl+L")
    return hand


# The rows from the first to the last with the lowest first; articles that are even stay in the order of the project.
SORTED = {
    TITLE: ["A", "article", "B", "C"],
    SOURCE: ["article", "B", "A", "C"],
    DATE: ["article", "A", "C", "B"],
    STATUS: ["A", "C", "article", "B"],
    SPANS: ["article", "C", "B", "A"],
    LABELS: ["article", "C", "B", "A"],
    PROGRESS: ["article", "A", "C", "B"],
    TOUCHED: ["article", "A", "C", "B"],
}


@pytest.mark.parametrize("column", SORTED)
def test_a_click_on_a_heading_sorts_and_again_turns_the_order(worked_on: Hand, column: int) -> None:
    heading = worked_on.page("documents").table.horizontalHeader()
    at = QPoint(heading.sectionViewportPosition(column) + 20, heading.height() // 2)
    QTest.mouseClick(heading.viewport(), LEFT, NO_KEY, at)
    rows = [shown(worked_on, number) for number in (TITLE, column)]
    assert rows[0] == SORTED[column]
    QTest.mouseClick(heading.viewport(), LEFT, NO_KEY, at)
    assert shown(worked_on, column) == rows[1][::-1]


def test_the_next_unfinished_article_is_one_key_or_click_away(worked_on: Hand) -> None:
    screen = worked_on.page("documents")
    button = next(tool for tool in screen.findChildren(QToolButton) if tool.text() == "Next unfinished article")
    assert "Ctrl+Shift+PgDown" in button.toolTip()
    worked_on.press_button(button)
    assert worked_on.document == "c", "after a"
    worked_on.press("Ctrl+L", "Ctrl+Shift+PgDown")
    assert worked_on.document == "article", "around the end"
    worked_on.press("Ctrl+Shift+PgDown")
    assert worked_on.document == "a", "past b, which is done"


def test_progress_is_told_for_every_annotator(worked_on: Hand) -> None:
    def progress() -> str:
        return " ".join(label.text() for label in worked_on.page("documents").findChildren(QLabel))

    assert "Camille 1/4" in progress()
    worked_on.press("Esc")
    worked_on.window.session.annotator_named("Denise", create=True)
    worked_on.press("Ctrl+L")
    assert "Denise 0/4" in progress()


def test_many_annotators_do_not_widen_the_window(hand: Hand) -> None:
    hand.press("Esc", "Ctrl+L")
    narrowest = hand.window.minimumSizeHint().width()
    hand.press("Esc")
    for number in range(30):
        hand.window.session.annotator_named(f"A rather long name {number}", create=True)
    hand.press("Ctrl+L")
    assert hand.window.minimumSizeHint().width() == narrowest


@pytest.mark.parametrize("widget", ["filter", "status", "table"])
def test_esc_goes_back_to_the_article_from_anywhere(hand: Hand, widget: str) -> None:
    getattr(hand.page("documents"), widget).setFocus()
    hand.press("Esc")
    assert hand.reader.hasFocus()


def test_status_and_words_filter_together(hand: Hand) -> None:
    status = hand.page("documents").status
    status.setCurrentIndex(status.findData("in-progress"))
    assert shown(hand) == ["B", "A"]
    hand.page("documents").filter.setText("mosc")
    assert shown(hand) == ["A"]


def test_enter_opens_what_was_filtered_and_esc_goes_back(hand: Hand) -> None:
    hand.type("moscou")
    hand.press("Return")
    hand.press("Return")
    assert hand.document == "a"
    assert hand.reader.hasFocus()
    hand.press("Ctrl+L")
    hand.press("Esc")
    assert hand.document == "a"
    assert hand.reader.hasFocus()


def test_the_model_keeps_to_qts_rules(hand: Hand) -> None:
    model = hand.page("documents").model
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.filter("kiev", "")
    model.sort(TITLE, Qt.SortOrder.DescendingOrder)
    model.filter("", "")
    model.reload()
    assert tester.model() is model


@pytest.mark.parametrize("width", [1280, 1920])
def test_the_titles_take_what_room_the_window_has(open_window: Opener, width: int) -> None:
    hand = open_window(annotator="annotator-a")
    hand.window.resize(width, 720)
    hand.press("Ctrl+L")
    table = hand.page("documents").table
    assert table.horizontalHeader().length() == table.viewport().width()
    assert not table.horizontalScrollBar().isVisible()
    assert table.columnWidth(TITLE) > width / 4
