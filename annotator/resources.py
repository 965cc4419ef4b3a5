"""Paths of the files that are installed with the program."""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def _folder(name: str) -> Path:
    """The folder in the installed package, or beside the package in a checkout."""
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


RESOURCES = _folder("resources")
SEEDS = _folder("seeds")
DEFAULT_SCHEME = RESOURCES / "schemes" / "speaker-demand-event"
SAMPLE_NAME = "sample.annotator"
