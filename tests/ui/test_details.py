"""Attributes and notes: what is typed is kept, however the field is left, if it is valid."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QToolButton

from tests.command_line import record, span, write_jsonl
from tests.ui.conftest import Opener
from tests.ui.hand import Hand
from tests.ui.projects import project_from

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
    return next(span.note for span in hand.open_document.spans.values() if span.start == 0)


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
    "another theme": lambda hand: hand.window.commands.run("theme-dark"),
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
    speaker = next(span for span in hand.open_document.spans.values() if span.start == 0)
    assert speaker.attributes["entity"] == "Russie"


def test_a_letter_in_a_choice_picks_a_value_and_labels_nothing(hand: Hand) -> None:
    field(hand, "Mention").setFocus()
    hand.press("A")
    assert hand.marks() == [("SPEAKER", "La Russie"), ("EVENT", "cède")]
    assert hand.focused
    assert hand.focused.attributes["mention"] == "adjective"


def test_tab_goes_from_field_to_field(hand: Hand) -> None:
    hand.press("F6", "F6")
    walked = []
    for _ in range(4):
        walked.append(hand.with_focus().accessibleName())
        hand.press("Tab")
    assert walked == ["Entity *", "Mention", "Source type", "Note"]
    assert hand.focused
    assert hand.focused.quote == "La Russie"


def test_a_wheel_that_passes_over_a_choice_changes_nothing(hand: Hand) -> None:
    choice = field(hand, "Mention")
    middle = choice.rect().center()
    turn, still = QPoint(0, -120), Qt.ScrollPhase.NoScrollPhase
    free = (Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier)
    turned = QWheelEvent(QPointF(middle), QPointF(choice.mapToGlobal(middle)), turn, turn, *free, still, False)  # noqa: FBT003
    QApplication.sendEvent(choice, turned)
    assert hand.focused
    assert hand.focused.attributes["mention"] == "name"


def test_a_value_that_no_longer_fits_goes_with_the_one_that_governs_it(hand: Hand) -> None:
    hand.click(TEXT.index("cède") + 1)
    for name, value in (("Plover", "CONSULT"), ("Plover mode", "phone"), ("Plover", "AID")):
        choice = field(hand, name)
        choice.setCurrentIndex(choice.findData(value))
        choice.activated.emit(choice.currentIndex())
        assert hand.focused
        assert hand.focused.attributes[name.lower().replace(" ", "_")] == value
    assert "plover_mode" not in hand.focused.attributes
    hand.press("Ctrl+Z")
    assert hand.focused.attributes["plover_mode"] == "phone"


def test_an_undone_note_does_not_come_back_when_its_field_is_left(hand: Hand) -> None:
    go_to_note(hand)
    hand.type("faux")
    hand.press_button(button(hand, "undo"))
    hand.press("Esc")
    assert note_of_speaker(hand) == ""


def button(hand: Hand, command: str) -> QToolButton:
    """The button of a command above the article."""
    action = hand.window.actions_by_id[command]
    return next(one for one in hand.window.toolbar.findChildren(QToolButton) if one.defaultAction() is action)


def test_what_nobody_typed_in_stays_as_it_came(open_window: Opener, tmp_path: Path) -> None:
    """Walking through the fields rewrites nothing, however odd what stands there is."""
    odd = " «\u00a0oui\u00a0»\r\n?"
    told = record(TEXT, annotator="Camille", spans=[span(0, 9, attributes={"entity": " Russie\u00a0"}, note=odd)])
    hand = open_window(project=project_from(tmp_path, [write_jsonl(tmp_path / "marks.jsonl", told)]))
    hand.press("Tab", "F6", "F6", "Tab", "Tab", "Tab", "Tab", "F6", "Ctrl+PgDown")
    [mark] = hand.open_document.spans.values()
    assert (mark.note, mark.attributes) == (odd, {"entity": " Russie\u00a0"})
    go_to_note(hand)
    hand.press("Ctrl+End")
    hand.type(" non")
    hand.press("Esc")
    assert hand.focused
    assert hand.focused.note == " «\u00a0oui\u00a0»\n? non"


def test_a_command_given_while_a_note_is_typed_does_not_move_the_caret(hand: Hand) -> None:
    go_to_note(hand)
    hand.type("ab")
    hand.press("Left", "Ctrl++")
    hand.type("x")
    hand.press("Esc")
    assert note_of_speaker(hand) == "axb"
