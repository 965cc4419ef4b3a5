"""Removal of temporary files that a killed process left behind."""

import contextlib
import re
import time
from pathlib import Path

_DRAFT = re.compile(r"\.[0-9a-f]{32}\.annotator-(draft|new)(-journal)?")
# In seconds. A running process keeps writing, so a draft that is unchanged for a day has no process any more.
_A_DAY = 24 * 60 * 60


def delete_abandoned_drafts(folder: Path) -> None:
    """Delete the drafts in this folder whose process is gone; drafts that may still be in use stay."""
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            if _DRAFT.fullmatch(path.name) and time.time() - path.stat().st_mtime > _A_DAY:
                path.unlink()
