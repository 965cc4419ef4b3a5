"""How does a reviewed layer come in from a file?

Each of its marks becomes a decision: of the case that it fits, or of its own where nobody marked anything there.
"""

from annotator.app.review.gold_writer import GoldWriter, Subject, own_subject, subject_of
from annotator.app.review.review import Review
from annotator.app.session import Session
from annotator.domain.decisions import Decision, Places, content, said
from annotator.domain.errors import Refused
from annotator.domain.marks.marks import Layer, Relation, Span
from annotator.domain.matching.extents import extent
from annotator.domain.record import Record
from annotator.i18n import tr
from annotator.review.case_states import SAME_PASSAGE
from annotator.review.cases import Case, Tie
from annotator.review.choices import Choice
from annotator.storage.journal.journal import Writer
from annotator.storage.tables import decisions, marks
from annotator.storage.tables.annotators import GOLD, GOLD_NAME


def take_gold(session: Session, writer: Writer, document: int, record: Record, *, replace: bool) -> bool:
    """Bring the record's marks into gold; False where they stand there already.

    Refused where other marks stand there, unless they are to be replaced.
    """
    row = marks.layer_of(session.store, document=document, annotator=GOLD)
    nothing = Layer(document="", annotator=GOLD_NAME)
    held = marks.read_layer(session.store, row["key"], document="", annotator=GOLD_NAME) if row else nothing
    told = Layer(document="", annotator=GOLD_NAME, spans=record.spans, relations=record.relations)
    if held.content == told.content:
        return False
    settled = decisions.standing(session.store, [document]).get(document, ())
    if held.spans and not replace:
        raise Refused(
            tr("other marks have been reviewed for this document"),
            where=record.where,
            remedy=tr("replace those marks with --replace, or name an annotator"),
        )
    gold = GoldWriter(session, writer, many=False).document(document, record.status or "in-progress")
    for decision in settled:
        if decision.origin is not None:
            gold.withdraw(decision)
    cases = _cases(session, document)
    taken = {decision.case: decision for decision in settled if decision.origin is None}
    homes: dict[str, Subject] = {}
    keys: dict[str, int] = {}
    for span in record.spans:
        subject = homes[span.id] = _home(span, cases, set(keys))
        keys[subject.case] = gold.decide(
            subject, Choice(action="imported", spans=(span,)), replaces=_given(taken, subject)
        )
    for link in record.relations:
        tie = _tie(link, record, homes)
        subject = _home_of_link(tie, cases, set(keys))
        choice = Choice(action="imported", ties=(tie,))
        keys[subject.case] = gold.decide(subject, choice, replaces=_given(taken, subject), ends=keys)
    return True


def _cases(session: Session, document: int) -> tuple[Case, ...]:
    name = decisions.document_id(session.store, document)
    review = Review(session)
    review.look_at(name)
    return review.documents[name].cases if name in review.documents else ()


def _given(taken: dict[str, Decision], subject: Subject) -> list[Decision]:
    return [taken[subject.case]] if subject.case in taken else []


def _home(span: Span, cases: tuple[Case, ...], settled: set[str]) -> Subject:
    """The case that the span is likest to; its own where it is like none, or that one is settled already."""
    own = own_subject(span)
    probe = Decision(key=0, case="", places=own.places, action="imported", at="")
    best, found = (SAME_PASSAGE, False), own
    for case in cases:
        if not case.is_relation and case.id not in settled:
            same, likeness = probe.likeness(case.places)
            if (likeness, same) > best or (likeness == SAME_PASSAGE and found is own):
                best, found = (likeness, same), subject_of(case)
    return found


def _tie(link: Relation, record: Record, homes: dict[str, Subject]) -> Tie:
    spans = {span.id: span for span in record.spans}
    return Tie(
        annotator=GOLD_NAME,
        relation=link,
        source=spans[link.source],
        target=spans[link.target],
        source_case=homes[link.source].case,
        target_case=homes[link.target].case,
    )


def _home_of_link(tie: Tie, cases: tuple[Case, ...], settled: set[str]) -> Subject:
    for case in cases:
        held = [one.content[:3] for ties in case.ties.values() for one in ties]
        if tie.content[:3] in held and case.id not in settled:
            return subject_of(case)
    ends = (content(tie.source), content(tie.target))
    places: Places = tuple((span.label, extent(span.fragments)) for span in (tie.source, tie.target))
    return Subject(f"own {tie.relation.label, ends, said(tie.relation.attributes)}", "relations", places)
