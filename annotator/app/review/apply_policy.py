"""Application of a policy to the cases of a whole project, and its dry run."""

from collections import Counter

from annotator.app.jobs import Job, Progress
from annotator.app.review.gold_writer import GoldWriter, subject_of_case
from annotator.app.review.queue import CaseFilter, matches_filter
from annotator.app.review.review import Review, ReviewedDocument, end_cases, replaced_decisions, status_after
from annotator.domain.frozen_model import FrozenModel
from annotator.domain.matching.results import DifferenceKind
from annotator.domain.operations import Operation
from annotator.review.case_states import CaseState
from annotator.review.choices import GoldChoice
from annotator.review.policies import Policy
from annotator.storage.journal import journal

_BATCH = 50
ALL_CASES = CaseFilter(state="all")
"""All cases, including those in which all annotators agree."""


class PolicyReport(FrozenModel):
    """The number of cases that a policy decides, and of those that stay open.

    ``kinds`` counts the disagreements that it settles.
    """

    decided: int = 0
    open: int = 0
    kinds: dict[DifferenceKind, int] = {}


def preview_policy(review: Review, policy: Policy, case_filter: CaseFilter = ALL_CASES) -> Job[PolicyReport]:
    """Count what the policy would settle of the cases that match, decided or not; nothing is written."""
    _refuse_unknown_annotator(review, policy)
    tally = _Tally()
    for done, document in enumerate(review.documents.values(), 1):
        tally.add(document, _choices(review, document, policy, case_filter))
        if done % _BATCH == 0:
            yield Progress(done=done, total=len(review.documents), caption=document.id)
    return tally.report()


def apply_policy(review: Review, policy: Policy, case_filter: CaseFilter = ALL_CASES) -> Job[PolicyReport]:
    """Settle those of the matching cases that the policy decides, in one step that one Undo takes back.

    Decisions of a reviewer stay as they are.
    """
    _refuse_unknown_annotator(review, policy)
    tally = _Tally()
    with review.session.step(Operation.ADJUDICATE, None) as writer:
        gold = GoldWriter(review.session, writer, many=True)
        for done, document in enumerate(review.documents.values(), 1):
            choices = _choices(review, document, policy, case_filter)
            _write(gold, document, choices)
            tally.add(document, choices)
            if done % _BATCH == 0:
                gold.flush()
                yield Progress(done=done, total=len(review.documents), caption=document.id)
        gold.flush()
        journal.summarise(review.session.store, writer.step, {"decisions": tally.decided})
    return tally.report()


class _Tally:
    def __init__(self) -> None:
        self.decided = self._open = 0
        self._kinds: Counter[DifferenceKind] = Counter()

    def add(self, document: ReviewedDocument, choices: list[tuple[CaseState, GoldChoice]]) -> None:
        settled = [state.case.kinds[0] for state, _ in choices if state.open]
        self.decided += len(choices)
        self._open += document.open_count - len(settled)
        self._kinds.update(settled)

    def report(self) -> PolicyReport:
        return PolicyReport(decided=self.decided, open=self._open, kinds=dict(self._kinds))


def _choices(
    review: Review, document: ReviewedDocument, policy: Policy, case_filter: CaseFilter
) -> list[tuple[CaseState, GoldChoice]]:
    """The choices of the policy for the undecided cases of the document.

    Cases of spans come first, because relations depend on them.
    """
    if case_filter.document not in ("", document.id):
        return []
    any_state = case_filter.model_copy(update={"state": "all"})
    choices: list[tuple[CaseState, GoldChoice]] = []
    settled = set(document.decision_keys())
    for state in document.case_states:
        if not state.closed_to_policies and matches_filter(document, state, any_state):
            choice = policy.settle(state.case, document.text, review.session.scheme)
            if choice and end_cases(choice) <= settled:
                choices.append((state, choice))
                settled.add(state.case.id)
    return choices


def _write(gold: GoldWriter, document: ReviewedDocument, choices: list[tuple[CaseState, GoldChoice]]) -> None:
    if not choices:
        return
    document_gold = gold.document_gold(document.key, status_after(document, len(choices)))
    ends = document.decision_keys()
    for state, choice in choices:
        ends[state.case.id] = document_gold.decide(
            subject_of_case(state.case), choice, replaces=replaced_decisions(state), ends=ends
        )


def _refuse_unknown_annotator(review: Review, policy: Policy) -> None:
    if policy.annotator:
        review.session.annotator_named(policy.annotator, create=False)
