"""The list of articles: filtered by words and status, sorted by any column, opened with Enter."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from annotator.ui.documents.model import DATE, LABELS, SPANS, STATUS, TITLE
from tests.ui.conftest import Opener
from tests.ui.hand import Hand


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
    source.write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")
    hand = open_window("Un premier article.")
    hand.window.transfers.import_paths([source])
    hand.qtbot.waitUntil(lambda: not hand.window.work.busy)
    hand.press("Ctrl+L")
    return hand


def shown(hand: Hand, column: int = TITLE) -> list[str]:
    model = hand.window.documents.model
    return [model.index(row, column).data() for row in range(model.rowCount())]


def test_it_lists_every_article_with_its_metadata_and_work(hand: Hand) -> None:
    assert shown(hand) == ["article", "B", "A", "C"]
    assert shown(hand, DATE) == ["", "2025-03-01", "2025-01-01", "2025-02-01"]
    assert shown(hand, SPANS) == ["0", "1", "2", "0"]
    assert shown(hand, LABELS) == ["", "E 1", "S 1  A 1", ""]
    assert shown(hand, STATUS) == ["new", "in progress", "in progress", "new"]


@pytest.mark.parametrize(
    ("query", "found"),
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
def test_the_filter_takes_words_and_nothing_as_an_operator(hand: Hand, query: str, found: list[str]) -> None:
    hand.window.documents.filter.setText(query)
    assert shown(hand) == found


def test_a_click_on_a_heading_sorts_and_again_turns_the_order(hand: Hand) -> None:
    table = hand.window.documents.table
    table.sortByColumn(DATE, Qt.SortOrder.AscendingOrder)
    assert shown(hand) == ["article", "A", "C", "B"]
    table.sortByColumn(SPANS, Qt.SortOrder.DescendingOrder)
    assert shown(hand)[:2] == ["A", "B"]


def test_status_and_words_filter_together(hand: Hand) -> None:
    status = hand.window.documents.status
    status.setCurrentIndex(status.findData("in-progress"))
    assert shown(hand) == ["B", "A"]
    hand.window.documents.filter.setText("mosc")
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
    model = hand.window.documents.model
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.filter("kiev", "")
    model.sort(TITLE, Qt.SortOrder.DescendingOrder)
    model.filter("", "")
    model.reload()
    assert tester.model() is model
