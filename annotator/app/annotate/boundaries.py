"""How does a person move the edges of a span, and give it further pieces?

Every function is one step: it is committed and published before it returns, and one Undo takes it back.
"""

from annotator.app.annotate.layer_access import open_layer, put_span
from annotator.app.annotate.open_document import Desk
from annotator.domain.marks import span_edits
from annotator.domain.marks.marks import Span


def nudge_span(desk: Desk, span: Span, *, edge: str, forward: bool, by_word: bool, fragment: int | None = None) -> None:
    """Move one edge (``start`` or ``end``) by a word or a character, as far as the other edge allows.

    The edge of the span, or of its fragment of this number, which stays apart from its neighbours.
    """
    text = desk.document.text
    _put(desk, span, span_edits.nudged(span, text, edge=edge, forward=forward, by_word=by_word, fragment=fragment))


def add_fragment(desk: Desk, span: Span, start: int, end: int) -> None:
    """Give the span another piece, trimmed as its label asks; one that meets a piece becomes part of it."""
    label = desk.session.scheme.labels[span.label]
    _put(desk, span, span_edits.with_fragment(span, desk.document.text, label, start, end))


def remove_fragment(desk: Desk, span: Span, number: int) -> None:
    """Take one piece off the span; refused for the last one."""
    _put(desk, span, span_edits.without_fragment(span, desk.document.text, number))


def _put(desk: Desk, span: Span, moved: Span) -> None:
    if moved.fragments != span.fragments:
        with desk.session.step("move-span", desk.document.id) as writer:
            put_span(desk, writer, open_layer(desk, writer), moved)
