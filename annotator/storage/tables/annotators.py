"""Rows of the annotators of a project."""

from uuid import uuid4

from annotator.domain.frozen_model import FrozenModel
from annotator.storage.file.store import Store
from annotator.storage.journal.journal import Writer

GOLD = 0
"""The key of the owner of the gold layers. It is no annotator's key, and queries about annotators leave it out."""
GOLD_NAME = "gold"


class Annotator(FrozenModel):
    """An annotator: ``id`` is random and travels with hand-outs, ``name`` is unique in one project."""

    key: int
    id: str
    name: str


def read_all(store: Store) -> list[Annotator]:
    """All annotators, in the order in which they were added."""
    return [Annotator(**row) for row in store.rows("SELECT key, id, name FROM annotators WHERE key > 0 ORDER BY key")]


def by_name(store: Store, name: str) -> Annotator | None:
    """The annotator of this name, or None."""
    rows = store.rows("SELECT key, id, name FROM annotators WHERE key > 0 AND name = ?", [name])
    return Annotator(**rows[0]) if rows else None


def add(writer: Writer, name: str, *, identity: str = "") -> Annotator:
    """Add an annotator. Without ``identity``, which comes with an annotator's file, a new id is minted."""
    identity = identity or uuid4().hex
    return Annotator(key=writer.put("annotators", {"id": identity, "name": name}), id=identity, name=name)
