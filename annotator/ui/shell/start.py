"""How does the window come up, and on which project?"""

import argparse
import contextlib
import os
import socket
import sys
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtWidgets import QApplication

from annotator.app import settings as habits
from annotator.app.project.open import new_project, open_for_work
from annotator.app.session import Session
from annotator.domain.errors import Refused
from annotator.i18n import tr
from annotator.ui.icons import program_icon
from annotator.ui.shell.window import WantedProject, Window

SAMPLE_ANNOTATOR = "annotator-a"
_X_PORT = 6000
# Seconds for a display on another machine to answer.
_PATIENCE = 3.0


def open_window(options: argparse.Namespace) -> int:
    """Show the window until it is closed; the exit status."""
    _refuse_without_display()
    settings = habits.load()
    if options.theme:
        settings = settings.model_copy(update={"theme": options.theme})
    application = make_application()
    (session, why), refusal = (open_for_work(options.project), "") if options.project else _open_last(settings)
    sys.excepthook = _tell_and_go_on
    window = _show(session, settings, why)
    window.begin(options.annotator or _sample_annotator(session, settings), options.document)
    if refusal:
        window.toast.say(refusal)
    return application.exec()


def make_application() -> QApplication:
    """The program as the desktop knows it."""
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


def _show(session: Session, settings: habits.Settings, why: str) -> Window:
    """A window on this project, which opens others in its place."""
    window = Window(session, settings, read_only_because=why)
    window.wanted.connect(lambda wanted: _replace(window, wanted))
    window.show()
    make_application().setProperty("window", window)
    return window


def _replace(window: Window, wanted: WantedProject) -> None:
    """Open another project in the window's place, which stays where that is refused."""
    path = wanted.path or _sample()
    if path.absolute() == window.session.path.absolute():
        return
    try:
        session, why = (new_project(path, wanted.scheme), "") if wanted.create else open_for_work(path)
    except Refused as refusal:
        window.toast.say(str(refusal))
        return
    window.close()
    other = _show(session, habits.load(), why)
    other.begin(_sample_annotator(session, other.settings), None)


def _open_last(settings: habits.Settings) -> tuple[tuple[Session, str], str]:
    """The project of the last run, else the sample project; and what kept the last one shut.

    Whoever starts the program by its icon sees no line in a terminal.
    """
    last = Path(settings.project) if settings.project else None
    refusal = ""
    if last and last.is_file():
        try:
            return open_for_work(last), refusal
        except Refused as problem:
            refusal = str(problem)
    return open_for_work(_sample()), refusal


def _sample() -> Path:
    """The sample project; built the first time."""
    path = habits.sample_path()
    if not path.exists():
        from annotator.app.project.sample import build_sample

        path.parent.mkdir(parents=True, exist_ok=True)
        build_sample(path)
    return path


def _sample_annotator(session: Session, settings: habits.Settings) -> str | None:
    """On the sample a newcomer should see a marked article at once, not a question."""
    is_sample = session.path.absolute() == habits.sample_path().absolute()
    return SAMPLE_ANNOTATOR if is_sample and session.id not in settings.annotators else None


def _refuse_without_display() -> None:
    """Qt would abort the process with a page of its own."""
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
    """Whether an X server listens there: ``:0``, ``host:10.0``; a name of any other kind is left to Qt."""
    host, colon, rest = display.rpartition(":")
    number = rest.split(".")[0]
    if not colon or not number.isdecimal():
        return bool(display)
    if host in ("", "unix"):
        path = f"/tmp/.X11-unix/X{number}"
        places: list[tuple[int, str | tuple[str, int]]] = [(socket.AF_UNIX, path), (socket.AF_UNIX, f"\0{path}")]
    else:
        places = [(socket.AF_INET, (host, _X_PORT + int(number)))]
    for family, place in places:
        with contextlib.suppress(OSError), socket.socket(family) as connection:
            connection.settimeout(_PATIENCE)
            connection.connect(place)
            return True
    return False


def _tell_and_go_on(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """An error in one action must not take the others with it; what is committed is safe in any case."""
    what = tr("Something went wrong ({error}). Your marks are saved.", error=kind.__name__)
    if isinstance(error, Refused):
        # A file that turns out to be damaged may refuse what nobody expects to be refused.
        what = str(error)
    else:
        traceback.print_exception(kind, error, trace)
    window = QApplication.instance().property("window")  # type: ignore[union-attr]
    if isinstance(window, Window):
        window.toast.say(what)
