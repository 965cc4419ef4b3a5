"""Where does the program begin?"""

import argparse
import sys

from annotator import i18n
from annotator.app.resources import RESOURCES
from annotator.cli.main import complain
from annotator.cli.main import run as run_command


def _open_window(options: argparse.Namespace) -> int:
    # Qt is loaded for the window only, so that a command costs what a command should.
    from annotator.ui.shell.start import open_window

    return open_window(options)


def run() -> int:
    """The entry point of the ``annotator`` command; its exit status."""
    i18n.load(RESOURCES / "translations")
    try:
        return run_command(sys.argv[1:], _open_window)
    except Exception as fault:  # noqa: BLE001 - a person at a terminal gets one line, whatever happened
        what = i18n.tr("this should not have happened ({kind}: {fault})", kind=type(fault).__name__, fault=fault)
        complain(f"{' '.join(what.split())}, {i18n.tr('please report it')}")
        return 2


if __name__ == "__main__":
    sys.exit(run())
