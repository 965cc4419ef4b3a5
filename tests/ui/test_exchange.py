"""The pages for hand-outs and returns, which show every result before it is written."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from annotator.ui.exchange.handout_page import HandoutPage
from annotator.ui.exchange.return_page import ReturnPage
from tests.command_line import facts
from tests.exchange.hand_out_and_return import TEXTS, exported_work, hand_out, import_texts, mark
from tests.ui.conftest import Opener
from tests.ui.hand import Hand


@pytest.fixture
def desk(project: Path) -> Path:
    return import_texts(project, **TEXTS)


def handout_page(hand: Hand) -> HandoutPage:
    hand.window.commands.run("hand-out")
    page = hand.window.controllers.exchanges.handout_page
    assert page.isVisible()
    return page


def return_page(hand: Hand) -> ReturnPage:
    page = hand.window.controllers.exchanges.return_page
    assert page.isVisible()
    return page


def answer_folder(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Path:
    folder.mkdir()
    dialog = "annotator.ui.exchange.controller.QFileDialog"
    monkeypatch.setattr(f"{dialog}.getExistingDirectory", lambda *_: str(folder))
    return folder


def test_people_are_named_by_keys_and_the_load_of_each_is_seen(
    open_window: Opener, desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = open_window(project=desk)
    folder = answer_folder(monkeypatch, tmp_path / "out")
    page = handout_page(hand)
    assert not page.go.isEnabled()
    page.name.setFocus()
    for name in ("Alba", "Bruno"):
        hand.type(name)
        hand.press("Return")
    assert [row[0] for row in page.model.rows] == ["Alba", "Bruno"]
    assert sorted(row[1] for row in page.model.rows) == ["1", "2"]
    page.overlap.setFocus()
    hand.press("Up")
    assert [row[:2] for row in page.model.rows] == [("Alba", "3"), ("Bruno", "3")]
    hand.press_button(page.go)
    hand.wait_for_job()
    assert sorted(path.name for path in folder.iterdir()) == ["desk-Alba.annotator", "desk-Bruno.annotator"]
    assert "Wrote 2 files" in hand.message


def test_articles_are_found_by_words_and_ticked_by_space(open_window: Opener, desk: Path) -> None:
    page = handout_page(hand := open_window(project=desk))
    page.annotators.add("Alba")
    page.filter.setFocus()
    hand.type("Moscou")
    assert [page.articles.item(row).isHidden() for row in range(3)] == [True, False, True]
    hand.press_button(page.none)
    assert page.articles.chosen() == ["a", "c"]
    page.articles.setCurrentRow(1)
    page.articles.setFocus()
    hand.press("Space")
    assert page.articles.chosen() == ["a", "b", "c"]
    assert [row[1] for row in page.model.rows] == ["3"]


def test_a_name_that_nobody_can_have_is_told(open_window: Opener, desk: Path) -> None:
    page = handout_page(hand := open_window(project=desk))
    page.name.setFocus()
    hand.type("gold")
    hand.press("Return")
    assert "reserved" in page._hint.text()
    assert page.model.rows == []


def test_what_would_come_in_is_seen_first_then_comes_in_and_is_taken_back(
    open_window: Opener, desk: Path, tmp_path: Path
) -> None:
    out, other = hand_out(desk, "alba", "Alba"), tmp_path / "other.annotator"
    mark(out, "Alba", "a", 6, 10)
    other.write_text("nothing")
    hand = open_window(project=desk)
    hand.drop(out, other)
    page = return_page(hand)
    assert [(row[0], row[2], row[3]) for row in page.model.rows] == [
        ("other.annotator", "", "is refused"),
        ("alba.annotator", "a", "is added"),
        ("alba.annotator", "b", "stays as it is"),
        ("alba.annotator", "c", "stays as it is"),
    ]
    assert "no project" in page.model.rows[0][6]
    assert page._reason.text() == page.model.rows[0][6], "the reason of the chosen line is there in full"
    assert page.go.hasFocus()
    assert facts("history", desk)["steps"][-1]["operation"] != "merge", "nothing came in yet"
    hand.press("Space")
    hand.wait_for_job()
    assert "1 article is added" in page.summary
    assert not page.go.isEnabled()
    hand.press("Escape")
    hand.press("Ctrl+Z")
    assert "what came back" in hand.message
    hand.window.close()
    assert exported_work(desk) == {}


def test_the_page_says_what_to_do_where_nothing_is_chosen(open_window: Opener, desk: Path) -> None:
    hand = open_window(project=desk)
    hand.window.commands.run("bring-back")
    page = return_page(hand)
    assert "Choose the project files" in page.summary
    assert not page.go.isEnabled()
    assert page.choose.hasFocus()


def test_every_field_has_a_name_for_a_screen_reader(open_window: Opener, desk: Path) -> None:
    page = handout_page(open_window(project=desk))
    fields = (
        page.annotators,
        page.articles,
        page.name,
        page.filter,
        page.overlap,
        page.common_share,
        page.spread,
        page.seed,
    )
    assert all(field.accessibleName() for field in (*fields, page.table))
    assert all(field.focusPolicy() & Qt.FocusPolicy.TabFocus for field in fields)
