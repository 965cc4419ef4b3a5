"""An article marked from its first word to the exported line, by keyboard alone and by mouse alone."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from annotator.app.settings import load
from tests.command_line import facts, read_jsonl
from tests.journeys.program import Program
from tests.ui.hand import ALT, LEFT, NO_KEY, Hand
from tests.ui.projects import project_of

ONE = (
    "Selon le Kremlin, « la paix est loin ».\r\n"
    "La Russie réclame à l'Ukraine qu'elle lui cède quatre régions 🕊, a-t-il ajouté."
)
TWO = "Un deuxième article, sur Kiev."
WANTED = [
    ("SPEAKER", "le Kremlin"),
    ("QUOTE", "« la paix est loin »"),
    ("SPEAKER", "La Russie"),
    ("CUE", "réclame"),
    ("ACTOR", "l'Ukraine"),
    ("DEMAND", "elle lui cède quatre régions"),
    ("EVENT", "cède"),
    ("CUE", "a-t-il ajouté"),
]
STARTING = {
    "SPEAKER": {"mention": "name", "source_type": "person"},
    "DEMAND": {
        "realization": "content",
        "strength": "demand",
        "mode": "indirect",
        "polarity": "positive",
        "factuality": "actual",
        "plover": "REQUEST",
    },
    "EVENT": {"polarity": "positive", "factuality": "actual"},
    "QUOTE": {"mode": "direct", "act": "assert", "polarity": "positive"},
    "CUE": {},
    "ACTOR": {"mention": "name"},
}
SAID = {"entity": "Kremlin", "mention": "nominal", "source_type": "institution"}


def span(label: str, words: str) -> dict[str, Any]:
    start = ONE.index(words)
    return {
        "label": label,
        "start": start,
        "end": start + len(words),
        "text": words,
        "attributes": STARTING[label],
    }


@pytest.fixture
def program(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Program:
    return Program(qtbot, monkeypatch)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return project_of(tmp_path, {"one": ONE, "two": TWO})


def exported(program: Program, project: Path, name: str) -> dict[str, Any]:
    """The line of article *one* in the exported file."""
    file = project.with_name(f"{name}.jsonl")
    assert program("export", project, file, "--format", "jsonl", "--annotator", name) == 0
    return next(record for record in read_jsonl(file) if record["id"] == "one")


def mark_by_keys(hand: Hand) -> None:
    for words, key in (("le Kremlin", "S"), ("La Russie", "S"), ("réclame", "C"), ("Ukraine", "A")):
        hand.select_words(*hand.words(words))
        hand.press(key)
        hand.press("Ctrl+Home")
    hand.select_characters(*hand.words("« la paix est loin »"))
    hand.press("Q", "Ctrl+Home")
    # A demand that reaches one word too far and begins one too late, mended by chords.
    hand.select_words(*hand.words("lui cède quatre régions 🕊"))
    hand.press("D", "Alt+Left", "Alt+Shift+Left", "Ctrl+Home")
    # A cue that is first called an event, and grows in the boundary mode.
    hand.select_words(*hand.words("ajouté"))
    hand.press("E", "C", "B", "Shift+Left", "Shift+Left", "Shift+Left", "Return", "Ctrl+Home")
    # An event inside the demand, from a search.
    hand.press("/")
    hand.type("cede")
    hand.press("Return", "E")
    # A mistake, deleted; and the elision that was left out.
    hand.press("Ctrl+Home")
    hand.select_words(*hand.words("paix"))
    hand.press("A", "Del", "Ctrl+Home", "Esc", "Esc")
    walk_to(hand, "Ukraine")
    hand.press("Alt+Left")
    walk_to(hand, "le Kremlin")
    describe_by_keys(hand)
    hand.press("Ctrl+Return")


def walk_to(hand: Hand, words: str) -> None:
    for _ in range(len(WANTED) + 1):
        hand.press("Tab")
        if hand.focused and hand.focused.quote == words:
            return
    raise AssertionError(f"Tab never came to {words}: {hand.marks()}")


def describe_by_keys(hand: Hand) -> None:
    hand.press("F6", "F6")
    assert isinstance(hand.with_focus(), QLineEdit)
    hand.type("Kremlin")
    hand.press("Tab")
    for _ in range(2):
        assert isinstance(hand.with_focus(), QComboBox)
        hand.press("Down", "Tab")
    assert isinstance(hand.with_focus(), QPlainTextEdit)
    hand.type("Qui parle ?")
    hand.press("Esc")
    assert hand.with_focus() is hand.reader


def test_an_article_is_marked_by_keyboard_alone(program: Program, project: Path) -> None:
    def first_run(hand: Hand) -> None:
        mark_by_keys(hand)
        assert hand.document == "two"
        hand.select_words(*hand.words("Kiev"))
        hand.press("S", "Ctrl+PgUp")
        assert hand.marks() == WANTED
        hand.press("Ctrl+Q")

    def second_run(hand: Hand) -> None:
        assert hand.document == "one", "where one was last"
        assert hand.marks() == WANTED
        hand.press("Ctrl+Z")
        assert hand.document == "two", "the last step was taken there"
        assert hand.marks() == []
        hand.press("Ctrl+Z")
        assert (hand.document, hand.open_document.status) == ("one", "in-progress")
        hand.press("Ctrl+Z")
        assert hand.focused
        assert hand.focused.note == ""
        hand.press("Ctrl+Shift+Z")
        assert hand.focused
        assert hand.focused.note == "Qui parle ?"
        hand.press("Ctrl+Y")
        assert hand.open_document.status == "done"

    assert program(project, "--annotator", "Ada", work=answer_who(first_run)) == 0
    assert program(project, work=second_run) == 0
    record = exported(program, project, "Ada")
    spans = [{key: one[key] for key in one if key != "id"} for one in record["spans"]]
    wanted = [span(label, words) for label, words in WANTED]
    wanted[0] |= {"attributes": SAID, "note": "Qui parle ?"}
    assert spans == wanted
    assert record["text"] == ONE
    assert {key: record[key] for key in ("annotator", "status", "offset_unit", "relations")} == {
        "annotator": "Ada",
        "status": "done",
        "offset_unit": "codepoint",
        "relations": [],
    }
    assert facts("check", project) == {"ok": True, "problems": []}
    assert facts("info", project)["annotators"] == [
        {"name": "Ada", "layers": 1, "done": 1, "spans": len(WANTED), "relations": 0}
    ]


def answer_who(work: Any) -> Any:
    """Answer the question who is annotating, which comes once for a new name, then go on."""

    def answered(hand: Hand) -> None:
        assert isinstance(hand.with_focus(), QLineEdit)
        hand.press("Return")
        work(hand)

    return answered


def mark_by_mouse(hand: Hand) -> None:
    def drag(words: str, label: str) -> None:
        """From the first character to before the last one."""
        start, end = hand.words(words)
        hand.drag(start, end - 1)
        hand.press_button(hand.chip(label))

    drag("le Kremlin", "SPEAKER")
    drag("La Russie", "SPEAKER")
    drag("elle lui cède quatre régions", "DEMAND")
    drag("a-t-il ajouté", "CUE")
    hand.double_click(hand.words("réclame")[0] + 2)
    hand.press_button(hand.chip("CUE"))
    hand.double_click(hand.words("cède")[0] + 1)
    hand.press_button(hand.chip("EVENT"))
    start, end = hand.words("« la paix est loin »")
    hand.drag(start, end, modifiers=ALT)
    hand.press_button(hand.chip("QUOTE"))
    start, end = hand.words("l'Ukraine")
    hand.drag(start, end - 1)
    hand.press_button(hand.chip("SPEAKER"))
    hand.press_button(hand.chip("ACTOR"))


def click_through(hand: Hand) -> None:
    place = hand.words("cède")[0] + 1
    labels = []
    for _ in range(3):
        hand.click(place)
        assert hand.focused
        labels.append(hand.focused.label)
    assert labels == ["EVENT", "DEMAND", "EVENT"]
    hand.click(hand.words("Selon")[0] + 1)
    assert hand.focused is None


def pick_in_list(hand: Hand) -> None:
    view = hand.screen.span_list
    rows = [view.model().index(row, 0) for row in range(view.model().rowCount())]
    assert [index.data() for index in rows] == [words for _, words in WANTED]
    QTest.mouseClick(view.viewport(), LEFT, NO_KEY, view.visualRect(rows[4]).center())
    assert hand.focused
    assert hand.focused.quote == "l'Ukraine"
    assert hand.reader.caret() == hand.focused.start
    assert rows[4].flags() & Qt.ItemFlag.ItemIsSelectable


def test_an_article_is_marked_by_mouse_alone(program: Program, project: Path) -> None:
    def work(hand: Hand) -> None:
        mark_by_mouse(hand)
        assert hand.marks() == WANTED
        click_through(hand)
        pick_in_list(hand)

    assert program(project, "--annotator", "Ada", work=answer_who(work)) == 0
    record = exported(program, project, "Ada")
    assert [{key: one[key] for key in one if key != "id"} for one in record["spans"]] == [
        span(label, words) for label, words in WANTED
    ]
    assert record["status"] == "in-progress"
    assert load().documents
