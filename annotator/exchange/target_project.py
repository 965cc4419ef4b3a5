"""The project that a returned file is merged into."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from annotator.exchange.layer_verdict import LayerVerdict
from annotator.storage.file.store import Store
from annotator.storage.journal import revisions
from annotator.storage.journal.revisions import RevisionTokens
from annotator.storage.tables import annotators, layer_transfer
from annotator.storage.tables.annotators import Annotator
from annotator.storage.tables.layer_transfer import LayerRows


class TargetProject:
    """The project as it is or, in a dry run, as it would be after the files before this one."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._annotators = {annotator.id: annotator for annotator in annotators.read_all(store)}
        self._names = {annotator.name for annotator in self._annotators.values()}
        self._tokens: dict[str, defaultdict[int, RevisionTokens]] = {}
        self._simulated: dict[tuple[str, int], LayerRows] = {}
        documents = layer_transfer.documents(store)
        self.by_hash = {document.sha256: document for document in documents}
        self.ids = {document.id for document in documents}

    def annotator(self, received: Annotator) -> Annotator:
        """The project's annotator with the id of the received one; a new one (key 0) gets a name that is not in use."""
        if received.id not in self._annotators:
            name, count = received.name, 1
            while name in self._names:
                count += 1
                name = f"{received.name} ({count})"
            self._annotators[received.id] = Annotator(key=0, id=received.id, name=name)
            self._names.add(name)
        return self._annotators[received.id]

    def tokens(self, annotator: Annotator) -> defaultdict[int, RevisionTokens]:
        """The tokens of all states that the annotator's layers have had, by document."""
        if annotator.id not in self._tokens:
            self._tokens[annotator.id] = revisions.of_annotator(self._store, annotator.key)
        return self._tokens[annotator.id]

    def layers(self, annotator: Annotator, documents: Collection[int]) -> defaultdict[int, LayerRows]:
        """The rows of the annotator's layers in these documents, by document."""
        layers = defaultdict[int, LayerRows](LayerRows)
        if annotator.key:
            stored = layer_transfer.layers(self._store, annotator=annotator.key, documents=documents)
            layers.update({document: rows for (document, _), rows in stored.items()})
        layers.update(
            {
                document: rows
                for (annotator_id, document), rows in self._simulated.items()
                if annotator_id == annotator.id
            }
        )
        return layers

    def simulate(self, annotator: Annotator, verdicts: Iterable[LayerVerdict]) -> None:
        """Continue as if these verdicts had been carried out."""
        for verdict in verdicts:
            if verdict.action in ("added", "renewed"):
                self._simulated[annotator.id, verdict.document] = verdict.after
            self.tokens(annotator)[verdict.document].update(dict.fromkeys(verdict.tokens, False))
