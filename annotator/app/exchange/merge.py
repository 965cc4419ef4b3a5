"""How is what annotators did brought back?

Each file that came back is one step: all of it comes in or nothing does, and one Undo takes it back.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import orjson

from annotator.app.jobs import Job, Progress
from annotator.app.scheme import apply_change
from annotator.app.session import Session, refuse_bad_annotator
from annotator.domain.errors import Refused
from annotator.domain.frozen_model import FrozenModel
from annotator.domain.names.registry import Registry
from annotator.domain.scheme import scheme
from annotator.exchange import merge_plan, received_file
from annotator.exchange.layer_verdict import Verdict, What
from annotator.exchange.merge_plan import Plan, Planner
from annotator.exchange.received_file import Received
from annotator.exchange.scheme_replay import Following, way
from annotator.exchange.target_project import Here
from annotator.i18n import tr
from annotator.storage.file import files
from annotator.storage.file.store import Store
from annotator.storage.journal import journal
from annotator.storage.tables import project, registry
from annotator.storage.tables.layer_transfer import LayerRows

MERGE = "merge"
_SHOWN_REASONS = 3


class Place(FrozenModel):
    """Whose work in which document."""

    annotator: str
    document: str


class RefusedFile(FrozenModel):
    """A file that stays out, and why."""

    file: str
    why: str


class Line(FrozenModel):
    """What becomes of one layer of one file; ``before`` and ``after`` count the marks of one that is changed."""

    file: str
    annotator: str
    document: str
    what: What
    why: str
    before: int
    after: int


class MergeReport(FrozenModel):
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
        merge_plan.carry_out(session.store, writer, plan)
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
        if project.purpose(store) == "feedback":
            raise Refused(
                tr("this is feedback, which brings nothing back"),
                where=str(path),
                remedy=tr("choose what was handed out"),
            )
        told = received_file.read(store)
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
    path = way(told.body, orjson.loads(session.scheme_text), apply_change.changes_since(session, title))
    registries = _registries(session.store)
    return Planner(here, told, session.scheme, Following(told, session.scheme, path, registries), registries)


def _registries(store: Store) -> dict[str, Registry]:
    known = registry.read_all(store)
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
