"""What does the program remember between two runs?"""

from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import ConfigDict, ValidationError

from annotator.app.resources import SAMPLE_NAME
from annotator.domain.frozen_model import FrozenModel

ThemeChoice = Literal["system", "light", "dark", "high-contrast"]
MotionChoice = Literal["system", "off"]


class Place(FrozenModel):
    """Where a person was in an article: the caret, and the beginning of the first line on screen, in code points."""

    caret: int = 0
    top: int = 0


class Settings(FrozenModel):
    """One user's habits; ``annotators``, ``documents`` and ``places`` go by project id, ``keys`` by command.

    A place is the one in the article that was on the desk last.

    ``text_size`` is in points, ``column`` in characters, ``line_height`` in percent; without ``face`` the best one is
    taken. ``panels`` are sizes that a person gave, by the names of the panels and tables. What a later program
    remembers besides is passed over.
    """

    model_config = ConfigDict(extra="ignore")

    project: str = ""
    theme: ThemeChoice = "system"
    motion: MotionChoice = "system"
    text_size: float = 13.0
    column: int = 70
    line_height: int = 185
    face: str = ""
    geometry: str = ""
    side_width: int = 340
    panels: dict[str, str] = {}
    annotators: dict[str, str] = {}
    documents: dict[str, str] = {}
    places: dict[str, Place] = {}
    keys: dict[str, tuple[str, ...]] = {}


def settings_path() -> Path:
    return platformdirs.user_config_path("annotator", appauthor=False) / "settings.json"


def sample_path() -> Path:
    return platformdirs.user_data_path("annotator", appauthor=False) / SAMPLE_NAME


def load() -> Settings:
    """The remembered settings; the usual ones where there are none or the file cannot be read."""
    try:
        return Settings.model_validate_json(settings_path().read_bytes())
    except (OSError, ValidationError):
        return Settings()


def save(settings: Settings) -> None:
    """Remember the settings; where that is not possible, the next run starts with the usual ones."""
    path = settings_path()
    draft = path.with_suffix(".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(settings.model_dump_json(indent=1), encoding="utf-8")
        draft.replace(path)
    except OSError:
        return
