"""Floor: the same articles found by a bare query; arguments are WORD and PROJECT, output is milliseconds."""

import sqlite3
import statistics
import sys
import time

ROUNDS = 21

word, project = sys.argv[1:]
database = sqlite3.connect(project)
taken = []
for _ in range(ROUNDS):
    begin = time.perf_counter()
    found = database.execute("SELECT rowid FROM words WHERE words MATCH ?", [f'"{word}" *']).fetchall()
    taken.append(time.perf_counter() - begin)
assert found
print(1000 * statistics.median(taken))  # noqa: T201
