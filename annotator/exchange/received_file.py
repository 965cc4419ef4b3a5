"""The content of a project file that came back from an annotator."""

from typing import Any, NamedTuple

import orjson

from annotator.domain.errors import Damaged, Refused
from annotator.domain.names.registry import Registry, RegistryEntry
from annotator.i18n import tr
from annotator.storage.file.store import Store
from annotator.storage.journal import revisions
from annotator.storage.journal.revisions import LayerKey
from annotator.storage.tables import annotators, layer_transfer
from annotator.storage.tables import project as project_rows
from annotator.storage.tables import registry as registry_rows
from annotator.storage.tables.annotators import Annotator
from annotator.storage.tables.layer_transfer import DocumentKey, LayerRows


class ReceivedFile(NamedTuple):
    """A project file by value, with its own keys.

    ``edited_entries`` are the registry entries made since it was handed out.
    """

    project: str
    body: dict[str, Any]
    annotators: dict[int, Annotator]
    documents: dict[int, DocumentKey]
    layers: dict[LayerKey, LayerRows]
    tokens: dict[LayerKey, frozenset[int]]
    entries: list[RegistryEntry]
    edited_entries: list[RegistryEntry]

    @property
    def layer_keys(self) -> set[LayerKey]:
        """The keys of all layers that the file has or ever had."""
        return self.layers.keys() | self.tokens.keys()

    def registry(self, name: str) -> Registry:
        return Registry(entry for entry in self.entries if entry.registry == name)


def read(store: Store) -> ReceivedFile:
    """Everything but the texts; Damaged if a part of it cannot be read."""
    try:
        annotators_by_key = {annotator.key: annotator for annotator in annotators.read_all(store)}
        documents = {document.key: document for document in layer_transfer.documents(store)}
        body = orjson.loads(project_rows.scheme_and_guidelines(store)[0])
        tokens = {
            (document, key): frozenset(document_tokens)
            for key in annotators_by_key
            for document, document_tokens in revisions.of_annotator(store, key).items()
            if document in documents
        }
        layers = layer_transfer.layers(store)
        are_owned = all(document in documents and annotator in annotators_by_key for document, annotator in layers)
        if not isinstance(body, dict) or not are_owned:
            raise _damaged(store, tr("its rows do not belong together"))
        return ReceivedFile(
            project=project_rows.project_id(store),
            body=body,
            annotators=annotators_by_key,
            documents=documents,
            layers=layers,
            tokens=tokens,
            entries=registry_rows.read_all(store),
            edited_entries=registry_rows.edited_entries(store),
        )
    except (IndexError, ValueError, TypeError) as problem:
        raise _damaged(store, str(problem)) from problem


def _damaged(store: Store, problem: str) -> Refused:
    return Damaged(
        tr("the project is damaged ({problem})", problem=problem),
        where=str(store.path),
        remedy=tr("ask for a new copy of it"),
    )
