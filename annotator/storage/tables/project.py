"""Facts about the project file: its id, purpose, scheme and progress."""

from typing import cast

from annotator.storage.file.schema import Purpose
from annotator.storage.file.store import Store


def purpose(store: Store) -> Purpose:
    """What the file is for."""
    return cast("Purpose", store.rows("SELECT purpose FROM project")[0][0])


def project_id(store: Store) -> str:
    """The random id of the project, minted when it was created."""
    return str(store.rows("SELECT id FROM project")[0][0])


def scheme_and_guidelines(store: Store) -> tuple[str, str]:
    """The scheme as JSON and the guidelines as Markdown."""
    row = store.rows("SELECT body, guidelines FROM scheme")[0]
    return row["body"], row["guidelines"]


def label_counts(store: Store) -> dict[str, int]:
    """How many spans of each label the annotators' layers contain."""
    rows = store.rows(
        "SELECT label, count(*) FROM spans WHERE layer NOT IN (SELECT key FROM layers WHERE annotator = 0)"
        " GROUP BY label ORDER BY label"
    )
    return {row[0]: row[1] for row in rows}


def document_count(store: Store) -> int:
    """How many documents the project has."""
    return int(store.rows("SELECT count(*) FROM documents")[0][0])


def working_annotator_count(store: Store) -> int:
    """How many annotators have layers with marks or a status beyond new."""
    sql = (
        "SELECT count(*) FROM annotators WHERE key > 0"
        " AND EXISTS (SELECT 1 FROM layers WHERE annotator = annotators.key"
        " AND (status <> 'new' OR EXISTS (SELECT 1 FROM spans WHERE layer = layers.key)))"
    )
    return int(store.rows(sql)[0][0])


def work_by_annotator(store: Store) -> list[dict[str, object]]:
    """Name, layers, done, spans and relations of each annotator; layers count with marks or a status beyond new."""
    rows = store.rows(
        "SELECT name, count(l.key) AS layers, count(CASE WHEN l.status = 'done' THEN 1 END) AS done,"
        " coalesce(sum(l.spans), 0) AS spans, coalesce(sum(l.relations), 0) AS relations FROM annotators"
        " LEFT JOIN (SELECT key, annotator, status,"
        "   (SELECT count(*) FROM spans WHERE layer = layers.key) AS spans,"
        "   (SELECT count(*) FROM relations WHERE layer = layers.key) AS relations FROM layers) l"
        " ON l.annotator = annotators.key AND (l.status <> 'new' OR l.spans > 0) WHERE annotators.key > 0"
        " GROUP BY annotators.key ORDER BY annotators.key"
    )
    return [dict(row) for row in rows]


def progress_by_annotator(store: Store) -> list[tuple[str, int, int]]:
    """Name, documents done and documents begun of each annotator, without the counts of marks."""
    rows = store.rows(
        "SELECT name, count(CASE WHEN status = 'done' THEN 1 END), count(layers.key) FROM annotators"
        " LEFT JOIN layers ON layers.annotator = annotators.key"
        "   AND (status <> 'new' OR EXISTS (SELECT 1 FROM spans WHERE layer = layers.key)) WHERE annotators.key > 0"
        " GROUP BY annotators.key ORDER BY annotators.key"
    )
    return [(name, done, begun) for name, done, begun in rows]


def next_unfinished(store: Store, annotator: int | None, after: str) -> str | None:
    """The next document after ``after`` that this annotator has not finished, or None; it wraps at the end.

    Each of the two queries stops at the first row that fits.
    """
    for half in (">", "<"):
        rows = store.rows(
            f"SELECT id FROM documents WHERE key {half} (SELECT key FROM documents WHERE id = :after) AND NOT EXISTS"
            " (SELECT 1 FROM layers WHERE document = documents.key AND annotator = :annotator AND status = 'done')"
            " ORDER BY key LIMIT 1",
            {"after": after, "annotator": annotator},
        )
        if rows:
            return str(rows[0][0])
    return None


def done_count(store: Store, annotator: int) -> int:
    """How many documents this annotator has finished."""
    return int(store.rows("SELECT count(*) FROM layers WHERE annotator = ? AND status = 'done'", [annotator])[0][0])
