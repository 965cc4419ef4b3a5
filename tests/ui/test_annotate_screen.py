"""The keys of the annotate screen: each does what it says, once, and only where it is meant."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit

from tests.ui.conftest import Opener
from tests.ui.hand import Hand

TEXT = "Selon le Kremlin, la Russie réclame à l'Ukraine qu'elle lui cède quatre régions."


@pytest.fixture
def hand(open_window: Opener) -> Hand:
    return open_window({"one": TEXT, "two": "Le deuxième article.", "three": "Le troisième."})


def mark(hand: Hand, words: str, key: str) -> None:
    hand.reader.select(0, 0)
    hand.select_words(*hand.words(words))
    hand.press(key)


@pytest.mark.parametrize(
    ("key", "label"), [("S", "SPEAKER"), ("D", "DEMAND"), ("E", "EVENT"), ("Q", "QUOTE"), ("C", "CUE"), ("A", "ACTOR")]
)
def test_a_letter_labels_the_selection_and_focuses_the_new_span(hand: Hand, key: str, label: str) -> None:
    hand.select_words(*hand.words("le Kremlin"))
    hand.press(key)
    assert hand.marks() == [(label, "le Kremlin")]
    assert hand.focused
    assert hand.focused.label == label
    assert not hand.reader.has_selection()


def test_a_letter_without_a_selection_relabels_the_focused_span(hand: Hand) -> None:
    mark(hand, "le Kremlin", "S")
    hand.press("A")
    assert hand.marks() == [("ACTOR", "le Kremlin")]
    hand.press("Ctrl+Z")
    assert hand.marks() == [("SPEAKER", "le Kremlin")]


def test_a_selection_wins_over_the_focused_span(hand: Hand) -> None:
    mark(hand, "le Kremlin", "S")
    hand.select_words(*hand.words("la Russie"))
    hand.press("A")
    assert hand.marks() == [("SPEAKER", "le Kremlin"), ("ACTOR", "la Russie")]


def test_the_same_label_again_does_nothing(hand: Hand) -> None:
    mark(hand, "le Kremlin", "S")
    step = hand.window.session.next_undo()
    hand.press("S")
    mark(hand, "le Kremlin", "S")
    assert hand.marks() == [("SPEAKER", "le Kremlin")]
    assert hand.window.session.next_undo() == step


def test_a_letter_with_nothing_to_label_says_what_to_do(hand: Hand) -> None:
    hand.press("S")
    assert hand.marks() == []
    assert "Select some words" in hand.message


def test_a_key_held_down_marks_once(hand: Hand) -> None:
    before = hand.window.session.next_undo()
    hand.select_words(*hand.words("le Kremlin"))
    hand.press("S")
    for repeated in range(5):
        event = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_S, Qt.KeyboardModifier.NoModifier, "s", bool(repeated), 1)
        QApplication.sendEvent(hand.with_focus(), event)
        hand.press("S")
    assert hand.marks() == [("SPEAKER", "le Kremlin")]
    hand.press("Ctrl+Z")
    assert hand.marks() == []
    assert hand.window.session.next_undo() == before


def test_the_same_words_may_carry_two_labels(hand: Hand) -> None:
    mark(hand, "le Kremlin", "S")
    mark(hand, "le Kremlin", "A")
    assert sorted(hand.marks()) == [("ACTOR", "le Kremlin"), ("SPEAKER", "le Kremlin")]


def test_tab_walks_the_spans_in_text_order_and_around(hand: Hand) -> None:
    for words, key in (("la Russie", "S"), ("le Kremlin", "S"), ("cède", "E")):
        mark(hand, words, key)
    hand.press("Esc")
    hand.reader.select(0, 0)
    walked = []
    for _ in range(4):
        hand.press("Tab")
        assert hand.focused
        walked.append(hand.focused.quote)
    assert walked == ["le Kremlin", "la Russie", "cède", "le Kremlin"]
    hand.press("Shift+Tab")
    assert hand.focused
    assert hand.focused.quote == "cède"
    assert hand.reader.caret() == hand.focused.start
    assert hand.with_focus() is hand.reader


CHORDS = {
    "Alt+Left": "le Kremlin, la Russie",
    "Alt+Right": "Russie",
    "Alt+Shift+Left": "la",
    "Alt+Shift+Right": "la Russie réclame",
    "Ctrl+Alt+Left": " la Russie",
    "Ctrl+Alt+Right": "a Russie",
    "Ctrl+Alt+Shift+Left": "la Russi",
    "Ctrl+Alt+Shift+Right": "la Russie ",
}


@pytest.mark.parametrize("chord", CHORDS)
def test_chords_move_a_boundary(hand: Hand, chord: str) -> None:
    mark(hand, "la Russie", "S")
    hand.press(chord)
    expected = "Kremlin, la Russie" if chord == "Alt+Left" else CHORDS[chord]
    assert hand.marks() == [("SPEAKER", expected)]
    hand.press("Ctrl+Z")
    assert hand.marks() == [("SPEAKER", "la Russie")]


@pytest.mark.parametrize("chord", CHORDS)
def test_the_span_whose_boundary_moves_keeps_the_focus(hand: Hand, chord: str) -> None:
    """Also where it changes its place among its neighbours in the list."""
    for words, key in (("le Kremlin", "S"), ("réclame", "C"), ("Russie réclame à", "E"), ("la Russie", "S")):
        mark(hand, words, key)
    assert hand.focused
    focused = hand.focused.id
    hand.press(chord, chord)
    assert hand.focused
    assert hand.focused.id == focused
    assert hand.screen.span_list.currentIndex().data() == hand.focused.quote.strip()


def test_delete_twice_deletes_one_span(hand: Hand) -> None:
    for words in ("le Kremlin", "la Russie", "Ukraine"):
        mark(hand, words, "S")
    hand.press("Shift+Tab", "Del", "Del")
    assert hand.marks() == [("SPEAKER", "le Kremlin"), ("SPEAKER", "Ukraine")]
    assert hand.focused is None


@pytest.mark.parametrize("chord", CHORDS)
def test_a_boundary_never_passes_the_other_one_or_the_text(open_window: Opener, chord: str) -> None:
    hand = open_window("un deux")
    hand.select_words(0, 2)
    hand.press("S")
    hand.press(chord, times=12)
    [(_, words)] = hand.marks()
    assert words
    [span] = hand.open_document.spans.values()
    assert 0 <= span.start < span.end <= len(hand.text)


BOUNDARY = {
    "Right": "la Russie réclame",
    "Left": "la",
    "Shift+Right": "Russie",
    "Shift+Left": "Kremlin, la Russie",
    "Ctrl+Right": "la Russie ",
    "Ctrl+Left": "la Russi",
    "Ctrl+Shift+Right": "a Russie",
    "Ctrl+Shift+Left": " la Russie",
}


@pytest.mark.parametrize("key", BOUNDARY)
@pytest.mark.parametrize("leave", ["Return", "Esc"])
def test_the_boundary_mode_moves_boundaries_with_bare_arrows_until_it_is_left(hand: Hand, key: str, leave: str) -> None:
    mark(hand, "la Russie", "S")
    hand.press("B", key)
    assert hand.marks() == [("SPEAKER", BOUNDARY[key])]
    hand.press(leave)
    caret = hand.reader.caret()
    hand.press("Right")
    assert hand.marks() == [("SPEAKER", BOUNDARY[key])]
    assert hand.reader.caret() == caret + 1
    assert hand.focused, "leaving the mode does not let go of the span"


def test_the_boundary_mode_ends_with_the_span_or_the_article(hand: Hand) -> None:
    mark(hand, "la Russie", "S")
    hand.press("B", "Ctrl+PgDown", "Ctrl+PgUp", "Tab", "Right")
    assert hand.marks() == [("SPEAKER", "la Russie")]
    hand.press("B", "Del", "Right", "Ctrl+Z")
    assert hand.marks() == [("SPEAKER", "la Russie")]


def test_boundaries_without_a_focused_span_say_what_to_do(hand: Hand) -> None:
    for key in ("B", "Alt+Left", "Del"):
        hand.press(key)
        assert "Tab" in hand.message


def test_delete_removes_the_span_and_names_the_way_back(hand: Hand) -> None:
    mark(hand, "le Kremlin", "S")
    hand.press("Del")
    assert hand.marks() == []
    assert "le Kremlin" in hand.message
    assert "Ctrl+Z" in hand.message
    hand.press("Del")
    hand.press("Ctrl+Z")
    assert hand.marks() == [("SPEAKER", "le Kremlin")]
    assert hand.focused


def test_undo_and_redo_walk_every_step_both_ways(hand: Hand) -> None:
    mark(hand, "le Kremlin", "S")
    hand.press("A", "Alt+Right", "Del")
    states: list[list[tuple[str, str]]] = [[]]
    for _ in range(4):
        hand.press("Ctrl+Z")
        states.append(hand.marks())
    assert states == [[], [("ACTOR", "Kremlin")], [("ACTOR", "le Kremlin")], [("SPEAKER", "le Kremlin")], []]
    redone = []
    for key in ("Ctrl+Shift+Z", "Ctrl+Y", "Ctrl+Shift+Z", "Ctrl+Y"):
        hand.press(key)
        redone.append(hand.marks())
    assert redone == states[3::-1]


def test_undo_and_redo_are_offered_only_where_there_is_something(open_window: Opener) -> None:
    hand = open_window()
    offered = [hand.window.actions_by_id[name] for name in ("undo", "redo")]
    assert [action.isEnabled() for action in offered] == [False, False]
    hand.press("Ctrl+Z", "Ctrl+Y")
    mark(hand, "le président américain Donald Trump", "S")
    assert [action.isEnabled() for action in offered] == [True, False]
    hand.press("Ctrl+Z")
    assert [action.isEnabled() for action in offered] == [False, True]


def test_undo_and_redo_say_by_their_keys_that_there_is_nothing(open_window: Opener) -> None:
    hand = open_window()
    for key, told in (("Ctrl+Z", "to take back"), ("Ctrl+Shift+Z", "to bring again"), ("Ctrl+Y", "to bring again")):
        hand.press(key)
        assert told in hand.message
    hand.press("F6", "Ctrl+Z")
    assert "to take back" in hand.message, "in the list too"


def test_every_way_back_names_its_key(hand: Hand) -> None:
    mark(hand, "le Kremlin", "S")
    told = []
    for key in ("Del", "Ctrl+Return", "Ctrl+Shift+Z"):
        hand.press(key)
        told.append(hand.message)
    hand.press("Ctrl+Z")
    assert ["Ctrl+Z" in one for one in told] == [True, True, False]
    assert "Ctrl+Shift+Z" in hand.message


def test_undo_goes_to_the_document_of_its_step(hand: Hand) -> None:
    mark(hand, "le Kremlin", "S")
    hand.press("Ctrl+PgDown")
    mark(hand, "article", "E")
    hand.press("Ctrl+PgDown", "Ctrl+Z")
    assert hand.document == "two"
    assert hand.marks() == []
    hand.press("Ctrl+Z")
    assert hand.document == "one"
    assert hand.marks() == []
    hand.press("Ctrl+PgDown", "Ctrl+PgDown", "Ctrl+Shift+Z")
    assert hand.document == "one"
    assert hand.marks() == [("SPEAKER", "le Kremlin")]


def test_done_marks_the_article_and_opens_the_next_unfinished_one(hand: Hand) -> None:
    hand.press("Ctrl+PgDown", "Ctrl+Return")
    assert hand.document == "three"
    hand.press("Ctrl+Return")
    assert hand.document == "one"
    hand.press("Ctrl+Return")
    assert hand.document == "one"
    assert "all articles are done" in hand.message
    assert hand.window.session.done_count() == 3
    hand.press("Ctrl+Shift+PgDown")
    assert hand.document == "one"
    assert "No other article" in hand.message


def test_the_next_unfinished_article_passes_over_those_that_are_done(hand: Hand) -> None:
    hand.press("Ctrl+PgDown", "Ctrl+Return", "Ctrl+PgUp", "Ctrl+PgUp", "Ctrl+Shift+PgDown")
    assert hand.document == "three"
    hand.press("Ctrl+Shift+PgDown")
    assert hand.document == "one", "around the end"


def test_editing_a_done_article_makes_it_unfinished_again(hand: Hand) -> None:
    hand.press("Ctrl+Return", "Ctrl+PgUp")
    assert hand.open_document.status == "done"
    mark(hand, "le Kremlin", "S")
    assert hand.open_document.status == "in-progress"
    hand.press("Ctrl+Z")
    assert hand.open_document.status == "done"


def test_the_first_and_the_last_article_are_ends(hand: Hand) -> None:
    hand.press("Ctrl+PgUp")
    assert hand.document == "one"
    assert "first" in hand.message
    hand.press("Ctrl+PgDown", "Ctrl+PgDown", "Ctrl+PgDown")
    assert hand.document == "three"
    assert "last" in hand.message


def test_text_size(hand: Hand) -> None:
    def size() -> float:
        return hand.reader.document().defaultFont().pointSizeF()

    usual = size()
    hand.press("Ctrl++", "Ctrl+=")
    assert size() == usual + 2
    hand.press("Ctrl+-")
    assert size() == usual + 1
    hand.press("Ctrl+0")
    assert size() == usual
    hand.press("Ctrl+-", times=60)
    assert size() >= 6
    hand.press("Ctrl++", times=60)
    assert size() <= 60


def test_another_size_keeps_selection_and_focus(hand: Hand) -> None:
    mark(hand, "le Kremlin", "S")
    hand.select_words(*hand.words("la Russie"))
    hand.press("Ctrl++")
    assert hand.selected() == "la Russie"
    assert hand.focused
    assert hand.focused.quote == "le Kremlin"


FIND: list[Callable[[Hand], None]] = [
    lambda hand: hand.press("/"),
    lambda hand: hand.press("Ctrl+F"),
    lambda hand: QTest.keyClick(hand.reader, Qt.Key.Key_Slash, Qt.KeyboardModifier.ShiftModifier),
    lambda hand: QTest.keyClick(hand.reader, Qt.Key.Key_Slash, Qt.KeyboardModifier.KeypadModifier),
]


@pytest.mark.parametrize("find", FIND, ids=["/", "Ctrl+F", "Shift+: on AZERTY", "/ of the keypad"])
def test_find_selects_the_hit_ready_for_a_letter(hand: Hand, find: Callable[[Hand], None]) -> None:
    find(hand)
    assert isinstance(hand.with_focus(), QLineEdit)
    hand.type("russie")
    hand.press("Return")
    assert hand.with_focus() is hand.reader
    assert hand.selected() == "Russie"
    hand.press("S")
    assert hand.marks() == [("SPEAKER", "Russie")]


def test_what_is_found_can_be_added_to_the_focused_span(hand: Hand) -> None:
    mark(hand, "la Russie", "D")
    hand.press("/")
    hand.type("quatre")
    hand.press("Return", "Shift+D")
    assert hand.marks() == [("DEMAND", "la Russie … quatre")]


def test_f3_goes_from_hit_to_hit_and_around(hand: Hand) -> None:
    hand.press("/")
    hand.type("le")
    hand.press("Return")
    places = [hand.reader.selection()]
    for _ in range(3):
        hand.press("F3")
        places.append(hand.reader.selection())
    found = [place for place in range(len(TEXT)) if TEXT[place : place + 2] == "le"]
    assert [start for start, _ in places] == [*found, *found]
    hand.press("Shift+F3")
    assert hand.reader.selection() == places[-2]


def test_find_tells_how_many_and_that_there_is_none(hand: Hand) -> None:
    hand.press("/")
    hand.type("UKRAINE")
    assert "1 of 1" in shown(hand)
    hand.type("x")
    assert "not found" in shown(hand)
    hand.press("Esc")
    assert not hand.screen.find_bar.isVisible()
    assert hand.with_focus() is hand.reader


def test_what_is_not_found_leaves_nothing_selected_to_be_labelled(hand: Hand) -> None:
    hand.press("/")
    hand.type("krim")
    hand.press("Return")
    assert "not found" in shown(hand)
    assert isinstance(hand.with_focus(), QLineEdit), "nothing was found that Enter could take"
    assert hand.selected() == ""
    hand.press("Esc", "S")
    assert hand.marks() == []

    hand.select_words(*hand.words("Russie"))
    hand.press("/")
    hand.type("krim")
    hand.press("Esc")
    assert hand.selected() == "Russie"
    hand.press("/", "Ctrl+PgDown")
    assert (hand.document, hand.selected()) == ("two", ""), "what was selected elsewhere is no place here"


def shown(hand: Hand) -> str:
    return " ".join(label.text() for label in hand.screen.find_bar.findChildren(QLabel) if label.isVisible())


HELP: dict[str, Callable[[Hand], None]] = {
    "?": lambda hand: hand.press("?"),
    "F1": lambda hand: hand.press("F1"),
    "Shift+, on AZERTY": lambda hand: QTest.keyClick(
        hand.reader, Qt.Key.Key_Question, Qt.KeyboardModifier.ShiftModifier
    ),
}


@pytest.mark.parametrize("way", HELP)
def test_the_card_shows_the_keys_and_the_guideline_of_the_label_at_hand(hand: Hand, way: str) -> None:
    mark(hand, "le Kremlin", "S")
    HELP[way](hand)
    said = [label.text() for label in hand.screen.help_card.findChildren(QLabel)]
    assert hand.screen.help_card.isVisible()
    assert "Speaker" in said
    assert any("noun phrase" in line for line in said)
    for key in ("Ctrl+Return", "Alt+Left", "F6", "B", "Ctrl+PgDown"):
        assert any(key in line for line in said), key
    HELP[way](hand)
    assert not hand.screen.help_card.isVisible()
    assert hand.with_focus() is hand.reader


def test_esc_lets_go_step_by_step(hand: Hand) -> None:
    mark(hand, "le Kremlin", "S")
    hand.select_words(*hand.words("la Russie"))
    hand.press("Esc")
    assert not hand.reader.has_selection()
    assert hand.focused
    hand.press("Esc")
    assert hand.focused is None


def test_esc_closes_the_card_and_leaves_the_selection_to_be_labelled(hand: Hand) -> None:
    mark(hand, "le Kremlin", "S")
    hand.select_words(*hand.words("la Russie"))
    hand.press("?", "Esc")
    assert not hand.screen.help_card.isVisible()
    assert hand.selected() == "la Russie"
    hand.press("Esc")
    assert not hand.selected()
    assert hand.focused
    hand.press("Esc")
    assert hand.focused is None


LETTERS = "sdeqcabork/?"


def test_letters_typed_into_a_field_stay_there(hand: Hand) -> None:
    mark(hand, "le Kremlin", "S")
    before = hand.marks()
    fields: list[Callable[[], None]] = [
        lambda: hand.press("Ctrl+F"),
        lambda: next(one for one in hand.screen.details.findChildren(QLineEdit) if one.isVisible()).setFocus(),
        lambda: next(one for one in hand.screen.details.findChildren(QPlainTextEdit) if one.isVisible()).setFocus(),
    ]
    for go in fields:
        go()
        field = hand.with_focus()
        assert isinstance(field, QLineEdit | QPlainTextEdit)
        hand.type(LETTERS)
        assert hand.with_focus() is field
        typed = field.text() if isinstance(field, QLineEdit) else field.toPlainText()
        assert typed == LETTERS
        hand.press("Backspace", "Del", "Left", "Shift+Left", "Ctrl+Left")
        assert hand.marks() == before
        hand.press("Esc")
        assert hand.with_focus() is hand.reader
    assert hand.marks() == before


def test_letters_typed_into_the_name_field_stay_there(open_window: Opener) -> None:
    hand = open_window(TEXT, annotator=None)
    hand.type(LETTERS)
    field = hand.with_focus()
    assert isinstance(field, QLineEdit)
    assert field.text() == LETTERS


def test_f6_walks_text_list_and_fields_and_back(hand: Hand) -> None:
    mark(hand, "le Kremlin", "S")
    hand.press("F6")
    assert hand.with_focus() is hand.screen.span_list
    hand.press("F6")
    assert hand.screen.details.isAncestorOf(hand.with_focus())
    hand.press("F6")
    assert hand.with_focus() is hand.reader


def test_the_list_takes_the_same_plain_keys_as_the_text(hand: Hand) -> None:
    mark(hand, "le Kremlin", "S")
    mark(hand, "la Russie", "S")
    hand.press("F6", "Up")
    assert hand.focused
    assert hand.focused.quote == "le Kremlin"
    hand.press("A")
    assert hand.marks() == [("ACTOR", "le Kremlin"), ("SPEAKER", "la Russie")]
    hand.press("Del")
    assert hand.marks() == [("SPEAKER", "la Russie")]
    hand.press("Ctrl+Z", "Return")
    assert hand.with_focus() is hand.reader


def test_quit_closes_the_window(hand: Hand) -> None:
    hand.press("Ctrl+Q")
    assert not hand.window.isVisible()


def test_o_goes_to_the_span_around(hand: Hand) -> None:
    mark(hand, "la Russie", "S")
    mark(hand, "la Russie réclame", "Q")
    hand.click(hand.words("Russie")[0] + 2)
    assert hand.focused
    assert hand.focused.label == "SPEAKER"
    hand.press("O")
    assert hand.focused.label == "QUOTE"
