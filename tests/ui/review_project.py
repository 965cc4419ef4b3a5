"""A small project to review, and what a reviewer does and sees in it."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.ui.review.screen import ReviewScreen
from tests.command_line import record, span
from tests.ui.hand import Hand

TEXT = "Selon Kiev, Moscou dit non. Selon Kiev, Paris dit oui."
BERLIN = "Berlin ne dit rien."
KIEV, WIDE = span(6, 10, id="k"), span(0, 10, id="w")
SECOND_KIEV, WIDE_SECOND_KIEV = span(34, 38, id="ka"), span(28, 38, id="wa")
MOSCOW = span(12, 18, id="m")


def done_layer(text: str, name: str, who: str, *spans: dict[str, Any]) -> dict[str, Any]:
    return record(text, id=name, annotator=who, status="done", spans=list(spans))


def open_review(hand: Hand) -> Hand:
    hand.press("Ctrl+R")
    hand.wait_for_job()
    review = hand.page("review")
    review.filters.order.setCurrentIndex(review.filters.order.findData("reading"))
    review.filters.changed.emit()
    press_row(review, 0)
    return hand


def press_row(screen: ReviewScreen, row: int) -> None:
    place = screen.list.visualRect(screen.model.index(row)).center()
    QTest.mouseClick(screen.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)


def gold_spans(hand: Hand, document: str = "one") -> list[tuple[str, str]]:
    reviewed = hand.page("review").review.documents[document]
    return [(one.label, one.quote) for one in reviewed.gold.spans]


def case_start(screen: ReviewScreen) -> int:
    assert screen.current_case
    return screen.current_case[1].case.start
