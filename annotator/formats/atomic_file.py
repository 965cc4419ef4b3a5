"""Files that appear at their path complete or not at all, and file names that are safe everywhere."""

import os
import re
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from uuid import uuid4

from annotator.domain.errors import Refused
from annotator.i18n import tr

_RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10))}
# Marks of direction could make a name look as if it had another ending.
_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]')
_LONGEST_STEM = 120


class AtomicFile:
    """A file that is written under another name beside its destination, and moved there when it is complete on disk.

    Where the destination is a link, the target of the link is replaced: the link may be one of the system's, such as
    /dev/stdout.
    """

    def __init__(self, destination: Path) -> None:
        self.destination = destination
        self._final_path = final_path(destination)
        self._draft = (
            self._final_path.with_name(f".{uuid4().hex}.annotator-draft") if self._final_path.name else self._final_path
        )
        self.file: IO[bytes]

    def __enter__(self) -> Self:
        try:
            self._final_path.parent.mkdir(parents=True, exist_ok=True)
            _refuse_special_file(self.destination)
            self.file = self._draft.open("wb")
        except OSError as problem:
            raise _unwritable(self.destination, problem) from problem
        return self

    def finish(self) -> None:
        """Bring the content to the disk and close the draft, which is moved when the context ends."""
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
                self._draft.replace(self._final_path)
        except OSError as problem:
            raise _unwritable(self.destination, problem) from problem
        finally:
            _close_quietly(self.file)
            self._draft.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise _unwritable(self.destination, error) from error


def final_path(destination: Path) -> Path:
    """The path at which a file of this name is or will be: the target of a link, unless the links form a circle."""
    try:
        return destination.resolve()
    except (OSError, RuntimeError):
        return destination


def _refuse_special_file(path: Path) -> None:
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


def safe_name(name: str, used_names: set[str]) -> str:
    """A file name without suffix for a document id, which is valid on every system and not in ``used_names``.

    The name is added to ``used_names`` in lower case.
    """
    # File systems limit the bytes of a name, not its characters.
    stem = _UNSAFE.sub("_", name).encode()[:_LONGEST_STEM].decode(errors="ignore").strip(" .") or "_"
    if stem.split(".")[0].upper() in _RESERVED:
        stem = f"_{stem}"
    candidate, count = stem, 1
    while candidate.casefold() in used_names:
        count += 1
        candidate = f"{stem}-{count}"
    used_names.add(candidate.casefold())
    return candidate
