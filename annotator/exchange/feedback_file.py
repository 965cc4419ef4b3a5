"""What does one annotator get back after the review?

The file is written afresh from what the annotator may see: nothing of anybody else was ever in it.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from annotator.domain.marks.marks import Layer
from annotator.domain.outcomes import Outcome
from annotator.storage.file import files
from annotator.storage.file.store import Store
from annotator.storage.journal import journal
from annotator.storage.tables import layer_transfer, outcomes
from annotator.storage.tables import project as project_rows
from annotator.storage.tables.annotators import GOLD, Person
from annotator.storage.tables.layer_transfer import LayerRows, LayerWriter


class Reviewed(NamedTuple):
    """A document (by key), its gold, and what became of the person's marks in it."""

    document: int
    gold: Layer
    outcomes: tuple[Outcome, ...]


def write(path: Path, store: Store, person: Person, told: Sequence[Reviewed]) -> Iterator[int]:
    """Write these documents with the person's own layers and gold to a new file, sealed; how many are through."""
    keys = [one.document for one in told]
    mine = layer_transfer.layers(store, annotator=person.key, among=keys)
    scheme, guidelines = project_rows.scheme_and_guidelines(store)
    project = project_rows.project_id(store)
    with (
        files.closed(path, project=project, scheme=scheme, guidelines=guidelines, purpose="feedback") as target,
        journal.step(target, "feedback", annotator=None, undoable=False) as own,
    ):
        who = own.put("annotators", {"id": person.id, "name": person.name})
        yield from layer_transfer.add_documents(own, store, keys)
        layers = LayerWriter(target, own)
        for key, one in enumerate(told, 1):
            layers.put((key, who), LayerRows(), mine[one.document, person.key])
            layers.put((key, GOLD), LayerRows(), layer_transfer.rows_of(one.gold))
        layers.finish()
        outcomes.add(own, {key: one.outcomes for key, one in enumerate(told, 1)})
