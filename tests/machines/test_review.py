"""State machine of the review: decisions and gold survive merges and changes until they are decided anew."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from annotator.app import jobs
from annotator.app.review import apply_policy
from annotator.app.review.review import Review, ReviewedDocument, ask_annotators, decide
from annotator.domain.decisions import Decision, decision_of
from annotator.domain.errors import Refused
from annotator.review.case_states import SAME_PASSAGE, CaseState
from annotator.review.choices import GoldChoice, accept_version, empty_choice, keep_all, union
from annotator.review.policies import parse_policy
from annotator.storage.tables import decisions
from tests.machines.test_exchange import ANNOTATORS, NAMES, TEXTS, Exchanging

Extents = frozenset[tuple[int, int]]
Action = Callable[[ReviewedDocument, CaseState], GoldChoice]

ACTIONS: dict[str, Action] = {
    "accept Alba": lambda _, state: accept_version(state.case, "Alba"),
    "accept Bruno": lambda _, state: accept_version(state.case, "Bruno"),
    "none": lambda *_: empty_choice(),
    "keep": lambda _, state: keep_all(state.case),
    "union": lambda document, state: union(state.case, document.text),
}
POLICIES = ("unanimous", "trivial", "majority", "prefer:Alba", "prefer:Bruno")


@dataclass(frozen=True)
class Settled:
    """A decision in force: whether a policy made it, its article, its case, and its extents in gold.

    The case is named by the content of its marks, so that another name for a label changes the name of the case.
    """

    by_policy: bool
    document: str
    case: str = field(compare=False)
    left: Extents


class Reviewing(Exchanging):
    """Rita decides while the annotators work; the model remembers what each decision left in gold."""

    def __init__(self) -> None:
        super().__init__()
        self.settled: dict[int, Settled] = {}
        self.settled_before: list[dict[int, Settled]] = []
        self.of_cases: dict[tuple[str, str], int] = {}

    def sit_down(self) -> None:
        self.project.work_as("Rita", create=True)
        # It follows every change by itself and must equal a review that is read anew.
        self.live = Review(self.project).read()
        self.project.subscribe(self.live.follow)
        # From the first step on there are cases: spans of both annotators, spans of one, and spans that touch.
        for annotator, starts in (("Alba", (0, 2)), ("Bruno", (0, 3))):
            for document in sorted(TEXTS):
                for start in starts:
                    self.work(annotator, document, start)
        self.all_hand_in()

    def remember(self) -> None:
        super().remember()
        self.settled_before.append(self.settled)

    def go_back(self) -> None:
        super().go_back()
        self.settled = self.settled_before.pop()
        self.of_cases = {}

    def call(self, name: str, new: str) -> None:
        """Another name for the label leaves every case with its decision."""
        before = self.decision_keys()
        super().call(name, new)
        assert self.decision_keys() == before

    def decision_keys(self) -> set[int]:
        documents = Review(self.project).read().documents.values()
        return {state.decision.key for document in documents for state in document.case_states if state.decision}

    # Joint steps of both annotators, so that there are cases

    @rule()
    def all_hand_in(self) -> None:
        for annotator in ANNOTATORS:
            for document in sorted(TEXTS):
                self.finish(annotator, document)
            self.send(annotator)
        self.bring(self.returns[-len(ANNOTATORS) :])

    @precondition(lambda self: any(out.marks for out in self.out.values()))
    @rule(data=st.data())
    def revise(self, data: st.DataObject) -> None:
        """A mark is changed after all was handed in, and handed in again."""
        self.widen(data)
        self.all_hand_in()

    # The reviewer

    @precondition(lambda self: hasattr(self, "live") and self.cases())
    @rule(data=st.data(), action=st.sampled_from(sorted(ACTIONS)))
    def settle(self, data: st.DataObject, action: str) -> None:
        """Settle a case that is open, or that was settled already."""
        document, state = data.draw(st.sampled_from(self.cases()))
        try:
            choice = ACTIONS[action](document, state)
        except Refused:
            return
        self.remember()
        key = decide(self.live, document, state, choice)
        gone = {decision.key for decision in (state.decision, state.previous) if decision}
        left = frozenset((span.start, span.end) for span in choice.spans)
        self.settled = {number: decided for number, decided in self.settled.items() if number not in gone} | {
            key: Settled(by_policy=False, document=document.id, case=state.case.id, left=left)
        }
        self.of_cases[(document.id, state.case.id)] = key

    @precondition(lambda self: hasattr(self, "live") and any(state.open for _, state in self.cases()))
    @rule(data=st.data())
    def ask_back(self, data: st.DataObject) -> None:
        document, state = data.draw(st.sampled_from([case for case in self.cases() if case[1].open]))
        self.remember()
        ask_annotators(self.live, document, state, "Why?")
        if data.draw(st.booleans()):
            self.follow_a_policy("prefer:Alba")

    @precondition(lambda self: hasattr(self, "live") and self.live.documents)
    @rule(name=st.sampled_from(POLICIES))
    def follow_a_policy(self, name: str) -> None:
        """A policy settles open cases. It takes back nothing and leaves the cases that a person decided."""
        decided_by_person = {
            (document.id, state.case.id)
            for document in self.live.documents.values()
            for state in document.case_states
            if state.question
            or any(decision and not decision.by_policy for decision in (state.decision, state.previous))
        }
        before, exchange_state, stack = self.settled, self.state, self.settled_before
        self.remember()
        outcome = jobs.run(apply_policy.apply_policy(self.live, parse_policy(name)))
        after = settled(self.project)
        new = {key: decided for key, decided in after.items() if key not in before}
        assert len(new) == outcome.decided
        assert all(decided.by_policy for decided in new.values())
        assert not {(decided.document, decided.case) for decided in new.values()} & decided_by_person
        # A new decision may supersede that of a policy on marks that changed since.
        gone = {key: decided for key, decided in before.items() if key not in after}
        assert all(decided.by_policy for decided in gone.values())
        self.settled = {key: decided for key, decided in before.items() if key not in gone} | new
        if not outcome.decided:
            assert stack[-1] is before
            self.go_back()
            assert (self.settled, self.state) == (before, exchange_state)

    def cases(self) -> list[tuple[ReviewedDocument, CaseState]]:
        return list(self.live.cases())

    # What must hold

    @invariant()
    def decisions_stand_and_gold_with_them(self) -> None:
        """After any merge, renaming or undo, gold is what was decided, no more and no less."""
        if hasattr(self, "live"):
            assert settled(self.project) == self.settled
            labels = {span.label for document in self.live.documents.values() for span in document.gold.spans}
            assert labels <= {NAMES[self.state[1]]}

    @invariant()
    def a_case_that_did_not_change_keeps_its_decision(self) -> None:
        if not hasattr(self, "live"):
            return
        fresh = Review(self.project).read()
        states = {
            (document.id, state.case.id): state
            for document in fresh.documents.values()
            for state in document.case_states
        }
        for case, key in self.of_cases.items():
            if case in states and key in self.settled:
                decision = states[case].decision
                assert decision
                assert decision.key == key
        self.of_cases |= {case: state.decision.key for case, state in states.items() if state.decision}

    @invariant()
    def what_changed_comes_back_with_the_old_decision_as_suggestion(self) -> None:
        if not hasattr(self, "live"):
            return
        for document in Review(self.project).read().documents.values():
            keys = [
                decision.key
                for state in document.case_states
                for decision in (state.decision, state.previous)
                if decision
            ]
            assert len(set(keys)) == len(keys), "a decision is about one case"
            for decision in document.decisions:
                if decision.action != "question" and decision.key not in keys:
                    assert not any(about(decision, state) for state in document.case_states)

    @invariant()
    def a_live_review_equals_a_fresh_one(self) -> None:
        if hasattr(self, "live"):
            assert self.live.documents == Review(self.project).read().documents


def about(decision: Decision, state: CaseState) -> bool:
    """Whether the decision is about this passage, which has no other decision."""
    free = state.decision is None and state.previous is None
    return free and not state.case.is_relation and decision.likeness(state.case.places)[1] >= SAME_PASSAGE


def settled(session: Any) -> dict[int, Settled]:
    """The decisions in force in the file."""
    store, in_force = session.store, {}
    names = dict(decisions.decided_documents(store))
    for key, current in decisions.current(store, list(names)).items():
        gold = decisions.gold_layer(store, key, names[key])
        for decision in current:
            if decision.action != "question":
                left = frozenset((span.start, span.end) for span in gold.spans if decision_of(span.id) == decision.key)
                in_force[decision.key] = Settled(decision.by_policy, names[key], decision.case, left)
        marks = [decision_of(span.id) for span in gold.spans]
        assert set(marks) <= {decision.key for decision in current}, "no gold without a decision"
    return in_force


class Longer(Reviewing):
    """The same, for long."""


TestReviewing = Reviewing.TestCase
TestReviewing.settings = settings(
    max_examples=12, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
TestLonger = pytest.mark.timeout(2400)(pytest.mark.fault_long(Longer.TestCase))
TestLonger.settings = settings(
    max_examples=500, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
