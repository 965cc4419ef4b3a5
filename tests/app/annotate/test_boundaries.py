"""Edges and fragments of a span: moved as far as allowed, and no further."""

import pytest

from annotator.app.annotate import boundaries
from annotator.app.annotate.open_document import OpenDocument
from annotator.domain.errors import Refused
from tests.command_line import TEXT

# "Selon Kiev, « la paix » est loin. Moscou réclame quatre régions 🕊."


def words_of(document: OpenDocument, name: str) -> list[str]:
    return [TEXT[start:end] for start, end in document.spans[name].fragments]


def test_edges_move_by_words_and_by_characters(document: OpenDocument) -> None:
    boundaries.nudge_span(document, document.spans["a"], edge="start", forward=False, by_word=True)
    assert words_of(document, "a") == ["loin. Moscou"]

    boundaries.nudge_span(document, document.spans["a"], edge="end", forward=True, by_word=False)
    assert words_of(document, "a") == ["loin. Moscou "]
    assert document.spans["a"].quote == "loin. Moscou "


def test_no_edge_leaves_the_text_or_passes_the_other(document: OpenDocument) -> None:
    for edge, forward in (("start", False), ("start", True), ("end", False), ("end", True)):
        for _ in range(len(TEXT) + 2):
            boundaries.nudge_span(document, document.spans["a"], edge=edge, forward=forward, by_word=False)
            assert 0 <= document.spans["a"].start < document.spans["a"].end <= len(TEXT)


@pytest.mark.parametrize("fragment", [None, 0, 1])
@pytest.mark.parametrize("edge", ["start", "end"])
@pytest.mark.parametrize("forward", [True, False])
def test_a_fragment_is_never_emptied_and_stays_apart_from_the_next(
    document: OpenDocument, fragment: int | None, edge: str, *, forward: bool
) -> None:
    for _ in range(len(TEXT)):
        boundaries.nudge_span(
            document, document.spans["b"], edge=edge, forward=forward, by_word=False, fragment=fragment
        )
        (a, b), (c, d) = document.spans["b"].fragments
        assert 0 <= a < b < c < d <= len(TEXT)
        assert document.spans["b"].quote == TEXT[a:d]


def test_a_piece_is_added_trimmed_and_its_words_alone_are_the_spans(document: OpenDocument) -> None:
    boundaries.add_fragment(document, document.spans["a"], 5, 12)

    assert words_of(document, "a") == ["Kiev", "Moscou"]
    assert document.spans["a"].quote == TEXT[6:40]

    document.session.undo()
    assert words_of(document, "a") == ["Moscou"]


def test_a_piece_that_meets_another_becomes_part_of_it(document: OpenDocument) -> None:
    boundaries.add_fragment(document, document.spans["b"], 53, 58)

    assert words_of(document, "b") == ["quatre régions"[: 63 - 49]]


def test_a_piece_is_removed_but_never_the_last(document: OpenDocument) -> None:
    boundaries.remove_fragment(document, document.spans["b"], 0)
    assert document.spans["b"].fragments == ((56, 63),)
    assert document.spans["b"].quote == TEXT[56:63]

    with pytest.raises(Refused, match="one piece"):
        boundaries.remove_fragment(document, document.spans["b"], 0)
