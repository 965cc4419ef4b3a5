"""The review: one queue of all disagreements, the passage with its lanes, one key for each decision."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLabel

from annotator.app.review.queue import CaseFilter, queue, waits_for_spans
from annotator.domain.scheme.guidelines import guidance_for
from annotator.ui.review.screen import ReviewScreen
from annotator.ui.shell import keys_in_force
from tests.command_line import facts, span, write_jsonl
from tests.ui.conftest import Opener
from tests.ui.hand import Hand
from tests.ui.review_project import (
    BERLIN,
    KIEV,
    MOSCOW,
    SECOND_KIEV,
    TEXT,
    WIDE,
    WIDE_SECOND_KIEV,
    case_start,
    done_layer,
    gold_spans,
    open_review,
    press_row,
)


@pytest.fixture
def desk(project: Path, tmp_path: Path) -> Path:
    """Two articles that Alba and Bruno have finished: they differ in an extent twice, and in two speakers."""
    source = write_jsonl(
        tmp_path / "in.jsonl",
        done_layer(TEXT, "one", "Alba", KIEV, SECOND_KIEV, MOSCOW),
        done_layer(TEXT, "one", "Bruno", WIDE, WIDE_SECOND_KIEV),
        done_layer(BERLIN, "two", "Alba", span(0, 6, id="b")),
        done_layer(BERLIN, "two", "Bruno"),
    )
    facts("import", project, source)
    return project


@pytest.fixture
def hand(open_window: Opener, desk: Path) -> Hand:
    """Rita at the first case: the speaker in the first line."""
    hand = open_window(project=desk, annotator="Rita")
    return open_review(hand)


@pytest.fixture
def screen(hand: Hand) -> ReviewScreen:
    return hand.page("review")


KEYS = [
    ("A", [("SPEAKER", "Kiev")]),
    ("B", [("SPEAKER", "Selon Kiev")]),
    ("1", [("SPEAKER", "Kiev")]),
    ("2", [("SPEAKER", "Selon Kiev")]),
    ("M", [("SPEAKER", "Selon Kiev")]),
    ("I", [("SPEAKER", "Kiev")]),
    ("X", []),
    ("K", [("SPEAKER", "Kiev"), ("SPEAKER", "Selon Kiev")]),
]


@pytest.mark.parametrize(("key", "left"), KEYS, ids=[key for key, _ in KEYS])
def test_one_key_decides_and_goes_to_the_next_case(
    hand: Hand, screen: ReviewScreen, key: str, left: list[tuple[str, str]]
) -> None:
    assert case_start(screen) == 0

    hand.press(key)

    assert sorted(gold_spans(hand)) == sorted(left)
    assert case_start(screen) == 12, "the next open case"
    assert screen.review.counts() == {"open": 3, "decided": 1}
    assert screen.review.documents["one"].decisions[0].reviewer == "Rita"


def test_undo_and_redo_stay_in_the_review_and_show_the_case(hand: Hand, screen: ReviewScreen) -> None:
    hand.press("A", "X")
    assert screen.review.counts()["decided"] == 2

    hand.press("Ctrl+Z")
    assert (screen.isVisible(), case_start(screen), screen.review.counts()["open"]) == (True, 12, 3)
    hand.press("Ctrl+Z")
    assert (case_start(screen), gold_spans(hand)) == (0, [])
    assert "a decision" in hand.message
    hand.press("Ctrl+Shift+Z", "Ctrl+Y")
    assert screen.review.counts()["decided"] == 2
    assert gold_spans(hand) == [("SPEAKER", "Kiev")]


def test_a_label_s_letter_gives_this_extent_another_label(hand: Hand, screen: ReviewScreen) -> None:
    hand.press("L")
    assert "Another label" in [caption for caption, _ in screen.side.card.notes]
    hand.press("A")

    assert gold_spans(hand) == [("ACTOR", "Kiev")], "not the version of A"
    assert case_start(screen) == 12


def test_esc_leaves_a_choice_of_label_before_it_leaves_the_review(hand: Hand, screen: ReviewScreen) -> None:
    hand.press("L", "Esc")
    assert (screen.isVisible(), gold_spans(hand), case_start(screen)) == (True, [], 0)

    hand.press("Esc")
    assert not screen.isVisible()


def test_edges_and_label_are_edited_by_the_keys_of_the_article(hand: Hand, screen: ReviewScreen) -> None:
    hand.press("E", "B", "Ctrl+Right", "Ctrl+Right", "Ctrl+Left", "Return", "Ctrl+Alt+Left", "Alt+Right", "E")
    assert [lane.case_spans[0].quote for lane in screen.passage._lanes[:1]] == ["Kiev,"], "shown before it is settled"
    assert gold_spans(hand) == []

    hand.press("Return")

    assert gold_spans(hand) == [("EVENT", "Kiev,")]
    decision = screen.review.documents["one"].decisions[0]
    assert (decision.action, decision.origin) == ("edited", "edited")


def test_an_edit_that_is_left_changes_nothing(hand: Hand, screen: ReviewScreen) -> None:
    hand.press("E", "Right", "Shift+Left", "Esc")

    assert (gold_spans(hand), case_start(screen), screen.review.counts()["open"]) == ([], 0, 4)


def test_what_was_deleted_in_an_edit_is_none(hand: Hand, screen: ReviewScreen) -> None:
    hand.press("E", "Del", "Return")

    assert gold_spans(hand) == []
    assert screen.review.documents["one"].decisions[0].action == "none"


def test_a_question_goes_back_and_the_case_stays_open(hand: Hand, screen: ReviewScreen) -> None:
    hand.press("Q")
    hand.type("Who speaks?")
    hand.press("Return")

    assert screen.review.counts() == {"open": 4, "decided": 0}
    assert case_start(screen) == 12
    hand.press("Shift+N")
    assert ("Asked", "Who speaks?") in screen.side.card.notes
    hand.press("Q", "Esc")
    assert not screen.side.comment_line.isVisible()
    hand.press("A")
    assert screen.review.counts()["decided"] == 1


def test_space_takes_the_majority_and_says_where_there_is_none(
    hand: Hand, screen: ReviewScreen, tmp_path: Path
) -> None:
    hand.press("Space")
    assert "suggested" in hand.message
    assert gold_spans(hand) == []

    hand.window.controllers.transfers.import_paths(
        [write_jsonl(tmp_path / "c.jsonl", done_layer(TEXT, "one", "Chloé", WIDE))]
    )
    hand.wait_for_job()
    hand.press("Ctrl+R")
    hand.qtbot.waitUntil(lambda: not hand.window.job_runner.busy and len(screen.review.documents["one"].layers) == 3)
    assert any("suggests" in caption for caption, _ in screen.side.card.notes)
    hand.press("Space")

    assert gold_spans(hand) == [("SPEAKER", "Selon Kiev")]
    assert screen.review.documents["one"].decisions[0].source == ("Bruno", "Chloé")


def test_the_same_decision_is_listed_in_context_and_repeated(hand: Hand, screen: ReviewScreen) -> None:
    hand.press("B", "P")
    ticks = screen.side.identical_cases.ticks
    assert ticks.count() == 1
    assert ticks.item(0).checkState() == Qt.CheckState.Checked
    assert "Moscou dit non. 【Selon Kiev】, Paris" in ticks.item(0).text()

    hand.press("Return")
    hand.wait_for_job()

    assert gold_spans(hand) == [("SPEAKER", "Selon Kiev")] * 2
    assert [one.origin for one in screen.review.documents["one"].decisions] == ["accepted", "propagated"]
    assert "Settled 1 case alike" in hand.message


def test_what_is_not_ticked_is_not_repeated(hand: Hand, screen: ReviewScreen) -> None:
    hand.press("B", "P", "Space", "Return")
    hand.wait_for_job()

    assert len(gold_spans(hand)) == 1
    assert screen.isVisible()


def test_keys_walk_open_cases_and_articles(hand: Hand, screen: ReviewScreen) -> None:
    hand.press("N")
    assert case_start(screen) == 12
    hand.press("Down")
    assert case_start(screen) == 28
    hand.press("Up", "Shift+N")
    assert case_start(screen) == 0
    hand.press("PgDown")
    assert screen.current_case
    assert screen.current_case[0].id == "two"
    hand.press("Backspace")
    assert screen.list.hasFocus()


def figures_of(screen: ReviewScreen) -> dict[str, tuple[str, int]]:
    rows = screen.side.figures.section.grid.grid_model.table.rows
    return {row.name: (row.cells[0].text, row.cells[0].passage_count) for row in rows}


def walk_to(screen: ReviewScreen, name: str) -> None:
    """To the row of this name among the figures behind the case."""
    grid = screen.side.figures.section.grid
    [row] = [row for row, one in enumerate(grid.grid_model.table.rows) if one.name == name]
    grid.setCurrentIndex(grid.grid_model.index(row, 1))


def ask_figures(hand: Hand, screen: ReviewScreen) -> None:
    hand.press("S")
    hand.wait_for_job()
    hand.qtbot.waitUntil(screen.side.figures.isVisible)


def test_the_figures_behind_a_case_are_those_of_its_labels_and_kinds(hand: Hand, screen: ReviewScreen) -> None:
    ask_figures(hand, screen)

    told = figures_of(screen)
    assert told["SPEAKER · Exact F1"][0] == "0.000"
    assert float(told["SPEAKER · Soft F1"][0]) > 0
    assert told["other boundary"] == ("50%", 2)
    assert "Of this kind 2 (2 open)" in screen.side.figures.section.grid.grid_model.table.hint

    hand.press("Esc")
    assert (screen.side.card.isVisible(), screen.passage.hasFocus(), case_start(screen)) == (True, True, 0)


def test_a_figure_opens_its_passages_and_backspace_comes_back_to_the_case(hand: Hand, screen: ReviewScreen) -> None:
    hand.press("Down")
    ask_figures(hand, screen)
    told = figures_of(screen)
    assert told["SPEAKER / (none)"] == ("2", 2)
    walk_to(screen, "SPEAKER / (none)")
    hand.press("Return")

    agreement = hand.page("agreement")
    assert agreement.isVisible()
    assert agreement.list.list_model.rowCount() == 2, "as many as the figure says"
    hand.press("Backspace")

    assert screen.isVisible()
    assert (case_start(screen), screen.passage.hasFocus()) == (12, True)


def test_figures_of_named_people_wait_where_names_are_hidden(hand: Hand, screen: ReviewScreen) -> None:
    hand.press("Ctrl+Alt+B", "S")

    assert "shows the names first" in hand.message
    assert not screen.side.figures.isVisible()


def test_a_listed_passage_leads_to_its_case_and_backspace_back_to_the_list(hand: Hand, screen: ReviewScreen) -> None:
    hand.press("X", "X")
    ask_figures(hand, screen)
    walk_to(screen, "other boundary")
    hand.press("Return", "Down", "Ctrl+R")
    assert (screen.isVisible(), case_start(screen)) == (True, 28)
    hand.press("Up", "Backspace")
    agreement = hand.page("agreement")
    assert (agreement.isVisible(), agreement.list.hasFocus(), agreement.list.currentIndex().row()) == (True, True, 1)

    hand.press("Up", "Ctrl+R")
    assert case_start(screen) == 0, "a settled case is shown too"
    hand.press("Backspace", "Ctrl+G", "Ctrl+R", "Backspace")
    assert screen.list.hasFocus(), "who did not come from there goes to the list of cases"


@pytest.mark.parametrize(
    ("field", "value", "starts"),
    [
        ("kind", "boundary", [0, 28]),
        ("kind", "missed", [12, 0]),
        ("pair", ("SPEAKER", ""), [12, 0]),
        ("document", "two", [0]),
        ("state", "decided", []),
        ("state", "all", [0, 12, 28, 0]),
    ],
)
def test_the_queue_shows_what_the_filters_want(
    hand: Hand, screen: ReviewScreen, field: str, value: object, starts: list[int]
) -> None:
    QAbstractItemModelTester(screen.model)
    combo = getattr(screen.filters, field)
    combo.setCurrentIndex([combo.itemData(row) for row in range(combo.count())].index(value))
    screen.filters.changed.emit()

    shown = [screen.model.case_at(row) for row in range(screen.model.rowCount())]
    assert [found[1].case.start for found in shown if found] == starts


def test_the_gravest_come_first(open_window: Opener, sample: Path) -> None:
    hand = open_window(project=sample, annotator="Rita")
    hand.press("Ctrl+R")
    hand.wait_for_job()

    review = hand.page("review")
    told = [found for row in range(review.model.rowCount()) if (found := review.model.case_at(row))]
    assert len(told) == 563
    weights = [(waits_for_spans(*one), -one[1].case.severity) for one in told]
    assert weights == sorted(weights)
    assert all(one.case.is_relation for _, one in told[-200:]), "links wait for the spans at their ends"
    assert review.model.positions == queue(review.review, CaseFilter())


def test_blind_nobody_is_named(hand: Hand, screen: ReviewScreen) -> None:
    assert [candidate.names for candidate in screen.side.card.candidates] == ["Alba", "Bruno"]

    hand.press("Ctrl+Alt+B")

    assert [candidate.names for candidate in screen.side.card.candidates] == ["", ""]
    assert [screen.policy_bar.rule.itemData(row) for row in range(screen.policy_bar.rule.count())] == [
        "unanimous",
        "trivial",
        "majority",
        "threshold:0.66",
    ]
    shown = {candidate.badges[0].sign: candidate.facts[0].words for candidate in screen.side.card.candidates}
    hand.press("A")
    assert gold_spans(hand) == [("SPEAKER", shown["A"])], "the sign is still the key"


def test_a_policy_says_what_it_would_do_then_does_it_in_one_step(hand: Hand, screen: ReviewScreen) -> None:
    hand.press("X")
    screen.policy_bar.rule.setCurrentIndex(screen.policy_bar.rule.findData("prefer:Alba"))
    screen.policy_bar.preview_requested.emit()
    hand.wait_for_job()
    assert "1 boundary, 2 missed" in screen.policy_bar.report_text.replace(
        "2 missed, 1 boundary", "1 boundary, 2 missed"
    )
    assert screen.review.counts()["open"] == 3

    hand.press_button(screen.policy_bar.apply)
    hand.qtbot.waitUntil(lambda: not hand.window.job_runner.busy and screen.review.counts()["open"] == 0)

    assert gold_spans(hand) == [("SPEAKER", "Moscou"), ("SPEAKER", "Kiev")], "what Rita rejected stays rejected"
    hand.press("Ctrl+Z")
    hand.qtbot.waitUntil(lambda: not hand.window.job_runner.busy and screen.review.counts()["open"] == 3)


def test_a_policy_keeps_to_what_the_filters_leave(hand: Hand, screen: ReviewScreen) -> None:
    screen.policy_bar.rule.setCurrentIndex(screen.policy_bar.rule.findData("prefer:Alba"))
    kind = screen.filters.kind
    kind.setFocus()
    while kind.currentData() != "missed":
        hand.press("Down")
    kind.activated.emit(kind.currentIndex())
    left = len(screen.model.positions)
    hand.qtbot.waitUntil(lambda: f"would settle {left} missed;" in screen.policy_bar.report_text)

    hand.press_button(screen.policy_bar.apply)
    hand.qtbot.waitUntil(lambda: not hand.window.job_runner.busy and screen.review.counts()["decided"] == left)

    assert {one.case.kinds[0] for _, one in screen.review.cases() if one.open} == {"boundary"}


def test_boundaries_are_shown_on_the_letters_that_differ(hand: Hand, screen: ReviewScreen) -> None:
    one, other = screen.side.card.candidates

    assert (one.facts[0].differing, other.facts[0].differing) == ([], [(0, 6)])
    assert screen.passage._differing == [(0, 6)]
    ground = screen.passage.viewport().grab().toImage()
    found = hand.window.appearance.theme.found.lower()
    colors = {ground.pixelColor(x, y).name() for x in range(ground.width()) for y in range(0, ground.height(), 2)}
    assert found in colors


def test_a_click_takes_a_version_and_a_row_leads_to_its_case(hand: Hand, screen: ReviewScreen) -> None:
    press_row(screen, 2)
    assert case_start(screen) == 28

    body = screen.side.card.widget()
    choices = [part for part in body.children() if getattr(part, "property", lambda _: "")("role") == "choice"]
    QTest.mouseClick(choices[1], Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(20, 20))

    assert gold_spans(hand) == [("SPEAKER", "Selon Kiev")]


def test_a_link_waits_for_its_ends(open_window: Opener, project: Path, tmp_path: Path) -> None:
    says = [{"id": "r", "label": "SAYS", "from": "k", "to": "d"}]
    demand = span(12, 26, "DEMAND", id="d")
    source = write_jsonl(
        tmp_path / "in.jsonl",
        done_layer(TEXT, "one", "Alba", KIEV, demand) | {"relations": says},
        done_layer(TEXT, "one", "Bruno", WIDE, demand),
    )
    facts("import", project, source)
    hand = open_review(open_window(project=project, annotator="Rita"))
    review = hand.page("review")
    hand.press("A") if review.current_case and review.current_case[1].case.is_relation else hand.press("N", "A")
    assert "not settled yet" in hand.message

    hand.press_button(review.policy_bar.apply)
    hand.qtbot.waitUntil(lambda: not hand.window.job_runner.busy and len(gold_spans(hand)) == 1)
    while review.current_case and review.current_case[1].case.is_relation:
        hand.press("N")
    hand.press("B", "A")

    assert review.review.counts()["open"] == 0
    [link] = review.review.documents["one"].gold.relations
    assert link.label == "SAYS"


def test_where_nobody_has_finished_an_article_twice_it_says_so(open_window: Opener) -> None:
    hand = open_window({"one": TEXT})
    hand.press("Ctrl+R")
    hand.wait_for_job()

    assert "two annotators have finished the same article" in hand.page("review").empty_note.text()
    assert hand.page("review").empty_note.isVisible()


def test_where_all_is_settled_it_says_what_to_do(hand: Hand, screen: ReviewScreen) -> None:
    hand.press("A", "A", "A", "A")

    assert screen.review.counts()["open"] == 0
    assert "Gold is whole" in screen.empty_note.text()


def test_what_an_annotator_changes_meanwhile_is_there(hand: Hand, screen: ReviewScreen, tmp_path: Path) -> None:
    hand.press("A")
    hand.press("Ctrl+R")
    assert not screen.isVisible()
    source = write_jsonl(
        tmp_path / "more.jsonl",
        done_layer("Rome dit non.", "three", "Alba", span(0, 4)),
        done_layer("Rome dit non.", "three", "Bruno"),
    )
    hand.window.controllers.transfers.import_paths([source])
    hand.wait_for_job()

    hand.press("Ctrl+R")
    hand.wait_for_job()

    assert screen.review.counts() == {"open": 4, "decided": 1}


def test_the_plain_keys_of_the_review_do_nothing_in_the_article(open_window: Opener, desk: Path) -> None:
    hand = open_window(project=desk, annotator="Rita", document="one")
    hand.press("X", "M", "K")
    assert not hand.marks()

    hand.window.commands.run("union")
    assert "Ctrl+R" in hand.message


def test_every_key_of_the_review_is_on_the_list_of_keys(hand: Hand) -> None:
    told = {entry.id: keys_in_force.keys_of(entry) for entry in keys_in_force.entries(hand.window.session.scheme)}

    assert told["accept-1"] == ("A", "1"), "the label on A does not take it away"
    assert told["ask"] == ("Q",)
    assert {"union", "intersection", "reject-all", "keep-all", "edit-case", "propagate", "figures"} <= told.keys()


def guideline(hand: Hand, label: str = "SPEAKER") -> list[str]:
    return [point for point in guidance_for(label, hand.window.session.guidelines) if point.startswith("Example:")]


def test_a_key_makes_the_passage_settled_last_an_example_of_the_guideline(hand: Hand, screen: ReviewScreen) -> None:
    version = hand.window.session.scheme.version
    hand.press("G")
    assert "Settle a case first" in hand.message
    hand.press("A", "G")
    hand.wait_for_job()

    [example] = guideline(hand)
    assert "Selon 【Kiev】, Moscou dit non." in example
    assert example.endswith("→ Speaker")
    assert hand.window.session.scheme.version != version
    assert "guideline of Speaker. Ctrl+Z takes it back" in hand.message
    assert case_start(screen) == 12, "where the reviewer was"
    hand.press("Down")
    assert example in [label.text() for label in screen.side.card.findChildren(QLabel)], "in the card of every speaker"
    hand.press("Up", "Up", "G")
    assert len(guideline(hand)) == 1
    assert "already" in hand.message

    hand.press("Ctrl+Z")
    hand.wait_for_job()
    assert (guideline(hand), hand.window.session.scheme.version) == ([], version)
    assert screen.isVisible()
    hand.press("Ctrl+Shift+Z")
    hand.wait_for_job()
    assert guideline(hand) == [example]


def test_an_example_says_where_nothing_stands_and_the_help_card_shows_it(hand: Hand, screen: ReviewScreen) -> None:
    hand.press("Down", "X", "G")
    hand.wait_for_job()
    [example] = guideline(hand)
    assert "【Moscou】 dit non." in example
    assert example.endswith("→ nothing here")
    hand.press("Esc", "F1")
    hand.window.annotate.help_card.show_label(hand.window.session.scheme.labels["SPEAKER"])
    assert example in [label.text() for label in hand.window.annotate.help_card.findChildren(QLabel)]


def notes(screen: ReviewScreen, caption: str) -> list[str]:
    return [told for one, told in screen.side.card.notes if one == caption]


def test_a_comment_says_why_the_case_was_settled_so(hand: Hand, screen: ReviewScreen) -> None:
    hand.press("W")
    assert "Settle a case first" in hand.message
    hand.press("A", "W")
    assert "Kiev" in screen.side.comment_line.placeholderText(), "the case that was settled, not the one that is next"
    hand.type("the cue is no part of the name")
    hand.press("Return")
    assert case_start(screen) == 12, "where the reviewer was"
    [decision] = screen.review.documents["one"].decisions

    press_row(screen, 0)

    assert notes(screen, "Comment") == ["the cue is no part of the name"]
    [told] = [one["decision"] for one in facts("cases", hand.window.session.path)["cases"] if one["decision"]]
    assert (told["id"], told["comment"], told["by"]) == (decision.key, "the cue is no part of the name", "Rita")
    assert [one.id for one in screen.review.documents["one"].gold.spans] == [f"g{decision.key}"]


def test_a_comment_is_changed_taken_back_and_left(hand: Hand, screen: ReviewScreen) -> None:
    hand.press("A", "W")
    hand.type("first")
    hand.press("Return", "W")
    assert screen.side.comment_line.text() == "first"
    hand.type(" and second")
    hand.press("Esc")
    press_row(screen, 0)
    assert notes(screen, "Comment") == ["first"], "Esc leaves it as it was"
    hand.press("W")
    hand.type(", then second")
    hand.press("Return")
    assert notes(screen, "Comment") == ["first, then second"]

    hand.press("Ctrl+Z")
    assert "a comment" in hand.message
    assert notes(screen, "Comment") == ["first"]
    hand.press("Ctrl+Z")
    assert (notes(screen, "Comment"), gold_spans(hand)) == ([], [("SPEAKER", "Kiev")]), "the decision stands"
    hand.press("Ctrl+Z")
    assert gold_spans(hand) == []
