"""Do the edges and pieces of a span go where a person moves them, and no further?"""

import pytest

from annotator.app.annotate import boundaries
from annotator.app.annotate.open_document import Desk
from annotator.domain.errors import Refused
from tests.desk_work import TEXT

# "Selon Kiev, « la paix » est loin. Moscou réclame quatre régions 🕊."


def words_of(desk: Desk, name: str) -> list[str]:
    return [TEXT[start:end] for start, end in desk.spans[name].fragments]


def test_edges_move_by_words_and_by_characters(desk: Desk) -> None:
    boundaries.nudge_span(desk, desk.spans["a"], edge="start", forward=False, by_word=True)
    assert words_of(desk, "a") == ["loin. Moscou"]

    boundaries.nudge_span(desk, desk.spans["a"], edge="end", forward=True, by_word=False)
    assert words_of(desk, "a") == ["loin. Moscou "]
    assert desk.spans["a"].quote == "loin. Moscou "


def test_no_edge_leaves_the_text_or_passes_the_other(desk: Desk) -> None:
    for edge, forward in (("start", False), ("start", True), ("end", False), ("end", True)):
        for _ in range(len(TEXT) + 2):
            boundaries.nudge_span(desk, desk.spans["a"], edge=edge, forward=forward, by_word=False)
            assert 0 <= desk.spans["a"].start < desk.spans["a"].end <= len(TEXT)


@pytest.mark.parametrize("fragment", [None, 0, 1])
@pytest.mark.parametrize("edge", ["start", "end"])
@pytest.mark.parametrize("forward", [True, False])
def test_a_fragment_is_never_emptied_and_stays_apart_from_the_next(
    desk: Desk, fragment: int | None, edge: str, *, forward: bool
) -> None:
    for _ in range(len(TEXT)):
        boundaries.nudge_span(desk, desk.spans["b"], edge=edge, forward=forward, by_word=False, fragment=fragment)
        (a, b), (c, d) = desk.spans["b"].fragments
        assert 0 <= a < b < c < d <= len(TEXT)
        assert desk.spans["b"].quote == TEXT[a:d]


def test_a_piece_is_added_trimmed_and_its_words_alone_are_the_spans(desk: Desk) -> None:
    boundaries.add_fragment(desk, desk.spans["a"], 5, 12)

    assert words_of(desk, "a") == ["Kiev", "Moscou"]
    assert desk.spans["a"].quote == TEXT[6:40]

    desk.session.undo()
    assert words_of(desk, "a") == ["Moscou"]


def test_a_piece_that_meets_another_becomes_part_of_it(desk: Desk) -> None:
    boundaries.add_fragment(desk, desk.spans["b"], 53, 58)

    assert words_of(desk, "b") == ["quatre régions"[: 63 - 49]]


def test_a_piece_is_removed_but_never_the_last(desk: Desk) -> None:
    boundaries.remove_fragment(desk, desk.spans["b"], 0)
    assert desk.spans["b"].fragments == ((56, 63),)
    assert desk.spans["b"].quote == TEXT[56:63]

    with pytest.raises(Refused, match="one piece"):
        boundaries.remove_fragment(desk, desk.spans["b"], 0)
