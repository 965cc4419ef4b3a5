"""What would come in with a file that came back, and how is it brought in?"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from annotator.domain.errors import Refused
from annotator.domain.names.registry import Entry, Registry, type_misfit
from annotator.domain.scheme.scheme import Scheme
from annotator.exchange.layer_validation import Fitting, faults, text_fault
from annotator.exchange.layer_verdict import Verdict, compare, is_stranger
from annotator.exchange.received_file import Received
from annotator.exchange.scheme_replay import Following
from annotator.exchange.target_project import Here
from annotator.i18n import tr
from annotator.storage.file.store import Store
from annotator.storage.journal import journal
from annotator.storage.journal.journal import Writer
from annotator.storage.journal.revisions import Tokens
from annotator.storage.tables import annotators, layer_transfer
from annotator.storage.tables import registry as registry_rows
from annotator.storage.tables.annotators import Person
from annotator.storage.tables.layer_transfer import DocumentHead, LayerRows, LayerWriter


class Work(NamedTuple):
    """What one person did, layer by layer."""

    person: Person
    verdicts: tuple[Verdict, ...]


class Plan(NamedTuple):
    """What one file brings: everybody's layers, and names of registries of which nobody here said anything."""

    work: tuple[Work, ...]
    entries: tuple[Entry, ...]

    @property
    def refused(self) -> bool:
        return any(verdict.what == "refused" for one in self.work for verdict in one.verdicts)

    @property
    def brings(self) -> bool:
        """Whether it knows of any state that is not known here, be it one like ours."""
        return any(verdict.tokens for one in self.work for verdict in one.verdicts)


class _Side(NamedTuple):
    """One person of the file: the key there, who that is here, what is known and what stands here of them."""

    key: int
    person: Person
    known: Mapping[int, Tokens]
    stands: Mapping[int, LayerRows]


class Planner:
    """Looks at one received file, article by article, and says what becomes of each layer."""

    def __init__(
        self, here: Here, told: Received, scheme: Scheme, following: Following, registries: Mapping[str, Registry]
    ) -> None:
        self._here, self._told, self._following, self._scheme = here, told, following, scheme
        self._registries, self._fitting = registries, Fitting(scheme)

    def plan(self, source: Store) -> Plan:
        """The whole file's; Refused where it is not one of this project's."""
        documents = {key: self._document(head) for key, head in self._told.documents.items()}
        places = self._told.places
        sides = [self._side(key, documents) for key in sorted({person for _, person in places})]
        verdicts: dict[int, list[Verdict]] = {side.key: [] for side in sides}
        for key, text in layer_transfer.texts(source):
            head, ours = self._told.documents[key], documents[key]
            why = text_fault(head, text)
            if why:
                raise Refused(why, where=head.id, remedy=tr("ask for a new copy of it"))
            for side in sides:
                verdict = self._verdict(side, head, ours, text) if (key, side.key) in places else None
                if verdict:
                    verdicts[side.key].append(verdict)
        work = tuple(Work(side.person, tuple(verdicts[side.key])) for side in sides)
        plan = Plan(work, ())
        return plan._replace(entries=tuple(self._new_entries())) if plan.brings else plan

    def _document(self, head: DocumentHead) -> DocumentHead | None:
        """The document here with this text; Refused where the one of this id has another text."""
        ours = self._here.by_hash.get(head.sha256)
        if ours is None and head.id in self._here.ids:
            raise Refused(
                tr("its text is not the one that is here"),
                where=head.id,
                remedy=tr("hand out the text that is here, or import that one"),
            )
        return ours

    def _side(self, key: int, documents: dict[int, DocumentHead | None]) -> _Side:
        person = self._here.person(self._told.people[key])
        known = self._here.tokens(person)
        theirs = {document: tokens for (document, who), tokens in self._told.tokens.items() if who == key}
        if is_stranger(known, theirs.values()):
            raise Refused(
                tr("it claims to be the work of {name}, but shares no history with it", name=repr(person.name)),
                remedy=tr("ask them for the file that was handed out to them"),
            )
        asked = [
            ours.key
            for document, tokens in theirs.items()
            if (ours := documents[document]) and not tokens <= known[ours.key].keys()
        ]
        return _Side(key, person, known, self._here.layers(person, asked))

    def _verdict(self, side: _Side, head: DocumentHead, ours: DocumentHead | None, text: str) -> Verdict | None:
        rows = self._told.layers.get((head.key, side.key), LayerRows())
        if ours is None:
            if rows.empty:
                return None
            raise Refused(
                tr("the project has no article with this text"), where=head.id, remedy=tr("import the article first")
            )
        theirs = self._told.tokens.get((head.key, side.key), frozenset())
        before, known = side.stands[ours.key], side.known[ours.key]
        if theirs <= known.keys():
            return compare(ours.key, before, known, before, theirs)
        why = next(faults(rows, text), None)
        if why is None:
            rows = self._following.moved(rows)
            why = next(self._fitting.misfits(rows), None)
        if why is not None:
            return Verdict(ours.key, "refused", why, before, before, ())
        return compare(ours.key, before, known, rows, theirs)

    def _new_entries(self) -> Iterable[Entry]:
        """What was said there of names that no entry here knows by any spelling."""
        for entry in self._told.told_there:
            registry = self._registries.get(entry.registry)
            known = registry and any(registry.find(spelling) for spelling in entry.spellings)
            if not known and not type_misfit(entry, self._scheme):
                yield entry


def carry_out(store: Store, writer: Writer, plan: Plan) -> None:
    """Bring in what the plan says, in the writer's step."""
    layers = LayerWriter(store, writer)
    for person, verdicts in plan.work:
        who = person.key or _begin(store, person).key
        for verdict in verdicts:
            if verdict.what in ("added", "renewed"):
                layers.put((verdict.document, who), verdict.before, verdict.after)
            layers.know((verdict.document, who), verdict.tokens)
    layers.finish()
    for entry in plan.entries:
        registry_rows.put(writer, entry, key=None)


def _begin(store: Store, person: Person) -> Person:
    """Somebody new: taking the work back leaves the person, who may have begun another by then."""
    with journal.step(store, "add-annotator", annotator=None, undoable=False) as writer:
        return annotators.add(writer, person.name, identity=person.id)
