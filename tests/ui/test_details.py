"""Attributes and notes: what is typed is kept, however the field is left, and only what fits."""

import pytest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit

from tests.ui.conftest import Opener
from tests.ui.hand import Hand

TEXT = "La Russie réclame à l'Ukraine qu'elle lui cède quatre régions."


def field(hand: Hand, name: str) -> QComboBox | QLineEdit | QPlainTextEdit:
    """The field of this name, as a screen reader would find it."""
    kinds = (QComboBox, QLineEdit, QPlainTextEdit)
    return next(
        one
        for kind in kinds
        for one in hand.screen.details.findChildren(kind)
        if one.accessibleName() == name and one.isVisible()
    )


@pytest.fixture
def hand(open_window: Opener) -> Hand:
    """Two articles; in the first, *La Russie* is a focused speaker and *cède* an event."""
    hand = open_window({"one": TEXT, "two": "Un autre article."})
    hand.select_words(*hand.words("cède"))
    hand.press("E")
    hand.reader.select(0, 0)
    hand.select_words(0, len("La Russie"))
    hand.press("S")
    return hand


def go_to_note(hand: Hand) -> None:
    field(hand, "Note").setFocus()
    assert isinstance(hand.with_focus(), QPlainTextEdit)


def note_of_speaker(hand: Hand) -> str:
    if hand.document != "one":
        hand.press("Ctrl+PgUp")
    return next(span.note for span in hand.desk.spans.values() if span.start == 0)


LEAVING = {
    "F6": lambda hand: hand.press("F6"),
    "Esc": lambda hand: hand.press("Esc"),
    "Tab": lambda hand: hand.press("Tab"),
    "Ctrl+Enter": lambda hand: hand.press("Ctrl+Return"),
    "next article": lambda hand: hand.press("Ctrl+PgDown"),
    "a label's chip": lambda hand: hand.press_button(hand.chip("ACTOR")),
    "another span": lambda hand: hand.click(TEXT.index("cède") + 1),
    "find": lambda hand: hand.press("Ctrl+F"),
    "the keys": lambda hand: hand.press("F1"),
    "another theme": lambda hand: hand.window.do("theme-dark"),
}


@pytest.mark.parametrize("way", LEAVING)
def test_a_note_is_kept_however_it_is_left(hand: Hand, way: str) -> None:
    go_to_note(hand)
    hand.type("vraiment ?")
    LEAVING[way](hand)
    if way == "another theme":
        hand.press("Esc")
    assert note_of_speaker(hand) == "vraiment ?"


@pytest.mark.parametrize("way", [way for way in LEAVING if way != "another theme"])
def test_a_typed_attribute_is_kept_however_it_is_left(hand: Hand, way: str) -> None:
    field(hand, "Entity *").setFocus()
    hand.type("Russie")
    LEAVING[way](hand)
    if hand.document != "one":
        hand.press("Ctrl+PgUp")
    speaker = next(span for span in hand.desk.spans.values() if span.start == 0)
    assert speaker.attributes["entity"] == "Russie"
