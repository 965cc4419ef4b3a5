"""The protocol of a file format."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Literal, NamedTuple, Protocol, Self

from annotator.domain.demands import DemandRoles
from annotator.domain.document import Document
from annotator.domain.frozen_model import FrozenModel
from annotator.domain.marks.marks import Layer
from annotator.domain.names.registry import Registry
from annotator.domain.record import Record
from annotator.domain.scheme.scheme import Scheme

Trait = Literal[
    "text", "spans", "fragments", "relations", "attributes", "notes", "status", "annotators", "metadata", "origins"
]


class FileType(NamedTuple):
    """One type of file that a format writes: its suffix, and its name in a file dialog, marked for translation."""

    suffix: str
    title: str


class Source(FrozenModel):
    """One file to read. ``encoding`` is the one that the user names, or None."""

    path: Path
    encoding: str | None = None


class ExportContext:
    """Facts about a whole export: whether the annotators must be named, the registries with the names, the scheme.

    Annotators must be named where layers of several of them go into one file.
    """

    def __init__(self, *, with_annotators: bool, registries: Mapping[str, Registry], scheme: Scheme) -> None:
        self.with_annotators, self.registries, self.scheme = with_annotators, registries, scheme

    @cached_property
    def demand_roles(self) -> DemandRoles:
        """The parts of the scheme that demands need."""
        return DemandRoles(self.scheme)


class FormatWriter(Protocol):
    """Writes documents one by one. The files appear when the context ends without an error."""

    files: list[Path]

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def add(self, document: Document, layer: Layer | None, *, scheme: str) -> None:
        """Write one document and, where there is one, its layer."""


class Format(Protocol):
    """One file format: all that the program knows about it. The command line and the window ask the catalogue."""

    name: str
    """Its name on the command line."""
    title: str
    """Its name on the export page, marked for translation."""
    reads: bool
    """False for a format that is only written."""
    suffixes: tuple[str, ...]
    """The suffixes of the files that it reads, the usual one first; empty for a format that is only written."""
    asks_encoding: bool
    """Whether files to read may have any encoding, so that it is guessed and the user can choose another one."""
    file_types: tuple[FileType, ...]
    """The types of file that it writes, the usual one first; empty for a format that writes into a folder."""
    suggested_name: str
    """The name of the file that a dialog suggests; ``{project}`` is the name of the project."""
    cannot_carry: tuple[Trait, ...]
    """The traits that it leaves behind; what is lost is counted and reported before and after an export."""

    def read(self, source: Source) -> Iterator[tuple[Record, int]]:
        """Each record of the file, with the number of bytes read so far; Refused where the file is not valid."""
        ...

    def writer(self, destination: Path, context: ExportContext) -> FormatWriter:
        """A writer to this file or folder."""
        ...

    def carried_counts(self, document: Document, layer: Layer, context: ExportContext) -> Mapping[Trait, int]:
        """How much the file contains of each trait in ``cannot_carry``, where the format carries a part of it."""
        ...
