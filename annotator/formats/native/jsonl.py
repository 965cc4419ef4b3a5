"""Native JSONL, version 1: the exchange format that carries everything.

Each line has one document and one layer. It is UTF-8 without a byte order mark, LF, with ``ensure_ascii`` off; U+2028
and U+2029 are escaped, so that every reader sees one record per line. Positions are half-open and count code points.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import orjson

from annotator.domain.decisions import GoldLayer, Provenance
from annotator.domain.document import Document
from annotator.domain.errors import Refused
from annotator.domain.marks.marks import Layer, Relation, Span
from annotator.domain.record import Record
from annotator.formats.atomic_file import AtomicFile
from annotator.formats.format import ExportContext, FileType, Source, Trait
from annotator.formats.native.jsonl_record import read_record
from annotator.formats.strict_json import read_object
from annotator.i18n import mark, tr

_BOM = b"\xef\xbb\xbf"


class JsonlWriter:
    """Writes one file of records."""

    def __init__(self, destination: Path) -> None:
        self._draft = AtomicFile(destination)
        self.files: list[Path] = [destination]

    def __enter__(self) -> Self:
        self._draft.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._draft.__exit__(kind, error, trace)

    def add(self, document: Document, layer: Layer | None, *, scheme: str) -> None:
        self._draft.file.write(json_line(_record(document, layer, scheme)))


def json_line(content: dict[str, object]) -> bytes:
    """The object as one line, also for readers that take U+2028 or U+2029 for the end of a line."""
    line = orjson.dumps(content, option=orjson.OPT_APPEND_NEWLINE)
    if b"\xe2\x80" in line:
        line = line.replace(b"\xe2\x80\xa8", b"\\u2028").replace(b"\xe2\x80\xa9", b"\\u2029")
    return line


def _record(document: Document, layer: Layer | None, scheme: str) -> dict[str, object]:
    record: dict[str, object] = {
        "id": document.id,
        "sha256": document.sha256,
        "text": document.text,
        "meta": document.meta,
    }
    if layer:
        record["annotator"] = layer.annotator
    origins = layer.origins if isinstance(layer, GoldLayer) else {}
    return record | {
        "status": layer.status if layer else "new",
        "scheme": scheme,
        "offset_unit": "codepoint",
        "spans": [_span(span) | _origin(origins, span.id) for span in layer.spans] if layer else [],
        "relations": [_relation(relation) | _origin(origins, relation.id) for relation in layer.relations]
        if layer
        else [],
    }


def _origin(origins: Mapping[str, Provenance], mark: str) -> dict[str, object]:
    """The provenance of a gold mark: its origin, the annotators who marked the same, and its decision."""
    if mark not in origins:
        return {}
    provenance = origins[mark]
    decision = provenance.decision
    return {
        "origin": provenance.origin,
        "annotators": provenance.annotators,
        "decision": {
            "id": decision.key,
            "action": decision.action,
            "policy": decision.policy or None,
            "from": decision.source,
            "parent": decision.parent,
            "by": decision.reviewer or None,
            "at": decision.at,
            "comment": decision.comment,
        },
    }


def _span(span: Span) -> dict[str, object]:
    fragments = span.fragments
    fields: dict[str, object] = {
        "id": span.id,
        "label": span.label,
        "start": fragments[0][0],
        "end": fragments[-1][1],
        "text": span.quote,
    }
    if len(fragments) > 1:
        fields["fragments"] = fragments
    fields["attributes"] = span.attributes
    if span.note:
        fields["note"] = span.note
    return fields


def _relation(relation: Relation) -> dict[str, object]:
    fields: dict[str, object] = {
        "id": relation.id,
        "label": relation.label,
        "from": relation.source,
        "to": relation.target,
    }
    if relation.attributes:
        fields["attributes"] = relation.attributes
    return fields


class JsonlFormat:
    """The program's own exchange format."""

    name = "jsonl"
    title = mark("Annotator JSONL: one file, nothing is lost")
    reads = True
    suffixes: tuple[str, ...] = (".jsonl", ".ndjson")
    asks_encoding = False
    file_types: tuple[FileType, ...] = (FileType(".jsonl", mark("Annotator JSONL (*.jsonl)")),)
    suggested_name = "{project}.jsonl"
    cannot_carry: tuple[Trait, ...] = ()

    def read(self, source: Source) -> Iterator[tuple[Record, int]]:
        bytes_read, empty = 0, True
        with source.path.open("rb") as file:
            for number, line in enumerate(file, 1):
                bytes_read += len(line)
                content = line.removeprefix(_BOM) if number == 1 else line
                if content.strip():
                    empty = False
                    where = tr("{file}, line {line}", file=source.path, line=number)
                    yield read_record(read_object(content, where=where), where=where), bytes_read
        if empty:
            raise Refused(tr("the file is empty"), where=str(source.path), remedy=tr("leave it out"))

    def writer(self, destination: Path, context: ExportContext) -> JsonlWriter:
        return JsonlWriter(destination)

    def carried_counts(self, document: Document, layer: Layer, context: ExportContext) -> Mapping[Trait, int]:
        return {}
