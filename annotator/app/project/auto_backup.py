"""Automatic backups of the window: when one is due, where it is kept and for how long.

They are kept in the user's data folder, so that a project and its backups are not lost together.
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
from annotator.storage.file.project_files import SUFFIX

# At most half an hour of work or 200 steps may be lost. The window checks once a minute, and a backup takes time.
_SECONDS, _STEPS = 28 * 60, 150
_NEWEST, _DAYS = 3, 7
_BYTES = 1_000_000_000


def folder_of(session: Session) -> Path:
    """The folder of this project's backups, which does not depend on the name and place of the project file."""
    return platformdirs.user_data_path("annotator", appauthor=False) / "backups" / safe_name(session.id, set())


def is_due(session: Session, steps: int) -> bool:
    """Whether a backup is due; ``steps`` counts the steps since the last backup of this run."""
    last = max((backup.time for backup in _backups(folder_of(session))), default=0.0)
    changed = steps > 0 or _modification_time(session.path) > last
    return steps >= _STEPS or (changed and time.time() - last > _SECONDS)


def make_folder(session: Session) -> Path:
    """The folder of this project's backups, created if it is missing."""
    folder = folder_of(session)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise Refused(
            tr("the folder for backups cannot be made ({problem})", problem=problem.strerror), where=str(folder)
        ) from problem
    return folder


def delete_old_backups(folder: Path) -> None:
    """Keep the newest three backups and the last one of each of seven days, fewer if they exceed a gigabyte.

    Call this only after a new backup is complete, so that no backup is deleted for one that failed.
    """
    backups = _backups(folder)
    retained = {*backups[:_NEWEST], *_last_of_each_day(backups)[:_DAYS]}
    size = 0
    for number, backup in enumerate(backups):
        size += backup.size if backup in retained else 0
        if backup not in retained or (size > _BYTES and number > 1):
            with contextlib.suppress(OSError):
                backup.path.unlink()


class _Backup(NamedTuple):
    """A backup file: its time (in seconds), size (in bytes) and path."""

    time: float
    size: int
    path: Path


def _backups(folder: Path) -> list[_Backup]:
    """The backups in this folder, the newest first."""
    try:
        paths = [path for path in folder.iterdir() if path.suffix == SUFFIX]
        statuses = [(path, path.stat()) for path in paths]
        return sorted((_Backup(status.st_mtime, status.st_size, path) for path, status in statuses), reverse=True)
    except OSError:
        return []


def _last_of_each_day(backups: Sequence[_Backup]) -> list[_Backup]:
    days: dict[date, _Backup] = {}
    for backup in backups:
        days.setdefault(datetime.fromtimestamp(backup.time).astimezone().date(), backup)
    return list(days.values())


def _modification_time(project: Path) -> float:
    """The time of the last write: of the project file or of the write-ahead log beside it, if that is not empty."""
    statuses = [path.stat() for path in (project, Path(f"{project}-wal")) if path.exists()]
    return max((status.st_mtime for status in statuses if status.st_size), default=0.0)
