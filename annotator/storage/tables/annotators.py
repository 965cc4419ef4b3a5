"""Who annotates in this project?"""

from uuid import uuid4

from annotator.domain.frozen_model import FrozenModel
from annotator.storage.file.store import Store
from annotator.storage.journal.journal import Writer

GOLD = 0
"""The key under which the reviewed layers stand; it is nobody's, and no query about people answers it."""
GOLD_NAME = "gold"


class Person(FrozenModel):
    """An annotator: ``id`` is random and travels with hand-outs, ``name`` is unique in one project."""

    key: int
    id: str
    name: str


def everybody(store: Store) -> list[Person]:
    """All annotators, in the order in which they came."""
    return [Person(**row) for row in store.rows("SELECT key, id, name FROM annotators WHERE key > 0 ORDER BY key")]


def by_name(store: Store, name: str) -> Person | None:
    found = store.rows("SELECT key, id, name FROM annotators WHERE key > 0 AND name = ?", [name])
    return Person(**found[0]) if found else None


def add(writer: Writer, name: str, *, identity: str = "") -> Person:
    """A new annotator: with a freshly minted id, unless one came with their work."""
    identity = identity or uuid4().hex
    return Person(key=writer.put("annotators", {"id": identity, "name": name}), id=identity, name=name)
