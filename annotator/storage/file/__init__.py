"""The project file: opening, locking, schema, migrations, integrity."""
