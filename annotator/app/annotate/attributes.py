"""Attributes and notes of spans, for one span or several at once.

Each function is one step: it is committed and published before it returns, and one Undo reverts it.
"""

from collections.abc import Iterable, Sequence

from annotator.app.annotate.layer_access import open_layer, put_span
from annotator.app.annotate.open_document import OpenDocument
from annotator.domain.document import refuse_unstorable
from annotator.domain.marks.marks import Span
from annotator.domain.marks.span_edits import with_attribute
from annotator.domain.operations import Operation
from annotator.domain.scheme.scheme import Attribute, fitting_attributes
from annotator.domain.text.folding import fold
from annotator.i18n import tr


def set_attribute(open_document: OpenDocument, span: Span, name: str, value: str) -> None:
    """Set an attribute of the span; the empty value clears it.

    A dependent value is cleared if it is no longer valid. Refused if the scheme does not allow the value.
    """
    set_on_all(open_document, [span], name, value)


def set_on_all(open_document: OpenDocument, spans: Sequence[Span], name: str, value: str) -> int:
    """Set an attribute of all spans whose label has it, in one step; the number of these spans."""
    targets = [span for span in spans if name in open_document.session.scheme.labels[span.label].attributes]
    refuse_unstorable(value, subject=tr("the value"), where=", ".join(span.id for span in targets[:3]))
    described = []
    for span in targets:
        declared = open_document.session.scheme.labels[span.label].attributes
        described.append(span.model_copy(update={"attributes": with_attribute(declared, span.attributes, name, value)}))
    _put_all(open_document, Operation.SET_ATTRIBUTE, described)
    return len(targets)


def attribute_of(open_document: OpenDocument, spans: Iterable[Span], name: str) -> Attribute | None:
    """The declaration of the attribute in the first span that has it; None if there is none."""
    labels = (open_document.session.scheme.labels.get(span.label) for span in spans)
    return next((label.attributes[name] for label in labels if label and name in label.attributes), None)


def set_note(open_document: OpenDocument, span: Span, note: str) -> None:
    """Set the note of the span for the reviewer."""
    refuse_unstorable(note, subject=tr("the note"), where=span.id)
    _put_all(open_document, Operation.SET_NOTE, [span.model_copy(update={"note": note})])


def similar_span(open_document: OpenDocument, span: Span) -> Span | None:
    """The preceding span whose attributes most likely apply to this one: the nearest with the same label and words.

    If these words do not occur before, the preceding span with the same label; None if there is none.
    """
    before = [
        earlier
        for earlier in open_document.spans_in_order()
        if earlier.label == span.label and earlier.id != span.id and earlier.start <= span.start
    ]
    words = fold(span.quote)
    return next(
        (earlier for earlier in reversed(before) if fold(earlier.quote) == words), before[-1] if before else None
    )


def copy_attributes(open_document: OpenDocument, spans: Sequence[Span]) -> int:
    """Copy to each span the attributes of its similar preceding span; the number of spans that had one."""
    described = []
    for span in spans:
        pattern = similar_span(open_document, span)
        if pattern:
            declared = open_document.session.scheme.labels[span.label].attributes
            described.append(span.model_copy(update={"attributes": fitting_attributes(declared, pattern.attributes)}))
    _put_all(open_document, Operation.COPY_ATTRIBUTES, described)
    return len(described)


def _put_all(open_document: OpenDocument, operation: Operation, described: Sequence[Span]) -> None:
    changed = [span for span in described if span != open_document.spans[span.id]]
    if changed:
        with open_document.session.step(operation, open_document.document.id) as writer:
            layer = open_layer(open_document, writer)
            for span in changed:
                put_span(open_document, writer, layer, span)
