"""Execution of a command-line call, and the output of its result.

Errors are one line on standard error. Exit status: 0 done, 1 done with findings, 2 refused.
"""

import argparse
import json
import logging
import os
import sys
from collections.abc import Callable
from typing import Any

from annotator.app import log_file
from annotator.cli import arguments
from annotator.domain.errors import Refused
from annotator.i18n import tr

_log = logging.getLogger(__name__)


def run(argv: list[str], open_window: Callable[[argparse.Namespace], int]) -> int:
    """Execute one call; ``open_window`` is called if there is no command."""
    try:
        if argv and argv[0] in arguments.PURPOSES:
            # Loaded only for a command, so that the window opens sooner.
            from annotator.cli.commands import COMMANDS

            options = arguments.commands()[argv[0]].parse_args(argv[1:])
            log_file.start(options.log_level)
            _log.info("command %s", argv[0])
            facts, lines, status = COMMANDS[argv[0]](options)
            _log.info("command %s ended with status %d", argv[0], status)
            _print_result(facts, lines, as_json=getattr(options, "json", False))
            return status
        options = arguments.window().parse_args(argv)
        log_file.start(options.log_level)
        return open_window(options)
    except Refused as refusal:
        log_file.log_refusal(_log, refusal)
        print_error(str(refusal))
        return 2
    except KeyboardInterrupt:
        print_error(tr("stopped, nothing was changed"))
        return 2
    except BrokenPipeError:
        # The reader closed the pipe. Keep the interpreter from reporting that at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def print_error(message: str) -> None:
    """Print one line on standard error, with unprintable characters of quoted names escaped."""
    sys.stderr.write(f"annotator: {_printable(message)}\n")


def _printable(line: str) -> str:
    return "".join(character if character.isprintable() else f"\\u{{{ord(character):x}}}" for character in line)


def _print_result(facts: dict[str, Any], lines: list[str], *, as_json: bool) -> None:
    output = [json.dumps(facts, ensure_ascii=False, default=str)] if as_json else map(_printable, lines)
    text = "".join(f"{line}\n" for line in output)
    # A file name may contain bytes that are not text; their replacement is a valid escape in JSON too.
    sys.stdout.buffer.write(text.encode(errors="backslashreplace"))
    sys.stdout.flush()
