"""Rows of the registry entries, and the names that spans have as attribute values."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import orjson

from annotator.domain.errors import Damaged, Refused
from annotator.domain.names.registry import RegistryEntry, facts_type
from annotator.i18n import tr
from annotator.storage.file.row_errors import refuse_damaged_rows
from annotator.storage.file.store import Store
from annotator.storage.journal.journal import Writer
from annotator.storage.journal.row_images import Row

LabelAttributes = Sequence[tuple[str, str]]
"""Pairs of label and attribute whose values are names of one registry."""

_CHUNK = 2000
# No name contains a line feed. Lists are passed as JSON, because SQLite has no list parameters.
_IN_PAIRS = "label || char(10) || attribute.key IN (SELECT value FROM json_each(:pairs))"
_IN_VALUES = "attribute.value IN (SELECT value FROM json_each(:values))"


class NameUse(NamedTuple):
    """How many spans of a label, in the layers of one annotator (by key), give an attribute this value."""

    annotator: int
    label: str
    attribute: str
    value: str
    spans: int


class NameShare(NamedTuple):
    """How many spans of one annotator's layer in one document (both by key) have this value."""

    value: str
    document: int
    annotator: int
    spans: int


class Mention(NamedTuple):
    """A span whose value is a name: the id of its document and its own."""

    document: str
    span: str


def entry_rows(store: Store) -> list[Row]:
    """The rows of all entries, in the order in which they were added."""
    return [dict(row) for row in store.rows("SELECT key, registry, name, facts FROM entries ORDER BY key")]


def read_all(store: Store) -> list[RegistryEntry]:
    """All entries, in the order in which they were added."""
    return [entry_from_row(row) for row in entry_rows(store)]


def edited_entries(store: Store) -> list[RegistryEntry]:
    """The entries that were added or changed in this file, without those that came with a hand-out."""
    rows = store.rows(
        "SELECT key, registry, name, facts FROM entries WHERE key IN (SELECT changes.key FROM changes"
        " JOIN steps ON steps.step = changes.step WHERE \"table\" = 'entries' AND operation <> 'handout') ORDER BY key"
    )
    return [entry_from_row(dict(row)) for row in rows]


def entry_from_row(row: Row) -> RegistryEntry:
    """The entry that a row holds; Damaged where it is not valid."""
    try:
        with refuse_damaged_rows:
            facts = facts_type(row["registry"]).model_validate_json(row["facts"])
            return RegistryEntry(registry=row["registry"], name=row["name"], facts=facts)
    except Refused as problem:
        raise Damaged(
            tr(
                "an entry of the registry {registry} is damaged ({fault})",
                registry=row["registry"],
                fault=problem.message,
            ),
            remedy=tr("run 'annotator check' and restore a copy"),
        ) from problem


def entry_row(store: Store, registry: str, name: str) -> Row | None:
    """The row of the entry of this name, or None."""
    rows = store.rows(
        "SELECT key, registry, name, facts FROM entries WHERE registry = ? AND name = ?", [registry, name]
    )
    return dict(rows[0]) if rows else None


def put(writer: Writer, entry: RegistryEntry, *, key: int | None) -> None:
    """Write the entry into the row with this key, or into a new one."""
    facts = orjson.dumps(entry.facts.model_dump(exclude_defaults=True)).decode()
    writer.put("entries", {"key": key, "registry": entry.registry, "name": entry.name, "facts": facts})


def name_uses(store: Store, pairs: LabelAttributes) -> list[NameUse]:
    """How often each value of these attributes occurs, by annotator."""
    rows = store.rows(
        "SELECT annotator, label, attribute.key, attribute.value, count(*) FROM spans"
        f" JOIN layers ON layers.key = layer, json_each(attributes) AS attribute WHERE annotator > 0 AND {_IN_PAIRS}"
        " GROUP BY annotator, label, attribute.key, attribute.value",
        {"pairs": _joined(pairs)},
    )
    return [NameUse(*row) for row in rows]


def latest_names(store: Store, pairs: LabelAttributes, *, annotator: int | None, most: int) -> list[tuple[str, str]]:
    """Quote and value of the spans with these attributes that one annotator marked last."""
    rows = store.rows(
        "SELECT quote, attribute.value FROM spans JOIN layers ON layers.key = layer, json_each(attributes) AS attribute"
        f" WHERE annotator IS :annotator AND {_IN_PAIRS} ORDER BY spans.key DESC LIMIT :most",
        {"annotator": annotator, "pairs": _joined(pairs), "most": most},
    )
    return [(row[0], row[1]) for row in rows]


def mentions(store: Store, pairs: LabelAttributes, values: Sequence[str], *, annotator: int | None) -> list[Mention]:
    """The spans of one annotator with one of these values: documents in order, spans in text order."""
    rows = store.rows(
        "SELECT documents.id, spans.id FROM layers JOIN documents ON documents.key = document"
        " JOIN spans ON layer = layers.key, json_each(attributes) AS attribute"
        f" WHERE annotator IS :annotator AND {_IN_PAIRS} AND {_IN_VALUES}"
        ' ORDER BY document, start, "end" DESC, spans.id',
        {"annotator": annotator, "pairs": _joined(pairs), "values": _as_json(values)},
    )
    return list(dict.fromkeys(Mention(*row) for row in rows))


def name_shares(store: Store, pairs: LabelAttributes, values: Sequence[str]) -> list[NameShare]:
    """Where these values occur in the layers of all annotators."""
    rows = store.rows(
        "SELECT attribute.value, document, annotator, count(*) FROM spans JOIN layers ON layers.key = layer,"
        f" json_each(attributes) AS attribute WHERE {_IN_PAIRS} AND {_IN_VALUES}"
        " GROUP BY attribute.value, document, annotator",
        {"pairs": _joined(pairs), "values": _as_json(values)},
    )
    return [NameShare(*row) for row in rows]


def span_rows_with_values(store: Store, pairs: LabelAttributes, values: Sequence[str]) -> Iterator[list[Row]]:
    """The rows of the spans of all annotators with one of these values, in batches."""
    rows = store.rows(
        "SELECT DISTINCT spans.key FROM spans, json_each(attributes) AS attribute"
        f" WHERE {_IN_PAIRS} AND {_IN_VALUES} ORDER BY spans.key",
        {"pairs": _joined(pairs), "values": _as_json(values)},
    )
    keys = [row[0] for row in rows]
    for first in range(0, len(keys), _CHUNK):
        chunk = store.rows(
            "SELECT * FROM spans WHERE key IN (SELECT value FROM json_each(?)) ORDER BY key",
            [_as_json(keys[first : first + _CHUNK])],
        )
        yield [dict(row) for row in chunk]


def _joined(pairs: LabelAttributes) -> str:
    return _as_json([f"{label}\n{attribute}" for label, attribute in pairs])


def _as_json(values: Sequence[object]) -> str:
    return orjson.dumps(values).decode()
