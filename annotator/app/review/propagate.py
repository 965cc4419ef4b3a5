"""Search for cases in which the same words are marked in the same ways, and repetition of a decision there."""

from collections.abc import Sequence
from typing import Literal, NamedTuple, get_args

from annotator.app.review.gold_writer import GoldWriter, subject_of_case
from annotator.app.review.review import Review, ReviewedDocument, end_cases, replaced_decisions, status_after
from annotator.domain.decisions import Decision, span_content
from annotator.domain.errors import Refused
from annotator.domain.marks.marks import Span
from annotator.domain.marks.span_edits import with_fragments
from annotator.domain.matching.extents import Extent
from annotator.domain.operations import Operation
from annotator.i18n import tr
from annotator.review.case_states import CaseState
from annotator.review.cases import Case
from annotator.review.choices import GoldChoice, accept_version
from annotator.storage.journal import journal
from annotator.storage.tables import decisions

SimilarityReason = Literal["otherwise", "follows", "people", "votes"]


class SimilarCase(NamedTuple):
    """A case like the one that was settled.

    ``otherwise``: a reviewer settled it in another way; ``follows``: it repeats an earlier decision on that case;
    ``people``: the same annotators marked the same; ``votes``: other annotators marked the same.
    """

    document: ReviewedDocument
    case_state: CaseState
    reason: SimilarityReason


def similar_cases(review: Review, document: ReviewedDocument, case_state: CaseState) -> list[SimilarCase]:
    """The cases of the same words, marked in the same ways: contradictions first, then by reason in reading order."""
    decision = case_state.decision
    if decision is None:
        return []
    older = decisions.predecessors(review.session.store, decision.key)
    words = _words(document, case_state.case)
    similar = []
    for candidate_document, candidate in review.cases():
        follows = candidate.decision is not None and candidate.decision.parent in older
        same_words = follows or _words(candidate_document, candidate.case) == words
        if candidate.case.id == case_state.case.id or not same_words:
            continue
        if candidate.open and (reason := _similarity(case_state.case, candidate.case)):
            similar.append(SimilarCase(candidate_document, candidate, reason))
        elif _differs(document, case_state, candidate_document, candidate, follows=follows):
            similar.append(SimilarCase(candidate_document, candidate, "follows" if follows else "otherwise"))
    return sorted(similar, key=lambda match: get_args(SimilarityReason).index(match.reason))


def _similarity(case: Case, candidate: Case) -> SimilarityReason | None:
    """The reason for which an open case is like the one that was settled; None if it is not."""
    if _votes_by_annotator(candidate) == _votes_by_annotator(case):
        return "people"
    return "votes" if _votes(candidate) == _votes(case) else None


def _differs(
    document: ReviewedDocument,
    case_state: CaseState,
    candidate_document: ReviewedDocument,
    candidate: CaseState,
    *,
    follows: bool,
) -> bool:
    """Whether a reviewer settled a similar case in another way."""
    return (
        candidate.decision is not None
        and not candidate.decision.by_policy
        and (follows or _votes_by_annotator(candidate.case) == _votes_by_annotator(case_state.case))
        and not _is_same_decision(
            candidate_document,
            candidate.decision,
            _repeated_choice(document, case_state, candidate_document, candidate.case),
        )
    )


def propagate(review: Review, document: ReviewedDocument, case_state: CaseState, targets: Sequence[SimilarCase]) -> int:
    """Repeat the decision on this case for the targets, in one step; the number of cases that it settled."""
    parent = case_state.decision
    if parent is None:
        raise Refused(tr("this case is not settled"), remedy=tr("settle it first"))
    done = 0
    with review.session.step(Operation.PROPAGATE, None) as writer:
        gold = GoldWriter(review.session, writer, many=False)
        for name in dict.fromkeys(target.document.id for target in targets):
            target_document = review.documents[name]
            decision_keys = target_document.decision_keys()
            repeated = [
                (
                    target.case_state,
                    _repeated_choice(document, case_state, target_document, target.case_state.case),
                )
                for target in targets
                if target.document.id == name
            ]
            choices = [
                (state, choice) for state, choice in repeated if choice and end_cases(choice) <= set(decision_keys)
            ]
            newly_settled = sum(state.decision is None for state, _ in choices)
            document_gold = gold.document_gold(target_document.key, status_after(target_document, newly_settled))
            for state, choice in choices:
                document_gold.decide(
                    subject_of_case(state.case),
                    choice,
                    replaces=replaced_decisions(state),
                    ends=decision_keys,
                    parent=parent.key,
                )
            done += len(choices)
        journal.summarise(review.session.store, writer.step, {"decisions": done})
    return done


def _repeated_choice(
    document: ReviewedDocument, case_state: CaseState, target_document: ReviewedDocument, target: Case
) -> GoldChoice | None:
    """The choice that the decision makes for the target; None if it cannot be repeated there."""
    case, parent = case_state.case, case_state.decision
    if parent is None:
        return None
    names = _annotators_with_votes(case, parent.source, target)
    choice = GoldChoice(action=parent.action, source=names)
    if parent.action == "none":
        return choice
    if case.is_relation:
        return accept_version(target, names[0]) if parent.action == "accepted" and names else None
    spans = document.spans_of(parent)
    distance = target.start - case.start
    moved = tuple(with_fragments(span, shift_extent(span.fragments, distance), target_document.text) for span in spans)
    same_words = all(moved_span.quote == span.quote for moved_span, span in zip(moved, spans, strict=True))
    return choice.model_copy(update={"spans": moved}) if same_words else None


def _annotators_with_votes(case: Case, source: Sequence[str], target: Case) -> tuple[str, ...]:
    """The annotators who voted on the target as those whose version was chosen voted on this case."""
    chosen = [_vote(case, name) for name in source]
    return tuple(name for name in target.annotators if _vote(target, name) in chosen)


def _is_same_decision(document: ReviewedDocument, decision: Decision, choice: GoldChoice | None) -> bool:
    """Whether the decision makes this choice already; True also for a choice that cannot be repeated."""
    if choice is None:
        return True
    same_spans = sorted(map(span_content, document.spans_of(decision))) == sorted(map(span_content, choice.spans))
    return decision.action == choice.action and same_spans and set(decision.source) == set(choice.source)


def shift_extent(extent: Extent, distance: int) -> Extent:
    """The extent moved forward by this number of characters."""
    return tuple((start + distance, end + distance) for start, end in extent)


def _votes_by_annotator(case: Case) -> list[tuple[str, object]]:
    """The vote of each annotator, independent of the position of the case."""
    return [(name, _vote(case, name)) for name in case.annotators]


def _votes(case: Case) -> list[tuple[bool, list[object]]]:
    """The votes, independent of the position of the case and of the annotators."""
    return sorted((_vote(case, name) for name in case.annotators), key=repr)


def _words(document: ReviewedDocument, case: Case) -> str:
    return "" if case.is_relation else document.text[case.start : case.end]


def _vote(case: Case, name: str) -> tuple[bool, list[object]]:
    """The marks of one annotator in a case, independent of its position."""
    if case.is_relation:
        relations: list[object] = [
            (relation.relation.label, relation.source.quote, relation.target.quote, relation.content[3])
            for relation in case.relations.get(name, ())
        ]
        return True, sorted(relations, key=repr)
    return False, [_span_vote(span, case.start) for span in case.spans.get(name, ())]


def _span_vote(span: Span, start: int) -> tuple[object, ...]:
    return span.label, shift_extent(span.fragments, -start), sorted(span.attributes.items())
