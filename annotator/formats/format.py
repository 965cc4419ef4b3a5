"""What is a file format to the rest of the program?"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Literal, NamedTuple, Protocol, Self

from annotator.domain.document import Document
from annotator.domain.frozen_model import FrozenModel
from annotator.domain.marks.marks import Layer
from annotator.domain.names.registry import Registry
from annotator.domain.record import Record

Trait = Literal[
    "text", "spans", "fragments", "relations", "attributes", "notes", "status", "annotators", "metadata", "origins"
]


class Source(FrozenModel):
    """One file to read. ``encoding`` is what a person said of it, or None."""

    path: Path
    encoding: str | None = None


class Outgoing(NamedTuple):
    """What goes out together: whether layers of ``several`` annotators, and what is known of the names in them."""

    several: bool
    registries: Mapping[str, Registry]


class Writer(Protocol):
    """Writes documents, one by one, and puts the finished files in place when it is left without an error."""

    files: list[Path]

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def add(self, document: Document, layer: Layer | None, *, scheme: str) -> None:
        """Write one document and, where there is one, its layer."""


class Format(Protocol):
    """One file format: its name, its usual suffixes, what it cannot carry, and how it is read and written.

    ``reads`` is False for what is only written.
    """

    name: str
    suffixes: tuple[str, ...]
    reads: bool
    cannot_carry: tuple[Trait, ...]

    def read(self, source: Source) -> Iterator[tuple[Record, int]]:
        """Each entry of the file, with the number of bytes read so far; Refused where the file is not sound."""
        ...

    def writer(self, destination: Path, outgoing: Outgoing) -> Writer:
        """A writer to this place."""
        ...

    def kept(self, document: Document, layer: Layer, outgoing: Outgoing) -> Mapping[Trait, int]:
        """How much goes along after all of what the format cannot carry in full."""
        ...
