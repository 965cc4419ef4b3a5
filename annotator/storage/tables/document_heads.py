"""What does a list of all documents need to know, without reading their texts?"""

from collections.abc import Sequence
from typing import NamedTuple

import orjson

from annotator.domain.marks.marks import Status
from annotator.storage.file.store import Store


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
    touched: str
    begun_by: int
    done_by: int


def heads(store: Store, annotator: int | None) -> list[DocumentHead]:
    """All documents with this annotator's work in them, in the order in which they came."""
    touched: dict[str, str] = {
        row[0]: row[1]
        for row in store.rows(
            "SELECT document, max(at) FROM steps WHERE annotator IS ? AND document IS NOT NULL GROUP BY document",
            [annotator],
        )
    }
    progress = {
        row[0]: row
        for row in store.rows(
            "SELECT document, count(*), count(CASE WHEN status = 'done' THEN 1 END) FROM layers"
            " WHERE status <> 'new' AND annotator > 0 GROUP BY document"
        )
    }
    rows = store.rows(
        "SELECT documents.key, id, meta, status, layers.key FROM documents"
        " LEFT JOIN layers ON document = documents.key AND annotator = ? ORDER BY documents.key",
        [annotator],
    )
    nobody = (0, 0, 0)
    return [
        DocumentHead(key, name, *_told(meta), status or "new", layer, touched.get(name, ""), begun, done)
        for key, name, meta, status, layer in rows
        for _, begun, done in (progress.get(key, nobody),)
    ]


def _told(meta: str) -> tuple[str, str, str]:
    told = orjson.loads(meta)
    return str(told.get("title") or ""), str(told.get("source") or ""), str(told.get("published") or "")


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
