"""Creation and opening of projects."""

import logging
from pathlib import Path

from annotator.app.scheme import scheme_files
from annotator.app.session import Session
from annotator.app.temporary_files import delete_abandoned_drafts
from annotator.storage.file import project_files
from annotator.storage.file.store import Locked, Sealed, Unwritable

_log = logging.getLogger(__name__)


def new_project(path: Path, scheme_file: Path | None = None) -> Session:
    """Create an empty project and open it for writing.

    The scheme is the default one unless a JSON file is given; Refused if that is not a valid scheme.
    """
    delete_abandoned_drafts(path.parent)
    file = scheme_files.read(scheme_file or scheme_files.DEFAULT)
    session = Session(project_files.create(path, scheme=file.text, guidelines=file.guidelines))
    _log.info("created %s with the scheme %s", path, session.scheme.title)
    return session


def open_project(path: Path, *, writing: bool) -> Session:
    """Open a project; raises Refused (Locked if another process writes to it)."""
    session = Session(project_files.open_writer(path) if writing else project_files.open_reader(path))
    _log.info("opened %s for %s", path, "writing" if writing else "reading")
    return session


def open_for_work(path: Path) -> tuple[Session, str]:
    """Open a project for writing, or for reading only if that is not possible; then with the reason."""
    try:
        return open_project(path, writing=True), ""
    except (Locked, Sealed, Unwritable) as refusal:
        return open_project(path, writing=False), refusal.message
