"""Which marks use which parts of the scheme, and how did the scheme come to be what it is?"""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from annotator.storage.file.store import Store

# Marks that are looked at and rewritten together.
BATCH = 5000


class UsedSpan(NamedTuple):
    """A span as a change of the scheme sees it; ``attributes`` is JSON."""

    key: int
    layer: int
    label: str
    attributes: str


class UsedLink(NamedTuple):
    """A relation in the same way, with label and attributes of both its ends."""

    key: int
    layer: int
    label: str
    attributes: str
    source: str
    source_attributes: str
    target: str
    target_attributes: str


class Article(NamedTuple):
    """A document as a list names it."""

    id: str
    title: str


def count(store: Store, table: str, labels: Collection[str]) -> int:
    """How many spans or relations have one of these labels."""
    sql = {
        "spans": f"SELECT count(*) FROM spans WHERE label IN ({_places(labels)})",
        "relations": f"SELECT count(*) FROM relations WHERE label IN ({_places(labels)})",
    }[table]
    return int(store.rows(sql, list(labels))[0][0])


def spans(store: Store, labels: Collection[str]) -> Iterator[list[UsedSpan]]:
    """The spans of these labels in batches; they may be rewritten between two."""
    after = 0
    while True:
        rows = store.rows(
            f"SELECT key, layer, label, attributes FROM spans WHERE label IN ({_places(labels)}) AND key > ?"
            " ORDER BY key LIMIT ?",
            [*labels, after, BATCH],
        )
        if not rows:
            return
        after = rows[-1][0]
        yield [UsedSpan(*row) for row in rows]


def links(store: Store, labels: Collection[str], ends: Collection[str]) -> Iterator[list[UsedLink]]:
    """The relations of these labels, or with an end of one of ``ends``, in the same way."""
    after = 0
    while True:
        rows = store.rows(
            "SELECT link.key, link.layer, link.label, link.attributes, source.label, source.attributes,"
            " target.label, target.attributes FROM relations AS link"
            " JOIN spans AS source ON source.layer = link.layer AND source.id = link.source"
            " JOIN spans AS target ON target.layer = link.layer AND target.id = link.target"
            f" WHERE link.key > ? AND (link.label IN ({_places(labels)})"
            f" OR source.label IN ({_places(ends)}) OR target.label IN ({_places(ends)}))"
            " ORDER BY link.key LIMIT ?",
            [after, *labels, *ends, *ends, BATCH],
        )
        if not rows:
            return
        after = rows[-1][0]
        yield [UsedLink(*row) for row in rows]


def articles(store: Store) -> dict[int, Article]:
    """The document of each layer, by the layer's key."""
    return {
        row[0]: Article(row[1], str(row[2] or ""))
        for row in store.rows(
            "SELECT layers.key, documents.id, json_extract(meta, '$.title') FROM layers"
            " JOIN documents ON documents.key = layers.document ORDER BY documents.key"
        )
    }


def kinds_of_spans(store: Store) -> list[tuple[str, str]]:
    """Each label and attributes (JSON) that some span has, once."""
    return [(row[0], row[1]) for row in store.rows("SELECT DISTINCT label, attributes FROM spans")]


def kinds_of_links(store: Store) -> list[tuple[str, str, str, str]]:
    """Label, attributes and the labels of both ends that some relation has, once."""
    rows = store.rows(
        "SELECT DISTINCT link.label, link.attributes, source.label, target.label FROM relations AS link"
        " JOIN spans AS source ON source.layer = link.layer AND source.id = link.source"
        " JOIN spans AS target ON target.layer = link.layer AND target.id = link.target"
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def ever_changed(store: Store) -> bool:
    """Whether the scheme was changed in this project, be it that the change was taken back."""
    return bool(store.rows("SELECT 1 FROM sqlite_sequence WHERE name = 'scheme_changes'"))


def changes(store: Store) -> list[tuple[str, str]]:
    """Each change of the scheme in order: the scheme (``name@version``) that it was made to, and the change as JSON."""
    return [(row[0], row[1]) for row in store.rows("SELECT version, change FROM scheme_changes ORDER BY key")]


def _places(values: Collection[str]) -> str:
    return ", ".join("?" * len(values))
