"""What would a bare query take to find the same articles? WORD and PROJECT are given; prints the milliseconds."""

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
