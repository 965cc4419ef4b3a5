"""How is a call carried out, and how does its answer reach the terminal?

Errors are one line on standard error. Exit status: 0 done, 1 done with findings, 2 refused.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable
from typing import Any

from annotator.cli import arguments
from annotator.domain.errors import Refused
from annotator.i18n import tr


def run(argv: list[str], open_window: Callable[[argparse.Namespace], int]) -> int:
    """Carry out one call; ``open_window`` is what a call without a command does."""
    try:
        if argv and argv[0] in arguments.PURPOSES:
            # Loaded for a command only: the window is up sooner without.
            from annotator.cli.commands import COMMANDS

            options = arguments.commands()[argv[0]].parse_args(argv[1:])
            facts, lines, status = COMMANDS[argv[0]](options)
            _say(facts, lines, as_json=getattr(options, "json", False))
            return status
        return open_window(arguments.window().parse_args(argv))
    except Refused as refusal:
        complain(str(refusal))
        return 2
    except KeyboardInterrupt:
        complain(tr("stopped, nothing was changed"))
        return 2
    except BrokenPipeError:
        # Whoever read the answer has seen enough; keep the interpreter from complaining about it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def complain(what: str) -> None:
    """One line on standard error, whatever names it quotes."""
    sys.stderr.write(f"annotator: {_printable(what)}\n")


def _printable(line: str) -> str:
    return "".join(character if character.isprintable() else f"\\u{{{ord(character):x}}}" for character in line)


def _say(facts: dict[str, Any], lines: list[str], *, as_json: bool) -> None:
    told = [json.dumps(facts, ensure_ascii=False, default=str)] if as_json else map(_printable, lines)
    text = "".join(f"{line}\n" for line in told)
    # A file name may hold bytes that are no text; what replaces them is an escape in JSON too.
    sys.stdout.buffer.write(text.encode(errors="backslashreplace"))
    sys.stdout.flush()
