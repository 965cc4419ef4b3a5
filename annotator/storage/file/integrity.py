"""The checks of a project file by SQL: its pages, references and rows."""

from collections.abc import Iterator

from annotator.i18n import tr
from annotator.storage.file.store import Store

# Rows that contradict each other or refer to missing rows, where no rule of the tables can forbid it.
_STRAYS = {
    "journal": (
        "SELECT step FROM changes WHERE step NOT IN (SELECT step FROM steps)",
        "SELECT step FROM steps WHERE step NOT IN (SELECT step FROM changes)",
        (
            "SELECT step FROM changes WHERE NOT json_valid(coalesce(before, '{}'))"
            " OR NOT json_valid(coalesce(after, '{}'))"
        ),
        "SELECT step FROM steps WHERE NOT json_valid(summary)",
        "SELECT step FROM removed WHERE NOT json_valid(image)",
    ),
    "span": (
        (
            "SELECT key FROM spans WHERE fragments IS NOT NULL AND json_valid(fragments) AND"
            " (json_extract(fragments, '$[0][0]') IS NOT start OR json_extract(fragments, '$[#-1][1]') IS NOT \"end\")"
        ),
    ),
    "scheme": ("SELECT 0 WHERE (SELECT count(*) FROM scheme) <> 1",),
    "project": ("SELECT 0 WHERE (SELECT count(*) FROM project) <> 1",),
}


def findings(store: Store) -> Iterator[tuple[str, str]]:
    """Kind and detail of each fault that SQLite or the queries above report."""
    for row in store.rows("PRAGMA integrity_check"):
        if row[0] != "ok":
            yield "damage", str(row[0])
    for row in store.rows("PRAGMA foreign_key_check"):
        yield (
            "reference",
            tr("row {key} of {table} has lost its row of {parent}", table=row[0], key=row[1], parent=row[2]),
        )
    for kind, queries in _STRAYS.items():
        for sql in queries:
            for row in store.rows(sql):
                yield kind, tr("row {key} does not belong", key=row[0])
