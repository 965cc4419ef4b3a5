"""Painted marks of articles of any length, after every way of coming to them."""

import shutil
from bisect import bisect_left
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPointF
from PySide6.QtGui import QColor, QImage, QMouseEvent
from PySide6.QtWidgets import QApplication, QTextEdit

from annotator.domain.marks.span_index import SpanIndex
from tests.command_line import record, span, write_jsonl
from tests.painted_marks import count_pixels, label_colors, screen_picture
from tests.ui.conftest import Opener
from tests.ui.hand import LEFT, NO_KEY, Hand
from tests.ui.projects import project_from
from tests.ui.review_project import open_review, press_row

pytestmark = pytest.mark.slow

SIZES = {"a": 12_000, "b": 40_000, "c": 300_000, "d": 2_000_000}
PARAGRAPH = "La Russie réclame que Kiev cède quatre régions du pays, et que rien ne presse. " * 4
# A view holds the heads of at least two paragraphs, and the lines below their words are some hundred pixels long.
MARKED = 300


def text_of(size: int) -> str:
    return "\n".join([PARAGRAPH.strip()] * (size // len(PARAGRAPH)))


def marks_of(text: str) -> dict[str, object]:
    """A speaker, a demand and a link between them at the head of every paragraph."""
    heads = range(0, len(text), len(PARAGRAPH))
    speakers = [span(head, head + 9, id=f"s{head}") for head in heads]
    demands = [span(head + 10, head + 49, "DEMAND", id=f"d{head}") for head in heads]
    links = [{"id": f"r{head}", "label": "SAYS", "from": f"s{head}", "to": f"d{head}"} for head in heads]
    return {"spans": [*speakers, *demands], "relations": links}


def differences_of(text: str, shift: int) -> dict[str, object]:
    """Speakers at the beginning, in the middle and near the end; with ``shift`` they begin later."""
    heads = [head - head % len(PARAGRAPH) for head in (0, len(text) // 2, len(text) - len(PARAGRAPH))]
    return {"spans": [span(head + shift, head + 40, id=f"s{head}") for head in heads], "status": "done"}


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four articles that Alba has marked from end to end."""
    folder = tmp_path_factory.mktemp("marked")
    texts = {name: text_of(size) for name, size in SIZES.items()}
    articles = [record(text, id=name, annotator="Alba", **marks_of(text)) for name, text in texts.items()]
    return project_from(folder, [write_jsonl(folder / "articles.jsonl", *articles)])


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same articles finished by Alba and Bruno, who differ in three places of each."""
    folder = tmp_path_factory.mktemp("finished")
    articles = [
        record(text, id=name, annotator=annotator, **differences_of(text, shift))
        for name, text in ((name, text_of(size)) for name, size in SIZES.items())
        for annotator, shift in (("Alba", 0), ("Bruno", 3))
    ]
    return project_from(folder, [write_jsonl(folder / "articles.jsonl", *articles)])


@pytest.fixture
def project(marked: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(marked, tmp_path))


@pytest.fixture
def hand(open_window: Opener, project: Path) -> Hand:
    """Alba at the shortest article."""
    return open_window(project=project, annotator="Alba", document="a")


def assert_painted(hand: Hand, view: QTextEdit, colors: list[QColor], least: int = MARKED) -> None:
    """The marks come to the screen by themselves, and the picture is the one that painting all of it gives."""
    view.setCursorWidth(0)
    hand.qtbot.waitUntil(lambda: count_pixels(screen_picture(view), colors) > least)
    hand.qtbot.waitUntil(lambda: view.document().lastBlock().layout().lineCount() > 0)
    picture = at_rest(hand, view)
    view.viewport().update()
    assert at_rest(hand, view) == picture


def at_rest(hand: Hand, view: QTextEdit) -> QImage:
    pictures = [QImage()]

    def rests() -> bool:
        pictures.append(screen_picture(view))
        return pictures[-1] == pictures[-2]

    hand.qtbot.waitUntil(rests)
    return pictures[-1]


def assert_marked(hand: Hand) -> None:
    assert_painted(hand, hand.reader, label_colors(hand.reader))


def scroll(hand: Hand, share: float) -> None:
    """Drag the bar to this share of the article, as soon as the bar reaches so far; the caret stays."""
    bar = hand.reader.verticalScrollBar()
    hand.qtbot.waitUntil(lambda: hand.reader.document().lastBlock().layout().lineCount() > 0)
    hand.qtbot.waitUntil(lambda: bar.maximum() > len(hand.text) // 4)
    bar.setValue(int(share * bar.maximum()))


def top_line(hand: Hand) -> int:
    """The first paragraph whose head is on screen, by the places of its characters alone."""
    heads = range(0, len(hand.text), len(PARAGRAPH))
    return bisect_left(heads, 1, key=lambda head: hand.reader._box(head).bottom())


@pytest.mark.parametrize("document", SIZES)
def test_an_article_is_marked_when_it_is_opened(open_window: Opener, project: Path, document: str) -> None:
    hand = open_window(project=project, annotator="Alba", document=document)
    assert_marked(hand)
    hand.press("Tab")
    assert hand.focused
    assert_marked(hand)


def test_articles_are_marked_when_one_pages_forth_and_back(hand: Hand) -> None:
    for key in ("Ctrl+PgDown", "Ctrl+PgDown", "Ctrl+PgDown", "Ctrl+PgUp", "Ctrl+PgUp", "Ctrl+PgUp"):
        hand.press(key)
        assert_marked(hand)


def test_articles_are_marked_after_the_one_before_is_done(hand: Hand) -> None:
    for document in ("b", "c", "d"):
        hand.press("Ctrl+Return")
        assert hand.document == document
        assert_marked(hand)


@pytest.mark.parametrize("document", SIZES)
def test_an_article_is_marked_where_it_was_left(open_window: Opener, project: Path, document: str) -> None:
    hand = open_window(project=project, annotator="Alba", document=document)
    scroll(hand, 0.5)
    line = top_line(hand)
    hand.press("Ctrl+PgUp", "Ctrl+PgDown") if document != "a" else hand.press("Ctrl+PgDown", "Ctrl+PgUp")
    assert_marked(hand)
    assert (hand.document, top_line(hand)) == (document, line)
    hand.window.close()
    hand = open_window(project=project, annotator="Alba")
    assert_marked(hand)
    assert (hand.document, top_line(hand)) == (document, line)


@pytest.mark.parametrize(("document", "share"), [("a", 0.0), ("b", 0.5), ("c", 0.0), ("d", 0.5)])
def test_an_article_is_marked_in_every_size(open_window: Opener, project: Path, document: str, share: float) -> None:
    hand = open_window(project=project, annotator="Alba", document=document)
    scroll(hand, share)
    for key in ("Ctrl++", "Ctrl+0", "Ctrl+-"):
        hand.press(key)
        assert_marked(hand)
    hand.window.resize(1000, 700)
    assert_marked(hand)


@pytest.mark.parametrize("document", SIZES)
def test_the_lanes_of_the_review_are_in_the_picture(
    open_window: Opener, finished: Path, tmp_path: Path, document: str
) -> None:
    hand = open_review(open_window(project=Path(shutil.copy(finished, tmp_path)), annotator="Rita"))
    screen = hand.page("review")
    for row in range(3):
        press_row(screen, 3 * list(SIZES).index(document) + row)
        colors = [lane.color for lane in screen.passage._lanes]
        assert_painted(hand, screen.passage, colors, least=100)


def test_what_lies_below_the_view_is_laid_out_later(hand: Hand) -> None:
    hand.press("Ctrl+PgDown", times=3)
    assert hand.document == "d"

    lines = hand.reader._lines_between(0, hand.reader.viewport().height())

    page = hand.reader.document()
    assert 10 < len(lines) < 40
    assert page.findBlockByNumber(page.blockCount() // 10).layout().lineCount() == 0


def test_a_press_beside_the_text_stays_on_screen_while_the_page_is_laid_out(hand: Hand) -> None:
    hand.press("Ctrl+PgDown", "Ctrl+PgDown", "Ctrl+PgDown")
    gap = hand.box(len(PARAGRAPH)).top() - 6
    for height in (5, gap):
        hand.reader.show_text(hand.text, SpanIndex.from_spans())
        for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
            point = QPointF(90, height)
            QApplication.sendEvent(hand.reader.viewport(), QMouseEvent(kind, point, point, LEFT, LEFT, NO_KEY))
        assert hand.reader.caret() < 2 * len(PARAGRAPH)
