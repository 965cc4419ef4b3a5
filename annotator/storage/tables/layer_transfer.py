"""Transfer of documents and layers from one project file to another by value, without the keys of either file."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

import orjson

from annotator.domain.marks.marks import Layer
from annotator.storage.batch import BatchWriter
from annotator.storage.file.store import Store
from annotator.storage.journal.journal import Writer
from annotator.storage.journal.revisions import LayerKey
from annotator.storage.journal.row_images import Row
from annotator.storage.tables import marks

_BATCH = 500


class SpanRow(NamedTuple):
    """The row of a span without its keys, which hold in one file only; ``fragments`` and ``attributes`` are JSON."""

    id: str
    label: str
    start: int
    end: int
    fragments: str | None
    quote: str
    attributes: str
    note: str


class RelationRow(NamedTuple):
    """The row of a relation without its keys; ``attributes`` is JSON."""

    id: str
    label: str
    source: str
    target: str
    attributes: str


class LayerRows(NamedTuple):
    """The content of a layer: its status and the rows of its marks."""

    status: str = "new"
    spans: tuple[SpanRow, ...] = ()
    relations: tuple[RelationRow, ...] = ()

    @property
    def empty(self) -> bool:
        return self.status == "new" and not self.spans

    def same_as(self, rows: "LayerRows") -> bool:
        """Whether both have the same content, in any order."""
        return (self.status, set(self.spans), set(self.relations)) == (
            rows.status,
            set(rows.spans),
            set(rows.relations),
        )


def rows_from_layer(layer: Layer) -> LayerRows:
    """The content of the layer as rows."""
    spans = [marks.row_from_span(span, key=None, layer=0) for span in layer.spans]
    relations = [marks.row_from_relation(relation, key=None, layer=0) for relation in layer.relations]
    return LayerRows(
        layer.status,
        tuple(SpanRow(*[row[name] for name in SpanRow._fields]) for row in spans),
        tuple(RelationRow(*[row[name] for name in RelationRow._fields]) for row in relations),
    )


class DocumentKey(NamedTuple):
    """The key of a document with its id and the hash of its text, which hold in every file."""

    key: int
    id: str
    sha256: str


def documents(store: Store) -> list[DocumentKey]:
    """All documents, in the order in which they were added."""
    return [DocumentKey(*row) for row in store.rows("SELECT key, id, sha256 FROM documents ORDER BY key")]


def metadata_values(store: Store, fact: str) -> dict[str, str]:
    """The value of this metadata fact in each document, by id; empty where a document has none."""
    rows = store.rows(
        "SELECT id, (SELECT CAST(value AS TEXT) FROM json_each(meta) WHERE key = ?) FROM documents ORDER BY key", [fact]
    )
    return {row[0]: row[1] or "" for row in rows}


def texts(store: Store) -> Iterator[tuple[int, str]]:
    """All texts with the keys of their documents, in the order in which they were added."""
    for row in store.stream("SELECT key, text FROM documents ORDER BY key"):
        yield row[0], row[1]


def add_documents(writer: Writer, source: Store, keys: Sequence[int]) -> Iterator[int]:
    """Copy these documents, in this order, into a file without documents; yields how many are copied.

    They get the keys from 1 on.
    """
    for first in range(0, len(keys), _BATCH):
        chosen = keys[first : first + _BATCH]
        rows = source.rows(
            "SELECT key, id, sha256, meta, text FROM documents WHERE key IN (SELECT value FROM json_each(?))",
            [_as_json(chosen)],
        )
        values = {row[0]: row[1:] for row in rows}
        writer.add_many("documents", [(new_key, *values[key]) for new_key, key in enumerate(chosen, first + 1)])
        yield first + len(chosen)


def layers(
    store: Store, *, annotator: int | None = None, documents: Collection[int] | None = None
) -> dict[LayerKey, LayerRows]:
    """The layers of annotators with their marks: all, or those of one annotator or of some documents (by key)."""
    heads = store.rows(
        "SELECT key, document, annotator, status FROM layers"
        " WHERE annotator > 0 AND (:annotator IS NULL OR annotator = :annotator)"
        " AND (:documents IS NULL OR document IN (SELECT value FROM json_each(:documents)))"
        " ORDER BY document, annotator",
        {"annotator": annotator, "documents": None if documents is None else _as_json(documents)},
    )
    keys = [head[0] for head in heads]
    spans, relations = defaultdict[int, list[SpanRow]](list), defaultdict[int, list[RelationRow]](list)
    for key, *row in _marks(store, "spans", 'id, label, start, "end", fragments, quote, attributes, note', keys):
        spans[key].append(SpanRow._make(row))
    for key, *row in _marks(store, "relations", "id, label, source, target, attributes", keys):
        relations[key].append(RelationRow._make(row))
    return {
        (document, owner): LayerRows(status, tuple(spans[key]), tuple(relations[key]))
        for key, document, owner, status in heads
    }


def _marks(store: Store, table: str, columns: str, keys: list[int]) -> Iterator[Sequence[Any]]:
    return store.stream(
        f"SELECT layer, {columns} FROM {table} WHERE layer IN (SELECT value FROM json_each(?)) ORDER BY layer, key",
        [_as_json(keys)],
    )


class LayerWriter:
    """Changes layers to the received content. Changes of existing rows are written at once, new rows in batches."""

    def __init__(self, store: Store, writer: Writer) -> None:
        self._store, self._writer = store, writer
        self._batch = BatchWriter(writer, ("layers", "spans", "relations", "revisions"))

    def put(self, layer_key: LayerKey, before: LayerRows, after: LayerRows) -> None:
        """Change the layer, whose content is ``before``, to ``after``. No layer may come twice."""
        row = self._layer_row(layer_key)
        if row is None:
            layer = self._batch.add_values("layers", *layer_key, after.status)
        else:
            layer = row["key"]
            if row["status"] != after.status:
                self._writer.put("layers", {**row, "status": after.status})
            self._delete_marks(layer, before, after)
        old_spans, old_relations = {span.id for span in before.spans}, set(before.relations)
        changed = set(after.spans) - set(before.spans)
        for span in after.spans:
            if span not in changed:
                continue
            if span.id in old_spans:
                key = self._mark_key("spans", layer, span.id)
                self._writer.put("spans", {"key": key, "layer": layer, **span._asdict()})
            else:
                self._batch.add_values("spans", layer, *span)
        for relation in after.relations:
            if relation not in old_relations:
                self._batch.add_values("relations", layer, *relation)
        self._batch.flush_if_full()

    def add_tokens(self, layer_key: LayerKey, tokens: Collection[int], *, shared: bool = False) -> None:
        """Add these tokens to the history of the layer."""
        for token in tokens:
            self._batch.add_values("revisions", None, *layer_key, token, int(shared))

    def finish(self) -> None:
        """Write the new rows that are not written yet."""
        self._batch.flush()

    def _delete_marks(self, layer: int, before: LayerRows, after: LayerRows) -> None:
        """Delete the marks that ``after`` lacks, and the relations that changed: their ends may be new."""
        spans, relations = {span.id for span in after.spans}, set(after.relations)
        for relation in before.relations:
            if relation not in relations:
                self._writer.drop("relations", self._mark_key("relations", layer, relation.id))
        for span in before.spans:
            if span.id not in spans:
                self._writer.drop("spans", self._mark_key("spans", layer, span.id))

    def _layer_row(self, layer_key: LayerKey) -> Row | None:
        rows = self._store.rows("SELECT * FROM layers WHERE document = ? AND annotator = ?", layer_key)
        return dict(rows[0]) if rows else None

    def _mark_key(self, table: str, layer: int, name: str) -> int:
        return int(self._store.rows(f"SELECT key FROM {table} WHERE layer = ? AND id = ?", [layer, name])[0][0])


def _as_json(values: Collection[int]) -> str:
    return orjson.dumps(list(values)).decode()
