"""A thousand articles: dropped on the window, one found and marked with a custom key, all saved."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from annotator.app.project.open import new_project
from annotator.ui.shell import keys_in_force
from tests.command_line import facts
from tests.journeys.program import Program
from tests.ui.hand import Hand

_COUNT = 1_000
_WANTED = 613
# Pixels; less than one would notice.
_LINE = 20


@pytest.fixture
def program(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Program:
    return Program(qtbot, monkeypatch)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Articles long enough to scroll in; one of them speaks of Budapest."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(_COUNT):
        city = "Budapest" if number == _WANTED else "Kiev"
        text = "Rien de neuf au sommet, dit-on.\n" * 60 + f"Le Kremlin attend à {city}, n° {number}.\n" * 2
        (folder / f"article-{number:04d}.txt").write_text(text, encoding="utf-8")
    (folder / "notes.bin").write_bytes(b"\x00")
    return folder


@pytest.mark.slow
def test_a_thousand_dropped_articles_one_of_them_marked_and_everything_found_again(
    program: Program, tmp_path: Path, folder: Path
) -> None:
    project = tmp_path / "thousand.annotator"
    new_project(project).close()
    places: list[tuple[int, int]] = []

    def first_run(hand: Hand) -> None:
        hand.press("Return")
        bring_in(hand, folder)
        move_a_key(hand)
        find_the_one(hand)
        hand.press("Ctrl+End")
        hand.select_words(*hand.words("Kremlin", nth=1))
        hand.press("S")
        assert hand.marks() == [], "the letter has moved"
        hand.press("H")
        assert hand.marks() == [("SPEAKER", "Kremlin")]
        places.append((hand.reader.caret(), hand.reader.verticalScrollBar().value()))
        hand.press("Ctrl+Q")

    def second_run(hand: Hand) -> None:
        assert hand.document == f"article-{_WANTED:04d}", "where one was last"
        assert hand.marks() == [("SPEAKER", "Kremlin")]
        caret, top = places[0]
        assert hand.reader.caret() == caret > 1_000
        assert top - _LINE < hand.reader.verticalScrollBar().value() < top + _LINE
        hand.press("Ctrl+L")
        page = hand.page("documents")
        assert (page.filter.text(), page.model.rowCount()) == ("", _COUNT), "a filter is for the day"
        assert page.table.currentIndex().row() == _WANTED
        hand.press("Esc")
        hand.press("Ctrl+Home")
        hand.select_words(*hand.words("sommet"))
        hand.press("H")
        assert hand.marks()[0] == ("SPEAKER", "sommet")
        hand.press("Ctrl+Z", "Ctrl+Z")
        assert hand.marks() == []
        hand.press("Ctrl+Z")
        assert hand.window.session.document_ids() == [], "Undo takes the import back too, in the next run"
        hand.press("Ctrl+Y", "Ctrl+Y")

    assert program(project, "--annotator", "Ada", work=first_run) == 0
    assert program(work=second_run) == 0

    told = facts("info", project)
    assert told["documents"] == _COUNT
    assert told["labels"] == {"SPEAKER": 1}
    assert facts("check", project)["ok"]


def bring_in(hand: Hand, folder: Path) -> None:
    hand.drop(folder)
    page = hand.window.controllers.transfers.import_page
    assert page.model.rowCount() == _COUNT
    hand.press("Return")
    hand.wait_for_job()
    assert "Added 1000 articles" in page.report.toPlainText()
    assert str(folder / "notes.bin") in page.report.toPlainText()
    hand.press("Return")
    assert hand.document == "article-0000"


def move_a_key(hand: Hand) -> None:
    """Speakers are marked with H from now on."""
    page = hand.page("keys")
    hand.window.commands.run("change-keys")
    page.choose(keys_in_force.label_id("SPEAKER"))
    hand.press("Return", "H")
    hand.qtbot.waitUntil(lambda: page.press.keySequence().isEmpty() and page.table.hasFocus())
    hand.press("Esc")


def find_the_one(hand: Hand) -> None:
    hand.press("Ctrl+L")
    hand.type("budap")
    assert hand.page("documents").model.rowCount() == 1
    hand.press("Return", "Return")
    assert hand.document == f"article-{_WANTED:04d}"
