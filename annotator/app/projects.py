"""How is a project created, and which scheme does it begin with?"""

import json
from pathlib import Path
from typing import Any

from annotator.app.resources import DEFAULT_SCHEME
from annotator.app.session import Session
from annotator.domain import scheme
from annotator.domain.errors import Refused
from annotator.i18n import tr
from annotator.storage import files
from annotator.storage.store import Locked, Unwritable

_LARGEST_SCHEME = 10_000_000


def new_project(path: Path, scheme_file: Path | None = None) -> Session:
    """Create an empty project and open it for writing.

    The scheme is the default one unless a JSON file is given; guidelines are taken from ``guidelines.md`` beside it.
    """
    source = scheme_file or DEFAULT_SCHEME / "scheme.json"
    body = _read(source)
    scheme.parse(_parse(body, source), where=str(source))
    guidelines = source.with_name("guidelines.md")
    return Session(files.create(path, scheme=body, guidelines=_read(guidelines) if guidelines.is_file() else ""))


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST_SCHEME:
            raise Refused(tr("the file is too large for a scheme"), where=str(path))
        return path.read_text(encoding="utf-8-sig")
    except OSError as problem:
        raise Refused(tr("the file cannot be read ({problem})", problem=problem.strerror), where=str(path)) from problem
    except UnicodeDecodeError as problem:
        raise Refused(
            tr("byte {place} is not UTF-8", place=problem.start),
            where=str(path),
            remedy=tr("save it as UTF-8"),
        ) from problem


def _parse(body: str, source: Path) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as problem:
        raise Refused(
            tr("this is no JSON ({problem})", problem=problem), where=str(source), remedy=tr("mend the file")
        ) from problem


def open_project(path: Path, *, writing: bool) -> Session:
    """Open a project; raises Refused (Locked where another process writes to it)."""
    return Session(files.open_writer(path) if writing else files.open_reader(path))


def open_for_work(path: Path) -> tuple[Session, str]:
    """Open a project for writing, or for reading only where that is not possible; then also why."""
    try:
        return open_project(path, writing=True), ""
    except (Locked, Unwritable) as refusal:
        return open_project(path, writing=False), refusal.what
