"""Errors in the window: each is shown, and nothing has changed."""

import contextlib
import shutil
import sqlite3
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from annotator.domain.errors import Damaged, Refused
from annotator.storage.file import project_files
from annotator.storage.file.store import Unwritable
from annotator.ui.shell import start
from tests.command_line import content_hash
from tests.ui.conftest import Opener
from tests.ui.hand import Hand
from tests.ui.projects import project_of


def shown(hand: Hand) -> str:
    return " | ".join(label.text() for label in hand.window.findChildren(QLabel) if label.isVisible())


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    """A project whose second article is not what it was when it came in."""
    path = project_of(tmp_path, {"one": "Selon Kiev.", "two": "Selon Moscou.", "three": "Selon Paris."})
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE documents SET text = 'Selon Minsk..' WHERE id = 'two'")
    return path


def test_a_damaged_article_is_not_shown_as_truth(open_window: Opener, damaged: Path) -> None:
    hand = open_window(project=damaged)
    hand.press("Ctrl+PgDown")
    assert "two" in hand.message
    assert "damaged" in hand.message
    assert "Minsk" not in hand.reader.document().toPlainText()


def test_the_articles_beside_a_damaged_one_can_be_worked_on(open_window: Opener, damaged: Path) -> None:
    hand = open_window(project=damaged)
    hand.press("Ctrl+PgDown")
    assert hand.document == "one", "the desk is still that of the article that is seen"
    hand.select_words(*hand.words("Kiev"))
    hand.press("S")
    assert hand.marks() == [("SPEAKER", "Kiev")]
    hand.press("Ctrl+Return")
    assert hand.window.isVisible()


@pytest.mark.parametrize(
    "damage",
    ["attributes = '{'", "attributes = '[1]'", "quote = 'Minsk'", "start = start + 1", "fragments = '[[17,12]]'"],
)
def test_a_mark_that_is_damaged_is_told_when_its_article_is_opened(
    open_window: Opener, tmp_path: Path, damage: str
) -> None:
    path = project_of(tmp_path, {"one": "Selon Kiev.", "two": f"Selon Paris.{' Assez.' * 5_000} Selon Moscou."})
    hand = open_window(project=path)
    hand.press("Ctrl+PgDown")
    hand.select_words(*hand.words("Moscou"))
    hand.press("S", "Ctrl+PgUp")
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        database.execute(f"UPDATE spans SET {damage}")

    hand.press("Ctrl+PgDown")
    assert "damaged" in hand.message
    assert hand.document == "one"


def test_damage_that_no_article_shows_is_told_and_nothing_is_written(open_window: Opener, sample: Path) -> None:
    with contextlib.closing(sqlite3.connect(sample)) as database:
        [[mode]] = database.execute("PRAGMA journal_mode = WAL")
        [[page]] = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'changes_key'")
    assert mode == "wal", "as it is once somebody worked on it, and opening it changes nothing"
    with sample.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xaa" * 64)
    before = sample.read_bytes()

    hand = open_window(project=sample, annotator="annotator-a")
    hand.qtbot.waitUntil(lambda: "Nothing can be saved" in shown(hand))
    assert hand.marks(), "what can be read is shown"
    marks = hand.marks()
    hand.press("Tab", "A", "Del")
    assert "damaged" in hand.message
    assert hand.marks() == marks
    hand.window.close()
    assert sample.read_bytes() == before


def test_a_project_whose_every_article_is_damaged_still_opens(open_window: Opener, tmp_path: Path) -> None:
    path = project_of(tmp_path, {"one": "Selon Kiev."})
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE documents SET text = 'Selon Minsk'")
    hand = open_window(project=path)
    assert "damaged" in hand.message
    hand.press("S", "Del", "Ctrl+F", "Esc", "F1", "Ctrl+PgDown", "Ctrl+Return", "Ctrl+Z")
    assert hand.window.isVisible()


@pytest.fixture
def locked(open_window: Opener) -> Hand:
    """The sample, open for reading because another window writes to it."""
    first = open_window(annotator="annotator-a")
    return open_window(project=first.window.session.path, annotator="annotator-a")


def test_a_second_window_reads_and_says_why(locked: Hand) -> None:
    assert "For reading only" in shown(locked)
    assert "read only" in shown(locked)
    assert locked.marks()


def test_nobody_new_comes_into_what_is_open_for_reading(locked: Hand) -> None:
    locked.window.commands.run("annotator")
    page = locked.window.pages.currentWidget()
    locked.type("Denise")
    locked.press("Return")
    assert "reading only" in locked.message
    assert locked.window.pages.currentWidget() is page
    locked.press("Esc")
    assert locked.marks()


KEYS = ("S", "Del", "Alt+Left", "Alt+Shift+Right", "B", "Left", "Return", "Ctrl+Z", "Ctrl+Y", "Ctrl+Return")


def test_no_key_changes_what_is_open_for_reading(locked: Hand) -> None:
    before = content_hash(locked.window.session.path)
    marks = locked.marks()
    for key in KEYS:
        locked.press("Tab", key)
    locked.reader.select(0, 10)
    locked.press("S")
    assert locked.marks() == marks
    assert "reading only" in locked.message
    assert content_hash(locked.window.session.path) == before


def test_a_note_on_what_is_open_for_reading_is_refused_and_said(locked: Hand) -> None:
    locked.press("Tab", "F6", "F6")
    assert locked.focused
    note = locked.focused.note
    locked.press("Tab", times=len(locked.open_document.session.scheme.labels[locked.focused.label].attributes))
    locked.type("neu")
    locked.press("Esc")
    assert locked.focused.note == note
    assert "reading only" in locked.message


def test_an_import_into_what_is_open_for_reading_is_refused(locked: Hand, tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_text("Un texte.", encoding="utf-8")
    before = locked.window.session.document_ids()
    locked.window.controllers.transfers.import_paths([tmp_path / "t.txt"])
    locked.qtbot.waitUntil(lambda: not locked.window.job_runner.busy)
    assert "reading only" in locked.message
    assert locked.window.session.document_ids() == before


def test_a_file_without_write_permission_opens_for_reading(
    open_window: Opener, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever runs the tests may be allowed everything, so the refusal of the lock stands for the system's."""

    def refuse(path: Path) -> None:
        raise Unwritable("the folder may not be written", where=str(path))

    monkeypatch.setattr(project_files, "open_writer", refuse)
    hand = open_window(project=sample, annotator="annotator-a")
    assert "the folder may not be written" in shown(hand)
    assert hand.marks()


def test_a_refusal_while_labelling_leaves_everything_as_it_was(
    open_window: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = open_window("Selon Kiev, hier.")
    hand.select_words(*hand.words("Kiev"))
    hand.press("S")
    before = content_hash(hand.window.session.path)

    def full(*_: object) -> None:
        raise Refused("the disk is full, nothing was saved")

    hand.select_words(*hand.words("hier"))
    monkeypatch.setattr("annotator.storage.journal.journal.Writer.file_changes", full)
    for key in ("E", "Esc", "Tab", "A", "Alt+Right", "Del"):
        hand.press(key)
        assert hand.marks() == [("SPEAKER", "Kiev")]
    assert "disk is full" in hand.message
    assert content_hash(hand.window.session.path) == before
    assert hand.screen.span_list.model().rowCount() == 1
    monkeypatch.undo()
    hand.press("A")
    assert hand.marks() == [("ACTOR", "Kiev")]


def test_a_name_that_cannot_be_is_refused_at_the_question_who(open_window: Opener) -> None:
    hand = open_window("Selon Kiev.", annotator=None)
    for name in ("", "gold", " Gold ", "x" * 10_000):
        hand.with_focus().setText(name)
        hand.press("Return")
        assert hand.window.session.annotator is None, name
        assert hand.window.session.annotator_names() == []
    hand.with_focus().setText("Ada")
    hand.press("Return")
    assert hand.window.session.annotator_names() == ["Ada"]
    assert hand.with_focus() is hand.reader


def test_the_copy_of_a_project_is_another_place_for_the_same_work(open_window: Opener, tmp_path: Path) -> None:
    path = project_of(tmp_path, {"one": "Selon Kiev."})
    shutil.copy(path, tmp_path / "copy.annotator")
    first, second = open_window(project=path), open_window(project=tmp_path / "copy.annotator")
    assert not first.window.session.read_only
    assert not second.window.session.read_only


def test_a_refusal_that_nobody_expected_is_told_in_its_own_words(
    open_window: Opener, capsys: pytest.CaptureFixture[str]
) -> None:
    hand = open_window("Selon Kiev.")
    start._report_error(Damaged, Damaged("the project is damaged (page 7)"), None)
    assert hand.message == "the project is damaged (page 7)"
    assert "Traceback" not in capsys.readouterr().err
