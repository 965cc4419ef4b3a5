"""Adding relations in four keys or one drag, and showing, following and changing them."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from annotator.domain.marks.marks import Relation
from tests.ui.conftest import Opener
from tests.ui.hand import LEFT, NO_KEY, Hand

TEXT = "Selon le Kremlin, la Russie réclame à l'Ukraine qu'elle lui cède quatre régions. Kiev refuse."
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def hand(open_window: Opener) -> Hand:
    hand = open_window({"one": TEXT, "two": "Rien."})
    for words, key in (("le Kremlin", "S"), ("la Russie", "S"), ("l'Ukraine", "A"), ("quatre régions", "D")):
        mark(hand, words, key)
    mark(hand, "refuse", "E")
    return hand


def mark(hand: Hand, words: str, key: str) -> None:
    hand.reader.select(*hand.words(words))
    hand.press(key)


def focus(hand: Hand, words: str) -> None:
    hand.screen.focus(next(span.id for span in hand.open_document.spans.values() if span.quote == words))
    hand.reader.setFocus()


def links(hand: Hand) -> list[tuple[str, str, str]]:
    spans = hand.open_document.spans
    return sorted(
        (spans[one.source].quote, one.label, spans[one.target].quote) for one in hand.open_document.relations.values()
    )


def only_link(hand: Hand) -> Relation:
    (found,) = hand.open_document.relations.values()
    return found


def chips(hand: Hand) -> list[QPushButton]:
    return [one for one in hand.reader.findChildren(QPushButton) if one.isVisible() and one.property("span")]


def test_r_and_enter_link_the_nearest(hand: Hand) -> None:
    focus(hand, "quatre régions")
    hand.press("R")
    assert hand.screen.relation_controller.bar.sentence == "Demand “quatre régions”  about →  Event “refuse”"

    hand.press("Return")

    assert links(hand) == [("quatre régions", "ABOUT", "refuse")]
    assert hand.focused is not None
    assert hand.focused.quote == "quatre régions"
    assert not hand.screen.relation_controller.bar.isVisible()
    hand.press("Ctrl+Z")
    assert links(hand) == []


def test_tab_goes_on_to_the_next_nearest_and_back(hand: Hand) -> None:
    focus(hand, "quatre régions")
    hand.press("R", "Tab", "Tab", "Shift+Tab", "Return")
    assert links(hand) == [("quatre régions", "ADDRESSED_TO", "l'Ukraine")]


def test_a_hint_letter_chooses_an_end_on_screen(hand: Hand) -> None:
    focus(hand, "quatre régions")
    hand.press("R", "D", "Return")
    assert links(hand) == [("quatre régions", "ADDRESSED_TO", "la Russie")]


def test_letters_do_not_label_while_a_link_is_made_and_esc_leaves(hand: Hand) -> None:
    before = hand.marks()
    focus(hand, "quatre régions")
    hand.press("R", "S", "D", "Esc")
    assert (hand.marks(), links(hand)) == (before, [])
    assert not hand.screen.relation_controller.bar.isVisible()

    hand.press("E")
    assert ("EVENT", "quatre régions") in hand.marks()


def test_going_elsewhere_puts_the_link_in_the_making_away(hand: Hand) -> None:
    focus(hand, "quatre régions")
    hand.press("R")
    hand.click(hand.words("Kremlin")[0])
    assert not hand.screen.relation_controller.bar.isVisible()
    hand.press("R", "Ctrl+PgDown")
    assert not hand.screen.relation_controller.bar.isVisible()
    hand.press("S")
    assert links(hand) == []


def test_shift_r_links_the_other_way(hand: Hand) -> None:
    focus(hand, "quatre régions")
    hand.press("Shift+R", "Tab")
    assert hand.screen.relation_controller.bar.sentence == "Speaker “la Russie”  says →  Demand “quatre régions”"
    hand.press("Return")
    assert links(hand) == [("la Russie", "SAYS", "quatre régions")]


def test_p_links_the_last_speaker(hand: Hand) -> None:
    focus(hand, "quatre régions")
    hand.press("P")
    assert links(hand) == [("la Russie", "SAYS", "quatre régions")]
    assert "Ctrl+Z" in hand.message


def test_where_nothing_can_be_linked_a_sentence_says_so(hand: Hand) -> None:
    focus(hand, "l'Ukraine")
    hand.press("R")
    assert "nothing in this article" in hand.message
    hand.press("P")
    assert hand.message
    hand.press("Esc", "R")
    assert "Focus a span" in hand.message


def test_with_several_kinds_up_and_down_choose(open_window: Opener) -> None:
    hand = open_window("Kiev exige. Moscou exige.")
    mark(hand, "Kiev exige", "D")
    mark(hand, "Moscou exige", "D")
    focus(hand, "Moscou exige")
    hand.press("R")
    assert "responds to" in hand.screen.relation_controller.bar.sentence
    hand.press("Down", "Return")
    assert links(hand) == [("Moscou exige", "RESPONDS_TO", "Kiev exige")]


def test_the_mouse_draws_a_link_from_the_handle(hand: Hand) -> None:
    focus(hand, "la Russie")
    speaker = hand.focused
    assert speaker is not None
    corner = hand.reader.end_corner(speaker)
    grip = QPoint(round(corner.x()) + 5, round(corner.y()) - 1)
    target = hand.point(hand.words("quatre")[0] + 2)

    QTest.mousePress(hand.reader.viewport(), LEFT, NO_KEY, grip)
    QTest.mouseMove(hand.reader.viewport(), (grip + target) / 2)
    QTest.mouseRelease(hand.reader.viewport(), LEFT, NO_KEY, target)

    assert links(hand) == [("la Russie", "SAYS", "quatre régions")]
    assert not hand.reader.has_selection()


@pytest.mark.parametrize("pair", [("Kremlin", "quatre"), ("quatre", "Kremlin")])
def test_ctrl_and_the_mouse_link_two_spans_in_the_direction_that_the_scheme_knows(
    hand: Hand, pair: tuple[str, str]
) -> None:
    begin, finish = (hand.point(hand.words(words)[0] + 2) for words in pair)
    QTest.mousePress(hand.reader.viewport(), LEFT, CONTROL, begin)
    QTest.mouseMove(hand.reader.viewport(), finish)
    QTest.mouseRelease(hand.reader.viewport(), LEFT, CONTROL, finish)

    expected = {
        ("Kremlin", "quatre"): [("le Kremlin", "SAYS", "quatre régions")],
        ("quatre", "Kremlin"): [("quatre régions", "ADDRESSED_TO", "le Kremlin")],
    }
    assert links(hand) == expected[pair]


def test_a_link_that_the_scheme_does_not_know_is_refused_in_a_sentence(hand: Hand) -> None:
    begin, finish = (hand.point(hand.words(words)[0] + 2) for words in ("Kremlin", "Ukraine"))
    QTest.mousePress(hand.reader.viewport(), LEFT, CONTROL, begin)
    QTest.mouseRelease(hand.reader.viewport(), LEFT, CONTROL, finish)

    assert links(hand) == []
    assert "no link between" in hand.message


def test_the_list_tells_the_links_of_the_focused_span_and_a_reader_of_screens_both_ways(hand: Hand) -> None:
    focus(hand, "quatre régions")
    hand.press("P", "R", "Return")
    rows = hand.screen.relation_controller.list.rows
    role = Qt.ItemDataRole.AccessibleTextRole
    assert [rows.item(n).data(role) for n in range(rows.count())] == [
        "SPEAKER la Russie says this",
        "this about EVENT refuse",
    ]

    focus(hand, "l'Ukraine")
    assert not hand.screen.relation_controller.list.isVisible()


def test_from_the_list_a_link_is_followed_described_and_deleted(hand: Hand) -> None:
    focus(hand, "refuse")
    hand.press("R", "Return")
    link = only_link(hand)
    assert (link.label, link.attributes) == ("RESPONDS_TO", {"stance": "rejects"})

    hand.press("F6", "F6")
    hand.screen.relation_controller.list.attribute_changed.emit("stance", "accepts")
    assert only_link(hand).attributes == {"stance": "accepts"}
    hand.press("Del")
    assert (links(hand), len(hand.open_document.spans)) == ([], 5)
    assert "Ctrl+Z" in hand.message
    hand.press("Ctrl+Z")
    assert links(hand) == [("refuse", "RESPONDS_TO", "quatre régions")]


def test_delete_in_the_text_removes_the_span_not_a_link(hand: Hand) -> None:
    focus(hand, "quatre régions")
    hand.press("P", "Del")
    assert "quatre régions" not in [words for _, words in hand.marks()]
    hand.press("Ctrl+Z")
    assert links(hand) == [("la Russie", "SAYS", "quatre régions")]


def test_j_goes_to_the_other_end_and_back_and_then_to_the_next(hand: Hand) -> None:
    focus(hand, "quatre régions")
    hand.press("P", "R", "F", "Return")
    seen: list[str] = []
    for _ in range(4):
        hand.press("J")
        assert hand.focused
        seen.append(hand.focused.quote)
    assert seen == ["la Russie", "quatre régions", "refuse", "quatre régions"]


def test_an_end_off_screen_is_a_chip_that_leads_there_and_back(open_window: Opener) -> None:
    filler = "\n".join(f"Ligne {n}." for n in range(80))
    hand = open_window(f"Kiev parle.\n{filler}\nIl veut la paix.")
    mark(hand, "Kiev", "S")
    mark(hand, "la paix", "D")
    hand.press("P")
    hand.qtbot.waitUntil(lambda: len(chips(hand)) == 1)
    assert "Kiev" in chips(hand)[0].text()
    assert "says" in chips(hand)[0].toolTip()

    hand.press_button(chips(hand)[0])
    assert hand.focused is not None
    assert hand.focused.quote == "Kiev"
    hand.qtbot.waitUntil(lambda: hand.focused is not None and hand.reader.side_of(hand.focused) == 0)
    hand.qtbot.waitUntil(lambda: ["la paix" in chip.text() for chip in chips(hand)] == [True])
    hand.press_button(chips(hand)[0])
    assert hand.focused.quote == "la paix"


def test_links_follow_undo_redo_and_what_others_bring(hand: Hand) -> None:
    focus(hand, "quatre régions")
    hand.press("P")
    rows = hand.screen.relation_controller.list.rows
    assert rows.count() == 1
    hand.press("Ctrl+Z")
    focus(hand, "quatre régions")
    assert not hand.screen.relation_controller.list.isVisible()
    hand.press("Ctrl+Shift+Z")
    focus(hand, "quatre régions")
    assert rows.count() == 1
