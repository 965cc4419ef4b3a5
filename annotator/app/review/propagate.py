"""Where were the same words marked in the same ways, and how is one decision repeated there?"""

from collections.abc import Sequence
from typing import Literal, NamedTuple, get_args

from annotator.app.review.gold_writer import GoldWriter, subject_of
from annotator.app.review.review import Review, Reviewed, ends_of, replaced, status_after
from annotator.domain.decisions import Decision, content
from annotator.domain.errors import Refused
from annotator.domain.marks.marks import Span
from annotator.domain.marks.span_edits import placed
from annotator.domain.matching.extents import Extent
from annotator.i18n import tr
from annotator.review.case_states import Standing
from annotator.review.cases import Case
from annotator.review.choices import Choice, accept
from annotator.storage.journal import journal
from annotator.storage.tables import decisions

Why = Literal["otherwise", "follows", "people", "votes"]


class Twin(NamedTuple):
    """A case like the one that was settled.

    ``otherwise``: a person has settled the same otherwise; ``follows``: it was settled as that one was before;
    ``people``: the same people did the same; ``votes``: others did the same.
    """

    document: Reviewed
    standing: Standing
    why: Why


def twins(review: Review, document: Reviewed, standing: Standing) -> list[Twin]:
    """The cases of the same words, marked in the same ways: contradictions first, then in reading order by grade."""
    decision = standing.decision
    if decision is None:
        return []
    older = decisions.superseded_by(review.session.store, decision.key)
    words = _words(document, standing.case)
    found = []
    for other, one in review.cases():
        follows = one.decision is not None and one.decision.parent in older
        if one.case.id != standing.case.id and (follows or _words(other, one.case) == words):
            if one.open and (why := _is_alike(standing.case, one.case)):
                found.append(Twin(other, one, why))
            elif _differs(document, standing, other, one, follows=follows):
                found.append(Twin(other, one, "follows" if follows else "otherwise"))
    return sorted(found, key=lambda told: get_args(Why).index(told.why))


def _is_alike(case: Case, other: Case) -> Why | None:
    """Whether an open case is like the one that was settled."""
    if _pattern(other) == _pattern(case):
        return "people"
    return "votes" if _votes(other) == _votes(case) else None


def _differs(document: Reviewed, standing: Standing, there: Reviewed, other: Standing, *, follows: bool) -> bool:
    """Whether a person has settled a like case in another way."""
    return (
        other.decision is not None
        and not other.decision.by_policy
        and (follows or _pattern(other.case) == _pattern(standing.case))
        and not _is_said(there, other.decision, _repeated(document, standing, there, other.case))
    )


def propagate(review: Review, document: Reviewed, standing: Standing, others: Sequence[Twin]) -> int:
    """Settle the other cases as this one was, in one step; how many could be."""
    parent = standing.decision
    if parent is None:
        raise Refused(tr("this case is not settled"), remedy=tr("settle it first"))
    done = 0
    with review.session.step("propagate", None) as writer:
        gold = GoldWriter(review.session, writer, many=False)
        for name in dict.fromkeys(other.document.id for other in others):
            there = review.documents[name]
            wanted = [
                (other.standing, _repeated(document, standing, there, other.standing.case))
                for other in others
                if other.document.id == name
            ]
            choices = [(one, choice) for one, choice in wanted if choice and ends_of(choice) <= set(there.settled())]
            rows = gold.document(there.key, status_after(there, sum(one.decision is None for one, _ in choices)))
            for one, choice in choices:
                rows.decide(
                    subject_of(one.case), choice, replaces=replaced(one), ends=there.settled(), parent=parent.key
                )
            done += len(choices)
        journal.summarise(review.session.store, writer.step, {"decisions": done})
    return done


def _repeated(document: Reviewed, standing: Standing, there: Reviewed, other: Case) -> Choice | None:
    """What the decision says of the other case; None where it cannot be said again."""
    case, parent = standing.case, standing.decision
    if parent is None:
        return None
    names = _sayers(case, parent.source, other)
    told = Choice(action=parent.action, source=names)
    if parent.action == "none":
        return told
    if case.is_relation:
        return accept(other, names[0]) if parent.action == "accepted" and names else None
    spans = document.marks_of(parent)
    distance = other.start - case.start
    moved = tuple(placed(span, shifted(span.fragments, distance), there.text) for span in spans)
    same = all(one.quote == span.quote for one, span in zip(moved, spans, strict=True))
    return told.model_copy(update={"spans": moved}) if same else None


def _sayers(case: Case, source: Sequence[str], other: Case) -> tuple[str, ...]:
    """Who said of the other case what those whose version was taken said of this one."""
    taken = [_vote(case, name) for name in source]
    return tuple(name for name in other.annotators if _vote(other, name) in taken)


def _is_said(there: Reviewed, decision: Decision, choice: Choice | None) -> bool:
    """Whether the decision says already what the choice would; true of what cannot be said again."""
    if choice is None:
        return True
    same = sorted(map(content, there.marks_of(decision))) == sorted(map(content, choice.spans))
    return decision.action == choice.action and same and set(decision.source) == set(choice.source)


def shifted(place: Extent, distance: int) -> Extent:
    """The same extent so many characters further on."""
    return tuple((start + distance, end + distance) for start, end in place)


def _pattern(case: Case) -> list[tuple[str, object]]:
    """Who made what of a case, wherever it stands."""
    return [(name, _vote(case, name)) for name in case.annotators]


def _votes(case: Case) -> list[tuple[bool, list[object]]]:
    """The same, whoever it was."""
    return sorted((_vote(case, name) for name in case.annotators), key=repr)


def _words(document: Reviewed, case: Case) -> str:
    return "" if case.is_relation else document.text[case.start : case.end]


def _vote(case: Case, name: str) -> tuple[bool, list[object]]:
    """What somebody made of a case, wherever it stands."""
    if case.is_relation:
        ties: list[object] = [
            (one.relation.label, one.source.quote, one.target.quote, one.content[3]) for one in case.ties.get(name, ())
        ]
        return True, sorted(ties, key=repr)
    return False, [_told(span, case.start) for span in case.spans.get(name, ())]


def _told(span: Span, start: int) -> tuple[object, ...]:
    return span.label, shifted(span.fragments, -start), sorted(span.attributes.items())
