"""Which documents did several people finish, and what did they mark in them?"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

import orjson

from annotator.domain.document import Document
from annotator.domain.marks.marks import Layer, Status
from annotator.storage.file.store import Store
from annotator.storage.tables import documents, marks

# People whose layers are compared: the reviewed layer is nobody's own.
_OWN = "status = 'done' AND annotator > 0"


_DONE: Status = "done"
_BATCH = 50
# How much of a time is its day.
_DAY = len("2025-10-31")


class Finished(NamedTuple):
    """A document, the layers of those who finished it, and the day on which the last of them did.

    ``on`` is empty where the project does not know it.
    """

    document: Document
    layers: list[Layer]
    on: str


def people(store: Store) -> list[str]:
    """The names of those who finished something."""
    return [
        row[0]
        for row in store.rows(
            "SELECT name FROM annotators WHERE EXISTS"
            f" (SELECT 1 FROM layers WHERE annotator = annotators.key AND {_OWN}) ORDER BY name"
        )
    ]


def documents_of(store: Store, annotator: int) -> set[int]:
    """The documents, by key, that this person (by key) has finished."""
    return {
        row[0] for row in store.rows("SELECT document FROM layers WHERE status = 'done' AND annotator = ?", [annotator])
    }


def count(store: Store, annotators: Sequence[str]) -> int:
    """How many documents two of these people finished at least."""
    sql = (
        "SELECT count(*) FROM (SELECT document FROM layers JOIN annotators ON annotators.key = annotator"
        f" WHERE {_OWN} AND name IN (SELECT value FROM json_each(?)) GROUP BY document HAVING count(*) > 1)"
    )
    return int(store.rows(sql, [_listed(annotators)])[0][0])


def read(store: Store, annotators: Sequence[str], document: str | None = None) -> Iterator[Finished]:
    """The documents that two of these people finished at least, or this one if they did."""
    rows = store.rows(
        "SELECT documents.key, documents.id, layers.key AS layer, name, annotators.key AS person FROM layers"
        " JOIN documents ON documents.key = layers.document"
        " JOIN annotators ON annotators.key = layers.annotator"
        f" WHERE {_OWN} AND name IN (SELECT value FROM json_each(:people))"
        f" {'' if document is None else 'AND documents.id = :document'} ORDER BY documents.key, layers.annotator",
        {"people": _listed(annotators), "document": document},
    )
    touched = _touched(store, rows[0]["key"] if document is not None and rows else None)
    found = [list(done) for _, done in groupby(rows, key=lambda row: row["key"])]
    several = [done for done in found if len(done) > 1]
    for first in range(0, len(several), _BATCH):
        batch = several[first : first + _BATCH]
        heads = [(row["layer"], row["id"], row["name"], _DONE) for done in batch for row in done]
        layers = marks.layers_of(store, heads)
        for done in batch:
            on = max(touched.get((row["key"], row["person"]), "") for row in done)
            text = documents.find(store, done[0]["id"])[1]
            yield Finished(text, [layers[row["layer"]] for row in done], on[:_DAY])


def _touched(store: Store, document: int | None) -> dict[tuple[int, int], str]:
    """When somebody last did something to a layer; of one that is done, it was this."""
    rows = store.rows(
        "SELECT revisions.document, revisions.annotator, max(at) FROM revisions JOIN steps USING (step)"
        f" WHERE NOT revisions.shared {'' if document is None else 'AND revisions.document = :document'} GROUP BY 1, 2",
        {"document": document},
    )
    return {(row[0], row[1]): row[2] for row in rows}


def _listed(names: Sequence[str]) -> str:
    return orjson.dumps(list(names)).decode()
