"""What becomes of one record that arrives: a new document, a filled layer, nothing, or a refusal?"""

from collections.abc import Sequence
from typing import Any

import orjson

from annotator.app.review.gold_import import take_gold
from annotator.app.session import RESERVED_NAME, Session, refuse_bad_annotator
from annotator.domain.document import refuse_bad_name, refuse_unstorable
from annotator.domain.errors import Refused
from annotator.domain.frozen_model import FrozenModel
from annotator.domain.marks.mark_validation import relation_misfits, span_misfits
from annotator.domain.marks.marks import Layer
from annotator.domain.record import Loss, Record
from annotator.domain.scheme.scheme import Scheme
from annotator.i18n import tr
from annotator.storage.journal import journal
from annotator.storage.journal.journal import COLUMNS, Row, Writer
from annotator.storage.tables import documents, marks

_BATCH = 500
# What describes the file that a text came in, and so stays with the first one.
_OF_THE_FILE = {"file", "bom", "encoding"}
_TABLES = ("documents", "layers", "spans", "relations")


class Renamed(FrozenModel):
    """A document whose id was taken by another text."""

    old: str
    new: str


class ImportReport(FrozenModel):
    """What an import added; ``unchanged`` counts the records that added nothing."""

    documents: int = 0
    spans: int = 0
    relations: int = 0
    unchanged: int = 0
    renamed: tuple[Renamed, ...] = ()
    losses: tuple[Loss, ...] = ()


class Intake:
    """Takes records one by one, checks each, and writes their rows in batches through one journal step."""

    def __init__(self, session: Session, writer: Writer, *, annotator: str | None, replace: bool) -> None:
        self._session, self._writer = session, writer
        self._override, self._replace = annotator, replace
        self._by_hash, self._ids = documents.known(session.store)
        self._people: dict[str, int] = {}
        self._filled: set[tuple[int, int]] = set()
        self._fresh: set[int] = set()
        self._rows: dict[str, list[tuple[object, ...]]] = {table: [] for table in _TABLES}
        self._keys = {table: writer.next_key(table) for table in _TABLES}
        self._counts = {"documents": 0, "spans": 0, "relations": 0, "unchanged": 0}
        self._renamed: list[Renamed] = []
        self._unowned: list[str] = []
        self._differing: list[str] = []
        if annotator is not None:
            self._person(annotator)

    def take(self, record: Record) -> bool:
        """Check and file one record; whether a batch went to the file just now."""
        self._refuse_bad_name(record)
        _refuse_misfit(record, self._session.scheme)
        document = self._by_hash.get(record.sha256)
        if document is None:
            document, added = self._add_document(record), True
        else:
            added = self._complete_metadata(record, document)
        if not self._take_marks(record, document) and not added:
            self._counts["unchanged"] += 1
        if len(self._rows["documents"]) + len(self._rows["layers"]) < _BATCH:
            return False
        self._flush()
        return True

    def finish(self, left_out: Sequence[Loss]) -> ImportReport:
        """File the rest; what came of it all, and what was left out beforehand."""
        self._flush()
        journal.summarise(self._session.store, self._writer.step, self._counts)
        losses = list(left_out)
        for what, places in (
            (tr("status of a layer without marks that names no annotator"), self._unowned),
            (tr("metadata other than what is known of the text"), self._differing),
        ):
            if places:
                losses.append(Loss(what=what, count=len(places), where=places[0]))
        return ImportReport(**self._counts, renamed=tuple(self._renamed), losses=tuple(losses))

    def _add_document(self, record: Record) -> int:
        wanted = record.id or record.sha256[:12]
        name, count = wanted, 1
        while name in self._ids:
            count += 1
            name = f"{wanted}-{count}"
        if name != wanted:
            self._renamed.append(Renamed(old=wanted, new=name))
        meta = _meta_json(record.meta, record.where)
        key = self._file("documents", {"id": name, "sha256": record.sha256, "text": record.text, "meta": meta})
        self._ids.add(name)
        self._by_hash[record.sha256] = key
        self._fresh.add(key)
        self._counts["documents"] += 1
        return key

    def _complete_metadata(self, record: Record, document: int) -> bool:
        """Add what nobody knew of the document yet; what is known stays. False where there is nothing to add."""
        told = {key: value for key, value in record.meta.items() if key not in _OF_THE_FILE}
        if not told:
            return False
        if self._rows["documents"]:
            self._flush()
        row = documents.row(self._session.store, document)
        known = orjson.loads(row["meta"])
        if any(known.get(key, value) != value for key, value in told.items()):
            self._differing.append(record.where)
        if told.keys() <= known.keys():
            return False
        self._writer.put("documents", {**row, "meta": _meta_json(known | told | known, record.where)})
        return True

    def _take_marks(self, record: Record, document: int) -> bool:
        """File the record's layer; False where it says nothing new."""
        if record.status in (None, "new") and not record.spans:
            return False
        name = self._override or record.annotator
        if name is None:
            self._refuse_unowned_marks(record)
            self._unowned.append(record.where)
            return False
        if name == RESERVED_NAME:
            return self._take_gold(record, document)
        person = self._person(name)
        layer = self._free_layer(record, name, document, person)
        if layer is None:
            return False
        for span in record.spans:
            self._file("spans", marks.row_from_span(span, key=None, layer=layer))
        for relation in record.relations:
            self._file("relations", marks.row_from_relation(relation, key=None, layer=layer))
        self._counts["spans"] += len(record.spans)
        self._counts["relations"] += len(record.relations)
        return True

    def _take_gold(self, record: Record, document: int) -> bool:
        self._flush()
        taken = take_gold(self._session, self._writer, document, record, replace=self._replace)
        self._keys = {table: self._writer.next_key(table) for table in _TABLES}
        if taken:
            self._counts["spans"] += len(record.spans)
            self._counts["relations"] += len(record.relations)
        return taken

    def _refuse_bad_name(self, record: Record) -> None:
        name = self._override or record.annotator
        if name and name != RESERVED_NAME and name not in self._people:
            refuse_bad_annotator(name, where=record.where)

    def _refuse_unowned_marks(self, record: Record) -> None:
        if record.spans:
            raise Refused(
                tr("the marks name no annotator"),
                where=record.where,
                remedy=tr("say whose they are with --annotator"),
            )

    def _person(self, name: str) -> int:
        if name not in self._people:
            self._people[name] = self._session.person(name, create=True).key
        return self._people[name]

    def _free_layer(self, record: Record, name: str, document: int, person: int) -> int | None:
        """The key of the layer, made empty, for the record's marks; None where it holds them already."""
        status = record.status or "in-progress"
        row = None
        if document not in self._fresh or (document, person) in self._filled:
            self._flush()
            row = marks.layer_of(self._session.store, document=document, annotator=person)
        self._filled.add((document, person))
        if row is None:
            return self._file("layers", {"document": document, "annotator": person, "status": status})
        held = marks.read_layer(self._session.store, row["key"], document="", annotator=name)
        if held.spans or held.relations:
            told = Layer(document="", annotator=name, spans=record.spans, relations=record.relations)
            if told.content == held.content:
                self._keep_status(row, record)
                return None
            if not self._replace:
                raise Refused(
                    tr("{annotator} has marked this document differently", annotator=name),
                    where=record.where,
                    remedy=tr("replace those marks with --replace, or name another annotator"),
                )
            self._empty(row["key"])
        if row["status"] != status:
            self._writer.put("layers", {**row, "status": status})
        elif not record.spans:
            return None
        return int(row["key"])

    def _keep_status(self, row: Row, record: Record) -> None:
        """Marks that are here already may still come with another word on how far the work is."""
        if record.status in ("in-progress", "done") and row["status"] != record.status:
            self._writer.put("layers", {**row, "status": record.status})

    def _empty(self, layer: int) -> None:
        for table in ("relations", "spans"):
            for key in marks.keys_in(self._session.store, table, layer=layer):
                self._writer.drop(table, key)

    def _file(self, table: str, row: Row) -> int:
        key = self._keys[table]
        self._keys[table] += 1
        self._rows[table].append((key, *[row[column] for column in COLUMNS[table][1:]]))
        return key

    def _flush(self) -> None:
        for table in _TABLES:
            self._writer.add_many(table, self._rows[table])
            self._rows[table] = []


def _meta_json(meta: dict[str, Any], where: str) -> str:
    try:
        return orjson.dumps(meta).decode()
    except TypeError as problem:
        raise Refused(
            tr("its metadata cannot be kept ({problem})", problem=problem), where=where, remedy=tr("mend the record")
        ) from problem


def _refuse_misfit(record: Record, scheme: Scheme) -> None:
    refuse_unstorable(record.text, what=tr("the text"), where=record.where)
    if record.id:
        refuse_bad_name(record.id, what=tr("the id"), where=record.where)
    for place, span in enumerate(record.spans, 1):
        if record.text[span.start : span.end] != span.quote:
            raise _misfit(tr("span {place}: its text is not what stands there", place=place), record)
        for _, why in span_misfits(span, scheme):
            raise _misfit(tr("span {place}: {why}", place=place, why=why), record)
    labels = {span.id: span.label for span in record.spans}
    for place, relation in enumerate(record.relations, 1):
        for _, why in relation_misfits(relation, labels, scheme):
            raise _misfit(tr("relation {place}: {why}", place=place, why=why), record)


def _misfit(what: str, record: Record) -> Refused:
    return Refused(what, where=record.where, remedy=tr("mend the record or the scheme"))
