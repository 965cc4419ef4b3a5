"""What stands in the project that a file comes back to?"""

from collections import defaultdict
from collections.abc import Collection, Iterable

from annotator.exchange.layer_verdict import Verdict
from annotator.storage.file.store import Store
from annotator.storage.journal import revisions
from annotator.storage.journal.revisions import Tokens
from annotator.storage.tables import annotators, layer_transfer
from annotator.storage.tables.annotators import Person
from annotator.storage.tables.layer_transfer import LayerRows


class Here:
    """The project as it is, or, in a dry run, as it would be once the files before this one had come in."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._people = {person.id: person for person in annotators.everybody(store)}
        self._names = {person.name for person in self._people.values()}
        self._tokens: dict[str, defaultdict[int, Tokens]] = {}
        self._pretended: dict[tuple[str, int], LayerRows] = {}
        documents = layer_transfer.documents(store)
        self.by_hash = {document.sha256: document for document in documents}
        self.ids = {document.id for document in documents}

    def person(self, claimed: Person) -> Person:
        """Who that is here, by the id; somebody new (key 0) gets a name that nobody has."""
        if claimed.id not in self._people:
            name, count = claimed.name, 1
            while name in self._names:
                count += 1
                name = f"{claimed.name} ({count})"
            self._people[claimed.id] = Person(key=0, id=claimed.id, name=name)
            self._names.add(name)
        return self._people[claimed.id]

    def tokens(self, person: Person) -> defaultdict[int, Tokens]:
        """The states that this person's layers have been through, by document."""
        if person.id not in self._tokens:
            self._tokens[person.id] = revisions.of_person(self._store, person.key)
        return self._tokens[person.id]

    def layers(self, person: Person, documents: Collection[int]) -> defaultdict[int, LayerRows]:
        """What stands in this person's layers in these documents, by document."""
        found = defaultdict[int, LayerRows](LayerRows)
        if person.key:
            among = layer_transfer.layers(self._store, annotator=person.key, among=documents)
            found.update({document: rows for (document, _), rows in among.items()})
        found.update({document: rows for (who, document), rows in self._pretended.items() if who == person.id})
        return found

    def pretend(self, person: Person, verdicts: Iterable[Verdict]) -> None:
        """Go on as if these had been carried out."""
        for verdict in verdicts:
            if verdict.what in ("added", "renewed"):
                self._pretended[person.id, verdict.document] = verdict.after
            self.tokens(person)[verdict.document].update(dict.fromkeys(verdict.tokens, False))
