"""Import of records: each adds a document, fills a layer, adds nothing or is refused."""

from collections.abc import Sequence
from typing import Any

import orjson

from annotator.app.review.gold_import import import_gold
from annotator.app.session import RESERVED_NAME, Session, refuse_bad_annotator
from annotator.domain.document import refuse_bad_name, refuse_unstorable
from annotator.domain.errors import Refused
from annotator.domain.frozen_model import FrozenModel
from annotator.domain.marks.mark_validation import relation_misfits, span_misfits
from annotator.domain.marks.marks import Layer
from annotator.domain.record import Loss, Record
from annotator.domain.scheme.scheme import Scheme
from annotator.i18n import tr
from annotator.storage.batch import BatchWriter
from annotator.storage.journal import journal
from annotator.storage.journal.journal import Writer
from annotator.storage.journal.row_images import Row
from annotator.storage.tables import documents, marks

# Metadata that describe the source file of a text; those of the first file are kept.
_FILE_METADATA = {"file", "bom", "encoding"}
_TABLES = ("documents", "layers", "spans", "relations")


class RenamedDocument(FrozenModel):
    """A document that got a new id, because its id belongs to another text."""

    old: str
    new: str


class ImportReport(FrozenModel):
    """The counts of an import; ``unchanged`` counts the records that added nothing."""

    documents: int = 0
    spans: int = 0
    relations: int = 0
    unchanged: int = 0
    renamed: tuple[RenamedDocument, ...] = ()
    losses: tuple[Loss, ...] = ()


class RecordImporter:
    """Checks records one by one and writes their rows in batches in one step of the journal."""

    def __init__(self, session: Session, writer: Writer, *, annotator: str | None, replace: bool) -> None:
        self._session, self._writer = session, writer
        self._override, self._replace = annotator, replace
        self._by_hash, self._ids = documents.hashes_and_ids(session.store)
        self._annotators: dict[str, int] = {}
        self._filled: set[tuple[int, int]] = set()
        self._new_documents: set[int] = set()
        self._batch = BatchWriter(writer, _TABLES)
        self._counts = {"documents": 0, "spans": 0, "relations": 0, "unchanged": 0}
        self._renamed: list[RenamedDocument] = []
        self._unowned: list[str] = []
        self._differing: list[str] = []
        if annotator is not None:
            self._annotator_key(annotator)

    def add(self, record: Record) -> bool:
        """Check and add one record; whether a batch was written to the file."""
        self._refuse_bad_name(record)
        _refuse_misfit(record, self._session.scheme)
        document = self._by_hash.get(record.sha256)
        if document is None:
            document, added = self._add_document(record), True
        else:
            added = self._complete_metadata(record, document)
        if not self._add_marks(record, document) and not added:
            self._counts["unchanged"] += 1
        return self._batch.flush_if_full()

    def finish(self, left_out: Sequence[Loss]) -> ImportReport:
        """Write the rest; the report, including ``left_out``, the losses from before."""
        self._batch.flush()
        journal.summarise(self._session.store, self._writer.step, self._counts)
        losses = list(left_out)
        for description, places in (
            (tr("status of a layer without marks that names no annotator"), self._unowned),
            (tr("metadata other than what is known of the text"), self._differing),
        ):
            if places:
                losses.append(Loss(what=description, count=len(places), where=places[0]))
        return ImportReport(**self._counts, renamed=tuple(self._renamed), losses=tuple(losses))

    def _add_document(self, record: Record) -> int:
        base = record.id or record.sha256[:12]
        name, count = base, 1
        while name in self._ids:
            count += 1
            name = f"{base}-{count}"
        if name != base:
            self._renamed.append(RenamedDocument(old=base, new=name))
        meta = _meta_json(record.meta, record.where)
        key = self._batch.add("documents", {"id": name, "sha256": record.sha256, "text": record.text, "meta": meta})
        self._ids.add(name)
        self._by_hash[record.sha256] = key
        self._new_documents.add(key)
        self._counts["documents"] += 1
        return key

    def _complete_metadata(self, record: Record, document: int) -> bool:
        """Add metadata that the document does not have yet; existing values stay. False if there is nothing to add."""
        new = {key: value for key, value in record.meta.items() if key not in _FILE_METADATA}
        if not new:
            return False
        if self._batch.holds("documents"):
            self._batch.flush()
        row = documents.document_row(self._session.store, document)
        existing = orjson.loads(row["meta"])
        if any(existing.get(key, value) != value for key, value in new.items()):
            self._differing.append(record.where)
        if new.keys() <= existing.keys():
            return False
        self._writer.put("documents", {**row, "meta": _meta_json(existing | new | existing, record.where)})
        return True

    def _add_marks(self, record: Record, document: int) -> bool:
        """Add the layer of the record; False if it contains nothing new."""
        if record.status in (None, "new") and not record.spans:
            return False
        name = self._override or record.annotator
        if name is None:
            self._refuse_unowned_marks(record)
            self._unowned.append(record.where)
            return False
        if name == RESERVED_NAME:
            return self._add_gold(record, document)
        annotator = self._annotator_key(name)
        layer = self._empty_layer(record, name, document, annotator)
        if layer is None:
            return False
        for span in record.spans:
            self._batch.add("spans", marks.row_from_span(span, key=None, layer=layer))
        for relation in record.relations:
            self._batch.add("relations", marks.row_from_relation(relation, key=None, layer=layer))
        self._counts["spans"] += len(record.spans)
        self._counts["relations"] += len(record.relations)
        return True

    def _add_gold(self, record: Record, document: int) -> bool:
        self._batch.flush()
        is_new = import_gold(self._session, self._writer, document, record, replace=self._replace)
        self._batch.forget_keys()
        if is_new:
            self._counts["spans"] += len(record.spans)
            self._counts["relations"] += len(record.relations)
        return is_new

    def _refuse_bad_name(self, record: Record) -> None:
        name = self._override or record.annotator
        if name and name != RESERVED_NAME and name not in self._annotators:
            refuse_bad_annotator(name, where=record.where)

    def _refuse_unowned_marks(self, record: Record) -> None:
        if record.spans:
            raise Refused(
                tr("the marks name no annotator"),
                where=record.where,
                remedy=tr("say whose they are with --annotator"),
            )

    def _annotator_key(self, name: str) -> int:
        if name not in self._annotators:
            self._annotators[name] = self._session.annotator_named(name, create=True).key
        return self._annotators[name]

    def _empty_layer(self, record: Record, name: str, document: int, annotator: int) -> int | None:
        """The key of an empty layer for the marks of the record; None if the layer has these marks already."""
        status = record.status or "in-progress"
        row = None
        if document not in self._new_documents or (document, annotator) in self._filled:
            self._batch.flush()
            row = marks.layer_row_by_key(self._session.store, document=document, annotator=annotator)
        self._filled.add((document, annotator))
        if row is None:
            return self._batch.add("layers", {"document": document, "annotator": annotator, "status": status})
        present = marks.read_layer(self._session.store, row["key"], document="", annotator=name)
        if present.spans or present.relations:
            incoming = Layer(document="", annotator=name, spans=record.spans, relations=record.relations)
            if incoming.content == present.content:
                self._update_status(row, record)
                return None
            if not self._replace:
                raise Refused(
                    tr("{annotator} has marked this document differently", annotator=name),
                    where=record.where,
                    remedy=tr("replace those marks with --replace, or name another annotator"),
                )
            self._clear(row["key"])
        if row["status"] != status:
            self._writer.put("layers", {**row, "status": status})
        elif not record.spans:
            return None
        return int(row["key"])

    def _update_status(self, row: Row, record: Record) -> None:
        """Take over the status of a record whose marks the layer has already."""
        if record.status in ("in-progress", "done") and row["status"] != record.status:
            self._writer.put("layers", {**row, "status": record.status})

    def _clear(self, layer: int) -> None:
        for table in ("relations", "spans"):
            for key in marks.mark_keys(self._session.store, table, layer=layer):
                self._writer.drop(table, key)


def _meta_json(meta: dict[str, Any], where: str) -> str:
    try:
        return orjson.dumps(meta).decode()
    except TypeError as problem:
        raise Refused(
            tr("its metadata cannot be kept ({problem})", problem=problem), where=where, remedy=tr("mend the record")
        ) from problem


def _refuse_misfit(record: Record, scheme: Scheme) -> None:
    refuse_unstorable(record.text, subject=tr("the text"), where=record.where)
    if record.id:
        refuse_bad_name(record.id, subject=tr("the id"), where=record.where)
    for number, span in enumerate(record.spans, 1):
        if record.text[span.start : span.end] != span.quote:
            raise _misfit(tr("span {place}: its text is not what stands there", place=number), record)
        for _, misfit in span_misfits(span, scheme):
            raise _misfit(tr("span {place}: {why}", place=number, why=misfit), record)
    labels = {span.id: span.label for span in record.spans}
    for number, relation in enumerate(record.relations, 1):
        for _, misfit in relation_misfits(relation, labels, scheme):
            raise _misfit(tr("relation {place}: {why}", place=number, why=misfit), record)


def _misfit(message: str, record: Record) -> Refused:
    return Refused(message, where=record.where, remedy=tr("mend the record or the scheme"))
