"""Rebinding of decisions to their cases after a change that only renames what marks contain.

A decision names its case by the content of the marks. A change of the scheme or of a name may rewrite marks. Where the
same annotators still agree and disagree about the same marks, the decision moves to the new id of its case.
"""

from typing import NamedTuple

from annotator.app.jobs import Job, Progress
from annotator.app.session import Session
from annotator.domain.decisions import Decision
from annotator.domain.matching.clusters import match
from annotator.domain.matching.results import DifferenceKind
from annotator.review.cases import Case, cases_of
from annotator.storage.journal.journal import Writer
from annotator.storage.tables import decisions
from annotator.storage.tables.decisions import FinishedDocument

_BATCH = 50


class _Shape(NamedTuple):
    """What stays of a case when its marks are renamed: the ids of its marks, its kinds, and who agrees with whom."""

    marks: frozenset[tuple[str, str]]
    kinds: tuple[DifferenceKind, ...]
    sides: frozenset[frozenset[str]]


BoundDecisions = dict[str, list[tuple[_Shape, Decision]]]
"""The current decisions of each document (by id), with the shapes of their cases."""


def bound_decisions(session: Session) -> Job[BoundDecisions]:
    """The decisions before the marks are rewritten."""
    names = [name for _, name in decisions.decided_documents(session.store)]
    bound: BoundDecisions = {}
    for done, document in enumerate(decisions.finished_documents(session.store, names), 1):
        shapes = {case.id: _shape(case) for case in _cases(document, session.scheme.symmetric)}
        bound[document.id] = [
            (shapes[decision.case], decision) for decision in document.decisions if decision.case in shapes
        ]
        if done % _BATCH == 0:
            yield Progress(done=done, total=len(names), caption=document.id)
    return bound


def rebind_decisions(session: Session, writer: Writer, before: BoundDecisions, symmetric: frozenset[str]) -> Job[None]:
    """Write the new ids of their cases into the decisions; ``symmetric`` are the relations without a direction."""
    for done, document in enumerate(decisions.finished_documents(session.store, list(before)), 1):
        cases = {_shape(case): case for case in _cases(document, symmetric)}
        for shape, decision in before[document.id]:
            case = cases.get(shape)
            if case and (case.id, case.places) != (decision.case, decision.places):
                row = decisions.decision_row(session.store, decision.key)
                writer.put("decisions", row | decisions.case_columns(case.id, case.places))
        if done % _BATCH == 0:
            yield Progress(done=done, total=len(before), caption=document.id)


def _cases(document: FinishedDocument, symmetric: frozenset[str]) -> tuple[Case, ...]:
    return cases_of(match(document.layers, text=document.text, symmetric=symmetric))


def _shape(case: Case) -> _Shape:
    spans = {(name, span.id) for name, version in case.spans.items() for span in version}
    relations = {(name, relation.relation.id) for name, version in case.relations.items() for relation in version}
    sides: dict[object, set[str]] = {}
    for name, content in case.versions.items():
        sides.setdefault(content, set()).add(name)
    return _Shape(frozenset(spans | relations), case.kinds, frozenset(map(frozenset, sides.values())))
