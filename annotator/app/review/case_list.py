"""Which cases does the project have, as a list for other programs?"""

from typing import Any

from annotator.app.review.review import Review, Reviewed
from annotator.app.session import Session
from annotator.domain.decisions import Decision
from annotator.domain.marks.marks import Span
from annotator.review.cases import Case, Tie


def cases(session: Session) -> list[dict[str, Any]]:
    """Every disagreement between those who finished a document: documents in order, cases in text order."""
    return [
        {
            "id": standing.case.id,
            "document": document.id,
            "kind": standing.case.kinds[0],
            "kinds": list(standing.case.kinds),
            "start": standing.case.start,
            "end": standing.case.end,
            "severity": round(standing.case.severity, 1),
            "marks": _marks(standing.case),
            "missing": list(standing.case.missing),
            "decision": _decision(document, standing.decision),
            "previous": _decision(document, standing.previous),
            "question": standing.question.comment if standing.question else None,
        }
        for document, standing in Review(session).read().cases()
    ]


def _marks(case: Case) -> list[dict[str, Any]]:
    spans = [{"annotator": name} | _span(span) for name in case.annotators for span in case.spans.get(name, ())]
    return spans + [_tie(tie) for name in case.annotators for tie in case.ties.get(name, ())]


def _span(span: Span) -> dict[str, Any]:
    told: dict[str, Any] = {"id": span.id, "label": span.label, "start": span.start, "end": span.end}
    if len(span.fragments) > 1:
        told["fragments"] = span.fragments
    return told | {"text": span.quote, "attributes": span.attributes, "note": span.note}


def _tie(tie: Tie) -> dict[str, Any]:
    return {
        "annotator": tie.annotator,
        "id": tie.relation.id,
        "label": tie.relation.label,
        "from": tie.relation.source,
        "to": tie.relation.target,
        "attributes": tie.relation.attributes,
    }


def _decision(document: Reviewed, decision: Decision | None) -> dict[str, Any] | None:
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
        "spans": [_span(span) for span in document.marks_of(decision)],
    }
