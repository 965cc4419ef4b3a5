"""The list of spans after every step, whoever took it."""

from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtTest import QAbstractItemModelTester

from annotator.domain.marks.marks import text_order
from tests.own_scheme import ANNOTATOR, own_project, scheme_with_roles
from tests.ui.conftest import Opener
from tests.ui.hand import Hand

TEXT = "Il dit « La Russie réclame que Kiev cède quatre régions » et que rien ne presse."


def assert_right(hand: Hand) -> None:
    model = hand.screen.span_list.model()
    rows = [model.index(row, 0) for row in range(model.rowCount())]
    assert sorted(model.span_at(index).id for index in rows) == sorted(hand.open_document.spans)
    assert all(text_order(model.span_at(one)) <= text_order(model.span_at(other)) for one, other in pairwise(rows))


def mark(hand: Hand, words: str, key: str) -> None:
    hand.reader.select(*hand.words(words))
    hand.press(key)
    assert_right(hand)


def test_rows_come_and_go_with_the_spans(open_window: Opener) -> None:
    hand = open_window({"one": TEXT, "two": "Un autre."})
    QAbstractItemModelTester(
        hand.screen.span_list.model(), QAbstractItemModelTester.FailureReportingMode.Fatal, hand.screen.span_list
    )
    for words, key in (("quatre régions", "E"), ("Kiev cède quatre régions", "D"), ("La Russie", "S"), ("Kiev", "A")):
        mark(hand, words, key)
    for key in ("Alt+Right", "Alt+Left", "Alt+Shift+Right", "S", "Tab", "Del", "Tab", "Alt+Left", "Alt+Left", "Q"):
        hand.press(key)
        assert_right(hand)
    steps = 0
    while hand.marks():
        hand.press("Ctrl+Z")
        assert_right(hand)
        steps += 1
    for _ in range(steps):
        hand.press("Ctrl+Y")
        assert_right(hand)
    hand.press("Ctrl+PgDown")
    assert_right(hand)
    hand.press("Ctrl+PgUp")
    assert_right(hand)


def test_spans_of_one_place_have_rows_of_their_own(open_window: Opener) -> None:
    hand = open_window(TEXT)
    for key in "SDEQCA":
        mark(hand, "quatre régions", key)
    assert hand.screen.span_list.model().rowCount() == 6
    hand.press("Del")
    assert_right(hand)


def caret_is_in_sight(hand: Hand) -> bool:
    box = hand.reader.cursorRect(hand.reader.textCursor())
    return hand.reader.viewport().rect().contains(box.center())


@pytest.mark.parametrize("key", ["Down", "Up", "End", "Home"])
def test_moving_in_the_list_focuses_the_span_in_the_text(open_window: Opener, key: str) -> None:
    hand = open_window(annotator="annotator-a", document="000_22f1827607b866df")
    hand.press("Tab", "Tab", "F6", key)
    span = hand.screen.span_list.model().span_at(hand.screen.span_list.currentIndex())
    assert hand.focused
    assert hand.focused.id == span.id
    assert hand.reader.caret() == span.start
    hand.qtbot.waitUntil(lambda: caret_is_in_sight(hand))
    assert hand.with_focus() is hand.screen.span_list


def test_the_focused_span_stays_in_sight_when_its_links_take_room_below(open_window: Opener) -> None:
    hand = open_window(annotator="annotator-a")
    hand.window.resize(1280, 720)
    rows = hand.screen.span_list
    tall = rows.height()
    hand.click(hand.words("la ligne de front actuelle")[0])
    hand.qtbot.waitUntil(lambda: rows.height() < tall)
    hand.qtbot.waitUntil(lambda: rows.viewport().rect().contains(rows.visualRect(rows.currentIndex())))


def test_the_parties_of_a_demand_are_found_by_roles(open_window: Opener, tmp_path: Path) -> None:
    hand = open_window(project=own_project(tmp_path, scheme_with_roles()), annotator=ANNOTATOR)
    spans = hand.screen.span_list.spans
    rows = [spans.row(number) for number in range(spans.rowCount())]
    assert [row.parties for row in rows if row] == ["", "", "Russie → Ukraine"]
