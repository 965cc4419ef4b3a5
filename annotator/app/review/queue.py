"""The queue of cases: filters, order, suggestions, and the figures of a case."""

from collections import Counter
from hashlib import sha256
from typing import Literal, NamedTuple

from annotator.app.review.review import Review, ReviewedDocument
from annotator.domain.frozen_model import FrozenModel
from annotator.domain.matching.results import DifferenceKind
from annotator.i18n import tr
from annotator.review.case_states import CaseState
from annotator.review.cases import Case
from annotator.review.choices import GoldChoice, accept_version, edited_choice, winner
from annotator.review.policies import Policy

StateFilter = Literal["open", "again", "asked", "decided", "all"]
CaseOrder = Literal["severity", "reading", "groups"]
LabelPair = tuple[str, str]


class CaseFilter(FrozenModel):
    """The conditions that a case must meet to be listed; an empty one is ignored."""

    kind: DifferenceKind | None = None
    pair: LabelPair | None = None
    annotator: str = ""
    document: str = ""
    state: StateFilter = "open"
    order: CaseOrder = "severity"


class CasePosition(NamedTuple):
    """The ids of a case and of its document."""

    document: str
    case: str


def queue(review: Review, case_filter: CaseFilter) -> list[CasePosition]:
    """The cases that match, in the order of the filter.

    By severity the most serious come first, but relations come after the spans for which they wait.
    """
    cases = [(document, state) for document, state in review.cases() if matches_filter(document, state, case_filter)]
    if case_filter.order == "severity":
        cases.sort(key=lambda case: (waits_for_spans(*case), -case[1].case.severity))
    elif case_filter.order == "groups":
        sizes = Counter(_group(state.case) for _, state in cases)
        cases.sort(key=lambda case: (-sizes[_group(case[1].case)], _group(case[1].case)))
    return [CasePosition(document.id, state.case.id) for document, state in cases]


def waits_for_spans(document: ReviewedDocument, case_state: CaseState) -> bool:
    """Whether spans must be settled before this relation can be."""
    ends = {
        end
        for version in case_state.case.relations.values()
        for relation in version
        for end in (relation.source_case, relation.target_case)
    }
    return case_state.open and any(document.states_by_case[end].decision is None for end in ends)


def matches_filter(document: ReviewedDocument, case_state: CaseState, case_filter: CaseFilter) -> bool:
    """Whether this case meets all conditions of the filter."""
    case = case_state.case
    return (
        _is_in_state(case_state, case_filter.state)
        and case_filter.kind in (None, *case.kinds)
        and case_filter.document in ("", document.id)
        and case_filter.pair in (None, label_pair(case))
        and (not case_filter.annotator or is_minority(case, case_filter.annotator))
    )


def _is_in_state(case_state: CaseState, state: StateFilter) -> bool:
    match state:
        case "open":
            return case_state.open
        case "again":
            return case_state.open and case_state.previous is not None
        case "asked":
            return case_state.open and case_state.question is not None
        case "decided":
            return not case_state.open
    return True


def label_pair_counts(review: Review) -> Counter[LabelPair]:
    """The number of open cases for each pair of rival labels; an empty label stands for no mark."""
    return Counter(pair for _, state in review.cases() if state.open and (pair := label_pair(state.case)))


def label_pair(case: Case) -> LabelPair | None:
    """The two rival labels, or the label and an empty one for no mark; None if the labels are the same."""
    labels = sorted({span.label for version in case.spans.values() for span in version})
    labels = labels or sorted({relation.relation.label for version in case.relations.values() for relation in version})
    if case.missing and len(labels) == 1:
        return (labels[0], "")
    return (labels[0], labels[1]) if len(labels) > 1 else None


def is_minority(case: Case, annotator: str) -> bool:
    """Whether the version of this annotator is not that of the majority."""
    return annotator in case.annotators and case.versions[annotator] != winner(case.versions.values())


def _group(case: Case) -> str:
    """The words and labels of a case: equal in cases that ask for the same decision."""
    spans = sorted({(span.label, span.quote.casefold()) for version in case.spans.values() for span in version})
    return repr(spans or label_pair(case))


class CaseVersion(NamedTuple):
    """The annotators who have the same version of a case; they marked nothing if ``missing``."""

    annotators: tuple[str, ...]
    missing: bool


def case_versions(case: Case) -> list[CaseVersion]:
    """The rival versions in the order of the annotators; the version without marks comes last."""
    names_by_content: dict[object, list[str]] = {}
    for name in case.annotators:
        names_by_content.setdefault(case.versions[name], []).append(name)
    versions = [CaseVersion(tuple(names), names[0] in case.missing) for names in names_by_content.values()]
    return sorted(versions, key=lambda version: version.missing)


class ChoiceSuggestion(NamedTuple):
    """The choice that a reviewer most likely wants, and the reason for it."""

    choice: GoldChoice
    reason: str


def suggest_choice(review: Review, document: ReviewedDocument, case_state: CaseState) -> ChoiceSuggestion | None:
    """The decision from before the marks changed; else the version of the majority, or the span with trimmed edges."""
    case, scheme = case_state.case, review.session.scheme
    if case_state.previous and not case.is_relation:
        spans = tuple(document.spans_of(case_state.previous))
        action = "edited" if spans else "none"
        return ChoiceSuggestion(
            GoldChoice(action=action, spans=spans), tr("as it was settled before the marks changed")
        )
    for rule, reason in (("majority", tr("as most of them say")), ("trivial", tr("trimmed as the label wants it"))):
        choice = Policy(rule=rule).settle(case, document.text, scheme)
        if choice:
            return ChoiceSuggestion(_as_reviewer_choice(case, choice), reason)
    return None


def initial_choice(
    document: ReviewedDocument, case_state: CaseState, suggestion: ChoiceSuggestion | None
) -> GoldChoice:
    """The choice with which an edit begins: the decision, the suggestion, or the first version that has a mark."""
    case, decision = case_state.case, case_state.decision
    decided = edited_choice(document.spans_of(decision), document.relations_of(decision)) if decision else None
    for choice in (decided, suggestion.choice if suggestion else None):
        if choice and (choice.relations if case.is_relation else choice.spans):
            return choice
    return accept_version(case, next(name for name in case.annotators if name not in case.missing))


def _as_reviewer_choice(case: Case, choice: GoldChoice) -> GoldChoice:
    """The choice of a policy as one of the reviewer: an annotator's version if it equals one, else an edit."""
    for name in case.annotators:
        version = accept_version(case, name)
        if version.spans == choice.spans and version.relations == choice.relations:
            return version
    return choice.model_copy(update={"action": "edited", "policy": ""})


class CaseFigures(NamedTuple):
    """The number of cases of the same kind, of the same labels and in the same document, and how many are open."""

    kind: int
    kind_open: int
    pair: int
    pair_open: int
    document: int
    document_open: int


def case_figures(review: Review, document: ReviewedDocument, case_state: CaseState) -> CaseFigures:
    """The figures of the cases in the project that are like this one."""
    kind, pair = case_state.case.kinds[:1], label_pair(case_state.case)
    cases = list(review.cases())
    groups: list[list[CaseState]] = [
        [state for _, state in cases if state.case.kinds[:1] == kind],
        [state for _, state in cases if pair and label_pair(state.case) == pair],
        [state for case_document, state in cases if case_document.id == document.id],
    ]
    counts = [count for group in groups for count in (len(group), sum(state.open for state in group))]
    return CaseFigures(*counts)


def annotator_letters(annotators: list[str]) -> dict[str, str]:
    """A sign for each annotator, which is also a key: A to D, then digits; beyond nine the number."""
    return {name: "ABCD"[index] if index < len("ABCD") else str(index + 1) for index, name in enumerate(annotators)}


def shuffled_annotators(annotators: list[str], document: str) -> list[str]:
    """The annotators in an order that gives no hint at their names, but stays the same for one document."""
    return sorted(annotators, key=lambda name: _hash(name, document))


def _hash(name: str, document: str) -> bytes:
    return sha256(f"{document}\n{name}".encode()).digest()
