"""The review of a project: its cases in memory, and the steps that settle them.

The review follows the session's ChangeSets: after a step over one document only that one is read again.
"""

from collections.abc import Iterator, Set
from functools import cached_property

from annotator.app.jobs import Job, Progress, run
from annotator.app.review.gold_writer import GoldWriter, subject_of_case, subject_of_span
from annotator.app.session import RESERVED_NAME, Session
from annotator.domain.change_set import ChangeSet
from annotator.domain.decisions import Decision, decision_of
from annotator.domain.document import refuse_unstorable
from annotator.domain.errors import Refused
from annotator.domain.frozen_model import FrozenModel
from annotator.domain.marks.marks import Layer, Span, Status
from annotator.domain.matching.clusters import match
from annotator.domain.operations import Operation
from annotator.domain.text.content_checks import span_faults
from annotator.i18n import tr
from annotator.review.case_states import CaseState, case_states
from annotator.review.cases import Case, CaseRelation, cases_of
from annotator.review.choices import GoldChoice, agreed_choice
from annotator.storage.tables import decisions
from annotator.storage.tables.decisions import FinishedDocument

_BATCH = 50


class ReviewedDocument(FrozenModel):
    """One document that at least two annotators have finished, and the states of its cases."""

    key: int
    id: str
    title: str
    text: str
    layers: tuple[Layer, ...]
    gold: Layer
    cases: tuple[Case, ...]
    decisions: tuple[Decision, ...]
    case_states: tuple[CaseState, ...]

    @cached_property
    def open_count(self) -> int:
        return sum(state.open for state in self.case_states)

    @cached_property
    def decided_count(self) -> int:
        return sum(not state.open and not state.case.agreed for state in self.case_states)

    @cached_property
    def states_by_case(self) -> dict[str, CaseState]:
        """The case states by the ids of their cases."""
        return {state.case.id: state for state in self.case_states}

    def spans_of(self, decision: Decision) -> list[Span]:
        """The spans that a decision left in gold."""
        return [span for span in self.gold.spans if decision_of(span.id) == decision.key]

    def relations_of(self, decision: Decision) -> list[CaseRelation]:
        """The relations that a decision left in gold, with the gold spans at their ends."""
        spans = {span.id: span for span in self.gold.spans}
        case_ids = {key: case_id for case_id, key in self.decision_keys().items()}
        return [
            CaseRelation(
                annotator=RESERVED_NAME,
                relation=relation,
                source=spans[relation.source],
                target=spans[relation.target],
                source_case=case_ids.get(decision_of(relation.source) or 0, ""),
                target_case=case_ids.get(decision_of(relation.target) or 0, ""),
            )
            for relation in self.gold.relations
            if decision_of(relation.id) == decision.key
        ]

    @property
    def undecided_count(self) -> int:
        """The number of cases without a decision, including those in which all annotators agree."""
        return sum(state.decision is None for state in self.case_states)

    def decision_keys(self) -> dict[str, int]:
        """The key of the current decision on each case that has one, by the id of the case."""
        return {state.case.id: state.decision.key for state in self.case_states if state.decision}


class Review:
    """The cases of a project. Read them with the job ``read_job``, or at once with ``read``."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.documents: dict[str, ReviewedDocument] = {}
        # The relations that had no direction when the documents were read.
        self._symmetric = session.scheme.symmetric

    def read(self) -> "Review":
        run(self.read_job())
        return self

    def read_job(self) -> Job[None]:
        """Read every document that at least two annotators have finished."""
        documents: dict[str, ReviewedDocument] = {}
        with self.session.snapshot():
            names = decisions.finished_document_ids(self.session.store)
            for finished in decisions.finished_documents(self.session.store, names):
                documents[finished.id] = self._reviewed(finished, self.documents.get(finished.id))
                if len(documents) % _BATCH == 0:
                    yield Progress(done=len(documents), total=len(names), caption=finished.id)
        self.documents, self._symmetric = documents, self.session.scheme.symmetric

    def refresh_document(self, document: str) -> bool:
        """Read one document again; whether it has, or had, cases."""
        previous = self.documents.get(document)
        finished = next(decisions.finished_documents(self.session.store, [document]), None)
        if finished is None:
            return self.documents.pop(document, None) is not None
        self.documents[document] = self._reviewed(finished, previous)
        if previous is None:
            order = {name: index for index, name in enumerate(self.session.document_ids())}
            self.documents = dict(sorted(self.documents.items(), key=lambda entry: order.get(entry[0], len(order))))
        return True

    def follow(self, change: ChangeSet) -> bool:
        """Read again what a step changed; False if it changed nothing here."""
        if change.bulk or change.document is None:
            self.read()
            return True
        previous = self.documents.get(change.document)
        is_concerned = (
            change.annotator == RESERVED_NAME or change.status or (previous and _has_layer(previous, change.annotator))
        )
        if previous and change.annotator == RESERVED_NAME:
            self.documents[change.document] = self._with_new_gold(previous)
            return True
        return bool(is_concerned) and self.refresh_document(change.document)

    def cases(self) -> Iterator[tuple[ReviewedDocument, CaseState]]:
        """Every case in which annotators disagree, settled or not: documents in order, cases in text order."""
        for document in self.documents.values():
            for state in sorted(document.case_states, key=lambda state: state.case.start):
                if not state.case.agreed:
                    yield document, state

    def counts(self) -> dict[str, int]:
        """The numbers of open and of decided cases."""
        documents = self.documents.values()
        return {
            "open": sum(document.open_count for document in documents),
            "decided": sum(document.decided_count for document in documents),
        }

    def find(self, case: str) -> tuple[ReviewedDocument, CaseState]:
        """The case of this id; Refused if there is none."""
        for document in self.documents.values():
            for state in document.case_states:
                if state.case.id == case:
                    return document, state
        raise Refused(tr("the project has no case {id}", id=repr(case[:60])))

    def _with_new_gold(self, document: ReviewedDocument) -> ReviewedDocument:
        """The document after a decision in it: only the marks of gold have changed."""
        store = self.session.store
        settled = decisions.current(store, [document.key]).get(document.key, ())
        gold = decisions.gold_layer(store, document.key, document.id)
        states = case_states(document.cases, settled, gold, document.text)
        unchanged = {name: getattr(document, name) for name in ("key", "id", "title", "text", "layers", "cases")}
        return ReviewedDocument(**unchanged, decisions=settled, gold=gold, case_states=states)

    def _reviewed(self, finished: FinishedDocument, previous: ReviewedDocument | None) -> ReviewedDocument:
        """The document with its cases, which are those of ``previous`` if the layers are the same."""
        for layer in finished.layers:
            for fault in span_faults(layer, finished.text):
                self.session.refuse_damage(self.session.document(finished.id), [fault])
        symmetric = self.session.scheme.symmetric
        if previous and previous.layers == finished.layers and self._symmetric == symmetric:
            cases = previous.cases
        else:
            cases = cases_of(match(finished.layers, text=finished.text, symmetric=symmetric))
        return ReviewedDocument(
            key=finished.key,
            id=finished.id,
            title=finished.title,
            text=finished.text,
            layers=finished.layers,
            gold=finished.gold,
            cases=cases,
            decisions=finished.decisions,
            case_states=case_states(cases, finished.decisions, finished.gold, finished.text),
        )


def _has_layer(document: ReviewedDocument, annotator: str | None) -> bool:
    return any(layer.annotator == annotator for layer in document.layers)


def decide(
    review: Review, document: ReviewedDocument, case_state: CaseState, choice: GoldChoice, *, comment: str = ""
) -> int:
    """Settle a case; the key of the decision. One step, published before it returns.

    Relations on which all annotators agree are settled with it as soon as the spans at both their ends are. Refused for
    a relation if a span at its ends is not settled yet.
    """
    decision_keys = document.decision_keys()
    if not end_cases(choice) <= decision_keys.keys():
        raise Refused(tr("the spans at the ends of this link are not settled yet"), remedy=tr("settle those first"))
    refuse_unstorable(comment, subject=tr("the comment"), where=case_state.case.id)
    followers = _followers(document, decision_keys.keys() | {case_state.case.id})
    with review.session.step(Operation.DECIDE, document.id) as writer:
        gold = GoldWriter(review.session, writer, many=False)
        newly_settled = (case_state.decision is None) + len(followers)
        document_gold = gold.document_gold(document.key, status_after(document, newly_settled))
        key = decision_keys[case_state.case.id] = document_gold.decide(
            subject_of_case(case_state.case),
            choice,
            replaces=replaced_decisions(case_state),
            ends=decision_keys,
            comment=comment,
        )
        for follower, agreed in followers:
            document_gold.decide(
                subject_of_case(follower.case), agreed, replaces=replaced_decisions(follower), ends=decision_keys
            )
    return key


def _followers(document: ReviewedDocument, settled: Set[str]) -> list[tuple[CaseState, GoldChoice]]:
    """The relations on which all annotators agree and whose ends are settled now."""
    followers = []
    for state in document.case_states:
        if state.case.agreed and state.case.is_relation and not state.closed_to_policies:
            choice = agreed_choice(state.case)
            if end_cases(choice) <= settled:
                followers.append((state, choice))
    return followers


def ask_annotators(review: Review, document: ReviewedDocument, case_state: CaseState, comment: str) -> int:
    """Ask the annotators about a case; the key of the question.

    The case stays open, and the decision from before its marks changed stays in gold.
    """
    if not comment.strip():
        raise Refused(tr("the question says nothing"), remedy=tr("write what you want to know"))
    refuse_unstorable(comment, subject=tr("the comment"), where=case_state.case.id)
    if case_state.decision:
        raise Refused(tr("this case is settled"), remedy=tr("undo the decision first"))
    replaced = [case_state.question] if case_state.question else []
    with review.session.step(Operation.ASK, document.id) as writer:
        document_gold = GoldWriter(review.session, writer, many=False).document_gold(document.key, "in-progress")
        return document_gold.decide(
            subject_of_case(case_state.case), GoldChoice(action="question"), replaces=replaced, comment=comment
        )


def set_comment(review: Review, document: ReviewedDocument, decision: Decision, comment: str) -> None:
    """Set the comment of a decision; the empty comment removes it.

    The decision keeps its number, to which its marks in gold and the decisions that repeat it refer. The journal
    records who wrote which comment, and when.
    """
    refuse_unstorable(comment, subject=tr("the comment"), where=decision.case)
    if comment == decision.comment:
        return
    with review.session.step(Operation.COMMENT, document.id) as writer:
        row = decisions.decision_row(review.session.store, decision.key)
        writer.put("decisions", {**row, "comment": comment})


def add_gold_span(review: Review, document: ReviewedDocument, span: Span, *, comment: str = "") -> int:
    """Put a span into gold that no annotator marked; the key of the decision."""
    refuse_unstorable(comment, subject=tr("the comment"), where=document.id)
    with review.session.step(Operation.ADD_GOLD, document.id) as writer:
        gold = GoldWriter(review.session, writer, many=False)
        document_gold = gold.document_gold(document.key, status_after(document, 0))
        return document_gold.decide(subject_of_span(span), GoldChoice(action="new", spans=(span,)), comment=comment)


def end_cases(choice: GoldChoice) -> set[str]:
    """The cases of the spans at the ends of the choice's relations."""
    return {case for relation in choice.relations for case in (relation.source_case, relation.target_case)}


def replaced_decisions(case_state: CaseState) -> list[Decision]:
    """The decisions that a new one on this case supersedes."""
    return [decision for decision in (case_state.decision, case_state.previous, case_state.question) if decision]


def status_after(document: ReviewedDocument, settled: int) -> Status:
    """The status of the document's gold layer once this many more of its cases are settled."""
    return "in-progress" if document.undecided_count > settled else "done"
