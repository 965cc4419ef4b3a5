"""Which documents does the project hold?"""

from typing import Any

import orjson

from annotator.domain.document import Document
from annotator.domain.errors import Refused
from annotator.i18n import tr
from annotator.storage.file.row_errors import sound_rows
from annotator.storage.file.store import Store
from annotator.storage.journal.journal import Row


def ids(store: Store) -> list[str]:
    """The ids of all documents, in the order in which they came."""
    return [row[0] for row in store.rows("SELECT id FROM documents ORDER BY key")]


def known(store: Store) -> tuple[dict[str, int], set[str]]:
    """All documents by text hash (to their keys), and all ids."""
    rows = store.rows("SELECT key, id, sha256 FROM documents")
    return {row["sha256"]: row["key"] for row in rows}, {row["id"] for row in rows}


def find(store: Store, document: str) -> tuple[int, Document]:
    """The document of this id with its key; Refused where there is none."""
    rows = store.rows("SELECT key, id, sha256, text, meta FROM documents WHERE id = ?", [document])
    if not rows:
        raise Refused(
            tr("the project has no document {id}", id=repr(document[:60])),
            where=str(store.path),
            remedy=tr("check its id"),
        )
    return rows[0]["key"], document_from_row(rows[0])


def row(store: Store, key: int) -> Row:
    """The document's own row."""
    return dict(store.rows("SELECT key, id, sha256, text, meta FROM documents WHERE key = ?", [key])[0])


def document_from_row(row: Any) -> Document:
    """The document that a row says."""
    with sound_rows:
        return Document(id=row["id"], sha256=row["sha256"], text=row["text"], meta=orjson.loads(row["meta"]))
