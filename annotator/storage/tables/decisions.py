"""Rows of decisions and of the gold layer, and the finished documents that a review settles."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import orjson

from annotator.domain.decisions import Decision, LabelledExtents
from annotator.domain.marks.marks import Layer
from annotator.storage.file.row_errors import refuse_damaged_rows
from annotator.storage.file.store import Store
from annotator.storage.journal.row_images import Row
from annotator.storage.tables import marks
from annotator.storage.tables.annotators import GOLD, GOLD_NAME

_CHUNK = 100


class FinishedDocument(NamedTuple):
    """A document that at least two annotators have finished, with their layers, the decisions, and gold."""

    key: int
    id: str
    title: str
    text: str
    layers: tuple[Layer, ...]
    decisions: tuple[Decision, ...]
    gold: Layer


class GoldRows(NamedTuple):
    """The gold layer of one document as rows: the layer's own, and those of its spans and relations."""

    layer: Row | None
    spans: list[Row]
    relations: list[Row]


def finished_document_ids(store: Store) -> list[str]:
    """The ids of the documents that at least two annotators have finished, in the order in which they were added."""
    rows = store.rows(
        "SELECT documents.id FROM documents JOIN layers ON document = documents.key"
        " WHERE status = 'done' AND annotator > 0 GROUP BY documents.key HAVING count(*) > 1 ORDER BY documents.key"
    )
    return [row[0] for row in rows]


def finished_documents(store: Store, documents: list[str]) -> Iterator[FinishedDocument]:
    """Those of these documents that at least two annotators have finished, in the order in which they were added."""
    for first in range(0, len(documents), _CHUNK):
        yield from _finished_in_chunk(store, documents[first : first + _CHUNK])


def _finished_in_chunk(store: Store, documents: list[str]) -> Iterator[FinishedDocument]:
    heads = store.rows(
        "SELECT documents.key, documents.id, coalesce(CAST(json_extract(meta, '$.title') AS TEXT), '') AS title, text,"
        " layers.key AS layer, annotator, name, status FROM documents JOIN layers ON document = documents.key"
        " JOIN annotators ON annotators.key = annotator WHERE documents.id IN (SELECT value FROM json_each(?))"
        " AND (status = 'done' OR annotator = 0) ORDER BY documents.key, annotator",
        [orjson.dumps(documents).decode()],
    )
    layers = marks.read_layers(store, [(row["layer"], row["id"], row["name"], row["status"]) for row in heads])
    by_document: dict[str, list[Any]] = {}
    for row in heads:
        by_document.setdefault(row["id"], []).append(row)
    decisions = current(store, [rows[0]["key"] for rows in by_document.values()])
    for name, rows in by_document.items():
        annotator_rows = [row for row in rows if row["annotator"] != GOLD]
        if len(annotator_rows) > 1:
            gold = [layers[row["layer"]] for row in rows if row["annotator"] == GOLD]
            yield FinishedDocument(
                key=rows[0]["key"],
                id=name,
                title=rows[0]["title"],
                text=rows[0]["text"],
                layers=tuple(layers[row["layer"]] for row in annotator_rows),
                decisions=decisions.get(rows[0]["key"], ()),
                gold=gold[0] if gold else Layer(document=name, annotator=GOLD_NAME),
            )


def current(store: Store, documents: list[int]) -> dict[int, tuple[Decision, ...]]:
    """The decisions in these documents (by key) that no later one superseded, in the order in which they were made."""
    rows = store.rows(
        "SELECT decisions.*, name FROM decisions LEFT JOIN annotators ON annotators.key = reviewer"
        " WHERE superseded IS NULL AND document IN (SELECT value FROM json_each(?)) ORDER BY decisions.key",
        [orjson.dumps(documents).decode()],
    )
    decisions: dict[int, tuple[Decision, ...]] = {}
    for row in rows:
        decisions[row["document"]] = (*decisions.get(row["document"], ()), _decision(row))
    return decisions


def predecessors(store: Store, key: int) -> set[int]:
    """The decisions that this one superseded, and the ones that those superseded, back to the first."""
    rows = store.rows(
        "WITH RECURSIVE older(key) AS (SELECT key FROM decisions WHERE superseded = ?"
        " UNION SELECT decisions.key FROM decisions JOIN older ON superseded = older.key) SELECT key FROM older",
        [key],
    )
    return {row[0] for row in rows}


def decided_documents(store: Store) -> list[tuple[int, str]]:
    """Key and id of each document that ever had a decision."""
    rows = store.rows(
        "SELECT DISTINCT documents.key, documents.id FROM decisions JOIN documents ON documents.key = document"
        " ORDER BY documents.key"
    )
    return [(row[0], row[1]) for row in rows]


def _decision(row: Any) -> Decision:
    with refuse_damaged_rows:
        return Decision(
            key=row["key"],
            case=row["signature"],
            about=row["about"],
            places=orjson.loads(row["places"]),
            action=row["action"],
            policy=row["policy"],
            source=orjson.loads(row["source"]),
            parent=row["parent"],
            reviewer=row["name"] or "",
            at=row["at"],
            comment=row["comment"],
        )


def row_from_decision(decision: Decision, *, document: int, reviewer: int | None) -> Row:
    """The decision as a row to be inserted."""
    return {
        "document": document,
        **case_columns(decision.case, decision.places),
        "about": decision.about,
        "action": decision.action,
        "policy": decision.policy,
        "source": orjson.dumps(decision.source).decode(),
        "parent": decision.parent,
        "reviewer": reviewer,
        "at": decision.at,
        "comment": decision.comment,
        "superseded": None,
    }


def case_columns(case: str, places: LabelledExtents) -> Row:
    """The columns that identify the case of a decision."""
    return {"signature": case, "places": orjson.dumps(places).decode()}


def decision_row(store: Store, key: int) -> Row:
    """The row of the decision with this key."""
    return dict(store.rows("SELECT * FROM decisions WHERE key = ?", [key])[0])


def gold_rows(store: Store, document: int) -> GoldRows:
    """The gold layer of a document (by key) as rows; empty where nothing was settled."""
    layer = marks.layer_row_by_key(store, document=document, annotator=GOLD)
    if layer is None:
        return GoldRows(None, [], [])
    return GoldRows(
        layer,
        [dict(row) for row in store.rows("SELECT * FROM spans WHERE layer = ? ORDER BY key", [layer["key"]])],
        [dict(row) for row in store.rows("SELECT * FROM relations WHERE layer = ? ORDER BY key", [layer["key"]])],
    )


def gold_layer(store: Store, document: int, name: str) -> Layer:
    """The gold layer of a document (by key and id); an empty one where nothing was settled."""
    row = marks.layer_row_by_key(store, document=document, annotator=GOLD)
    if row is None:
        return Layer(document=name, annotator=GOLD_NAME)
    return marks.read_layer(store, row["key"], document=name, annotator=GOLD_NAME)


def gold_counts(store: Store) -> dict[str, int]:
    """How many documents have a gold layer, and how many spans and relations there are in them."""
    row = store.rows(
        "SELECT count(*), coalesce(sum((SELECT count(*) FROM spans WHERE layer = layers.key)), 0),"
        " coalesce(sum((SELECT count(*) FROM relations WHERE layer = layers.key)), 0)"
        " FROM layers WHERE annotator = 0"
    )[0]
    return {"documents": row[0], "spans": row[1], "relations": row[2]}


def document_id(store: Store, key: int) -> str:
    """The id of the document with this key."""
    return str(store.rows("SELECT id FROM documents WHERE key = ?", [key])[0][0])


def gold_documents(store: Store) -> list[tuple[int, str]]:
    """Key and id of each document that has a gold layer."""
    rows = store.rows(
        "SELECT documents.key, documents.id FROM layers JOIN documents ON documents.key = document"
        " WHERE annotator = 0 ORDER BY documents.key"
    )
    return [(row[0], row[1]) for row in rows]


def broken_references(store: Store) -> list[int]:
    """The keys of decisions whose successor or parent is missing, whose successor is older or whose parent is newer."""
    rows = store.rows(
        "SELECT key FROM decisions WHERE superseded < key OR superseded NOT IN (SELECT key FROM decisions)"
        " OR parent >= key OR parent NOT IN (SELECT key FROM decisions) ORDER BY key"
    )
    return [row[0] for row in rows]
