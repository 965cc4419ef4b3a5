"""Jobs that run off the window's thread, with a progress bar."""

import logging
import sys
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from annotator.app import jobs, log_file
from annotator.app.jobs import Cancelled, Job, Progress
from annotator.domain.errors import Refused
from annotator.i18n import tr
from annotator.ui.widgets.plain_text import OneLineLabel, PlainLabel

_log = logging.getLogger(__name__)
_SHOW_AFTER_MS = 300
_SHARES = 1000


class _Thread(QThread):
    """Runs one job to its end."""

    progressed = Signal(Progress)

    def __init__(self, job: Job[Any], parent: QObject) -> None:
        super().__init__(parent)
        self._job = job
        self.cancelled = False
        self.result: Any = None
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            self.result = jobs.run(self._job, report=self.progressed.emit, cancelled=lambda: self.cancelled)
        except (Refused, Cancelled) as error:
            self.error = error
        except Exception as error:  # noqa: BLE001 - every error must reach the user
            self.error = error


class _Stop(QPushButton):
    """The only button while a job runs: Tab leads nowhere else."""

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001
        return True


class JobRunner(QWidget):
    """Covers the window with a progress bar and a Stop button while a job runs; one job at a time."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._covered = parent
        self._thread: _Thread | None = None
        self._former_focus: QWidget | None = None
        self._card = QFrame()
        self._card.setProperty("role", "bar")
        self._card.setFixedWidth(420)
        self._title, self._progress_text = PlainLabel(), OneLineLabel()
        self._title.setProperty("role", "heading")
        self._progress_text.setProperty("role", "muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._stop = _Stop(tr("Stop"))
        self._stop.clicked.connect(self.stop)
        column = QVBoxLayout(self._card)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        for label in (self._title, self._progress_text):
            column.addWidget(label)
        column.insertWidget(1, self._bar)
        column.addWidget(self._stop, alignment=Qt.AlignmentFlag.AlignRight)
        row = QHBoxLayout(self)
        row.addWidget(self._card, alignment=Qt.AlignmentFlag.AlignCenter)
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.timeout.connect(self._card.show)
        self.hide()

    @property
    def busy(self) -> bool:
        return self._thread is not None

    def run(self, title: str, job: Job[Any], done: Callable[[Any], None], failed: Callable[[Exception], None]) -> None:
        """Run ``job`` off the window's thread, then call ``done`` with its result or ``failed`` with its error."""
        self._title.setText(title)
        self._progress_text.setText("")
        self._bar.setRange(0, 0)
        self.setGeometry(self._covered.rect())
        self._card.hide()
        self.show()
        self.raise_()
        self._stop.setEnabled(True)
        self._former_focus = self.window().focusWidget()
        self.setFocus()
        self._delay.start(_SHOW_AFTER_MS)
        thread = _Thread(job, self)
        self._thread = thread
        thread.progressed.connect(self._show)
        thread.finished.connect(lambda: self._end(thread, done, failed))
        thread.start()

    def stop(self) -> None:
        """Ask the job to roll back and end."""
        if self._thread:
            self._thread.cancelled = True
            self._stop.setEnabled(False)
            self._progress_text.setText(tr("Taking back what was begun…"))

    def wait(self) -> None:
        """Stop the job and wait until it has ended; for closing the window."""
        if self._thread:
            self.stop()
            self._thread.wait()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001
        """Keep the focus here until the job has ended."""
        self._stop.setFocus()
        return True

    def _show(self, progress: Progress) -> None:
        self._bar.setRange(0, _SHARES if progress.total else 0)
        self._bar.setValue(_SHARES * progress.done // progress.total if progress.total else 0)
        if self._stop.isEnabled():
            self._progress_text.setText(progress.caption)

    def _end(self, thread: _Thread, done: Callable[[Any], None], failed: Callable[[Exception], None]) -> None:
        self._thread = None
        self._delay.stop()
        self.hide()
        if self._former_focus and isValid(self._former_focus):
            self._former_focus.setFocus()
        thread.deleteLater()
        if thread.error is None:
            done(thread.result)
        elif isinstance(thread.error, Cancelled):
            failed(thread.error)
        elif isinstance(thread.error, Refused):
            log_file.log_refusal(_log, thread.error)
            failed(thread.error)
        else:
            sys.excepthook(type(thread.error), thread.error, thread.error.__traceback__)
            failed(Refused(tr("something went wrong ({error})", error=type(thread.error).__name__)))
