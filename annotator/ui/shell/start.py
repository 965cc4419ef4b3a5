"""Start of the window, and the choice of its project."""

import argparse
import contextlib
import logging
import os
import socket
import sys
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from annotator.app import log_file
from annotator.app import settings as saved_settings
from annotator.app.project.open import new_project, open_for_work
from annotator.app.session import Session
from annotator.domain.errors import Refused
from annotator.i18n import tr
from annotator.ui.icons import program_icon
from annotator.ui.shell.window import ProjectRequest, Window

_log = logging.getLogger(__name__)

SAMPLE_ANNOTATOR = "annotator-a"
_X_PORT = 6000
# Seconds for a display on another machine to answer.
_CONNECT_TIMEOUT = 3.0


def open_window(options: argparse.Namespace) -> int:
    """Show the window until it is closed; returns the exit status."""
    _refuse_without_display()
    settings = saved_settings.load()
    if options.theme:
        settings = settings.model_copy(update={"theme": options.theme})
    application = make_application()
    (session, read_only_because), refusal = (
        (open_for_work(options.project), "") if options.project else _open_last(settings)
    )
    sys.excepthook = _report_error
    window = _show(session, settings, read_only_because)
    window.begin(options.annotator or _sample_annotator(session, settings), options.document)
    # After the window is on screen.
    QTimer.singleShot(0, log_file.open_file)
    if refusal:
        window.toast.say(refusal)
    return application.exec()


def make_application() -> QApplication:
    """The Qt application, under the name that the desktop knows."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    application = QApplication(sys.argv[:1])
    application.setApplicationName("annotator")
    application.setApplicationDisplayName("Annotator")
    application.setDesktopFileName("annotator")
    application.setStyle("Fusion")
    application.setWindowIcon(program_icon())
    return application


def _show(session: Session, settings: saved_settings.Settings, read_only_because: str) -> Window:
    """Show a window on this project, which other projects may replace."""
    window = Window(session, settings, read_only_because=read_only_because)
    window.project_requested.connect(lambda request: _replace(window, request))
    window.show()
    make_application().setProperty("window", window)
    return window


def _replace(window: Window, request: ProjectRequest) -> None:
    """Open another project in the place of the window, which stays open where that is refused."""
    path = request.path or _sample()
    if path.absolute() == window.session.path.absolute():
        return
    try:
        session, read_only_because = (new_project(path, request.scheme), "") if request.create else open_for_work(path)
    except Refused as refusal:
        window.toast.say(log_file.logged_message(refusal))
        return
    window.close()
    replacement = _show(session, saved_settings.load(), read_only_because)
    replacement.begin(_sample_annotator(session, replacement.settings), None)
    if request.create:
        _report_unknown_keys(replacement)


def _report_unknown_keys(window: Window) -> None:
    """Say in the window of a new project which keys of its scheme the program does not know."""
    from annotator.app.scheme.scheme_files import unknown_keys_of
    from annotator.ui.scheme.effect_sentences import unknown_keys_text

    unknown = unknown_keys_of(window.session)
    if unknown:
        window.toast.say(unknown_keys_text(unknown))


def _open_last(settings: saved_settings.Settings) -> tuple[tuple[Session, str], str]:
    """The project of the last run, else the sample project; and why the last one could not be opened.

    A program started by its icon has no terminal for a message.
    """
    last = Path(settings.project) if settings.project else None
    refusal = ""
    if last and last.is_file():
        try:
            return open_for_work(last), refusal
        except Refused as problem:
            refusal = log_file.logged_message(problem)
    return open_for_work(_sample()), refusal


def _sample() -> Path:
    """The sample project, built in the first run."""
    path = saved_settings.sample_path()
    if not path.exists():
        from annotator.app.project.sample import build_sample

        path.parent.mkdir(parents=True, exist_ok=True)
        build_sample(path)
    return path


def _sample_annotator(session: Session, settings: saved_settings.Settings) -> str | None:
    """The annotator of the sample, so that a new user sees a marked article at once and no question."""
    is_sample = session.path.absolute() == saved_settings.sample_path().absolute()
    return SAMPLE_ANNOTATOR if is_sample and session.id not in settings.annotators else None


def _refuse_without_display() -> None:
    """Refuse to start without a display; Qt would abort the process."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM") or os.environ.get("WAYLAND_DISPLAY"):
        return
    display = os.environ.get("DISPLAY", "")
    if not _answers(display):
        raise Refused(
            tr("there is no display to open a window on"),
            where=f"DISPLAY={display}" if display else "",
            remedy=tr("use the commands ('annotator --help'); in a checkout, 'make run' draws the window into files"),
        )


def _answers(display: str) -> bool:
    """Whether an X server listens on ``:0`` or ``host:10.0``; a name of any other form is left to Qt."""
    host, colon, screen = display.rpartition(":")
    number = screen.split(".")[0]
    if not colon or not number.isdecimal():
        return bool(display)
    if host in ("", "unix"):
        path = f"/tmp/.X11-unix/X{number}"
        addresses: list[tuple[int, str | tuple[str, int]]] = [(socket.AF_UNIX, path), (socket.AF_UNIX, f"\0{path}")]
    else:
        addresses = [(socket.AF_INET, (host, _X_PORT + int(number)))]
    for family, address in addresses:
        with contextlib.suppress(OSError), socket.socket(family) as connection:
            connection.settimeout(_CONNECT_TIMEOUT)
            connection.connect(address)
            return True
    return False


def _report_error(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Log an error that no caller expects and show it; the window stays open, and everything committed is safe."""
    window = QApplication.instance().property("window")  # type: ignore[union-attr]
    if isinstance(error, Refused):
        # A damaged file may cause a refusal that no caller expects.
        message = log_file.logged_message(error)
        if isinstance(window, Window):
            window.toast.say(message)
        return
    log_file.log_failure(_log, "an action", error)
    traceback.print_exception(kind, error, trace)
    if isinstance(window, Window):
        window.failures.show_error(error)
