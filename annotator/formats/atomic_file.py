"""How does a finished file come to its place, whole or not at all?"""

import os
import re
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from uuid import uuid4

from annotator.domain.errors import Refused
from annotator.i18n import tr

_RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10))}
# The marks of direction would let a name read as if it ended otherwise.
_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]')
_LONGEST_STEM = 120


class PlacedFile:
    """A file written beside its destination under another name, and moved there when complete and on disk.

    Where a link stands, the file that it leads to is replaced: the link may be the system's own, such as /dev/stdout.
    """

    def __init__(self, destination: Path) -> None:
        self.destination = destination
        self._place = place_of(destination)
        self._draft = self._place.with_name(f".{uuid4().hex}.annotator-draft") if self._place.name else self._place
        self.file: IO[bytes]

    def __enter__(self) -> Self:
        try:
            self._place.parent.mkdir(parents=True, exist_ok=True)
            _refuse_what_is_no_file(self.destination)
            self.file = self._draft.open("wb")
        except OSError as problem:
            raise _unwritable(self.destination, problem) from problem
        return self

    def finish(self) -> None:
        """Bring what was written to the disk; the file comes to its place when the writer is left."""
        self.file.flush()
        os.fsync(self.file.fileno())
        self.file.close()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                if not self.file.closed:
                    self.finish()
                self._draft.replace(self._place)
        except OSError as problem:
            raise _unwritable(self.destination, problem) from problem
        finally:
            _close_quietly(self.file)
            self._draft.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise _unwritable(self.destination, error) from error


def place_of(destination: Path) -> Path:
    """Where a file of this name lies or will lie: what a link leads to, unless it leads in a circle."""
    try:
        return destination.resolve()
    except (OSError, RuntimeError):
        return destination


def _refuse_what_is_no_file(path: Path) -> None:
    if path.is_dir():
        raise IsADirectoryError(0, tr("it is a folder"))
    if path.exists() and not path.is_file():
        raise OSError(0, tr("it is no ordinary file"))


def _close_quietly(file: IO[bytes]) -> None:
    try:
        file.close()
    except OSError:
        return


def _unwritable(path: Path, problem: OSError) -> Refused:
    return Refused(
        tr("the file cannot be written ({problem})", problem=problem.strerror or problem),
        where=str(path),
        remedy=tr("choose another place"),
    )


def safe_name(name: str, taken: set[str]) -> str:
    """A file name (no suffix) for a document id: it stays in its folder on every system and is not ``taken``."""
    # File systems limit a name's bytes, not its characters.
    stem = _UNSAFE.sub("_", name).encode()[:_LONGEST_STEM].decode(errors="ignore").strip(" .") or "_"
    if stem.split(".")[0].upper() in _RESERVED:
        stem = f"_{stem}"
    candidate, count = stem, 1
    while candidate.casefold() in taken:
        count += 1
        candidate = f"{stem}-{count}"
    taken.add(candidate.casefold())
    return candidate
