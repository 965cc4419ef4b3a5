"""How does a person take a step back, and see what came of it?"""

from PySide6.QtCore import QObject, Signal

from annotator.app import jobs
from annotator.app.jobs import Job
from annotator.app.session import Session
from annotator.domain.change_set import StepSummary
from annotator.domain.errors import Refused
from annotator.i18n import tr
from annotator.ui.shell import keymap, step_titles
from annotator.ui.shell.job_runner import Work

# Rows that a step may bring back while the window waits for it.
_MANY = 5000


class Undoing(QObject):
    """Undo and Redo of whoever is at work, with what to say of them."""

    said = Signal(str)
    """A line to say in passing."""
    begun = Signal(StepSummary)
    """This step is about to be taken back or brought again."""
    done = Signal(StepSummary)
    """This step was taken back or brought again."""

    def __init__(self, session: Session, work: Work) -> None:
        super().__init__()
        self._session, self._work = session, work

    def undo(self) -> None:
        step = self._session.next_undo()
        if step is None:
            self.said.emit(tr("There is nothing left to take back"))
            return
        self.begun.emit(step)
        self._take(self._session.undoing(), step, tr("Took back {what}. {key} brings it again"), "redo")

    def redo(self) -> None:
        step = self._session.next_redo()
        if step is None:
            self.said.emit(tr("There is nothing to bring again"))
            return
        self.begun.emit(step)
        self._take(self._session.redoing(), step, tr("Brought again {what}. {key} takes it back"), "undo")

    def _take(self, job: Job[object], step: StepSummary, sentence: str, way_back: str) -> None:
        """Do the job: at once, or off the window's thread where it is long."""

        def tell(_: object) -> None:
            self.said.emit(sentence.format(what=step_titles.describe(step), key=keymap.shown(way_back)))
            self.done.emit(step)

        if sum(step.counts.values()) > _MANY:
            what = step_titles.describe(step)
            self._work.run(what[:1].upper() + what[1:], job, tell, lambda why: self.said.emit(str(why)))
            return
        try:
            tell(jobs.run(job))
        except Refused as refusal:
            self.said.emit(str(refusal))
