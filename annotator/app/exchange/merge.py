"""The merge of files that came back from annotators.

Each returned file is one step: it comes in as a whole or not at all, and one Undo takes it back.
"""

import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import orjson

from annotator.app import log_file
from annotator.app.jobs import Job, Progress
from annotator.app.scheme import apply_change
from annotator.app.session import Session, refuse_bad_annotator
from annotator.domain.errors import Refused
from annotator.domain.frozen_model import FrozenModel
from annotator.domain.names.registry import Registry
from annotator.domain.operations import Operation
from annotator.domain.scheme.parser import parse_scheme
from annotator.exchange import merge_plan, received_file
from annotator.exchange.layer_verdict import LayerVerdict, MergeAction
from annotator.exchange.merge_plan import MergePlan, MergePlanner
from annotator.exchange.received_file import ReceivedFile
from annotator.exchange.scheme_replay import SchemeReplay, migration_path
from annotator.exchange.target_project import TargetProject
from annotator.i18n import tr
from annotator.storage.file import received_copy
from annotator.storage.file.store import Store
from annotator.storage.journal import journal
from annotator.storage.tables import project, registry
from annotator.storage.tables.layer_transfer import LayerRows

_log = logging.getLogger(__name__)
_SHOWN_REASONS = 3


class LayerPlace(FrozenModel):
    """The annotator and the document of a layer."""

    annotator: str
    document: str


class RefusedFile(FrozenModel):
    """A file that is not merged, and the reason."""

    file: str
    why: str


class MergeLine(FrozenModel):
    """The action for one layer of one file; ``before`` and ``after`` count the marks of a layer that changes."""

    file: str
    annotator: str
    document: str
    action: MergeAction
    reason: str
    before: int
    after: int


class MergeReport(FrozenModel):
    """The outcome of a merge or of its dry run: a line for each layer, and the files that are not merged."""

    lines: tuple[MergeLine, ...] = ()
    refused: tuple[RefusedFile, ...] = ()

    def layers_with(self, action: MergeAction) -> list[LayerPlace]:
        """The layers of the merged files with this action; a layer that two files bring is listed once."""
        refused_files = {refused.file for refused in self.refused}
        layers = [
            LayerPlace(annotator=line.annotator, document=line.document)
            for line in self.lines
            if line.action == action and line.file not in refused_files
        ]
        return list(dict.fromkeys(layers))


def preview_merge(session: Session, paths: Sequence[Path]) -> Job[MergeReport]:
    """Report what the merge of these files would do, one after the other; nothing is written."""
    lines, refused = list[MergeLine](), list[RefusedFile]()
    with session.snapshot():
        target = TargetProject(session.store)
        for number, path in enumerate(paths):
            yield Progress(done=number, total=len(paths), caption=path.name)
            try:
                plan = _plan(session, path, target)
            except Refused as refusal:
                refused.append(RefusedFile(file=str(path), why=str(refusal)))
                continue
            lines += _lines(path, plan, target)
            if plan.refused:
                refused.append(RefusedFile(file=str(path), why=_reasons(plan, target)))
            else:
                for work in plan.work:
                    target.simulate(work.annotator, work.verdicts)
    return MergeReport(lines=tuple(lines), refused=tuple(refused))


def merge(session: Session, paths: Sequence[Path]) -> Job[MergeReport]:
    """Merge these files, each as a whole or not at all; a refused file does not stop the others."""
    lines, refused = list[MergeLine](), list[RefusedFile]()
    for number, path in enumerate(paths):
        yield Progress(done=number, total=len(paths), caption=path.name)
        try:
            target = TargetProject(session.store)
            plan = _plan(session, path, target)
            if not plan.refused:
                _carry_out(session, plan)
        except Refused as refusal:
            log_file.log_refusal(_log, refusal)
            refused.append(RefusedFile(file=str(path), why=str(refusal)))
            continue
        lines += _lines(path, plan, target)
        if plan.refused:
            _log.warning("merge of %s refused: it holds layers that cannot come in", path)
            refused.append(RefusedFile(file=str(path), why=_reasons(plan, target)))
        else:
            _log.info("merged %s: layers of %d annotators", path, len(plan.work))
    return MergeReport(lines=tuple(lines), refused=tuple(refused))


def _carry_out(session: Session, plan: MergePlan) -> None:
    if not plan.has_new_states:
        return
    with session.step(Operation.MERGE, None) as writer:
        merge_plan.carry_out(session.store, writer, plan)
        verdicts = [
            verdict for work in plan.work for verdict in work.verdicts if verdict.action in ("added", "renewed")
        ]
        journal.summarise(
            session.store,
            writer.step,
            {
                "documents": len({verdict.document for verdict in verdicts}),
                "spans": sum(len(verdict.after.spans) for verdict in verdicts),
            },
        )


def _plan(session: Session, path: Path, target: TargetProject) -> MergePlan:
    if path.exists() and path.samefile(session.path):
        raise Refused(tr("this is the project itself"), where=str(path), remedy=tr("choose what came back"))
    with received_copy.open_received(path) as store:
        if project.purpose(store) == "feedback":
            raise Refused(
                tr("this is feedback, which brings nothing back"),
                where=str(path),
                remedy=tr("choose what was handed out"),
            )
        received = received_file.read(store)
        try:
            return _planner(session, received, target).plan(store)
        except Refused as refusal:
            where = f"{path}, {refusal.where}" if refusal.where else str(path)
            raise Refused(refusal.message, where=where, remedy=refusal.remedy) from refusal


def _planner(session: Session, received: ReceivedFile, target: TargetProject) -> MergePlanner:
    if received.project != session.id:
        raise Refused(tr("it belongs to another project"), remedy=tr("open the project that it was handed out from"))
    for annotator in received.annotators.values():
        refuse_bad_annotator(annotator.name)
    title = parse_scheme(received.body, where="").title
    ours = orjson.loads(session.scheme_text)
    path = migration_path(received.body, ours, apply_change.changes_since(session, title))
    registries = _registries(session.store)
    replay = SchemeReplay(received, session.scheme, path, registries)
    return MergePlanner(target, received, session.scheme, replay, registries)


def _registries(store: Store) -> dict[str, Registry]:
    entries = registry.read_all(store)
    names = {entry.registry for entry in entries}
    return {name: Registry(entry for entry in entries if entry.registry == name) for name in names}


class _NamedVerdict(NamedTuple):
    annotator: str
    document: str
    verdict: LayerVerdict


def _named_verdicts(plan: MergePlan, target: TargetProject) -> Iterator[_NamedVerdict]:
    """The verdicts of the plan with the names of the annotator and of the document."""
    names = {document.key: document.id for document in target.by_hash.values()}
    for work in plan.work:
        for verdict in work.verdicts:
            yield _NamedVerdict(work.annotator.name, names[verdict.document], verdict)


def _lines(path: Path, plan: MergePlan, target: TargetProject) -> list[MergeLine]:
    return [
        MergeLine(
            file=str(path),
            annotator=annotator,
            document=document,
            action=verdict.action,
            reason=verdict.reason,
            before=_mark_count(verdict.before) if verdict.action == "renewed" else 0,
            after=_mark_count(verdict.after) if verdict.action in ("added", "renewed") else 0,
        )
        for annotator, document, verdict in _named_verdicts(plan, target)
    ]


def _mark_count(rows: LayerRows) -> int:
    return len(rows.spans) + len(rows.relations)


def _reasons(plan: MergePlan, target: TargetProject) -> str:
    """The reasons for which a file is refused, with the first documents concerned."""
    reasons = [
        f"{document}: {verdict.reason}"
        for _, document, verdict in _named_verdicts(plan, target)
        if verdict.action == "refused"
    ]
    hidden_count = len(reasons) - _SHOWN_REASONS
    ending = [tr("and {count} more", count=hidden_count)] if hidden_count > 0 else []
    return "; ".join([*reasons[:_SHOWN_REASONS], *ending])
