"""Custom keys: the command palette, moved keys, refused conflicts, and hints that follow."""

import pytest

from annotator.app import settings as habits
from annotator.ui.annotate.panels.help_card import all_keys
from annotator.ui.shell import keys_in_force
from tests.ui.conftest import Opener
from tests.ui.hand import Hand

TEXT = "La Russie réclame à l'Ukraine qu'elle lui cède quatre régions."


@pytest.fixture
def hand(open_window: Opener) -> Hand:
    return open_window(TEXT)


def move(hand: Hand, name: str, key: str) -> str:
    """Move a key on the page where keys are moved; what the page answers."""
    page = hand.page("keys")
    hand.window.commands.run("change-keys")
    page.choose(name)
    hand.press("Return")
    assert hand.with_focus() is page.press
    hand.press(key)
    hand.qtbot.waitUntil(lambda: page.press.keySequence().isEmpty() and page.table.hasFocus())
    return page.answer


def test_the_palette_runs_a_command_by_part_of_its_name(hand: Hand) -> None:
    hand.press("Ctrl+K")
    hand.type("larg")
    hand.press("Return")
    assert hand.window.settings.text_size == 14
    assert hand.reader.hasFocus()


def test_the_palette_marks_the_selection(hand: Hand) -> None:
    hand.select_words(*hand.words("Russie"))
    hand.press("Ctrl+K")
    hand.type("mark speak")
    hand.press("Return")
    assert hand.marks() == [("SPEAKER", "Russie")]


def test_esc_leaves_the_palette_without_doing_anything(hand: Hand) -> None:
    hand.press("Ctrl+K")
    hand.press("Esc")
    assert not hand.window.controllers.palette.isVisible()
    assert hand.reader.hasFocus()


def test_a_moved_key_is_obeyed_shown_and_remembered(hand: Hand, open_window: Opener) -> None:
    assert "Z" in move(hand, keys_in_force.label_id("SPEAKER"), "Z")
    hand.press("Esc")
    hand.select_words(*hand.words("Russie"))
    hand.press("S")
    assert hand.marks() == []
    hand.press("Z")
    assert hand.marks() == [("SPEAKER", "Russie")]
    assert "(Z)" in hand.chip("SPEAKER").toolTip()
    move(hand, "undo", "Ctrl+U")
    hand.press("Esc")
    hand.press("Ctrl+U")
    assert hand.marks() == []
    hand.window.close()
    assert habits.load().keys == {"label:SPEAKER": ("Z",), "undo": ("Ctrl+U",)}
    again = open_window(project=hand.window.session.path)
    again.select_words(*again.words("Russie"))
    again.press("Z")
    assert again.marks() == [("SPEAKER", "Russie")]


@pytest.mark.parametrize(
    ("name", "key", "why"),
    [
        ("label:SPEAKER", "D", "Mark as Demand"),
        ("label:SPEAKER", "Ctrl+Z", "Undo"),
        ("undo", "U", "would fire while you type"),
        ("delete", "Left", "moves the caret"),
        ("delete", "Ctrl+Right", "moves the caret"),
    ],
)
def test_a_key_that_clashes_is_refused_with_the_reason(hand: Hand, name: str, key: str, why: str) -> None:
    before = keys_in_force.moved_keys()
    assert why in move(hand, name, key)
    assert keys_in_force.moved_keys() == before


def test_usual_keys_come_back(hand: Hand) -> None:
    move(hand, "label:SPEAKER", "Z")
    move(hand, "label:DEMAND", "S")
    page = hand.page("keys")
    page.choose("label:SPEAKER")
    page.restore_key()
    assert "Mark as Demand" in page.answer
    page.restore_all_keys()
    assert keys_in_force.moved_keys() == {}
    hand.press("Esc")
    hand.select_words(*hand.words("Russie"))
    hand.press("S")
    assert hand.marks() == [("SPEAKER", "Russie")]


def test_the_cheat_sheet_is_a_pdf_of_the_keys_in_force(
    hand: Hand, tmp_path: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = tmp_path / "keys.pdf"
    monkeypatch.setattr("annotator.ui.keys.page.QFileDialog.getSaveFileName", lambda *_: (str(sheet), ""))
    hand.window.commands.run("change-keys")
    hand.page("keys")._write_sheet()
    assert sheet.read_bytes().startswith(b"%PDF")


def test_the_palette_has_the_keys_in_a_column_of_their_own(hand: Hand) -> None:
    hand.press("Ctrl+K")
    rows = hand.window.controllers.palette.list
    shown = hand.window.controllers.palette.list.grab().toImage()
    middle, right = shown.width() // 2, shown.width() - 60
    marking = rows.visualItemRect(rows.item(1))
    ground = shown.pixel(middle, marking.center().y())

    def inked(start: int, end: int) -> bool:
        return any(
            shown.pixel(x, y) != ground
            for x in range(start, end)
            for y in range(marking.top() + 4, marking.bottom() - 4)
        )

    assert rows.item(1).text() == "Mark as Demand"
    assert not inked(middle, right)
    assert inked(right, marking.right())


def test_the_list_of_keys_has_the_letters_of_labels_and_attributes_as_they_are_now(hand: Hand) -> None:
    assert {("S", "Mark as Speaker"), ("T", "Change plover")} <= set(all_keys(hand.window.session.scheme))
    move(hand, "attribute:plover", "Y")
    told = all_keys(hand.window.session.scheme)
    assert ("Y", "Change plover") in told
    assert ("T", "Change plover") not in told
