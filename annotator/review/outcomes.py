"""What may one annotator know of how the cases of a document were settled?

Not who else had what, nor whose version was taken, nor by which rule: only what of their own marks stands, what stands
instead, and what the reviewer says.
"""

from collections.abc import Collection, Iterator, Sequence

from annotator.domain.decisions import Decision, decision_of
from annotator.domain.frozen_model import FrozenModel
from annotator.domain.marks.marks import Layer
from annotator.domain.names.redaction import without_names
from annotator.domain.outcomes import About, Outcome
from annotator.review.case_states import Standing
from annotator.review.cases import Case


class Told(FrozenModel):
    """Gold as one annotator gets it: its marks numbered anew, without notes; and what became of that person's marks.

    ``masked`` counts the comments in which a name was left out.
    """

    gold: Layer
    outcomes: tuple[Outcome, ...]
    masked: int


def is_reviewed(decisions: Sequence[Decision]) -> bool:
    """Whether anything was settled: a question settles nothing."""
    return any(decision.action != "question" for decision in decisions)


def told_to(
    annotator: str, standings: Sequence[Standing], decisions: Sequence[Decision], gold: Layer, others: Collection[str]
) -> Told:
    """What to tell this annotator; ``others`` are the names of all other people, which no comment may say.

    A case in which neither they nor gold have anything is none of theirs.
    """
    ids = {span.id: f"g{number}" for number, span in enumerate(gold.spans, 1)}
    ids |= {link.id: f"l{number}" for number, link in enumerate(gold.relations, 1)}
    outcomes = [
        outcome.model_copy(update={"gold": tuple(ids[name] for name in outcome.gold)})
        for outcome in _outcomes(annotator, standings, decisions, gold)
        if outcome.own or outcome.gold
    ]
    blind = [one.model_copy(update={"comment": without_names(one.comment, others)}) for one in outcomes]
    return Told(
        gold=_renamed(gold, ids),
        outcomes=tuple(blind),
        masked=sum(one.comment != other.comment for one, other in zip(outcomes, blind, strict=True)),
    )


def _outcomes(
    annotator: str, standings: Sequence[Standing], decisions: Sequence[Decision], gold: Layer
) -> Iterator[Outcome]:
    made = _made(gold)
    seen: set[int] = set()
    for standing in standings:
        about: About = "relations" if standing.case.is_relation else "spans"
        stands = standing.decision or standing.previous
        word = standing.decision or standing.question
        seen |= {stands.key} if stands else set()
        yield Outcome(
            about=about,
            own=_own(standing.case, annotator),
            gold=made.get((about, stands.key), ()) if stands else (),
            settled=standing.decision is not None,
            comment=word.comment if word else "",
        )
    for decision in decisions:
        if decision.key not in seen:
            yield Outcome(
                about=decision.about,
                gold=made.get((decision.about, decision.key), ()),
                settled=True,
                comment=decision.comment,
            )


def _own(case: Case, annotator: str) -> tuple[str, ...]:
    spans, ties = case.spans.get(annotator, ()), case.ties.get(annotator, ())
    return (*(span.id for span in spans), *(tie.relation.id for tie in ties))


def _made(gold: Layer) -> dict[tuple[About, int], tuple[str, ...]]:
    """The ids of the marks that each decision left."""
    found: dict[tuple[About, int], tuple[str, ...]] = {}
    kinds: list[tuple[About, str]] = [
        *(("spans", span.id) for span in gold.spans),
        *(("relations", link.id) for link in gold.relations),
    ]
    for about, name in kinds:
        key = decision_of(name)
        if key is not None:
            found[about, key] = (*found.get((about, key), ()), name)
    return found


def _renamed(gold: Layer, ids: dict[str, str]) -> Layer:
    spans = (span.model_copy(update={"id": ids[span.id], "note": ""}) for span in gold.spans)
    links = (
        link.model_copy(update={"id": ids[link.id], "source": ids[link.source], "target": ids[link.target]})
        for link in gold.relations
    )
    return gold.model_copy(update={"spans": tuple(spans), "relations": tuple(links)})
