"""What does one annotator get to take along?

The file is written afresh from what the annotator may see: nothing of anybody else was ever in it.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from annotator.storage.file import files
from annotator.storage.file.store import Store
from annotator.storage.journal import journal, revisions
from annotator.storage.journal.journal import Writer
from annotator.storage.tables import layer_transfer, project, registry
from annotator.storage.tables.annotators import Person
from annotator.storage.tables.layer_transfer import LayerWriter


def write(path: Path, store: Store, writer: Writer, person: Person, documents: Sequence[int]) -> Iterator[int]:
    """Write these documents (by key) and the person's own work in them to a new project file; how many are through.

    ``writer`` is that of the project's own step: it keeps what proves, when the file comes back, that it went out.
    """
    known = revisions.of_person(store, person.key)
    issued = dict(zip(documents, revisions.minted(store, len(documents)), strict=True))
    mine = layer_transfer.layers(store, annotator=person.key, among=documents)
    scheme, guidelines = project.scheme_and_guidelines(store)
    with files.closed(path, project=project.project_id(store), scheme=scheme, guidelines=guidelines) as target:
        with journal.step(target, "handout", annotator=None, undoable=False) as own:
            who = own.put("annotators", {"id": person.id, "name": person.name})
            yield from layer_transfer.add_documents(own, store, documents)
            for entry in registry.read_all(store):
                registry.put(own, entry, key=None)
            layers = LayerWriter(target, own)
            for key, document in enumerate(documents, 1):
                rows = mine.get((document, person.key))
                if rows:
                    layers.put((key, who), layer_transfer.LayerRows(), rows)
                layers.know((key, who), [*known[document], issued[document]])
            layers.finish()
        went_out = LayerWriter(store, writer)
        for document, token in issued.items():
            went_out.know((document, person.key), [token], shared=True)
        went_out.finish()
