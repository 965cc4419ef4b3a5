"""The import page: recognised formats, guessed and chosen encodings, a report to copy."""

import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QProgressBar, QPushButton

from annotator.app.transfer.import_preview import ENCODINGS
from annotator.domain.document import printable_name
from tests.command_line import content_hash
from tests.mixed_folder import write_mixed_folder
from tests.ui.conftest import Opener
from tests.ui.hand import Hand

FRENCH = "L’été à Kiev : « déçu », dit-elle."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "one.txt").write_text(FRENCH, encoding="utf-8")
    (folder / "two.txt").write_bytes(f"Deux. {FRENCH}".encode("cp1252"))
    (folder / "three.txt").write_bytes(f"Trois. {FRENCH}".encode("utf-16-le"))
    (folder / "four.pdf").write_bytes(b"%PDF")
    return folder


@pytest.fixture
def hand(open_window: Opener) -> Hand:
    return open_window("Un premier article.")


def drop(hand: Hand, *paths: Path) -> None:
    hand.drop(*paths)
    assert hand.window.controllers.transfers.import_page.isVisible()


def rows(hand: Hand) -> dict[str, tuple[str, str]]:
    model = hand.window.controllers.transfers.import_page.model
    told = [[model.index(row, column).data() for column in range(3)] for row in range(model.rowCount())]
    return {name: (format_name, encoding) for name, format_name, encoding in told}


def import_now(hand: Hand) -> None:
    hand.press_button(hand.window.controllers.transfers.import_page.go)
    hand.wait_for_job()


def test_a_dropped_folder_is_looked_at_before_anything_comes_in(hand: Hand, folder: Path) -> None:
    drop(hand, folder)
    assert rows(hand) == {
        "one.txt": ("text", "utf-8"),
        "two.txt": ("text", "cp1252"),
        "three.txt": ("text", "utf-16-le"),
    }
    assert hand.window.session.document_ids() == ["article"]


def test_each_file_comes_in_through_the_encoding_that_was_guessed(hand: Hand, folder: Path) -> None:
    drop(hand, folder)
    import_now(hand)
    texts = {name: hand.window.session.document(name).text for name in hand.window.session.document_ids()[1:]}
    assert texts == {"one": FRENCH, "two": f"Deux. {FRENCH}", "three": f"Trois. {FRENCH}"}


def test_the_preview_follows_the_encoding_that_a_person_chooses(hand: Hand, tmp_path: Path) -> None:
    file = tmp_path / "mac.txt"
    file.write_bytes("été à Kiev".encode("mac-roman"))
    drop(hand, file)
    page = hand.window.controllers.transfers.import_page
    assert "été" not in page._preview.toPlainText()
    page.encoding.setCurrentText("mac-roman")
    page.encoding.activated.emit(page.encoding.currentIndex())
    assert "été à Kiev" in page._preview.toPlainText()
    import_now(hand)
    assert hand.window.session.document("mac").text == "été à Kiev"


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_that_is_offered_can_be_chosen_for_many_files_at_once(
    hand: Hand, tmp_path: Path, encoding: str
) -> None:
    text = "Киев не ждёт." if encoding == "cp1251" else "Kiev n’attend plus l’été." if "utf" in encoding else "L'été."
    files = [tmp_path / f"{name}.txt" for name in ("first", "second")]
    for file in files:
        file.write_bytes(f"{file.stem}: {text}".encode(encoding))
    drop(hand, *files)
    page = hand.window.controllers.transfers.import_page
    page.table.setFocus()
    hand.press("Ctrl+A")
    page.encoding.setCurrentText(encoding)
    page.encoding.activated.emit(page.encoding.currentIndex())
    assert [told for _, told in rows(hand).values()] == [encoding] * 2
    assert text in page._preview.toPlainText()
    import_now(hand)
    assert [hand.window.session.document(file.stem).text for file in files] == [f"{f.stem}: {text}" for f in files]


def test_a_stopped_import_stays_on_the_page_and_leaves_the_project_as_it_was(
    hand: Hand, folder: Path, gate: threading.Event
) -> None:
    drop(hand, folder)
    before = content_hash(hand.window.session.path)
    page, work = hand.window.controllers.transfers.import_page, hand.window.job_runner
    hand.press_button(page.go)
    hand.qtbot.waitUntil(lambda: work.findChild(QProgressBar).isVisible())
    hand.press_button(work.findChild(QPushButton))
    gate.set()
    hand.wait_for_job()
    assert "nothing was added" in page.report.toPlainText()
    assert page.go.isVisible(), "it can be tried again"
    assert content_hash(hand.window.session.path) == before


def test_files_and_folders_may_be_chosen_instead(hand: Hand, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dialog = "annotator.ui.transfer.jobs.QFileDialog"
    monkeypatch.setattr(f"{dialog}.getOpenFileNames", lambda *_: ([str(folder / "one.txt")], ""))
    monkeypatch.setattr(f"{dialog}.getExistingDirectory", lambda *_: str(folder))
    for command, found in (("import-files", ["one.txt"]), ("import-folder", ["one.txt", "three.txt", "two.txt"])):
        hand.window.commands.run(command)
        hand.wait_for_job()
        assert list(rows(hand)) == found


def test_a_refusal_stays_on_the_page_and_nothing_came_in(hand: Hand, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("Bon.", encoding="utf-8")
    (tmp_path / "broken.jsonl").write_text('{"text": "x"}\n{"text"\n', encoding="utf-8")
    drop(hand, tmp_path / "good.txt", tmp_path / "broken.jsonl")
    import_now(hand)
    report = hand.window.controllers.transfers.import_page.report
    assert report.isVisible()
    assert "line 2" in report.toPlainText()
    assert hand.window.session.document_ids() == ["article"]


def test_what_got_another_name_is_reported_in_words_to_copy(hand: Hand, tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text("Un autre texte.", encoding="utf-8")
    drop(hand, tmp_path / "article.txt")
    import_now(hand)
    assert "article is now article-2" in hand.window.controllers.transfers.import_page.report.toPlainText()


def choose_row(hand: Hand, row: int) -> None:
    table = hand.window.controllers.transfers.import_page.table
    table.setFocus()
    table.selectRow(row)


@pytest.mark.slow
def test_a_dropped_folder_of_ten_thousand_is_listed_whole_and_its_encodings_are_set_at_once(
    hand: Hand, tmp_path: Path
) -> None:
    mixture = write_mixed_folder(tmp_path / "folder", 10_000)
    drop(hand, mixture.folder)
    page = hand.window.controllers.transfers.import_page
    assert page.model.rowCount() > 6_500
    assert f"{len(mixture.left_out)} stay out" in page._summary.text()
    page.table.setFocus()
    hand.press("Ctrl+A")
    page.encoding.setCurrentText("cp1252")
    page.encoding.activated.emit(page.encoding.currentIndex())
    assert {encoding for format_name, encoding in rows(hand).values() if format_name == "text"} == {"cp1252"}
    page.encoding.setCurrentText("utf-8")
    page.encoding.activated.emit(page.encoding.currentIndex())
    import_now(hand)
    assert len(hand.window.session.document_ids()) == 1 + mixture.documents
    told = page.report.toPlainText()
    assert all(printable_name(place) in told for place in mixture.left_out)


def test_the_report_can_be_copied(hand: Hand, folder: Path) -> None:
    drop(hand, folder)
    import_now(hand)
    report = hand.window.controllers.transfers.import_page.report
    report.setFocus()
    hand.press("Ctrl+A", "Ctrl+C")
    copied = QApplication.clipboard().text()
    assert "Added 3 articles" in copied
    assert str(folder / "four.pdf") in copied


def test_a_refused_file_is_pointed_at_and_can_be_left_out(hand: Hand, folder: Path) -> None:
    (folder / "empty.txt").touch()
    drop(hand, folder)
    import_now(hand)
    page = hand.window.controllers.transfers.import_page
    assert "empty.txt" in page.report.toPlainText()
    assert hand.window.session.document_ids() == ["article"]
    hand.press("Del")
    assert "empty.txt" not in rows(hand)
    import_now(hand)
    assert len(hand.window.session.document_ids()) == 4


def test_with_every_file_left_out_there_is_nothing_to_import(hand: Hand, folder: Path) -> None:
    drop(hand, folder)
    page = hand.window.controllers.transfers.import_page
    page.table.setFocus()
    hand.press("Ctrl+A", "Del")
    assert rows(hand) == {}
    assert not page.go.isEnabled()
    assert page._preview.toPlainText() == ""


def test_a_file_that_changes_after_it_was_shown_does_not_come_in(hand: Hand, folder: Path) -> None:
    drop(hand, folder)
    before = content_hash(hand.window.session.path)
    (folder / "two.txt").write_text("Un tout autre texte.", encoding="utf-8")
    import_now(hand)
    told = hand.window.controllers.transfers.import_page.report.toPlainText()
    assert "two.txt" in told
    assert "has changed since it was looked at" in told
    assert content_hash(hand.window.session.path) == before
    drop(hand, folder)
    import_now(hand)
    assert hand.window.session.document("two").text == "Un tout autre texte."


def test_a_file_that_vanishes_says_so_in_the_preview_and_in_the_refusal(hand: Hand, folder: Path) -> None:
    drop(hand, folder)
    (folder / "two.txt").unlink()
    page = hand.window.controllers.transfers.import_page
    choose_row(hand, list(rows(hand)).index("one.txt"))
    choose_row(hand, list(rows(hand)).index("two.txt"))
    assert "cannot be read" in page._preview.toPlainText()
    import_now(hand)
    assert "no such file" in page.report.toPlainText()
    assert hand.window.session.document_ids() == ["article"]
