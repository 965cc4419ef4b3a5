"""How do an annotator's own marks differ from gold, and what was said about it?"""

from collections.abc import Iterable, Sequence
from typing import Literal, get_args

from annotator.domain.frozen_model import FrozenModel
from annotator.domain.marks.marks import Layer
from annotator.domain.matching.clusters import match
from annotator.domain.outcomes import Outcome
from annotator.review.cases import Case, cases_of

Group = Literal[
    "missed", "extra", "label", "split", "relation", "attribute", "boundary", "trivial-boundary", "open", "agreed"
]

GROUPS: tuple[Group, ...] = get_args(Group)
"""All groups, the gravest first; what is not settled yet and what agrees with gold come last."""


class Finding(FrozenModel):
    """One passage: the person's own marks beside gold's, in the group of their gravest difference."""

    case: Case
    group: Group
    comments: tuple[str, ...] = ()


def findings(
    own: Layer, gold: Layer, text: str, outcomes: Sequence[Outcome], symmetric: frozenset[str]
) -> tuple[Finding, ...]:
    """Every mark of either layer in one finding, in text order.

    Of ``symmetric`` relations the direction says nothing.
    """
    matching = match((own, gold), text=text, symmetric=symmetric)
    kept = {one.span: one.kept for one in matching.duplicates if one.annotator == own.annotator}
    told = [one.model_copy(update={"own": tuple(kept.get(name, name) for name in one.own)}) for one in outcomes]
    found = [_finding(case, own.annotator, gold.annotator, told) for case in cases_of(matching)]
    return tuple(sorted(found, key=lambda one: one.case.start))


def _finding(case: Case, own: str, gold: str, outcomes: Iterable[Outcome]) -> Finding:
    about = "relations" if case.is_relation else "spans"
    mine, theirs = _names(case, own), _names(case, gold)
    concerned = [
        one for one in outcomes if one.about == about and (mine.intersection(one.own) or theirs.intersection(one.gold))
    ]
    unsettled = any(not one.settled and mine.intersection(one.own) for one in concerned)
    comments = dict.fromkeys(one.comment for one in concerned if one.comment.strip())
    return Finding(case=case, group="open" if unsettled else _group(case, own), comments=tuple(comments))


def _names(case: Case, annotator: str) -> set[str]:
    spans, ties = case.spans.get(annotator, ()), case.ties.get(annotator, ())
    return {span.id for span in spans} | {tie.relation.id for tie in ties}


def _group(case: Case, own: str) -> Group:
    if case.agreed:
        return "agreed"
    gravest = case.kinds[0]
    return "extra" if gravest == "missed" and own not in case.missing else gravest
