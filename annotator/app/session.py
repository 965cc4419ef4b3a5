"""What is going on in one open project: who works, what was done, and who wants to know?"""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from annotator.app.jobs import Job, Progress, run
from annotator.app.undo_checks import refuse_orphans
from annotator.domain.change_set import ChangeSet, Origin, RelationChange, SpanChange, StepSummary
from annotator.domain.document import Document, refuse_bad_name
from annotator.domain.errors import Damaged, Refused
from annotator.domain.scheme import scheme
from annotator.i18n import tr
from annotator.storage.file.store import Store
from annotator.storage.journal import journal
from annotator.storage.journal.journal import FiledStep, Writer
from annotator.storage.tables import annotators, documents, marks, project
from annotator.storage.tables.annotators import Person

Listener = Callable[[ChangeSet], None]
RESERVED_NAME = "gold"
SCHEME_CHANGED = "change-scheme"


class Session:
    """An open project. Every change goes through ``step``, ``undo`` or ``redo``, and each publishes one ChangeSet."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._listeners: list[Listener] = []
        self._ids: list[str] | None = None
        self.annotator: Person | None = None
        self.scheme_text, self.guidelines = "", ""
        try:
            self._read_scheme()
            self.id = project.project_id(store)
            self.feedback = project.purpose(store) == "feedback"
        except (IndexError, ValueError, RecursionError, Refused) as problem:
            store.close()
            raise Damaged(
                tr("the project has lost its scheme ({problem})", problem=getattr(problem, "what", problem)),
                where=str(store.path),
                remedy=tr("restore a copy"),
            ) from problem

    def _read_scheme(self) -> None:
        """The scheme as the project has it; the same value as long as it is the same."""
        text, guidelines = project.scheme_and_guidelines(self.store)
        if (text, guidelines) != (self.scheme_text, self.guidelines):
            self.scheme = scheme.parse(json.loads(text), where=str(self.store.path))
            self.scheme_text, self.guidelines = text, guidelines

    @property
    def path(self) -> Path:
        return self.store.path

    @property
    def read_only(self) -> bool:
        return self.store.read_only

    def close(self) -> None:
        """Close the project, and let others write."""
        self.store.close()

    def on_damage(self, listener: Callable[[Refused], None]) -> None:
        """Tell of damage that is found while the project is looked through; on whichever thread finds it."""
        self.store.on_damage(listener)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Everything read inside is the state of one moment, whoever writes meanwhile."""
        with self.store.snapshot():
            yield

    def document_ids(self) -> list[str]:
        """All documents in the order in which they came; read anew after every step over many."""
        if self._ids is None:
            self._ids = documents.ids(self.store)
        return self._ids

    def document(self, name: str) -> Document:
        return documents.find(self.store, name)[1]

    def refuse_damage(self, document: Document, faults: Iterable[str]) -> None:
        """Refuse to show or pass on a document in which anything is at fault."""
        for fault in faults:
            raise Damaged(
                tr("document {id} is damaged ({fault})", id=document.id, fault=fault),
                where=str(self.path),
                remedy=tr("run 'annotator check' and restore a copy"),
            )

    def people(self) -> list[str]:
        """The names of all annotators."""
        return [person.name for person in annotators.everybody(self.store)]

    def next_unfinished(self, after: str) -> str | None:
        """The next document that the annotator at work has not finished, around the end; None without another one."""
        return project.next_unfinished(self.store, self._who, after)

    def done_count(self) -> int:
        """How many documents the annotator at work has finished."""
        return project.done_count(self.store, self.annotator.key) if self.annotator else 0

    def work_as(self, name: str, *, create: bool) -> None:
        """From now on this person annotates; an unknown name is refused unless ``create``."""
        self.annotator = self.person(name, create=create)

    def person(self, name: str, *, create: bool) -> Person:
        """The annotator of this name."""
        known = annotators.by_name(self.store, name)
        if known:
            return known
        refuse_bad_annotator(name)
        if not create:
            raise Refused(
                tr("the project has no annotator {name}", name=repr(name)),
                where=str(self.path),
                remedy=tr("it has {names}", names=", ".join(self.people()) or tr("none yet")),
            )
        self._refuse_reading()
        with journal.step(self.store, "add-annotator", annotator=None, undoable=False) as writer:
            return annotators.add(writer, name)

    def subscribe(self, listener: Listener) -> None:
        """Call ``listener`` with every ChangeSet from now on."""
        self._listeners.append(listener)

    @contextmanager
    def step(
        self, operation: str, document: str | None, *, undoable: bool = True, shared: bool = False
    ) -> Iterator[Writer]:
        """One step of the annotator at work, published when it is committed.

        ``document`` is the one whose layer changes; None for a step over many, after which views read again. A
        ``shared`` step changes what belongs to everybody: it is the project's own, and whoever is at work may take it
        back.
        """
        self._refuse_reading()
        who = None if shared else self.annotator
        with journal.step(
            self.store,
            operation,
            annotator=who.key if who else None,
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
                    annotator=who.key if who else None,
                    operation=operation,
                    document=document,
                    state="done",
                    summary={},
                    changes=tuple(writer.changes),
                ),
                "do",
            )

    def _refuse_reading(self) -> None:
        """Refuse to change what is open for reading only."""
        self.refuse_feedback()
        if self.read_only:
            raise Refused(
                tr("the project is open for reading only"),
                remedy=tr("close it where it is being edited, then reopen it"),
            )

    def refuse_feedback(self) -> None:
        """Refuse to change, or only to try to, what was told to an annotator."""
        if self.feedback:
            raise Refused(
                tr("this is feedback, for reading only"), remedy=tr("work in the project, or in what was handed out")
            )

    def next_undo(self) -> StepSummary | None:
        """The step that ``undo`` would take back."""
        return _summary(self._undoable())

    def next_redo(self) -> StepSummary | None:
        """The step that ``redo`` would bring again."""
        return _summary(self._redoable())

    def undo(self) -> StepSummary | None:
        """Take back the latest step of the annotator at work, of this run or an earlier one; None if there is none."""
        return run(self.undoing())

    def redo(self) -> StepSummary | None:
        """Bring again the step that was undone last; None if there is none."""
        return run(self.redoing())

    def undoing(self) -> Job[StepSummary | None]:
        """``undo`` as a job, for a step over many documents."""
        step = self._undoable()
        if step:
            self._publish((yield from _told(journal.undoing(self.store, step, self._refuse_orphans))), "undo")
        return _summary(step)

    def redoing(self) -> Job[StepSummary | None]:
        """``redo`` as a job."""
        step = self._redoable()
        if step:
            self._publish((yield from _told(journal.redoing(self.store, step, self._refuse_orphans))), "redo")
        return _summary(step)

    def _refuse_orphans(self, step: FiledStep) -> None:
        # What a step over many documents brings back may be the scheme itself.
        bulk = step.document is None
        body = project.scheme_and_guidelines(self.store)[0] if bulk else ""
        refuse_orphans(self.store, scheme.parse(json.loads(body), where="") if bulk else self.scheme, step)

    def _undoable(self) -> FiledStep | None:
        return None if self.read_only else journal.next_undo(self.store, self._who)

    def _redoable(self) -> FiledStep | None:
        return None if self.read_only else journal.next_redo(self.store, self._who)

    @property
    def _who(self) -> int | None:
        return self.annotator.key if self.annotator else None

    def _publish(self, step: FiledStep, origin: Origin) -> None:
        change = self._change_set(step, origin)
        if change.bulk:
            self._ids = None
            self._read_scheme()
        for listener in self._listeners:
            listener(change)

    def _change_set(self, step: FiledStep, origin: Origin) -> ChangeSet:
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
        """Whose layer the step changed: that of whoever took it, but a decision changes gold."""
        if any(change.table == "decisions" for change in step.changes):
            return RESERVED_NAME
        return next((who.name for who in annotators.everybody(self.store) if who.key == step.annotator), None)


def _told(walk: journal.Walk) -> Job[FiledStep]:
    """How far a walk is, for whoever watches."""
    with closing(walk):
        try:
            while True:
                done, total = next(walk)
                yield Progress(done=done, total=total, what="")
        except StopIteration as end:
            filed: FiledStep = end.value
            return filed


def _summary(step: FiledStep | None) -> StepSummary | None:
    if step is None:
        return None
    return StepSummary(step=step.step, operation=step.operation, document=step.document, counts=step.summary)


def refuse_bad_annotator(name: str, *, where: str = "") -> None:
    """Refuse a name that no annotator can have."""
    refuse_bad_name(name, what=tr("the annotator"), where=where)
    if name.strip().casefold() == RESERVED_NAME:
        raise Refused(
            tr("the name {name} is reserved for the reviewed layer", name=repr(name[:60])),
            where=where,
            remedy=tr("name an annotator with --annotator") if where else tr("choose another name"),
        )
