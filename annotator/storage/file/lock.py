"""The lock that allows one writer for a project.

It is an advisory lock of the operating system on a file beside the project. It ends with the process that holds it, so
that a crash leaves nothing to clean up. The file names the holder and the time.
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

# Windows locks bytes against reading too, so the locked byte is far behind the text.
_LOCKED_BYTE = 1 << 30


class WriterLock:
    """The right to write to one project, held until ``release`` or the end of the process."""

    def __init__(self, file: IO[bytes], path: Path) -> None:
        self._file, self._path = file, path

    @classmethod
    def acquire(cls, project: Path) -> "WriterLock | None":
        """The lock, or None where another process holds it."""
        path = lock_path(project)
        while True:
            file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o644), "r+b")
            if not _try_lock(file):
                file.close()
                return None
            # The previous holder may have deleted the file between our opening and locking it.
            if os.fstat(file.fileno()).st_nlink > 0:
                break
            file.close()
        file.truncate(0)
        file.write(json.dumps(_this_process()).encode())
        file.flush()
        return cls(file, path)

    def release(self) -> None:
        """Release the lock; outside Windows, its file is deleted too."""
        if sys.platform != "win32":
            self._path.unlink(missing_ok=True)
        self._file.close()


def lock_path(project: Path) -> Path:
    """The path of the lock file of a project."""
    return project.with_name(f".{project.name}.lock")


def lock_holder(project: Path) -> str:
    """``user@host since …`` of the holder of the lock; ``?`` where the file does not name one."""
    try:
        holder = json.loads(lock_path(project).read_bytes())
        return f"{holder['user']}@{holder['host']} since {holder['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "?"


def _this_process() -> dict[str, str | int]:
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):
        # A user id without a name, as in some containers.
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
