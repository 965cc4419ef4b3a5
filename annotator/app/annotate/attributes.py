"""What does a person say of the spans: attributes, one or many at a time, and notes?

Every function is one step: it is committed and published before it returns, and one Undo takes it back.
"""

from collections.abc import Iterable, Sequence

from annotator.app.annotate.layer_access import open_layer, put_span
from annotator.app.annotate.open_document import Desk
from annotator.domain.document import refuse_unstorable
from annotator.domain.marks.marks import Span
from annotator.domain.marks.span_edits import said
from annotator.domain.scheme.scheme import Attribute, fitting
from annotator.domain.text.folding import fold
from annotator.i18n import tr


def set_attribute(desk: Desk, span: Span, name: str, value: str) -> None:
    """Say something of the span; the empty value takes it back.

    A value that depends on this one goes if it no longer fits. Refused where the scheme does not allow the value.
    """
    set_on_all(desk, [span], name, value)


def set_on_all(desk: Desk, spans: Sequence[Span], name: str, value: str) -> int:
    """Say the same of all spans whose label knows the attribute, in one step; the answer counts them."""
    concerned = [span for span in spans if name in desk.session.scheme.labels[span.label].attributes]
    refuse_unstorable(value, what=tr("the value"), where=", ".join(span.id for span in concerned[:3]))
    described = []
    for span in concerned:
        declared = desk.session.scheme.labels[span.label].attributes
        described.append(span.model_copy(update={"attributes": said(declared, span.attributes, name, value)}))
    _put_all(desk, "set-attribute", described)
    return len(concerned)


def attribute_of(desk: Desk, spans: Iterable[Span], name: str) -> Attribute | None:
    """The attribute as the first span that has it declares it."""
    labels = (desk.session.scheme.labels.get(span.label) for span in spans)
    return next((label.attributes[name] for label in labels if label and name in label.attributes), None)


def set_note(desk: Desk, span: Span, note: str) -> None:
    """Leave a note on the span for whoever reviews it."""
    refuse_unstorable(note, what=tr("the note"), where=span.id)
    _put_all(desk, "set-note", [span.model_copy(update={"note": note})])


def similar(desk: Desk, span: Span) -> Span | None:
    """The span whose description is most likely this one's too: the nearest before of the same label and words.

    Where those words were never marked before, the one before of the same label; None where this is the first.
    """
    before = [
        one for one in desk.in_order() if one.label == span.label and one.id != span.id and one.start <= span.start
    ]
    words = fold(span.quote)
    return next((one for one in reversed(before) if fold(one.quote) == words), before[-1] if before else None)


def copy_attributes(desk: Desk, spans: Sequence[Span]) -> int:
    """Describe each span as the similar one before it is; the answer counts those that had one."""
    described = []
    for span in spans:
        pattern = similar(desk, span)
        if pattern:
            declared = desk.session.scheme.labels[span.label].attributes
            described.append(span.model_copy(update={"attributes": fitting(declared, pattern.attributes)}))
    _put_all(desk, "copy-attributes", described)
    return len(described)


def _put_all(desk: Desk, operation: str, described: Sequence[Span]) -> None:
    changed = [span for span in described if span != desk.spans[span.id]]
    if changed:
        with desk.session.step(operation, desk.document.id) as writer:
            layer = open_layer(desk, writer)
            for span in changed:
                put_span(desk, writer, layer, span)
