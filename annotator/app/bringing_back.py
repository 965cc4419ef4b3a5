"""How is what annotators did brought back?

Each file that came back is one step: all of it comes in or nothing does, and one Undo takes it back.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import orjson

from annotator.app import scheming
from annotator.app.jobs import Job, Progress
from annotator.app.session import Session, refuse_bad_annotator
from annotator.domain import scheme
from annotator.domain.entries import Registry
from annotator.domain.errors import Refused
from annotator.domain.values import Value
from annotator.exchange import merging, received
from annotator.exchange.comparing import Verdict, What
from annotator.exchange.following import Following, way
from annotator.exchange.here import Here
from annotator.exchange.merging import Plan, Planner
from annotator.exchange.received import Received
from annotator.i18n import tr
from annotator.storage import entries, files, journal, projects
from annotator.storage.copying import LayerRows
from annotator.storage.store import Store

MERGE = "merge"
_SHOWN_REASONS = 3


class Place(Value):
    """Whose work in which document."""

    annotator: str
    document: str


class RefusedFile(Value):
    """A file that stays out, and why."""

    file: str
    why: str


class Line(Value):
    """What becomes of one layer of one file; ``before`` and ``after`` count the marks of one that is changed."""

    file: str
    annotator: str
    document: str
    what: What
    why: str
    before: int
    after: int


class MergeReport(Value):
    """What came of the files, or would: every layer a line, and those files that stay out."""

    lines: tuple[Line, ...] = ()
    refused: tuple[RefusedFile, ...] = ()

    def places(self, what: What) -> list[Place]:
        """The layers to which this happens; one that two files bring is named once."""
        out = {one.file for one in self.refused}
        found = [
            Place(annotator=one.annotator, document=one.document)
            for one in self.lines
            if one.what == what and one.file not in out
        ]
        return list(dict.fromkeys(found))


def foresee(session: Session, paths: Sequence[Path]) -> Job[MergeReport]:
    """What bringing these files back would do, one after the other; changes nothing."""
    lines, refused = list[Line](), list[RefusedFile]()
    with session.snapshot():
        here = Here(session.store)
        for number, path in enumerate(paths):
            yield Progress(done=number, total=len(paths), what=path.name)
            try:
                plan = _plan(session, path, here)
            except Refused as refusal:
                refused.append(RefusedFile(file=str(path), why=str(refusal)))
                continue
            lines += _lines(path, plan, here)
            if plan.refused:
                refused.append(RefusedFile(file=str(path), why=_reasons(plan, here)))
            else:
                for one in plan.work:
                    here.pretend(one.person, one.verdicts)
    return MergeReport(lines=tuple(lines), refused=tuple(refused))


def merge(session: Session, paths: Sequence[Path]) -> Job[MergeReport]:
    """Bring these files back, each whole or not at all; one that is refused does not keep the others out."""
    lines, refused = list[Line](), list[RefusedFile]()
    for number, path in enumerate(paths):
        yield Progress(done=number, total=len(paths), what=path.name)
        try:
            here = Here(session.store)
            plan = _plan(session, path, here)
            if not plan.refused:
                _carry_out(session, plan)
        except Refused as refusal:
            refused.append(RefusedFile(file=str(path), why=str(refusal)))
            continue
        lines += _lines(path, plan, here)
        if plan.refused:
            refused.append(RefusedFile(file=str(path), why=_reasons(plan, here)))
    return MergeReport(lines=tuple(lines), refused=tuple(refused))


def _carry_out(session: Session, plan: Plan) -> None:
    if not plan.brings:
        return
    with session.step(MERGE, None) as writer:
        merging.carry_out(session.store, writer, plan)
        verdicts = [one for work in plan.work for one in work.verdicts if one.what in ("added", "renewed")]
        journal.summarise(
            session.store,
            writer.step,
            {
                "documents": len({one.document for one in verdicts}),
                "spans": sum(len(one.after.spans) for one in verdicts),
            },
        )


def _plan(session: Session, path: Path, here: Here) -> Plan:
    if path.exists() and path.samefile(session.path):
        raise Refused(tr("this is the project itself"), where=str(path), remedy=tr("choose what came back"))
    with files.received(path) as store:
        if projects.purpose(store) == "feedback":
            raise Refused(
                tr("this is feedback, which brings nothing back"),
                where=str(path),
                remedy=tr("choose what was handed out"),
            )
        told = received.read(store)
        try:
            return _planner(session, told, here).plan(store)
        except Refused as refusal:
            where = f"{path}, {refusal.where}" if refusal.where else str(path)
            raise Refused(refusal.what, where=where, remedy=refusal.remedy) from refusal


def _planner(session: Session, told: Received, here: Here) -> Planner:
    if told.project != session.id:
        raise Refused(tr("it belongs to another project"), remedy=tr("open the project that it was handed out from"))
    for person in told.people.values():
        refuse_bad_annotator(person.name)
    title = scheme.parse(told.body, where="").title
    path = way(told.body, orjson.loads(session.scheme_text), scheming.changes_since(session, title))
    registries = _registries(session.store)
    return Planner(here, told, session.scheme, Following(told, session.scheme, path, registries), registries)


def _registries(store: Store) -> dict[str, Registry]:
    known = entries.read_all(store)
    return {name: Registry(one for one in known if one.registry == name) for name in {one.registry for one in known}}


class _Told(NamedTuple):
    annotator: str
    document: str
    verdict: Verdict


def _told(plan: Plan, here: Here) -> Iterator[_Told]:
    names = {document.key: document.id for document in here.by_hash.values()}
    for work in plan.work:
        for verdict in work.verdicts:
            yield _Told(work.person.name, names[verdict.document], verdict)


def _lines(path: Path, plan: Plan, here: Here) -> list[Line]:
    return [
        Line(
            file=str(path),
            annotator=one.annotator,
            document=one.document,
            what=one.verdict.what,
            why=one.verdict.why,
            before=_marks(one.verdict.before) if one.verdict.what == "renewed" else 0,
            after=_marks(one.verdict.after) if one.verdict.what in ("added", "renewed") else 0,
        )
        for one in _told(plan, here)
    ]


def _marks(rows: LayerRows) -> int:
    return len(rows.spans) + len(rows.relations)


def _reasons(plan: Plan, here: Here) -> str:
    """Why a file stays out, by its first documents."""
    told = [f"{one.document}: {one.verdict.why}" for one in _told(plan, here) if one.verdict.what == "refused"]
    more = [tr("and {count} more", count=len(told) - _SHOWN_REASONS)] if len(told) > _SHOWN_REASONS else []
    return "; ".join([*told[:_SHOWN_REASONS], *more])
