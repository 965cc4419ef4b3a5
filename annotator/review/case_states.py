"""The state of each case of a document: open, decided, asked about, or open again after its marks changed."""

from collections.abc import Mapping, Sequence

from annotator.domain.decisions import Decision, decision_of, span_content
from annotator.domain.frozen_model import FrozenModel
from annotator.domain.marks.marks import Layer, Span
from annotator.domain.matching.differences import DifferenceFinder
from annotator.domain.matching.extents import extent_of
from annotator.domain.matching.results import Member
from annotator.review.cases import Case

# From this likeness on, a decision is about the same passage.
SAME_PASSAGE = 0.5


class CaseState(FrozenModel):
    """A case and the decisions on it.

    ``previous`` is the decision that was made before the marks changed: it stays in gold, and is the suggestion.
    ``question`` is what the reviewer asks the annotators.
    """

    case: Case
    decision: Decision | None = None
    previous: Decision | None = None
    question: Decision | None = None

    @property
    def open(self) -> bool:
        """Whether a reviewer still has to look at the case."""
        return self.decision is None and not self.case.agreed

    @property
    def closed_to_policies(self) -> bool:
        """Whether the case is decided, or a reviewer wrote one of its decisions, which no policy overrules."""
        decisions = (self.decision, self.previous, self.question)
        return self.decision is not None or any(decision and not decision.by_policy for decision in decisions)


def case_states(cases: Sequence[Case], decisions: Sequence[Decision], gold: Layer, text: str) -> tuple[CaseState, ...]:
    """The state of each case.

    ``decisions`` are those that no other one supersedes, ``gold`` holds their marks.
    """
    questions = {decision.case: decision for decision in decisions if decision.action == "question"}
    decided = {decision.case: decision for decision in decisions if decision.action != "question"}
    case_ids = {case.id for case in cases}
    previous = _previous_decisions(
        [case for case in cases if case.id not in decided],
        [decision for case_id, decision in decided.items() if case_id not in case_ids],
    )
    marks = _marks_by_decision(gold)
    states = [_case_state(case, decided.get(case.id), previous.get(case.id), marks, text) for case in cases]
    return tuple(
        state.model_copy(update={"question": questions[state.case.id]}) if state.case.id in questions else state
        for state in states
    )


def _case_state(
    case: Case, decision: Decision | None, previous: Decision | None, marks: Mapping[int, tuple[Span, ...]], text: str
) -> CaseState:
    if decision or previous is None:
        return CaseState(case=case, decision=decision)
    if case.agreed and not case.is_relation and not previous.by_policy:
        decided = tuple(sorted(map(span_content, marks.get(previous.key, ()))))
        if decided == next(iter(case.versions.values())):
            return CaseState(case=case, decision=previous)
        case = _with_kinds_against(case, marks.get(previous.key, ()), text)
    return CaseState(case=case, previous=previous)


def _with_kinds_against(case: Case, decided: tuple[Span, ...], text: str) -> Case:
    """A case in which all annotators agree, with the kinds in which it differs from an earlier decision."""
    first = next(iter(case.spans.values()))
    members = [
        Member(annotator=name, span=spans[0], extent=extent_of(spans[0].fragments))
        for name, spans in (("1", first), ("2", decided))
        if spans
    ]
    kinds = DifferenceFinder(("1", "2"), text).kinds(members, missed=not decided) or ("split",)
    return Case(**{name: getattr(case, name) for name in Case.model_fields} | {"kinds": kinds})


def _previous_decisions(cases: Sequence[Case], stale: Sequence[Decision]) -> dict[str, Decision]:
    """For each case whose marks changed, the decision on the marks before.

    Each decision is used once; the pairs with the greatest likeness come first.
    """
    pairs = []
    for decision in stale:
        for case in cases:
            if case.is_relation == decision.is_relation:
                same_label, likeness = decision.likeness(case.places)
                if likeness >= SAME_PASSAGE:
                    pairs.append((-likeness, not same_label, case.start, case.id, decision.key, decision))
    previous: dict[str, Decision] = {}
    used: set[int] = set()
    for *_, case_id, key, decision in sorted(pairs, key=lambda pair: pair[:5]):
        if case_id not in previous and key not in used:
            previous[case_id] = decision
            used.add(key)
    return previous


def _marks_by_decision(gold: Layer) -> dict[int, tuple[Span, ...]]:
    marks: dict[int, tuple[Span, ...]] = {}
    for span in gold.spans:
        key = decision_of(span.id)
        if key is not None:
            marks[key] = (*marks.get(key, ()), span)
    return marks
