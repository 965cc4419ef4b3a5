"""A feedback file in the window: one's own marks beside gold, group by group, for reading only."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from annotator.app.project.open import open_project
from annotator.app.review.review import Review
from annotator.app.scheme.guideline_examples import add_example
from annotator.ui.feedback.screen import FeedbackScreen
from tests import hostile_strings
from tests.command_line import annotator, facts, record, span, write_jsonl
from tests.exchange.reviewer import ask, no_mark, settle, version_of
from tests.ui.conftest import Opener
from tests.ui.hand import Hand
from tests.ui.test_plain_text import assert_plain

TEXT = "Selon Kiev, Moscou dit non. Selon Rome, Paris dit oui. Berlin attend."
OTHER = "Wien wartet. Bern auch."


def done(text: str, name: str, who: str, *spans: dict[str, Any], **more: Any) -> dict[str, Any]:
    return record(text, id=name, annotator=who, status="done", spans=list(spans), **more)


@pytest.fixture
def project_of_two(project: Path, tmp_path: Path) -> Path:
    """Alba and Bruno finished two articles; all but a cue is settled, some of it with a comment."""
    mine = [
        span(6, 10, id="k"),
        span(12, 18, id="m"),
        span(34, 38, id="r", attributes={"entity": "Rome"}),
        span(46, 49, "CUE", id="c"),
        span(21, 26, "QUOTE", id="q"),
    ]
    theirs = [
        span(0, 10, id="w"),
        span(21, 26, "QUOTE", id="q"),
        span(40, 45, id="p"),
        span(34, 38, id="r", attributes={"entity": "Italie"}),
    ]
    source = write_jsonl(
        tmp_path / "in.jsonl",
        done(TEXT, "one", "Alba", *mine),
        done(TEXT, "one", "Bruno", *theirs),
        done(OTHER, "two", "Alba", span(0, 4), span(13, 17)),
        done(OTHER, "two", "Bruno", span(13, 17, "ACTOR")),
    )
    facts("import", project, source)
    settle(project, "one", 0, version_of("Bruno"), "with its preposition")
    settle(project, "one", 12, no_mark)
    settle(project, "one", 21, version_of("Alba"))
    settle(project, "one", 34, version_of("Bruno"))
    settle(project, "one", 40, version_of("Bruno"))
    ask(project, "one", 46, "Why a cue?")
    settle(project, "two", 0, no_mark, "no speech")
    settle(project, "two", 13, version_of("Bruno"))
    return project


def give(project: Path, who: str = "Alba") -> Path:
    path = project.with_name("feedback.annotator")
    facts("feedback", project, path, "--annotator", who)
    return path


@pytest.fixture
def hand(open_window: Opener, project_of_two: Path) -> Hand:
    hand = open_window(project=give(project_of_two), annotator=None)
    hand.wait_for_job()
    return hand


@pytest.fixture
def screen(hand: Hand) -> FeedbackScreen:
    page = hand.page("feedback")
    assert page.isVisible()
    return page


def shown(screen: FeedbackScreen) -> list[str]:
    """The list as a screen reader reads it."""
    return [screen.model.index(row).data() for row in range(screen.model.rowCount())]


def at(screen: FeedbackScreen) -> tuple[str, int, str]:
    """Article, start and group of the finding at hand."""
    assert screen.current_finding
    article, finding = screen.current_finding
    return article.id, finding.case.start, finding.group


def click(screen: FeedbackScreen, row: int) -> None:
    place: QPoint = screen.list.visualRect(screen.model.index(row)).center()
    QTest.mouseClick(screen.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)


def test_it_opens_with_the_gravest_group_first_and_what_agrees_folded(hand: Hand, screen: FeedbackScreen) -> None:
    QAbstractItemModelTester(screen.model, QAbstractItemModelTester.FailureReportingMode.Fatal, screen)
    assert shown(screen) == [
        "Missed by you, 1",
        "Paris, speaker  ·  one",
        "Not in gold, 2",
        "Moscou, speaker  ·  one",
        "Wien, speaker  ·  with a comment  ·  two",
        "Another label, 1",
        "Bern, speaker → actor  ·  two",
        "Said otherwise, 1",
        "Rome, speaker  ·  one",
        "Other boundaries, 1",
        "Selon Kiev, speaker  ·  with a comment  ·  one",
        "Not settled yet, 1",
        "dit, cue  ·  with a question  ·  one",
        "As gold has it, 1, folded",
    ]
    assert at(screen) == ("one", 40, "missed")
    assert screen.summary.text() == (
        "1 of your 6 settled marks stand in gold as they are  ·  you missed 1  ·  1 is not settled yet"
    )
    assert screen.shares.text() == "Speaker 0 of 5  ·  Quote 1 of 1"


def test_a_line_says_that_it_is_for_reading_only(hand: Hand) -> None:
    told = [label.text() for label in hand.window.findChildren(QLabel) if label.isVisible()]
    assert [text for text in told if "Feedback for 'Alba', to be read" in text]
    assert "read only" in told


def test_keys_walk_the_findings_and_the_articles(hand: Hand, screen: FeedbackScreen) -> None:
    hand.press("Down")
    assert at(screen) == ("one", 12, "extra")
    hand.press("N")
    assert at(screen) == ("two", 0, "extra")
    hand.press("Up", "Shift+N")
    assert at(screen) == ("one", 40, "missed")
    hand.press("PgDown")
    assert at(screen) == ("two", 0, "extra")
    hand.press("PgDown")
    assert at(screen) == ("one", 34, "attribute")
    hand.press("Down", "Down", "Down")
    assert at(screen) == ("one", 40, "missed"), "around the end, past what is folded"
    hand.press("Backspace")
    assert screen.list.hasFocus()
    hand.press("Down", "Return")
    assert at(screen) == ("one", 12, "extra")
    assert screen.passage.hasFocus()


def test_both_lanes_the_letters_that_differ_the_comment_and_the_guideline_are_shown(
    hand: Hand, screen: FeedbackScreen
) -> None:
    hand.press("Down", "Down", "Down", "Down", "Down")
    assert at(screen) == ("one", 0, "boundary")
    gold, mine = screen.passage._lanes
    assert ([one.quote for one in gold.case_spans], [one.quote for one in mine.case_spans]) == (
        ["Selon Kiev"],
        ["Kiev"],
    )
    assert (gold.sign, mine.sign) == ("★", "A")
    yours, theirs = screen.card.candidates
    assert (yours.names, theirs.names) == ("yours", "gold")
    assert (yours.facts[0].differing, theirs.facts[0].differing) == ([], [(0, 6)])
    assert screen.card.notes == [("", "It stands with other boundaries."), ("Comment", "with its preposition")]
    ground = screen.passage.viewport().grab().toImage()
    colors = {ground.pixelColor(x, y).name() for x in range(ground.width()) for y in range(0, ground.height(), 2)}
    assert hand.window.appearance.theme.found.lower() in colors
    texts = [label.text() for label in screen.card.findChildren(QLabel)]
    assert "Guideline" in texts
    assert "who says, asks, promises or refuses to say" in texts
    hand.press("Up")
    assert ("Yours → gold", "entity: Rome → Italie") in screen.card.notes
    hand.press("Down", "Down")
    assert ("Question", "Why a cue?") in screen.card.notes


def test_an_example_of_the_guideline_is_shown_with_its_label(open_window: Opener, project_of_two: Path) -> None:
    session = open_project(project_of_two, writing=True)
    review = Review(session).read()
    [standing] = [one for one in review.documents["one"].case_states if one.case.start == 0]
    add_example(session, review.documents["one"], standing)
    session.close()
    hand = open_window(project=give(project_of_two), annotator=None)
    hand.wait_for_job()
    texts = [label.text() for label in hand.page("feedback").card.findChildren(QLabel)]
    assert [text for text in texts if text.startswith("Example: …【Selon Kiev】, Moscou")]


def test_tab_leads_to_the_filters_and_they_count_what_they_list(hand: Hand, screen: FeedbackScreen) -> None:
    hand.press("Tab")
    assert screen.group.hasFocus()
    told = [screen.group.itemText(place) for place in range(screen.group.count())]
    for number, title in enumerate(told):
        screen.group.setFocus()
        hand.press("Down" if number else "Home")
        assert screen.group.currentText() == title
        rows = [row for row in screen.model.rows if row.article_finding]
        if number:
            assert title.endswith(f"({len(rows)})")
            assert len(rows) == screen.model.count(screen.model.rows[0].group)
            assert at(screen)[2] == screen.model.rows[0].group
    assert told[-1] == "As gold has it (1)", "what is chosen is not folded"
    hand.press("Tab")
    assert screen.label.hasFocus()
    hand.press("End")
    assert "Nothing fits" in screen.empty_note.text()
    assert screen.empty_note.isVisible()
    hand.press("Home", "Tab")
    assert screen.article.hasFocus()


def test_a_click_folds_a_group_and_opens_it_again(hand: Hand, screen: FeedbackScreen) -> None:
    click(screen, len(screen.model.rows) - 1)
    assert shown(screen)[-2:] == ["As gold has it, 1", "t non, quote  ·  one"]
    click(screen, 0)
    assert shown(screen)[:2] == ["Missed by you, 1, folded", "Not in gold, 2"]
    heights = {screen.list.rowHeight(row) for row, told in enumerate(screen.model.rows) if told.article_finding}
    assert heights == {44}
    click(screen, 2)
    assert at(screen) == ("one", 12, "extra")


def test_nothing_is_written_whatever_one_presses(open_window: Opener, project_of_two: Path, tmp_path: Path) -> None:
    out = give(project_of_two)
    kept, there = out.read_bytes(), sorted(path.name for path in tmp_path.iterdir())
    hand = open_window(project=out, annotator=None)
    hand.wait_for_job()
    for key in ("A", "X", "M", "K", "E", "Q", "G", "P", "S", "Space", "Ctrl+Z", "Ctrl+Return"):
        hand.press(key)
        assert hand.message, key
    hand.press("Ctrl+R", "Tab")
    before = hand.marks()
    for key in ("Del", "D", "Ctrl+Return"):
        hand.press(key)
        assert "this is feedback, for reading only" in hand.message, key
    assert hand.marks() == before != []
    for command in ("import-files", "hand-out", "bring-back"):
        hand.window.commands.run(command)
        assert "reading only" in hand.message
    hand.window.commands.run("annotator")
    assert "This is feedback for Alba" in hand.message
    hand.press("Ctrl+L", "Esc", "Ctrl+F")
    field = hand.with_focus()
    assert isinstance(field, QLineEdit)
    hand.type("Kiev")
    hand.press("Esc", "Ctrl+R")
    hand.press("Down", "PgDown", "Up")
    hand.window.close()
    assert out.read_bytes() == kept
    assert sorted(path.name for path in tmp_path.iterdir()) == there


def test_reading_it_does_not_change_as_whom_one_works_on_the_project(open_window: Opener, project_of_two: Path) -> None:
    hand = open_window(project=project_of_two, annotator="Bruno")
    hand.window.close()
    other = open_window(project=give(project_of_two), annotator=None)
    other.wait_for_job()
    assert other.window.session.annotator
    assert other.window.session.annotator.name == "Alba"
    other.window.close()
    again = open_window(project=project_of_two, annotator=None)
    assert again.window.session.annotator
    assert again.window.session.annotator.name == "Bruno"


def test_where_there_is_nothing_to_tell_it_says_so(open_window: Opener, project: Path, tmp_path: Path) -> None:
    empty = [done(OTHER, "two", "Alba"), done(OTHER, "two", "Bruno", span(0, 4))]
    facts("import", project, write_jsonl(tmp_path / "in.jsonl", *empty))
    settle(project, "two", 0, no_mark)
    hand = open_window(project=give(project), annotator=None)
    hand.wait_for_job()
    assert "Neither you nor the review" in hand.page("feedback").empty_note.text()
    assert hand.page("feedback").empty_note.isVisible()


def test_hostile_comments_titles_and_names_are_shown_as_they_are(
    open_window: Opener, project: Path, tmp_path: Path
) -> None:
    strings = [one for one in hostile_strings.project_strings() if one.isprintable()][:8]
    who = "<b>Ada</b> & <img src='x'>"
    records = []
    for number, string in enumerate(strings):
        text = f"{number} dit {string}"
        records += [
            done(
                text, f"d{number}", who, span(0, 1, note=string, attributes={"entity": string}), meta={"title": string}
            ),
            done(text, f"d{number}", "Bruno"),
        ]
    facts("import", project, write_jsonl(tmp_path / "in.jsonl", *records))
    for number, string in enumerate(strings):
        settle(project, f"d{number}", 0, no_mark, string)
    hand = open_window(project=give(project, who), annotator=None)
    hand.wait_for_job()
    screen = hand.page("feedback")
    for string in strings:
        assert ("Comment", string) in screen.card.notes
        assert [label for label in screen.card.findChildren(QLabel) if label.text() == f"Comment: {string}"]
        hand.press("Down")
    assert_plain(hand)
    assert hand.window.width() == 1280


def test_every_part_has_a_name_that_is_read(screen: FeedbackScreen) -> None:
    named = (screen.list, screen.passage, screen.card, screen.group, screen.label, screen.article)
    assert all(part.accessibleName() for part in named)


def test_both_annotators_of_the_sample_get_what_the_policy_and_the_reviewer_made_of_it(
    open_window: Opener, sample: Path, tmp_path: Path
) -> None:
    hand = open_window(project=sample, annotator="Rita")
    hand.press("Ctrl+R")
    hand.wait_for_job()
    hand.press_button(hand.page("review").policy_bar.apply)
    hand.wait_for_job()
    hand.press("A", "B", "X", "B", "A")
    hand.window.close()
    boundaries = [
        one for one in facts("cases", sample)["cases"] if one["kinds"] == ["boundary"] and not one["decision"]
    ]
    for number, one in enumerate(boundaries[:3]):
        settle(sample, one["document"], one["start"], version_of("annotator-b"), f"as guideline {number} has it")
    facts("adjudicate", sample, "--policy", "prefer:annotator-b")
    told = facts("feedback", sample, tmp_path)
    for one in told["feedback"]:
        read = open_window(project=tmp_path / f"sample-{one['annotator']}.annotator", annotator=None)
        read.wait_for_job()
        screen = read.page("feedback")
        screen.model.folded.clear()
        screen._apply_filter()
        listed = Counter(row.group for row in screen.model.rows if row.article_finding)
        assert listed == {group: count for group, count in one["groups"].items() if count}
        walked = set()
        for _ in range(60):
            assert screen.current_finding
            walked.add(screen.current_finding[1].case.id)
            read.press("Down")
        assert len(walked) == 60
        comments = {comment for _, finding in screen.feedback.findings() for comment in finding.comments}
        assert comments == {f"as guideline {number} has it" for number in range(3)}
        screen.group.setFocus()
        while screen.group.currentData() != ("boundary" if one["annotator"] == "annotator-a" else "agreed"):
            read.press("Down")
        screen.passage.setFocus()
        while ("Comment", "as guideline 1 has it") not in screen.card.notes:
            read.press("N")
        read.window.close()
    assert annotator("merge", sample, *told["files"]).status == 1


def test_the_page_shows_what_each_would_be_told_and_writes_the_files(
    open_window: Opener, project_of_two: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    dialog = "annotator.ui.exchange.controller.QFileDialog"
    monkeypatch.setattr(f"{dialog}.getExistingDirectory", lambda *_: str(folder))
    hand = open_window(project=project_of_two, annotator="Rita")
    hand.window.commands.run("give-feedback")
    hand.wait_for_job()
    page = hand.window.controllers.exchanges.feedback_page
    assert page.isVisible()
    assert page.model.rows == [("Alba", "2", "1", "6", "1"), ("Bruno", "2", "5", "0", "0")]
    hand.press("Space")
    assert [row[0] for row in page.model.rows] == ["Bruno"]
    hand.press("Space")
    hand.press_button(page.go)
    hand.wait_for_job()
    assert sorted(path.name for path in folder.iterdir()) == ["desk-Alba.annotator", "desk-Bruno.annotator"]
    assert "Wrote 2 files to out" in hand.message


def test_the_page_says_what_to_do_where_nothing_was_settled(open_window: Opener) -> None:
    hand = open_window({"one": TEXT})
    hand.window.commands.run("give-feedback")
    hand.wait_for_job()
    page = hand.window.controllers.exchanges.feedback_page
    assert "settle cases" in page.hint
    assert not page.go.isEnabled()
    buttons = [button for button in page.findChildren(QPushButton) if button.hasFocus()]
    assert [button.text() for button in buttons] == ["Close"]
