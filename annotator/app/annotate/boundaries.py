"""Boundaries of a span: move its edges, add and remove fragments.

Each function is one step: it is committed and published before it returns, and one Undo reverts it.
"""

from annotator.app.annotate.layer_access import open_layer, put_span
from annotator.app.annotate.open_document import OpenDocument
from annotator.domain.marks import span_edits
from annotator.domain.marks.marks import Span
from annotator.domain.operations import Operation


def nudge_span(
    open_document: OpenDocument, span: Span, *, edge: str, forward: bool, by_word: bool, fragment: int | None = None
) -> None:
    """Move one edge (``start`` or ``end``) by a word or a character, at most up to the other edge.

    Moves the edge of the span, or of its fragment with this number; the fragment does not touch its neighbours.
    """
    text = open_document.document.text
    _put(
        open_document,
        span,
        span_edits.with_moved_edge(span, text, edge=edge, forward=forward, by_word=by_word, fragment=fragment),
    )


def add_fragment(open_document: OpenDocument, span: Span, start: int, end: int) -> None:
    """Add a fragment, trimmed as the label requires; a fragment that touches another is joined with it."""
    label = open_document.session.scheme.labels[span.label]
    _put(open_document, span, span_edits.with_fragment(span, open_document.document.text, label, start, end))


def remove_fragment(open_document: OpenDocument, span: Span, number: int) -> None:
    """Remove a fragment; refused for the last one."""
    _put(open_document, span, span_edits.without_fragment(span, open_document.document.text, number))


def _put(open_document: OpenDocument, span: Span, moved: Span) -> None:
    if moved.fragments != span.fragments:
        with open_document.session.step(Operation.MOVE_SPAN, open_document.document.id) as writer:
            put_span(open_document, writer, open_layer(open_document, writer), moved)
