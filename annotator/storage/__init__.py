"""Project files in SQLite: the journal of steps and the rows of each kind. All SQL is here.

Each room imports only from the ones before it: ``file``, ``journal``, ``batch.py``, ``tables``.
"""
