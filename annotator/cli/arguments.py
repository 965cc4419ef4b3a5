"""The commands and their arguments."""

import argparse
import csv
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

from annotator import __version__
from annotator.app import log_file
from annotator.domain.errors import Refused
from annotator.i18n import tr

THEMES = ("system", "light", "dark", "high-contrast")
SPREADS = ("topic", "source", "date")


class _Parser(argparse.ArgumentParser):
    """A parser that reports an invalid call in one line."""

    def error(self, message: str) -> NoReturn:
        raise Refused(message, remedy=tr("see '{program} --help'", program=self.prog))


def _path(argument: str) -> Path:
    # The empty path would be the current folder.
    if not argument or "\0" in argument:
        raise argparse.ArgumentTypeError(tr("{name} is no file name", name=repr(argument)))
    return Path(argument)


def commands() -> Mapping[str, argparse.ArgumentParser]:
    """One parser for each command."""
    parsers = {}
    for name, purpose in PURPOSES.items():
        parser = _Parser(prog=f"annotator {name}", description=tr(purpose), allow_abbrev=False)
        if name != "formats":
            parser.add_argument("project", type=_path, metavar="BACKUP" if name == "restore" else "PROJECT")
        _OPTIONS[name](parser)
        _log_level(parser)
        parsers[name] = parser
    return parsers


def window() -> argparse.ArgumentParser:
    """The parser of the call that opens the window."""
    lines = "\n".join(f"  annotator {name:<10} {tr(purpose)}" for name, purpose in PURPOSES.items())
    parser = _Parser(
        prog="annotator",
        description=tr("Mark speakers, demands and events in news articles."),
        epilog=tr("commands:") + f"\n{lines}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("project", type=_path, nargs="?", metavar="PROJECT")
    parser.add_argument("--annotator", metavar="NAME")
    parser.add_argument("--document", metavar="ID")
    parser.add_argument("--theme", choices=THEMES)
    parser.add_argument("--version", action="version", version=__version__)
    _log_level(parser)
    return parser


PURPOSES = {
    "new": "create an empty project",
    "import": "bring files or folders into a project",
    "export": "write documents and marks to files",
    "handout": "write project files for annotators, each with nothing of anybody else",
    "merge": "bring back what annotators did",
    "feedback": "write for annotators what the review made of their marks, with nothing of anybody else",
    "formats": "list the file formats",
    "info": "count what is in a project",
    "agreement": "say how far the annotators agree on what they finished",
    "check": "check a project from end to end; changes nothing",
    "cases": "list where annotators who finished a document disagree",
    "adjudicate": "settle cases by a policy",
    "backup": "copy a project and check the copy, also while a window has it open",
    "restore": "make a new project file of a backup",
    "history": "list the steps by which a project came about",
}


def _log_level(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--log-level",
        choices=log_file.LEVELS,
        default="info",
        help=tr("how much is written to the log, {path}", path=str(log_file.log_path()).replace("%", "%%")),
    )


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help=tr("answer with one JSON object"))


def _new(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--scheme", type=_path, metavar="FILE", help=tr("a scheme as JSON instead of the default one"))


def _import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("sources", type=_path, nargs="+", metavar="SOURCE")
    parser.add_argument("--format", metavar="F", help=tr("the files' format; by default their suffix tells"))
    parser.add_argument("--annotator", metavar="NAME", help=tr("whose marks these are, whatever the files say"))
    parser.add_argument("--encoding", metavar="E", help=tr("the encoding of plain text without a byte order mark"))
    parser.add_argument("--replace", action="store_true", help=tr("replace marks that are there already"))
    _json(parser)


def _export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("destination", type=_path, metavar="DEST")
    parser.add_argument("--format", metavar="F", required=True)
    layers = parser.add_mutually_exclusive_group()
    layers.add_argument("--annotator", metavar="NAME", help=tr("one annotator's layers"))
    layers.add_argument("--gold", action="store_true", help=tr("the reviewed layer"))
    layers.add_argument("--all", action="store_true", help=tr("all annotators' layers"))
    _json(parser)


def _adjudicate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--policy",
        metavar="P",
        required=True,
        help=tr("unanimous, trivial, majority, threshold:SHARE or prefer:NAME"),
    )
    parser.add_argument("--dry-run", action="store_true", help=tr("only count; change nothing"))
    _json(parser)


def _agreement(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--annotators", type=_names, metavar="A,B,…", help=tr("between these annotators only"))
    _json(parser)


def _names(argument: str) -> list[str]:
    # A name that contains a comma is in quotation marks.
    try:
        return next(csv.reader([argument])) or [""]
    except csv.Error:
        raise argparse.ArgumentTypeError(tr("{names} is no list of names", names=repr(argument))) from None


def _handout(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("destination", type=_path, metavar="DEST", help=tr("a new file; for several people a folder"))
    parser.add_argument(
        "--annotator", metavar="NAME", action="append", required=True, help=tr("for whom; may be said several times")
    )
    parser.add_argument("--documents", type=_names, metavar="ID,…", help=tr("which documents; by default all"))
    sharing = parser.add_argument_group(tr("for several people"))
    sharing.add_argument(
        "--overlap", metavar="K", type=int, default=1, help=tr("every document goes to K people; by default 1")
    )
    sharing.add_argument("--by-all", metavar="SHARE", type=float, default=0, help=tr("so many percent go to everybody"))
    sharing.add_argument("--spread", choices=SPREADS, default="", help=tr("deal evenly what has this in common"))
    sharing.add_argument(
        "--seed", metavar="N", type=int, default=1, help=tr("the same number deals the same way; by default 1")
    )
    sharing.add_argument("--dry-run", action="store_true", help=tr("only say who would get what"))
    _json(parser)


def _feedback(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("destination", type=_path, metavar="DEST", help=tr("for one person a new file, else a folder"))
    parser.add_argument(
        "--annotator",
        metavar="NAME",
        action="append",
        help=tr("for whom; may be said several times; by default everybody whose work was reviewed"),
    )
    _json(parser)


def _merge(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", type=_path, nargs="+", metavar="FILE")
    parser.add_argument("--dry-run", action="store_true", help=tr("only say what would come in"))
    _json(parser)


def _backup(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "destination",
        type=_path,
        nargs="?",
        metavar="DEST",
        help=tr("a new file or a folder; by default a file with the time in its name, beside the project"),
    )
    _json(parser)


def _restore(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("destination", type=_path, metavar="DEST", help=tr("a new file; nothing is overwritten"))
    _json(parser)


def _history(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--document", metavar="ID")
    _json(parser)


_OPTIONS = {
    "new": _new,
    "import": _import,
    "export": _export,
    "handout": _handout,
    "merge": _merge,
    "feedback": _feedback,
    "formats": _json,
    "info": _json,
    "agreement": _agreement,
    "check": _json,
    "cases": _json,
    "adjudicate": _adjudicate,
    "backup": _backup,
    "restore": _restore,
    "history": _history,
}
