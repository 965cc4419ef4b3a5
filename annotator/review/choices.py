"""Which marks does a decision leave?"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import reduce
from typing import TypeVar

from annotator.domain.decisions import Action, said
from annotator.domain.errors import Refused
from annotator.domain.frozen_model import FrozenModel
from annotator.domain.marks import span_edits
from annotator.domain.marks.marks import Span
from annotator.domain.marks.span_edits import placed
from annotator.domain.matching.extents import Extent, extent, joined
from annotator.domain.scheme.scheme import Scheme
from annotator.i18n import tr
from annotator.review.cases import Case, Tie

Voted = TypeVar("Voted", bound=Hashable)


class Choice(FrozenModel):
    """The marks that a decision puts into gold: spans, or relations by the ends that somebody gave them.

    ``source`` are the annotators whose version it is; ids of the marks are those of the annotators, and gold gives new
    ones.
    """

    action: Action
    policy: str = ""
    source: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    ties: tuple[Tie, ...] = ()


def accept(case: Case, annotator: str) -> Choice:
    """This annotator's version, be it that there is nothing."""
    return Choice(
        action="accepted",
        source=tuple(name for name in case.annotators if case.versions[name] == case.versions[annotator]),
        spans=case.spans.get(annotator, ()),
        ties=_once(case.ties.get(annotator, ())),
    )


def agreed(case: Case) -> Choice:
    """What all say."""
    return accept(case, case.annotators[0]).model_copy(update={"action": "unanimous", "policy": "unanimous"})


def none_of_them() -> Choice:
    """Nothing stands here."""
    return Choice(action="none")


def keep_all(case: Case) -> Choice:
    """Every version, each mark once."""
    spans = {(span.label, extent(span.fragments)): span for held in reversed(case.spans.values()) for span in held}
    return Choice(
        action="kept",
        source=tuple(name for name in case.annotators if name not in case.missing),
        spans=tuple(sorted(spans.values(), key=lambda span: (span.start, -span.end, span.label))),
        ties=_once([tie for held in case.ties.values() for tie in held]),
    )


def union(case: Case, text: str) -> Choice:
    """One span of all characters that somebody marked; Refused where no label has the most votes."""
    return _merged(case, text, "union", joined)


def intersection(case: Case, text: str) -> Choice:
    """One span of the characters that everybody who marked something marked; Refused where there are none."""
    return _merged(case, text, "intersection", common)


def edited(spans: Sequence[Span], ties: Sequence[Tie] = ()) -> Choice:
    """What a person wrote instead."""
    return Choice(action="edited" if spans or ties else "none", spans=tuple(spans), ties=tuple(ties))


def relabelled(span: Span, label: str, scheme: Scheme) -> Choice:
    """This extent with another label; of its attributes stays what the label knows."""
    return edited([span_edits.relabelled(span, scheme.labels[label])])


def common(one: Extent, other: Extent) -> Extent:
    """The characters that both hold."""
    return extent((max(a, c), min(b, d)) for a, b in one for c, d in other)


def winner(votes: Iterable[Voted]) -> Voted | None:
    """What has more votes than anything else; None in a tie."""
    return elected(votes, 1)


def elected(votes: Iterable[Voted], needed: int) -> Voted | None:
    """What at least so many voted for, and nothing else as often."""
    counts = Counter(votes)
    most = max(counts.values(), default=0)
    winners = [what for what, count in counts.items() if count == most]
    return winners[0] if len(winners) == 1 and most >= needed else None


def _merged(case: Case, text: str, action: Action, merge: Callable[[Extent, Extent], Extent]) -> Choice:
    spans = [span for held in case.spans.values() for span in held]
    if not spans:
        raise Refused(tr("only spans have an extent"))
    label = winner(span.label for span in spans)
    if label is None:
        raise Refused(tr("no label has the most votes"), remedy=tr("take one version, then give it a label"))
    fragments = reduce(merge, [extent(span.fragments) for span in spans])
    if not fragments:
        raise Refused(tr("there is nothing that all of them marked"))
    named = [span for span in spans if span.label == label]
    attributes = winner(said(span.attributes) for span in named) or said(named[0].attributes)
    whole = placed(named[0].model_copy(update={"attributes": dict(attributes), "note": ""}), fragments, text)
    return Choice(action=action, source=tuple(case.spans), spans=(whole,))


def _once(ties: Iterable[Tie]) -> tuple[Tie, ...]:
    """Each relation once, whoever has it."""
    return tuple({tie.content: tie for tie in reversed(tuple(ties))}.values())[::-1]
