"""Access of a step to the annotator's layer: its row, created or reopened, and the marks in it."""

from annotator.app.annotate.open_document import OpenDocument
from annotator.domain.errors import Refused
from annotator.domain.marks.marks import Relation, Span, Status
from annotator.i18n import tr
from annotator.storage.journal.journal import Writer
from annotator.storage.tables import documents, marks


def layer_row(open_document: OpenDocument) -> dict[str, object] | None:
    """The row of the annotator's layer; None if there is none yet. Refused while no annotator is chosen."""
    annotator = open_document.session.annotator
    if annotator is None:
        raise Refused(tr("nobody is annotating yet"), remedy=tr("choose an annotator first"))
    return marks.layer_row(open_document.session.store, document=open_document.document.id, annotator=annotator.key)


def open_layer(open_document: OpenDocument, writer: Writer) -> int:
    """The key of the annotator's layer, which is created or reopened if necessary."""
    row = layer_row(open_document)
    if row is None:
        return new_layer(open_document, writer, "in-progress")
    if row["status"] != "in-progress":
        return writer.put("layers", {**row, "status": "in-progress"})
    return int(str(row["key"]))


def new_layer(open_document: OpenDocument, writer: Writer, status: Status) -> int:
    """Create the annotator's layer; its key."""
    annotator = open_document.session.annotator
    document = documents.key_of(open_document.session.store, open_document.document.id)
    return writer.put(
        "layers", {"document": document, "annotator": annotator.key if annotator else None, "status": status}
    )


def put_span(open_document: OpenDocument, writer: Writer, layer: int, span: Span) -> None:
    """Overwrite a span of the layer."""
    key = marks.mark_key(open_document.session.store, "spans", layer=layer, name=span.id)
    writer.put("spans", marks.row_from_span(span, key=key, layer=layer))


def put_relation(open_document: OpenDocument, writer: Writer, layer: int, relation: Relation) -> None:
    """Overwrite a relation of the layer."""
    key = marks.mark_key(open_document.session.store, "relations", layer=layer, name=relation.id)
    writer.put("relations", marks.row_from_relation(relation, key=key, layer=layer))


def drop_relation(open_document: OpenDocument, writer: Writer, layer: int, relation: Relation) -> None:
    """Delete a relation from the layer."""
    writer.drop("relations", marks.mark_key(open_document.session.store, "relations", layer=layer, name=relation.id))
