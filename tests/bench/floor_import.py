"""Floor: the same rows written by a bare script; arguments are SOURCE, DATABASE and TABLES."""

import sqlite3
import sys
from pathlib import Path

import orjson

BATCH = 500
INSERTS = {
    "documents": "INSERT INTO documents (key, id, sha256, text, meta) VALUES (?, ?, ?, ?, ?)",
    "layers": "INSERT INTO layers (key, document, annotator, status) VALUES (?, ?, ?, ?)",
    "spans": 'INSERT INTO spans (key, layer, id, label, start, "end", fragments, quote, attributes, note)'
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "relations": "INSERT INTO relations (key, layer, id, label, source, target, attributes)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)",
}

source, target, tables = map(Path, sys.argv[1:])
database = sqlite3.connect(target, isolation_level=None)
database.execute("PRAGMA journal_mode = WAL")
database.execute("PRAGMA synchronous = FULL")
database.execute("PRAGMA foreign_keys = ON")
for statement in orjson.loads(tables.read_bytes()):
    database.execute(statement)
rows: dict[str, list[tuple[object, ...]]] = {table: [] for table in INSERTS}


def flush() -> None:
    for table, statement in INSERTS.items():
        database.executemany(statement, rows[table])
        rows[table].clear()


database.execute("BEGIN IMMEDIATE")
database.execute("INSERT INTO annotators (key, id, name) VALUES (1, '1', 'Alba')")
span_key = relation_key = 0
with source.open("rb") as file:
    for key, line in enumerate(file, 1):
        told = orjson.loads(line)
        meta = orjson.dumps(told["meta"]).decode()
        rows["documents"].append((key, told["id"], told["sha256"], told["text"], meta))
        rows["layers"].append((key, key, 1, told["status"]))
        for span in told["spans"]:
            span_key += 1
            attributes = orjson.dumps(span["attributes"]).decode()
            place = (span["start"], span["end"], None, span["text"])
            rows["spans"].append((span_key, key, span["id"], span["label"], *place, attributes, ""))
        for link in told["relations"]:
            relation_key += 1
            ends = (link["from"], link["to"])
            rows["relations"].append((relation_key, key, link["id"], link["label"], *ends, "{}"))
        if key % BATCH == 0:
            flush()
flush()
database.execute("COMMIT")
database.close()
