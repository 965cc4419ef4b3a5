"""Import of a reviewed layer from a file.

Each of its marks becomes a decision: on the case that it matches or, where no annotator marked anything, on a subject
of its own.
"""

from annotator.app.review.gold_writer import DecisionSubject, GoldWriter, subject_of_case, subject_of_span
from annotator.app.review.review import Review
from annotator.app.session import Session
from annotator.domain.decisions import Decision, LabelledExtents, non_empty_attributes, span_content
from annotator.domain.errors import Refused
from annotator.domain.marks.marks import Layer, Relation, Span
from annotator.domain.matching.extents import extent_of
from annotator.domain.record import Record
from annotator.i18n import tr
from annotator.review.case_states import SAME_PASSAGE
from annotator.review.cases import Case, CaseRelation
from annotator.review.choices import GoldChoice
from annotator.storage.journal.journal import Writer
from annotator.storage.tables import decisions, marks
from annotator.storage.tables.annotators import GOLD, GOLD_NAME


def import_gold(session: Session, writer: Writer, document: int, record: Record, *, replace: bool) -> bool:
    """Bring the record's marks into gold; False if gold has these marks already.

    Refused if gold has other marks, unless ``replace`` is set.
    """
    row = marks.layer_row_by_key(session.store, document=document, annotator=GOLD)
    empty = Layer(document="", annotator=GOLD_NAME)
    current = marks.read_layer(session.store, row["key"], document="", annotator=GOLD_NAME) if row else empty
    imported = Layer(document="", annotator=GOLD_NAME, spans=record.spans, relations=record.relations)
    if current.content == imported.content:
        return False
    settled = decisions.current(session.store, [document]).get(document, ())
    if current.spans and not replace:
        raise Refused(
            tr("other marks have been reviewed for this document"),
            where=record.where,
            remedy=tr("replace those marks with --replace, or name an annotator"),
        )
    gold = GoldWriter(session, writer, many=False).document_gold(document, record.status or "in-progress")
    for decision in settled:
        if decision.origin is not None:
            gold.withdraw(decision)
    cases = _cases(session, document)
    markless = {decision.case: decision for decision in settled if decision.origin is None}
    subjects: dict[str, DecisionSubject] = {}
    keys: dict[str, int] = {}
    for span in record.spans:
        subject = subjects[span.id] = _span_subject(span, cases, set(keys))
        choice = GoldChoice(action="imported", spans=(span,))
        keys[subject.case] = gold.decide(subject, choice, replaces=_replaced(markless, subject))
    for relation in record.relations:
        case_relation = _case_relation(relation, record, subjects)
        subject = _relation_subject(case_relation, cases, set(keys))
        choice = GoldChoice(action="imported", relations=(case_relation,))
        keys[subject.case] = gold.decide(subject, choice, replaces=_replaced(markless, subject), ends=keys)
    return True


def _cases(session: Session, document: int) -> tuple[Case, ...]:
    name = decisions.document_id(session.store, document)
    review = Review(session)
    review.refresh_document(name)
    return review.documents[name].cases if name in review.documents else ()


def _replaced(markless: dict[str, Decision], subject: DecisionSubject) -> list[Decision]:
    """The decision without marks that a decision on this subject supersedes."""
    return [markless[subject.case]] if subject.case in markless else []


def _span_subject(span: Span, cases: tuple[Case, ...], settled: set[str]) -> DecisionSubject:
    """The open case that is most similar to the span; the span's own subject if none is similar enough."""
    own_subject = subject_of_span(span)
    probe = Decision(key=0, case="", places=own_subject.places, action="imported", at="")
    best, subject = (SAME_PASSAGE, False), own_subject
    for case in cases:
        if not case.is_relation and case.id not in settled:
            same_label, likeness = probe.likeness(case.places)
            if (likeness, same_label) > best or (likeness == SAME_PASSAGE and subject is own_subject):
                best, subject = (likeness, same_label), subject_of_case(case)
    return subject


def _case_relation(relation: Relation, record: Record, subjects: dict[str, DecisionSubject]) -> CaseRelation:
    spans = {span.id: span for span in record.spans}
    return CaseRelation(
        annotator=GOLD_NAME,
        relation=relation,
        source=spans[relation.source],
        target=spans[relation.target],
        source_case=subjects[relation.source].case,
        target_case=subjects[relation.target].case,
    )


def _relation_subject(relation: CaseRelation, cases: tuple[Case, ...], settled: set[str]) -> DecisionSubject:
    """The open case of the same relation; the relation's own subject if there is none."""
    for case in cases:
        contents = [rival.content[:3] for version in case.relations.values() for rival in version]
        if relation.content[:3] in contents and case.id not in settled:
            return subject_of_case(case)
    spans = (relation.source, relation.target)
    content = (
        relation.relation.label,
        tuple(map(span_content, spans)),
        non_empty_attributes(relation.relation.attributes),
    )
    places: LabelledExtents = tuple((span.label, extent_of(span.fragments)) for span in spans)
    return DecisionSubject(f"own {content}", "relations", places)
