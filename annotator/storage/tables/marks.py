"""How do layers, spans and relations stand in their rows?"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import orjson

from annotator.domain.document import Document
from annotator.domain.marks.marks import Layer, Relation, Span, Status
from annotator.i18n import tr
from annotator.storage.file.row_errors import sound_rows
from annotator.storage.file.store import Store
from annotator.storage.journal.journal import Row
from annotator.storage.tables.documents import document_from_row

SPANS = 'id, label, start, "end", fragments, quote, attributes, note'
RELATIONS = "id, label, source, target, attributes"


def span_from_row(row: Any) -> Span:
    """The span that a row or a journal image says."""
    fragments = row["fragments"]
    with sound_rows:
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
    """The relation that a row or a journal image says."""
    with sound_rows:
        return Relation(
            id=row["id"],
            label=row["label"],
            source=row["source"],
            target=row["target"],
            attributes=orjson.loads(row["attributes"]),
        )


def row_from_relation(relation: Relation, *, key: int | None, layer: int) -> Row:
    """The relation as a row, in the same way."""
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
    """The layer's own row: key, document, annotator and status; None for a layer that nobody began."""
    found = store.rows(
        "SELECT layers.key, document, annotator, status FROM layers JOIN documents ON documents.key = document"
        " WHERE documents.id = ? AND annotator = ?",
        [document, annotator],
    )
    return dict(found[0]) if found else None


def layer_of(store: Store, *, document: int, annotator: int) -> Row | None:
    """The row of the layer that this person has in this document (by their keys), or None."""
    found = store.rows(
        "SELECT key, document, annotator, status FROM layers WHERE document = ? AND annotator = ?",
        [document, annotator],
    )
    return dict(found[0]) if found else None


def keys_in(store: Store, table: str, *, layer: int) -> list[int]:
    """The keys of the layer's spans or relations."""
    sql = {
        "spans": "SELECT key FROM spans WHERE layer = ?",
        "relations": "SELECT key FROM relations WHERE layer = ?",
    }
    return [row[0] for row in store.rows(sql[table], [layer])]


def names_in(store: Store, table: str, *, document: int, annotator: int) -> set[str]:
    """The ids of the spans or relations that this person has in this document (by their keys)."""
    known = "SELECT key FROM layers WHERE document = ? AND annotator = ?"
    sql = {
        "spans": f"SELECT id FROM spans WHERE layer IN ({known})",
        "relations": f"SELECT id FROM relations WHERE layer IN ({known})",
    }
    return {row[0] for row in store.rows(sql[table], [document, annotator])}


def row_key(store: Store, table: str, *, layer: int, name: str) -> int:
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


def layer_by(store: Store, key: int, *, document: str, annotator: str) -> Layer:
    """What the person of this key and name has in this document; an empty layer where nothing was begun."""
    row = layer_row(store, document=document, annotator=key)
    if row is None:
        return Layer(document=document, annotator=annotator)
    return read_layer(store, row["key"], document=document, annotator=annotator)


def _spans(store: Store, layer: int) -> list[Span]:
    return _spans_by_layer(store, [layer])[layer]


def _spans_by_layer(store: Store, layers: list[int]) -> defaultdict[int, list[Span]]:
    """The spans of these layers in text order."""
    rows = store.rows(
        f'SELECT layer, {SPANS} FROM spans WHERE layer IN ({_places(layers)}) ORDER BY layer, start, "end" DESC, key',
        layers,
    )
    found: defaultdict[int, list[Span]] = defaultdict(list)
    said = Said()
    with sound_rows:
        for layer, *columns in rows:
            found[layer].append(built_span(columns, said))
    return found


def built_span(columns: Iterable[Any], said: "Said") -> Span:
    """The span that these columns say, of which only what the table's own types do not promise is checked."""
    name, label, start, end, fragments, quote, attributes, note = columns
    build = Span if fragments else Span.trusted
    return build(
        id=name,
        label=label,
        fragments=orjson.loads(fragments) if fragments else ((start, end),),
        quote=quote,
        attributes=said[attributes],
        note=note,
    )


class Said(dict[str, dict[str, str]]):
    """What attributes as they stand in a row say; many rows say the same, which is read and checked once."""

    def __missing__(self, written: str) -> dict[str, str]:
        told = orjson.loads(written)
        if not isinstance(told, dict) or not all(isinstance(value, str) for value in told.values()):
            raise ValueError(tr("attributes that are none: {text}", text=written[:60]))
        self[written] = told
        return told


def _relations(store: Store, layer: int) -> list[Relation]:
    return _relations_by_layer(store, [layer])[layer]


def _relations_by_layer(store: Store, layers: list[int]) -> defaultdict[int, list[Relation]]:
    rows = store.rows(
        f"SELECT layer, {RELATIONS} FROM relations WHERE layer IN ({_places(layers)}) ORDER BY layer, key", layers
    )
    found: defaultdict[int, list[Relation]] = defaultdict(list)
    said = Said()
    with sound_rows:
        for layer, *columns in rows:
            found[layer].append(built_relation(columns, said))
    return found


def built_relation(columns: Iterable[Any], said: Said) -> Relation:
    """The relation that these columns say, in the same way."""
    name, label, source, target, attributes = columns
    return Relation.trusted(id=name, label=label, source=source, target=target, attributes=said[attributes])


def _places(values: list[int]) -> str:
    return ", ".join("?" * len(values))


def relation_rows_of(store: Store, *, layer: int, span: str) -> list[Row]:
    """The relations that begin or end at a span, as rows."""
    rows = store.rows(
        "SELECT key, layer, id, label, source, target, attributes FROM relations"
        " WHERE layer = :layer AND (source = :span OR target = :span) ORDER BY key",
        {"layer": layer, "span": span},
    )
    return [dict(row) for row in rows]


Place = tuple[int, int]
"""Where a layer stands among all: the keys of its document and of its annotator."""


class PlacedLayer(NamedTuple):
    """A layer with its place and what its document's metadata say; texts stay where they are."""

    place: Place
    title: str
    published: str
    layer: Layer


def layers_with(
    store: Store, label: str, *, annotator: int | None, document: str | None, after: Place, most: int
) -> list[PlacedLayer]:
    """The next layers, in order of their places, that hold spans of this label; of one annotator or document if given.

    ``most`` must not exceed what SQLite takes as parameters of one statement (32,766).
    """
    heads = store.rows(
        "SELECT documents.key, layers.annotator, documents.id, json_extract(meta, '$.title'),"
        " json_extract(meta, '$.published'), layers.key, name, status FROM layers"
        " JOIN documents ON documents.key = layers.document JOIN annotators ON annotators.key = layers.annotator"
        " WHERE (layers.document, layers.annotator) > (:document_after, :annotator_after)"
        " AND CASE WHEN :annotator IS NULL THEN layers.annotator > 0 ELSE layers.annotator = :annotator END"
        " AND (:document IS NULL OR documents.id = :document)"
        " AND EXISTS (SELECT 1 FROM spans WHERE layer = layers.key AND label = :label)"
        " ORDER BY layers.document, layers.annotator LIMIT :most",
        {
            "label": label,
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
        PlacedLayer(
            place=(key, who),
            title=str(title or ""),
            published=str(published or ""),
            layer=Layer(
                document=name, annotator=person, status=status, spans=tuple(spans[one]), relations=tuple(relations[one])
            ),
        )
        for key, who, name, title, published, one, person, status in heads
    ]


def exported(store: Store, *, annotator: int | None) -> Iterator[tuple[Document, Layer | None]]:
    """Every layer with its document, documents in order, layers by person; one annotator's where a key is given.

    A layer counts when it has marks or a status beyond new. Without ``annotator``, a document that has no such layer
    comes alone.
    """
    for row in store.stream(
        "SELECT documents.key, documents.id, sha256, text, meta, layers.key AS layer, name, status FROM documents"
        " LEFT JOIN layers ON layers.document = documents.key"
        " AND (status <> 'new' OR EXISTS (SELECT 1 FROM spans WHERE layer = layers.key))"
        " AND (layers.annotator > 0 OR :who = 0)"
        " LEFT JOIN annotators ON annotators.key = layers.annotator"
        " WHERE :who IS NULL OR layers.annotator = :who ORDER BY documents.key, layers.annotator",
        {"who": annotator},
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


def layers_of(store: Store, heads: list[tuple[int, str, str, Status]]) -> dict[int, Layer]:
    """Layers by their keys; each head is key, document, annotator and status."""
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
