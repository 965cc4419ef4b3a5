"""The plan of a merge: what a returned file brings into the project, and how it is written."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from annotator.domain.errors import Refused
from annotator.domain.names.registry import Registry, RegistryEntry, type_misfit
from annotator.domain.operations import Operation
from annotator.domain.scheme.scheme import Scheme
from annotator.exchange.layer_validation import SchemeCheck, layer_faults, text_fault
from annotator.exchange.layer_verdict import LayerVerdict, is_unrelated, layer_verdict
from annotator.exchange.received_file import ReceivedFile
from annotator.exchange.scheme_replay import SchemeReplay
from annotator.exchange.target_project import TargetProject
from annotator.i18n import tr
from annotator.storage.file.store import Store
from annotator.storage.journal import journal
from annotator.storage.journal.journal import Writer
from annotator.storage.journal.revisions import RevisionTokens
from annotator.storage.tables import annotators, layer_transfer
from annotator.storage.tables import registry as registry_rows
from annotator.storage.tables.annotators import Annotator
from annotator.storage.tables.layer_transfer import DocumentKey, LayerRows, LayerWriter


class MergeWork(NamedTuple):
    """The verdicts on the layers of one annotator."""

    annotator: Annotator
    verdicts: tuple[LayerVerdict, ...]


class MergePlan(NamedTuple):
    """What one file brings: the layers of its annotators, and registry entries for names that the project lacks."""

    work: tuple[MergeWork, ...]
    entries: tuple[RegistryEntry, ...]

    @property
    def refused(self) -> bool:
        return any(verdict.action == "refused" for work in self.work for verdict in work.verdicts)

    @property
    def has_new_states(self) -> bool:
        """Whether it brings a state of a layer that the project does not know, even one with the same marks."""
        return any(verdict.tokens for work in self.work for verdict in work.verdicts)


class _Side(NamedTuple):
    """One annotator of the file: the key in the file, the annotator here, and their tokens and layers here."""

    key: int
    annotator: Annotator
    tokens: Mapping[int, RevisionTokens]
    layers: Mapping[int, LayerRows]


class MergePlanner:
    """Reads one received file document by document, and finds the verdict on each layer."""

    def __init__(
        self,
        target: TargetProject,
        received: ReceivedFile,
        scheme: Scheme,
        replay: SchemeReplay,
        registries: Mapping[str, Registry],
    ) -> None:
        self._target, self._received, self._replay, self._scheme = target, received, replay, scheme
        self._registries, self._scheme_check = registries, SchemeCheck(scheme)

    def plan(self, source: Store) -> MergePlan:
        """The plan for the file as a whole; Refused if it is not one of this project."""
        documents = {key: self._our_document(theirs) for key, theirs in self._received.documents.items()}
        layer_keys = self._received.layer_keys
        sides = [self._side(key, documents) for key in sorted({annotator for _, annotator in layer_keys})]
        verdicts: dict[int, list[LayerVerdict]] = {side.key: [] for side in sides}
        for key, text in layer_transfer.texts(source):
            theirs, ours = self._received.documents[key], documents[key]
            fault = text_fault(theirs, text)
            if fault:
                raise Refused(fault, where=theirs.id, remedy=tr("ask for a new copy of it"))
            for side in sides:
                verdict = self._verdict(side, theirs, ours, text) if (key, side.key) in layer_keys else None
                if verdict:
                    verdicts[side.key].append(verdict)
        work = tuple(MergeWork(side.annotator, tuple(verdicts[side.key])) for side in sides)
        plan = MergePlan(work, ())
        return plan._replace(entries=tuple(self._new_entries())) if plan.has_new_states else plan

    def _our_document(self, theirs: DocumentKey) -> DocumentKey | None:
        """The project's document with this text; Refused if the one with this id has another text."""
        ours = self._target.by_hash.get(theirs.sha256)
        if ours is None and theirs.id in self._target.ids:
            raise Refused(
                tr("its text is not the one that is here"),
                where=theirs.id,
                remedy=tr("hand out the text that is here, or import that one"),
            )
        return ours

    def _side(self, key: int, documents: dict[int, DocumentKey | None]) -> _Side:
        annotator = self._target.annotator(self._received.annotators[key])
        our_tokens = self._target.tokens(annotator)
        their_tokens = {
            document: tokens
            for (document, annotator_key), tokens in self._received.tokens.items()
            if annotator_key == key
        }
        if is_unrelated(our_tokens, their_tokens.values()):
            raise Refused(
                tr("it claims to be the work of {name}, but shares no history with it", name=repr(annotator.name)),
                remedy=tr("ask them for the file that was handed out to them"),
            )
        changed = [
            ours.key
            for document, tokens in their_tokens.items()
            if (ours := documents[document]) and not tokens <= our_tokens[ours.key].keys()
        ]
        return _Side(key, annotator, our_tokens, self._target.layers(annotator, changed))

    def _verdict(self, side: _Side, theirs: DocumentKey, ours: DocumentKey | None, text: str) -> LayerVerdict | None:
        rows = self._received.layers.get((theirs.key, side.key), LayerRows())
        if ours is None:
            if rows.empty:
                return None
            raise Refused(
                tr("the project has no article with this text"), where=theirs.id, remedy=tr("import the article first")
            )
        their_tokens = self._received.tokens.get((theirs.key, side.key), frozenset())
        before, our_tokens = side.layers[ours.key], side.tokens[ours.key]
        if their_tokens <= our_tokens.keys():
            return layer_verdict(ours.key, before, our_tokens, before, their_tokens)
        fault = next(layer_faults(rows, text), None)
        if fault is None:
            rows = self._replay.replay(rows)
            fault = next(self._scheme_check.misfits(rows), None)
        if fault is not None:
            return LayerVerdict(ours.key, "refused", fault, before, before, ())
        return layer_verdict(ours.key, before, our_tokens, rows, their_tokens)

    def _new_entries(self) -> Iterable[RegistryEntry]:
        """The entries made since the hand-out for names that no entry of the project has in any spelling."""
        for entry in self._received.edited_entries:
            registry = self._registries.get(entry.registry)
            exists = registry and any(registry.find(spelling) for spelling in entry.spellings)
            if not exists and not type_misfit(entry, self._scheme):
                yield entry


def carry_out(store: Store, writer: Writer, plan: MergePlan) -> None:
    """Write what the plan brings, in the writer's step."""
    layers = LayerWriter(store, writer)
    for annotator, verdicts in plan.work:
        key = annotator.key or _add_annotator(store, annotator).key
        for verdict in verdicts:
            if verdict.action in ("added", "renewed"):
                layers.put((verdict.document, key), verdict.before, verdict.after)
            layers.add_tokens((verdict.document, key), verdict.tokens)
    layers.finish()
    for entry in plan.entries:
        registry_rows.put(writer, entry, key=None)


def _add_annotator(store: Store, annotator: Annotator) -> Annotator:
    """Add a new annotator in a step of its own.

    Undo of the merge keeps the annotator, who may have started other layers by then.
    """
    with journal.step(store, Operation.ADD_ANNOTATOR, annotator=None, undoable=False) as writer:
        return annotators.add(writer, annotator.name, identity=annotator.id)
