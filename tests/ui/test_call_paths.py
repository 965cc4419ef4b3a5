"""The path from a key to the row that it writes, and the binding of every command to one method."""

import sys
from pathlib import Path

import pytest

from annotator.storage.file.store import Store
from annotator.ui.shell.command_table import COMMANDS
from annotator.ui.shell.page_table import FEEDBACK, PAGES, REVIEW
from tests.ui.conftest import Opener

TESTS = str(Path(__file__).parent)
TEXT = "Le ministre a parlé hier."


@pytest.fixture
def walks(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The functions on the stack for each row of a span that is written, from the one that the key called on."""
    walks: list[list[str]] = []
    run = Store.run

    def record(store: Store, sql: str, *values: object) -> object:
        frame, names = sys._getframe(1), ["Store.run"]
        while not frame.f_code.co_filename.startswith(TESTS):
            names.append(frame.f_code.co_qualname)
            frame = frame.f_back
        if "spans" in sql and sql.startswith(("INSERT", "UPDATE", "DELETE")):
            walks.append(names[::-1])
        return run(store, sql, *values)

    monkeypatch.setattr(Store, "run", record)
    return walks


def test_a_label_key_reaches_its_row_in_eight_calls(open_window: Opener, walks: list[list[str]]) -> None:
    hand = open_window(TEXT)
    hand.select_words(3, 11)
    hand.press("S")

    assert [len(walk) <= 8 for walk in walks] == [True], walks


def test_undo_reaches_its_row_in_twelve_calls(open_window: Opener, walks: list[list[str]]) -> None:
    hand = open_window(TEXT)
    hand.select_words(3, 11)
    hand.press("S")
    walks.clear()
    hand.press("Ctrl+Z")

    assert [len(walk) <= 12 for walk in walks] == [True], walks


def test_no_label_key_builds_a_typesetting(open_window: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    hand = open_window(TEXT)
    hand.select_words(3, 11)
    monkeypatch.delattr("annotator.ui.annotate.reader.typesetting.from_settings")
    hand.press("S")

    assert len(hand.marks()) == 1


def test_every_command_is_bound_to_one_method(open_window: Opener) -> None:
    window = open_window(TEXT).window
    before = window.commands.bound
    window.pages[REVIEW]

    assert window.commands.bound == set(COMMANDS)
    assert before == {command for command in COMMANDS if COMMANDS[command].menu != "review"} | {"review"}
    with pytest.raises(ValueError, match="undo"):
        window.commands.bind({"undo": window.close})
    with pytest.raises(ValueError, match="unheard-of"):
        window.commands.bind({"unheard-of": window.close})


def test_feedback_binds_every_command_too(open_window: Opener) -> None:
    window = open_window(TEXT).window
    window.pages[FEEDBACK]

    assert window.commands.bound == set(COMMANDS)


def test_each_page_is_built_when_it_is_first_shown(open_window: Opener) -> None:
    hand = open_window(TEXT)

    assert [name for name in PAGES if hand.window.pages.built(PAGES[name])] == []
    hand.press("Ctrl+L")
    assert [name for name in PAGES if hand.window.pages.built(PAGES[name])] == ["documents"]
