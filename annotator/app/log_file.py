"""The program's log: a rotating file in the user's log folder.

The log holds what the program did and where it failed, never words of an article: of an error it keeps the kind and the
places in the code, and the message only where it comes from the operating system.
"""

import atexit
import logging
import os
import sys
import traceback
from pathlib import Path
from typing import Literal

import platformdirs

from annotator import __version__
from annotator.domain.errors import Refused

LogLevel = Literal["debug", "info", "warning", "error"]
LEVELS: tuple[LogLevel, ...] = ("debug", "info", "warning", "error")

_PROGRAM = logging.getLogger("annotator")
# Before the start of the log, entries go nowhere instead of to standard error.
_PROGRAM.addHandler(logging.NullHandler())
_LARGEST_BYTES = 1_000_000
_OLD_FILES = 3
# More than a start writes; a process that writes more opens its file earlier.
_MOST_WAITING = 200
_FORMAT = "%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s"


def log_path() -> Path:
    """The file of today's entries; earlier ones stand beside it with a number."""
    return platformdirs.user_log_path("annotator", appauthor=False) / "annotator.log"


def start(level: LogLevel = "info") -> None:
    """Log from now on. The file is opened later, so that the window need not wait for it: see ``open_file``."""
    _PROGRAM.setLevel(level.upper())
    _PROGRAM.propagate = False
    # A log that cannot be written, on a full disk for example, is no reason to fill a terminal.
    logging.raiseExceptions = False
    if not any(isinstance(handler, _LateFile) for handler in _PROGRAM.handlers):
        _PROGRAM.addHandler(_LateFile())
        atexit.register(stop)
    _PROGRAM.info("start of %s", _program())


def open_file() -> None:
    """Open the file and write what waits for it."""
    for handler in _PROGRAM.handlers:
        if isinstance(handler, _LateFile):
            handler.open_file()


def stop() -> None:
    """Write what still waits, close the file and log no more."""
    for handler in list(_PROGRAM.handlers):
        if isinstance(handler, _LateFile):
            handler.close()
            _PROGRAM.removeHandler(handler)
    _PROGRAM.propagate = True
    atexit.unregister(stop)


def log_refusal(logger: logging.Logger, refusal: Refused) -> None:
    """Log a refusal by the place that raised it; its sentence may quote what somebody wrote."""
    logger.warning("refused%s\n%s", f" at {refusal.where}" if refusal.where else "", trace_of(refusal))


def logged_message(refusal: Refused) -> str:
    """The sentence of a refusal that is about to be shown, after the refusal was logged."""
    log_refusal(_PROGRAM, refusal)
    return str(refusal)


def log_failure(logger: logging.Logger, action: str, error: BaseException) -> None:
    """Log an error that nobody foresaw, with the places in the code that lead to it."""
    logger.error("%s failed\n%s", action, trace_of(error))


def trace_of(error: BaseException) -> str:
    """The error and its causes as a traceback without messages that may quote an article."""
    chain: list[str] = []
    current: BaseException | None = error
    while current is not None:
        message = f": {current.strerror} {current.filename or ''}".rstrip() if isinstance(current, OSError) else ""
        frames = "".join(traceback.format_tb(current.__traceback__))
        chain.append(f"{frames}{type(current).__module__}.{type(current).__name__}{message}")
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return "\ncaused\n".join(reversed(chain))


def details(error: BaseException) -> str:
    """What somebody who reports an error sends along: version, system, traceback, and where the log is."""
    return "\n".join([_program(), trace_of(error), f"Log: {log_path()}"])


def _program() -> str:
    release = f" {os.uname().release}" if hasattr(os, "uname") else ""
    return f"Annotator {__version__}, Python {sys.version.split()[0]}, {sys.platform}{release}"


class _LateFile(logging.Handler):
    """Keeps entries until the file is opened, then passes them on to it."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: list[logging.LogRecord] = []
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if self._file:
            self._file.handle(record)
            return
        self._waiting.append(record)
        if record.levelno >= logging.WARNING or len(self._waiting) > _MOST_WAITING:
            self.open_file()

    def open_file(self) -> None:
        if self._file:
            return
        # Its import costs as much as a hundred of our modules.
        from logging.handlers import RotatingFileHandler

        path = log_path()
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._file = RotatingFileHandler(path, maxBytes=_LARGEST_BYTES, backupCount=_OLD_FILES, encoding="utf-8")
        except OSError:
            # A folder that nobody may write to is no reason to refuse the work.
            self._file = logging.NullHandler()
        self._file.setFormatter(logging.Formatter(_FORMAT))
        waiting, self._waiting = self._waiting, []
        for record in waiting:
            self._file.handle(record)

    def close(self) -> None:
        if self._waiting:
            self.open_file()
        if self._file:
            self._file.close()
        super().close()
