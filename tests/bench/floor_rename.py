"""Floor: a label renamed by a bare script, with its journal rows; the argument is DATABASE."""

import sqlite3
import sys

IMAGE = ", ".join(
    f"'{name}', \"{name}\""
    for name in ("key", "layer", "id", "label", "start", "end", "fragments", "quote", "attributes", "note")
)
AFTER = IMAGE.replace("'label', \"label\"", "'label', 'PARTY'")

database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("PRAGMA journal_mode = WAL")
database.execute("PRAGMA synchronous = FULL")
database.execute("PRAGMA foreign_keys = ON")
database.execute("BEGIN IMMEDIATE")
step = database.execute(
    "INSERT INTO steps (at, annotator, operation, document, state, summary)"
    " VALUES ('', NULL, 'rename', NULL, 'done', '{}')"
).lastrowid
database.execute(
    f"INSERT INTO changes SELECT ?, row_number() OVER (ORDER BY key), 'spans', key, NULL, json_object({IMAGE}),"
    f" json_object({AFTER}) FROM spans WHERE label = 'SPEAKER'",
    [step],
)
database.execute("UPDATE spans SET label = 'PARTY' WHERE label = 'SPEAKER'")
database.execute("COMMIT")
database.close()
