"""How is a project file brought to today's tables?"""

from sqlite3 import Connection

from sqlite_utils.db import Database
from sqlite_utils.migrations import Migrations

from annotator.storage.file import schema


def apply(connection: Connection) -> None:
    """Make the tables that the file lacks and stamp it; inside the caller's transaction."""
    # Plug-ins of sqlite-utils that somebody else installed have no business in a project.
    db = Database(connection, execute_plugins=False)
    if not db["_sqlite_migrations"].exists():
        db.execute(
            "CREATE TABLE _sqlite_migrations (id INTEGER PRIMARY KEY, migration_set TEXT, name TEXT,"
            " applied_at TEXT, UNIQUE (migration_set, name)) STRICT"
        )
    migrations = Migrations("annotator")
    for step in schema.MIGRATIONS:
        migrations()(step)
    migrations.apply(db)
    db.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {schema.VERSION}")
