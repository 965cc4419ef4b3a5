"""What did a process that was killed leave beside the files that it was making?"""

import contextlib
import re
import time
from pathlib import Path

_DRAFT = re.compile(r"\.[0-9a-f]{32}\.annotator-(draft|new)(-journal)?")
# Seconds. Whoever lives writes on, so a draft that nobody has touched for a day is nobody's.
_A_DAY = 24 * 60 * 60


def sweep(folder: Path) -> None:
    """Take away the drafts in this folder whose makers are gone; one that may still be wanted is left alone."""
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            if _DRAFT.fullmatch(path.name) and time.time() - path.stat().st_mtime > _A_DAY:
                path.unlink()
