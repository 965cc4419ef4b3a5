"""What does a list of all documents need to know, without reading their texts?"""

from collections.abc import Sequence
from typing import NamedTuple

import orjson

from annotator.domain.marks import Status
from annotator.storage.store import Store


class DocumentHead(NamedTuple):
    """One line of the list; ``layer`` is the key of the annotator's layer, ``touched`` when it was last changed.

    ``begun_by`` and ``done_by`` count annotators, whoever they are.
    """

    key: int
    id: str
    title: str
    source: str
    published: str
    status: Status
    layer: int | None
    spans: int
    touched: str
    begun_by: int
    done_by: int


def heads(store: Store, annotator: int | None) -> list[DocumentHead]:
    """All documents with this annotator's work in them, in the order in which they came."""
    touched = {
        row[0]: row[1]
        for row in store.rows(
            "SELECT document, max(at) FROM steps WHERE annotator IS ? AND document IS NOT NULL GROUP BY document",
            [annotator],
        )
    }
    marked = {row[0]: row[1] for row in store.rows("SELECT layer, count(*) FROM spans GROUP BY layer")}
    progress = {
        row[0]: (row[1], row[2])
        for row in store.rows(
            "SELECT document, count(*), count(CASE WHEN status = 'done' THEN 1 END) FROM layers"
            " WHERE status <> 'new' AND annotator > 0 GROUP BY document"
        )
    }
    rows = store.rows(
        "SELECT documents.key, documents.id, coalesce(CAST(json_extract(meta, '$.title') AS TEXT), ''),"
        " coalesce(CAST(json_extract(meta, '$.source') AS TEXT), ''),"
        " coalesce(CAST(json_extract(meta, '$.published') AS TEXT), ''), coalesce(status, 'new'), layers.key"
        " FROM documents LEFT JOIN layers ON layers.document = documents.key AND layers.annotator = ?"
        " ORDER BY documents.key",
        [annotator],
    )
    return [
        DocumentHead._make((*row, marked.get(row[6], 0), touched.get(row[1], ""), *progress.get(row[0], (0, 0))))
        for row in rows
    ]


def label_counts(store: Store, layers: Sequence[int]) -> dict[int, dict[str, int]]:
    """How many spans of each label stand in each of these layers."""
    found: dict[int, dict[str, int]] = {layer: {} for layer in layers}
    for layer, label, count in store.rows(
        "SELECT layer, label, count(*) FROM spans WHERE layer IN (SELECT value FROM json_each(?))"
        " GROUP BY layer, label",
        [orjson.dumps(list(layers)).decode()],
    ):
        found[layer][label] = count
    return found
