"""The dialogs and jobs for backups."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from annotator.app.jobs import Cancelled
from annotator.app.project import auto_backup
from annotator.app.project import backup as project_backup
from annotator.app.project.backup import CopyReport
from annotator.app.session import Session
from annotator.i18n import tr
from annotator.ui.shell.job_runner import JobRunner

# An existing file is never overwritten, so there is nothing to ask.
_NO_QUESTION = QFileDialog.Option.DontConfirmOverwrite


class BackupController(QObject):
    """Copies the project and brings copies back as new projects."""

    restored = Signal(Path)
    """A new project was made of a backup."""
    message = Signal(str)

    def __init__(self, session: Session, job_runner: JobRunner, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._job_runner, self._window = session, job_runner, window

    def choose_copy(self) -> None:
        """Ask for the file of a new backup and write it."""
        project = self._session.path
        suggestion = project_backup.dated_path(project, project.parent)
        file = self._ask_file(tr("Back up"), suggestion)
        if file:
            self.back_up(file)

    def back_up(self, file: Path) -> None:
        """Copy the project to this file."""
        self._job_runner.run(
            tr("Backing up"), project_backup.back_up(self._session.path, file), self._backed_up, self._failed
        )

    def _backed_up(self, report: CopyReport) -> None:
        self.message.emit(
            tr("Backed up and checked: {name} in {folder}", name=report.file.name, folder=report.file.parent.name)
        )

    def choose_backup(self) -> None:
        """Ask for a backup, first in the folder of the automatic ones, and restore it."""
        automatic = auto_backup.folder_of(self._session)
        begin = automatic if automatic.is_dir() else self._session.path.parent
        name, _ = QFileDialog.getOpenFileName(
            self._window, tr("Restore a backup"), str(begin), tr("Projects (*.annotator)")
        )
        if not name:
            return
        project = self._session.path
        file = self._ask_file(tr("Restore as"), project.with_name(f"{project.stem}-restored.annotator"))
        if file:
            self.restore(Path(name), file)

    def restore(self, backup: Path, file: Path) -> None:
        """Make a new project of this backup, and open it."""
        self._job_runner.run(
            tr("Restoring"),
            project_backup.restore(backup, file),
            lambda report: self.restored.emit(report.file),
            self._failed,
        )

    def _ask_file(self, title: str, suggestion: Path) -> Path | None:
        name, _ = QFileDialog.getSaveFileName(
            self._window, title, str(suggestion), tr("Projects (*.annotator)"), options=_NO_QUESTION
        )
        path = Path(name)
        return (path if path.suffix == ".annotator" else path.with_name(f"{path.name}.annotator")) if name else None

    def _failed(self, error: Exception) -> None:
        self.message.emit(tr("Stopped: no copy was made") if isinstance(error, Cancelled) else str(error))
