"""Rows of the documents of a project."""

from typing import Any

import orjson

from annotator.domain.document import Document
from annotator.domain.errors import Refused
from annotator.i18n import tr
from annotator.storage.file.row_errors import refuse_damaged_rows
from annotator.storage.file.store import Store
from annotator.storage.journal.row_images import Row


def ids(store: Store) -> list[str]:
    """The ids of all documents, in the order in which they were added."""
    return [row[0] for row in store.rows("SELECT id FROM documents ORDER BY key")]


def hashes_and_ids(store: Store) -> tuple[dict[str, int], set[str]]:
    """The key of each document by the hash of its text, and all ids."""
    rows = store.rows("SELECT key, id, sha256 FROM documents")
    return {row["sha256"]: row["key"] for row in rows}, {row["id"] for row in rows}


def find(store: Store, document: str) -> tuple[int, Document]:
    """The document of this id with its key; Refused where there is none."""
    rows = store.rows("SELECT key, id, sha256, text, meta FROM documents WHERE id = ?", [document])
    if not rows:
        raise _unknown_document(store, document)
    return rows[0]["key"], document_from_row(rows[0])


def key_of(store: Store, document: str) -> int:
    """The key of the document with this id, without reading its text; Refused if there is none."""
    rows = store.rows("SELECT key FROM documents WHERE id = ?", [document])
    if not rows:
        raise _unknown_document(store, document)
    return int(rows[0]["key"])


def _unknown_document(store: Store, document: str) -> Refused:
    return Refused(
        tr("the project has no document {id}", id=repr(document[:60])),
        where=str(store.path),
        remedy=tr("check its id"),
    )


def document_row(store: Store, key: int) -> Row:
    """The row of the document with this key."""
    return dict(store.rows("SELECT key, id, sha256, text, meta FROM documents WHERE key = ?", [key])[0])


def document_from_row(row: Any) -> Document:
    """The document that a row holds."""
    with refuse_damaged_rows:
        return Document(id=row["id"], sha256=row["sha256"], text=row["text"], meta=orjson.loads(row["meta"]))
