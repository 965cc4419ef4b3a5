"""Texts of people and files, shown as they are written: without markup, pictures or working links."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex
from PySide6.QtGui import Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QLineEdit, QMenu, QPlainTextEdit, QWidget

from annotator.app.project.open import new_project
from annotator.resources import DEFAULT_SCHEME
from tests.command_line import record, span, write_jsonl
from tests.ui.conftest import Opener
from tests.ui.hand import Hand
from tests.ui.projects import project_from

# One line, as titles and notes are; the picture is there, so that following the markup would show it.
PICTURE = "<img src='file://{}' width=400 height=400><b>gras</b>"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000100000001080600000 01f15c4890000000d49444154789c6360f8cf500f0003860180"
    "5a347d6b0000000049454e44ae426082".replace(" ", "")
)


@pytest.fixture
def markup(tmp_path: Path) -> str:
    picture = tmp_path / "p.png"
    picture.write_bytes(PIXEL)
    return PICTURE.format(picture)


@pytest.fixture
def hand(open_window: Opener, tmp_path: Path, markup: str) -> Hand:
    """A project in which everything that can be named is named with markup."""
    text = f"Selon {markup}, rien."
    marked = span(0, 5, attributes={"entity": markup}, note=markup)
    demand = span(6, 6 + len(markup), "DEMAND", id="d1")
    link = {"label": "SAYS", "from": "s1", "to": "d1"}
    told = record(
        text,
        id="<b>one<b>",
        annotator="<i>Ada</i>",
        meta={"title": markup},
        spans=[marked | {"id": "s1"}, demand],
        relations=[link],
    )
    return open_window(
        project=project_from(tmp_path, [write_jsonl(tmp_path / "m.jsonl", told)]), annotator="<i>Ada</i>"
    )


def widgets(hand: Hand) -> list[QWidget]:
    return [one for window in QApplication.topLevelWidgets() for one in (window, *window.findChildren(QWidget))]


def is_plain(tip: str) -> bool:
    """Whether a tooltip shows what it says: it looks like no markup, or every sign of markup in it is escaped."""
    return not Qt.mightBeRichText(tip) or not any(tag in tip.lower() for tag in ("<b>", "<i>", "<img"))


def assert_plain(hand: Hand) -> None:
    for widget in widgets(hand):
        if isinstance(widget, QLabel):
            assert widget.textFormat() == Qt.TextFormat.PlainText, (type(widget.parent()), widget.text())
        assert is_plain(widget.toolTip()), (type(widget), widget.toolTip())
        assert not Qt.mightBeRichText(widget.whatsThis())
        if isinstance(widget, QAbstractItemView) and widget.model():
            assert_rows_plain(widget)
    for action in [action for menu in hand.window.findChildren(QMenu) for action in menu.actions()]:
        assert is_plain(action.toolTip()), action.toolTip()


def assert_rows_plain(view: QAbstractItemView) -> None:
    model = view.model()
    for row in range(model.rowCount(QModelIndex())):
        for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount(QModelIndex())):
            tip = model.index(row, column).data(Qt.ItemDataRole.ToolTipRole)
            assert is_plain(str(tip or "")), tip


def test_names_titles_notes_and_values_are_plain_everywhere(hand: Hand, markup: str) -> None:
    assert_plain(hand)
    shown = " ".join(label.text() for label in hand.window.findChildren(QLabel) if label.isVisible())
    assert markup[:90] in shown, "the title stands in the line below, literally, as far as there is room"
    hand.press("Tab")
    fields = [one.text() for one in hand.screen.details.findChildren(QLineEdit) if one.isVisible()]
    assert markup in fields
    [note] = [one for one in hand.screen.details.findChildren(QPlainTextEdit) if one.isVisible()]
    assert note.toPlainText() == markup
    for key in ("Tab", "F1", "F1", "Ctrl+F", "Esc", "Del", "Ctrl+Z", "Ctrl+Y", "Ctrl+Z", "Ctrl+Return"):
        hand.press(key)
        assert_plain(hand)


def test_what_is_said_in_passing_is_plain(hand: Hand, markup: str) -> None:
    hand.window.toast.say(markup)
    hand.screen.toast.say(markup)
    assert_plain(hand)
    assert hand.message == markup


def test_the_question_who_and_its_refusal_are_plain(hand: Hand) -> None:
    hand.window.commands.run("annotator")
    assert_plain(hand)
    hand.with_focus().selectAll()
    hand.type("gold")
    hand.press("Return")
    assert_plain(hand)


def test_a_value_that_does_not_fit_is_told_plainly(open_window: Opener) -> None:
    hand = open_window("Selon Kiev.")
    hand.select_words(*hand.words("Kiev"))
    hand.press("D")
    [code] = [one for one in hand.screen.details.findChildren(QLineEdit) if one.isVisible()]
    code.setFocus()
    hand.type("<b>x</b>")
    assert code.toolTip()
    assert_plain(hand)
    hand.press("Esc")
    assert hand.focused
    assert "cameo" not in hand.focused.attributes


def test_a_refused_file_is_told_plainly(hand: Hand, tmp_path: Path) -> None:
    folder = tmp_path / "<b>gras"
    folder.mkdir()
    bad = folder / "<img src=x>.jsonl"
    bad.write_text("{", encoding="utf-8")
    hand.window.controllers.transfers.import_paths([bad])
    hand.qtbot.waitUntil(lambda: not hand.window.job_runner.busy)
    assert "<img src=x>" in hand.message
    assert_plain(hand)


def test_pasted_formatting_stays_out_of_a_note(open_window: Opener) -> None:
    hand = open_window("Selon Kiev.")
    hand.select_words(*hand.words("Kiev"))
    hand.press("S")
    [note] = [one for one in hand.screen.details.findChildren(QPlainTextEdit) if one.isVisible()]
    pasted = QMimeData()
    pasted.setHtml("<b>gras</b><img src='file:///etc/passwd'>")
    pasted.setText("gras")
    note.setFocus()
    QApplication.clipboard().setMimeData(pasted)
    hand.press("Ctrl+V", "Esc")
    assert hand.focused
    assert hand.focused.note == "gras"


def test_a_search_takes_every_character_for_itself(open_window: Opener) -> None:
    hand = open_window('Selon "Kiev" (a.*b) [c] \\d % _ \' ; DROP TABLE spans; <b>')
    for query in ('"', "(a.*b)", "[c]", "\\d", "%", "'", "DROP TABLE", "<b>", "*", "("):
        hand.press("Ctrl+F")
        hand.with_focus().selectAll()
        hand.type(query)
        hand.press("Return")
        assert hand.selected() == query
    hand.press("Ctrl+F")
    hand.with_focus().setText("x" * 1_000_000)
    hand.press("Return")
    assert hand.marks() == []


def test_labels_of_a_scheme_are_plain(open_window: Opener, tmp_path: Path) -> None:
    scheme = json.loads((DEFAULT_SCHEME / "scheme.json").read_text(encoding="utf-8"))
    scheme["span_labels"]["<b>GRAS</b> & co"] = scheme["span_labels"].pop("CUE")
    scheme["relations"].pop("CUES")
    file = tmp_path / "scheme.json"
    file.write_text(json.dumps(scheme), encoding="utf-8")
    session = new_project(tmp_path / "other.annotator", file)
    session.close()
    (tmp_path / "t.txt").write_text("Selon Kiev.", encoding="utf-8")
    hand = open_window(project=tmp_path / "other.annotator")
    hand.window.controllers.transfers.import_paths([tmp_path / "t.txt"])
    hand.qtbot.waitUntil(lambda: not hand.window.job_runner.busy)
    hand.select_words(*hand.words("Kiev"))
    hand.press("C", "F1")
    assert_plain(hand)
    assert hand.marks() == [("<b>GRAS</b> & co", "Kiev")]
