"""Where does the program begin?"""

import argparse
import sys

from annotator import i18n
from annotator.app.resources import RESOURCES
from annotator.cli.main import run as run_command


def _open_window(options: argparse.Namespace) -> int:
    # Qt is loaded for the window only, so that a command costs what a command should.
    from annotator.ui.start import open_window

    return open_window(options)


def run() -> int:
    """The entry point of the ``annotator`` command; its exit status."""
    i18n.load(RESOURCES / "translations")
    return run_command(sys.argv[1:], _open_window)


if __name__ == "__main__":
    sys.exit(run())
