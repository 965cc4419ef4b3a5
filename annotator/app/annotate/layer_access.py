"""How does a step reach the layer of whoever is at work: its row, begun or reopened, and the marks in it?"""

from annotator.app.annotate.open_document import Desk
from annotator.domain.errors import Refused
from annotator.domain.marks.marks import Relation, Span, Status
from annotator.i18n import tr
from annotator.storage.journal.journal import Writer
from annotator.storage.tables import documents, marks


def layer_row(desk: Desk) -> dict[str, object] | None:
    who = desk.session.annotator
    if who is None:
        raise Refused(tr("nobody is annotating yet"), remedy=tr("choose an annotator first"))
    return marks.layer_row(desk.session.store, document=desk.document.id, annotator=who.key)


def open_layer(desk: Desk, writer: Writer) -> int:
    """The key of the layer at work, begun or reopened where need be."""
    row = layer_row(desk)
    if row is None:
        return new_layer(desk, writer, "in-progress")
    if row["status"] != "in-progress":
        return writer.put("layers", {**row, "status": "in-progress"})
    return int(str(row["key"]))


def new_layer(desk: Desk, writer: Writer, status: Status) -> int:
    who = desk.session.annotator
    document, _ = documents.find(desk.session.store, desk.document.id)
    return writer.put("layers", {"document": document, "annotator": who.key if who else None, "status": status})


def put_span(desk: Desk, writer: Writer, layer: int, span: Span) -> None:
    """Write a span that stands in the layer already."""
    key = marks.row_key(desk.session.store, "spans", layer=layer, name=span.id)
    writer.put("spans", marks.row_from_span(span, key=key, layer=layer))


def put_relation(desk: Desk, writer: Writer, layer: int, relation: Relation) -> None:
    """Write a relation that stands in the layer already."""
    key = marks.row_key(desk.session.store, "relations", layer=layer, name=relation.id)
    writer.put("relations", marks.row_from_relation(relation, key=key, layer=layer))


def drop_relation(desk: Desk, writer: Writer, layer: int, relation: Relation) -> None:
    writer.drop("relations", marks.row_key(desk.session.store, "relations", layer=layer, name=relation.id))
