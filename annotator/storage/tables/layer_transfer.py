"""How do layers pass from one project file to another by value?"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

import orjson

from annotator.domain.marks.marks import Layer
from annotator.storage.file.store import Store
from annotator.storage.journal.journal import Row, Writer
from annotator.storage.journal.revisions import Place
from annotator.storage.tables import marks

_BATCH = 500


class SpanRow(NamedTuple):
    """What a span's row says, without keys, which hold in one file only; ``fragments`` and ``attributes`` are JSON."""

    id: str
    label: str
    start: int
    end: int
    fragments: str | None
    quote: str
    attributes: str
    note: str


class LinkRow(NamedTuple):
    """The same of a relation."""

    id: str
    label: str
    source: str
    target: str
    attributes: str


class LayerRows(NamedTuple):
    """What stands in a layer: its status and the rows of its marks."""

    status: str = "new"
    spans: tuple[SpanRow, ...] = ()
    relations: tuple[LinkRow, ...] = ()

    @property
    def empty(self) -> bool:
        return self.status == "new" and not self.spans

    def same_as(self, other: "LayerRows") -> bool:
        """Whether both say the same, in whatever order."""
        return (self.status, set(self.spans), set(self.relations)) == (
            other.status,
            set(other.spans),
            set(other.relations),
        )


def rows_of(layer: Layer) -> LayerRows:
    """What the layer says, as rows."""
    spans = [marks.row_from_span(span, key=None, layer=0) for span in layer.spans]
    links = [marks.row_from_relation(link, key=None, layer=0) for link in layer.relations]
    return LayerRows(
        layer.status,
        tuple(SpanRow(*[row[name] for name in SpanRow._fields]) for row in spans),
        tuple(LinkRow(*[row[name] for name in LinkRow._fields]) for row in links),
    )


class DocumentHead(NamedTuple):
    """A document without its text."""

    key: int
    id: str
    sha256: str


def documents(store: Store) -> list[DocumentHead]:
    """All documents, in the order in which they came."""
    return [DocumentHead(*row) for row in store.rows("SELECT key, id, sha256 FROM documents ORDER BY key")]


def said_of(store: Store, fact: str) -> dict[str, str]:
    """What the metadata of each document, by id, say of this fact; empty where they say nothing."""
    rows = store.rows(
        "SELECT id, (SELECT CAST(value AS TEXT) FROM json_each(meta) WHERE key = ?) FROM documents ORDER BY key", [fact]
    )
    return {row[0]: row[1] or "" for row in rows}


def texts(store: Store) -> Iterator[tuple[int, str]]:
    """All texts with the keys of their documents, in the order in which they came."""
    for row in store.stream("SELECT key, text FROM documents ORDER BY key"):
        yield row[0], row[1]


def add_documents(writer: Writer, source: Store, keys: Sequence[int]) -> Iterator[int]:
    """Copy these documents, in this order, into a file without any: they get the keys from 1 on. How many are there."""
    for first in range(0, len(keys), _BATCH):
        chosen = keys[first : first + _BATCH]
        rows = source.rows(
            "SELECT key, id, sha256, meta, text FROM documents WHERE key IN (SELECT value FROM json_each(?))",
            [_list(chosen)],
        )
        known = {row[0]: row[1:] for row in rows}
        writer.add_many("documents", [(first + place, *known[key]) for place, key in enumerate(chosen, 1)])
        yield first + len(chosen)


def layers(
    store: Store, *, annotator: int | None = None, among: Collection[int] | None = None
) -> dict[Place, LayerRows]:
    """The layers of people with their marks: all of them, or one person's, or those in some documents."""
    heads = store.rows(
        "SELECT key, document, annotator, status FROM layers WHERE annotator > 0 AND (:who IS NULL OR annotator = :who)"
        " AND (:among IS NULL OR document IN (SELECT value FROM json_each(:among))) ORDER BY document, annotator",
        {"who": annotator, "among": None if among is None else _list(among)},
    )
    keys = [head[0] for head in heads]
    spans, links = defaultdict[int, list[SpanRow]](list), defaultdict[int, list[LinkRow]](list)
    for key, *row in _marks(store, "spans", 'id, label, start, "end", fragments, quote, attributes, note', keys):
        spans[key].append(SpanRow._make(row))
    for key, *row in _marks(store, "relations", "id, label, source, target, attributes", keys):
        links[key].append(LinkRow._make(row))
    return {
        (document, who): LayerRows(status, tuple(spans[key]), tuple(links[key])) for key, document, who, status in heads
    }


def _marks(store: Store, table: str, columns: str, keys: list[int]) -> Iterator[Sequence[Any]]:
    return store.stream(
        f"SELECT layer, {columns} FROM {table} WHERE layer IN (SELECT value FROM json_each(?)) ORDER BY layer, key",
        [_list(keys)],
    )


class LayerWriter:
    """Brings layers to what was received, a mark at a time where they hold some already; new rows go in together."""

    def __init__(self, store: Store, writer: Writer) -> None:
        self._store, self._writer = store, writer
        self._new: dict[str, list[tuple[object, ...]]] = {"layers": [], "spans": [], "relations": [], "revisions": []}
        self._keys = {table: writer.next_key(table) for table in self._new}

    def put(self, place: Place, before: LayerRows, after: LayerRows) -> None:
        """The layer held ``before`` and is to hold ``after``."""
        row = self._row(place)
        if row is None:
            layer = self._add("layers", *place, after.status)
        else:
            layer = row["key"]
            if row["status"] != after.status:
                self._writer.put("layers", {**row, "status": after.status})
            self._take_away(layer, before, after)
        stands, links = {span.id for span in before.spans}, set(before.relations)
        changed = set(after.spans) - set(before.spans)
        for span in after.spans:
            if span not in changed:
                continue
            if span.id in stands:
                key = self._key("spans", layer, span.id)
                self._writer.put("spans", {"key": key, "layer": layer, **span._asdict()})
            else:
                self._add("spans", layer, *span)
        for link in after.relations:
            if link not in links:
                self._add("relations", layer, *link)

    def know(self, place: Place, tokens: Collection[int], *, shared: bool = False) -> None:
        """The layer has been through these states."""
        for token in tokens:
            self._add("revisions", None, *place, token, int(shared))

    def finish(self) -> None:
        """Write what is new."""
        for table, rows in self._new.items():
            self._writer.add_many(table, rows)

    def _take_away(self, layer: int, before: LayerRows, after: LayerRows) -> None:
        """Marks that are there no more, and relations that changed: their ends may be new."""
        kept, links = {span.id for span in after.spans}, set(after.relations)
        for link in before.relations:
            if link not in links:
                self._writer.drop("relations", self._key("relations", layer, link.id))
        for span in before.spans:
            if span.id not in kept:
                self._writer.drop("spans", self._key("spans", layer, span.id))

    def _row(self, place: Place) -> Row | None:
        found = self._store.rows("SELECT * FROM layers WHERE document = ? AND annotator = ?", place)
        return dict(found[0]) if found else None

    def _key(self, table: str, layer: int, name: str) -> int:
        return int(self._store.rows(f"SELECT key FROM {table} WHERE layer = ? AND id = ?", [layer, name])[0][0])

    def _add(self, table: str, *row: object) -> int:
        key = self._keys[table]
        self._keys[table] += 1
        self._new[table].append((key, *row))
        return key


def _list(values: Collection[int]) -> str:
    return orjson.dumps(list(values)).decode()
