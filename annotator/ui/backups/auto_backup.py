"""Automatic backups while the window is open.

A separate process copies and checks the project: a thread would delay the thread of the window.
"""

import sys
import time
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

import annotator
from annotator.app import log_file
from annotator.app.project import auto_backup, backup
from annotator.app.session import Session
from annotator.domain.errors import Refused
from annotator.i18n import tr

_CHECK_MS = 60_000
# The delay after a backup that failed.
_RETRY_SECONDS = 30 * 60
_END_MS = 3_000


class AutoBackup(QObject):
    """Checks once a minute whether a backup is due, and makes it."""

    finished = Signal()
    """A backup was made and checked."""
    failed = Signal(str)
    """A backup could not be made, for this reason."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._steps, self._steps_in_copy = 0, 0
        self._next_try = 0.0
        self._process: QProcess | None = None
        self._clock = QTimer(self)
        self._clock.setInterval(_CHECK_MS)
        self._clock.timeout.connect(self.check)
        if not session.read_only:
            session.subscribe(self._count)
            self._clock.start()

    @property
    def busy(self) -> bool:
        """Whether a backup is being made."""
        return self._process is not None

    def check(self) -> None:
        """Begin a backup if one is due."""
        if self._process or time.monotonic() < self._next_try:
            return
        if auto_backup.is_due(self._session, self._steps):
            try:
                folder = auto_backup.make_folder(self._session)
            except Refused as refusal:
                self._give_up(log_file.logged_message(refusal))
                return
            self._begin([str(self._session.path), str(backup.dated_path(self._session.path, folder))])

    def stop(self) -> None:
        """End the checks and the backup that is running; for closing the window."""
        self._clock.stop()
        process, self._process = self._process, None
        if process:
            process.kill()
            process.waitForFinished(_END_MS)

    def _count(self, _: object) -> None:
        self._steps += 1

    def _begin(self, paths: list[str]) -> None:
        self._steps_in_copy = self._steps
        self._process = process = QProcess(self)
        process.setProgram(sys.executable)
        # The same program: no module of the current folder and no other installation.
        program = [] if getattr(sys, "frozen", False) else ["-P", "-m", "annotator"]
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("PYTHONPATH", str(Path(annotator.__file__).parent.parent))
        process.setProcessEnvironment(environment)
        process.setArguments([*program, "backup", *paths])
        process.finished.connect(lambda status: self._end(process, status))
        process.errorOccurred.connect(lambda error: self._refuse_to_start(process, error))
        process.start()

    def _refuse_to_start(self, process: QProcess, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart and self._process is process:
            self._process = None
            self._give_up(process.errorString())

    def _end(self, process: QProcess, status: int) -> None:
        if self._process is not process:
            return
        self._process = None
        process.deleteLater()
        if status == 0:
            self._steps -= self._steps_in_copy
            auto_backup.delete_old_backups(auto_backup.folder_of(self._session))
            self.finished.emit()
        else:
            output = bytes(process.readAllStandardError().data()).decode(errors="replace").strip()
            self._give_up(output.removeprefix("annotator: "))

    def _give_up(self, reason: str) -> None:
        self._next_try = time.monotonic() + _RETRY_SECONDS
        self.failed.emit(tr("No backup could be made: {why}", why=reason))
