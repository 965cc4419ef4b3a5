"""The settings of SQLite for each connection and for the file."""

from sqlite3 import Connection


def set_up_connection(db: Connection) -> None:
    """What every connection to a project has: foreign keys, and a check of each page for damage as it is read."""
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA cell_size_check = ON")


def set_up_reader(db: Connection) -> None:
    """A connection that refuses to write."""
    db.execute("PRAGMA query_only = ON")


def set_up_writer(db: Connection) -> None:
    """A commit returns when it is on the disk, also on macOS, where a plain sync stops at the disk's cache."""
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA fullfsync = ON")


def set_write_ahead(db: Connection) -> None:
    """Readers go on while another process writes. The setting is kept in the file."""
    db.execute("PRAGMA journal_mode = WAL")


def set_single_file(db: Connection) -> None:
    """Everything is in the one file, for copies that travel. The setting is kept in the file."""
    db.execute("PRAGMA journal_mode = DELETE")


def is_write_ahead(db: Connection) -> bool:
    return bool(db.execute("PRAGMA journal_mode").fetchone()[0] == "wal")
