"""Preview of an import: formats, encodings and first lines of the files."""

from collections.abc import Sequence
from pathlib import Path

from annotator.app.jobs import Job, Progress
from annotator.app.transfer.find_files import FileSelection, find_files, unreadable_error
from annotator.domain.errors import Refused
from annotator.formats import catalogue
from annotator.formats.encodings import decode, guess

_SAMPLE_BYTES = 65_536
_PREVIEW_LENGTH = 1500
_EVERY = 50

# The encodings that a user can choose, the likeliest first; a file with a byte order mark needs no choice.
ENCODINGS = ("utf-8", "cp1252", "latin-1", "iso8859-15", "mac-roman", "utf-16-le", "utf-16-be", "cp1250", "cp1251")


def recognise(paths: Sequence[Path]) -> Job[FileSelection]:
    """Find the files and guess their formats and encodings, from names and first bytes."""
    selection = yield from find_files(paths)
    files = []
    for number, file in enumerate(selection.files):
        encoding = _guess(file.path) if catalogue.by_name(file.format).asks_encoding else ""
        files.append(file.model_copy(update={"encoding": encoding}))
        if number % _EVERY == 0:
            yield Progress(done=number, total=len(selection.files), caption=file.path.name)
    return selection.model_copy(update={"files": tuple(files)})


def preview(path: Path, encoding: str) -> str:
    """The beginning of the file in this encoding; the error message if it cannot be read."""
    try:
        data = _beginning(path)
    except OSError as problem:
        return unreadable_error(path, problem).message
    if not encoding:
        return data.decode("utf-8", "replace")[:_PREVIEW_LENGTH]
    # The sample may end within a character, which the preview leaves out.
    for missing in range(4):
        try:
            return decode(data[: len(data) - missing], encoding=encoding, where=str(path))[0][:_PREVIEW_LENGTH]
        except Refused as refusal:
            message = refusal.message
    return message


def _guess(path: Path) -> str:
    """The likeliest encoding; a file that cannot be read is refused later, when it is imported."""
    try:
        return guess(_beginning(path))
    except OSError:
        return "utf-8"


def _beginning(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_SAMPLE_BYTES)
