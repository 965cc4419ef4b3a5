"""What would an import of these files read, before anything is read in earnest?"""

from collections.abc import Sequence
from pathlib import Path

from annotator.app.importing import find_files
from annotator.app.jobs import Job, Progress
from annotator.domain.errors import Refused
from annotator.domain.values import Value
from annotator.formats.decoding import decode, guess

_LOOKED_AT = 65_536
_PREVIEWED = 1500
_EVERY = 50

# What a person may choose, the likeliest first; a file with a byte order mark needs no choice.
ENCODINGS = ("utf-8", "cp1252", "latin-1", "iso8859-15", "mac-roman", "utf-16-le", "utf-16-be", "cp1250", "cp1251")


class Candidate(Value):
    """A file that can be imported; ``encoding`` is a guess, and empty for a format that knows its own."""

    path: Path
    format: str
    size: int
    encoding: str = ""


class Recognised(Value):
    """What was found, and the files of folders that no format knows."""

    files: tuple[Candidate, ...]
    unknown: tuple[Path, ...]


def recognise(paths: Sequence[Path]) -> Job[Recognised]:
    """Look at each file's name and beginning."""
    found = find_files(paths)
    files = []
    for place, (path, name, size) in enumerate(found.files):
        encoding = guess(_beginning(path)) if name == "text" else ""
        files.append(Candidate(path=path, format=name, size=size, encoding=encoding))
        if place % _EVERY == 0:
            yield Progress(done=place, total=len(found.files), what=path.name)
    return Recognised(files=tuple(files), unknown=found.unknown)


def preview(path: Path, encoding: str) -> str:
    """How the file begins, read in this encoding; where it cannot be, why."""
    data = _beginning(path)
    if not encoding:
        return data.decode("utf-8", "replace")[:_PREVIEWED]
    # The last character may be cut in two; a preview may do without it.
    for missing in range(4):
        try:
            return decode(data[: len(data) - missing], encoding=encoding, where=str(path))[0][:_PREVIEWED]
        except Refused as refusal:
            why = refusal.what
    return why


def _beginning(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_LOOKED_AT)
    except OSError:
        return b""
