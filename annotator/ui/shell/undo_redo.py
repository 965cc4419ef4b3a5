"""Undo and redo for the window."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from annotator.app import jobs, log_file
from annotator.app.jobs import Job
from annotator.app.session import Session
from annotator.domain.change_set import StepSummary
from annotator.domain.errors import Refused
from annotator.i18n import tr
from annotator.ui.shell import keys_in_force, step_titles
from annotator.ui.shell.command_registry import Handler
from annotator.ui.shell.job_runner import JobRunner

# Rows that a step may bring back while the window waits for it.
_MANY = 5000


class DraftEdits(Protocol):
    """An edit that is not written yet and keeps its own steps."""

    def undo(self) -> None:
        """Take back the latest step of the edit."""

    def redo(self) -> None:
        """Repeat the step of the edit that was undone last."""


class UndoRedo(QObject):
    """Undo and redo for the annotator at work, with a message about each step.

    While ``draft`` returns an edit, both commands act on that edit and not on the project.
    """

    message = Signal(str)
    started = Signal(StepSummary)
    """This step is about to be undone or redone."""
    finished = Signal(StepSummary)
    """This step was undone or redone."""

    def __init__(self, session: Session, job_runner: JobRunner, draft: Callable[[], DraftEdits | None]) -> None:
        super().__init__()
        self._session, self._job_runner, self._draft = session, job_runner, draft

    @property
    def commands(self) -> dict[str, Handler]:
        """The two commands."""
        return {"undo": self.undo, "redo": self.redo}

    def undo(self) -> None:
        """Undo the latest step."""
        draft = self._draft()
        step = None if draft else self._session.next_undo()
        if draft:
            draft.undo()
        elif step is None:
            self.message.emit(tr("There is nothing left to take back"))
        else:
            self.started.emit(step)
            self._run(self._session.undo_job(), step, tr("Took back {what}. {key} brings it again"), "redo")

    def redo(self) -> None:
        """Redo the step that was undone last."""
        draft = self._draft()
        step = None if draft else self._session.next_redo()
        if draft:
            draft.redo()
        elif step is None:
            self.message.emit(tr("There is nothing to bring again"))
        else:
            self.started.emit(step)
            self._run(self._session.redo_job(), step, tr("Brought again {what}. {key} takes it back"), "undo")

    def _run(self, job: Job[object], step: StepSummary, sentence: str, counter_command: str) -> None:
        """Run the job: at once, or off the window's thread where it takes long."""

        def report(_: object) -> None:
            self.message.emit(
                sentence.format(what=step_titles.describe(step), key=keys_in_force.shown_key(counter_command))
            )
            self.finished.emit(step)

        if sum(step.counts.values()) > _MANY:
            title = step_titles.describe(step)
            self._job_runner.run(
                title[:1].upper() + title[1:], job, report, lambda error: self.message.emit(str(error))
            )
            return
        try:
            report(jobs.run(job))
        except Refused as refusal:
            self.message.emit(log_file.logged_message(refusal))
