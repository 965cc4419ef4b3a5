"""Columns of the tables that a step may change, and the SQL that moves rows and their images.

An image is a row as JSON. The statements are built from the constants below, never from user input.
"""

from typing import Any, Literal

import orjson

Row = dict[str, Any]
Side = Literal["before", "after"]
"""The image of a row before or after a step."""

COLUMNS: dict[str, tuple[str, ...]] = {
    "annotators": ("key", "id", "name"),
    # The text is the last column, so that a list of documents is read without their texts.
    "documents": ("key", "id", "sha256", "meta", "text"),
    "layers": ("key", "document", "annotator", "status"),
    "spans": ("key", "layer", "id", "label", "start", "end", "fragments", "quote", "attributes", "note"),
    "relations": ("key", "layer", "id", "label", "source", "target", "attributes"),
    "entries": ("key", "registry", "name", "facts"),
    "scheme": ("key", "body", "guidelines"),
    "scheme_changes": ("key", "version", "change"),
    "revisions": ("key", "step", "document", "annotator", "token", "shared"),
    "decisions": (
        "key",
        "document",
        "signature",
        "about",
        "places",
        "action",
        "policy",
        "source",
        "parent",
        "reviewer",
        "at",
        "comment",
        "superseded",
    ),
    "outcomes": ("key", "document", "about", "own", "gold", "settled", "comment"),
}

LAYER_COLUMNS = {"layers": "key", "spans": "layer", "relations": "layer"}
"""The column that holds the key of the layer, in each table that belongs to a layer."""

_SIDES: tuple[Side, ...] = ("before", "after")


class Statements:
    """The statements that read and write one table.

    A *run* is a range of positions in the journal of one step (``changes.place``).
    """

    def __init__(self, table: str, columns: tuple[str, ...]) -> None:
        names = ", ".join(f'"{name}"' for name in columns)
        assignments = ", ".join(f'"{name}" = :{name}' for name in columns)
        pairs = ", ".join(f"'{name}', \"{name}\"" for name in columns)
        values = ", ".join(f"json_extract(image, '$.{name}')" for name in columns)
        self.images = f"SELECT key, json_object({pairs}) FROM {table} WHERE key BETWEEN ? AND ?"
        self.image = f"SELECT json_object({pairs}) FROM {table} WHERE key = ?"
        self.insert = f"INSERT INTO {table} ({names}) VALUES ({', '.join(':' + name for name in columns)})"
        self.insert_many = f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(columns))})"
        self.update = f"UPDATE {table} SET {assignments} WHERE key = :key"
        self.delete = f"DELETE FROM {table} WHERE key = ?"
        self.delete_range = f"DELETE FROM {table} WHERE key BETWEEN ? AND ?"
        self.save_images = (
            f"INSERT INTO removed SELECT ?, '{table}', key, json_object({pairs}) FROM {table} WHERE key BETWEEN ? AND ?"
        )
        self.restore_images = (
            f"INSERT INTO {table} ({names}) SELECT {values} FROM removed"
            f" WHERE step = ? AND \"table\" = '{table}' AND key BETWEEN ? AND ? ORDER BY key"
        )
        self.update_run = {side: _update_run(table, columns, side) for side in _SIDES}
        self.insert_run = {
            side: f"INSERT INTO {table} ({names}) SELECT {values} FROM"
            f" (SELECT place, {side} AS image FROM changes WHERE step = ? AND place BETWEEN ? AND ?) ORDER BY place"
            for side in _SIDES
        }
        self.delete_run = (
            f"DELETE FROM {table} WHERE key IN (SELECT key FROM changes WHERE step = ? AND place BETWEEN ? AND ?)"
        )
        if "attributes" in columns:
            self.file_rewritten = _file_rewritten(table, columns)


def _update_run(table: str, columns: tuple[str, ...], side: Side) -> str:
    assignments = ", ".join(f"\"{name}\" = json_extract(changes.{side}, '$.{name}')" for name in columns[1:])
    return (
        f"UPDATE {table} SET {assignments} FROM changes"
        f" WHERE changes.step = ? AND changes.place BETWEEN ? AND ? AND {table}.key = changes.key"
    )


def _file_rewritten(table: str, columns: tuple[str, ...]) -> str:
    before = ", ".join(f"'{name}', old.\"{name}\"" for name in columns)
    after = ", ".join(f"'{name}', {'new' if name in ('label', 'attributes') else 'old'}.\"{name}\"" for name in columns)
    return (
        f"INSERT INTO changes SELECT ?, ? + new.place, '{table}', old.key, NULL, json_object({before}),"
        f" CASE WHEN new.label IS NULL THEN NULL ELSE json_object({after}) END"
        f" FROM rewritten AS new JOIN {table} AS old ON old.key = new.key ORDER BY new.place"
    )


STATEMENTS = {table: Statements(table, columns) for table, columns in COLUMNS.items()}


def dump_image(row: Row | None) -> str | None:
    """The image of a row; None for no row."""
    return None if row is None else orjson.dumps(row).decode()


def load_image(image: str | None) -> Row | None:
    """The row of an image; None for no image."""
    return None if image is None else orjson.loads(image)
