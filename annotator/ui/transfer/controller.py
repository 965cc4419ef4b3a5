"""The pages, dialogs and jobs for import and export."""

from functools import cached_property
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from annotator.app.session import Session
from annotator.app.transfer.exporter import ExportReport, has_gold
from annotator.app.transfer.find_files import FileSelection
from annotator.app.transfer.record_importer import ImportReport
from annotator.i18n import tr
from annotator.ui.shell.job_runner import JobRunner
from annotator.ui.transfer import jobs
from annotator.ui.transfer.export_page import ExportPage, ExportRequest
from annotator.ui.transfer.import_page import ImportPage, ImportRequest


class TransferController(QObject):
    """Imports and exports files; the window shows the pages that it asks for."""

    page_opened = Signal(QWidget)
    """Show this page."""
    left = Signal()
    """Return to the article."""
    imported = Signal()
    """Articles were added."""
    message = Signal(str)

    def __init__(self, session: Session, job_runner: JobRunner, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._job_runner, self._window = session, job_runner, window

    # Both pages are built when they are first needed.

    @cached_property
    def import_page(self) -> ImportPage:
        page = ImportPage()
        page.requested.connect(self._import)
        page.left.connect(self.left)
        return page

    @cached_property
    def export_page(self) -> ExportPage:
        page = ExportPage()
        page.choice_changed.connect(self._survey)
        page.requested.connect(self._choose_destination)
        page.left.connect(self.left)
        return page

    def import_files(self) -> None:
        """Ask for files and show what an import of them would read."""
        if self._may_import():
            self.preview(jobs.choose_files(self._window))

    def import_folder(self) -> None:
        """Ask for a folder and show what an import of it would read."""
        if self._may_import():
            self.preview(jobs.choose_folder(self._window))

    def _may_import(self) -> bool:
        if self._session.read_only:
            self.message.emit(tr("The project is open for reading only"))
        return not self._session.read_only

    # Projects

    def choose_project(self) -> Path | None:
        return jobs.choose_project(self._window)

    def choose_new_project(self) -> Path | None:
        return jobs.choose_new_project(self._window)

    # Import

    def preview(self, paths: list[Path]) -> None:
        """Show what an import of these files and folders would read."""
        if paths and not self._session.read_only:
            jobs.preview(self._job_runner, paths, self._show_files, self.message.emit)

    def _show_files(self, files: FileSelection) -> None:
        self.import_page.show_files(files)
        self.page_opened.emit(self.import_page)
        self.import_page.go.setFocus()

    def import_paths(self, paths: list[Path]) -> None:
        """Import these files and folders."""
        if paths:
            self._import(ImportRequest(sources=tuple(paths), encodings={}, replace=False))

    def _import(self, request: ImportRequest) -> None:
        jobs.import_files(self._job_runner, self._session, request, self._imported, self._import_refused)

    def _imported(self, report: ImportReport) -> None:
        page_was_open = self.import_page.isVisible()
        self.imported.emit()
        self.message.emit(jobs.import_summary(report))
        if page_was_open or report.losses or report.renamed:
            self.import_page.show_report(jobs.full_report(report), refused=False)
            self.page_opened.emit(self.import_page)

    def _import_refused(self, reason: str) -> None:
        self.message.emit(reason)
        if self.import_page.isVisible():
            self.import_page.show_report(reason, refused=True)

    # Export

    def export(self, request: ExportRequest | None = None) -> None:
        """Ask what to export, with this request as the suggestion, and show what the format cannot carry."""
        self.page_opened.emit(self.export_page)
        self.export_page.open(self._session.annotator_names(), request, gold=has_gold(self._session))

    def _survey(self, request: ExportRequest) -> None:
        jobs.survey(self._job_runner, self._session, request, self.export_page.show_survey, self.message.emit)

    def _choose_destination(self, request: ExportRequest) -> None:
        destination = jobs.choose_destination(self._window, request, self._session.path.stem)
        if destination:
            jobs.export_to(
                self._job_runner,
                self._session,
                request,
                destination,
                lambda report: self._exported(report, destination),
                self._export_refused,
            )

    def _exported(self, report: ExportReport, destination: Path) -> None:
        self.message.emit(jobs.export_summary(report, destination))
        self.export_page.show_report(jobs.full_export_report(report, destination))

    def _export_refused(self, reason: str) -> None:
        self.message.emit(reason)
        self.export_page.show_report(reason)
