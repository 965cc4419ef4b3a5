"""Who is writing to a project right now?

An advisory lock of the operating system on a file beside the project: it dies with the process that holds it, so a
crash leaves nothing to clean up. The file's text says who holds it and since when.
"""

import getpass
import json
import os
import socket
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

# Windows locks bytes against reading too, so the locked byte lies far behind the text.
_LOCKED_BYTE = 1 << 30


class WriterLock:
    """The right to write to one project, held until ``release`` or the end of the process."""

    def __init__(self, file: IO[bytes], path: Path) -> None:
        self._file, self._path = file, path

    @classmethod
    def acquire(cls, project: Path) -> "WriterLock | None":
        """The lock, or None where somebody else holds it."""
        path = lock_path(project)
        while True:
            file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o644), "r+b")
            if not _try_lock(file):
                file.close()
                return None
            # The holder before us may have removed the file between our opening and locking it.
            if os.fstat(file.fileno()).st_nlink > 0:
                break
            file.close()
        file.truncate(0)
        file.write(json.dumps(_this_process()).encode())
        file.flush()
        return cls(file, path)

    def release(self) -> None:
        """Let others write."""
        if sys.platform != "win32":
            self._path.unlink(missing_ok=True)
        self._file.close()


def lock_path(project: Path) -> Path:
    """Where the lock of a project lies."""
    return project.with_name(f".{project.name}.lock")


def holder_of(project: Path) -> str:
    """``user@host since …`` of the one who holds the lock, as far as the file tells."""
    try:
        told = json.loads(lock_path(project).read_bytes())
        return f"{told['user']}@{told['host']} since {told['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "?"


def _this_process() -> dict[str, str | int]:
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):
        # A user id without a name, as containers have them.
        user = "?"
    return {
        "user": user,
        "host": socket.gethostname(),
        "pid": os.getpid(),
        "since": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
    }


if sys.platform == "win32":

    def _try_lock(file: IO[bytes]) -> bool:
        try:
            file.seek(_LOCKED_BYTE)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            file.seek(0)
        except OSError:
            return False
        return True

else:

    def _try_lock(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
