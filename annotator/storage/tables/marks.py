"""Rows of layers, spans and relations."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple

import orjson

from annotator.domain.document import Document
from annotator.domain.marks.marks import Layer, Relation, Span, Status
from annotator.i18n import tr
from annotator.storage.file.row_errors import refuse_damaged_rows
from annotator.storage.file.store import Store
from annotator.storage.journal.revisions import LayerKey
from annotator.storage.journal.row_images import Row
from annotator.storage.tables.documents import document_from_row

SPAN_COLUMNS = 'id, label, start, "end", fragments, quote, attributes, note'
RELATION_COLUMNS = "id, label, source, target, attributes"


def span_from_row(row: Any) -> Span:
    """The span that a row or a journal image holds."""
    fragments = row["fragments"]
    with refuse_damaged_rows:
        return Span(
            id=row["id"],
            label=row["label"],
            fragments=orjson.loads(fragments) if fragments else ((row["start"], row["end"]),),
            quote=row["quote"],
            attributes=orjson.loads(row["attributes"]),
            note=row["note"],
        )


def row_from_span(span: Span, *, key: int | None, layer: int) -> Row:
    """The span as a row; without ``key``, one to be inserted."""
    return {
        "key": key,
        "layer": layer,
        "id": span.id,
        "label": span.label,
        "start": span.start,
        "end": span.end,
        "fragments": orjson.dumps(span.fragments).decode() if len(span.fragments) > 1 else None,
        "quote": span.quote,
        "attributes": orjson.dumps(span.attributes).decode(),
        "note": span.note,
    }


def relation_from_row(row: Any) -> Relation:
    """The relation that a row or a journal image holds."""
    with refuse_damaged_rows:
        return Relation(
            id=row["id"],
            label=row["label"],
            source=row["source"],
            target=row["target"],
            attributes=orjson.loads(row["attributes"]),
        )


def row_from_relation(relation: Relation, *, key: int | None, layer: int) -> Row:
    """The relation as a row; without ``key``, one to be inserted."""
    return {
        "key": key,
        "layer": layer,
        "id": relation.id,
        "label": relation.label,
        "source": relation.source,
        "target": relation.target,
        "attributes": orjson.dumps(relation.attributes).decode(),
    }


def layer_row(store: Store, *, document: str, annotator: int) -> Row | None:
    """The layer's own row: key, document, annotator and status; None for a layer that was not begun."""
    rows = store.rows(
        "SELECT layers.key, document, annotator, status FROM layers JOIN documents ON documents.key = document"
        " WHERE documents.id = ? AND annotator = ?",
        [document, annotator],
    )
    return dict(rows[0]) if rows else None


def layer_row_by_key(store: Store, *, document: int, annotator: int) -> Row | None:
    """The row of the layer of this annotator in this document (both by key), or None."""
    rows = store.rows(
        "SELECT key, document, annotator, status FROM layers WHERE document = ? AND annotator = ?",
        [document, annotator],
    )
    return dict(rows[0]) if rows else None


def mark_keys(store: Store, table: str, *, layer: int) -> list[int]:
    """The keys of the layer's spans or relations."""
    sql = {
        "spans": "SELECT key FROM spans WHERE layer = ?",
        "relations": "SELECT key FROM relations WHERE layer = ?",
    }
    return [row[0] for row in store.rows(sql[table], [layer])]


def mark_ids(store: Store, table: str, *, document: int, annotator: int) -> set[str]:
    """The ids of the spans or relations of this annotator in this document (both by key)."""
    layers = "SELECT key FROM layers WHERE document = ? AND annotator = ?"
    sql = {
        "spans": f"SELECT id FROM spans WHERE layer IN ({layers})",
        "relations": f"SELECT id FROM relations WHERE layer IN ({layers})",
    }
    return {row[0] for row in store.rows(sql[table], [document, annotator])}


def mark_key(store: Store, table: str, *, layer: int, name: str) -> int:
    """The key of the span or relation of this id."""
    sql = {
        "spans": "SELECT key FROM spans WHERE layer = ? AND id = ?",
        "relations": "SELECT key FROM relations WHERE layer = ? AND id = ?",
    }[table]
    return int(store.rows(sql, [layer, name])[0][0])


def read_layer(store: Store, key: int, *, document: str, annotator: str) -> Layer:
    """A whole layer, its spans in text order."""
    status = store.rows("SELECT status FROM layers WHERE key = ?", [key])[0][0]
    return Layer(
        document=document,
        annotator=annotator,
        status=status,
        spans=tuple(_spans(store, key)),
        relations=tuple(_relations(store, key)),
    )


def layer_of_annotator(store: Store, key: int, *, document: str, annotator: str) -> Layer:
    """The layer of the annotator of this key and name in this document; an empty layer where none was begun."""
    row = layer_row(store, document=document, annotator=key)
    if row is None:
        return Layer(document=document, annotator=annotator)
    return read_layer(store, row["key"], document=document, annotator=annotator)


def _spans(store: Store, layer: int) -> list[Span]:
    return _spans_by_layer(store, [layer])[layer]


def _spans_by_layer(store: Store, layers: list[int]) -> defaultdict[int, list[Span]]:
    """The spans of these layers in text order."""
    rows = store.rows(
        f"SELECT layer, {SPAN_COLUMNS} FROM spans WHERE layer IN ({_parameters(layers)})"
        ' ORDER BY layer, start, "end" DESC, key',
        layers,
    )
    spans: defaultdict[int, list[Span]] = defaultdict(list)
    cache = AttributesCache()
    with refuse_damaged_rows:
        for layer, *columns in rows:
            spans[layer].append(build_span(columns, cache))
    return spans


def build_span(columns: Iterable[Any], cache: "AttributesCache") -> Span:
    """The span of these columns. Only what the types of the columns do not guarantee is checked."""
    name, label, start, end, fragments, quote, attributes, note = columns
    build = Span if fragments else Span.from_trusted
    return build(
        id=name,
        label=label,
        fragments=orjson.loads(fragments) if fragments else ((start, end),),
        quote=quote,
        attributes=cache[attributes],
        note=note,
    )


class AttributesCache(dict[str, dict[str, str]]):
    """Attributes by their JSON text. Many rows have the same text, which is read and checked once."""

    def __missing__(self, text: str) -> dict[str, str]:
        attributes = orjson.loads(text)
        if not isinstance(attributes, dict) or not all(isinstance(value, str) for value in attributes.values()):
            raise ValueError(tr("attributes that are none: {text}", text=text[:60]))
        self[text] = attributes
        return attributes


def _relations(store: Store, layer: int) -> list[Relation]:
    return _relations_by_layer(store, [layer])[layer]


def _relations_by_layer(store: Store, layers: list[int]) -> defaultdict[int, list[Relation]]:
    rows = store.rows(
        f"SELECT layer, {RELATION_COLUMNS} FROM relations WHERE layer IN ({_parameters(layers)}) ORDER BY layer, key",
        layers,
    )
    relations: defaultdict[int, list[Relation]] = defaultdict(list)
    cache = AttributesCache()
    with refuse_damaged_rows:
        for layer, *columns in rows:
            relations[layer].append(build_relation(columns, cache))
    return relations


def build_relation(columns: Iterable[Any], cache: AttributesCache) -> Relation:
    """The relation of these columns."""
    name, label, source, target, attributes = columns
    return Relation.from_trusted(id=name, label=label, source=source, target=target, attributes=cache[attributes])


def _parameters(values: list[int]) -> str:
    return ", ".join("?" * len(values))


def relation_rows_at_span(store: Store, *, layer: int, span: str) -> list[Row]:
    """The rows of the relations that begin or end at this span."""
    rows = store.rows(
        "SELECT key, layer, id, label, source, target, attributes FROM relations"
        " WHERE layer = :layer AND (source = :span OR target = :span) ORDER BY key",
        {"layer": layer, "span": span},
    )
    return [dict(row) for row in rows]


class TitledLayer(NamedTuple):
    """A layer with its key, and the title and date of its document, whose text is not read."""

    key: LayerKey
    title: str
    published: str
    layer: Layer


def layers_with(
    store: Store, labels: Collection[str], *, annotator: int | None, document: str | None, after: LayerKey, most: int
) -> list[TitledLayer]:
    """The next layers, in the order of their keys, that contain spans of these labels; of one annotator or document.

    ``most`` must not exceed the number of parameters that SQLite takes in one statement (32,766).
    """
    heads = store.rows(
        "SELECT documents.key, layers.annotator, documents.id, json_extract(meta, '$.title'),"
        " json_extract(meta, '$.published'), layers.key, name, status FROM layers"
        " JOIN documents ON documents.key = layers.document JOIN annotators ON annotators.key = layers.annotator"
        " WHERE (layers.document, layers.annotator) > (:document_after, :annotator_after)"
        " AND CASE WHEN :annotator IS NULL THEN layers.annotator > 0 ELSE layers.annotator = :annotator END"
        " AND (:document IS NULL OR documents.id = :document)"
        " AND EXISTS (SELECT 1 FROM spans WHERE layer = layers.key AND label IN (SELECT value FROM json_each(:labels)))"
        " ORDER BY layers.document, layers.annotator LIMIT :most",
        {
            "labels": orjson.dumps(sorted(labels)).decode(),
            "annotator": annotator,
            "document": document,
            "document_after": after[0],
            "annotator_after": after[1],
            "most": most,
        },
    )
    layers = [row[5] for row in heads]
    spans, relations = _spans_by_layer(store, layers), _relations_by_layer(store, layers)
    return [
        TitledLayer(
            key=(document_key, annotator_key),
            title=str(title or ""),
            published=str(published or ""),
            layer=Layer(
                document=document_id,
                annotator=name,
                status=status,
                spans=tuple(spans[layer]),
                relations=tuple(relations[layer]),
            ),
        )
        for document_key, annotator_key, document_id, title, published, layer, name, status in heads
    ]


def layers_to_export(store: Store, *, annotator: int | None) -> Iterator[tuple[Document, Layer | None]]:
    """Every layer with its document, in the order of documents and annotators; one annotator's where a key is given.

    A layer counts when it has marks or a status beyond new. Without ``annotator``, a document without such a layer
    comes with None.
    """
    for row in store.stream(
        "SELECT documents.key, documents.id, sha256, text, meta, layers.key AS layer, name, status FROM documents"
        " LEFT JOIN layers ON layers.document = documents.key"
        " AND (status <> 'new' OR EXISTS (SELECT 1 FROM spans WHERE layer = layers.key))"
        " AND (layers.annotator > 0 OR :annotator = 0)"
        " LEFT JOIN annotators ON annotators.key = layers.annotator"
        " WHERE :annotator IS NULL OR layers.annotator = :annotator ORDER BY documents.key, layers.annotator",
        {"annotator": annotator},
    ):
        document = document_from_row(row)
        if row["layer"] is None:
            yield document, None
            continue
        yield (
            document,
            Layer(
                document=row["id"],
                annotator=row["name"],
                status=row["status"],
                spans=tuple(_spans(store, row["layer"])),
                relations=tuple(_relations(store, row["layer"])),
            ),
        )


def read_layers(store: Store, heads: list[tuple[int, str, str, Status]]) -> dict[int, Layer]:
    """Layers by their row keys; each head is row key, document, annotator and status."""
    keys = [key for key, *_ in heads]
    spans, relations = _spans_by_layer(store, keys), _relations_by_layer(store, keys)
    return {
        key: Layer(
            document=document,
            annotator=annotator,
            status=status,
            spans=tuple(spans[key]),
            relations=tuple(relations[key]),
        )
        for key, document, annotator, status in heads
    }
