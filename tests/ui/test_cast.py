"""Tests of the cast beside the article: names are counted, found in the articles, described, renamed and merged."""

from pathlib import Path

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QComboBox, QLineEdit

from annotator.ui.cast.model import EVERYWHERE, HERE, NAME
from annotator.ui.cast.panel import CastPanel
from tests.command_line import MARKS, content_hash, record, span, write_jsonl
from tests.ui.conftest import Opener
from tests.ui.hand import Hand
from tests.ui.projects import project_from

ONE = "La Maison Blanche a dit que M. Trump irait à Moscou."
TWO = "Donald Trump et la Maison-Blanche se taisent ; Trump part."
HOSTILE = "<b>Éve</b> & {co} %s"


def named_span(text: str, words: str, entity: str, *, nth: int = 0) -> dict[str, object]:
    start = text.index(words)
    start = text.index(words, start + 1) if nth else start
    return span(start, start + len(words), attributes={"entity": entity})


@pytest.fixture
def project(tmp_path: Path) -> Path:
    first = [named_span(ONE, "La Maison Blanche", "Maison Blanche"), named_span(ONE, "M. Trump", "Donald Trump")]
    first.append(named_span(ONE, "Moscou", HOSTILE))
    second = [named_span(TWO, "Donald Trump", "Donald Trump"), named_span(TWO, "la Maison-Blanche", "Maison-Blanche")]
    second.append(named_span(TWO, "Trump", "Trump", nth=1))
    marked = [
        record(ONE, id="one", annotator="Camille", spans=first),
        record(TWO, id="two", annotator="Camille", spans=second),
    ]
    return project_from(tmp_path, [write_jsonl(tmp_path / "marks.jsonl", *marked)])


@pytest.fixture
def hand(open_window: Opener, project: Path) -> Hand:
    hand = open_window(project=project)
    hand.press("Ctrl+Shift+C")
    return hand


def panel(hand: Hand) -> CastPanel:
    return hand.window.controllers.cast.panel


def shown(hand: Hand) -> list[tuple[str, ...]]:
    model = panel(hand).model
    return [
        tuple(model.index(row, column).data() for column in (NAME, HERE, EVERYWHERE)) for row in range(model.rowCount())
    ]


def focused_words(hand: Hand) -> tuple[str, str]:
    assert hand.focused
    return hand.document, hand.focused.quote


def field(hand: Hand, name: str) -> QLineEdit | QComboBox:
    fields = [
        widget
        for kind in (QLineEdit, QComboBox)
        for widget in panel(hand).form.findChildren(kind)
        if widget.accessibleName() == name
    ]
    return fields[0]


def write(hand: Hand, name: str, text: str) -> None:
    """Type into a field of the form and leave it with Tab."""
    field(hand, name).setFocus()
    hand.press("Ctrl+A")
    hand.type(text)
    hand.press("Tab")


def point_to(hand: Hand, name: str) -> None:
    panel(hand).table.setFocus()
    panel(hand).select_name(name)


def settled(hand: Hand) -> None:
    hand.qtbot.waitUntil(lambda: not hand.window.job_runner.busy)


def test_it_lists_who_occurs_here_and_in_the_project_as_it_is_written(hand: Hand) -> None:
    assert shown(hand) == [
        ("Donald Trump", "1", "2"),
        ("Maison Blanche", "1", "2"),
        (HOSTILE, "1", "1"),
        ("Trump", "", "1"),
    ]
    hand.press("Ctrl+PgDown")
    assert shown(hand)[0] == ("Donald Trump", "1", "2")
    assert shown(hand)[-1] == (HOSTILE, "", "1")


def test_the_filter_meets_every_spelling(hand: Hand) -> None:
    hand.type("maison-b")
    assert [name for name, *_ in shown(hand)] == ["Maison Blanche"]
    panel(hand).filter.setText("EVE")
    assert [name for name, *_ in shown(hand)] == [HOSTILE]


def test_it_follows_marks_as_they_come_and_go(hand: Hand) -> None:
    hand.reader.setFocus()
    hand.press("Tab", "Delete")
    assert ("Maison-Blanche", "", "1") in shown(hand)
    hand.press("Ctrl+Z")
    assert ("Maison Blanche", "1", "2") in shown(hand)


def test_enter_walks_the_mentions_across_articles_and_back(hand: Hand) -> None:
    point_to(hand, "Donald Trump")
    hand.press("Return")
    assert focused_words(hand) == ("one", "M. Trump")
    hand.press("Return")
    assert focused_words(hand) == ("two", "Donald Trump")
    assert panel(hand).mention_label.text() == "2 of 2"
    assert panel(hand).table.hasFocus()
    hand.press("Return")
    assert focused_words(hand) == ("one", "M. Trump")
    hand.press("Shift+Return")
    assert focused_words(hand) == ("two", "Donald Trump")


def test_a_key_in_the_text_walks_whom_the_focused_span_means(open_window: Opener, project: Path) -> None:
    hand = open_window(project=project)
    hand.press("F4")
    assert "Tab" in hand.message
    hand.press("Tab", "F4")
    assert focused_words(hand) == ("two", "la Maison-Blanche")
    assert hand.message == "Maison Blanche  ·  2 of 2"
    hand.press("Shift+F4")
    assert focused_words(hand) == ("one", "La Maison Blanche")
    assert hand.reader.hasFocus()


def test_what_is_known_is_kept_as_its_field_is_left_and_undone(hand: Hand) -> None:
    point_to(hand, "Donald Trump")
    write(hand, "Wikidata", "Q22686")
    write(hand, "Also called", "D. Trump; The Donald")
    entry = panel(hand).current.entry
    assert entry
    assert entry.facts.model_dump(exclude_defaults=True) == {
        "aliases": ("D. Trump", "The Donald"),
        "wikidata": "Q22686",
    }
    hand.press("Ctrl+Z")
    assert field(hand, "Also called").text() == ""
    assert field(hand, "Wikidata").text() == "Q22686"


def test_what_does_not_fit_is_said_and_not_kept(hand: Hand) -> None:
    before = content_hash(hand.window.session.path)
    point_to(hand, "Donald Trump")
    write(hand, "Country", "usa")
    assert "ISO 3166" in panel(hand).form.refusal
    assert content_hash(hand.window.session.path) == before
    write(hand, "Country", "USA")
    assert panel(hand).form.refusal == ""


def test_another_name_for_a_name_changes_its_spans_in_one_step(hand: Hand) -> None:
    before = content_hash(hand.window.session.path, (*MARKS, "entries"))
    point_to(hand, "Donald Trump")
    write(hand, "Name", "Donald J. Trump")
    settled(hand)
    assert ("Donald J. Trump", "1", "2") in shown(hand)
    assert panel(hand).current.name == "Donald J. Trump"
    assert field(hand, "Also called").text() == "Donald Trump"
    assert hand.window.toast.text == "“Donald Trump” is called “Donald J. Trump” now (2 spans). Ctrl+Z takes it back"
    hand.press("Ctrl+Z")
    assert content_hash(hand.window.session.path, (*MARKS, "entries")) == before
    assert ("Donald Trump", "1", "2") in shown(hand)


def test_two_names_are_merged_by_keys_after_a_preview(hand: Hand) -> None:
    before = content_hash(hand.window.session.path, (*MARKS, "entries"))
    point_to(hand, "Trump")
    hand.press("M")
    assert "Merge “Trump” into …" in panel(hand).preview.text
    point_to(hand, "Donald Trump")
    assert "1 span changes in 1 article" in panel(hand).preview.text
    assert content_hash(hand.window.session.path, (*MARKS, "entries")) == before
    hand.press("Return", "Return")
    settled(hand)
    assert ("Donald Trump", "1", "3") in shown(hand)
    hand.press("Ctrl+Z")
    assert content_hash(hand.window.session.path, (*MARKS, "entries")) == before


def test_esc_leaves_a_merge_and_nothing_has_changed(hand: Hand) -> None:
    before = content_hash(hand.window.session.path)
    point_to(hand, "Trump")
    hand.press("M")
    point_to(hand, "Donald Trump")
    hand.press("Return", "Esc")
    assert not panel(hand).merging
    assert content_hash(hand.window.session.path) == before


def test_renaming_to_a_name_that_is_there_offers_the_merge(hand: Hand) -> None:
    point_to(hand, "Trump")
    write(hand, "Name", "donald trump")
    assert "Merge “Trump” into “Donald Trump”" in panel(hand).preview.text
    hand.press_button(panel(hand).preview.merge_button)
    settled(hand)
    assert ("Donald Trump", "1", "3") in shown(hand)


def test_the_details_of_the_focused_span_follow_a_merge(hand: Hand) -> None:
    hand.reader.setFocus()
    hand.press("Tab")
    point_to(hand, "Maison Blanche")
    write(hand, "Name", "White House")
    settled(hand)
    hand.press("Ctrl+Shift+C")
    fields = hand.screen.details.findChildren(QLineEdit)
    entity = next(field for field in fields if field.accessibleName() == "Entity *")
    assert entity.text() == "White House"


def test_the_panel_comes_and_goes_by_its_key_and_gives_the_keys_back(hand: Hand) -> None:
    assert panel(hand).filter.hasFocus()
    hand.press("Esc")
    assert hand.reader.hasFocus()
    assert not panel(hand).isVisible()
    hand.press("Ctrl+Shift+C", "Down", "Right")
    assert panel(hand).registry == "event"
    assert shown(hand) == []


def test_the_model_keeps_to_qts_rules(hand: Hand) -> None:
    model = panel(hand).model
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.filter("trump")
    hand.press("Ctrl+PgDown")
    model.filter("")
    assert tester.model() is model


# Saying whom a span means


@pytest.fixture
def reading(open_window: Opener, project: Path) -> Hand:
    """The second article; the key L acts on the span that Tab focuses."""
    hand = open_window(project=project, document="two")
    hand.reader.select(0, 0)
    return hand


def item_texts(hand: Hand) -> list[str]:
    return hand.window.controllers.cast.picker.item_texts()


def entity(hand: Hand) -> str:
    assert hand.focused
    return hand.focused.attributes.get("entity", "")


def mark_speaker(hand: Hand, words: str) -> None:
    hand.reader.select(*hand.words(words))
    hand.press("S")


def test_the_likeliest_name_is_offered_first_and_taken_by_enter(reading: Hand) -> None:
    mark_speaker(reading, "Maison")
    reading.press("L")
    reading.type("tr")
    assert item_texts(reading)[:2] == ["Donald Trump, in this article", "Trump"]
    reading.press("Esc", "L")
    reading.type("maison b")
    reading.press("Return")
    assert entity(reading) == "Maison Blanche"
    assert reading.reader.hasFocus()
    reading.press("Ctrl+Z")
    assert entity(reading) == ""


def test_an_alias_is_offered_before_a_last_name(reading: Hand) -> None:
    reading.press("Tab", "Tab", "Tab", "L")
    assert item_texts(reading)[:2] == ["Trump, called so", "Donald Trump, called so"]
    reading.press("Esc")
    mark_speaker(reading, "Donald Trump et")
    reading.press("L")
    assert item_texts(reading)[0] == "Donald Trump, by last name"


def test_a_semicolon_takes_a_name_and_asks_for_another(reading: Hand) -> None:
    reading.press("Tab", "L")
    reading.type("maison;eve")
    reading.press("Return")
    assert entity(reading) == f"Maison Blanche; {HOSTILE}"


def test_a_name_that_nobody_used_yet_is_taken_as_typed(reading: Hand) -> None:
    reading.press("Tab", "L")
    reading.type("Le porte-parole")
    assert item_texts(reading) == ["New name: Le porte-parole"]
    reading.press("Return")
    assert entity(reading) == "Le porte-parole"


def test_there_is_an_answer_where_nobody_can_be_named(reading: Hand) -> None:
    reading.press("L")
    assert "Tab" in reading.message
    reading.reader.select(*reading.words("taisent"))
    reading.press("C", "L")
    assert reading.message == "A span of this label names nobody"


def test_the_field_beside_the_article_offers_the_same_names_in_the_same_order(reading: Hand) -> None:
    reading.press("Tab", "Tab", "Tab")
    reading.press("L", "Esc", "F6", "F6")
    edit = reading.with_focus()
    assert isinstance(edit, QLineEdit)
    model = edit.completer().model()
    assert [model.index(row, 0).data() for row in range(model.rowCount())][:2] == ["Trump", "Donald Trump"]
