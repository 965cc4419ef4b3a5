"""How is a project copied for the day when it is lost, and how does it come back from the copy?

A copy is looked through from end to end before it gets its name, so what bears the name of a backup can be restored.
"""

from datetime import datetime
from pathlib import Path

from annotator.app.jobs import Job, Progress
from annotator.app.project.check import DAMAGE, checking
from annotator.app.temporary_files import sweep
from annotator.domain.errors import Damaged
from annotator.domain.frozen_model import FrozenModel
from annotator.formats.atomic_file import safe_name
from annotator.i18n import tr
from annotator.storage.file import files
from annotator.storage.file.files import SUFFIX


class CopyReport(FrozenModel):
    """A copy that was written and found sound; ``size`` in bytes."""

    file: Path
    size: int


def backing_up(project: Path, destination: Path | None = None) -> Job[CopyReport]:
    """Copy a project, which may be open elsewhere; without a destination, or for a folder, the name says when.

    Refused where a file stands at the destination, and where the project is damaged.
    """
    place = destination or project.parent
    damaged = Damaged(
        tr("the project is damaged"),
        where=str(project),
        remedy=tr("run 'annotator check' and restore an earlier backup"),
    )
    return (yield from _copying(project, dated(project, place) if _is_folder(place) else place, damaged))


def restoring(backup: Path, destination: Path) -> Job[CopyReport]:
    """Make a new project file of a backup; refused where a file stands there, and where the backup is damaged."""
    damaged = Damaged(tr("the backup is damaged"), where=str(backup), remedy=tr("choose another backup"))
    return (yield from _copying(backup, destination, damaged))


def dated(project: Path, folder: Path) -> Path:
    """A name for a backup of the project made now: one that is not taken in this folder."""
    stem = f"{safe_name(project.stem, set())}.backup-{datetime.now().astimezone():%Y-%m-%d-%H%M%S}"
    place, count = folder / f"{stem}{SUFFIX}", 1
    while place.exists():
        count += 1
        place = folder / f"{stem}-{count}{SUFFIX}"
    return place


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        # A name that is too long, say; whoever writes there will tell.
        return False


def _copying(path: Path, destination: Path, damaged: Damaged) -> Job[CopyReport]:
    sweep(destination.parent)
    yield Progress(done=0, total=0, what=tr("copying"))
    with files.copied(path, destination) as draft:
        problems = yield from checking(draft)
        found = [one for one in problems if one.kind in DAMAGE]
        if found:
            why = " ".join(part for part in (found[0].document, found[0].detail) if part)
            raise Damaged(f"{damaged.what} ({why})", where=damaged.where, remedy=damaged.remedy)
    return CopyReport(file=destination, size=destination.stat().st_size)
