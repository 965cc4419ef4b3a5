"""How does the window make backups while somebody works, without holding up a single key?

A process of its own copies and checks: a thread would take turns with the window's.
"""

import sys
import time
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

import annotator
from annotator.app.project import auto_backup, backup
from annotator.app.session import Session
from annotator.domain.errors import Refused
from annotator.i18n import tr

_LOOK_MS = 60_000
# Seconds until the next try after one that failed.
_PATIENCE = 30 * 60
_END_MS = 3_000


class Safekeeping(QObject):
    """Looks once a minute whether a backup is due."""

    kept = Signal()
    """A backup was made and checked."""
    failed = Signal(str)
    """It could not be made: why, in a sentence."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._steps, self._steps_in_copy = 0, 0
        self._patient_until = 0.0
        self._process: QProcess | None = None
        self._clock = QTimer(self)
        self._clock.setInterval(_LOOK_MS)
        self._clock.timeout.connect(self.look)
        if not session.read_only:
            session.subscribe(self._count)
            self._clock.start()

    @property
    def busy(self) -> bool:
        """Whether a backup is being made."""
        return self._process is not None

    def look(self) -> None:
        """Begin a backup if one is due."""
        if self._process or time.monotonic() < self._patient_until:
            return
        if auto_backup.is_due(self._session, self._steps):
            try:
                folder = auto_backup.make_folder(self._session)
            except Refused as refusal:
                self._give_up(str(refusal))
                return
            self._begin([str(self._session.path), str(backup.dated(self._session.path, folder))])

    def stop(self) -> None:
        """Let a backup that is being made be; for closing the window."""
        self._clock.stop()
        process, self._process = self._process, None
        if process:
            process.kill()
            process.waitForFinished(_END_MS)

    def _count(self, _: object) -> None:
        self._steps += 1

    def _begin(self, places: list[str]) -> None:
        self._steps_in_copy = self._steps
        self._process = process = QProcess(self)
        process.setProgram(sys.executable)
        # This very program: nothing that happens to lie in the folder one is in, and no other one that is installed.
        program = [] if getattr(sys, "frozen", False) else ["-P", "-m", "annotator"]
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("PYTHONPATH", str(Path(annotator.__file__).parent.parent))
        process.setProcessEnvironment(environment)
        process.setArguments([*program, "backup", *places])
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
            auto_backup.thin(auto_backup.folder_of(self._session))
            self.kept.emit()
        else:
            told = bytes(process.readAllStandardError().data()).decode(errors="replace").strip()
            self._give_up(told.removeprefix("annotator: "))

    def _give_up(self, why: str) -> None:
        self._patient_until = time.monotonic() + _PATIENCE
        self.failed.emit(tr("No backup could be made: {why}", why=why))
