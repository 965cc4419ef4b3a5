"""Entry point of the program."""

import argparse
import logging
import sys

from annotator import i18n
from annotator.app import log_file
from annotator.cli.main import print_error
from annotator.cli.main import run as run_command
from annotator.resources import RESOURCES


def _open_window(options: argparse.Namespace) -> int:
    # Qt is loaded only for the window, so that commands start quickly.
    from annotator.ui.shell.start import open_window

    return open_window(options)


def run() -> int:
    """The entry point of the ``annotator`` command; its exit status."""
    i18n.load(RESOURCES / "translations")
    try:
        return run_command(sys.argv[1:], _open_window)
    except Exception as fault:  # noqa: BLE001 - the user at a terminal gets one line for any error
        log_file.log_failure(logging.getLogger(__name__), "the command", fault)
        message = i18n.tr("this should not have happened ({kind}: {fault})", kind=type(fault).__name__, fault=fault)
        print_error(f"{' '.join(message.split())}, {i18n.tr('please report it')}")
        return 2


if __name__ == "__main__":
    sys.exit(run())
