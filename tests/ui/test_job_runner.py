"""Imports and exports as jobs: they show their progress, can be stopped, and block no input afterwards."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QThread
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton

from annotator.formats.native.jsonl import JsonlWriter
from tests.command_line import MARKS, content_hash, facts, read_jsonl, record, span, write_jsonl
from tests.ui.conftest import ANNOTATOR, Opener
from tests.ui.hand import Hand


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    folder = tmp_path / "new"
    folder.mkdir()
    found = [folder / f"new-{number}.txt" for number in range(20)]
    for file in found:
        file.write_text(f"Article {file.stem}.", encoding="utf-8")
    return found


@pytest.fixture
def hand(open_window: Opener) -> Hand:
    hand = open_window("Selon Kiev, la paix est loin.")
    hand.select_words(*hand.words("Kiev"))
    hand.press("S")
    return hand


def wait_until_done(hand: Hand) -> None:
    hand.qtbot.waitUntil(lambda: not hand.window.job_runner.busy)


def test_what_is_dropped_on_the_window_comes_in(hand: Hand, files: list[Path]) -> None:
    hand.window.controllers.transfers.import_paths([files[0].parent])
    wait_until_done(hand)
    assert len(hand.window.session.document_ids()) == 21
    assert "20 articles" in hand.message
    assert "Ctrl+Z" in hand.message
    assert hand.marks() == [("SPEAKER", "Kiev")]
    assert hand.document == "article"


def test_one_undo_takes_an_import_back(hand: Hand, files: list[Path]) -> None:
    before = content_hash(hand.window.session.path, MARKS)
    hand.window.controllers.transfers.import_paths(files)
    wait_until_done(hand)
    hand.press("Ctrl+Z")
    assert content_hash(hand.window.session.path, MARKS) == before
    assert hand.document == "article"
    assert hand.marks() == [("SPEAKER", "Kiev")]
    hand.press("Ctrl+Y")
    assert len(hand.window.session.document_ids()) == 21


def test_marks_that_come_in_for_the_open_article_are_shown(open_window: Opener, tmp_path: Path) -> None:
    hand = open_window("Selon Kiev, la paix est loin.")
    marks = record(hand.text, annotator=ANNOTATOR, spans=[span(6, 10, attributes={"entity": "Kiev"})])
    hand.window.controllers.transfers.import_paths([write_jsonl(tmp_path / "marks.jsonl", marks)])
    wait_until_done(hand)
    assert hand.marks() == [("SPEAKER", "Kiev")]
    assert hand.screen.span_list.spans.rowCount() == 1
    hand.press("Ctrl+Z")
    assert hand.marks() == []
    assert hand.screen.span_list.spans.rowCount() == 0


def test_views_change_in_the_thread_of_the_window_only(hand: Hand, files: list[Path]) -> None:
    threads: list[bool] = []

    def note() -> None:
        threads.append(QThread.currentThread() is hand.window.thread())

    hand.screen.span_list.spans.modelAboutToBeReset.connect(note, Qt.ConnectionType.DirectConnection)
    hand.window.controllers.transfers.import_paths(files)
    wait_until_done(hand)
    assert threads
    assert all(threads)


def test_progress_is_shown_and_stop_takes_everything_back(hand: Hand, files: list[Path], gate: threading.Event) -> None:
    before = content_hash(hand.window.session.path)
    hand.window.controllers.transfers.import_paths(files)
    work = hand.window.job_runner
    hand.qtbot.waitUntil(lambda: work.findChild(QProgressBar).isVisible())
    assert "Importing" in [label.text() for label in work.findChildren(QLabel)]
    hand.qtbot.waitUntil(lambda: files[0].name in [label.text() for label in work.findChildren(QLabel)])
    hand.press_button(work.findChild(QPushButton))
    gate.set()
    wait_until_done(hand)
    assert "nothing was added" in hand.message
    assert not work.isVisible()
    assert content_hash(hand.window.session.path) == before
    hand.press("Ctrl+Z")
    assert hand.marks() == [], "the step before the import is the next to be taken back"


@pytest.mark.parametrize(
    "key", ["S", "Ctrl+Z", "Del", "Ctrl+Return", "Ctrl+PgDown", "Ctrl+I", "F6", "F1", "Ctrl+F", "B"]
)
def test_no_key_reaches_the_article_while_a_job_runs(
    hand: Hand, files: list[Path], gate: threading.Event, key: str
) -> None:
    hand.press("Tab")
    marks = hand.marks()
    hand.window.controllers.transfers.import_paths(files)
    hand.qtbot.waitUntil(lambda: hand.window.job_runner.findChild(QProgressBar).isVisible())
    for _ in range(12):
        hand.press(key)
        hand.press("Tab")
        assert hand.with_focus() in (hand.window.job_runner, hand.window.job_runner.findChild(QPushButton))
    assert hand.marks() == marks
    gate.set()
    wait_until_done(hand)
    assert hand.marks() == marks
    hand.press("S")
    assert hand.with_focus() is hand.reader, "the article has the focus again"


def test_closing_the_window_stops_the_job_and_takes_it_back(
    hand: Hand, files: list[Path], gate: threading.Event
) -> None:
    before = content_hash(hand.window.session.path)
    hand.window.controllers.transfers.import_paths(files)
    threading.Timer(0.05, gate.set).start()
    hand.window.close()
    assert (
        not hand.window.job_runner.findChildren(QThread)
        or not hand.window.job_runner.findChildren(QThread)[0].isRunning()
    )
    assert content_hash(hand.window.session.path) == before


def test_a_file_that_does_not_fit_is_refused_in_the_window(hand: Hand, tmp_path: Path) -> None:
    before = content_hash(hand.window.session.path)
    hand.window.controllers.transfers.import_paths([write_jsonl(tmp_path / "broken.jsonl", record("Un texte."), "{")])
    wait_until_done(hand)
    assert "broken.jsonl" in hand.message
    assert "2" in hand.message
    assert content_hash(hand.window.session.path) == before


def export(hand: Hand, format_name: str, monkeypatch: pytest.MonkeyPatch, place: Path) -> None:
    """Export everybody's marks in this format, by the page that Ctrl+E opens."""
    dialog = "annotator.ui.transfer.jobs.QFileDialog"
    monkeypatch.setattr(f"{dialog}.getSaveFileName", lambda *_: (str(place), ""))
    monkeypatch.setattr(f"{dialog}.getExistingDirectory", lambda *_: str(place))
    hand.press("Ctrl+E")
    wait_until_done(hand)
    page = hand.window.controllers.transfers.export_page
    page.format.setCurrentIndex(page.format.findData(format_name))
    page.format.activated.emit(page.format.currentIndex())
    wait_until_done(hand)
    hand.press_button(page.go)
    wait_until_done(hand)


def test_an_export_tells_what_it_wrote(hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    export(hand, "jsonl", monkeypatch, tmp_path / "out.jsonl")
    assert "out.jsonl" in hand.message
    [written] = read_jsonl(tmp_path / "out.jsonl")
    assert [one["text"] for one in written["spans"]] == ["Kiev"]
    hand.press("Esc")
    assert hand.with_focus() is hand.reader


def test_an_export_tells_before_and_after_what_stays_behind(
    hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "texts").mkdir()
    export(hand, "text", monkeypatch, tmp_path / "texts")
    assert "1 spans" in hand.window.controllers.transfers.export_page.survey_text
    assert "1 spans" in hand.message
    assert [file.name for file in (tmp_path / "texts").iterdir()] == ["article.txt"]


def test_the_report_of_an_export_can_be_copied(hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "texts").mkdir()
    export(hand, "text", monkeypatch, tmp_path / "texts")
    page = hand.window.controllers.transfers.export_page
    assert page.report.isVisible()
    page.report.setFocus()
    hand.press("Ctrl+A", "Ctrl+C")
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[:2] == ["Wrote 1 article, 0 spans, 0 relations, 1 file", str(tmp_path / "texts")]
    assert "left behind: spans, 1 (from article on)" in copied

    page.format.activated.emit(page.format.currentIndex())
    wait_until_done(hand)
    assert not page.report.isVisible(), "it told of what was chosen before"


def test_why_nothing_was_exported_can_be_copied(hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    export(hand, "jsonl", monkeypatch, hand.window.session.path)
    assert "this is the project itself" in hand.window.controllers.transfers.export_page.report.toPlainText()


def test_marks_of_everybody_are_not_gold_where_there_is_some(
    open_window: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sample: Path
) -> None:
    facts("adjudicate", sample, "--policy", "unanimous")
    hand = open_window(project=sample, annotator="annotator-a")
    export(hand, "jsonl", monkeypatch, tmp_path / "gold.jsonl")
    assert {one["annotator"] for one in read_jsonl(tmp_path / "gold.jsonl")} == {"gold"}
    page = hand.window.controllers.transfers.export_page
    page.annotator.setCurrentIndex(page.annotator.findText("everybody"))
    page.annotator.activated.emit(page.annotator.currentIndex())
    wait_until_done(hand)
    hand.press_button(page.go)
    wait_until_done(hand)
    assert {one["annotator"] for one in read_jsonl(tmp_path / "gold.jsonl")} == {"annotator-a", "annotator-b"}


@pytest.fixture
def export_gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Holds an export before each article until it is set."""
    opened, add = threading.Event(), JsonlWriter.add

    def held(writer: JsonlWriter, *told: object, **more: object) -> None:
        opened.wait(20)
        add(writer, *told, **more)

    monkeypatch.setattr(JsonlWriter, "add", held)
    yield opened
    opened.set()


def test_a_stopped_export_leaves_no_file_and_says_so(
    open_window: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, export_gate: threading.Event
) -> None:
    hand = open_window({f"article-{number}": f"Texte {number}." for number in range(250)})
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "old.jsonl").write_text("alt", encoding="utf-8")
    place = tmp_path / "out" / "old.jsonl"
    monkeypatch.setattr("annotator.ui.transfer.jobs.QFileDialog.getSaveFileName", lambda *_: (str(place), ""))
    hand.press("Ctrl+E")
    wait_until_done(hand)
    hand.press_button(hand.window.controllers.transfers.export_page.go)
    work = hand.window.job_runner
    hand.qtbot.waitUntil(lambda: work.findChild(QProgressBar).isVisible())
    hand.press_button(work.findChild(QPushButton))
    export_gate.set()
    wait_until_done(hand)
    assert "nothing was added or written" in hand.message
    assert list(place.parent.iterdir()) == [place]
    assert place.read_text(encoding="utf-8") == "alt"
