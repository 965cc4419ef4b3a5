"""The hand-out: a project file for one annotator.

The file is written from scratch, only with what the annotator may see: it never contains anything of other annotators.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from annotator.domain.operations import Operation
from annotator.storage.file import project_files
from annotator.storage.file.store import Store
from annotator.storage.journal import journal, revisions
from annotator.storage.journal.journal import Writer
from annotator.storage.tables import layer_transfer, project, registry
from annotator.storage.tables.annotators import Annotator
from annotator.storage.tables.layer_transfer import LayerWriter


def write(path: Path, store: Store, writer: Writer, annotator: Annotator, documents: Sequence[int]) -> Iterator[int]:
    """Write these documents (by key) and the annotator's layers in them to a new file; the number written so far.

    ``writer`` writes the step of the project itself. It stores the tokens that identify the file when it comes back.
    """
    earlier_tokens = revisions.of_annotator(store, annotator.key)
    new_tokens = dict(zip(documents, revisions.new_tokens(store, len(documents)), strict=True))
    layer_rows = layer_transfer.layers(store, annotator=annotator.key, documents=documents)
    scheme, guidelines = project.scheme_and_guidelines(store)
    with project_files.new_file(
        path, project=project.project_id(store), scheme=scheme, guidelines=guidelines
    ) as target:
        with journal.step(target, Operation.HANDOUT, annotator=None, undoable=False) as target_writer:
            target_annotator = target_writer.put("annotators", {"id": annotator.id, "name": annotator.name})
            yield from layer_transfer.add_documents(target_writer, store, documents)
            for entry in registry.read_all(store):
                registry.put(target_writer, entry, key=None)
            layers = LayerWriter(target, target_writer)
            for key, document in enumerate(documents, 1):
                rows = layer_rows.get((document, annotator.key))
                if rows:
                    layers.put((key, target_annotator), layer_transfer.LayerRows(), rows)
                layers.add_tokens((key, target_annotator), [*earlier_tokens[document], new_tokens[document]])
            layers.finish()
        project_layers = LayerWriter(store, writer)
        for document, token in new_tokens.items():
            project_layers.add_tokens((document, annotator.key), [token], shared=True)
        project_layers.finish()
