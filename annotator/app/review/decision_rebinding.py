"""How do decisions outlast a change that only calls the same marks by other names?

A decision knows its case by what the marks say. Where a change of the scheme or of a name rewrites marks, but the same
people still say the same as each other of the same marks, the decision follows its case.
"""

from typing import NamedTuple

from annotator.app.jobs import Job, Progress
from annotator.app.session import Session
from annotator.domain.decisions import Decision
from annotator.domain.matching.clusters import match
from annotator.domain.matching.results import Kind
from annotator.review.cases import Case, cases_of
from annotator.storage.journal.journal import Writer
from annotator.storage.tables import decisions
from annotator.storage.tables.decisions import Finished

_BATCH = 50


class _Shape(NamedTuple):
    """What stays of a case when its marks are called something else: whose they are, how they differ, who agrees."""

    marks: frozenset[tuple[str, str]]
    kinds: tuple[Kind, ...]
    sides: frozenset[frozenset[str]]


Settled = dict[str, list[tuple[_Shape, Decision]]]
"""The decisions that stand in each document (by id), with the shapes of their cases."""


def settled(session: Session) -> Job[Settled]:
    """What is settled before the marks are rewritten."""
    names = [name for _, name in decisions.decided_documents(session.store)]
    found: Settled = {}
    for done, one in enumerate(decisions.finished(session.store, names), 1):
        shapes = {case.id: _shape(case) for case in _cases(one, session.scheme.symmetric)}
        found[one.id] = [(shapes[told.case], told) for told in one.decisions if told.case in shapes]
        if done % _BATCH == 0:
            yield Progress(done=done, total=len(names), what=one.id)
    return found


def follow(session: Session, writer: Writer, before: Settled, symmetric: frozenset[str]) -> Job[None]:
    """Let the decisions name their cases as these are named now; ``symmetric`` are the relations without direction."""
    for done, one in enumerate(decisions.finished(session.store, list(before)), 1):
        now = {_shape(case): case for case in _cases(one, symmetric)}
        for shape, decision in before[one.id]:
            case = now.get(shape)
            if case and (case.id, case.places) != (decision.case, decision.places):
                row = decisions.row_of(session.store, decision.key)
                writer.put("decisions", row | decisions.named(case.id, case.places))
        if done % _BATCH == 0:
            yield Progress(done=done, total=len(before), what=one.id)


def _cases(found: Finished, symmetric: frozenset[str]) -> tuple[Case, ...]:
    return cases_of(match(found.layers, text=found.text, symmetric=symmetric))


def _shape(case: Case) -> _Shape:
    spans = {(name, span.id) for name, held in case.spans.items() for span in held}
    ties = {(name, tie.relation.id) for name, held in case.ties.items() for tie in held}
    sides: dict[object, set[str]] = {}
    for name, version in case.versions.items():
        sides.setdefault(version, set()).add(name)
    return _Shape(frozenset(spans | ties), case.kinds, frozenset(map(frozenset, sides.values())))
