"""The start of the program where the user left it, and the change between projects."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QSplitter
from pytestqt.qtbot import QtBot

from annotator.app.settings import load, sample_path, settings_path
from annotator.ui.documents.model import STATUS, TITLE
from tests.command_line import ROOT, facts
from tests.journeys.program import Program
from tests.ui.hand import Hand
from tests.ui.projects import project_of


@pytest.fixture
def program(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Program:
    return Program(qtbot, monkeypatch)


def test_a_newcomer_sees_a_marked_article_at_once(program: Program) -> None:
    seen: list[tuple[str, int]] = []
    assert program(work=lambda hand: seen.append((hand.document, len(hand.marks())))) == 0
    assert seen == [("000_22f1827607b866df", 117)]
    assert sample_path().is_file()
    [sample] = facts("info", sample_path())["annotators"][:1]
    assert sample["name"] == "annotator-a"
    before = sample_path().read_bytes()
    program(work=lambda hand: seen.append((hand.document, len(hand.marks()))))
    assert seen[0] == seen[1]
    assert sample_path().read_bytes() == before, "the sample is built once and kept"


def test_window_theme_sizes_annotator_and_article_are_remembered(program: Program, tmp_path: Path) -> None:
    project = project_of(tmp_path, {"one": "Un.", "two": "Deux.", "three": "Trois."})

    def set_up(hand: Hand) -> None:
        hand.press("Return", "Ctrl+PgDown", "Ctrl++", "Ctrl++")
        hand.window.commands.run("theme-high-contrast")
        hand.screen._splitter.setSizes([600, 400])

    seen: list[object] = []

    def look(hand: Hand) -> None:
        window = hand.window
        who = window.session.annotator
        seen.append((who.name if who else "", hand.document, window.settings.theme))
        seen.append(hand.reader.document().defaultFont().pointSizeF())
        seen.append(hand.screen.side_width)

    program(project, "--annotator", "Ada", work=lambda hand: (set_up(hand), look(hand), None)[-1])
    program(work=look)
    assert seen[:3] == seen[3:]
    assert seen[0] == ("Ada", "two", "high-contrast")
    assert load().project == str(project)


def test_the_place_in_the_article_is_remembered(program: Program, tmp_path: Path) -> None:
    project = project_of(tmp_path, {"one": "Un.", "two": "Une ligne, puis une autre.\n" * 300})
    places: list[tuple[str, int, int]] = []

    def look(hand: Hand) -> None:
        places.append((hand.document, hand.reader.caret(), hand.reader.verticalScrollBar().value()))

    def read_on(hand: Hand) -> None:
        hand.press("Return", "Ctrl+PgDown", *["Down"] * 150, "Ctrl+Right")
        hand.reader.verticalScrollBar().setValue(hand.reader.verticalScrollBar().value() + 11)
        hand.press("Ctrl+PgUp", "Ctrl+PgDown")
        look(hand)

    program(project, "--annotator", "Ada", work=read_on)
    for _ in range(3):
        program(work=look)
    assert places[0][:2] == ("two", 150 * 27 + 3)
    assert places[0][2] > 1000
    assert places == places[:1] * 4, "the page does not creep from run to run"


@pytest.mark.parametrize("place", [{"caret": -5, "top": 10**9}, {"caret": 10**12, "top": -1}])
def test_a_place_out_of_reach_is_survived(program: Program, tmp_path: Path, place: dict[str, int]) -> None:
    project = project_of(tmp_path, {"one": "Un."})
    program(project, "--annotator", "Ada", work=lambda hand: hand.press("Return"))
    settings = json.loads(settings_path().read_text(encoding="utf-8"))
    settings["places"] = dict.fromkeys(settings["places"], place)
    settings_path().write_text(json.dumps(settings), encoding="utf-8")
    seen: list[int] = []
    assert program(work=lambda hand: seen.append(hand.reader.caret())) == 0
    assert seen[0] in (0, 3)


def test_the_size_of_the_window_is_remembered(program: Program, tmp_path: Path) -> None:
    project = project_of(tmp_path, {"one": "Un."})
    heights = []
    for size in ((1280, 640), None):
        program.size = size
        program(project, "--annotator", "Ada", work=lambda hand: heights.append(hand.window.height()))
    assert heights == [640, 640]


def test_panels_columns_and_orders_are_remembered(program: Program) -> None:
    seen: list[tuple[object, ...]] = []

    def look(hand: Hand) -> None:
        hand.press("Ctrl+L")
        articles = hand.page("documents")
        shown = [articles.model.index(row, TITLE).data() for row in range(articles.model.rowCount())]
        hand.press("Ctrl+D")
        hand.wait_for_job()
        demands = hand.page("demands")
        sides = demands.findChild(QSplitter)
        assert sides
        seen.append((shown, articles.table.columnWidth(STATUS), demands.table.columnWidth(1), sides.sizes()))

    def arrange(hand: Hand) -> None:
        look(hand)
        hand.page("documents").table.sortByColumn(TITLE, Qt.SortOrder.DescendingOrder)
        hand.page("documents").table.setColumnWidth(STATUS, 133)
        hand.page("demands").table.setColumnWidth(1, 177)
        sides = hand.page("demands").findChild(QSplitter)
        assert sides
        sides.moveSplitter(sides.sizes()[0] - 90, 1)
        look(hand)

    program(work=arrange)
    program(work=look)
    usual, arranged, found = seen
    assert found == arranged
    for before, after in zip(usual, arranged, strict=True):
        assert before != after


@pytest.mark.parametrize("state", ["", "!", "AAAA"])
def test_sizes_that_cannot_be_read_are_passed_over(program: Program, tmp_path: Path, state: str) -> None:
    project = project_of(tmp_path, {"one": "Un."})
    program(project, "--annotator", "Ada", work=lambda hand: hand.press("Ctrl+L"))
    settings = json.loads(settings_path().read_text(encoding="utf-8"))
    settings["panels"] = dict.fromkeys(settings["panels"], state)
    settings_path().write_text(json.dumps(settings), encoding="utf-8")
    assert program(work=lambda hand: hand.press("Ctrl+L")) == 0


@pytest.mark.parametrize(
    "broken",
    ["", "{", "[]", "null", '{"text_size": "gross"}', '{"theme": "rosa"}', '{"nonsense": 1}', "\ufffe", "[" * 99999],
)
def test_broken_settings_are_survived_and_mended(program: Program, broken: str) -> None:
    settings_path().parent.mkdir(parents=True)
    settings_path().write_text(broken, encoding="utf-8")
    seen: list[str] = []
    assert program(work=lambda hand: seen.append(hand.document)) == 0
    assert seen == ["000_22f1827607b866df"]
    assert json.loads(settings_path().read_text(encoding="utf-8"))["theme"] == "system"


@pytest.mark.parametrize("size", [0, -3, 1e300, 500])
def test_a_text_size_out_of_reach_is_survived(program: Program, size: float) -> None:
    settings_path().parent.mkdir(parents=True)
    settings_path().write_text(json.dumps({"text_size": size, "side_width": -5, "geometry": "ü"}), encoding="utf-8")
    sizes: list[float] = []
    assert program(work=lambda hand: sizes.append(hand.reader.document().defaultFont().pointSizeF())) == 0
    assert 6 <= sizes[0] <= 60


def test_settings_that_cannot_be_written_do_not_keep_the_window_open(program: Program) -> None:
    settings_path().parent.parent.mkdir(parents=True, exist_ok=True)
    settings_path().parent.write_text("no folder", encoding="utf-8")
    assert program(work=lambda hand: hand.press("Ctrl+Q")) == 0


def test_a_project_that_went_away_gives_way_to_the_sample(program: Program, tmp_path: Path) -> None:
    project = project_of(tmp_path, {"one": "Un."})
    program(project, "--annotator", "Ada", work=lambda hand: hand.press("Return"))
    project.unlink()
    seen: list[str] = []
    assert program(work=lambda hand: seen.append(hand.document)) == 0
    assert seen == ["000_22f1827607b866df"]


def test_a_project_that_cannot_be_opened_any_more_gives_way_too_and_it_is_said(
    program: Program, tmp_path: Path
) -> None:
    project = project_of(tmp_path, {"one": "Un article."})
    program(project, "--annotator", "Ada", work=lambda hand: hand.press("Return"))
    project.write_bytes(b"something else")
    seen: list[tuple[str, str]] = []
    assert program(work=lambda hand: seen.append((hand.document, hand.message))) == 0
    [(document, said)] = seen
    assert document.startswith("000")
    assert f"no project of Annotator, {project}" in said
    assert program(project) == 2, "who names a project means that one"


def test_another_project_opens_in_the_windows_place_and_the_program_goes_on(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = project_of(tmp_path, {"one": "Un."}, name="first")
    second = project_of(tmp_path, {"other": "Selon Kiev."}, name="second")
    monkeypatch.setattr(
        "annotator.ui.transfer.jobs.QFileDialog.getOpenFileName", lambda *_: (str(second), "Projects (*.annotator)")
    )

    def work(hand: Hand) -> Iterator[None]:
        hand.press("Return", "Ctrl+O")
        other = program.hand()
        assert other.window is not hand.window
        assert not hand.window.isVisible()
        field = other.with_focus()
        assert isinstance(field, QLineEdit)
        other.type("Ada")
        other.press("Return")
        assert other.document == "other"
        yield
        other.select_words(*other.words("Kiev"))
        other.press("S")
        assert other.marks() == [("SPEAKER", "Kiev")]

    assert program(first, "--annotator", "Ada", work=work) == 0
    assert load().project == str(second)
    assert facts("info", second)["annotators"][0]["spans"] == 1
    assert facts("check", first)["ok"]


@pytest.mark.parametrize("bad", ["no project", "a folder", "missing"])
def test_a_file_that_is_no_project_leaves_the_window_where_it_is(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bad: str
) -> None:
    first = project_of(tmp_path, {"one": "Un."}, name="first")
    other = tmp_path / "other.annotator"
    if bad == "no project":
        other.write_text("rien", encoding="utf-8")
    elif bad == "a folder":
        other.mkdir()
    monkeypatch.setattr(
        "annotator.ui.transfer.jobs.QFileDialog.getOpenFileName", lambda *_: (str(other), "Projects (*.annotator)")
    )

    def work(hand: Hand) -> None:
        hand.press("Return", "Ctrl+O")
        assert "other.annotator" in hand.message
        assert hand.window.isVisible()
        assert hand.document == "one"

    assert program(first, "--annotator", "Ada", work=work) == 0


def test_a_new_project_is_empty_and_says_what_to_do(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = project_of(tmp_path, {"one": "Un."}, name="first")
    new = tmp_path / "new"
    monkeypatch.setattr("annotator.ui.transfer.jobs.QFileDialog.getSaveFileName", lambda *_: (str(new), ""))

    def work(hand: Hand) -> None:
        hand.press("Return", "Ctrl+N", "Return")
        other = program.hand()
        other.type("Ada")
        other.press("Return")
        assert any(
            "No articles yet" in label.text() for label in other.window.findChildren(QLabel) if label.isVisible()
        )

    assert program(first, "--annotator", "Ada", work=work) == 0
    assert facts("info", new.with_suffix(".annotator"))["documents"] == 0


def test_a_new_project_says_which_keys_of_its_scheme_are_unknown(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = project_of(tmp_path, {"one": "Un."}, name="first")
    scheme = {"scheme": "one", "version": "1", "licence": "CC0", "span_labels": {}, "relations": {}}
    (tmp_path / "one.json").write_text(json.dumps(scheme))
    chosen = {"getSaveFileName": tmp_path / "new", "getOpenFileName": tmp_path / "one.json"}
    for method, path in chosen.items():
        monkeypatch.setattr(QFileDialog, method, lambda *_, path=path: (str(path), ""))

    def work(hand: Hand) -> None:
        hand.press("Return", "Ctrl+N", "Down", "Down", "Return")
        shown = program.hand().window.toast
        assert shown.isVisible()
        assert shown.text == "The scheme has 1 unknown key, which is kept but not used: licence."

    assert program(first, "--annotator", "Ada", work=work) == 0


def test_an_unknown_article_is_said_and_the_first_one_opened(program: Program, tmp_path: Path) -> None:
    project = project_of(tmp_path, {"one": "Un."})
    program(project, "--annotator", "Ada", work=lambda hand: hand.press("Return"))

    def work(hand: Hand) -> None:
        assert hand.document == "one"
        assert "nowhere" in hand.message

    assert program(project, "--document", "nowhere", work=work) == 0


def child(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "annotator", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("arguments", [("nowhere.annotator",), ("pyproject.toml",), ("--theme", "pink"), ("a", "b")])
def test_what_cannot_be_opened_is_refused_in_one_line(arguments: tuple[str, ...]) -> None:
    answer = child(*arguments)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.startswith("annotator: ")
    assert len(answer.stderr.splitlines()) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="other desktops always have a display")
@pytest.mark.parametrize("display", ["", ":4711", "localhost:4711.0"])
def test_without_a_display_one_line_says_what_to_do(display: str) -> None:
    answer = child(DISPLAY=display, WAYLAND_DISPLAY="", QT_QPA_PLATFORM="")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "no display" in answer.stderr
    assert len(answer.stderr.splitlines()) == 1
