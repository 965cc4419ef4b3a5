"""The feedback of a review that one annotator may read.

It contains no other annotator's marks or names, and does not say whose version was chosen or by which rule. It says
which of the annotator's own marks stand in gold, which marks replace the others, and what the reviewer comments.
"""

from collections.abc import Collection, Iterator, Sequence

from annotator.domain.decisions import Decision, decision_of
from annotator.domain.frozen_model import FrozenModel
from annotator.domain.marks.marks import Layer
from annotator.domain.names.redaction import without_names
from annotator.domain.outcomes import Outcome, OutcomeSubject
from annotator.review.case_states import CaseState
from annotator.review.cases import Case


class AnnotatorFeedback(FrozenModel):
    """Gold for one annotator, with marks numbered anew and without notes, and the outcomes for that annotator's marks.

    ``masked`` counts the comments in which a name was left out.
    """

    gold: Layer
    outcomes: tuple[Outcome, ...]
    masked: int


def is_reviewed(decisions: Sequence[Decision]) -> bool:
    """Whether any case is decided: a question decides nothing."""
    return any(decision.action != "question" for decision in decisions)


def feedback_for(
    annotator: str,
    case_states: Sequence[CaseState],
    decisions: Sequence[Decision],
    gold: Layer,
    hidden_names: Collection[str],
) -> AnnotatorFeedback:
    """The feedback for this annotator; ``hidden_names`` are the names of the others, which no comment may contain.

    A case in which neither the annotator nor gold has a mark is left out.
    """
    ids = {span.id: f"g{number}" for number, span in enumerate(gold.spans, 1)}
    ids |= {relation.id: f"l{number}" for number, relation in enumerate(gold.relations, 1)}
    outcomes = [
        outcome.model_copy(update={"gold": tuple(ids[name] for name in outcome.gold)})
        for outcome in _outcomes(annotator, case_states, decisions, gold)
        if outcome.marks or outcome.gold
    ]
    comments = [without_names(outcome.comment, hidden_names) for outcome in outcomes]
    return AnnotatorFeedback(
        gold=_renumbered(gold, ids),
        outcomes=tuple(
            outcome.model_copy(update={"comment": comment}) for outcome, comment in zip(outcomes, comments, strict=True)
        ),
        masked=sum(outcome.comment != comment for outcome, comment in zip(outcomes, comments, strict=True)),
    )


def _outcomes(
    annotator: str, case_states: Sequence[CaseState], decisions: Sequence[Decision], gold: Layer
) -> Iterator[Outcome]:
    marks = _marks_by_decision(gold)
    seen: set[int] = set()
    for state in case_states:
        about: OutcomeSubject = "relations" if state.case.is_relation else "spans"
        decision = state.decision or state.previous
        commented = state.decision or state.question
        seen |= {decision.key} if decision else set()
        yield Outcome(
            about=about,
            marks=_mark_ids(state.case, annotator),
            gold=marks.get((about, decision.key), ()) if decision else (),
            settled=state.decision is not None,
            comment=commented.comment if commented else "",
        )
    for decision in decisions:
        if decision.key not in seen:
            yield Outcome(
                about=decision.about,
                gold=marks.get((decision.about, decision.key), ()),
                settled=True,
                comment=decision.comment,
            )


def _mark_ids(case: Case, annotator: str) -> tuple[str, ...]:
    spans, relations = case.spans.get(annotator, ()), case.relations.get(annotator, ())
    return (*(span.id for span in spans), *(relation.relation.id for relation in relations))


def _marks_by_decision(gold: Layer) -> dict[tuple[OutcomeSubject, int], tuple[str, ...]]:
    """The ids of the marks that each decision left in gold."""
    marks: dict[tuple[OutcomeSubject, int], tuple[str, ...]] = {}
    names: list[tuple[OutcomeSubject, str]] = [
        *(("spans", span.id) for span in gold.spans),
        *(("relations", relation.id) for relation in gold.relations),
    ]
    for about, name in names:
        key = decision_of(name)
        if key is not None:
            marks[about, key] = (*marks.get((about, key), ()), name)
    return marks


def _renumbered(gold: Layer, ids: dict[str, str]) -> Layer:
    """The layer with new ids and without notes."""
    spans = (span.model_copy(update={"id": ids[span.id], "note": ""}) for span in gold.spans)
    relations = (
        relation.model_copy(
            update={"id": ids[relation.id], "source": ids[relation.source], "target": ids[relation.target]}
        )
        for relation in gold.relations
    )
    return gold.model_copy(update={"spans": tuple(spans), "relations": tuple(relations)})
