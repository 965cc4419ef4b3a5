"""Tests of the Demands screen: the table, its filter, order and groups, the matrix, and the way to the text."""

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest

from annotator.app.cast.demands import Demands
from annotator.app.project.open import new_project
from annotator.domain.text.folding import fold
from annotator.ui.demands.arrangement import ADDRESSEE, ANNOTATOR, DATE, EVENT, SPEAKER, STRENGTH, WORDS, DemandPair
from annotator.ui.demands.model import _FIRST_LAYERS
from annotator.ui.demands.screen import DemandsScreen
from tests.command_line import facts, record, span, write_jsonl
from tests.formats.tables.test_demands import COLUMNS, link, listed_by_hand
from tests.ui.conftest import Opener
from tests.ui.hand import LEFT, NO_KEY, Hand


@pytest.fixture
def hand(open_window: Opener) -> Hand:
    """Annotator A at the Demands screen of the sample project."""
    hand = open_window(annotator="annotator-a")
    hand.press("Ctrl+D")
    return hand


@pytest.fixture
def screen(hand: Hand) -> DemandsScreen:
    return hand.page("demands")


def shown(screen: DemandsScreen, column: int = WORDS) -> list[str]:
    return [screen.model.index(row, column).data() for row in range(screen.model.rowCount())]


def rows_where(**columns: str) -> list[str]:
    """The words of the demands with these columns in the list made by hand."""
    return [row["demand_text"] for row in listed_by_hand() if columns.items() <= row.items()]


def press_count(screen: DemandsScreen, speaker: str | None, addressee: str | None) -> None:
    """Click on a count of the matrix."""
    matrix = screen.matrix
    for row in range(matrix.table_model.rowCount()):
        for column in range(matrix.table_model.columnCount()):
            if matrix.table_model.pair(row, column) == DemandPair(speaker, addressee):
                index = matrix.table_model.index(row, column)
                matrix.scrollTo(index)
                QTest.mouseClick(matrix.viewport(), LEFT, NO_KEY, matrix.visualRect(index).center())
                return
    raise AssertionError("there is no such count")


def counts(screen: DemandsScreen) -> dict[DemandPair, int]:
    """The counts that the matrix shows, without the sums."""
    model = screen.matrix.table_model
    cells = [(row, column) for row in range(model.rowCount() - 1) for column in range(model.columnCount() - 1)]
    return {model.pair(*cell): int(model.index(*cell).data()) for cell in cells if model.index(*cell).data()}


# The table


def test_it_lists_what_the_annotator_at_work_marked(screen: DemandsScreen) -> None:
    by_hand = listed_by_hand()
    columns = {
        SPEAKER: "speaker_entity",
        STRENGTH: "strength",
        WORDS: "demand_text",
        ADDRESSEE: "addressee_entity",
        EVENT: "event_ref",
    }
    for column, name in columns.items():
        assert shown(screen, column) == [row[name] for row in by_hand]
    assert screen.table.isColumnHidden(ANNOTATOR)


def test_everybody_s_demands_name_who_marked_them(screen: DemandsScreen, hand: Hand) -> None:
    choose(hand, screen, None)
    assert set(shown(screen, ANNOTATOR)) == {"annotator-a", "annotator-b"}
    assert not screen.table.isColumnHidden(ANNOTATOR)
    choose(hand, screen, "annotator-b")
    assert "Veuillez rafraîchir la page" in shown(screen)


def choose(hand: Hand, screen: DemandsScreen, annotator: str | None) -> None:
    """Choose the annotator whose demands are shown, by the keys."""
    screen.annotator_box.setFocus()
    hand.press("Home")
    for _ in range(screen.annotator_box.findData(annotator)):
        hand.press("Down")


@pytest.mark.parametrize(
    ("query", "columns"),
    [
        ("zelen", {"addressee_entity": "Volodymyr Zelensky"}),
        ("LEGAL", None),
        ("rejects trump", {"response_stance": "rejects", "response_by": "Donald Trump"}),
        ("l'otan", None),
        ("ultimatum", {"strength": "ultimatum"}),
    ],
)
def test_the_filter_takes_whole_words_the_last_one_as_a_prefix(
    screen: DemandsScreen, hand: Hand, query: str, columns: dict[str, str] | None
) -> None:
    screen.filter.setFocus()
    hand.type(query)
    words = shown(screen)
    if columns:
        assert set(rows_where(**columns)) <= set(words)
    assert len(words) < len(listed_by_hand())
    if query == "l'otan":
        assert words == [
            "engagement formel qu’elle ne rejoindra pas l’OTAN",
            "elle renonce … à toute adhésion à l'Otan",
        ]
    if query == "LEGAL":
        assert words == []


def test_a_whole_word_is_no_prefix_once_a_space_follows(screen: DemandsScreen) -> None:
    screen.filter.setText("kreml")
    assert len(shown(screen)) == 4
    screen.filter.setText("kreml ")
    assert shown(screen) == []


@pytest.mark.parametrize("column", [SPEAKER, STRENGTH, WORDS, ADDRESSEE, EVENT, DATE])
def test_a_heading_sorts_and_again_turns_the_order(screen: DemandsScreen, column: int) -> None:
    header = screen.table.horizontalHeader()
    at = header.sectionViewportPosition(column) + 8
    orders = []
    for _ in range(2):
        QTest.mouseClick(
            header.viewport(), LEFT, NO_KEY, header.viewport().rect().topLeft() + type(header.pos())(at, 10)
        )
        orders.append([fold(cell) for cell in shown(screen, column)])
    assert orders == [sorted(orders[0]), sorted(orders[0], reverse=True)]


def test_groups_stand_under_their_names_and_counts(screen: DemandsScreen) -> None:
    screen.group_box.setCurrentIndex(screen.group_box.findData(ADDRESSEE))
    first, second = shown(screen, SPEAKER)[:2]
    assert first == "Ukraine  ·  9 demands"
    assert second == "Kremlin"
    assert shown(screen, ADDRESSEE)[1:10] == ["Ukraine"] * 9
    assert "nobody named  ·  11 demands" in shown(screen, SPEAKER)
    screen.group_box.setCurrentIndex(screen.group_box.findData(SPEAKER))
    assert shown(screen, SPEAKER)[0] == "Russie  ·  5 demands"


# The picture


def test_the_picture_counts_who_demands_of_whom(screen: DemandsScreen) -> None:
    expected: dict[DemandPair, int] = {}
    for row in listed_by_hand():
        pair = DemandPair(row["speaker_entity"], row["addressee_entity"])
        expected[pair] = expected.get(pair, 0) + 1
    assert counts(screen) == expected


def test_a_press_on_a_count_shows_its_demands_and_another_all_again(screen: DemandsScreen) -> None:
    press_count(screen, "Russie", "Ukraine")
    assert shown(screen) == rows_where(speaker_entity="Russie", addressee_entity="Ukraine")
    assert screen.pair_button.isVisible()
    assert "Russie → Ukraine" in screen.pair_button.text()
    press_count(screen, "Russie", "Ukraine")
    assert len(shown(screen)) == 32
    assert not screen.pair_button.isVisible()


def test_sums_and_names_show_one_side_s_demands(screen: DemandsScreen) -> None:
    press_count(screen, None, "Ukraine")
    assert shown(screen) == rows_where(addressee_entity="Ukraine")
    names = screen.matrix.verticalHeader()
    at = names.viewport().rect().topLeft() + type(names.pos())(20, names.sectionViewportPosition(0) + 8)
    QTest.mouseClick(names.viewport(), LEFT, NO_KEY, at)
    assert shown(screen) == rows_where(speaker_entity="Russie")


def test_the_picture_is_walked_and_pressed_by_keys(screen: DemandsScreen, hand: Hand) -> None:
    screen.matrix.setFocus()
    hand.press("Right", "Left", "Return")
    assert shown(screen) == rows_where(speaker_entity="Russie", addressee_entity="Ukraine")
    hand.press("Esc")
    assert len(shown(screen)) == 32
    assert screen.matrix.hasFocus()


def test_the_picture_follows_the_filter(screen: DemandsScreen) -> None:
    screen.filter.setText("otan")
    assert counts(screen) == {
        DemandPair("Ministère russe des Affaires étrangères", "Ukraine"): 1,
        DemandPair("Russie", "Ukraine"): 1,
    }


# To the text and back


def test_enter_stands_in_the_text_and_one_key_comes_back(screen: DemandsScreen, hand: Hand) -> None:
    screen.filter.setFocus()
    hand.type("quatre regions")
    hand.press("Return", "Return")
    assert hand.document.startswith("004")
    focused = hand.focused
    assert focused
    assert (focused.id, focused.start, focused.end) == ("d8", 2263, 2407)
    hand.press("Ctrl+D")
    assert screen.isVisible()
    assert screen.table.hasFocus()
    assert shown(screen)[screen.table.currentIndex().row()].startswith("elle lui cède quatre régions")
    hand.press("Esc")
    assert hand.reader.hasFocus()


def test_another_s_demand_is_selected_in_the_text(screen: DemandsScreen, hand: Hand) -> None:
    choose(hand, screen, "annotator-b")
    screen.filter.setText("Veuillez rafraîchir")
    index = screen.model.index(0, WORDS)
    QTest.mouseClick(screen.table.viewport(), LEFT, NO_KEY, screen.table.visualRect(index).center())
    QTest.mouseDClick(screen.table.viewport(), LEFT, NO_KEY, screen.table.visualRect(index).center())
    assert hand.selected() == "Veuillez rafraîchir la page"
    assert "annotator-b" in hand.message


def test_a_change_in_the_text_is_seen_in_the_table_at_its_place(screen: DemandsScreen, hand: Hand) -> None:
    before = shown(screen)
    screen.filter.setFocus()
    hand.press("Return")
    hand.press("Return")
    assert hand.focused
    hand.press("Delete")
    hand.press("Ctrl+D")
    assert shown(screen) == before[1:]
    hand.press("Ctrl+Z")
    hand.press("Ctrl+D")
    assert shown(screen) == before


# Away from here


def test_ctrl_c_copies_the_selected_rows_with_the_columns_of_the_export(screen: DemandsScreen, hand: Hand) -> None:
    screen.filter.setFocus()
    hand.press("Down")
    hand.press("Shift+Down", "Ctrl+C")
    names, *rows = csv.reader(QGuiApplication.clipboard().text().splitlines(), delimiter="\t")
    assert names == COLUMNS
    copied = [{name: cell for name, cell in zip(names, row, strict=True) if name != "published"} for row in rows]
    assert copied == listed_by_hand()[:2]


def test_export_begins_with_what_is_shown(
    screen: DemandsScreen, hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out"
    dialog = "annotator.ui.transfer.jobs.QFileDialog.getSaveFileName"
    monkeypatch.setattr(dialog, lambda *arguments: (str(target), arguments[3].split(";;")[0]))
    QTest.mouseClick(screen._export, LEFT)
    page = hand.window.controllers.transfers.export_page
    hand.qtbot.waitUntil(lambda: "behind" in page.survey_text)
    assert (page.request.format, page.request.annotator) == ("demands", "annotator-a")
    hand.press_button(page.go)
    hand.qtbot.waitUntil((tmp_path / "out.csv").exists)
    hand.qtbot.waitUntil(lambda: not hand.window.job_runner.busy)
    assert len((tmp_path / "out.csv").read_text().splitlines()) == 33


# Nothing, and very much


def test_a_project_without_demands_says_what_to_do(open_window: Opener) -> None:
    hand = open_window("Un article.")
    hand.press("Ctrl+D")
    assert "No demands yet" in hand.page("demands")._explanation.text()
    assert hand.page("demands")._explanation.isVisible()


def test_a_scheme_without_demands_says_so(open_window: Opener, tmp_path: Path) -> None:
    scheme = tmp_path / "people.json"
    scheme.write_text('{"scheme": "people", "version": "1", "span_labels": {"PERSON": {"key": "P"}}, "relations": {}}')
    new_project(tmp_path / "people.annotator", scheme).close()
    facts("import", tmp_path / "people.annotator", write_jsonl(tmp_path / "in.jsonl", record()))
    hand = open_window(project=tmp_path / "people.annotator")
    hand.press("Ctrl+D")
    explanation = hand.page("demands")._explanation.text()
    assert "No label of the scheme has the role “demand” or “speaker”." in explanation
    assert "No link of the scheme has the role “says” or “addressed-to” or “about”." in explanation


def many(count: int) -> Sequence[dict[str, object]]:
    """Articles with a demand of one speaker each."""
    texts = [f"Moscou exige {number}." for number in range(count)]
    return [
        record(
            text,
            id=f"a{number:04}",
            annotator="Camille",
            spans=[span(0, 6, id="s"), span(7, len(text) - 1, "DEMAND", id="d")],
            relations=[link("SAYS", "s", "d")],
        )
        for number, text in enumerate(texts)
    ]


def test_the_first_rows_stand_at_once_and_the_others_follow(open_window: Opener, project: Path, tmp_path: Path) -> None:
    facts("import", project, write_jsonl(tmp_path / "in.jsonl", *many(400)))
    hand = open_window(project=project)
    hand.window.commands.run("demands")
    model = hand.page("demands").model
    assert model.rowCount() == _FIRST_LAYERS
    assert model.is_reading
    hand.page("demands").filter.setText("exige 399")
    hand.qtbot.waitUntil(lambda: not model.is_reading)
    assert shown(hand.page("demands")) == ["exige 399"]
    hand.page("demands").filter.setText("")
    assert shown(hand.page("demands")) == [f"exige {number}" for number in range(400)]


def test_reading_rests_while_the_table_is_away(open_window: Opener, project: Path, tmp_path: Path) -> None:
    facts("import", project, write_jsonl(tmp_path / "in.jsonl", *many(400)))
    hand = open_window(project=project)
    hand.window.commands.run("demands")
    model = hand.page("demands").model
    hand.window.commands.run("demands")
    assert not model._timer.isActive()
    hand.window.commands.run("demands")
    hand.qtbot.waitUntil(lambda: not model.is_reading)
    assert model.rowCount() == 400


def test_portions_hold_every_row_once(hand: Hand) -> None:
    session = hand.window.session
    reader, parts = Demands(session, None), []
    while reader.more:
        parts += reader.read(3)
    assert parts == Demands(session, None).read(1000)


def test_the_models_keep_to_qts_rules(screen: DemandsScreen) -> None:
    fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
    testers = [QAbstractItemModelTester(model, fatal) for model in (screen.model, screen.matrix.table_model)]
    screen.group_box.setCurrentIndex(1)
    screen.filter.setText("ukraine")
    screen.model.sort(WORDS, Qt.SortOrder.DescendingOrder)
    screen.filter.setText("")
    press_count(screen, "Russie", "Ukraine")
    assert len(testers) == 2
