"""While two annotators and a reviewer send files to and fro, what was decided stands until somebody decides again."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from annotator.app import jobs
from annotator.app.review import apply_policy
from annotator.app.review.review import Review, Reviewed, ask, decide
from annotator.domain.decisions import Decision, decision_of
from annotator.domain.errors import Refused
from annotator.review.case_states import SAME_PASSAGE, Standing
from annotator.review.choices import Choice, accept, keep_all, none_of_them, union
from annotator.review.policies import policy
from annotator.storage.tables import decisions
from tests.machines.test_exchanging import NAMES, PEOPLE, TEXTS, Exchanging

Extents = frozenset[tuple[int, int]]
Deed = Callable[[Reviewed, Standing], Choice]

DEEDS: dict[str, Deed] = {
    "accept Alba": lambda _, one: accept(one.case, "Alba"),
    "accept Bruno": lambda _, one: accept(one.case, "Bruno"),
    "none": lambda *_: none_of_them(),
    "keep": lambda _, one: keep_all(one.case),
    "union": lambda document, one: union(one.case, document.text),
}
POLICIES = ("unanimous", "trivial", "majority", "prefer:Alba", "prefer:Bruno")


@dataclass(frozen=True)
class Settled:
    """What stands: whether a rule stands behind it, in which article, and what it left in gold.

    A case is named by what its marks say: another name for a label is one for the case.
    """

    by_policy: bool
    document: str
    case: str = field(compare=False)
    left: Extents


class Reviewing(Exchanging):
    """Rita decides between all that the annotators do; the model remembers what each decision left."""

    def __init__(self) -> None:
        super().__init__()
        self.settled: dict[int, Settled] = {}
        self.settled_before: list[dict[int, Settled]] = []
        self.of_cases: dict[tuple[str, str], int] = {}

    def sit_down(self) -> None:
        self.project.work_as("Rita", create=True)
        # Follows every change by itself; what it says must be what a fresh look says.
        self.live = Review(self.project).read()
        self.project.subscribe(self.live.follow)
        # There is something to settle from the first step on: what both say, what one says, and what touches.
        for who, starts in (("Alba", (0, 2)), ("Bruno", (0, 3))):
            for document in sorted(TEXTS):
                for start in starts:
                    self.work(who, document, start)
        self.all_hand_in()

    def remember(self) -> None:
        super().remember()
        self.settled_before.append(self.settled)

    def go_back(self) -> None:
        super().go_back()
        self.settled = self.settled_before.pop()
        self.of_cases = {}

    def call(self, name: str, new: str) -> None:
        """Another name for the label takes no case away from its decision."""
        before = self.standing()
        super().call(name, new)
        assert self.standing() == before

    def standing(self) -> set[int]:
        documents = Review(self.project).read().documents.values()
        return {one.decision.key for document in documents for one in document.standings if one.decision}

    # What both do together, so that there is something to settle

    @rule()
    def all_hand_in(self) -> None:
        for who in PEOPLE:
            for document in sorted(TEXTS):
                self.finish(who, document)
            self.send(who)
        self.bring(self.returns[-len(PEOPLE) :])

    @precondition(lambda self: any(out.marks for out in self.out.values()))
    @rule(data=st.data())
    def somebody_revises(self, data: st.DataObject) -> None:
        """A mark is changed after everything was handed in, and handed in again."""
        self.widen(data)
        self.all_hand_in()

    # The reviewer

    @precondition(lambda self: hasattr(self, "live") and self.cases())
    @rule(data=st.data(), deed=st.sampled_from(sorted(DEEDS)))
    def settle(self, data: st.DataObject, deed: str) -> None:
        """A case that is open, or one that was settled already."""
        document, standing = data.draw(st.sampled_from(self.cases()))
        try:
            choice = DEEDS[deed](document, standing)
        except Refused:
            return
        self.remember()
        key = decide(self.live, document, standing, choice)
        gone = {one.key for one in (standing.decision, standing.previous) if one}
        left = frozenset((span.start, span.end) for span in choice.spans)
        self.settled = {number: one for number, one in self.settled.items() if number not in gone} | {
            key: Settled(by_policy=False, document=document.id, case=standing.case.id, left=left)
        }
        self.of_cases[(document.id, standing.case.id)] = key

    @precondition(lambda self: hasattr(self, "live") and any(one.open for _, one in self.cases()))
    @rule(data=st.data())
    def ask_back(self, data: st.DataObject) -> None:
        document, standing = data.draw(st.sampled_from([told for told in self.cases() if told[1].open]))
        self.remember()
        ask(self.live, document, standing, "Why?")
        if data.draw(st.booleans()):
            self.follow_a_policy("prefer:Alba")

    @precondition(lambda self: hasattr(self, "live") and self.live.documents)
    @rule(name=st.sampled_from(POLICIES))
    def follow_a_policy(self, name: str) -> None:
        """A rule settles what is open; it takes back nothing, and where a person had a word it keeps silent."""
        words_of_persons = {
            (document.id, one.case.id)
            for document in self.live.documents.values()
            for one in document.standings
            if one.question or any(told and not told.by_policy for told in (one.decision, one.previous))
        }
        before, now, stack = self.settled, self.now, self.settled_before
        self.remember()
        outcome = jobs.run(apply_policy.applying(self.live, policy(name)))
        found = settled(self.project)
        new = {key: one for key, one in found.items() if key not in before}
        assert len(new) == outcome.decided
        assert all(one.by_policy for one in new.values())
        assert not {(one.document, one.case) for one in new.values()} & words_of_persons
        # It may stand in the place of what a rule had made of marks that changed since.
        gone = {key: one for key, one in before.items() if key not in found}
        assert all(one.by_policy for one in gone.values())
        self.settled = {key: one for key, one in before.items() if key not in gone} | new
        if not outcome.decided:
            assert stack[-1] is before
            self.go_back()
            assert (self.settled, self.now) == (before, now)

    def cases(self) -> list[tuple[Reviewed, Standing]]:
        return list(self.live.cases())

    # What must hold

    @invariant()
    def decisions_stand_and_gold_with_them(self) -> None:
        """Whatever is merged, renamed or taken back: gold is what was decided, no more and no less."""
        if hasattr(self, "live"):
            assert settled(self.project) == self.settled
            labels = {span.label for document in self.live.documents.values() for span in document.gold.spans}
            assert labels <= {NAMES[self.now[1]]}

    @invariant()
    def a_case_that_did_not_change_keeps_its_decision(self) -> None:
        if not hasattr(self, "live"):
            return
        fresh = Review(self.project).read()
        now = {(document.id, one.case.id): one for document in fresh.documents.values() for one in document.standings}
        for place, key in self.of_cases.items():
            if place in now and key in self.settled:
                decision = now[place].decision
                assert decision
                assert decision.key == key
        self.of_cases |= {place: one.decision.key for place, one in now.items() if one.decision}

    @invariant()
    def what_changed_comes_back_with_the_old_decision_as_suggestion(self) -> None:
        if not hasattr(self, "live"):
            return
        for document in Review(self.project).read().documents.values():
            told = [one for standing in document.standings for one in (standing.decision, standing.previous) if one]
            assert len({one.key for one in told}) == len(told), "a decision is about one case"
            for decision in document.decisions:
                if decision.action != "question" and decision.key not in {one.key for one in told}:
                    assert not any(about(decision, one) for one in document.standings)

    @invariant()
    def who_follows_sees_what_who_looks_anew_sees(self) -> None:
        if hasattr(self, "live"):
            assert self.live.documents == Review(self.project).read().documents


def about(decision: Decision, standing: Standing) -> bool:
    """Whether the decision is about this passage, which has no other."""
    free = standing.decision is None and standing.previous is None
    return free and not standing.case.is_relation and decision.likeness(standing.case.places)[1] >= SAME_PASSAGE


def settled(session: Any) -> dict[int, Settled]:
    """What stands in the file."""
    store, found = session.store, {}
    names = dict(decisions.decided_documents(store))
    for key, told in decisions.standing(store, list(names)).items():
        gold = decisions.gold_layer(store, key, names[key])
        for one in told:
            if one.action != "question":
                left = frozenset((span.start, span.end) for span in gold.spans if decision_of(span.id) == one.key)
                found[one.key] = Settled(one.by_policy, names[key], one.case, left)
        marks = [decision_of(span.id) for span in gold.spans]
        assert set(marks) <= {one.key for one in told}, "no gold without a decision"
    return found


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
