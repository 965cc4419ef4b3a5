"""Selections of whole words, and labelled spans that begin and end on a word."""

import pytest

from tests.ui.conftest import Opener
from tests.ui.hand import ALT, LEFT, Hand

# Bars stand where the mouse goes down and up, or where the caret selects from and to.
SNAPPED = {
    "a part of a word": ("Selon K|ie|v hier", "Kiev"),
    "parts of three words": ("Sel|on Kiev hi|er", "Selon Kiev hier"),
    "backwards alike": ("Selon |Kiev h|ier", "Kiev hier"),
    "what follows an elision": ("M. Trump l'a|va|it dit", "avait"),
    "the elided word": ("M. Trump |l|'avait dit", "l'"),
    "a typographic apostrophe": ("Il dit que l’O|ta|n vient", "Otan"),
    "a part of a compound": ("entre Trump-Pou|tin|e hier", "Poutine"),
    "across the hyphen": ("entre Tru|mp-Pou|tine hier", "Trump-Poutine"),
    "inside guillemets": ("il dit « la pa|ix dur|able » hier", "paix durable"),
    "guillemets too": ("il dit |« la pa|ix » hier", "« la paix"),
    "a decimal": ("soit 3|,|5 % hier", "3,5"),
    "a decomposed accent": ("un e\u0301|t|e\u0301 chaud", "e\u0301te\u0301"),
    "a family of emoji": ("la |👩\u200d👩\u200d👧| rit", "👩\u200d👩\u200d👧"),
    "after an emoji": ("😀😀 le min|ist|re", "ministre"),
    "across a Windows line end": ("Selon Ki|ev\r\nhi|er", "Kiev\r\nhier"),
    "across U+2028": ("Selon Ki|ev\u2028hi|er", "Kiev\u2028hier"),
    "after a leading space": ("  Se|l|on Kiev", "Selon"),
    "with a no-break space": ("« La pa|i|x\u00a0» dit", "paix"),
}
TRIMMED = {
    "spaces": ("Selon| Kiev |hier", "S", "Kiev"),
    "a comma and a full stop": ("Selon |Kiev,| hier", "S", "Kiev"),
    "quotation marks": ("il dit |« la paix »| hier", "D", "la paix"),
    "straight quotation marks": ('une |"paix durable",| dit-il', "D", "paix durable"),
    "but not those of a quote": ("il dit |« la paix »,| hier", "Q", "« la paix »"),
    "not the elision's apostrophe": ("M. Trump |l'|avait dit", "A", "l'"),
    "a lone bracket": ("soit |(quatre| régions) hier", "E", "quatre"),
    "not a pair of brackets": ("soit |quatre (4)| hier", "E", "quatre (4)"),
    "a line end": ("Selon |Kiev\r\n|hier", "S", "Kiev"),
    "a no-break space": ("il dit |«\u00a0la paix\u00a0»| hier", "E", "la paix"),
    "a narrow no-break space": ("il dit |«\u202fla paix\u202f»| hier", "E", "la paix"),
}


def places(slip: str) -> tuple[str, int, int]:
    before, inside, after = slip.split("|")
    return before + inside + after, len(before), len(before + inside)


@pytest.mark.parametrize("case", SNAPPED)
def test_a_drag_takes_whole_words(open_window: Opener, case: str) -> None:
    text, start, end = places(SNAPPED[case][0])
    hand = open_window(text)
    hand.drag(start, end)
    assert hand.selected() == SNAPPED[case][1]
    hand.drag(end, start)
    assert hand.selected() == SNAPPED[case][1]
    assert hand.reader.caret() == hand.reader.selection()[0]


@pytest.mark.parametrize("case", SNAPPED)
def test_a_drag_with_alt_takes_characters(open_window: Opener, case: str) -> None:
    text, start, end = places(SNAPPED[case][0])
    hand = open_window(text)
    hand.drag(start, end, modifiers=ALT)
    assert hand.selected() == text[start:end]


@pytest.mark.parametrize("case", TRIMMED)
def test_a_span_has_no_space_and_no_punctuation_at_its_edges(open_window: Opener, case: str) -> None:
    slip, key, words = TRIMMED[case]
    text, start, end = places(slip)
    hand = open_window(text)
    hand.drag(start, end, modifiers=ALT)
    hand.press(key)
    assert [mark for _, mark in hand.marks()] == [words]
    [span] = hand.open_document.spans.values()
    assert text[span.start : span.end] == span.quote == words


def test_nothing_but_punctuation_is_refused_and_said(open_window: Opener) -> None:
    hand = open_window("il dit « … » hier")
    hand.drag(*hand.words("« … »"), modifiers=ALT)
    hand.press("E")
    assert hand.marks() == []
    assert "nothing to mark" in hand.message
    assert hand.selected() == "« … »", "what was selected is still there to be mended"


WORD = {
    "an elision": ("M. Trump l'av|ait dit", "avait"),
    "a hyphen": ("entre Trump-Pou|tine hier", "Poutine"),
    "NFD": ("un e\u0301t|e\u0301 chaud", "e\u0301te\u0301"),
    "an emoji before": ("😀 le min|istre", "ministre"),
    "the line's last word": ("Selon Kie|v\r\nhier", "Kiev"),
    "a decimal": ("soit 3,|5 %", "3,5"),
}


@pytest.mark.parametrize("case", WORD)
def test_a_double_click_takes_the_word(open_window: Opener, case: str) -> None:
    slip, word = WORD[case]
    hand = open_window(slip.replace("|", ""))
    hand.double_click(slip.index("|"))
    assert hand.selected() == word
    hand.press("E")
    assert hand.marks() == [("EVENT", word)]


def walk(hand: Hand, chord: str) -> list[int]:
    """The places where the caret stops on its way through the text."""
    stops = []
    while True:
        before = hand.reader.caret()
        hand.press(chord)
        if hand.reader.caret() == before:
            return stops
        stops.append(hand.reader.caret())


def test_the_caret_walks_by_the_same_words(open_window: Opener) -> None:
    text = "L’été, Trump-Poutine et « la 😀 e\u0301te\u0301 »\r\n3,5 fin."
    hand = open_window(text)
    forward = walk(hand, "Ctrl+Right")
    ends = ["L’", "L’été", "L’été, Trump", "L’été, Trump-Poutine"]
    assert forward[:4] == [len(end) for end in ends]
    assert text[: forward[-2]].endswith("3,5 fin")
    assert forward[-1] == len(text)
    backward = walk(hand, "Ctrl+Left")
    starts = [text.index(word) for word in ("fin", "3,5", "e\u0301", "😀", "la", "et", "Poutine", "Trump", "été")]
    assert backward == [*starts, 0]


def test_selecting_by_word_takes_words_and_by_character_characters(open_window: Opener) -> None:
    hand = open_window("M. Trump l'avait poussé.")
    hand.caret_to(len("M. Tr"))
    hand.press("Ctrl+Shift+Right")
    assert hand.selected() == "Trump"
    hand.press("Ctrl+Shift+Right")
    assert hand.selected() == "Trump l'"
    hand.press("Ctrl+Shift+Left", "Ctrl+Shift+Left", "Ctrl+Shift+Left")
    assert "avait" not in hand.selected()
    hand.press("Esc")
    assert not hand.reader.has_selection()
    hand.caret_to(len("M. Tr"))
    hand.press("Shift+Right", "Shift+Right")
    assert hand.selected() == "um"
    hand.press("Shift+Left")
    assert hand.selected() == "u"
    hand.press("S")
    assert hand.marks() == [("SPEAKER", "u")]


def test_a_character_is_one_step_whatever_it_is_made_of(open_window: Opener) -> None:
    """The caret never stands inside a surrogate pair or before an accent; CR belongs to what stands before it."""
    whole = ["a", "😀", "e\u0301", "👩\u200d👩\u200d👧", "b\r", "\n", "z"]
    hand = open_window("".join(whole))
    assert walk(hand, "Right") == [len("".join(whole[: count + 1])) for count in range(len(whole))]


def test_a_click_beside_the_text_lets_go_of_the_span(open_window: Opener) -> None:
    hand = open_window("Selon Kiev.")
    hand.select_words(*hand.words("Kiev"))
    hand.press("S")
    assert hand.focused
    hand.qtbot.mouseClick(hand.reader.viewport(), LEFT, pos=hand.reader.viewport().rect().bottomRight())
    assert hand.focused is None
