"""Floor: the same rows copied by a bare script; arguments are PROJECT and FILE, output is seconds."""

import sqlite3
import sys
import time

TABLES = {
    "layers": "key, document, annotator, status",
    "spans": 'key, layer, id, label, start, "end", fragments, quote, attributes, note',
    "relations": "key, layer, id, label, source, target, attributes",
}

project, received = sys.argv[1:]
database = sqlite3.connect(project, isolation_level=None)
database.execute("PRAGMA journal_mode = WAL")
database.execute("PRAGMA synchronous = FULL")
database.execute("PRAGMA foreign_keys = ON")
start = time.perf_counter()
source = sqlite3.connect(received, isolation_level=None)
database.execute("BEGIN IMMEDIATE")
for table, columns in TABLES.items():
    places = ", ".join("?" * len(columns.split(", ")))
    rows = source.execute(f"SELECT {columns} FROM {table}").fetchall()
    database.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", rows)
database.execute("COMMIT")
print(time.perf_counter() - start)  # noqa: T201
assert database.execute("SELECT count(*) FROM spans").fetchone() == (12_000,)
