"""The project file: opening, locking, schema, migrations and checks."""
