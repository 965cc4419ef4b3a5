"""The data of the list of documents, read without their texts."""

from collections.abc import Sequence
from typing import NamedTuple

import orjson

from annotator.domain.marks.marks import Status
from annotator.storage.file.store import Store


class DocumentHead(NamedTuple):
    """One line of the list; ``layer`` is the key of the annotator's layer, ``touched`` the time of its last change.

    ``begun_by`` and ``done_by`` count all annotators who began or finished the document.
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
    """All documents with this annotator's progress, in the order in which they were added."""
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
    no_progress = (0, 0, 0)
    return [
        DocumentHead(key, name, *_title_facts(meta), status or "new", layer, touched.get(name, ""), begun, done)
        for key, name, meta, status, layer in rows
        for _, begun, done in (progress.get(key, no_progress),)
    ]


def _title_facts(meta: str) -> tuple[str, str, str]:
    """Title, source and publication date."""
    facts = orjson.loads(meta)
    return str(facts.get("title") or ""), str(facts.get("source") or ""), str(facts.get("published") or "")


def label_counts(store: Store, layers: Sequence[int]) -> dict[int, dict[str, int]]:
    """How many spans of each label each of these layers contains."""
    counts: dict[int, dict[str, int]] = {layer: {} for layer in layers}
    for layer, label, count in store.rows(
        "SELECT layer, label, count(*) FROM spans WHERE layer IN (SELECT value FROM json_each(?))"
        " GROUP BY layer, label",
        [orjson.dumps(list(layers)).decode()],
    ):
        counts[layer][label] = count
    return counts
