"""How do the dialogs and jobs for backups work together?"""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from annotator.app.jobs import Cancelled
from annotator.app.project import auto_backup
from annotator.app.project import backup as project_backup
from annotator.app.project.backup import CopyReport
from annotator.app.session import Session
from annotator.i18n import tr
from annotator.ui.shell.job_runner import Work

# What stands at the place is never overwritten, so there is nothing to ask.
_NO_QUESTION = QFileDialog.Option.DontConfirmOverwrite


class Backups(QObject):
    """Copies the project and brings copies back as new projects."""

    restored = Signal(Path)
    """A new project was made of a backup."""
    said = Signal(str)
    """A line to say in passing."""

    def __init__(self, session: Session, work: Work, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._work, self._window = session, work, window

    def do(self, command: str) -> None:
        """Carry out a command about backups."""
        if command == "back-up":
            self._choose_place()
        else:
            self._choose_backup()

    def _choose_place(self) -> None:
        project = self._session.path
        suggestion = project_backup.dated(project, project.parent)
        place = self._ask_where(tr("Back up"), suggestion)
        if place:
            self.back_up(place)

    def back_up(self, place: Path) -> None:
        """Copy the project to this place."""
        self._work.run(
            tr("Backing up"), project_backup.backing_up(self._session.path, place), self._backed_up, self._failed
        )

    def _backed_up(self, report: CopyReport) -> None:
        told = tr("Backed up and checked: {name} in {folder}", name=report.file.name, folder=report.file.parent.name)
        self.said.emit(told)

    def _choose_backup(self) -> None:
        """Begin where the backups lie that were made without asking, if there are any."""
        kept = auto_backup.folder_of(self._session)
        begin = kept if kept.is_dir() else self._session.path.parent
        name, _ = QFileDialog.getOpenFileName(
            self._window, tr("Restore a backup"), str(begin), tr("Projects (*.annotator)")
        )
        if not name:
            return
        own = self._session.path
        place = self._ask_where(tr("Restore as"), own.with_name(f"{own.stem}-restored.annotator"))
        if place:
            self.restore(Path(name), place)

    def restore(self, backup: Path, place: Path) -> None:
        """Make a new project of this backup, and open it."""
        self._work.run(
            tr("Restoring"),
            project_backup.restoring(backup, place),
            lambda report: self.restored.emit(report.file),
            self._failed,
        )

    def _ask_where(self, title: str, suggestion: Path) -> Path | None:
        name, _ = QFileDialog.getSaveFileName(
            self._window, title, str(suggestion), tr("Projects (*.annotator)"), options=_NO_QUESTION
        )
        path = Path(name)
        return (path if path.suffix == ".annotator" else path.with_name(f"{path.name}.annotator")) if name else None

    def _failed(self, error: Exception) -> None:
        self.said.emit(tr("Stopped: no copy was made") if isinstance(error, Cancelled) else str(error))
