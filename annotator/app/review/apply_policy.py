"""How does a policy settle the cases of a whole project, and what would it settle?"""

from collections import Counter

from annotator.app.jobs import Job, Progress
from annotator.app.review.gold_writer import GoldWriter, subject_of
from annotator.app.review.queue import Wanted, fits
from annotator.app.review.review import Review, Reviewed, ends_of, replaced, status_after
from annotator.domain.frozen_model import FrozenModel
from annotator.domain.matching.results import Kind
from annotator.review.case_states import Standing
from annotator.review.choices import Choice
from annotator.review.policies import Policy
from annotator.storage.journal import journal

_BATCH = 50
EVERY = Wanted(state="all")
"""All cases, those included in which all agree."""


class Outcome(FrozenModel):
    """What a policy decides, and how many cases stay open; ``kinds`` counts the disagreements that it settles."""

    decided: int = 0
    open: int = 0
    kinds: dict[Kind, int] = {}


def trying(review: Review, policy: Policy, among: Wanted = EVERY) -> Job[Outcome]:
    """What the policy would settle of the cases that are wanted, settled or not; nothing is written."""
    _refuse_stranger(review, policy)
    tally = _Tally()
    for done, document in enumerate(review.documents.values(), 1):
        tally.add(document, _settled_by(review, document, policy, among))
        if done % _BATCH == 0:
            yield Progress(done=done, total=len(review.documents), what=document.id)
    return tally.outcome()


def applying(review: Review, policy: Policy, among: Wanted = EVERY) -> Job[Outcome]:
    """Settle what the policy can of the cases that are wanted, in one step that one Undo takes back.

    What a person decided stays as it is.
    """
    _refuse_stranger(review, policy)
    tally = _Tally()
    with review.session.step("adjudicate", None) as writer:
        gold = GoldWriter(review.session, writer, many=True)
        for done, document in enumerate(review.documents.values(), 1):
            choices = _settled_by(review, document, policy, among)
            _write(gold, document, choices)
            tally.add(document, choices)
            if done % _BATCH == 0:
                gold.flush()
                yield Progress(done=done, total=len(review.documents), what=document.id)
        gold.flush()
        journal.summarise(review.session.store, writer.step, {"decisions": tally.decided})
    return tally.outcome()


class _Tally:
    def __init__(self) -> None:
        self.decided = self._open = 0
        self._kinds: Counter[Kind] = Counter()

    def add(self, document: Reviewed, choices: list[tuple[Standing, Choice]]) -> None:
        settled = [standing.case.kinds[0] for standing, _ in choices if standing.open]
        self.decided += len(choices)
        self._open += document.open_count - len(settled)
        self._kinds.update(settled)

    def outcome(self) -> Outcome:
        return Outcome(decided=self.decided, open=self._open, kinds=dict(self._kinds))


def _settled_by(review: Review, document: Reviewed, policy: Policy, among: Wanted) -> list[tuple[Standing, Choice]]:
    """What the policy makes of the document's undecided cases; spans come first, since relations hang on them."""
    if among.document not in ("", document.id):
        return []
    whatever_state = among.model_copy(update={"state": "all"})
    found: list[tuple[Standing, Choice]] = []
    settled = set(document.settled())
    for standing in document.standings:
        if not standing.closed_to_policies and fits(document, standing, whatever_state):
            choice = policy.settle(standing.case, document.text, review.session.scheme)
            if choice and ends_of(choice) <= settled:
                found.append((standing, choice))
                settled.add(standing.case.id)
    return found


def _write(gold: GoldWriter, document: Reviewed, choices: list[tuple[Standing, Choice]]) -> None:
    if not choices:
        return
    rows, ends = gold.document(document.key, status_after(document, len(choices))), document.settled()
    for standing, choice in choices:
        ends[standing.case.id] = rows.decide(subject_of(standing.case), choice, replaces=replaced(standing), ends=ends)


def _refuse_stranger(review: Review, policy: Policy) -> None:
    if policy.annotator:
        review.session.person(policy.annotator, create=False)
