"""The Agreement screen: figures on sheets, and behind every one of them exactly the passages that it counts."""

import csv
import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget

from annotator.agreement.sums import PassageKey
from annotator.app import jobs
from annotator.app.agreement import report_files
from annotator.app.scheme import apply_change
from annotator.domain.scheme.relation_changes import SetSymmetric
from annotator.ui.agreement.grid import Grid
from annotator.ui.agreement.screen import AgreementScreen
from annotator.ui.agreement.sheet_switcher import SheetId
from tests.command_line import facts, record, span, write_jsonl
from tests.ui.conftest import Opener
from tests.ui.hand import LEFT, NO_KEY, Hand


def settle(hand: Hand) -> None:
    """Wait until nothing is being worked out."""
    hand.qtbot.waitUntil(lambda: not hand.window.job_runner.busy, timeout=30_000)


@pytest.fixture
def hand(open_window: Opener) -> Hand:
    """Annotator A before the figures of the sample project."""
    hand = open_window(annotator="annotator-a")
    hand.press("Ctrl+G")
    settle(hand)
    return hand


@pytest.fixture
def screen(hand: Hand) -> AgreementScreen:
    return hand.page("agreement")


def three(open_window: Opener, tmp_path: Path, project: Path) -> Hand:
    """A project in which three people finished the same article, and two of them another one."""
    rows = [
        record(id="one", annotator="Alba", status="done", spans=[span(0, 5), span(6, 10, "ACTOR")]),
        record(id="one", annotator="Bruno", status="done", spans=[span(0, 5)]),
        record(id="one", annotator="Chloé", status="done", spans=[span(0, 10, "CUE")]),
        record("Moscou réclame.", id="two", annotator="Alba", status="done", spans=[span(0, 6)]),
        record("Moscou réclame.", id="two", annotator="Bruno", status="done", spans=[span(0, 6, "ACTOR")]),
    ]
    facts("import", project, write_jsonl(tmp_path / "three.jsonl", *rows))
    hand = open_window(project=project, annotator="Alba")
    hand.press("Ctrl+G")
    settle(hand)
    return hand


def grids(screen: AgreementScreen, sheet: SheetId) -> list[Grid]:
    screen.switcher.tabs.setCurrentIndex(sheet)
    return [section.grid for section in screen.switcher.sheets[sheet].sections]


def cell_of(grid: Grid, row: str, column: str) -> tuple[int, int]:
    table = grid.grid_model.table
    return [one.name for one in table.rows].index(row), table.heads.index(column)


def text(grid: Grid, row: str, column: str) -> str:
    return str(grid.grid_model.index(*cell_of(grid, row, column)).data())


def press_cell(grid: Grid, row: str, column: str) -> None:
    index = grid.grid_model.index(*cell_of(grid, row, column))
    grid.scrollTo(index)
    QTest.mouseClick(grid.viewport(), LEFT, NO_KEY, grid.visualRect(index).center())


def work_out_everything(hand: Hand, screen: AgreementScreen) -> None:
    grids(screen, SheetId.FURTHER)
    for button in (screen.switcher.further, screen.switcher.gamma):
        button.click()
        settle(hand)


# Every figure and its passages


def open_all(screen: AgreementScreen) -> int:
    """Open every figure of every sheet; how many there were."""
    opened = 0
    for sheet in SheetId:
        for grid in grids(screen, sheet):
            for number, row in enumerate(grid.grid_model.table.rows):
                for place, cell in enumerate(row.cells, 1):
                    if cell.passage_key is None:
                        continue
                    screen.list.show_passages(None)
                    grid.clicked.emit(grid.grid_model.index(number, place))
                    listed = screen.list.list_model.rowCount()
                    assert listed == cell.passage_count, (row.name, cell)
                    if cell.text.isdecimal():
                        assert int(cell.text) == listed
                    assert str(listed) in cell.description or cell.look == "count"
                    opened += 1
    return opened


def test_the_count_in_every_cell_is_the_length_of_its_list(hand: Hand, screen: AgreementScreen) -> None:
    work_out_everything(hand, screen)

    assert open_all(screen) > 200


def test_so_it_is_for_each_pair_of_three(open_window: Opener, tmp_path: Path, project: Path) -> None:
    hand = three(open_window, tmp_path, project)
    screen = hand.page("agreement")
    for place in range(screen.toolbar.pairs.count()):
        screen.toolbar.pairs.setCurrentIndex(place)
        screen.toolbar.pairs.activated.emit(place)
        assert open_all(screen) > 50
    assert screen.toolbar.pairs.count() == 4


def test_the_cells_of_the_confusion_matrix_hold_all_passages_once(screen: AgreementScreen) -> None:
    (matrix,) = grids(screen, SheetId.CONFUSION)
    counts = [cell.passage_count for row in matrix.grid_model.table.rows for cell in row.cells]
    panel = screen.agreement.panel
    pair = ("annotator-a", "annotator-b")

    assert sum(counts) == len(panel.passages(PassageKey(pair, "any"))) == 427
    assert text(matrix, "EVENT", "(none)") == "70"
    press_cell(matrix, "EVENT", "CUE")
    assert said(screen, "annotator-a") == ["EVENT", "EVENT"]
    assert said(screen, "annotator-b") == ["CUE", "CUE"]


def said(screen: AgreementScreen, annotator: str) -> list[str]:
    """The labels that the list shows of an annotator."""
    model = screen.list.list_model
    column = 2 + model.annotators.index(annotator)
    return [str(model.index(row, column).data()).split(":")[0] for row in range(model.rowCount())]


def test_the_list_shows_words_in_context_and_who_said_what(screen: AgreementScreen) -> None:
    (matrix,) = grids(screen, SheetId.CONFUSION)
    press_cell(matrix, "EVENT", "(none)")
    found = screen.list.list_model.passage(0)
    document = screen._session.document(found.document)

    assert document.text[found.start : found.end] == found.words
    assert document.text[: found.start].endswith(found.before)
    assert found.lines[0] == f"EVENT: {found.words}"
    assert screen.list.list_model.index(0, 3).data() == "nothing here"


# The way there and back


def test_keys_lead_from_a_figure_to_the_words_and_back(hand: Hand, screen: AgreementScreen) -> None:
    (matrix,) = grids(screen, SheetId.CONFUSION)
    matrix.setFocus()
    hand.press("Down", "Right", "Return")
    assert hand.window.focusWidget() is screen.list
    assert screen.list.list_model.rowCount() == 39
    hand.press("Down")
    wanted = screen.list.list_model.passage(1)

    hand.press("Return")

    assert (hand.document, hand.focused.id) == (wanted.document, wanted.spans["annotator-a"])
    hand.press("Backspace")
    assert hand.window.focusWidget() is screen.list
    assert screen.list.currentIndex().row() == 1
    hand.press("Backspace")
    assert hand.window.focusWidget() is matrix
    hand.press("Escape")
    assert hand.window.focusWidget() is hand.reader


def test_what_one_did_not_mark_is_selected(hand: Hand, screen: AgreementScreen) -> None:
    (matrix,) = grids(screen, SheetId.CONFUSION)
    press_cell(matrix, "(none)", "DEMAND")
    wanted = screen.list.list_model.passage(0)

    hand.press("Return")

    assert hand.selected() == wanted.words
    hand.press("Ctrl+G")
    assert hand.window.focusWidget() is screen.list


def test_backspace_in_the_text_leads_nowhere_else(open_window: Opener) -> None:
    hand = open_window(annotator="annotator-a")

    hand.press("Backspace")

    assert hand.window.focusWidget() is hand.reader


def test_a_press_on_a_picture_opens_its_row(screen: AgreementScreen) -> None:
    grids(screen, SheetId.MEASURES)
    section = screen.switcher.sheets[SheetId.MEASURES].sections[1]
    QTest.mouseClick(section.chart, LEFT, NO_KEY, QPointF(20, 10).toPoint())
    assert screen.list.list_model.rowCount() == int(text(section.grid, "the same", "Passages"))

    (course,) = screen.switcher.sheets[SheetId.TIME].sections
    grids(screen, SheetId.TIME)
    point = course.chart._points(0)[0][1].toPoint()
    QTest.mouseClick(course.chart, LEFT, NO_KEY, point)
    assert screen.list.list_model.rowCount() == 427


# What changes


def test_an_article_marked_anew_changes_the_figures_at_once(hand: Hand, screen: AgreementScreen) -> None:
    (articles,) = grids(screen, SheetId.ARTICLES)
    alone = articles.grid_model.table.rows[0]
    before, count = text(grids(screen, SheetId.MEASURES)[0], "Exact F1", "Figure"), screen.agreement.report().documents
    hand.press("Escape")
    hand.press("Tab", "Delete")
    assert screen.agreement.report().documents == count - 1
    hand.press("Ctrl+Return")
    hand.press("Ctrl+G")

    told = facts("agreement", hand.window.session.path)
    shown = text(grids(screen, SheetId.MEASURES)[0], "Exact F1", "Figure")
    assert shown == f"{told['measures']['exact_f1']['value']:.3f}" != before
    assert told["documents"] == count
    assert open_all(screen) > 150
    assert [row.cells[0] for row in articles.grid_model.table.rows if row.name == alone.name] != [alone.cells[0]]

    hand.press("Escape")
    hand.press("Ctrl+Z", "Ctrl+Z", "Ctrl+Z")
    hand.press("Ctrl+G")
    assert text(grids(screen, SheetId.MEASURES)[0], "Exact F1", "Figure") == before


def test_a_scheme_that_takes_links_for_symmetric_changes_the_figures(
    open_window: Opener, tmp_path: Path, project: Path
) -> None:
    drawn = [{"label": "RESPONDS_TO", "from": "s1", "to": "s2"}, {"label": "RESPONDS_TO", "from": "s2", "to": "s1"}]
    rows = [
        record(id="one", annotator=name, status="done", spans=two_demands(), relations=[{"id": "r1", **relation}])
        for name, relation in zip(("Alba", "Bruno"), drawn, strict=True)
    ]
    facts("import", project, write_jsonl(tmp_path / "two.jsonl", *rows))
    hand = open_window(project=project, annotator="Alba")
    hand.press("Ctrl+G")
    settle(hand)
    measures, kinds = grids(hand.page("agreement"), SheetId.LINKS)
    assert text(measures, "Links, F1", "Figure") == "0.000"
    press_cell(kinds, "the other way round", "Passages")
    assert hand.page("agreement").list.list_model.rowCount() == 1

    jobs.run(apply_change.apply(hand.window.session, SetSymmetric(name="RESPONDS_TO", symmetric=True)))
    settle(hand)

    measures, kinds = grids(hand.page("agreement"), SheetId.LINKS)
    assert text(measures, "Links, F1", "Figure") == "1.000"
    assert [row.name for row in kinds.grid_model.table.rows] == ["the same"]


def two_demands() -> list[dict[str, object]]:
    return [span(0, 5, "DEMAND", id="s1"), span(6, 10, "DEMAND", id="s2")]


def test_somebody_who_finishes_something_for_the_first_time_is_compared_too(hand: Hand) -> None:
    screen = hand.page("agreement")
    hand.window.session.work_as("Chloé", create=True)
    hand.press("Escape")
    hand.press("Ctrl+Return")
    hand.press("Ctrl+G")
    settle(hand)

    assert screen.agreement.panel.annotators == ("Chloé", "annotator-a", "annotator-b")
    assert screen.toolbar.pairs.isVisible()


def test_each_of_three_can_be_followed_over_time(open_window: Opener, tmp_path: Path, project: Path) -> None:
    hand = three(open_window, tmp_path, project)
    screen = hand.page("agreement")
    (grid,) = grids(screen, SheetId.TIME)
    screen.switcher.per_annotator.setCurrentIndex(1)
    screen.switcher.per_annotator.activated.emit(1)

    assert grid.grid_model.table.heads[1:-1] == ("Alba", "Bruno", "Chloé")
    assert open_all(screen) > 50
    grids(screen, SheetId.TIME)
    screen.toolbar.pairs.setCurrentIndex(1)
    screen.toolbar.pairs.activated.emit(1)
    assert not screen.switcher.per_annotator.isVisible()
    assert "Soft F1" in grid.grid_model.table.heads


def test_where_nobody_finished_an_article_twice_it_says_so(open_window: Opener) -> None:
    hand = open_window("Kiev réclame la paix.")
    hand.press("Ctrl+G")
    settle(hand)

    assert "Nobody has finished an article twice yet" in shown_text(hand.page("agreement"))
    assert not hand.page("agreement").compare.isVisible()


def shown_text(page: QWidget) -> str:
    return " ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def test_a_comparison_can_be_stopped_and_begun_again(open_window: Opener) -> None:
    hand = open_window(annotator="annotator-a")
    screen = hand.page("agreement")
    hand.window.pages.show_page(screen)
    screen.open()
    hand.window.job_runner.stop()
    settle(hand)
    hand.qtbot.waitUntil(screen.compare.isVisible)
    assert "Nothing was compared yet" in shown_text(screen)

    screen.compare.click()
    settle(hand)

    assert text(grids(screen, SheetId.MEASURES)[0], "Exact F1", "Figure") == "0.329"


# What is worked out when asked for


def test_gamma_comes_with_its_sampler_and_seed(hand: Hand, screen: AgreementScreen) -> None:
    _, gamma = grids(screen, SheetId.FURTHER)
    screen.switcher.gamma.click()
    settle(hand)

    assert text(gamma, "gamma", "Figure") == "0.459"
    assert "sampler shuffle" in shown_text(screen)
    assert "seed 1" in shown_text(screen)


def test_intervals_hold_their_figures(hand: Hand, screen: AgreementScreen) -> None:
    measures, _ = grids(screen, SheetId.MEASURES)
    screen.switcher.intervals.click()
    settle(hand)

    for row in measures.grid_model.table.rows:
        low, high = map(float, row.cells[1].text.split(" to "))
        assert low <= row.cells[0].value + 0.001
        assert row.cells[0].value <= high + 0.001


def test_an_undefined_figure_says_why(open_window: Opener, tmp_path: Path, project: Path) -> None:
    rows = [record(annotator=name, status="done", spans=[]) for name in ("Alba", "Bruno")]
    facts("import", project, write_jsonl(tmp_path / "in.jsonl", *rows))
    hand = open_window(project=project, annotator="Alba")
    hand.press("Ctrl+G")
    settle(hand)
    measures, _ = grids(hand.page("agreement"), SheetId.MEASURES)

    index = measures.grid_model.index(*cell_of(measures, "Exact F1", "Figure"))
    assert index.data() == "nobody marked anything here"
    assert "undefined" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    measures.clicked.emit(index)
    assert hand.message == "There are no passages behind this figure"


# Out of the window


def test_tables_and_passages_can_be_copied(hand: Hand, screen: AgreementScreen) -> None:
    (matrix,) = grids(screen, SheetId.CONFUSION)
    matrix.setFocus()
    hand.press("Ctrl+C")
    lines = list(csv.reader(QGuiApplication.clipboard().text().splitlines(), delimiter="\t"))
    assert lines[0] == ["annotator-a", "ACTOR", "CUE", "DEMAND", "EVENT", "QUOTE", "SPEAKER", "(none)"]
    assert lines[4] == ["EVENT", "0", "2", "0", "52", "0", "0", "70"]

    press_cell(matrix, "ACTOR", "SPEAKER")
    hand.press("Ctrl+C")
    assert len(QGuiApplication.clipboard().text().splitlines()) == 4


class _Page(HTMLParser):
    """What stands on a page, and whether anything in it runs or comes from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize("suffix", [".html", ".csv", ".json"])
def test_everything_can_be_written_to_a_file(
    hand: Hand, screen: AgreementScreen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    path = tmp_path / f"told{suffix}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))

    screen.toolbar.export.click()

    assert hand.message == f"Wrote told{suffix}"
    written = path.read_text(encoding="utf-8")
    exact = facts("agreement", hand.window.session.path)["measures"]["exact_f1"]["value"]
    if suffix == ".json":
        told = json.loads(written)
        assert told["measures"][0]["Figure"] == {"value": exact, "reason": "", "passages": 427}
        assert told["confusion"][3]["(none)"] == 70
    elif suffix == ".csv":
        assert f'"Exact F1",{exact},"",427,' in written
    else:
        page = _Page()
        page.feed(written)
        assert {"script", "link", "img", "iframe", "object", "embed", "base"}.isdisjoint(page.tags)
        assert not [name for name, _ in page.attributes if name.startswith("on") or name in ("src", "href")]
        assert "url(" not in written
        assert "//" not in written
        assert page.tags.count("svg") > 30
        assert "annotator-a" in page.words
        assert "0.329" in page.words
        assert "undefined, all is of one kind" in page.words


def test_the_report_shows_names_as_they_are_written(open_window: Opener, tmp_path: Path, project: Path) -> None:
    names = ('<script>alert("x")</script>', "B & C")
    rows = [record(annotator=name, status="done", spans=[span(0, 5)]) for name in names]
    facts("import", project, write_jsonl(tmp_path / "in.jsonl", *rows))
    hand = open_window(project=project, annotator="B & C")
    hand.press("Ctrl+G")
    settle(hand)
    screen = hand.page("agreement")
    scheme = hand.window.session.scheme
    report_files.write_report(
        tmp_path / "r.html", screen.all_tables(), project="<b>", report=screen._report, scheme=scheme
    )

    page = _Page()
    page.feed((tmp_path / "r.html").read_text(encoding="utf-8"))
    assert {"script", "b"}.isdisjoint(page.tags)
    assert names[0] in page.words


# How it is built


def test_a_click_on_a_head_sorts_and_the_third_brings_back(screen: AgreementScreen) -> None:
    (articles,) = grids(screen, SheetId.ARTICLES)

    def order() -> list[str]:
        return [row.cells[0].text for row in articles.grid_model.table.rows]

    before = order()
    heading = articles.horizontalHeader()
    heading.sectionClicked.emit(1)
    assert order() == sorted(before)
    heading.sectionClicked.emit(1)
    assert order() == sorted(before, reverse=True)
    heading.sectionClicked.emit(1)
    assert order() == before


def test_the_models_keep_to_qts_rules(hand: Hand, screen: AgreementScreen) -> None:
    fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
    models = [section.grid.grid_model for sheet in screen.switcher.sheets for section in sheet.sections]
    testers = [QAbstractItemModelTester(model, fatal) for model in (*models, screen.list.list_model)]
    for sheet in SheetId:
        grids(screen, sheet)
    press_cell(grids(screen, SheetId.LABELS)[0], "EVENT", "Exact F1")
    assert len(testers) == len(models) + 1


@pytest.mark.parametrize("theme", ["light", "dark", "high-contrast"])
def test_every_sheet_is_drawn_in_every_theme(hand: Hand, screen: AgreementScreen, theme: str) -> None:
    hand.window.commands.run(f"theme-{theme}")
    for sheet in SheetId:
        grids(screen, sheet)
        assert not screen.grab().isNull()


def test_a_sheet_tells_below_it_why_figures_are_undefined(screen: AgreementScreen) -> None:
    grids(screen, SheetId.LABELS)
    assert "Undefined: all is of one kind, so chance alone would agree." in shown_text(screen)
    grids(screen, SheetId.CONFUSION)
    assert "Undefined" not in shown_text(screen)
