"""How do the pages for handing out, bringing back and giving feedback, the dialogs and the jobs work together?"""

from functools import cached_property
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from annotator.app.exchange import feedback_writer, handout, merge
from annotator.app.exchange.feedback_writer import Forecast
from annotator.app.exchange.handout import Assignment
from annotator.app.exchange.merge import MergeReport
from annotator.app.jobs import Cancelled
from annotator.app.session import Session
from annotator.i18n import tr, trn
from annotator.ui.exchange.feedback_page import FeedbackPage
from annotator.ui.exchange.handout_page import HandoutPage
from annotator.ui.exchange.return_page import ReturnPage, what_came
from annotator.ui.shell.job_runner import Work


class Exchanges(QObject):
    """Sends work out and brings it back. It says what it needs shown; where that is shown is the window's matter."""

    shown = Signal(QWidget)
    """This page should be seen now."""
    left = Signal()
    """Back to the article."""
    said = Signal(str)
    """A line to say in passing."""

    def __init__(self, session: Session, work: Work, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._work, self._window = session, work, window

    @cached_property
    def handout_page(self) -> HandoutPage:
        page = HandoutPage(self._session)
        page.wished.connect(self._choose_folder)
        page.left.connect(self.left)
        return page

    @cached_property
    def return_page(self) -> ReturnPage:
        page = ReturnPage()
        page.asked.connect(self._choose_files)
        page.wished.connect(self._merge)
        page.left.connect(self.left)
        return page

    @cached_property
    def feedback_page(self) -> FeedbackPage:
        page = FeedbackPage()
        page.wished.connect(self._choose_feedback_folder)
        page.left.connect(self.left)
        return page

    def do(self, command: str) -> None:
        """Carry out a command about hand-outs, returns or feedback."""
        if command == "give-feedback":
            self._survey()
        elif self._session.read_only:
            self.said.emit(tr("The project is open for reading only"))
        elif command == "hand-out":
            self.shown.emit(self.handout_page)
            self.handout_page.open()
        else:
            self.shown.emit(self.return_page)
            self.return_page.begin()

    # Out

    def _choose_folder(self, assignment: Assignment) -> None:
        folder = QFileDialog.getExistingDirectory(self._window, tr("Hand out into a folder"))
        if folder:
            self.hand_out(assignment, Path(folder))

    def hand_out(self, assignment: Assignment, folder: Path) -> None:
        """Write a file for each person into the folder."""
        self._work.run(
            tr("Handing out"),
            handout.hand_out_all(self._session, folder, assignment),
            lambda reports: self._wrote(len(reports), folder),
            self._failed,
        )

    def _wrote(self, count: int, folder: Path) -> None:
        self.left.emit()
        told = trn("Wrote {count} file to {place}", "Wrote {count} files to {place}", count, place=folder.name)
        self.said.emit(told)

    # Feedback

    def _survey(self) -> None:
        job = feedback_writer.survey(self._session)
        self._work.run(tr("Looking at what was settled"), job, self._show_survey, self._failed)

    def _show_survey(self, told: list[Forecast]) -> None:
        self.shown.emit(self.feedback_page)
        self.feedback_page.show_forecast(told)

    def _choose_feedback_folder(self, people: list[str]) -> None:
        folder = QFileDialog.getExistingDirectory(self._window, tr("Give feedback into a folder"))
        if folder:
            self.give_feedback(people, Path(folder))

    def give_feedback(self, people: list[str], folder: Path) -> None:
        """Write a file for each of these people into the folder."""
        self._work.run(
            tr("Giving feedback"),
            feedback_writer.give_all(self._session, folder, people),
            lambda reports: self._wrote(len(reports), folder),
            self._failed,
        )

    # Back

    def _choose_files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(
            self._window, tr("Bring back"), "", tr("Projects (*.annotator);;All files (*)")
        )
        self.look_at([Path(name) for name in names])

    def look_at(self, paths: list[Path]) -> None:
        """Show what bringing these files back would do."""
        if paths and not self._session.read_only:
            self._work.run(
                tr("Looking at what came back"),
                merge.foresee(self._session, paths),
                lambda report: self._show_forecast(paths, report),
                self._failed,
            )

    def _show_forecast(self, paths: list[Path], report: MergeReport) -> None:
        self.shown.emit(self.return_page)
        self.return_page.show_forecast(paths, report)

    def _merge(self, paths: list[Path]) -> None:
        self._work.run(tr("Bringing back"), merge.merge(self._session, paths), self._merged, self._failed)

    def _merged(self, report: MergeReport) -> None:
        self.return_page.show_report(report)
        self.said.emit(what_came(report))

    def _failed(self, error: Exception) -> None:
        self.said.emit(tr("Stopped") if isinstance(error, Cancelled) else str(error))
