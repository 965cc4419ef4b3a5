"""Setting attributes of one or many spans with one key, and the key that leads to the next warning."""

import pytest
from PySide6.QtCore import Qt

from annotator.app.annotate import attributes
from tests.ui.conftest import Opener
from tests.ui.hand import Hand

TEXT = "Kiev exige la paix. Moscou exige la paix. Kiev refuse."


@pytest.fixture
def hand(open_window: Opener) -> Hand:
    return open_window({"one": TEXT, "two": "Rien."})


def mark(hand: Hand, words: str, key: str, *, nth: int = 0) -> str:
    hand.reader.select(*hand.words(words, nth=nth))
    hand.press(key)
    assert hand.focused
    return hand.focused.id


def said(hand: Hand, name: str, attribute: str) -> str:
    return hand.open_document.spans[name].attributes.get(attribute, "")


def test_keys_go_round_the_values_of_frequent_attributes(hand: Hand) -> None:
    demand = mark(hand, "la paix", "D")
    hand.press("N", "F", "M")
    assert [said(hand, demand, name) for name in ("polarity", "factuality", "mode")] == [
        "negative",
        "possible",
        "mixed",
    ]
    assert hand.message == "Mode: mixed"
    hand.press("N")
    assert said(hand, demand, "polarity") == "positive"


def test_many_values_are_offered_and_typing_chooses(hand: Hand) -> None:
    event = mark(hand, "refuse", "E")
    hand.press("T")
    hand.type("rej")
    hand.press("Return")
    assert said(hand, event, "plover") == "REJECT"
    assert hand.reader.hasFocus()

    hand.press("T", "Esc")
    assert said(hand, event, "plover") == "REJECT"
    assert hand.reader.hasFocus()


def test_a_selection_describes_all_spans_in_it_in_one_step(hand: Hand) -> None:
    first, second = mark(hand, "la paix", "D"), mark(hand, "la paix", "D", nth=1)
    outside = mark(hand, "refuse", "E")
    hand.reader.select(0, hand.words("Kiev refuse")[0])
    hand.press("N")
    assert [said(hand, one, "polarity") for one in (first, second, outside)] == ["negative", "negative", "positive"]
    assert "2 spans" in hand.message
    hand.press("Ctrl+Z")
    assert [said(hand, one, "polarity") for one in (first, second)] == ["positive", "positive"]


def test_rows_chosen_together_in_the_list_are_described_together(hand: Hand) -> None:
    first, second = mark(hand, "la paix", "D"), mark(hand, "la paix", "D", nth=1)
    hand.press("F6", "Home", "Shift+Down", "N")
    assert [said(hand, one, "polarity") for one in (first, second)] == ["negative", "negative"]


def test_l_names_all_spans_of_a_selection_in_one_step(hand: Hand) -> None:
    mark(hand, "Kiev exige", "C")
    first, second = mark(hand, "Kiev", "S"), mark(hand, "Kiev", "S", nth=1)
    hand.reader.select(0, len(hand.text))
    hand.press("L")
    hand.type("Ukraine")
    hand.press("Return")
    assert [said(hand, one, "entity") for one in (first, second)] == ["Ukraine", "Ukraine"]
    hand.press("Ctrl+Z")
    assert [said(hand, one, "entity") for one in (first, second)] == ["", ""]


def test_a_key_without_anything_to_describe_says_so(hand: Hand) -> None:
    hand.press("N")
    assert "Focus a span" in hand.message
    mark(hand, "Kiev", "S")
    hand.press("N")
    assert "polarity" in hand.message


def test_v_describes_like_the_earlier_span_of_the_same_words(hand: Hand) -> None:
    first = mark(hand, "Kiev", "S")
    attributes.set_attribute(hand.open_document, hand.open_document.spans[first], "entity", "Ukraine")
    mark(hand, "Moscou", "S")
    again = mark(hand, "Kiev", "S", nth=1)
    hand.press("V")
    assert said(hand, again, "entity") == said(hand, first, "entity") == "Ukraine"


def test_shift_and_a_letter_add_a_fragment_that_is_moved_and_removed_by_itself(hand: Hand) -> None:
    mark(hand, "Kiev exige", "D")
    hand.reader.select(*hand.words("Kiev refuse"))
    hand.press("Shift+D")
    assert hand.marks() == [("DEMAND", "Kiev exige … Kiev refuse")]
    assert len(hand.open_document.counts()) == 6
    assert hand.open_document.counts()["DEMAND"] == 1

    hand.press("G", "G", "Alt+Right")
    assert hand.marks() == [("DEMAND", "Kiev exige … refuse")]
    hand.press("Del")
    assert hand.marks() == [("DEMAND", "Kiev exige")]
    hand.press("Ctrl+Z", "Ctrl+Z")
    assert hand.marks() == [("DEMAND", "Kiev exige … Kiev refuse")]


def test_a_fragment_of_another_label_is_refused_in_a_sentence(hand: Hand) -> None:
    mark(hand, "Kiev", "S")
    hand.reader.select(*hand.words("Moscou"))
    hand.press("Shift+D")
    assert hand.marks() == [("SPEAKER", "Kiev")]
    assert "speaker" in hand.message
    hand.reader.select(0, 0)
    hand.press("Shift+S")
    assert "Select the words" in hand.message


def test_w_walks_the_warnings_and_the_line_below_counts_them(hand: Hand) -> None:
    mark(hand, "Kiev", "S")
    mark(hand, "refuse", "E")
    mark(hand, "la paix", "D")
    hand.qtbot.waitUntil(lambda: "3 warnings" in hand.window.status_line.line.text())
    hand.reader.select(0, 0)
    hand.screen.focus(None)
    seen = []
    for _ in range(3):
        hand.press("W")
        assert hand.focused
        seen.append((hand.focused.quote, hand.message.split(": ")[0]))
    assert seen == [("Kiev", "Warning 1 of 3"), ("la paix", "Warning 3 of 3"), ("Kiev", "Warning 1 of 3")]
    role = Qt.ItemDataRole.AccessibleTextRole
    spoken = [hand.screen.span_list.spans.index(row).data(role) for row in range(3)]
    assert spoken[0].endswith("no link “says or participant”, Entity is empty")
    assert spoken[2].endswith("line 1 of the article")

    hand.press("Ctrl+PgDown", "W")
    assert "no warning" in hand.message
