"""How does a scheme come from a file, and go into one?"""

from pathlib import Path
from typing import Any

from annotator.app.resources import DEFAULT_SCHEME, RESOURCES
from annotator.domain.errors import Refused
from annotator.domain.frozen_model import FrozenModel
from annotator.domain.scheme import scheme
from annotator.formats.atomic_file import PlacedFile
from annotator.formats.strict_json import read_object
from annotator.i18n import tr

DEFAULT = DEFAULT_SCHEME / "scheme.json"
EMPTY = RESOURCES / "schemes" / "empty" / "scheme.json"
_GUIDELINES = "guidelines.md"
_LARGEST = 10_000_000
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class SchemeFile(FrozenModel):
    """What a file says: the scheme as JSON text and as an object, and the guidelines beside it."""

    text: str
    body: dict[str, Any]
    guidelines: str


def read(path: Path) -> SchemeFile:
    """The scheme of a JSON file; its guidelines stand beside it under the same name (``.md``) or as ``guidelines.md``.

    Refused, with the place, where the file is no sound scheme.
    """
    content = _content(path)
    body = read_object(content, where=str(path), remedy=tr("mend the file"))
    scheme.parse(body, where=str(path))
    beside = [one for one in (path.with_suffix(".md"), path.with_name(_GUIDELINES)) if one.is_file()]
    guidelines = _decoded(_content(beside[0]), beside[0]) if beside else ""
    return SchemeFile(text=_decoded(content, path), body=body, guidelines=guidelines)


def write(path: Path, body: str, guidelines: str) -> list[Path]:
    """Write the scheme, and beside it (``.md``) the guidelines where there are any; the files."""
    written = [path, path.with_suffix(".md")] if guidelines else [path]
    for place, text in zip(written, (body, guidelines), strict=False):
        with PlacedFile(place) as placed:
            placed.file.write(text.encode())
    return written


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise Refused(tr("the file is too large for a scheme"), where=str(path), remedy=tr("choose another file"))
        return path.read_bytes().removeprefix(_BYTE_ORDER_MARK)
    except OSError as problem:
        raise Refused(
            tr("the file cannot be read ({problem})", problem=problem.strerror),
            where=str(path),
            remedy=tr("check its name and its rights"),
        ) from problem


def _decoded(content: bytes, path: Path) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as problem:
        raise Refused(
            tr("byte {place} is not UTF-8", place=problem.start),
            where=str(path),
            remedy=tr("save it as UTF-8"),
        ) from problem
