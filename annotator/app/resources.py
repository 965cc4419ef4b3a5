"""Where are the files that the program ships?"""

from pathlib import Path

_PACKAGE = Path(__file__).parent.parent


def _folder(name: str) -> Path:
    """Inside the installed package, or beside it in a checkout."""
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


RESOURCES = _folder("resources")
SEEDS = _folder("seeds")
DEFAULT_SCHEME = RESOURCES / "schemes" / "speaker-demand-event"
SAMPLE_NAME = "sample.annotator"
