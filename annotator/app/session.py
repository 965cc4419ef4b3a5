"""The session: one open project, its current annotator, its steps and their listeners."""

import json
import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from annotator.app.jobs import Job, Progress, run
from annotator.app.undo_checks import refuse_scheme_misfits
from annotator.domain.change_set import ChangeOrigin, ChangeSet, RelationChange, SpanChange, StepSummary
from annotator.domain.document import Document, refuse_bad_name
from annotator.domain.errors import Damaged, Refused
from annotator.domain.operations import Operation
from annotator.domain.scheme.parser import parse_scheme
from annotator.i18n import tr
from annotator.storage.file.store import Store
from annotator.storage.journal import journal, undo
from annotator.storage.journal.filed_steps import FiledStep
from annotator.storage.journal.journal import Writer
from annotator.storage.tables import annotators, documents, marks, project
from annotator.storage.tables.annotators import Annotator

Listener = Callable[[ChangeSet], None]
RESERVED_NAME = "gold"
_log = logging.getLogger(__name__)


class Session:
    """An open project. Every change goes through ``step``, ``undo`` or ``redo``, and each publishes one ChangeSet."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._listeners: list[Listener] = []
        self._ids: list[str] | None = None
        # The annotator by key, and the steps that undo and redo would take; None after a change.
        self._next_steps: tuple[int | None, FiledStep | None, FiledStep | None] | None = None
        self.annotator: Annotator | None = None
        self.scheme_text, self.guidelines = "", ""
        try:
            self._read_scheme()
            self.id = project.project_id(store)
            self.feedback = project.purpose(store) == "feedback"
        except (IndexError, ValueError, RecursionError, Refused) as problem:
            store.close()
            raise Damaged(
                tr("the project has lost its scheme ({problem})", problem=getattr(problem, "message", problem)),
                where=str(store.path),
                remedy=tr("restore a copy"),
            ) from problem

    def _read_scheme(self) -> None:
        """Read the scheme of the project; the parsed value is kept while the scheme is unchanged."""
        text, guidelines = project.scheme_and_guidelines(self.store)
        if (text, guidelines) != (self.scheme_text, self.guidelines):
            self.scheme = parse_scheme(json.loads(text), where=str(self.store.path))
            self.scheme_text, self.guidelines = text, guidelines

    @property
    def path(self) -> Path:
        """The project file."""
        return self.store.path

    @property
    def read_only(self) -> bool:
        """Whether the project is open for reading only."""
        return self.store.read_only

    def close(self) -> None:
        """Close the project and release it for other writers."""
        self.store.close()
        _log.info("closed %s", self.path)

    def on_damage(self, listener: Callable[[Refused], None]) -> None:
        """Call ``listener`` with damage that the background check finds, on the thread that finds it."""
        self.store.on_damage(listener)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """A block in which all reads see the same state, also while another process writes."""
        with self.store.snapshot():
            yield

    def document_ids(self) -> list[str]:
        """The ids of all documents in the order of their import; read again after each bulk step."""
        if self._ids is None:
            self._ids = documents.ids(self.store)
        return self._ids

    def document(self, name: str) -> Document:
        """The document with this id; Refused if there is none."""
        return documents.find(self.store, name)[1]

    def refuse_damage(self, document: Document, faults: Iterable[str]) -> None:
        """Raise Damaged if a document has faults, before it is shown or exported."""
        for fault in faults:
            raise Damaged(
                tr("document {id} is damaged ({fault})", id=document.id, fault=fault),
                where=str(self.path),
                remedy=tr("run 'annotator check' and restore a copy"),
            )

    def annotator_names(self) -> list[str]:
        """The names of all annotators."""
        return [annotator.name for annotator in annotators.read_all(self.store)]

    def next_unfinished(self, after: str) -> str | None:
        """The next document that the current annotator has not finished, wrapping at the end; None if there is none."""
        return project.next_unfinished(self.store, self._annotator_key, after)

    def done_count(self) -> int:
        """The number of documents that the current annotator has finished."""
        return project.done_count(self.store, self.annotator.key) if self.annotator else 0

    def work_as(self, name: str, *, create: bool) -> None:
        """Make this annotator the current one; an unknown name is refused unless ``create``."""
        self.annotator = self.annotator_named(name, create=create)

    def annotator_named(self, name: str, *, create: bool) -> Annotator:
        """The annotator of this name; an unknown name is refused unless ``create``."""
        annotator = annotators.by_name(self.store, name)
        if annotator:
            return annotator
        refuse_bad_annotator(name)
        if not create:
            raise Refused(
                tr("the project has no annotator {name}", name=repr(name)),
                where=str(self.path),
                remedy=tr("it has {names}", names=", ".join(self.annotator_names()) or tr("none yet")),
            )
        self._refuse_read_only()
        with journal.step(self.store, Operation.ADD_ANNOTATOR, annotator=None, undoable=False) as writer:
            return annotators.add(writer, name)

    def subscribe(self, listener: Listener) -> None:
        """Call ``listener`` with every ChangeSet from now on."""
        self._listeners.append(listener)

    @contextmanager
    def step(
        self, operation: Operation, document: str | None, *, undoable: bool = True, shared: bool = False
    ) -> Iterator[Writer]:
        """One step of the current annotator, published when it is committed.

        ``document`` is the document whose layer changes; None for a bulk step, after which views read again. A
        ``shared`` step changes what belongs to the whole project, such as the scheme: any annotator can undo it.
        """
        self._refuse_read_only()
        annotator = None if shared else self._annotator_key
        with journal.step(
            self.store,
            operation,
            annotator=annotator,
            document=document,
            undoable=undoable,
            shared=shared,
        ) as writer:
            yield writer
        if writer.changed:
            self._publish(
                FiledStep(
                    step=writer.step,
                    at="",
                    annotator=annotator,
                    operation=operation,
                    document=document,
                    state="done",
                    summary={},
                    changes=tuple(writer.changes),
                ),
                "do",
            )

    def _refuse_read_only(self) -> None:
        """Refuse changes of a project that is open for reading only."""
        self.refuse_feedback()
        if self.read_only:
            raise Refused(
                tr("the project is open for reading only"),
                remedy=tr("close it where it is being edited, then reopen it"),
            )

    def refuse_feedback(self) -> None:
        """Refuse changes of a feedback file, and previews of changes."""
        if self.feedback:
            raise Refused(
                tr("this is feedback, for reading only"), remedy=tr("work in the project, or in what was handed out")
            )

    def next_undo(self) -> StepSummary | None:
        """The step that ``undo`` would revert; None if there is none."""
        return _summary(self._undo_and_redo_steps()[0])

    def next_redo(self) -> StepSummary | None:
        """The step that ``redo`` would repeat; None if there is none."""
        return _summary(self._undo_and_redo_steps()[1])

    def undo(self) -> StepSummary | None:
        """Undo the latest step of the current annotator, of this run or an earlier one; None if there is none."""
        return run(self.undo_job())

    def redo(self) -> StepSummary | None:
        """Redo the step that was undone last; None if there is none."""
        return run(self.redo_job())

    def undo_job(self) -> Job[StepSummary | None]:
        """``undo`` as a job, for a bulk step."""
        step, _ = self._undo_and_redo_steps()
        if step:
            self._publish((yield from _report_progress(undo.undo(self.store, step, self._refuse_misfits))), "undo")
        return _summary(step)

    def redo_job(self) -> Job[StepSummary | None]:
        """``redo`` as a job."""
        _, step = self._undo_and_redo_steps()
        if step:
            self._publish((yield from _report_progress(undo.redo(self.store, step, self._refuse_misfits))), "redo")
        return _summary(step)

    def _refuse_misfits(self, step: FiledStep) -> None:
        # A bulk step may restore the scheme itself.
        bulk = step.document is None
        body = project.scheme_and_guidelines(self.store)[0] if bulk else ""
        refuse_scheme_misfits(self.store, parse_scheme(json.loads(body), where="") if bulk else self.scheme, step)

    def _undo_and_redo_steps(self) -> tuple[FiledStep | None, FiledStep | None]:
        """The steps that undo and redo would take, read once for each state of the journal."""
        if self.read_only:
            return None, None
        annotator = self._annotator_key
        if self._next_steps is None or self._next_steps[0] != annotator:
            next_undo, next_redo = undo.next_undo(self.store, annotator), undo.next_redo(self.store, annotator)
            self._next_steps = annotator, next_undo, next_redo
        return self._next_steps[1:]

    @property
    def _annotator_key(self) -> int | None:
        return self.annotator.key if self.annotator else None

    def _publish(self, step: FiledStep, origin: ChangeOrigin) -> None:
        self._next_steps = None
        change = self._change_set(step, origin)
        if change.bulk:
            self._ids = None
            self._read_scheme()
        for listener in self._listeners:
            listener(change)

    def _change_set(self, step: FiledStep, origin: ChangeOrigin) -> ChangeSet:
        if step.document is None:
            return ChangeSet(
                step=step.step,
                origin=origin,
                operation=step.operation,
                document=None,
                annotator=None,
                bulk=True,
            )
        spans, relations, status = [], [], None
        for change in step.changes:
            before, after = change.before, change.after
            if change.table == "spans":
                spans.append(
                    SpanChange(
                        before=marks.span_from_row(before) if before else None,
                        after=marks.span_from_row(after) if after else None,
                    )
                )
            elif change.table == "relations":
                relations.append(
                    RelationChange(
                        before=marks.relation_from_row(before) if before else None,
                        after=marks.relation_from_row(after) if after else None,
                    )
                )
            elif change.table == "layers":
                status = after["status"] if after else "new"
        return ChangeSet(
            step=step.step,
            origin=origin,
            operation=step.operation,
            document=step.document,
            annotator=self._layer_of(step),
            spans=tuple(spans),
            relations=tuple(relations),
            status=status,
        )

    def _layer_of(self, step: FiledStep) -> str | None:
        """Whose layer the step changed: that of its annotator; a decision changes gold."""
        if any(change.table == "decisions" for change in step.changes):
            return RESERVED_NAME
        names = {annotator.key: annotator.name for annotator in annotators.read_all(self.store)}
        return names.get(step.annotator) if step.annotator is not None else None


def _report_progress(steps: undo.UndoJob) -> Job[FiledStep]:
    """Run an undo or redo, yielding its progress; the step with its changes."""
    with closing(steps):
        try:
            while True:
                done, total = next(steps)
                yield Progress(done=done, total=total, caption="")
        except StopIteration as end:
            filed: FiledStep = end.value
            return filed


def _summary(step: FiledStep | None) -> StepSummary | None:
    if step is None:
        return None
    return StepSummary(step=step.step, operation=step.operation, document=step.document, counts=step.summary)


def refuse_bad_annotator(name: str, *, where: str = "") -> None:
    """Refuse a name that is not allowed for an annotator."""
    refuse_bad_name(name, subject=tr("the annotator"), where=where)
    if name.strip().casefold() == RESERVED_NAME:
        raise Refused(
            tr("the name {name} is reserved for the reviewed layer", name=repr(name[:60])),
            where=where,
            remedy=tr("name an annotator with --annotator") if where else tr("choose another name"),
        )
