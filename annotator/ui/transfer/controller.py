"""How do the import and export pages, the dialogs and the jobs work together?"""

from functools import cached_property
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from annotator.app.session import Session
from annotator.app.transfer.exporter import ExportReport, has_gold
from annotator.app.transfer.find_files import Found
from annotator.app.transfer.record_importer import ImportReport
from annotator.i18n import tr
from annotator.ui.shell.job_runner import Work
from annotator.ui.transfer import jobs
from annotator.ui.transfer.export_page import ExportPage, ExportWish
from annotator.ui.transfer.import_page import ImportPage, ImportWish


class Transfers(QObject):
    """Brings files in and out. It says what it needs shown; where that is shown is the window's matter."""

    shown = Signal(QWidget)
    """This page should be seen now."""
    left = Signal()
    """Back to the article, whatever it is now."""
    arrived = Signal()
    """Something came in: look at what there is."""
    said = Signal(str)
    """A line to say in passing."""

    def __init__(self, session: Session, work: Work, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._work, self._window = session, work, window

    # Built when first asked for: most days begin with an article, not with an import.

    @cached_property
    def import_page(self) -> ImportPage:
        page = ImportPage()
        page.wished.connect(self._import)
        page.left.connect(self.left)
        return page

    @cached_property
    def export_page(self) -> ExportPage:
        page = ExportPage()
        page.considered.connect(self._survey)
        page.wished.connect(self._choose_place)
        page.left.connect(self.left)
        return page

    def do(self, command: str) -> None:
        """Carry out a command about files."""
        if command != "export" and self._session.read_only:
            self.said.emit(tr("The project is open for reading only"))
        elif command == "import-files":
            self.look_at(jobs.choose_files(self._window))
        elif command == "import-folder":
            self.look_at(jobs.choose_folder(self._window))
        else:
            self.export()

    # Projects

    def choose_project(self) -> Path | None:
        return jobs.choose_project(self._window)

    def choose_new_project(self) -> Path | None:
        return jobs.choose_new_project(self._window)

    # In

    def look_at(self, paths: list[Path]) -> None:
        """Show what an import of these files and folders would read."""
        if paths and not self._session.read_only:
            jobs.look_at(self._work, paths, self._show_found, self.said.emit)

    def _show_found(self, found: Found) -> None:
        self.import_page.show_found(found)
        self.shown.emit(self.import_page)
        self.import_page.go.setFocus()

    def import_paths(self, paths: list[Path]) -> None:
        """Bring these files and folders in, with a progress bar."""
        if paths:
            self._import(ImportWish(wanted=tuple(paths), encodings={}, replace=False))

    def _import(self, wish: ImportWish) -> None:
        jobs.import_files(self._work, self._session, wish, self._imported, self._import_refused)

    def _imported(self, report: ImportReport) -> None:
        page_was_open = self.import_page.isVisible()
        self.arrived.emit()
        self.said.emit(jobs.what_came(report))
        if page_was_open or report.losses or report.renamed:
            self.import_page.show_report(jobs.full_report(report), refused=False)
            self.shown.emit(self.import_page)

    def _import_refused(self, why: str) -> None:
        self.said.emit(why)
        if self.import_page.isVisible():
            self.import_page.show_report(why, refused=True)

    # Out

    def export(self, wish: ExportWish | None = None) -> None:
        """Ask what to export, beginning with what is wished already, and say what would be left behind."""
        self.shown.emit(self.export_page)
        self.export_page.open(self._session.people(), wish, gold=has_gold(self._session))

    def _survey(self, wish: ExportWish) -> None:
        jobs.survey(self._work, self._session, wish, self.export_page.show_survey, self.said.emit)

    def _choose_place(self, wish: ExportWish) -> None:
        place = jobs.choose_destination(self._window, wish, self._session.path.stem)
        if place:
            jobs.export_to(
                self._work,
                self._session,
                wish,
                place,
                lambda report: self._exported(report, place),
                self._export_refused,
            )

    def _exported(self, report: ExportReport, place: Path) -> None:
        self.said.emit(jobs.what_went(report, place))
        self.export_page.show_report(jobs.full_export_report(report, place))

    def _export_refused(self, why: str) -> None:
        self.said.emit(why)
        self.export_page.show_report(why)
