"""Rows of the outcomes of a review in a feedback file."""

import orjson

from annotator.domain.outcomes import Outcome
from annotator.storage.batch import BatchWriter
from annotator.storage.file.row_errors import refuse_damaged_rows
from annotator.storage.file.store import Store
from annotator.storage.journal.journal import Writer


def add(writer: Writer, outcomes: dict[int, tuple[Outcome, ...]]) -> None:
    """Write the outcomes of these documents (by key)."""
    batch = BatchWriter(writer, ["outcomes"])
    for document, in_document in outcomes.items():
        for outcome in in_document:
            marks, gold = orjson.dumps(outcome.marks).decode(), orjson.dumps(outcome.gold).decode()
            batch.add_values("outcomes", document, outcome.about, marks, gold, outcome.settled, outcome.comment)
    batch.flush()


def read_all(store: Store) -> dict[int, tuple[Outcome, ...]]:
    """All outcomes by the keys of their documents."""
    outcomes: dict[int, tuple[Outcome, ...]] = {}
    for row in store.rows("SELECT document, about, own, gold, settled, comment FROM outcomes ORDER BY key"):
        with refuse_damaged_rows:
            outcome = Outcome(
                about=row["about"],
                marks=orjson.loads(row["own"]),
                gold=orjson.loads(row["gold"]),
                settled=bool(row["settled"]),
                comment=row["comment"],
            )
        outcomes[row["document"]] = (*outcomes.get(row["document"], ()), outcome)
    return outcomes
