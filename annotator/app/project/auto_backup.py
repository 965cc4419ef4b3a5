"""Which backups does the window make by itself, when is one due, and how long is it kept?

They lie in the user's data folder, so that a project and its backups are not lost together.
"""

import contextlib
import time
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

import platformdirs

from annotator.app.session import Session
from annotator.domain.errors import Refused
from annotator.formats.atomic_file import safe_name
from annotator.i18n import tr
from annotator.storage.file.files import SUFFIX

# What may be lost is half an hour of work or 200 steps. The window looks once a minute and a backup takes its time.
_SECONDS, _STEPS = 28 * 60, 150
_NEWEST, _DAYS = 3, 7
_BYTES = 1_000_000_000


def folder_of(session: Session) -> Path:
    """Where the backups of this project lie, whatever it is called and wherever it moves."""
    return platformdirs.user_data_path("annotator", appauthor=False) / "backups" / safe_name(session.id, set())


def is_due(session: Session, steps: int) -> bool:
    """Whether it is time for a backup, after so many steps since the last one of this run."""
    made = max((one.when for one in _kept(folder_of(session))), default=0.0)
    changed = steps > 0 or _written(session.path) > made
    return steps >= _STEPS or (changed and time.time() - made > _SECONDS)


def make_folder(session: Session) -> Path:
    """The folder of this project's backups; made where it is missing."""
    folder = folder_of(session)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise Refused(
            tr("the folder for backups cannot be made ({problem})", problem=problem.strerror), where=str(folder)
        ) from problem
    return folder


def thin(folder: Path) -> None:
    """Keep the newest three and the last one of each of seven days; less where that takes more than a gigabyte.

    To be called when a new one is there, never otherwise: what was kept must not go for one that failed.
    """
    kept = _kept(folder)
    wanted = {*kept[:_NEWEST], *_last_of_each_day(kept)[:_DAYS]}
    size = 0
    for place, one in enumerate(kept):
        size += one.size if one in wanted else 0
        if one not in wanted or (size > _BYTES and place > 1):
            with contextlib.suppress(OSError):
                one.path.unlink()


class _Kept(NamedTuple):
    """When a backup was made (seconds), its size (bytes) and where it lies."""

    when: float
    size: int
    path: Path


def _kept(folder: Path) -> list[_Kept]:
    """All backups in this folder, the newest first."""
    try:
        paths = [path for path in folder.iterdir() if path.suffix == SUFFIX]
        return sorted(
            (_Kept(told.st_mtime, told.st_size, path) for path in paths for told in [path.stat()]), reverse=True
        )
    except OSError:
        return []


def _last_of_each_day(kept: Sequence[_Kept]) -> list[_Kept]:
    days: dict[date, _Kept] = {}
    for one in kept:
        days.setdefault(datetime.fromtimestamp(one.when).astimezone().date(), one)
    return list(days.values())


def _written(project: Path) -> float:
    """When the project was last written; what is new may still lie in the log beside it, which is empty at first."""
    told = [path.stat() for path in (project, Path(f"{project}-wal")) if path.exists()]
    return max((one.st_mtime for one in told if one.st_size), default=0.0)
