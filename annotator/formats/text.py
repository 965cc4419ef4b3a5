"""Plain text files, one for each document.

A file is read as UTF-8, as UTF-16 or UTF-32 with a byte order mark, or in the encoding that the user names. It is
written to the same bytes.
"""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from annotator.domain.document import Document, printable_name, refuse_unstorable, sha256_of
from annotator.domain.errors import Refused
from annotator.domain.marks.marks import Layer
from annotator.domain.record import Record
from annotator.formats.atomic_file import AtomicFile, safe_name
from annotator.formats.encodings import decode, encode
from annotator.formats.format import ExportContext, FileType, Source, Trait
from annotator.i18n import mark, tr


class TextWriter:
    """Writes ``ID.txt`` into a folder, once for each document; the files appear together at the end."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._used_names: set[str] = set()
        self._written: set[str] = set()
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
        if document.id in self._written:
            return
        self._written.add(document.id)
        destination = self._folder / f"{safe_name(document.id, self._used_names)}.txt"
        draft = self._drafts.enter_context(AtomicFile(destination))
        draft.file.write(_bytes_of(document))
        draft.finish()
        self.files.append(destination)


def _bytes_of(document: Document) -> bytes:
    encoding, has_mark = document.meta.get("encoding", "utf-8"), document.meta.get("bom", False) is True
    try:
        return encode(document.text, encoding=str(encoding), mark=has_mark)
    except (LookupError, ValueError):
        # The metadata may come from another program; the text is exported all the same.
        return encode(document.text, encoding="utf-8", mark=has_mark)


class TextFormat:
    """Plain text files."""

    name = "text"
    title = mark("Plain text: a folder of the articles as they came")
    reads = True
    suffixes: tuple[str, ...] = (".txt", ".text")
    asks_encoding = True
    file_types: tuple[FileType, ...] = ()
    suggested_name = ""
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
        text, encoding, has_mark = decode(data, encoding=source.encoding, where=where)
        if not text:
            raise Refused(tr("the file holds no text"), where=where, remedy=tr("leave it out"))
        refuse_unstorable(text, subject=tr("the text"), where=where)
        meta: dict[str, object] = {"file": printable_name(source.path.name)}
        if has_mark:
            meta["bom"] = True
        if encoding != "utf-8":
            meta["encoding"] = encoding
        name = printable_name(source.path.stem)
        yield Record(id=name, text=text, sha256=sha256_of(text), meta=meta, where=where), len(data)

    def writer(self, destination: Path, context: ExportContext) -> TextWriter:
        return TextWriter(destination)

    def carried_counts(self, document: Document, layer: Layer, context: ExportContext) -> Mapping[Trait, int]:
        return {}
