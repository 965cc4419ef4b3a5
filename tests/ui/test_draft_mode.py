"""Editing in the review: the keys of the article, on a draft of what shall stand in gold."""

from pathlib import Path
from typing import Any

import pytest

from annotator.domain.marks.marks import Relation, Span
from annotator.ui.review.screen import ReviewScreen
from tests.command_line import facts, span, write_jsonl
from tests.ui.conftest import Opener
from tests.ui.hand import Hand
from tests.ui.review_project import KIEV, TEXT, WIDE, case_start, done_layer, gold_spans, open_review, press_row


@pytest.fixture
def hand(open_window: Opener, project: Path, tmp_path: Path) -> Hand:
    """Rita at a speaker whose extent is at issue; a demand of both comes later in the article."""
    demand = span(12, 26, "DEMAND", id="d")
    facts(
        "import",
        project,
        write_jsonl(
            tmp_path / "in.jsonl",
            done_layer(TEXT, "one", "Alba", KIEV, demand),
            done_layer(TEXT, "one", "Bruno", WIDE, demand),
        ),
    )
    return open_review(open_window(project=project, annotator="Rita"))


@pytest.fixture
def screen(hand: Hand) -> ReviewScreen:
    return hand.page("review")


def draft(screen: ReviewScreen) -> list[tuple[str, str]]:
    assert screen.draft_mode.draft
    return [(one.label, one.quote) for one in screen.draft_mode.draft.spans]


def settled(hand: Hand) -> list[Span]:
    return list(hand.page("review").review.documents["one"].gold.spans)


def test_arrows_select_and_a_letter_labels_what_is_selected(hand: Hand, screen: ReviewScreen) -> None:
    hand.press("E", "Ctrl+Right", "Ctrl+Right", "Ctrl+Shift+Left")
    assert screen.passage.selection() == (12, 18), "the caret began at the span"
    hand.press("A")
    assert draft(screen) == [("SPEAKER", "Kiev"), ("ACTOR", "Moscou")]
    assert gold_spans(hand) == [], "nothing is written before Enter"

    hand.press("Return")

    assert gold_spans(hand) == [("SPEAKER", "Kiev"), ("ACTOR", "Moscou")]
    assert screen.review.documents["one"].decisions[0].origin == "edited"


def test_a_letter_with_shift_adds_the_selection_as_a_fragment(hand: Hand, screen: ReviewScreen) -> None:
    hand.press("E", *["Ctrl+Right"] * 2, "Ctrl+Shift+Left", "Shift+D")
    assert "not a demand" in hand.message
    hand.press("Shift+S", "Return")

    [whole] = settled(hand)
    assert whole.fragments == ((6, 10), (12, 18))


def test_the_fragment_at_hand_is_moved_and_removed_by_itself(hand: Hand, screen: ReviewScreen) -> None:
    hand.press("E", *["Ctrl+Right"] * 2, "Ctrl+Shift+Left", "Shift+S", "G", "G", "Alt+Shift+Right")
    assert screen.draft_mode.draft
    assert screen.draft_mode.draft.spans[0].fragments == ((6, 10), (12, 22)), "the second piece reaches over “dit”"
    hand.press("Del")
    assert screen.draft_mode.draft.spans[0].fragments == ((6, 10),)


def test_tab_walks_the_marks_of_the_draft_in_both_directions(hand: Hand, screen: ReviewScreen) -> None:
    hand.press("E", *["Ctrl+Right"] * 2, "Ctrl+Shift+Left", "A", "Shift+Tab")
    assert screen.draft_mode.draft
    assert (screen.draft_mode.draft.index, screen.passage.caret()) == (0, 6)
    hand.press("Tab", "Q")
    assert draft(screen) == [("SPEAKER", "Kiev"), ("QUOTE", "Moscou")]


def test_undo_and_redo_stay_within_the_edit(hand: Hand, screen: ReviewScreen) -> None:
    hand.press("E", "A", "Alt+Left")
    assert draft(screen) == [("ACTOR", "Selon Kiev")]
    hand.press("Ctrl+Z")
    assert draft(screen) == [("ACTOR", "Kiev")]
    hand.press("Ctrl+Z", "Ctrl+Z")
    assert draft(screen) == [("SPEAKER", "Kiev")]
    assert "left to take back" in hand.message
    hand.press("Ctrl+Shift+Z", "Ctrl+Y", "Return")
    assert gold_spans(hand) == [("ACTOR", "Selon Kiev")]

    hand.press("Ctrl+Z")
    assert gold_spans(hand) == [], "once it is settled, the decision as a whole is taken back"


def test_the_menu_s_undo_is_the_edit_s_too(hand: Hand, screen: ReviewScreen) -> None:
    hand.press("E", "A")
    hand.window.commands.run("undo")
    assert draft(screen) == [("SPEAKER", "Kiev")]
    hand.window.commands.run("redo")
    assert draft(screen) == [("ACTOR", "Kiev")]


def test_attributes_go_round_by_their_keys_and_long_lists_are_chosen_from(hand: Hand, screen: ReviewScreen) -> None:
    hand.press("E", "N")
    assert "Nothing at hand has the attribute polarity" in hand.message
    hand.press("E", "N", "T")
    hand.type("protest")
    hand.press("Return", "Return")

    [event] = settled(hand)
    assert (event.label, event.attributes["polarity"]) == ("EVENT", "negative")
    assert event.attributes["plover"].lower() == "protest"


def test_a_key_says_who_a_span_is_from_the_names_of_the_article_or_a_new_one(hand: Hand, screen: ReviewScreen) -> None:
    hand.press("E", "L")
    hand.type("Ukraine")
    hand.press("Return", "C", "L")
    assert "stands for somebody" in hand.message
    hand.press("Ctrl+Z", "Return")

    assert [(one.label, one.attributes.get("entity")) for one in settled(hand)] == [("SPEAKER", "Ukraine")]


def test_the_note_and_every_attribute_are_written_beside_the_text(hand: Hand, screen: ReviewScreen) -> None:
    assert not screen.side.details.isVisible()
    hand.press("E", "F6")
    assert screen.side.details.isVisible()
    while not screen.focusWidget() or not hasattr(screen.focusWidget(), "toPlainText"):
        hand.press("Tab")
    hand.type("mind the gap")
    hand.press("Esc")
    assert screen.passage.hasFocus()
    hand.press("Return")

    assert [one.note for one in settled(hand)] == ["mind the gap"]
    assert not screen.side.details.isVisible()


def test_the_keys_of_the_review_decide_nothing_while_editing(hand: Hand, screen: ReviewScreen) -> None:
    hand.press("E", "X", "K", "M", "Space", "P", "Down", "Backspace")

    assert draft(screen) == [("SPEAKER", "Kiev")]
    assert "no meaning in an edit" in hand.message
    hand.window.commands.run("union")
    assert draft(screen) == [("SPEAKER", "Kiev")], "from the menu neither"
    assert (gold_spans(hand), case_start(screen)) == ([], 0)
    hand.press("Esc")
    assert screen.draft_mode.draft is None
    assert screen.review.counts()["decided"] == 0


def test_the_card_says_the_keys_of_the_edit(hand: Hand, screen: ReviewScreen) -> None:
    before = dict(screen.side.card.keys)
    hand.press("E")

    told = dict(screen.side.card.keys)
    assert ("Editing", "Speaker “Kiev”") in screen.side.card.notes
    assert told["Return"] == "settle"
    assert told["Alt+Left Alt+Shift+Left"] == "its start, its end"
    hand.press("Esc")
    assert dict(screen.side.card.keys) == before


def test_what_was_settled_is_what_an_edit_begins_with(hand: Hand, screen: ReviewScreen) -> None:
    hand.press("B")
    screen.filters.state.setCurrentIndex(screen.filters.state.findData("all"))
    screen.filters.changed.emit()
    press_row(screen, 0)
    hand.press("E")
    assert draft(screen) == [("SPEAKER", "Selon Kiev")]
    hand.press("Q", "Return")

    assert gold_spans(hand) == [("QUOTE", "Selon Kiev")]


def said(source: str, target: str, label: str = "SAYS") -> dict[str, Any]:
    return {"id": "r", "label": label, "from": source, "to": target}


@pytest.fixture
def linked(open_window: Opener, project: Path, tmp_path: Path) -> Hand:
    """Rita at a link that only Alba has; the spans at its ends are settled."""
    one, two = span(0, 10, id="k"), span(12, 18, id="m")
    demand = span(20, 26, "DEMAND", id="d")
    facts(
        "import",
        project,
        write_jsonl(
            tmp_path / "in.jsonl",
            done_layer(TEXT, "one", "Alba", one, two, demand) | {"relations": [said("k", "d")]},
            done_layer(TEXT, "one", "Bruno", one, two, demand),
        ),
    )
    hand = open_review(open_window(project=project, annotator="Rita"))
    hand.press_button(hand.page("review").policy_bar.apply)
    hand.qtbot.waitUntil(lambda: not hand.window.job_runner.busy and len(gold_spans(hand)) == 3)
    press_row(hand.page("review"), 0)
    assert at_link(hand)
    return hand


def at_link(hand: Hand) -> bool:
    found = hand.page("review").current_case
    return bool(found and found[1].case.is_relation)


def links(hand: Hand) -> list[Relation]:
    return list(hand.page("review").review.documents["one"].gold.relations)


def test_a_link_is_turned_round_under_the_label_that_the_scheme_has_for_it(linked: Hand) -> None:
    linked.press("E", "Shift+R", "Return")

    [link] = links(linked)
    ends = {one.id: one.label for one in settled(linked)}
    assert (link.label, ends[link.source], ends[link.target]) == ("ADDRESSED_TO", "DEMAND", "SPEAKER")
    review = linked.page("review").review
    assert review.counts()["open"] == 0
    assert [one.action for one in review.documents["one"].decisions if one.is_relation] == ["edited"]


def test_what_no_link_can_be_is_said_and_leaves_it_as_it_was(linked: Hand) -> None:
    linked.press("E", "R")
    assert "no other link" in linked.message
    linked.press("S")
    assert "no words of its own" in linked.message
    linked.press("Esc")
    assert (links(linked), at_link(linked)) == ([], True)


def test_a_link_that_is_taken_away_in_an_edit_is_none(linked: Hand) -> None:
    linked.press("E", "Del", "Return")

    assert links(linked) == []
    assert linked.page("review").review.counts()["open"] == 0


def test_what_is_said_of_a_link_is_chosen_beside_the_text(open_window: Opener, project: Path, tmp_path: Path) -> None:
    event, speaker = span(20, 26, "EVENT", id="e"), span(0, 10, id="k")
    took_part = said("e", "k", "PARTICIPANT")
    facts(
        "import",
        project,
        write_jsonl(
            tmp_path / "in.jsonl",
            done_layer(TEXT, "one", "Alba", speaker, event)
            | {"relations": [took_part | {"attributes": {"role": "actor"}}]},
            done_layer(TEXT, "one", "Bruno", speaker, event),
        ),
    )
    hand = open_review(open_window(project=project, annotator="Rita"))
    screen = hand.page("review")
    hand.press_button(screen.policy_bar.apply)
    hand.qtbot.waitUntil(lambda: not hand.window.job_runner.busy and len(gold_spans(hand)) == 2)
    press_row(screen, 0)

    hand.press("E", "F6", "Down", "Esc", "Return")

    assert [link.attributes for link in links(hand)] == [{"role": "recipient"}]
    assert not screen.side.relations.isVisible()


def test_a_settled_link_is_what_an_edit_of_it_begins_with(linked: Hand) -> None:
    linked.press("E", "Shift+R", "Return")
    screen = linked.page("review")
    screen.filters.state.setCurrentIndex(screen.filters.state.findData("all"))
    screen.filters.changed.emit()
    press_row(screen, 0)

    linked.press("E")
    assert screen.draft_mode.draft
    assert screen.draft_mode.draft.current_relation
    assert screen.draft_mode.draft.current_relation.relation.label == "ADDRESSED_TO"
    linked.press("Shift+R", "Return")

    assert [link.label for link in links(linked)] == ["SAYS"]
