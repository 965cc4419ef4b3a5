"""The page of a text: it keeps every position and every character."""

import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QGuiApplication, QTextBlock, QTextCursor, QTextDocument

from annotator.domain.text.offsets import OffsetMap
from annotator.ui.annotate.reader.page import PARAGRAPH_SPACE, PageMap, Typesetting, build_page, shown_text
from tests.ui.conftest import Opener
from tests.ui.hand import utf16

# All of Unicode but lone surrogates, which no document holds; the characters that Qt treats in its own way often.
AWKWARD = (
    "\r\n\u2028\u2029\ufeff\ufdd0\ufdd1\ufffc\ufffe\uffff\x1c\x1d\x1e\x1f\x85\x0b\x0c\t"
    "\xa0\u202f\xad\u200d\u0301😀𝒜\u202e"
)
CHARACTERS = st.one_of(st.sampled_from(AWKWARD), st.sampled_from("ab é"), st.characters(exclude_categories=["Cs"]))
TEXTS = st.one_of(
    st.text(CHARACTERS, max_size=40), st.lists(st.sampled_from(["\r\n", "\r", "\n", "😀", "a"])).map("".join)
)
# As many as two characters each may stand in a line that is shown as one.
_LINE = 9_000
BREAKS = {"\n", "\r", "\u2028", "\u2029"}


@given(TEXTS)
@settings(max_examples=60, deadline=None)
@example("\ufeffa\r\nb\rc\u2028d\u2029e\ufdd0\ufdd1\ufffc😀")
@example("\r\n\r\n")
@example("".join(map(chr, range(1, 0x250))))
def test_a_place_on_the_page_is_the_utf16_place_in_the_stored_text(qapp: object, text: str) -> None:
    page = build_page(text, Typesetting(), 24)
    offsets = OffsetMap(text)
    assert page.characterCount() - 1 == utf16(text, len(text)) == offsets.utf16_length
    shown = page.toRawText()
    for place, character in enumerate(text):
        at = utf16(text, place)
        assert offsets.to_utf16(place) == at
        assert offsets.to_codepoint(at) == place
        there = page.characterAt(at)
        if character in BREAKS and text[place : place + 2] != "\r\n":
            assert there == "\u2029"
        elif character == shown_text(character) and character <= "\uffff":
            assert there == character
        elif character > "\uffff":
            assert shown.encode("utf-16-le", "surrogatepass")[2 * at : 2 * at + 4].decode("utf-16-le") == character
    assert page.blockCount() == 1 + sum(character in BREAKS for character in text.replace("\r\n", "\n"))


@pytest.mark.slow
def test_so_it_is_for_every_character_of_unicode(qapp: object) -> None:
    """In lines of some thousand, each character between two letters that must stay where they are."""
    everything = [chr(code) for code in range(1, 0x110000) if not 0xD800 <= code < 0xE000]
    for begin in range(0, len(everything), _LINE):
        text = "".join(f"a{character}" for character in everything[begin : begin + _LINE]) + "z"
        units = shown_text(text).encode("utf-16-le")
        assert len(units) == len(text.encode("utf-16-le"))
        page = build_page(text, Typesetting(), 24)
        shown = page.toRawText().encode("utf-16-le", "surrogatepass")
        assert len(shown) == len(units)
        letters = range(0, len(text), 2)
        offsets = OffsetMap(text)
        assert all(shown[2 * (at := offsets.to_utf16(place)) : 2 * at + 2] in (b"a\0", b"z\0") for place in letters)


COPIED = {
    "no-break spaces": "« la\u00a0paix »\u202f!",
    "Windows line ends": "un\r\ndeux\r\n",
    "old line ends": "un\rdeux",
    "line and paragraph separators": "un\u2028deux\u2029trois",
    "a byte order mark inside": "un\ufeffdeux",
    "emoji": "😀 et 👩\u200d👩\u200d👧",
    "decomposed accents": "e\u0301te\u0301",
    "Qt's own signs": "a\ufffcb\ufdd0c\ufdd1d",
    "separators of records": "a\x1cb\x1dc\x1ed\x1fe",
}


@pytest.mark.parametrize("case", COPIED)
def test_what_is_copied_is_the_stored_text(open_window: Opener, case: str) -> None:
    text = COPIED[case]
    hand = open_window(f"a{text}z")
    hand.press("Ctrl+Home", "Right")
    hand.press("Ctrl+Shift+End", "Shift+Left", "Ctrl+C")
    assert QGuiApplication.clipboard().text() == text
    assert hand.text == f"a{text}z"


@pytest.mark.parametrize("case", COPIED)
def test_a_span_quotes_the_stored_text(open_window: Opener, case: str) -> None:
    text = COPIED[case]
    hand = open_window(f"a{text}z")
    hand.press("Ctrl+Home", "Ctrl+Shift+End", "E")
    [span] = hand.open_document.spans.values()
    assert span.quote == f"a{text}z"
    hand.press("Ctrl+Q")


def test_the_caret_stands_where_it_says_behind_every_character(open_window: Opener) -> None:
    text = "a😀\r\nb\u2028c\ufeffd\xa0e\u0301f"
    hand = open_window(text)
    for place, character in enumerate(text):
        if unicodedata.combining(character):
            continue
        hand.reader.select(place, place)
        assert hand.reader.caret() == place
        assert hand.reader.textCursor().position() == utf16(text, place)


LONG = {
    "with spaces": "le sommet a eu lieu à Kiev 🕊 ",
    "without a space": "x",
    "of ideographs": "停火谈判在布达佩斯举行。",
    "of emoji in families": "👩\u200d👩\u200d👧",
    "of decomposed accents": "e\u0301",
}


@pytest.mark.parametrize("case", LONG)
def test_a_long_line_is_shown_in_pieces_and_every_place_is_kept(qapp: object, case: str) -> None:
    unit = LONG[case]
    text = f"Avant.\n{unit * (100_000 // len(unit))}\nAprès 😀."
    page, places = build_page(text, Typesetting(), 24), PageMap(text)
    assert max(len(line) for line in page.toPlainText().split("\n")) <= 8_000
    for place, character in enumerate(text):
        at = places.to_utf16(place)
        assert places.to_codepoint(at) == place
        there = page.characterAt(at)
        assert there == character or character > "\uffff" or (character in " \n" and there == "\u2029")
    assert places.to_utf16(len(text)) == page.characterCount() - 1
    begins = [page.findBlockByNumber(number).position() for number in range(page.blockCount())]
    assert all(unicodedata.combining(text[place]) == 0 for place in map(places.to_codepoint, begins))
    assert all(text[place - 1] != "\u200d" for place in map(places.to_codepoint, begins))


def test_the_pieces_of_a_long_line_follow_each_other_without_a_gap(qapp: object) -> None:
    page = build_page(f"{'mot ' * 10_000}\nfin", Typesetting(), 24)
    blocks = [page.findBlockByNumber(number) for number in range(page.blockCount())]
    gaps = [block.blockFormat().bottomMargin() for block in blocks]
    assert gaps == [0.0] * (len(blocks) - 2) + [PARAGRAPH_SPACE] * 2


@pytest.mark.parametrize("case", LONG)
def test_a_long_line_is_marked_and_copied_like_any_other(open_window: Opener, case: str) -> None:
    unit = LONG[case]
    text = unit * (100_000 // len(unit))
    hand = open_window(text)
    for place in (3_990, 50_000, len(text) - 20):
        hand.reader.reveal(place, place + 12)
        hand.reader.select(place, place + 12)
        assert hand.selected() == text[place : place + 12]
        hand.press("Ctrl+C")
        assert QGuiApplication.clipboard().text() == text[place : place + 12]
        hand.press("E")
        assert hand.focused
        assert hand.focused.quote == text[hand.focused.start : hand.focused.end]
        assert not hand.reader.grab().isNull()


def test_a_person_works_in_a_line_of_a_megabyte_without_waiting(open_window: Opener) -> None:
    """Lines of Qt's that are laid out and painted for one screen stay few, wherever it is."""
    hand = open_window("x" * 1_000_000)
    hand.press("Ctrl+Shift+Right", "S")
    [span] = hand.open_document.spans.values()
    assert span.length < 2_000
    hand.press("Ctrl+End")
    assert hand.reader.caret() == 1_000_000
    assert max(block.length() for block in _blocks(hand.reader.document())) <= 8_000


def _blocks(page: QTextDocument) -> Iterator[QTextBlock]:
    block = page.begin()
    while block.isValid():
        yield block
        block = block.next()


def test_blank_lines_are_no_hole_in_the_page(open_window: Opener) -> None:
    """Four line ends between two paragraphs take less room than two lines of text."""
    hand = open_window("un\r\n\r\n\r\n\r\ndeux\r\ntrois")
    tops = []
    for word in ("un", "deux", "trois"):
        cursor = QTextCursor(hand.reader.document())
        cursor.setPosition(utf16(hand.text, hand.text.index(word)))
        tops.append(hand.reader.cursorRect(cursor).top())
    assert tops[1] - tops[0] < 2 * (tops[2] - tops[1])


def test_nothing_can_be_typed_pasted_or_dropped_into_the_article(open_window: Opener) -> None:
    hand = open_window("Selon Kiev.")
    QGuiApplication.clipboard().setText("faux")
    hand.press("Ctrl+V", "Shift+Ins", "Backspace", "X", "Return", "Space")
    assert not hand.reader.acceptDrops()
    assert hand.reader.document().toPlainText() == hand.text == "Selon Kiev."
