"""Which documents did several people finish, and what did they mark in them?"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

import orjson

from annotator.domain.document import Document
from annotator.domain.marks import Layer
from annotator.storage import documents, marks
from annotator.storage.store import Store

# People whose layers are compared: the reviewed layer is nobody's own.
_OWN = "status = 'done' AND annotator > 0"


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
        " AND (:document IS NULL OR documents.id = :document) ORDER BY documents.key, layers.annotator",
        {"people": _listed(annotators), "document": document},
    )
    touched = _touched(store, rows[0]["key"] if document is not None and rows else None)
    for (key, name), found in groupby(rows, key=lambda row: (row["key"], row["id"])):
        done = list(found)
        if len(done) > 1:
            layers = [marks.read_layer(store, row["layer"], document=name, annotator=row["name"]) for row in done]
            on = max(touched.get((key, row["person"]), "") for row in done)
            yield Finished(documents.find(store, name)[1], layers, on[:_DAY])


def _touched(store: Store, document: int | None) -> dict[tuple[int, int], str]:
    """When somebody last did something to a layer; of one that is done, it was this."""
    return {
        (row[0], row[1]): row[2]
        for row in store.rows(
            "SELECT revisions.document, revisions.annotator, max(at) FROM revisions JOIN steps USING (step)"
            " WHERE NOT shared AND (:document IS NULL OR revisions.document = :document) GROUP BY 1, 2",
            {"document": document},
        )
    }


def _listed(names: Sequence[str]) -> str:
    return orjson.dumps(list(names)).decode()
