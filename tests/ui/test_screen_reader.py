"""The window for a screen reader: names of all parts, the text, the spans, and announcements of changes."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QTabBar, QWidget

from annotator.ui.scheme.change_plan import SchemePart
from tests import own_scheme
from tests.command_line import facts, write_jsonl
from tests.ui.conftest import Opener
from tests.ui.hand import Hand, utf16
from tests.ui.review_project import KIEV, SECOND_KIEV, WIDE, done_layer, open_review
from tests.ui.review_project import TEXT as REVIEWED
from tests.ui.screen_reader import ScreenReader, everything, interface, name

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the listener has another name in Qt's library there")

Event, Role = QAccessible.Event, QAccessible.Role
TEXT = "Selon le Kremlin 🕊, la paix est loin.\r\nLa Russie réclame à l'Ukraine qu'elle lui cède quatre régions.\n"
ROLES = {
    Role.EditableText,
    Role.Button,
    Role.CheckBox,
    Role.ComboBox,
    Role.Table,
    Role.List,
    Role.ListItem,
    Role.Cell,
    Role.Client,
    Role.SpinBox,
    Role.PageTabList,
    Role.PageTab,
}


@pytest.fixture
def listener() -> Iterator[ScreenReader]:
    reader = ScreenReader()
    reader.start()
    yield reader
    reader.stop()


@pytest.fixture
def hand(listener: ScreenReader, open_window: Opener) -> Hand:
    hand = open_window({"one": TEXT, "two": "Le deuxième article."})
    for words, key in (("le Kremlin", "S"), ("l'Ukraine", "A")):
        hand.reader.select(0, 0)
        hand.select_words(*hand.words(words))
        hand.press(key)
    hand.press("Esc")
    hand.reader.select(0, 0)
    listener.reports.clear()
    return hand


def wait_for_warnings(hand: Hand) -> None:
    """Wait until the three warnings about the two spans are found: from then on they are part of what is read out."""
    hand.qtbot.waitUntil(lambda: hand.screen.warnings == 3)


def _import(hand: Hand) -> None:
    hand.window.controllers.transfers.preview([hand.window.session.path.with_name("one.txt")])
    hand.qtbot.waitUntil(lambda: not hand.window.job_runner.busy)


def _export(hand: Hand) -> None:
    hand.press("Ctrl+E")
    hand.qtbot.waitUntil(lambda: not hand.window.job_runner.busy)


SCREENS: dict[str, Callable[[Hand], None]] = {
    "annotate": lambda hand: hand.press("Tab"),
    "find": lambda hand: hand.press("Ctrl+F"),
    "help": lambda hand: hand.press("Tab", "F1"),
    "palette": lambda hand: hand.press("Ctrl+K"),
    "documents": lambda hand: hand.press("Ctrl+L"),
    "import": _import,
    "export": _export,
    "keys": lambda hand: hand.window.commands.run("change-keys"),
    "who": lambda hand: hand.window.commands.run("annotator"),
    "nothing yet": lambda hand: hand.press(*["Ctrl+Z"] * 3),
}


@pytest.mark.parametrize("screen", SCREENS)
def test_everything_that_takes_the_focus_has_a_name_and_a_role(hand: Hand, screen: str) -> None:
    SCREENS[screen](hand)
    assert_named(hand)


def assert_named(hand: Hand) -> None:
    parts = [part for part in everything(interface(hand.window)) if part.state().focusable]
    assert parts
    for part in parts:
        told = f"{part.role().name} {type(part.object()).__name__} {part.text(QAccessible.Text.Value)!r}"
        if part.role() != Role.Cell:
            assert name(part).strip(), told
        assert part.role() in ROLES, told


@pytest.mark.parametrize("command", ["demands", "agreement", "review", "hand-out", "edit-scheme", "new", "cast"])
def test_so_it_has_where_there_is_work_to_show(listener: ScreenReader, open_window: Opener, command: str) -> None:
    hand = open_window(annotator="annotator-a")
    hand.window.commands.run(command)
    hand.qtbot.waitUntil(lambda: not hand.window.job_runner.busy)
    assert_named(hand)
    page = hand.window.pages.currentWidget()
    for bar in page.findChildren(QTabBar):
        for sheet in range(1, bar.count()):
            bar.setCurrentIndex(sheet)
            assert_named(hand)


def test_tab_walks_a_change_of_the_scheme_from_its_fields_to_its_button(hand: Hand) -> None:
    hand.window.commands.run("edit-scheme")
    page = hand.page("scheme")
    page.choose(SchemePart("label"), "Start from an empty one")
    page.plans.setFocus()
    walked = []
    while hand.with_focus() is not page.preview_button:
        hand.press("Tab")
        walked.append(name(interface(hand.with_focus())))
    assert walked[0] == "SPEAKER becomes"
    assert walked[-1] == "See what follows"
    assert len(walked) == len(hand.window.session.scheme.labels) + len(hand.window.session.scheme.relations) + 1


def test_tab_walks_the_roles_row_by_row(listener: ScreenReader, open_window: Opener, tmp_path: Path) -> None:
    hand = open_window(project=own_scheme.own_project(tmp_path), annotator=own_scheme.ANNOTATOR)
    assert_named(hand)
    hand.window.commands.run("assign-roles")
    hand.press("Tab", "Down", "Down")
    assert_named(hand)
    page = hand.page("roles")
    page.rows[next(iter(page.rows))].box.setFocus()
    walked = [hand.with_focus()]
    while hand.with_focus() is not page.apply_button:
        hand.press("Tab")
        walked.append(hand.with_focus())
    names = [name(interface(widget)) for widget in walked]
    assert names[:6] == ["Speaker", "Demand", "Event", "Quote", "Cue", "Actor"]
    assert names[-2:] == ["Cancel", "Apply"]
    assert set(walked[:-2]) == {row.box for row in page.rows.values()}
    places = [widget.mapTo(page, QPoint(0, 0)).y() for widget in walked[:-2]]
    assert places == sorted(places)


@pytest.mark.parametrize("screen", SCREENS)
def test_every_button_has_a_name(hand: Hand, screen: str) -> None:
    SCREENS[screen](hand)
    buttons = [part for part in everything(interface(hand.window)) if part.role() in (Role.Button, Role.CheckBox)]
    assert all(name(button).strip() for button in buttons)


PAGES = ["documents", "import", "export", "keys", "who"]


@pytest.mark.parametrize("screen", PAGES)
def test_tab_walks_a_page_as_one_reads_it_and_comes_around(hand: Hand, screen: str) -> None:
    SCREENS[screen](hand)
    walked: list[QWidget] = []
    while hand.with_focus() not in walked:
        walked.append(hand.with_focus())
        hand.press("Tab")
        assert len(walked) < 30, "Tab comes around"
    again = walked.index(hand.with_focus())
    assert again == 0, f"Tab does not come back from {walked[again]}"
    page = hand.window.pages.currentWidget()
    on_page = [widget for widget in walked if page.isAncestorOf(widget)]
    parts = [part.object() for part in everything(interface(page)) if part.state().focusable]
    wanted = {widget for widget in parts if isinstance(widget, QWidget) and not widget.focusProxy()}
    assert len(on_page) >= 2
    places = [widget.mapTo(page, QPoint(0, 0)) for widget in on_page]
    first = places.index(min(places, key=lambda at: (at.y() // 20, at.x())))
    turned = [*places[first:], *places[:first]]
    assert turned == sorted(turned, key=lambda at: (at.y() // 20, at.x()))
    assert {widget for widget in wanted if widget.focusPolicy() & Qt.FocusPolicy.TabFocus} <= set(on_page)


def test_the_article_is_read_as_text_to_the_last_character(hand: Hand) -> None:
    text = interface(hand.reader).textInterface()
    assert interface(hand.reader).text(QAccessible.Text.Name) == "Article"
    assert interface(hand.reader).state().readOnly
    assert text.characterCount() == utf16(TEXT, len(TEXT))
    read = text.text(0, text.characterCount())
    assert read.replace("\u200c\n", "\r\n") == TEXT
    assert not text.characterRect(0).isEmpty()


def test_each_case_of_the_review_is_read_out_as_it_comes(
    listener: ScreenReader, open_window: Opener, project: Path, tmp_path: Path
) -> None:
    source = write_jsonl(
        tmp_path / "in.jsonl",
        done_layer(REVIEWED, "a", "Alba", KIEV, SECOND_KIEV),
        done_layer(REVIEWED, "a", "Bruno", WIDE),
    )
    facts("import", project, source)
    hand = open_review(open_window(project=project, annotator="Rita"))
    listener.reports.clear()

    hand.press("N")
    assert listener.heard() == ["Missed. A: Speaker Kiev. B: nothing here"]
    hand.press("X")
    [told] = listener.heard()
    assert told.startswith("Boundary. A: Speaker Kiev. B: Speaker Selon Kiev")
    hand.press("Ctrl+Alt+B", "Shift+N")
    assert "Rita" not in "".join(listener.heard())


def test_whoever_marked_an_article_is_told_so_in_its_review(open_window: Opener, project: Path, tmp_path: Path) -> None:
    source = write_jsonl(
        tmp_path / "in.jsonl", done_layer(REVIEWED, "a", "Alba", KIEV), done_layer(REVIEWED, "a", "Bruno", WIDE)
    )
    facts("import", project, source)
    hand = open_review(open_window(project=project, annotator="Alba"))
    told = ("", "You have marked this article yourself.")
    assert told in hand.page("review").side.card.notes
    hand.press("Ctrl+Alt+B")
    assert told not in hand.page("review").side.card.notes, "names are hidden"


def test_caret_and_selection_are_told_as_they_move(hand: Hand, listener: ScreenReader) -> None:
    text = interface(hand.reader).textInterface()
    hand.press("Ctrl+Right")
    assert text.cursorPosition() == hand.reader.caret() == 5
    assert Event.TextCaretMoved in listener.events_of(hand.reader)
    hand.press("Ctrl+Shift+Right")
    assert text.selectionCount() == 1
    assert {Event.TextSelectionChanged, Event.TextCaretMoved} & set(listener.events_of(hand.reader))


def test_the_focused_span_is_read_out_as_tab_walks(hand: Hand, listener: ScreenReader) -> None:
    wait_for_warnings(hand)
    hand.press("Tab")
    assert listener.heard() == [
        "Speaker, le Kremlin, line 1 of the article, no link “says or participant”, Entity is empty"
    ]
    hand.press("Tab")
    assert listener.heard() == ["Actor, l'Ukraine, line 2 of the article, Entity is empty"]
    hand.press("S")
    assert listener.heard() == ["Speaker, l'Ukraine, line 2 of the article, Entity is empty"]
    hand.press("Del")
    assert any("Deleted" in words and "Ctrl+Z" in words for words in listener.heard())


def test_spans_are_rows_that_say_label_words_place_and_note(hand: Hand, listener: ScreenReader) -> None:
    wait_for_warnings(hand)
    hand.press("Tab")
    next(one for one in hand.screen.details.findChildren(QPlainTextEdit) if one.isVisible()).setFocus()
    hand.type("Qui ?")
    hand.press("Esc", "F6")
    table = interface(hand.screen.span_list)
    cells = [part for part in everything(table) if part.role() == Role.Cell]
    assert [name(cell) for cell in cells] == [
        "Speaker, le Kremlin, line 1 of the article, note: Qui ?, no link “says or participant”, Entity is empty",
        "Actor, l'Ukraine, line 2 of the article, Entity is empty",
    ]
    assert cells[0].state().focused
    listener.reports.clear()
    hand.press("Down")
    assert Event.Focus in listener.events_of(hand.screen.span_list)
    assert cells[1].state().focused


def test_the_list_of_articles_is_read_cell_by_cell(hand: Hand, listener: ScreenReader) -> None:
    hand.press("Ctrl+L", "Down")
    table = interface(hand.page("documents").table)
    headings = [name(part) for part in everything(table) if part.role() == Role.ColumnHeader]
    cells = [part for part in everything(table) if part.role() == Role.Cell]
    assert headings[0] == "Title"
    first = dict(zip(headings, (name(cell) for cell in cells), strict=False))
    assert (first["Title"], first["Status"], first["By label"]) == ("one", "in progress", "S 1  A 1")
    listener.reports.clear()
    hand.press("Down")
    assert Event.Focus in listener.events_of(hand.page("documents").table)
    assert [name(cell) for cell in cells if cell.state().focused] == ["two"]


def test_the_palette_reads_out_the_command_that_enter_would_give(hand: Hand, listener: ScreenReader) -> None:
    hand.press("Ctrl+K")
    hand.type("larger")
    assert listener.heard()[-1].startswith("Larger text")
    hand.type("x")
    hand.press("Backspace", "Tab")
    assert hand.with_focus() is hand.window.controllers.palette.field


def test_the_guideline_is_read_where_the_keys_lead_to_the_card(hand: Hand) -> None:
    hand.press("Tab", "F1", "F6")
    card = interface(hand.with_focus())
    assert name(card) == "Keys and guideline"
    assert card.text(QAccessible.Text.Description).startswith("Speaker")


@pytest.mark.parametrize(("keys", "panes"), [(["Tab"], 3), (["Tab", "F1"], 2)], ids=["list", "card"])
def test_f6_leads_out_of_every_pane(hand: Hand, keys: list[str], panes: int) -> None:
    hand.press(*keys)
    walked = []
    for _ in range(4):
        walked.append(hand.with_focus())
        hand.press("F6")
    assert hand.reader in walked
    assert len(set(walked)) == panes
    assert QApplication.focusWidget() is not None


def test_nothing_is_read_out_while_nobody_listens(open_window: Opener) -> None:
    hand = open_window(TEXT)
    assert not QAccessible.isActive()
    QTest.keyClick(hand.reader, Qt.Key.Key_S)
    assert "Select some words" in hand.message
