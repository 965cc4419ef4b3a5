"""The marks that a decision puts into gold, and the functions that make them from a case."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import reduce
from typing import TypeVar

from annotator.domain.decisions import Action, non_empty_attributes
from annotator.domain.errors import Refused
from annotator.domain.frozen_model import FrozenModel
from annotator.domain.marks import span_edits
from annotator.domain.marks.marks import Span
from annotator.domain.marks.span_edits import with_fragments
from annotator.domain.matching.extents import Extent, extent_of, merged_extent
from annotator.domain.scheme.scheme import Scheme
from annotator.i18n import tr
from annotator.review.cases import Case, CaseRelation

Vote = TypeVar("Vote", bound=Hashable)


class GoldChoice(FrozenModel):
    """The marks that a decision puts into gold: spans, or relations by the ends that an annotator gave them.

    ``source`` are the annotators whose version it is. The marks have the ids of the annotators; gold gives new ones.
    """

    action: Action
    policy: str = ""
    source: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    relations: tuple[CaseRelation, ...] = ()


def accept_version(case: Case, annotator: str) -> GoldChoice:
    """The version of this annotator, including "nothing here"."""
    return GoldChoice(
        action="accepted",
        source=tuple(name for name in case.annotators if case.versions[name] == case.versions[annotator]),
        spans=case.spans.get(annotator, ()),
        relations=_distinct(case.relations.get(annotator, ())),
    )


def agreed_choice(case: Case) -> GoldChoice:
    """The version on which all annotators agree."""
    return accept_version(case, case.annotators[0]).model_copy(update={"action": "unanimous", "policy": "unanimous"})


def empty_choice() -> GoldChoice:
    """No mark at all."""
    return GoldChoice(action="none")


def keep_all(case: Case) -> GoldChoice:
    """The marks of all versions, each mark once."""
    spans = {
        (span.label, extent_of(span.fragments)): span for version in reversed(case.spans.values()) for span in version
    }
    return GoldChoice(
        action="kept",
        source=tuple(name for name in case.annotators if name not in case.missing),
        spans=tuple(sorted(spans.values(), key=lambda span: (span.start, -span.end, span.label))),
        relations=_distinct([relation for version in case.relations.values() for relation in version]),
    )


def union(case: Case, text: str) -> GoldChoice:
    """One span of all characters that any annotator marked; Refused if no label has the most votes."""
    return _merged(case, text, "union", merged_extent)


def intersection(case: Case, text: str) -> GoldChoice:
    """One span of the characters that all versions with a mark share; Refused if there are none."""
    return _merged(case, text, "intersection", common_extent)


def edited_choice(spans: Sequence[Span], relations: Sequence[CaseRelation] = ()) -> GoldChoice:
    """The marks that a reviewer edited."""
    return GoldChoice(action="edited" if spans or relations else "none", spans=tuple(spans), relations=tuple(relations))


def relabelled_choice(span: Span, label: str, scheme: Scheme) -> GoldChoice:
    """The same extent with another label, which keeps the attributes that the label declares."""
    return edited_choice([span_edits.with_label(span, scheme.labels[label])])


def common_extent(first: Extent, second: Extent) -> Extent:
    """The characters that both extents hold."""
    return extent_of((max(a, c), min(b, d)) for a, b in first for c, d in second)


def winner(votes: Iterable[Vote]) -> Vote | None:
    """The vote that is more frequent than any other; None in a tie."""
    return elected_with(votes, 1)


def elected_with(votes: Iterable[Vote], needed: int) -> Vote | None:
    """The vote that is given at least ``needed`` times and more often than any other; None if there is none."""
    counts = Counter(votes)
    most = max(counts.values(), default=0)
    winners = [vote for vote, count in counts.items() if count == most]
    return winners[0] if len(winners) == 1 and most >= needed else None


def _merged(case: Case, text: str, action: Action, merge: Callable[[Extent, Extent], Extent]) -> GoldChoice:
    spans = [span for version in case.spans.values() for span in version]
    if not spans:
        raise Refused(tr("only spans have an extent"))
    label = winner(span.label for span in spans)
    if label is None:
        raise Refused(tr("no label has the most votes"), remedy=tr("take one version, then give it a label"))
    fragments = reduce(merge, [extent_of(span.fragments) for span in spans])
    if not fragments:
        raise Refused(tr("there is nothing that all of them marked"))
    labelled = [span for span in spans if span.label == label]
    votes = [non_empty_attributes(span.attributes) for span in labelled]
    attributes = winner(votes) or votes[0]
    merged = labelled[0].model_copy(update={"attributes": dict(attributes), "note": ""})
    return GoldChoice(action=action, source=tuple(case.spans), spans=(with_fragments(merged, fragments, text),))


def _distinct(relations: Iterable[CaseRelation]) -> tuple[CaseRelation, ...]:
    """The relations with different content; of equal ones the first."""
    return tuple({relation.content: relation for relation in reversed(tuple(relations))}.values())[::-1]
