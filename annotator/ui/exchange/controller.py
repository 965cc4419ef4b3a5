"""The pages, dialogs and jobs for hand-outs, returns and feedback."""

from functools import cached_property
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from annotator.app.exchange import feedback_writer, handout, merge
from annotator.app.exchange.feedback_writer import FeedbackForecast
from annotator.app.exchange.handout import Assignment
from annotator.app.exchange.merge import MergeReport
from annotator.app.jobs import Cancelled
from annotator.app.session import Session
from annotator.i18n import tr, trn
from annotator.ui.exchange.feedback_page import FeedbackPage
from annotator.ui.exchange.handout_page import HandoutPage
from annotator.ui.exchange.return_page import ReturnPage, merge_summary
from annotator.ui.shell.job_runner import JobRunner


class ExchangeController(QObject):
    """Writes hand-outs and feedback files and merges returns; the window shows the pages that it asks for."""

    page_opened = Signal(QWidget)
    """Show this page."""
    left = Signal()
    """Return to the article."""
    message = Signal(str)

    def __init__(self, session: Session, job_runner: JobRunner, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._job_runner, self._window = session, job_runner, window

    @cached_property
    def handout_page(self) -> HandoutPage:
        page = HandoutPage(self._session)
        page.requested.connect(self._choose_folder)
        page.left.connect(self.left)
        return page

    @cached_property
    def return_page(self) -> ReturnPage:
        page = ReturnPage()
        page.files_requested.connect(self._choose_files)
        page.requested.connect(self._merge)
        page.left.connect(self.left)
        return page

    @cached_property
    def feedback_page(self) -> FeedbackPage:
        page = FeedbackPage()
        page.requested.connect(self._choose_feedback_folder)
        page.left.connect(self.left)
        return page

    def open_handout(self) -> None:
        """Show the page that deals articles out."""
        if self._may_change():
            self.page_opened.emit(self.handout_page)
            self.handout_page.open()

    def open_return(self) -> None:
        """Show the page that brings files back."""
        if self._may_change():
            self.page_opened.emit(self.return_page)
            self.return_page.begin()

    def _may_change(self) -> bool:
        if self._session.read_only:
            self.message.emit(tr("The project is open for reading only"))
        return not self._session.read_only

    # Hand-outs

    def _choose_folder(self, assignment: Assignment) -> None:
        folder = QFileDialog.getExistingDirectory(self._window, tr("Hand out into a folder"))
        if folder:
            self.hand_out(assignment, Path(folder))

    def hand_out(self, assignment: Assignment, folder: Path) -> None:
        """Write a file for each annotator into the folder."""
        self._job_runner.run(
            tr("Handing out"),
            handout.hand_out_all(self._session, folder, assignment),
            lambda reports: self._wrote(len(reports), folder),
            self._failed,
        )

    def _wrote(self, count: int, folder: Path) -> None:
        self.left.emit()
        self.message.emit(
            trn("Wrote {count} file to {place}", "Wrote {count} files to {place}", count, place=folder.name)
        )

    # Feedback

    def open_feedback(self) -> None:
        """Show what each annotator would get as feedback."""
        job = feedback_writer.forecast_feedback(self._session)
        self._job_runner.run(tr("Looking at what was settled"), job, self._show_feedback, self._failed)

    def _show_feedback(self, forecasts: list[FeedbackForecast]) -> None:
        self.page_opened.emit(self.feedback_page)
        self.feedback_page.show_forecasts(forecasts)

    def _choose_feedback_folder(self, annotators: list[str]) -> None:
        folder = QFileDialog.getExistingDirectory(self._window, tr("Give feedback into a folder"))
        if folder:
            self.give_feedback(annotators, Path(folder))

    def give_feedback(self, annotators: list[str], folder: Path) -> None:
        """Write a feedback file for each of these annotators into the folder."""
        self._job_runner.run(
            tr("Giving feedback"),
            feedback_writer.write_all_feedback(self._session, folder, annotators),
            lambda reports: self._wrote(len(reports), folder),
            self._failed,
        )

    # Returns

    def _choose_files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(
            self._window, tr("Bring back"), "", tr("Projects (*.annotator);;All files (*)")
        )
        self.preview([Path(name) for name in names])

    def preview(self, paths: list[Path]) -> None:
        """Show what a merge of these files would do."""
        if paths and not self._session.read_only:
            self._job_runner.run(
                tr("Looking at what came back"),
                merge.preview_merge(self._session, paths),
                lambda report: self._show_forecast(paths, report),
                self._failed,
            )

    def _show_forecast(self, paths: list[Path], report: MergeReport) -> None:
        self.page_opened.emit(self.return_page)
        self.return_page.show_forecast(paths, report)

    def _merge(self, paths: list[Path]) -> None:
        self._job_runner.run(tr("Bringing back"), merge.merge(self._session, paths), self._merged, self._failed)

    def _merged(self, report: MergeReport) -> None:
        self.return_page.show_report(report)
        self.message.emit(merge_summary(report))

    def _failed(self, error: Exception) -> None:
        self.message.emit(tr("Stopped") if isinstance(error, Cancelled) else str(error))
