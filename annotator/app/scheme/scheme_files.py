"""Schemes in files: reading and writing."""

from pathlib import Path
from typing import Any

import orjson

from annotator.app.session import Session
from annotator.domain.errors import Refused
from annotator.domain.frozen_model import FrozenModel
from annotator.domain.scheme.parser import parse_scheme
from annotator.domain.scheme.unknown_keys import unknown_keys
from annotator.formats.atomic_file import AtomicFile
from annotator.formats.strict_json import read_object
from annotator.i18n import tr
from annotator.resources import DEFAULT_SCHEME, RESOURCES

DEFAULT = DEFAULT_SCHEME / "scheme.json"
EMPTY = RESOURCES / "schemes" / "empty" / "scheme.json"
_GUIDELINES = "guidelines.md"
_LARGEST = 10_000_000
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class SchemeFile(FrozenModel):
    """The contents of a scheme file: the scheme as JSON text and as an object, and the guidelines beside it."""

    text: str
    body: dict[str, Any]
    guidelines: str


def read(path: Path) -> SchemeFile:
    """The scheme of a JSON file, with the guidelines beside it: a file of the same name (``.md``) or ``guidelines.md``.

    Refused, with the place of the fault, if the file is not a valid scheme.
    """
    content = _content(path)
    body = read_object(content, where=str(path), remedy=tr("mend the file"))
    parse_scheme(body, where=str(path))
    beside = [file for file in (path.with_suffix(".md"), path.with_name(_GUIDELINES)) if file.is_file()]
    guidelines = _decoded(_content(beside[0]), beside[0]) if beside else ""
    return SchemeFile(text=_decoded(content, path), body=body, guidelines=guidelines)


def unknown_keys_of(session: Session) -> dict[str, int]:
    """How often each key that the program does not know occurs in the project's scheme, by its path."""
    return unknown_keys(orjson.loads(session.scheme_text))


def write(path: Path, body: str, guidelines: str) -> list[Path]:
    """Write the scheme, and the guidelines, if there are any, beside it (``.md``); the files."""
    written = [path, path.with_suffix(".md")] if guidelines else [path]
    for file, text in zip(written, (body, guidelines), strict=False):
        with AtomicFile(file) as output:
            output.file.write(text.encode())
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
