"""The use of the scheme by the marks, and the changes of the scheme."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from annotator.storage.file.store import Store

# The number of marks that are read and rewritten together.
BATCH = 5000


class UsedSpan(NamedTuple):
    """A span as a change of the scheme sees it; ``attributes`` is JSON."""

    key: int
    layer: int
    label: str
    attributes: str


class UsedRelation(NamedTuple):
    """A relation as a change of the scheme sees it, with label and attributes of both its ends."""

    key: int
    layer: int
    label: str
    attributes: str
    source: str
    source_attributes: str
    target: str
    target_attributes: str


class AffectedArticle(NamedTuple):
    """A document with marks that a change of the scheme affects."""

    id: str
    title: str


def count(store: Store, table: str, labels: Collection[str]) -> int:
    """How many spans or relations have one of these labels."""
    sql = {
        "spans": f"SELECT count(*) FROM spans WHERE label IN ({_parameters(labels)})",
        "relations": f"SELECT count(*) FROM relations WHERE label IN ({_parameters(labels)})",
    }[table]
    return int(store.rows(sql, list(labels))[0][0])


def spans(store: Store, labels: Collection[str]) -> Iterator[list[UsedSpan]]:
    """The spans of these labels in batches; they may be rewritten between two batches."""
    after = 0
    while True:
        rows = store.rows(
            f"SELECT key, layer, label, attributes FROM spans WHERE label IN ({_parameters(labels)}) AND key > ?"
            " ORDER BY key LIMIT ?",
            [*labels, after, BATCH],
        )
        if not rows:
            return
        after = rows[-1][0]
        yield [UsedSpan(*row) for row in rows]


def relations(store: Store, labels: Collection[str], ends: Collection[str]) -> Iterator[list[UsedRelation]]:
    """The relations of these labels, or with an end of a label in ``ends``, in batches like the spans."""
    after = 0
    while True:
        rows = store.rows(
            "SELECT relation.key, relation.layer, relation.label, relation.attributes, source.label, source.attributes,"
            " target.label, target.attributes FROM relations AS relation"
            " JOIN spans AS source ON source.layer = relation.layer AND source.id = relation.source"
            " JOIN spans AS target ON target.layer = relation.layer AND target.id = relation.target"
            f" WHERE relation.key > ? AND (relation.label IN ({_parameters(labels)})"
            f" OR source.label IN ({_parameters(ends)}) OR target.label IN ({_parameters(ends)}))"
            " ORDER BY relation.key LIMIT ?",
            [after, *labels, *ends, *ends, BATCH],
        )
        if not rows:
            return
        after = rows[-1][0]
        yield [UsedRelation(*row) for row in rows]


def articles(store: Store) -> dict[int, AffectedArticle]:
    """The document of each layer, by the layer's key."""
    return {
        row[0]: AffectedArticle(row[1], str(row[2] or ""))
        for row in store.rows(
            "SELECT layers.key, documents.id, json_extract(meta, '$.title') FROM layers"
            " JOIN documents ON documents.key = layers.document ORDER BY documents.key"
        )
    }


def span_kinds(store: Store) -> list[tuple[str, str]]:
    """The distinct pairs of label and attributes (JSON) of all spans."""
    return [(row[0], row[1]) for row in store.rows("SELECT DISTINCT label, attributes FROM spans")]


def relation_kinds(store: Store) -> list[tuple[str, str, str, str]]:
    """The distinct combinations of label, attributes and labels of both ends of all relations."""
    rows = store.rows(
        "SELECT DISTINCT relation.label, relation.attributes, source.label, target.label FROM relations AS relation"
        " JOIN spans AS source ON source.layer = relation.layer AND source.id = relation.source"
        " JOIN spans AS target ON target.layer = relation.layer AND target.id = relation.target"
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def ever_changed(store: Store) -> bool:
    """Whether the scheme was ever changed in this project, even if the change was undone."""
    return bool(store.rows("SELECT 1 FROM sqlite_sequence WHERE name = 'scheme_changes'"))


def changes(store: Store) -> list[tuple[str, str]]:
    """Each change of the scheme in order: the scheme (``name@version``) that it changed, and the change as JSON."""
    return [(row[0], row[1]) for row in store.rows("SELECT version, change FROM scheme_changes ORDER BY key")]


def _parameters(values: Collection[str]) -> str:
    return ", ".join("?" * len(values))
