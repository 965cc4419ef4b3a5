"""Backup and restoration of a project.

A copy is checked from end to end before it gets its final name, so every file with that name can be restored.
"""

from datetime import datetime
from pathlib import Path

from annotator.app.jobs import Job, Progress
from annotator.app.project.check import DAMAGE, check_job
from annotator.app.temporary_files import delete_abandoned_drafts
from annotator.domain.errors import Damaged
from annotator.domain.frozen_model import FrozenModel
from annotator.formats.atomic_file import safe_name
from annotator.i18n import tr
from annotator.storage.file import project_files
from annotator.storage.file.project_files import SUFFIX


class CopyReport(FrozenModel):
    """A copy that was written and checked; ``size`` in bytes."""

    file: Path
    size: int


def back_up(project: Path, destination: Path | None = None) -> Job[CopyReport]:
    """Copy a project, which may be open elsewhere; without a destination, or for a folder, the name has the time.

    Refused if the destination exists, or if the project is damaged.
    """
    target = destination or project.parent
    damaged = Damaged(
        tr("the project is damaged"),
        where=str(project),
        remedy=tr("run 'annotator check' and restore an earlier backup"),
    )
    return (yield from _copy(project, dated_path(project, target) if _is_folder(target) else target, damaged))


def restore(backup: Path, destination: Path) -> Job[CopyReport]:
    """Make a new project file from a backup; refused if the destination exists, or if the backup is damaged."""
    damaged = Damaged(tr("the backup is damaged"), where=str(backup), remedy=tr("choose another backup"))
    return (yield from _copy(backup, destination, damaged))


def dated_path(project: Path, folder: Path) -> Path:
    """A path for a backup of the project made now, with a name that is not used in this folder."""
    stem = f"{safe_name(project.stem, set())}.backup-{datetime.now().astimezone():%Y-%m-%d-%H%M%S}"
    path, count = folder / f"{stem}{SUFFIX}", 1
    while path.exists():
        count += 1
        path = folder / f"{stem}-{count}{SUFFIX}"
    return path


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        # For example, the name is too long; the attempt to write reports that.
        return False


def _copy(path: Path, destination: Path, damaged: Damaged) -> Job[CopyReport]:
    delete_abandoned_drafts(destination.parent)
    yield Progress(done=0, total=0, caption=tr("copying"))
    with project_files.draft_copy(path, destination) as draft:
        problems = yield from check_job(draft)
        damage = [problem for problem in problems if problem.kind in DAMAGE]
        if damage:
            detail = " ".join(filter(None, (damage[0].document, damage[0].detail)))
            raise Damaged(f"{damaged.message} ({detail})", where=damaged.where, remedy=damaged.remedy)
    return CopyReport(file=destination, size=destination.stat().st_size)
