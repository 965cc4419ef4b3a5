"""Is the file itself sound, and do its rows belong together?"""

from collections.abc import Iterator

from annotator.i18n import tr
from annotator.storage.store import Store

# The project's rows are the database's word; the journal's are ours, so we check that they speak of known things.
_ORPHANS = (
    ("journal", "SELECT step FROM changes WHERE step NOT IN (SELECT step FROM steps)"),
    ("journal", "SELECT step FROM steps WHERE step NOT IN (SELECT step FROM changes)"),
    ("scheme", "SELECT 0 WHERE (SELECT count(*) FROM scheme) <> 1"),
    ("project", "SELECT 0 WHERE (SELECT count(*) FROM project) <> 1"),
)


def findings(store: Store) -> Iterator[tuple[str, str | None, str]]:
    """Kind, document and detail of everything that SQLite or the rows' references report."""
    for row in store.rows("PRAGMA integrity_check"):
        if row[0] != "ok":
            yield "damage", None, str(row[0])
    for row in store.rows("PRAGMA foreign_key_check"):
        yield (
            "reference",
            None,
            tr("{table} {key} has lost its {parent}", table=row[0], key=row[1], parent=row[2]),
        )
    for kind, sql in _ORPHANS:
        for row in store.rows(sql):
            yield kind, None, tr("row {key} does not belong", key=row[0])
