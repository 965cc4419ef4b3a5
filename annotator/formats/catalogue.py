"""The list of file formats, and the choice of one by name or suffix.

A new format is an entry in ``FORMATS``; command line, export page, import page and file dialogs read this list.
"""

from pathlib import Path

from annotator.domain.errors import Refused
from annotator.formats.format import Format
from annotator.formats.native.jsonl import JsonlFormat
from annotator.formats.tables.demands import DemandsFormat
from annotator.formats.text import TextFormat
from annotator.i18n import tr

FORMATS: tuple[Format, ...] = (TextFormat(), JsonlFormat(), DemandsFormat())


def by_name(name: str) -> Format:
    """The format of this name; Refused where there is none."""
    chosen = next((entry for entry in FORMATS if entry.name == name), None)
    if chosen is None:
        raise Refused(
            tr("there is no format {name}", name=repr(name)),
            remedy=tr("use one of {names}", names=", ".join(entry.name for entry in FORMATS)),
        )
    return chosen


def by_loss() -> list[Format]:
    """All formats, the one that leaves the fewest traits behind first."""
    return sorted(FORMATS, key=lambda entry: len(entry.cannot_carry))


def readable_formats() -> list[Format]:
    """The formats that can be imported."""
    return [entry for entry in FORMATS if entry.reads]


def readable_by_name(name: str) -> Format:
    """The format of this name; Refused where there is none that can be imported."""
    chosen = by_name(name)
    if not chosen.reads:
        raise Refused(
            tr("the format {name} is only written", name=repr(name)),
            remedy=tr("use one of {names}", names=", ".join(entry.name for entry in readable_formats())),
        )
    return chosen


def by_suffix(path: Path) -> Format | None:
    """The format of files with this suffix that can be imported, or None."""
    return next((entry for entry in readable_formats() if path.suffix.lower() in entry.suffixes), None)
