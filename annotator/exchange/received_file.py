"""What does a file that came back say?"""

from typing import Any, NamedTuple

import orjson

from annotator.domain.errors import Damaged, Refused
from annotator.domain.names.registry import Entry, Registry
from annotator.i18n import tr
from annotator.storage.file.store import Store
from annotator.storage.journal import revisions
from annotator.storage.journal.revisions import Place
from annotator.storage.tables import annotators, layer_transfer
from annotator.storage.tables import project as project_rows
from annotator.storage.tables import registry as registry_rows
from annotator.storage.tables.annotators import Person
from annotator.storage.tables.layer_transfer import DocumentHead, LayerRows


class Received(NamedTuple):
    """A project file by value; its keys are its own. ``told_there`` are entries made since it was handed out."""

    project: str
    body: dict[str, Any]
    people: dict[int, Person]
    documents: dict[int, DocumentHead]
    layers: dict[Place, LayerRows]
    tokens: dict[Place, frozenset[int]]
    entries: list[Entry]
    told_there: list[Entry]

    @property
    def places(self) -> set[Place]:
        """Every layer that stands or ever stood there."""
        return self.layers.keys() | self.tokens.keys()

    def registry(self, name: str) -> Registry:
        return Registry(entry for entry in self.entries if entry.registry == name)


def read(store: Store) -> Received:
    """All but the texts; Damaged where a part of it cannot be read."""
    try:
        everybody = {person.key: person for person in annotators.everybody(store)}
        documents = {document.key: document for document in layer_transfer.documents(store)}
        body = orjson.loads(project_rows.scheme_and_guidelines(store)[0])
        tokens = {
            (document, key): frozenset(told)
            for key in everybody
            for document, told in revisions.of_person(store, key).items()
            if document in documents
        }
        layers = layer_transfer.layers(store)
        if not isinstance(body, dict) or not all(one in documents and who in everybody for one, who in layers):
            raise _damaged(store, tr("its rows do not belong together"))
        return Received(
            project=project_rows.project_id(store),
            body=body,
            people=everybody,
            documents=documents,
            layers=layers,
            tokens=tokens,
            entries=registry_rows.read_all(store),
            told_there=registry_rows.told_here(store),
        )
    except (IndexError, ValueError, TypeError) as problem:
        raise _damaged(store, str(problem)) from problem


def _damaged(store: Store, why: str) -> Refused:
    return Damaged(
        tr("the project is damaged ({problem})", problem=why),
        where=str(store.path),
        remedy=tr("ask for a new copy of it"),
    )
