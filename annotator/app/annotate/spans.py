"""Spans of the open document: add, relabel, delete; and the status of the layer.

Each function is one step: it is committed and published before it returns, and one Undo reverts it.
"""

from annotator.app.annotate.layer_access import drop_relation, layer_row, new_layer, open_layer, put_span
from annotator.app.annotate.open_document import OpenDocument
from annotator.domain.marks.marks import Span, Status
from annotator.domain.marks.span_edits import trim_range, with_label
from annotator.domain.operations import Operation
from annotator.storage.tables import marks


def add_span(open_document: OpenDocument, label: str, start: int, end: int) -> Span:
    """Add a span from ``start`` to ``end`` (code points), trimmed as the label requires; the span.

    If an equal span exists already, it is returned and nothing changes. Refused if trimming leaves nothing.
    """
    kind = open_document.session.scheme.labels[label]
    start, end = trim_range(open_document.document.text, kind, start, end)
    for span in open_document.index.touching(start, end):
        if span.label == label and span.fragments == ((start, end),):
            return span
    span = Span(
        id=open_document.numbering.next((kind.key or kind.name[0]).lower()),
        label=label,
        fragments=((start, end),),
        quote=open_document.document.text[start:end],
        attributes=kind.default_attributes(),
    )
    with open_document.session.step(Operation.ADD_SPAN, open_document.document.id) as writer:
        writer.put("spans", marks.row_from_span(span, key=None, layer=open_layer(open_document, writer)))
    return span


def relabel_span(open_document: OpenDocument, span: Span, label: str) -> int:
    """Change the label of a span; attribute values that are valid under both labels are kept.

    Relations that the new label does not allow are deleted in the same step. Returns their number.
    """
    if span.label == label:
        return 0
    scheme = open_document.session.scheme
    lost_relations = [
        relation
        for relation in open_document.relations_of(span.id)
        if not scheme.allows(
            relation.label,
            *(
                label if end == span.id else open_document.spans[end].label
                for end in (relation.source, relation.target)
            ),
        )
    ]
    with open_document.session.step(Operation.RELABEL_SPAN, open_document.document.id) as writer:
        layer = open_layer(open_document, writer)
        for relation in lost_relations:
            drop_relation(open_document, writer, layer, relation)
        put_span(open_document, writer, layer, with_label(span, scheme.labels[label]))
    return len(lost_relations)


def delete_span(open_document: OpenDocument, span: Span) -> int:
    """Delete the span and its relations; returns the number of relations."""
    with open_document.session.step(Operation.DELETE_SPAN, open_document.document.id) as writer:
        layer = open_layer(open_document, writer)
        relation_rows = marks.relation_rows_at_span(open_document.session.store, layer=layer, span=span.id)
        for row in relation_rows:
            writer.drop("relations", row["key"])
        writer.drop("spans", marks.mark_key(open_document.session.store, "spans", layer=layer, name=span.id))
    return len(relation_rows)


def set_status(open_document: OpenDocument, status: Status) -> None:
    """Set the status of the annotator's layer."""
    if status == open_document.status:
        return
    with open_document.session.step(Operation.SET_STATUS, open_document.document.id) as writer:
        row = layer_row(open_document)
        if row is None:
            new_layer(open_document, writer, status)
        else:
            writer.put("layers", {**row, "status": status})
