"""Keys on French and German keyboards, where characters are on other keys.

What a key sends is what Qt told of it on an X display with that keyboard: key code, text, modifiers. A key is named by
what is printed on it.
"""

from collections.abc import Callable
from typing import NamedTuple

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from annotator.ui.shell import keys_in_force
from tests.ui.conftest import Opener
from tests.ui.hand import Hand

Key = Qt.Key
NONE, SHIFT, CTRL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)
TEXT = "Selon le Kremlin, la Russie réclame à l'Ukraine qu'elle lui cède quatre régions."


class Sent(NamedTuple):
    """What a chord sends."""

    key: Key
    text: str
    modifiers: Qt.KeyboardModifier = NONE


LETTERS = {letter: Sent(Key[f"Key_{letter.upper()}"], letter) for letter in "sdeqcabxw"}
COMMON = LETTERS | {
    "Ctrl+Z": Sent(Key.Key_Z, "\x1a", CTRL),
    "Ctrl+Y": Sent(Key.Key_Y, "\x19", CTRL),
    "Ctrl+Shift+Z": Sent(Key.Key_Z, "\x1a", CTRL | SHIFT),
    "Ctrl+K": Sent(Key.Key_K, "\x0b", CTRL),
    "Ctrl+F": Sent(Key.Key_F, "\x06", CTRL),
}
AZERTY = COMMON | {
    "/": Sent(Key.Key_Slash, "/", SHIFT),  # Shift+:
    "?": Sent(Key.Key_Question, "?", SHIFT),  # Shift+,
    "accented": Sent(Key.Key_Eacute, "é"),
    "7": Sent(Key.Key_7, "7", SHIFT),
    # With Shift, as + is printed, Qt asks the display which keys are meant; there is none in a test.
    "larger": Sent(Key.Key_Equal, "=", CTRL),
    "smaller": Sent(Key.Key_Minus, "-", CTRL),
    "usual size": Sent(Key.Key_Agrave, "à", CTRL),
}
QWERTZ = COMMON | {
    "/": Sent(Key.Key_Slash, "/", SHIFT),  # Shift+7
    "?": Sent(Key.Key_Question, "?", SHIFT),  # Shift+ß
    "accented": Sent(Key.Key_Odiaeresis, "ö"),
    "7": Sent(Key.Key_7, "7"),
    "larger": Sent(Key.Key_Plus, "+", CTRL),
    "smaller": Sent(Key.Key_Minus, "-", CTRL),
    "usual size": Sent(Key.Key_0, "0", CTRL),
}
# Some systems tell the key as it is without Shift; what it types is the same.
AZERTY_UNSHIFTED = AZERTY | {"/": Sent(Key.Key_Colon, "/", SHIFT), "?": Sent(Key.Key_Comma, "?", SHIFT)}
QWERTZ_UNSHIFTED = QWERTZ | {"/": Sent(Key.Key_7, "/", SHIFT), "?": Sent(Key.Key_ssharp, "?", SHIFT)}
BOARDS = {
    "AZERTY": AZERTY,
    "QWERTZ": QWERTZ,
    "AZERTY, keys as without Shift": AZERTY_UNSHIFTED,
    "QWERTZ, keys as without Shift": QWERTZ_UNSHIFTED,
}
Press = Callable[..., None]


@pytest.fixture
def hand(open_window: Opener) -> Hand:
    return open_window(TEXT)


@pytest.fixture(params=BOARDS)
def press(hand: Hand, request: pytest.FixtureRequest) -> Press:
    """Presses chords of this keyboard, where the focus is."""
    board = BOARDS[request.param]

    def press(*chords: str) -> None:
        for chord in chords:
            sent = board[chord]
            for action in (QTest.KeyAction.Press, QTest.KeyAction.Release):
                QTest.sendKeyEvent(action, hand.with_focus(), sent.key, sent.text, sent.modifiers)

    return press


def move(hand: Hand, press: Press, name: str, chord: str) -> str:
    """Move a key with the keyboard at hand; what the page answers."""
    page = hand.page("keys")
    hand.window.commands.run("change-keys")
    page.choose(name)
    hand.press("Return")
    press(chord)
    hand.qtbot.waitUntil(lambda: page.press.keySequence().isEmpty() and page.table.hasFocus())
    hand.press("Esc")
    return page.answer


def test_label_letters_are_those_printed_on_the_keys(hand: Hand, press: Press) -> None:
    hand.select_words(*hand.words("Kremlin"))
    for letter, label in zip("sdeqca", ("SPEAKER", "DEMAND", "EVENT", "QUOTE", "CUE", "ACTOR"), strict=True):
        press(letter)
        assert hand.marks() == [(label, "Kremlin")]


@pytest.mark.parametrize("chord", ["/", "Ctrl+F"])
def test_a_sign_with_shift_finds(hand: Hand, press: Press, chord: str) -> None:
    press(chord)
    assert isinstance(hand.with_focus(), QLineEdit)
    assert hand.with_focus().text() == ""
    hand.type("russie")
    hand.press("Return")
    press("s")
    assert hand.marks() == [("SPEAKER", "Russie")]


def test_signs_work_in_the_list_of_spans_and_are_text_in_a_field(hand: Hand, press: Press) -> None:
    hand.select_words(*hand.words("Kremlin"))
    press("s")
    hand.press("F6")
    press("?")
    assert hand.screen.help_card.isVisible()
    press("?")
    assert not hand.screen.help_card.isVisible()
    press("/", "/", "?", "7")
    assert isinstance(hand.with_focus(), QLineEdit)
    assert hand.with_focus().text() == "/?7"
    assert not hand.screen.help_card.isVisible()


def test_undo_and_redo_follow_the_letters(hand: Hand, press: Press) -> None:
    hand.select_words(*hand.words("Kremlin"))
    press("s", "a", "Ctrl+Z")
    assert hand.marks() == [("SPEAKER", "Kremlin")]
    press("Ctrl+Z")
    assert hand.marks() == []
    press("Ctrl+Y", "Ctrl+Shift+Z")
    assert hand.marks() == [("ACTOR", "Kremlin")]


def test_the_boundary_mode_is_on_its_letter(hand: Hand, press: Press) -> None:
    hand.select_words(*hand.words("Kremlin"))
    press("s", "b")
    hand.press("Shift+Left", "Return", "Right")
    assert hand.marks() == [("SPEAKER", "le Kremlin")]


def test_text_size_is_in_reach(hand: Hand, press: Press) -> None:
    usual = hand.window.settings.text_size
    press("larger", "larger", "larger", "smaller")
    assert hand.window.settings.text_size == usual + 2
    press("usual size")
    assert hand.window.settings.text_size == usual


@pytest.mark.parametrize("chord", ["x", "accented", "7"])
def test_a_label_moves_to_any_key_of_the_board(hand: Hand, press: Press, chord: str) -> None:
    assert "Speaker" in move(hand, press, "label:SPEAKER", chord)
    hand.select_words(*hand.words("Kremlin"))
    press("s")
    assert hand.marks() == []
    press(chord)
    assert hand.marks() == [("SPEAKER", "Kremlin")]


def test_a_sign_that_is_taken_is_refused_on_whichever_key_it_lies(hand: Hand, press: Press) -> None:
    assert "taken by" in move(hand, press, "boundary", "/")
    assert keys_in_force.moved_keys() == {}


def test_a_moved_sign_leaves_nothing_behind(hand: Hand, press: Press) -> None:
    move(hand, press, "find-here", "x")
    press("/")
    assert hand.with_focus() is hand.reader
    move(hand, press, "help-here", "/")
    press("/")
    assert hand.screen.help_card.isVisible()
    press("?")
    assert hand.screen.help_card.isVisible(), "that sign is free now"
    press("x")
    assert isinstance(hand.with_focus(), QLineEdit)
