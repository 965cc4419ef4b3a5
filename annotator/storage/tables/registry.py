"""How do registries stand in their rows, and which spans say which names?"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import orjson

from annotator.domain.errors import Damaged, Refused
from annotator.domain.names.registry import Entry, kind_of
from annotator.i18n import tr
from annotator.storage.file.row_errors import sound_rows
from annotator.storage.file.store import Store
from annotator.storage.journal.journal import Row, Writer

Places = Sequence[tuple[str, str]]
"""Labels, each with an attribute whose values are names of one registry."""

_CHUNK = 2000
# No name holds a line feed. The lists are given as JSON, since SQLite takes no list.
_AT_PLACES = "label || char(10) || told.key IN (SELECT value FROM json_each(:places))"
_AMONG_VALUES = "told.value IN (SELECT value FROM json_each(:values))"


class Use(NamedTuple):
    """How many spans of a label, in the layers of one person (by key), give an attribute this value."""

    annotator: int
    label: str
    attribute: str
    value: str
    spans: int


class Share(NamedTuple):
    """How many spans of one person's layer in one document (by keys) have this value."""

    value: str
    document: int
    annotator: int
    spans: int


class Mention(NamedTuple):
    """A span that means a name: the id of its document, its own."""

    document: str
    span: str


def rows(store: Store) -> list[Row]:
    """The rows of all entries, in the order in which they came."""
    return [dict(row) for row in store.rows("SELECT key, registry, name, facts FROM entries ORDER BY key")]


def read_all(store: Store) -> list[Entry]:
    """Every entry, in the order in which they came."""
    return [entry_from_row(row) for row in rows(store)]


def told_here(store: Store) -> list[Entry]:
    """The entries that somebody made or changed in this file: those that it was handed out with are not among them."""
    found = store.rows(
        "SELECT key, registry, name, facts FROM entries WHERE key IN (SELECT changes.key FROM changes"
        " JOIN steps ON steps.step = changes.step WHERE \"table\" = 'entries' AND operation <> 'handout') ORDER BY key"
    )
    return [entry_from_row(dict(row)) for row in found]


def entry_from_row(row: Row) -> Entry:
    """The entry that a row says; Damaged where it says none."""
    try:
        with sound_rows:
            facts = kind_of(row["registry"]).model_validate_json(row["facts"])
            return Entry(registry=row["registry"], name=row["name"], facts=facts)
    except Refused as problem:
        raise Damaged(
            tr(
                "an entry of the registry {registry} is damaged ({fault})", registry=row["registry"], fault=problem.what
            ),
            remedy=tr("run 'annotator check' and restore a copy"),
        ) from problem


def row_of(store: Store, registry: str, name: str) -> Row | None:
    """The entry's row, or None where nobody said anything of the name."""
    found = store.rows(
        "SELECT key, registry, name, facts FROM entries WHERE registry = ? AND name = ?", [registry, name]
    )
    return dict(found[0]) if found else None


def put(writer: Writer, entry: Entry, *, key: int | None) -> None:
    """Write the entry into the row with this key, or into a new one."""
    facts = orjson.dumps(entry.facts.model_dump(exclude_defaults=True)).decode()
    writer.put("entries", {"key": key, "registry": entry.registry, "name": entry.name, "facts": facts})


def uses(store: Store, places: Places) -> list[Use]:
    """How often which value stands at these places, by person."""
    found = store.rows(
        "SELECT annotator, label, told.key, told.value, count(*) FROM spans JOIN layers ON layers.key = layer,"
        f" json_each(attributes) AS told WHERE annotator > 0 AND {_AT_PLACES}"
        " GROUP BY annotator, label, told.key, told.value",
        {"places": _pairs(places)},
    )
    return [Use(*row) for row in found]


def latest(store: Store, places: Places, *, annotator: int | None, most: int) -> list[tuple[str, str]]:
    """Words and value of the spans at these places that one person marked last."""
    found = store.rows(
        "SELECT quote, told.value FROM spans JOIN layers ON layers.key = layer, json_each(attributes) AS told"
        f" WHERE annotator IS :who AND {_AT_PLACES} ORDER BY spans.key DESC LIMIT :most",
        {"who": annotator, "places": _pairs(places), "most": most},
    )
    return [(row[0], row[1]) for row in found]


def mentions(store: Store, places: Places, values: Sequence[str], *, annotator: int | None) -> list[Mention]:
    """The spans of one person with one of these values: documents in order, spans in text order."""
    found = store.rows(
        "SELECT documents.id, spans.id FROM layers JOIN documents ON documents.key = document"
        " JOIN spans ON layer = layers.key, json_each(attributes) AS told"
        f" WHERE annotator IS :who AND {_AT_PLACES} AND {_AMONG_VALUES}"
        ' ORDER BY document, start, "end" DESC, spans.id',
        {"who": annotator, "places": _pairs(places), "values": _list(values)},
    )
    return list(dict.fromkeys(Mention(*row) for row in found))


def spread(store: Store, places: Places, values: Sequence[str]) -> list[Share]:
    """Where these values stand in everybody's layers."""
    found = store.rows(
        "SELECT told.value, document, annotator, count(*) FROM spans JOIN layers ON layers.key = layer,"
        f" json_each(attributes) AS told WHERE {_AT_PLACES} AND {_AMONG_VALUES}"
        " GROUP BY told.value, document, annotator",
        {"places": _pairs(places), "values": _list(values)},
    )
    return [Share(*row) for row in found]


def rows_saying(store: Store, places: Places, values: Sequence[str]) -> Iterator[list[Row]]:
    """The rows of the spans of everybody that have one of these values, some at a time."""
    found = store.rows(
        "SELECT DISTINCT spans.key FROM spans, json_each(attributes) AS told"
        f" WHERE {_AT_PLACES} AND {_AMONG_VALUES} ORDER BY spans.key",
        {"places": _pairs(places), "values": _list(values)},
    )
    keys = [row[0] for row in found]
    for first in range(0, len(keys), _CHUNK):
        chunk = store.rows(
            "SELECT * FROM spans WHERE key IN (SELECT value FROM json_each(?)) ORDER BY key",
            [_list(keys[first : first + _CHUNK])],
        )
        yield [dict(row) for row in chunk]


def _pairs(places: Places) -> str:
    return _list([f"{label}\n{attribute}" for label, attribute in places])


def _list(values: Sequence[object]) -> str:
    return orjson.dumps(values).decode()
