"""How does an annotator mark a document: add a span, relabel it, delete it, finish?

Every function is one step: it is committed and published before it returns, and one Undo takes it back.
"""

from annotator.app.annotate.layer_access import drop_relation, layer_row, new_layer, open_layer, put_span
from annotator.app.annotate.open_document import Desk
from annotator.domain.marks.marks import Span, Status
from annotator.domain.marks.span_edits import relabelled, trimmed
from annotator.storage.tables import marks


def add_span(desk: Desk, label: str, start: int, end: int) -> Span:
    """Mark the text from ``start`` to ``end`` (code points), edges trimmed as the label asks.

    Where such a span stands already, that one is the answer and nothing happens. Refused where nothing is left
    after trimming.
    """
    kind = desk.session.scheme.labels[label]
    start, end = trimmed(desk.document.text, kind, start, end)
    for known in desk.index.touching(start, end):
        if known.label == label and known.fragments == ((start, end),):
            return known
    span = Span(
        id=desk.numbering.next((kind.key or kind.name[0]).lower()),
        label=label,
        fragments=((start, end),),
        quote=desk.document.text[start:end],
        attributes=kind.starting_attributes(),
    )
    with desk.session.step("add-span", desk.document.id) as writer:
        writer.put("spans", marks.row_from_span(span, key=None, layer=open_layer(desk, writer)))
    return span


def relabel_span(desk: Desk, span: Span, label: str) -> int:
    """Give the span another label; what its attributes can say in both is kept.

    Relations that the new label does not allow go with the step; the answer counts them.
    """
    if span.label == label:
        return 0
    scheme = desk.session.scheme
    lost = [
        link
        for link in desk.linked(span.id)
        if not scheme.allows(
            link.label, *(label if end == span.id else desk.spans[end].label for end in (link.source, link.target))
        )
    ]
    with desk.session.step("relabel-span", desk.document.id) as writer:
        layer = open_layer(desk, writer)
        for link in lost:
            drop_relation(desk, writer, layer, link)
        put_span(desk, writer, layer, relabelled(span, scheme.labels[label]))
    return len(lost)


def delete_span(desk: Desk, span: Span) -> int:
    """Remove the span and the relations that hang on it; the answer counts those."""
    with desk.session.step("delete-span", desk.document.id) as writer:
        layer = open_layer(desk, writer)
        lost = marks.relation_rows_of(desk.session.store, layer=layer, span=span.id)
        for row in lost:
            writer.drop("relations", row["key"])
        writer.drop("spans", marks.row_key(desk.session.store, "spans", layer=layer, name=span.id))
    return len(lost)


def set_status(desk: Desk, status: Status) -> None:
    """Say how far the work on this document is."""
    if status == desk.status:
        return
    with desk.session.step("set-status", desk.document.id) as writer:
        row = layer_row(desk)
        if row is None:
            new_layer(desk, writer, status)
        else:
            writer.put("layers", {**row, "status": status})
