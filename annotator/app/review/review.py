"""What is there to settle in the project, and how is it settled?

The queue is kept in memory and follows the session's ChangeSets: after a step over one document only that one is
looked at again.
"""

from collections.abc import Iterator, Set
from functools import cached_property

from annotator.app.jobs import Job, Progress, run
from annotator.app.review.gold_writer import GoldWriter, own_subject, subject_of
from annotator.app.session import RESERVED_NAME, Session
from annotator.domain.change_set import ChangeSet
from annotator.domain.decisions import Decision, decision_of
from annotator.domain.document import refuse_unstorable
from annotator.domain.errors import Refused
from annotator.domain.frozen_model import FrozenModel
from annotator.domain.marks.marks import Layer, Span, Status
from annotator.domain.matching.clusters import match
from annotator.domain.text.damage import place_faults
from annotator.i18n import tr
from annotator.review.case_states import Standing, standings
from annotator.review.cases import Case, Tie, cases_of
from annotator.review.choices import Choice, agreed
from annotator.storage.tables import decisions
from annotator.storage.tables.decisions import Finished

_BATCH = 50


class Reviewed(FrozenModel):
    """One document that at least two annotators have finished, and how its cases stand."""

    key: int
    id: str
    title: str
    text: str
    layers: tuple[Layer, ...]
    gold: Layer
    cases: tuple[Case, ...]
    decisions: tuple[Decision, ...]
    standings: tuple[Standing, ...]

    @cached_property
    def open_count(self) -> int:
        return sum(one.open for one in self.standings)

    @cached_property
    def decided_count(self) -> int:
        return sum(not one.open and not one.case.agreed for one in self.standings)

    @cached_property
    def by_case(self) -> dict[str, Standing]:
        """The standings by the ids of their cases."""
        return {one.case.id: one for one in self.standings}

    def marks_of(self, decision: Decision) -> list[Span]:
        """The spans that a decision left in gold."""
        return [span for span in self.gold.spans if decision_of(span.id) == decision.key]

    def ties_of(self, decision: Decision) -> list[Tie]:
        """The relations that a decision left in gold, between the spans that stand there."""
        spans = {span.id: span for span in self.gold.spans}
        case = {key: name for name, key in self.settled().items()}
        return [
            Tie(
                annotator=RESERVED_NAME,
                relation=link,
                source=spans[link.source],
                target=spans[link.target],
                source_case=case.get(decision_of(link.source) or 0, ""),
                target_case=case.get(decision_of(link.target) or 0, ""),
            )
            for link in self.gold.relations
            if decision_of(link.id) == decision.key
        ]

    @property
    def unsettled(self) -> int:
        """How many cases have no decision, those included in which all agree."""
        return sum(one.decision is None for one in self.standings)

    def settled(self) -> dict[str, int]:
        """Which decision (by key) stands for which case."""
        return {one.case.id: one.decision.key for one in self.standings if one.decision}


class Review:
    """The cases of a project. Read with ``reading``, or at once with ``read``."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.documents: dict[str, Reviewed] = {}
        # The relations whose direction said nothing when the documents were looked at.
        self._symmetric = session.scheme.symmetric

    def read(self) -> "Review":
        run(self.reading())
        return self

    def reading(self) -> Job[None]:
        """Look at every document that at least two have finished."""
        found = {}
        with self.session.snapshot():
            names = decisions.finished_ids(self.session.store)
            for one in decisions.finished(self.session.store, names):
                found[one.id] = self._reviewed(one, self.documents.get(one.id))
                if len(found) % _BATCH == 0:
                    yield Progress(done=len(found), total=len(names), what=one.id)
        self.documents, self._symmetric = found, self.session.scheme.symmetric

    def look_at(self, document: str) -> bool:
        """Look again at one document; whether it has, or had, anything to settle."""
        known = self.documents.get(document)
        found = next(decisions.finished(self.session.store, [document]), None)
        if found is None:
            return self.documents.pop(document, None) is not None
        self.documents[document] = self._reviewed(found, known)
        if known is None:
            order = {name: place for place, name in enumerate(self.session.document_ids())}
            self.documents = dict(sorted(self.documents.items(), key=lambda item: order.get(item[0], len(order))))
        return True

    def follow(self, change: ChangeSet) -> bool:
        """Look again at what a step touched; False where that was nothing here."""
        if change.bulk or change.document is None:
            self.read()
            return True
        known = self.documents.get(change.document)
        concerned = change.annotator == RESERVED_NAME or change.status or (known and _holds(known, change.annotator))
        if known and change.annotator == RESERVED_NAME:
            self.documents[change.document] = self._settled_anew(known)
            return True
        return bool(concerned) and self.look_at(change.document)

    def cases(self) -> Iterator[tuple[Reviewed, Standing]]:
        """Every case in which somebody disagrees, settled or not: documents in order, cases in text order."""
        for document in self.documents.values():
            for one in sorted(document.standings, key=lambda standing: standing.case.start):
                if not one.case.agreed:
                    yield document, one

    def counts(self) -> dict[str, int]:
        """How many of them are open, and how many are decided."""
        documents = self.documents.values()
        return {
            "open": sum(document.open_count for document in documents),
            "decided": sum(document.decided_count for document in documents),
        }

    def find(self, case: str) -> tuple[Reviewed, Standing]:
        """The case of this id; Refused where there is none."""
        for document in self.documents.values():
            for one in document.standings:
                if one.case.id == case:
                    return document, one
        raise Refused(tr("the project has no case {id}", id=repr(case[:60])))

    def _settled_anew(self, known: Reviewed) -> Reviewed:
        """The document after something was settled in it: nobody's marks changed but gold's."""
        store = self.session.store
        settled = decisions.standing(store, [known.key]).get(known.key, ())
        gold = decisions.gold_layer(store, known.key, known.id)
        told = standings(known.cases, settled, gold, known.text)
        same = {name: getattr(known, name) for name in ("key", "id", "title", "text", "layers", "cases")}
        return Reviewed(**same, decisions=settled, gold=gold, standings=told)

    def _reviewed(self, found: Finished, known: Reviewed | None) -> Reviewed:
        for layer in found.layers:
            for fault in place_faults(layer, found.text):
                self.session.refuse_damage(self.session.document(found.id), [fault])
        symmetric = self.session.scheme.symmetric
        same = known is not None and known.layers == found.layers and self._symmetric == symmetric
        cases = known.cases if known and same else cases_of(match(found.layers, text=found.text, symmetric=symmetric))
        return Reviewed(
            key=found.key,
            id=found.id,
            title=found.title,
            text=found.text,
            layers=found.layers,
            gold=found.gold,
            cases=cases,
            decisions=found.decisions,
            standings=standings(cases, found.decisions, found.gold, found.text),
        )


def _holds(document: Reviewed, annotator: str | None) -> bool:
    return any(layer.annotator == annotator for layer in document.layers)


def decide(review: Review, document: Reviewed, standing: Standing, choice: Choice, *, comment: str = "") -> int:
    """Settle a case; the key of the decision. One step, published before it returns.

    Relations on which all agree follow as soon as the spans at both their ends are settled. Refused for a relation
    that is to stand between spans of which one is not settled yet.
    """
    settled = document.settled()
    if not ends_of(choice) <= settled.keys():
        raise Refused(tr("the spans at the ends of this link are not settled yet"), remedy=tr("settle those first"))
    refuse_unstorable(comment, what=tr("the comment"), where=standing.case.id)
    followers = _followers(document, settled.keys() | {standing.case.id})
    with review.session.step("decide", document.id) as writer:
        gold = GoldWriter(review.session, writer, many=False)
        rows = gold.document(document.key, status_after(document, (standing.decision is None) + len(followers)))
        key = settled[standing.case.id] = rows.decide(
            subject_of(standing.case), choice, replaces=replaced(standing), ends=settled, comment=comment
        )
        for one, following in followers:
            rows.decide(subject_of(one.case), following, replaces=replaced(one), ends=settled)
    return key


def _followers(document: Reviewed, settled: Set[str]) -> list[tuple[Standing, Choice]]:
    """The relations on which all agree and whose ends are settled now."""
    found = []
    for one in document.standings:
        if one.case.agreed and one.case.is_relation and not one.closed_to_policies:
            choice = agreed(one.case)
            if ends_of(choice) <= settled:
                found.append((one, choice))
    return found


def ask(review: Review, document: Reviewed, standing: Standing, comment: str) -> int:
    """Ask the annotators; the case stays open, and what was settled of it before its marks changed stays in gold."""
    if not comment.strip():
        raise Refused(tr("the question says nothing"), remedy=tr("write what you want to know"))
    refuse_unstorable(comment, what=tr("the comment"), where=standing.case.id)
    if standing.decision:
        raise Refused(tr("this case is settled"), remedy=tr("undo the decision first"))
    asked = [standing.question] if standing.question else []
    with review.session.step("ask", document.id) as writer:
        rows = GoldWriter(review.session, writer, many=False).document(document.key, "in-progress")
        return rows.decide(subject_of(standing.case), Choice(action="question"), replaces=asked, comment=comment)


def say_why(review: Review, document: Reviewed, decision: Decision, comment: str) -> None:
    """Write beside a decision why it was made, or change what stands there; the empty comment takes it away.

    The decision stays the one it is: its marks in gold and the decisions that repeat it bear its number. Who wrote
    what, and when, stands in the journal.
    """
    refuse_unstorable(comment, what=tr("the comment"), where=decision.case)
    if comment == decision.comment:
        return
    with review.session.step("say-why", document.id) as writer:
        row = decisions.row_of(review.session.store, decision.key)
        writer.put("decisions", {**row, "comment": comment})


def add(review: Review, document: Reviewed, span: Span, *, comment: str = "") -> int:
    """Put a span into gold that nobody marked."""
    refuse_unstorable(comment, what=tr("the comment"), where=document.id)
    with review.session.step("add-gold", document.id) as writer:
        rows = GoldWriter(review.session, writer, many=False).document(document.key, status_after(document, 0))
        return rows.decide(own_subject(span), Choice(action="new", spans=(span,)), comment=comment)


def ends_of(choice: Choice) -> set[str]:
    """The cases of the spans that the choice's relations hang on."""
    return {case for tie in choice.ties for case in (tie.source_case, tie.target_case)}


def replaced(standing: Standing) -> list[Decision]:
    """The decisions that a new one on this case supersedes."""
    return [one for one in (standing.decision, standing.previous, standing.question) if one]


def status_after(document: Reviewed, settled: int) -> Status:
    """How far the review of the document is once so many more of its cases are settled."""
    return "in-progress" if document.unsettled > settled else "done"
