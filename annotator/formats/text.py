"""How does a plain text file say a document?

One file, one document: read as UTF-8, as UTF-16 or UTF-32 with a byte order mark, or as what a person names; written
to the bytes it came from.
"""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from annotator.domain.document import Document, nameable, refuse_unstorable, sha256_of
from annotator.domain.errors import Refused
from annotator.domain.marks.marks import Layer
from annotator.domain.record import Record
from annotator.formats.atomic_file import PlacedFile, safe_name
from annotator.formats.encodings import decode, encode
from annotator.formats.format import Outgoing, Source, Trait
from annotator.i18n import tr


class TextWriter:
    """Writes ``ID.txt`` into a folder, once for each document; they come to their places together, at the end."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._taken: set[str] = set()
        self._seen: set[str] = set()
        self._drafts = ExitStack()
        self.files: list[Path] = []

    def __enter__(self) -> Self:
        self._drafts.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._drafts.__exit__(kind, error, trace)

    def add(self, document: Document, layer: Layer | None, *, scheme: str) -> None:
        if document.id in self._seen:
            return
        self._seen.add(document.id)
        destination = self._folder / f"{safe_name(document.id, self._taken)}.txt"
        placed = self._drafts.enter_context(PlacedFile(destination))
        placed.file.write(_bytes_of(document))
        placed.finish()
        self.files.append(destination)


def _bytes_of(document: Document) -> bytes:
    encoding, mark = document.meta.get("encoding", "utf-8"), document.meta.get("bom", False) is True
    try:
        return encode(document.text, encoding=str(encoding), mark=mark)
    except (LookupError, ValueError):
        # The metadata may come from anybody; the text goes out all the same.
        return encode(document.text, encoding="utf-8", mark=mark)


class TextFormat:
    """Plain text files."""

    name = "text"
    suffixes: tuple[str, ...] = (".txt", ".text")
    reads = True
    cannot_carry: tuple[Trait, ...] = (
        "spans",
        "fragments",
        "relations",
        "attributes",
        "notes",
        "status",
        "annotators",
        "metadata",
        "origins",
    )

    def read(self, source: Source) -> Iterator[tuple[Record, int]]:
        where = str(source.path)
        data = source.path.read_bytes()
        if not data:
            raise Refused(tr("the file is empty"), where=where, remedy=tr("leave it out"))
        text, encoding, mark = decode(data, encoding=source.encoding, where=where)
        if not text:
            raise Refused(tr("the file holds no text"), where=where, remedy=tr("leave it out"))
        refuse_unstorable(text, what=tr("the text"), where=where)
        meta: dict[str, object] = {"file": nameable(source.path.name)}
        if mark:
            meta["bom"] = True
        if encoding != "utf-8":
            meta["encoding"] = encoding
        name = nameable(source.path.stem)
        yield Record(id=name, text=text, sha256=sha256_of(text), meta=meta, where=where), len(data)

    def writer(self, destination: Path, outgoing: Outgoing) -> TextWriter:
        return TextWriter(destination)

    def kept(self, document: Document, layer: Layer, outgoing: Outgoing) -> Mapping[Trait, int]:
        return {}
