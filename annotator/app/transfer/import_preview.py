"""What would an import of these files read, before anything is read in earnest?"""

from collections.abc import Sequence
from pathlib import Path

from annotator.app.jobs import Job, Progress
from annotator.app.transfer.find_files import Found, find_files, unreadable
from annotator.domain.errors import Refused
from annotator.formats.encodings import decode, guess

_LOOKED_AT = 65_536
_PREVIEWED = 1500
_EVERY = 50

# What a person may choose, the likeliest first; a file with a byte order mark needs no choice.
ENCODINGS = ("utf-8", "cp1252", "latin-1", "iso8859-15", "mac-roman", "utf-16-le", "utf-16-be", "cp1250", "cp1251")


def recognise(paths: Sequence[Path]) -> Job[Found]:
    """Look at each file's name and beginning."""
    found = yield from find_files(paths)
    files = []
    for place, file in enumerate(found.files):
        guessed = _guess(file.path) if file.format == "text" else ""
        files.append(file.model_copy(update={"encoding": guessed}))
        if place % _EVERY == 0:
            yield Progress(done=place, total=len(found.files), what=file.path.name)
    return found.model_copy(update={"files": tuple(files)})


def preview(path: Path, encoding: str) -> str:
    """How the file begins, read in this encoding; where it cannot be, why."""
    try:
        data = _beginning(path)
    except OSError as problem:
        return unreadable(path, problem).what
    if not encoding:
        return data.decode("utf-8", "replace")[:_PREVIEWED]
    # The last character may be cut in two; a preview may do without it.
    for missing in range(4):
        try:
            return decode(data[: len(data) - missing], encoding=encoding, where=str(path))[0][:_PREVIEWED]
        except Refused as refusal:
            why = refusal.what
    return why


def _guess(path: Path) -> str:
    """The likeliest encoding; a file that cannot be read is refused when it is its turn."""
    try:
        return guess(_beginning(path))
    except OSError:
        return "utf-8"


def _beginning(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_LOOKED_AT)
