"""The differences between the marks of one annotator and gold, with the comments of the reviewer."""

from collections.abc import Iterable, Sequence
from typing import Literal, get_args

from annotator.domain.frozen_model import FrozenModel
from annotator.domain.marks.marks import Layer
from annotator.domain.matching.clusters import match
from annotator.domain.outcomes import Outcome
from annotator.review.cases import Case, cases_of

FindingGroup = Literal[
    "missed", "extra", "label", "split", "relation", "attribute", "boundary", "trivial-boundary", "open", "agreed"
]

GROUPS: tuple[FindingGroup, ...] = get_args(FindingGroup)
"""All groups, the most serious first; open cases and those that agree with gold come last."""


class Finding(FrozenModel):
    """One passage: the annotator's marks beside those of gold, in the group of their most serious difference."""

    case: Case
    group: FindingGroup
    comments: tuple[str, ...] = ()


def findings(
    layer: Layer, gold: Layer, text: str, outcomes: Sequence[Outcome], symmetric: frozenset[str]
) -> tuple[Finding, ...]:
    """The findings in text order; every mark of either layer is in one finding.

    The direction of ``symmetric`` relations is ignored.
    """
    matching = match((layer, gold), text=text, symmetric=symmetric)
    originals = {
        duplicate.span: duplicate.original
        for duplicate in matching.duplicates
        if duplicate.annotator == layer.annotator
    }
    resolved = [
        outcome.model_copy(update={"marks": tuple(originals.get(name, name) for name in outcome.marks)})
        for outcome in outcomes
    ]
    unsorted = [_finding(case, layer.annotator, gold.annotator, resolved) for case in cases_of(matching)]
    return tuple(sorted(unsorted, key=lambda finding: finding.case.start))


def _finding(case: Case, annotator: str, gold: str, outcomes: Iterable[Outcome]) -> Finding:
    about = "relations" if case.is_relation else "spans"
    marks, gold_marks = _mark_ids(case, annotator), _mark_ids(case, gold)
    concerned = [
        outcome
        for outcome in outcomes
        if outcome.about == about and (marks.intersection(outcome.marks) or gold_marks.intersection(outcome.gold))
    ]
    is_open = any(not outcome.settled and marks.intersection(outcome.marks) for outcome in concerned)
    comments = dict.fromkeys(outcome.comment for outcome in concerned if outcome.comment.strip())
    return Finding(case=case, group="open" if is_open else _group(case, annotator), comments=tuple(comments))


def _mark_ids(case: Case, annotator: str) -> set[str]:
    spans, relations = case.spans.get(annotator, ()), case.relations.get(annotator, ())
    return {span.id for span in spans} | {relation.relation.id for relation in relations}


def _group(case: Case, annotator: str) -> FindingGroup:
    if case.agreed:
        return "agreed"
    most_serious = case.kinds[0]
    return "extra" if most_serious == "missed" and annotator not in case.missing else most_serious
