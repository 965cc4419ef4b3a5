"""Which formats are there, and which one is this file in?"""

from pathlib import Path

from annotator.domain.errors import Refused
from annotator.formats.format import Format
from annotator.formats.native.jsonl import JsonlFormat
from annotator.formats.tables.demands import DemandsFormat
from annotator.formats.text import TextFormat
from annotator.i18n import tr

FORMATS: dict[str, Format] = {known.name: known for known in (TextFormat(), JsonlFormat(), DemandsFormat())}


def by_name(name: str) -> Format:
    """The format of this name; Refused where there is none."""
    if name not in FORMATS:
        raise Refused(
            tr("there is no format {name}", name=repr(name)),
            remedy=tr("use one of {names}", names=", ".join(FORMATS)),
        )
    return FORMATS[name]


def readable() -> list[Format]:
    """The formats that can be imported."""
    return [known for known in FORMATS.values() if known.reads]


def to_read(name: str) -> Format:
    """The format of this name; Refused where there is none that can be imported."""
    known = by_name(name)
    if not known.reads:
        raise Refused(
            tr("the format {name} is only written", name=repr(name)),
            remedy=tr("use one of {names}", names=", ".join(one.name for one in readable())),
        )
    return known


def sniff(path: Path) -> Format | None:
    """The format that the file's suffix announces, or None."""
    return next((known for known in readable() if path.suffix.lower() in known.suffixes), None)
