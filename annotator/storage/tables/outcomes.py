"""How do the outcomes of a review stand in their rows?"""

import orjson

from annotator.domain.outcomes import Outcome
from annotator.storage.file.row_errors import sound_rows
from annotator.storage.file.store import Store
from annotator.storage.journal.journal import Writer


def add(writer: Writer, told: dict[int, tuple[Outcome, ...]]) -> None:
    """Write the outcomes of these documents (by key)."""
    first = writer.next_key("outcomes")
    rows = [
        (document, one.about, orjson.dumps(one.own).decode(), orjson.dumps(one.gold).decode(), one.settled, one.comment)
        for document, outcomes in told.items()
        for one in outcomes
    ]
    writer.add_many("outcomes", [(first + place, *row) for place, row in enumerate(rows)])


def read_all(store: Store) -> dict[int, tuple[Outcome, ...]]:
    """All outcomes by the keys of their documents."""
    found: dict[int, tuple[Outcome, ...]] = {}
    for row in store.rows("SELECT document, about, own, gold, settled, comment FROM outcomes ORDER BY key"):
        with sound_rows:
            outcome = Outcome(
                about=row["about"],
                own=orjson.loads(row["own"]),
                gold=orjson.loads(row["gold"]),
                settled=bool(row["settled"]),
                comment=row["comment"],
            )
        found[row["document"]] = (*found.get(row["document"], ()), outcome)
    return found
