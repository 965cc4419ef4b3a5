"""The migrations that bring a project file to the tables of today."""

from sqlite3 import Connection

from sqlite_utils.db import Database
from sqlite_utils.migrations import Migrations

from annotator.storage.file import schema


def apply(connection: Connection) -> None:
    """Create the missing tables and set the version, inside the caller's transaction."""
    # Plug-ins of sqlite-utils must not touch a project. Its own table of migrations is STRICT, as all tables are.
    db = Database(connection, execute_plugins=False, strict=True)
    migrations = Migrations("annotator")
    for step in schema.MIGRATIONS:
        migrations()(step)
    migrations.apply(db)
    db.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {schema.VERSION}")
