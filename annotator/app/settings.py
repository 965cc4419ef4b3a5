"""User settings, kept between two runs of the program."""

from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import ConfigDict, ValidationError

from annotator.domain.frozen_model import FrozenModel
from annotator.resources import SAMPLE_NAME

ThemeChoice = Literal["system", "light", "dark", "high-contrast"]
MotionChoice = Literal["system", "off"]


class ReadingPosition(FrozenModel):
    """The position of a reader in an article: caret and start of the first visible line, in code points."""

    caret: int = 0
    top: int = 0


class Settings(FrozenModel):
    """The settings of one user.

    The keys of ``annotators``, ``documents`` and ``places`` are project ids, those of ``keys`` are commands. A place is
    the reading position in the article that was open last. ``text_size`` is in points, ``column`` in characters,
    ``line_height`` in percent; an empty ``face`` selects the best installed font. ``panels`` holds the sizes that the
    user set, by the names of panels and tables. ``roles_offered`` are the ids of the projects whose missing roles were
    offered once. Fields of a later version are ignored.
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
    places: dict[str, ReadingPosition] = {}
    keys: dict[str, tuple[str, ...]] = {}
    roles_offered: tuple[str, ...] = ()


def settings_path() -> Path:
    """The settings file in the user's configuration folder."""
    return platformdirs.user_config_path("annotator", appauthor=False) / "settings.json"


def sample_path() -> Path:
    """The sample project in the user's data folder."""
    return platformdirs.user_data_path("annotator", appauthor=False) / SAMPLE_NAME


def load() -> Settings:
    """The saved settings; the defaults if there are none or the file cannot be read."""
    try:
        return Settings.model_validate_json(settings_path().read_bytes())
    except (OSError, ValidationError):
        return Settings()


def save(settings: Settings) -> None:
    """Save the settings; if that fails, the next run starts with the defaults."""
    path = settings_path()
    draft = path.with_suffix(".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(settings.model_dump_json(indent=1), encoding="utf-8")
        draft.replace(path)
    except OSError:
        return
