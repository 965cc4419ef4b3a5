"""The feedback file that one annotator gets after the review.

The file is written from scratch, only with what the annotator may see: it never contains anything of other annotators.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from annotator.domain.marks.marks import Layer
from annotator.domain.operations import Operation
from annotator.domain.outcomes import Outcome
from annotator.storage.file import project_files
from annotator.storage.file.store import Store
from annotator.storage.journal import journal
from annotator.storage.tables import layer_transfer, outcomes
from annotator.storage.tables import project as project_rows
from annotator.storage.tables.annotators import GOLD, Annotator
from annotator.storage.tables.layer_transfer import LayerRows, LayerWriter


class FeedbackContent(NamedTuple):
    """A document (by key), its gold, and the outcomes for the annotator's marks in it."""

    document: int
    gold: Layer
    outcomes: tuple[Outcome, ...]


def write(path: Path, store: Store, annotator: Annotator, contents: Sequence[FeedbackContent]) -> Iterator[int]:
    """Write these documents with the annotator's layers and gold to a new, sealed file; the number written so far."""
    keys = [content.document for content in contents]
    layer_rows = layer_transfer.layers(store, annotator=annotator.key, documents=keys)
    scheme, guidelines = project_rows.scheme_and_guidelines(store)
    project = project_rows.project_id(store)
    with (
        project_files.new_file(
            path, project=project, scheme=scheme, guidelines=guidelines, purpose="feedback"
        ) as target,
        journal.step(target, Operation.FEEDBACK, annotator=None, undoable=False) as writer,
    ):
        target_annotator = writer.put("annotators", {"id": annotator.id, "name": annotator.name})
        yield from layer_transfer.add_documents(writer, store, keys)
        layers = LayerWriter(target, writer)
        for key, content in enumerate(contents, 1):
            layers.put((key, target_annotator), LayerRows(), layer_rows[content.document, annotator.key])
            layers.put((key, GOLD), LayerRows(), layer_transfer.rows_from_layer(content.gold))
        layers.finish()
        outcomes.add(writer, {key: content.outcomes for key, content in enumerate(contents, 1)})
