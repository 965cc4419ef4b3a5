"""Tokens for each state that a layer went through, which show whether one copy of the layer succeeds another.

Each step, undo and redo gives every layer that it changes a random token. The tokens of a layer are its history: a copy
that has all tokens of another copy is that copy's successor. They belong to document and annotator rather than to the
layer's row, which is deleted when the first step on the layer is undone.
"""

from collections import defaultdict
from collections.abc import Collection

from annotator.storage.file.store import Store

LayerKey = tuple[int, int]
"""The keys of document and annotator, which identify a layer."""

RevisionTokens = dict[int, bool]
"""Tokens, each with whether its step was shared: one that changed the scheme or a registry, common to all."""


def add(store: Store, step: int, layers: Collection[int], *, shared: bool) -> None:
    """Give these layers the tokens of their new states after the step."""
    store.run_many(
        "INSERT INTO revisions (step, document, annotator, token, shared)"
        " SELECT ?, document, annotator, random(), ? FROM layers WHERE key = ?",
        [(step, shared, layer) for layer in layers],
    )


def renew(store: Store, step: int) -> None:
    """Give the layers of this step new tokens: it was undone or redone."""
    store.run(
        "INSERT INTO revisions (step, document, annotator, token, shared)"
        " SELECT step, document, annotator, random(), shared FROM"
        " (SELECT DISTINCT step, document, annotator, shared FROM revisions WHERE step = ?)",
        [step],
    )


def of_annotator(store: Store, annotator: int) -> defaultdict[int, RevisionTokens]:
    """The tokens of all layers of one annotator, by document."""
    tokens: defaultdict[int, RevisionTokens] = defaultdict(dict)
    for document, token, shared in store.rows(
        "SELECT document, token, shared FROM revisions WHERE annotator = ? ORDER BY key", [annotator]
    ):
        tokens[document][token] = bool(shared)
    return tokens


def new_tokens(store: Store, count: int) -> list[int]:
    """So many new random tokens."""
    return [store.rows("SELECT random()")[0][0] for _ in range(count)]
