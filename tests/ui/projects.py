"""Projects and windows to work on, opened as the program itself opens them."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from annotator.app import jobs
from annotator.app.project.open import new_project
from annotator.app.transfer.importer import import_files


def project_of(folder: Path, texts: Mapping[str, str], *, name: str = "project") -> Path:
    """A project with these articles, by id, taken in from text files to the last character."""
    files = []
    for document, text in texts.items():
        file = folder / f"{document}.txt"
        file.write_bytes(text.encode())
        files.append(file)
    return project_from(folder, files, name=name)


def project_from(folder: Path, files: Sequence[Path], *, name: str = "project") -> Path:
    """A project with what these files hold."""
    path = folder / f"{name}.annotator"
    session = new_project(path)
    if files:
        jobs.run(import_files(session, files))
    session.close()
    return path
