"""The cases of the project as a list for other programs."""

from typing import Any

from annotator.app.review.review import Review, ReviewedDocument
from annotator.app.session import Session
from annotator.domain.decisions import Decision
from annotator.domain.marks.marks import Span
from annotator.review.cases import Case, CaseRelation


def list_cases(session: Session) -> list[dict[str, Any]]:
    """Every disagreement of the annotators who finished a document: documents in order, cases in text order."""
    return [
        {
            "id": state.case.id,
            "document": document.id,
            "kind": state.case.kinds[0],
            "kinds": list(state.case.kinds),
            "start": state.case.start,
            "end": state.case.end,
            "severity": round(state.case.severity, 1),
            "marks": _marks(state.case),
            "missing": list(state.case.missing),
            "decision": _decision(document, state.decision),
            "previous": _decision(document, state.previous),
            "question": state.question.comment if state.question else None,
        }
        for document, state in Review(session).read().cases()
    ]


def _marks(case: Case) -> list[dict[str, Any]]:
    spans = [{"annotator": name} | _span(span) for name in case.annotators for span in case.spans.get(name, ())]
    return spans + [_relation(relation) for name in case.annotators for relation in case.relations.get(name, ())]


def _span(span: Span) -> dict[str, Any]:
    record: dict[str, Any] = {"id": span.id, "label": span.label, "start": span.start, "end": span.end}
    if len(span.fragments) > 1:
        record["fragments"] = span.fragments
    return record | {"text": span.quote, "attributes": span.attributes, "note": span.note}


def _relation(relation: CaseRelation) -> dict[str, Any]:
    return {
        "annotator": relation.annotator,
        "id": relation.relation.id,
        "label": relation.relation.label,
        "from": relation.relation.source,
        "to": relation.relation.target,
        "attributes": relation.relation.attributes,
    }


def _decision(document: ReviewedDocument, decision: Decision | None) -> dict[str, Any] | None:
    if decision is None:
        return None
    return {
        "id": decision.key,
        "action": decision.action,
        "origin": decision.origin,
        "policy": decision.policy or None,
        "from": list(decision.source),
        "parent": decision.parent,
        "by": decision.reviewer or None,
        "at": decision.at,
        "comment": decision.comment,
        "spans": [_span(span) for span in document.spans_of(decision)],
    }
