"""Which states has a layer been through, so that of two copies of it one can tell which is the newer?

Each step, undo and redo gives every layer that it touches a token that nobody else can have. The tokens of a layer are
its history: where a copy knows all that another one knows, it is the other's successor. They hang on document and
annotator rather than on the layer's row, which goes where its beginning is undone.
"""

from collections import defaultdict
from collections.abc import Collection

from annotator.storage.file.store import Store

Place = tuple[int, int]
"""Whose layer of which document: the keys of document and annotator."""

# Each with whether that step only followed a change of what belongs to everybody: the scheme, a registry.
Tokens = dict[int, bool]


def note(store: Store, step: int, layers: Collection[int], *, shared: bool) -> None:
    """The step made new states of these layers."""
    store.run_many(
        "INSERT INTO revisions (step, document, annotator, token, shared)"
        " SELECT ?, document, annotator, random(), ? FROM layers WHERE key = ?",
        [(step, shared, layer) for layer in layers],
    )


def repeat(store: Store, step: int) -> None:
    """The step was undone or redone: what it touched has a new state again."""
    store.run(
        "INSERT INTO revisions (step, document, annotator, token, shared)"
        " SELECT step, document, annotator, random(), shared FROM"
        " (SELECT DISTINCT step, document, annotator, shared FROM revisions WHERE step = ?)",
        [step],
    )


def of_person(store: Store, annotator: int) -> defaultdict[int, Tokens]:
    """The tokens of all layers of one person, by document."""
    found: defaultdict[int, Tokens] = defaultdict(dict)
    for document, token, shared in store.rows(
        "SELECT document, token, shared FROM revisions WHERE annotator = ? ORDER BY key", [annotator]
    ):
        found[document][token] = bool(shared)
    return found


def minted(store: Store, count: int) -> list[int]:
    """So many new tokens."""
    return [store.rows("SELECT random()")[0][0] for _ in range(count)]
