"""In which order does a reviewer meet the cases, and which of them?"""

from collections import Counter
from hashlib import sha256
from typing import Literal, NamedTuple

from annotator.app.review.review import Review, Reviewed
from annotator.domain.frozen_model import FrozenModel
from annotator.domain.matching.results import Kind
from annotator.i18n import tr
from annotator.review.case_states import Standing
from annotator.review.cases import Case
from annotator.review.choices import Choice, accept, edited, winner
from annotator.review.policies import Policy

State = Literal["open", "again", "asked", "decided", "all"]
Order = Literal["severity", "reading", "groups"]
Pair = tuple[str, str]


class Wanted(FrozenModel):
    """Which cases are wanted; what is empty asks for nothing."""

    kind: Kind | None = None
    pair: Pair | None = None
    annotator: str = ""
    document: str = ""
    state: State = "open"
    order: Order = "severity"


class Place(NamedTuple):
    """A case by the ids of its document and its own."""

    document: str
    case: str


def queue(review: Review, wanted: Wanted) -> list[Place]:
    """The cases that are wanted, in their order; the gravest first, but links behind the spans that they wait for."""
    found = [(document, one) for document, one in review.cases() if fits(document, one, wanted)]
    if wanted.order == "severity":
        found.sort(key=lambda told: (waits(*told), -told[1].case.severity))
    elif wanted.order == "groups":
        groups = Counter(_group(one.case) for _, one in found)
        found.sort(key=lambda told: (-groups[_group(told[1].case)], _group(told[1].case)))
    return [Place(document.id, one.case.id) for document, one in found]


def waits(document: Reviewed, standing: Standing) -> bool:
    """Whether spans must be settled before this link can be."""
    ends = {end for held in standing.case.ties.values() for tie in held for end in (tie.source_case, tie.target_case)}
    return standing.open and any(document.by_case[end].decision is None for end in ends)


def fits(document: Reviewed, standing: Standing, wanted: Wanted) -> bool:
    """Whether this case is wanted."""
    case = standing.case
    return (
        _in_state(standing, wanted.state)
        and wanted.kind in (None, *case.kinds)
        and wanted.document in ("", document.id)
        and wanted.pair in (None, pair_of(case))
        and (not wanted.annotator or stands_alone(case, wanted.annotator))
    )


def _in_state(standing: Standing, state: State) -> bool:
    match state:
        case "open":
            return standing.open
        case "again":
            return standing.open and standing.previous is not None
        case "asked":
            return standing.open and standing.question is not None
        case "decided":
            return not standing.open
    return True


def pairs(review: Review) -> Counter[Pair]:
    """How often which labels stand against each other in open cases; an empty one is nothing at all."""
    return Counter(pair for _, one in review.cases() if one.open and (pair := pair_of(one.case)))


def pair_of(case: Case) -> Pair | None:
    """The two labels that stand against each other, or the label and nothing; None where it is another matter."""
    labels = sorted({span.label for held in case.spans.values() for span in held})
    labels = labels or sorted({tie.relation.label for held in case.ties.values() for tie in held})
    if case.missing and len(labels) == 1:
        return (labels[0], "")
    return (labels[0], labels[1]) if len(labels) > 1 else None


def stands_alone(case: Case, annotator: str) -> bool:
    """Whether this annotator says what the most do not."""
    return annotator in case.annotators and case.versions[annotator] != winner(case.versions.values())


def _group(case: Case) -> str:
    """What cases have in common that ask for the same decision: their words and labels."""
    spans = sorted({(span.label, span.quote.casefold()) for held in case.spans.values() for span in held})
    return repr(spans or pair_of(case))


class Version(NamedTuple):
    """What some annotators say alike of a case; nothing where they are ``missing``."""

    annotators: tuple[str, ...]
    missing: bool


def versions(case: Case) -> list[Version]:
    """The rival versions, in the order of the annotators; absence comes last."""
    found: dict[object, list[str]] = {}
    for name in case.annotators:
        found.setdefault(case.versions[name], []).append(name)
    told = [Version(tuple(names), names[0] in case.missing) for names in found.values()]
    return sorted(told, key=lambda version: version.missing)


class Suggestion(NamedTuple):
    """What a person most likely wants, and why."""

    choice: Choice
    reason: str


def suggestion(review: Review, document: Reviewed, standing: Standing) -> Suggestion | None:
    """What was settled before the marks changed; else what most say, or what trimming the edges leaves."""
    case, scheme = standing.case, review.session.scheme
    if standing.previous and not case.is_relation:
        spans = tuple(document.marks_of(standing.previous))
        action = "edited" if spans else "none"
        return Suggestion(Choice(action=action, spans=spans), tr("as it was settled before the marks changed"))
    for rule, reason in (("majority", tr("as most of them say")), ("trivial", tr("trimmed as the label wants it"))):
        choice = Policy(rule=rule).settle(case, document.text, scheme)
        if choice:
            return Suggestion(_by_person(case, choice), reason)
    return None


def proposed(document: Reviewed, standing: Standing, suggested: Suggestion | None) -> Choice:
    """What an edit begins with: what was settled, the suggestion, or the first version that is there."""
    case = standing.case
    settled = (
        edited(document.marks_of(standing.decision), document.ties_of(standing.decision)) if standing.decision else None
    )
    for choice in (settled, suggested.choice if suggested else None):
        if choice and (choice.ties if case.is_relation else choice.spans):
            return choice
    return accept(case, next(name for name in case.annotators if name not in case.missing))


def _by_person(case: Case, choice: Choice) -> Choice:
    """The choice as a person's own: of whoever says just that, or made of what several say."""
    for name in case.annotators:
        own = accept(case, name)
        if own.spans == choice.spans and own.ties == choice.ties:
            return own
    return choice.model_copy(update={"action": "edited", "policy": ""})


class Figures(NamedTuple):
    """How common a case is: how many are of its kind and of its labels, and how many of those are open."""

    kind: int
    kind_open: int
    pair: int
    pair_open: int
    document: int
    document_open: int


def figures(review: Review, document: Reviewed, standing: Standing) -> Figures:
    """What the project says of cases like this one."""
    kind, pair = standing.case.kinds[:1], pair_of(standing.case)
    told = list(review.cases())
    groups: list[list[Standing]] = [
        [one for _, one in told if one.case.kinds[:1] == kind],
        [one for _, one in told if pair and pair_of(one.case) == pair],
        [one for other, one in told if other.id == document.id],
    ]
    counts = [count for group in groups for count in (len(group), sum(one.open for one in group))]
    return Figures(*counts)


def letters(people: list[str]) -> dict[str, str]:
    """A sign for each annotator, which is a key too: A to D, then digits; beyond nine the number."""
    return {name: "ABCD"[place] if place < len("ABCD") else str(place + 1) for place, name in enumerate(people)}


def shuffled(people: list[str], document: str) -> list[str]:
    """The same people in an order that says nothing, but stays for one document."""
    return sorted(people, key=lambda name: _scrambled(name, document))


def _scrambled(name: str, document: str) -> bytes:
    return sha256(f"{document}\n{name}".encode()).digest()
