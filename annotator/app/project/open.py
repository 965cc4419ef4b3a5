"""How is a project created, and which scheme does it begin with?"""

from pathlib import Path

from annotator.app.scheme import scheme_files
from annotator.app.session import Session
from annotator.app.temporary_files import sweep
from annotator.storage.file import files
from annotator.storage.file.store import Locked, Sealed, Unwritable


def new_project(path: Path, scheme_file: Path | None = None) -> Session:
    """Create an empty project and open it for writing.

    The scheme is the default one unless a JSON file is given; Refused where that is no sound scheme.
    """
    sweep(path.parent)
    told = scheme_files.read(scheme_file or scheme_files.DEFAULT)
    return Session(files.create(path, scheme=told.text, guidelines=told.guidelines))


def open_project(path: Path, *, writing: bool) -> Session:
    """Open a project; raises Refused (Locked where another process writes to it)."""
    return Session(files.open_writer(path) if writing else files.open_reader(path))


def open_for_work(path: Path) -> tuple[Session, str]:
    """Open a project for writing, or for reading only where that is not possible; then also why."""
    try:
        return open_project(path, writing=True), ""
    except (Locked, Sealed, Unwritable) as refusal:
        return open_project(path, writing=False), refusal.what
