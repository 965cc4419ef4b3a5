"""Documents that several annotators have finished, with their layers: what agreement is computed from."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

import orjson

from annotator.domain.document import Document
from annotator.domain.marks.marks import Layer, Status
from annotator.storage.file.store import Store
from annotator.storage.tables import documents, marks

# The layers that are compared; the gold layer is not one of them.
_OWN = "status = 'done' AND annotator > 0"

_DONE: Status = "done"
_BATCH = 50
# The length of the date at the beginning of a time.
_DAY = len("2025-10-31")


class FinishedLayers(NamedTuple):
    """A document, the layers of the annotators who finished it, and the day on which the last of them did.

    ``on`` is empty where the project has no record of the day.
    """

    document: Document
    layers: list[Layer]
    on: str


def annotator_names(store: Store) -> list[str]:
    """The names of the annotators who finished a document."""
    return [
        row[0]
        for row in store.rows(
            "SELECT name FROM annotators WHERE EXISTS"
            f" (SELECT 1 FROM layers WHERE annotator = annotators.key AND {_OWN}) ORDER BY name"
        )
    ]


def document_keys(store: Store, annotator: int) -> set[int]:
    """The keys of the documents that this annotator (by key) has finished."""
    return {
        row[0] for row in store.rows("SELECT document FROM layers WHERE status = 'done' AND annotator = ?", [annotator])
    }


def count(store: Store, annotators: Sequence[str]) -> int:
    """How many documents at least two of these annotators finished."""
    sql = (
        "SELECT count(*) FROM (SELECT document FROM layers JOIN annotators ON annotators.key = annotator"
        f" WHERE {_OWN} AND name IN (SELECT value FROM json_each(?)) GROUP BY document HAVING count(*) > 1)"
    )
    return int(store.rows(sql, [_as_json(annotators)])[0][0])


def read(store: Store, annotators: Sequence[str], document: str | None = None) -> Iterator[FinishedLayers]:
    """The documents that at least two of these annotators finished; with ``document``, only that one."""
    rows = store.rows(
        "SELECT documents.key, documents.id, layers.key AS layer, name, annotators.key AS annotator FROM layers"
        " JOIN documents ON documents.key = layers.document"
        " JOIN annotators ON annotators.key = layers.annotator"
        f" WHERE {_OWN} AND name IN (SELECT value FROM json_each(:annotators))"
        f" {'' if document is None else 'AND documents.id = :document'} ORDER BY documents.key, layers.annotator",
        {"annotators": _as_json(annotators), "document": document},
    )
    touched = _touched(store, rows[0]["key"] if document is not None and rows else None)
    by_document = [list(group) for _, group in groupby(rows, key=lambda row: row["key"])]
    comparable = [layer_rows for layer_rows in by_document if len(layer_rows) > 1]
    for first in range(0, len(comparable), _BATCH):
        batch = comparable[first : first + _BATCH]
        heads = [(row["layer"], row["id"], row["name"], _DONE) for layer_rows in batch for row in layer_rows]
        layers = marks.read_layers(store, heads)
        for layer_rows in batch:
            on = max(touched.get((row["key"], row["annotator"]), "") for row in layer_rows)
            text = documents.find(store, layer_rows[0]["id"])[1]
            yield FinishedLayers(text, [layers[row["layer"]] for row in layer_rows], on[:_DAY])


def _touched(store: Store, document: int | None) -> dict[tuple[int, int], str]:
    """The time of the last change of each layer, by document and annotator.

    The last change of a finished layer is the one that finished it.
    """
    rows = store.rows(
        "SELECT revisions.document, revisions.annotator, max(at) FROM revisions JOIN steps USING (step)"
        f" WHERE NOT revisions.shared {'' if document is None else 'AND revisions.document = :document'} GROUP BY 1, 2",
        {"document": document},
    )
    return {(row[0], row[1]): row[2] for row in rows}


def _as_json(names: Sequence[str]) -> str:
    return orjson.dumps(list(names)).decode()
