"""What does a file that came back say?"""

from typing import Any, NamedTuple

import orjson

from annotator.domain.entries import Entry, Registry
from annotator.domain.errors import Damaged, Refused
from annotator.i18n import tr
from annotator.storage import copying, entries, people, projects, revisions
from annotator.storage.copying import DocumentHead, LayerRows
from annotator.storage.people import Person
from annotator.storage.revisions import Place
from annotator.storage.store import Store


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
        everybody = {person.key: person for person in people.everybody(store)}
        documents = {document.key: document for document in copying.documents(store)}
        body = orjson.loads(projects.scheme_and_guidelines(store)[0])
        tokens = {
            (document, key): frozenset(told)
            for key in everybody
            for document, told in revisions.of_person(store, key).items()
            if document in documents
        }
        layers = copying.layers(store)
        if not isinstance(body, dict) or not all(one in documents and who in everybody for one, who in layers):
            raise _damaged(store, tr("its rows do not belong together"))
        return Received(
            project=projects.project_id(store),
            body=body,
            people=everybody,
            documents=documents,
            layers=layers,
            tokens=tokens,
            entries=entries.read_all(store),
            told_there=entries.told_here(store),
        )
    except (IndexError, ValueError, TypeError) as problem:
        raise _damaged(store, str(problem)) from problem


def _damaged(store: Store, why: str) -> Refused:
    return Damaged(
        tr("the project is damaged ({problem})", problem=why),
        where=str(store.path),
        remedy=tr("ask for a new copy of it"),
    )
