"""Where were the same words marked in the same ways, and how is one decision repeated there?"""

from collections.abc import Sequence

from annotator.app.gold import GoldWriter, subject_of
from annotator.app.reviewing import Review, Reviewed, ends_of, replaced, status_after
from annotator.domain.decisions import Decision
from annotator.domain.edits import placed
from annotator.domain.errors import Refused
from annotator.domain.marks import Span
from annotator.domain.matching.extents import Extent
from annotator.i18n import tr
from annotator.review.cases import Case
from annotator.review.choices import Choice, accept
from annotator.review.standing import Standing
from annotator.storage import journal

Placed = tuple[Reviewed, Standing]


def identical(review: Review, document: Reviewed, standing: Standing) -> list[Placed]:
    """The open cases in which the same words were marked in the same ways by the same people, in reading order."""
    pattern = _pattern(document, standing.case)
    return [
        (other, one)
        for other, one in review.cases()
        if one.open and one.case.id != standing.case.id and _pattern(other, one.case) == pattern
    ]


def propagate(review: Review, document: Reviewed, standing: Standing, others: Sequence[Placed]) -> int:
    """Settle the other cases as this one was, in one step; how many could be."""
    parent = standing.decision
    if parent is None:
        raise Refused(tr("this case is not settled"), remedy=tr("settle it first"))
    done = 0
    with review.session.step("propagate", None) as writer:
        gold = GoldWriter(review.session, writer, many=False)
        for name in dict.fromkeys(other.id for other, _ in others):
            there = review.documents[name]
            wanted = [
                (one, _repeated(document, standing.case, parent, there, one.case))
                for other, one in others
                if other.id == name
            ]
            choices = [(one, choice) for one, choice in wanted if choice and ends_of(choice) <= set(there.settled())]
            rows = gold.document(there.key, status_after(there, len(choices)))
            for one, choice in choices:
                rows.decide(
                    subject_of(one.case), choice, replaces=replaced(one), ends=there.settled(), parent=parent.key
                )
            done += len(choices)
        journal.summarise(review.session.store, writer.step, {"decisions": done})
    return done


def _repeated(document: Reviewed, case: Case, parent: Decision, there: Reviewed, other: Case) -> Choice | None:
    """What the decision says of the other case; None where it cannot be said again."""
    told = Choice(action=parent.action, source=parent.source)
    if parent.action == "none":
        return told
    if case.is_relation:
        names = [name for name in parent.source if name in other.ties]
        return accept(other, names[0]) if parent.action == "accepted" and names else None
    spans = document.marks_of(parent)
    distance = other.start - case.start
    moved = tuple(placed(span, shifted(span.fragments, distance), there.text) for span in spans)
    same = all(one.quote == span.quote for one, span in zip(moved, spans, strict=True))
    return told.model_copy(update={"spans": moved}) if same else None


def shifted(place: Extent, distance: int) -> Extent:
    """The same extent so many characters further on."""
    return tuple((start + distance, end + distance) for start, end in place)


def _pattern(document: Reviewed, case: Case) -> tuple[object, ...]:
    """What a case says, wherever it stands: its words, and who marked which of them how."""
    votes: list[object] = []
    for name in case.annotators:
        if case.is_relation:
            ties = case.ties.get(name, ())
            votes.append(
                sorted((one.relation.label, one.source.quote, one.target.quote, one.content[3]) for one in ties)
            )
        else:
            votes.append([_told(span, case.start) for span in case.spans.get(name, ())])
    words = "" if case.is_relation else document.text[case.start : case.end]
    return case.is_relation, words, case.annotators, votes


def _told(span: Span, start: int) -> tuple[object, ...]:
    return span.label, shifted(span.fragments, -start), sorted(span.attributes.items())
