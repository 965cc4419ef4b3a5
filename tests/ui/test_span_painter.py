"""Painted spans: they can be told apart in every theme, and painting them has no effect but the pixels."""

import sys
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest
from PySide6.QtCore import QLineF, QPoint, QPointF, QRect, QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest

from annotator.app.settings import Settings, ThemeChoice
from annotator.ui import theme
from tests.command_line import record, span, write_jsonl
from tests.ui.conftest import Opener
from tests.ui.hand import Hand
from tests.ui.projects import project_from

NAMED: list[ThemeChoice] = [name for name in get_args(ThemeChoice) if name != "system"]
TEXT = "Il dit « La Russie réclame que Kiev cède quatre régions » et que rien ne presse.\nPuis rien."


class Recorder(QPainter):
    """Notes what is drawn."""

    def __init__(self, image: QImage) -> None:
        super().__init__(image)
        self.lines: list[tuple[QLineF, QColor]] = []
        self.signs: list[tuple[QPointF, str]] = []
        self.grounds: list[tuple[QRectF, QColor]] = []

    def drawLine(self, line: QLineF) -> None:  # noqa: N802 - Qt's name
        self.lines.append((QLineF(line), QColor(self.pen().color())))

    def drawText(self, place: QPointF, sign: str) -> None:  # noqa: N802
        self.signs.append((QPointF(place), sign))

    def drawRoundedRect(self, box: QRectF, *_: float) -> None:  # noqa: N802
        self.grounds.append((QRectF(box), QColor(self.brush().color())))


def drawn(hand: Hand) -> Recorder:
    """What the reader draws for the spans that are on screen."""
    image = QImage(hand.reader.viewport().size(), QImage.Format.Format_ARGB32)
    recorder = Recorder(image)
    reader = hand.reader
    reader._painter.paint(
        recorder, reader._lines_between(0, reader.viewport().height()), hand.open_document.index, reader.focused
    )
    recorder.end()
    return recorder


def mark(hand: Hand, *wanted: tuple[str, str]) -> None:
    for words, key in wanted:
        start, end = hand.words(words)
        hand.reader.select(start, end)
        hand.press(key)
    hand.press("Esc")


NEST = (
    ("quatre régions", "E"),
    ("Kiev cède quatre régions", "D"),
    ("La Russie réclame que Kiev cède quatre régions", "Q"),
)


def test_nested_spans_run_in_lanes_of_their_own_the_shorter_nearer_the_text(open_window: Opener) -> None:
    hand = open_window(TEXT)
    mark(hand, *NEST)
    by_height = sorted(drawn(hand).lines, key=lambda line: line[0].y1())
    assert len({line.y1() for line, _ in by_height}) == 3
    widths = [line.length() for line, _ in by_height]
    assert widths == sorted(widths)


def test_identical_extents_get_lanes_and_signs_of_their_own(open_window: Opener) -> None:
    hand = open_window(TEXT)
    mark(hand, ("quatre régions", "E"), ("quatre régions", "D"), ("quatre régions", "A"))
    what = drawn(hand)
    assert len({line.y1() for line, _ in what.lines}) == 3
    assert len({(line.x1(), line.x2()) for line, _ in what.lines}) == 1
    assert sorted(sign for _, sign in what.signs) == ["A", "D", "E"]
    assert_apart(what)


def test_signs_of_spans_that_start_together_stand_side_by_side_the_outer_one_first(open_window: Opener) -> None:
    hand = open_window(TEXT)
    mark(hand, ("Kiev", "A"), ("Kiev cède", "E"), ("Kiev cède quatre régions", "D"))
    what = drawn(hand)
    assert [sign for _, sign in sorted(what.signs, key=lambda sign: sign[0].x())] == ["D", "E", "A"]
    assert_apart(what)


def assert_apart(what: Recorder) -> None:
    places = sorted(place.x() for place, _ in what.signs)
    assert all(later - earlier >= 5 for earlier, later in pairwise(places))


def test_a_span_over_several_lines_is_drawn_on_each_without_the_space_at_its_end(open_window: Opener) -> None:
    hand = open_window("mot " * 60)
    hand.reader.select(0, 4 * 60)
    hand.press("Q")
    lines = drawn(hand).lines
    assert len(lines) > 2
    assert len(drawn(hand).signs) == 1
    right = hand.box(0).x() + max(line.length() for line, _ in lines)
    assert all(line.x2() <= right + 1 for line, _ in lines)
    word, with_space = (hand.reader.fontMetrics().horizontalAdvance(text) for text in ("mot", "mot "))
    assert with_space > word
    for line, _ in lines:
        assert line.x2() < hand.reader.viewport().width()


def test_fragments_are_joined_by_a_finer_line(open_window: Opener, tmp_path: Path) -> None:
    text = "elle renonce aux livraisons et à toute adhésion"
    split = span(0, len(text), "DEMAND", fragments=[[0, 12], [31, len(text)]])
    marks = write_jsonl(tmp_path / "marks.jsonl", record(text, annotator="Camille", spans=[split]))
    project = project_from(tmp_path, [marks])
    hand = open_window(project=project)
    assert hand.marks() == [("DEMAND", "elle renonce … à toute adhésion")]
    lines = sorted((line for line, _ in drawn(hand).lines), key=lambda line: line.x1())
    assert [round(line.y1(), 1) for line in lines] == [round(lines[0].y1(), 1)] * 3
    assert lines[0].x2() == pytest.approx(lines[1].x1())
    assert lines[1].x2() == pytest.approx(lines[2].x1())
    assert len(drawn(hand).grounds) == 2, "what lies between the fragments has no ground"


@pytest.mark.parametrize("choice", NAMED)
def test_the_focused_span_is_filled_and_nothing_else_moves(open_window: Opener, choice: ThemeChoice) -> None:
    hand = open_window(TEXT, settings=Settings(theme=choice))
    mark(hand, ("Kiev", "A"), ("quatre régions", "E"))
    calm = drawn(hand)
    hand.click(hand.words("Kiev")[0] + 1)
    lit = drawn(hand)
    assert [line for line, _ in lit.lines] == [line for line, _ in calm.lines]
    assert lit.signs == calm.signs
    strongest = max(lit.grounds, key=lambda ground: ground[1].alpha())
    assert strongest[1].alpha() > max([ground[1].alpha() for ground in calm.grounds], default=0) + 30
    assert strongest[0].contains(QPointF(hand.point(hand.words("Kiev")[0] + 1)))


def pixel_beside_the_letters(hand: Hand, place: int) -> QColor:
    """The ground between two lines of a letter: just above its x-height, at its left edge."""
    box = hand.box(place)
    image = hand.reader.viewport().grab().toImage()
    counted: dict[int, int] = defaultdict(int)
    for x in range(box.x() - 1, box.x() + 5):
        for y in range(box.center().y() - 4, box.center().y() + 4):
            counted[image.pixel(x, y)] += 1
    return QColor(max(counted, key=lambda color: counted[color]))


@pytest.mark.parametrize("choice", NAMED)
def test_the_fill_is_seen_on_the_screen(open_window: Opener, choice: ThemeChoice) -> None:
    hand = open_window(TEXT, settings=Settings(theme=choice))
    mark(hand, ("presse", "C"))
    place = hand.words("presse")[0] + 3
    page = QColor(theme.resolve(choice).page)
    assert pixel_beside_the_letters(hand, place) == page
    hand.click(place)
    assert hand.focused
    filled = pixel_beside_the_letters(hand, place)
    assert distance(filled, page) > 40


def distance(one: QColor, other: QColor) -> int:
    pairs = zip(one.getRgb()[:3], other.getRgb()[:3], strict=True)  # type: ignore[index]
    return sum(abs(a - b) for a, b in pairs)


@pytest.mark.parametrize("choice", NAMED)
def test_the_text_area_wears_the_theme_from_the_start_and_when_it_changes(
    open_window: Opener, choice: ThemeChoice
) -> None:
    hand = open_window(TEXT, settings=Settings(theme="dark" if choice == "light" else "light"))
    corner = hand.reader.rect().bottomLeft()
    hand.window.commands.run(f"theme-{choice}")
    for widget, at in ((hand.reader, corner), (hand.reader.viewport(), hand.reader.viewport().rect().bottomRight())):
        assert QColor(widget.grab().toImage().pixel(at)).name().upper() == theme.resolve(choice).page
    assert hand.window.settings.theme == choice


@pytest.mark.parametrize("beside", ["the spans", "the keys", "a form", "the find bar", "the question who"])
@pytest.mark.parametrize(("before", "after"), [("light", "dark"), ("dark", "high-contrast")])
def test_changing_the_theme_looks_like_starting_in_it(
    open_window: Opener, before: ThemeChoice, after: ThemeChoice, beside: str
) -> None:
    pictures = []
    for first in (after, before):
        hand = open_window(project=pictures[0][1] if pictures else None, settings=Settings(theme=first))
        hand.window.resize(1280, 800)
        show = {
            "the spans": lambda hand=hand: None,
            "the keys": lambda hand=hand: hand.press("F1"),
            "a form": lambda hand=hand: hand.press("Tab"),
            "the find bar": lambda hand=hand: hand.press("Ctrl+F"),
            "the question who": lambda hand=hand: hand.window.commands.run("annotator"),
        }
        show[beside]()
        hand.window.commands.run(f"theme-{after}")
        pictures.append((hand.window.grab().toImage(), hand.window.session.path))
        hand.window.close()
    assert pictures[0][0] == pictures[1][0]


@pytest.mark.parametrize("choice", NAMED)
def test_every_theme_can_be_read(open_window: Opener, choice: ThemeChoice) -> None:
    hand = open_window(TEXT)
    worn = theme.resolve(choice)
    for ground in (worn.page, worn.panel, worn.raised, worn.hover, worn.selection, worn.found):
        assert contrast(worn.text, ground) >= 4.5, ("text", ground)
    for ground in (worn.page, worn.panel, worn.raised):
        for name, color in (("muted", worn.muted), ("error", worn.error)):
            assert contrast(color, ground) >= 4.5, (name, ground)
    assert contrast(worn.accent_text, worn.accent) >= 4.5
    for label in hand.window.session.scheme.labels.values():
        color = worn.color_of(label).name()
        for ground in (worn.page, worn.panel):
            assert contrast(color, ground) >= 3, (label.name, ground)
        tinted = mixed(color, worn.page, worn.focus)
        assert contrast(worn.text, tinted) >= 4.5, (label.name, "filled")
        assert contrast(worn.muted, worn.page) >= 4.5
    for name, edge in (("edge", worn.edge), ("accent", worn.accent)):
        for ground in (worn.page, worn.panel):
            assert contrast(edge, ground) >= 3, (name, ground)


def luminance(color: str) -> float:
    channels = [channel / 255 for channel in QColor(color).getRgb()[:3]]  # type: ignore[index]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mixed(over: str, under: str, strength: float) -> str:
    pairs = zip(QColor(over).getRgb()[:3], QColor(under).getRgb()[:3], strict=True)  # type: ignore[index]
    return QColor(*(round(a * strength + b * (1 - strength)) for a, b in pairs)).name()


def test_labels_differ_by_line_and_letter_where_colours_are_not_seen(open_window: Opener) -> None:
    hand = open_window(TEXT)
    labels = hand.window.session.scheme.labels.values()
    assert len({label.key for label in labels}) == len(labels)
    assert len({(label.line, label.main) for label in labels}) >= 4


@pytest.mark.slow
def test_none_is_released_no_more_often_than_it_is_taken(open_window: Opener) -> None:
    """PySide6 6.12.0 loses one reference to None with every call that returns nothing, and aborts in the end."""
    hand = open_window(annotator="annotator-a", document="000_22f1827607b866df")
    viewport = hand.reader.viewport()
    viewport.repaint()
    before = sys.getrefcount(None)
    for _ in range(1000):
        viewport.repaint()
    assert abs(sys.getrefcount(None) - before) < 500


def test_only_what_is_on_screen_is_drawn(open_window: Opener) -> None:
    hand = open_window("Un mot.\n" * 2000)
    for place in (0, 8 * 1999):
        hand.reader.select(place, place + 2)
        hand.press("E")
    assert len(hand.marks()) == 2
    assert len(drawn(hand).lines) == 1
    hand.press("Ctrl+Home")
    assert len(drawn(hand).lines) == 1
    assert len(hand.reader._lines_between(0, hand.reader.viewport().height())) < 100


def test_what_is_painted_anew_after_a_change_is_what_a_whole_picture_shows(open_window: Opener) -> None:
    """A band of lines is renewed after a step; nothing outside it may look other than it should."""
    hand = open_window("La Russie réclame à l'Ukraine qu'elle lui cède quatre régions du pays. " * 12)

    def on_screen() -> QImage:
        QTest.qWait(0)
        page = QRect(hand.reader.mapTo(hand.window, QPoint()), hand.reader.size())
        return hand.window.screen().grabWindow(hand.window.winId()).toImage().copy(page)

    pictures: list[QImage] = []
    hand.select_words(0, 400)
    hand.press("Q")
    for start, end, key in ((10, 60, "D"), (10, 16, "E"), (300, 380, "A"), (150, 320, "D"), (0, 0, "Ctrl+Z")):
        hand.reader.select(start, end)
        hand.press(key)
        pictures.append(on_screen())
        hand.window.update()
        hand.reader.viewport().update()
        assert pictures[-1] == on_screen(), f"after {key} at {start}"
    assert all(one != two for one, two in pairwise(pictures))


@pytest.mark.parametrize("choice", NAMED)
def test_fields_have_edges_and_hints_that_can_be_seen(open_window: Opener, choice: ThemeChoice) -> None:
    hand = open_window(TEXT, settings=Settings(theme=choice))
    worn = theme.resolve(choice)
    hand.press("Ctrl+D")
    hand.wait_for_job()
    for field in (hand.page("demands").filter, hand.page("demands").annotator_box):
        shown = field.grab().toImage()
        edge = shown.pixelColor(shown.width() // 2, shown.height() - 1).name()
        assert contrast(edge, worn.page) >= 3, field
    hint = hand.page("demands").filter.palette().placeholderText().color()
    assert hint.alpha() == 255
    assert contrast(hint.name(), worn.page) >= 4.5


def at_rest(hand: Hand) -> QImage:
    """The reader as it stands on the screen when all has come to rest, some parts painted earlier than others."""
    seen = [QImage()]

    def rests() -> bool:
        place = QRect(hand.reader.mapTo(hand.window, QPoint(0, 0)), hand.reader.size())
        seen.append(hand.window.screen().grabWindow(hand.window.winId()).toImage().copy(place))
        return seen[-1] == seen[-2]

    hand.qtbot.waitUntil(rests)
    return seen[-1]


@pytest.mark.parametrize(
    "keys",
    [
        ("Tab", "Tab", "R", "Tab", "Esc", "Tab", "E", "Alt+Right", "Alt+Left", "Del", "Ctrl+Z", "B", "Right", "Esc"),
        ("A", "Tab", "Shift+Tab", "Del", "Ctrl+Z", "Ctrl+Z", "Esc"),
    ],
)
def test_what_is_painted_in_parts_is_what_painting_all_gives(open_window: Opener, keys: tuple[str, ...]) -> None:
    hand = open_window(annotator="annotator-a")
    hand.reader.setCursorWidth(0)
    hand.reader.select(*hand.words("les deux"))
    for key in keys:
        hand.press(key)
        in_parts = at_rest(hand)
        hand.reader.viewport().update()
        assert at_rest(hand) == in_parts, f"after {key}"
