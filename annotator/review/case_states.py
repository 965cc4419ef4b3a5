"""Which cases of a document are settled, and which are open, again perhaps?"""

from collections.abc import Mapping, Sequence

from annotator.domain.decisions import Decision, content, decision_of
from annotator.domain.frozen_model import FrozenModel
from annotator.domain.marks.marks import Layer, Span
from annotator.domain.matching.differences import Differences
from annotator.domain.matching.extents import extent
from annotator.domain.matching.results import Member
from annotator.review.cases import Case

# From this likeness on, a decision is about the same passage.
SAME_PASSAGE = 0.5


class Standing(FrozenModel):
    """A case and what was settled of it.

    ``previous`` is what was settled before the marks changed: it stays in gold, and is the suggestion. ``question`` is
    what the reviewer asks the annotators.
    """

    case: Case
    decision: Decision | None = None
    previous: Decision | None = None
    question: Decision | None = None

    @property
    def open(self) -> bool:
        """Whether a person still has to look at it."""
        return self.decision is None and not self.case.agreed

    @property
    def closed_to_policies(self) -> bool:
        """Whether a person has had a word in it, which no policy overrules."""
        known = (self.decision, self.previous, self.question)
        return self.decision is not None or any(one is not None and not one.by_policy for one in known)


def standings(cases: Sequence[Case], decisions: Sequence[Decision], gold: Layer, text: str) -> tuple[Standing, ...]:
    """How each case stands. ``decisions`` are those that nothing superseded, ``gold`` holds their marks."""
    questions = {one.case: one for one in decisions if one.action == "question"}
    known = {one.case: one for one in decisions if one.action != "question"}
    mine = {case.id for case in cases}
    previous = _found_again(
        [case for case in cases if case.id not in known], [one for name, one in known.items() if name not in mine]
    )
    marks = _marks(gold)
    found = [_standing(case, known.get(case.id), previous.get(case.id), marks, text) for case in cases]
    return tuple(
        one.model_copy(update={"question": questions[one.case.id]}) if one.case.id in questions else one
        for one in found
    )


def _standing(
    case: Case, decision: Decision | None, previous: Decision | None, marks: Mapping[int, tuple[Span, ...]], text: str
) -> Standing:
    if decision or previous is None:
        return Standing(case=case, decision=decision)
    if case.agreed and not case.is_relation and not previous.by_policy:
        told = tuple(sorted(map(content, marks.get(previous.key, ()))))
        if told == next(iter(case.versions.values())):
            return Standing(case=case, decision=previous)
        case = _against(case, marks.get(previous.key, ()), text)
    return Standing(case=case, previous=previous)


def _against(case: Case, decided: tuple[Span, ...], text: str) -> Case:
    """A case in which all agree, but not with what a person had settled before they did."""
    first = next(iter(case.spans.values()))
    members = [
        Member(annotator=name, span=spans[0], extent=extent(spans[0].fragments))
        for name, spans in (("1", first), ("2", decided))
        if spans
    ]
    kinds = Differences(("1", "2"), text).kinds(members, missed=not decided) or ("split",)
    return Case(**{name: getattr(case, name) for name in Case.model_fields} | {"kinds": kinds})


def _found_again(cases: Sequence[Case], stale: Sequence[Decision]) -> dict[str, Decision]:
    """For each case whose marks changed, the decision about what they were; each decision once, the likest first."""
    pairs = []
    for decision in stale:
        for case in cases:
            if case.is_relation == decision.is_relation:
                same, likeness = decision.likeness(case.places)
                if likeness >= SAME_PASSAGE:
                    pairs.append((-likeness, not same, case.start, case.id, decision.key, decision))
    found: dict[str, Decision] = {}
    taken: set[int] = set()
    for *_, name, key, decision in sorted(pairs, key=lambda pair: pair[:5]):
        if name not in found and key not in taken:
            found[name] = decision
            taken.add(key)
    return found


def _marks(gold: Layer) -> dict[int, tuple[Span, ...]]:
    found: dict[int, tuple[Span, ...]] = {}
    for span in gold.spans:
        key = decision_of(span.id)
        if key is not None:
            found[key] = (*found.get(key, ()), span)
    return found
