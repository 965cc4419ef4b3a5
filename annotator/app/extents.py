"""How does a person move the edges of a span, and give it further pieces?

Every function is one step: it is committed and published before it returns, and one Undo takes it back.
"""

from annotator.app.desk import Desk
from annotator.app.layers import open_layer, put_span
from annotator.domain import words
from annotator.domain.errors import Refused
from annotator.domain.marks import Fragment, Span, joined
from annotator.i18n import tr


def trimmed(desk: Desk, label: str, start: int, end: int) -> tuple[int, int]:
    """The range (code points) without what a label does not keep at its edges; refused where nothing is left."""
    keeps_quotes = desk.session.scheme.labels[label].keeps_quotes
    start, end = words.trim(desk.document.text, start, end, keeps_quotes=keeps_quotes)
    if start >= end:
        raise Refused(tr("there is nothing to mark here"), remedy=tr("select some words first"))
    return start, end


def nudge_span(desk: Desk, span: Span, *, edge: str, forward: bool, by_word: bool, fragment: int | None = None) -> None:
    """Move one edge (``start`` or ``end``) by a word or a character, as far as the other edge allows.

    The edge of the span, or of its fragment of this number, which stays apart from its neighbours.
    """
    text, step = desk.document.text, 1 if forward else -1
    number = fragment if fragment is not None else 0 if edge == "start" else len(span.fragments) - 1
    start, end = span.fragments[number]
    if edge == "start":
        walk = words.next_word_start if forward else words.previous_word_start
        lowest = span.fragments[number - 1][1] + 1 if number else 0
        start = max(lowest, walk(text, start) if by_word else start + step)
    else:
        walk = words.next_word_end if forward else words.previous_word_end
        highest = span.fragments[number + 1][0] - 1 if number + 1 < len(span.fragments) else len(text)
        end = min(highest, walk(text, end) if by_word else end + step)
    if start < end:
        _place(desk, span, (*span.fragments[:number], (start, end), *span.fragments[number + 1 :]))


def add_fragment(desk: Desk, span: Span, start: int, end: int) -> None:
    """Give the span another piece, trimmed as its label asks; one that meets a piece becomes part of it."""
    _place(desk, span, joined((*span.fragments, trimmed(desk, span.label, start, end))))


def remove_fragment(desk: Desk, span: Span, number: int) -> None:
    """Take one piece off the span; refused for the last one."""
    if len(span.fragments) == 1:
        raise Refused(tr("a span keeps one piece"), remedy=tr("delete the span instead"))
    _place(desk, span, (*span.fragments[:number], *span.fragments[number + 1 :]))


def _place(desk: Desk, span: Span, fragments: tuple[Fragment, ...]) -> None:
    if fragments == span.fragments:
        return
    quote = desk.document.text[fragments[0][0] : fragments[-1][1]]
    with desk.session.step("move-span", desk.document.id) as writer:
        moved = span.model_copy(update={"fragments": fragments, "quote": quote})
        put_span(desk, writer, open_layer(desk, writer), moved)
