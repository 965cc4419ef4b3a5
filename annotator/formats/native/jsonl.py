"""How does native JSONL, version 1, say documents and layers?

One document and one layer per line, nothing lost. UTF-8 without a mark, LF, ``ensure_ascii`` off, U+2028 and U+2029
escaped so that every reader sees one record per line. Positions count code points, half-open.
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
from annotator.formats.atomic_file import PlacedFile
from annotator.formats.format import Outgoing, Source, Trait
from annotator.formats.native.jsonl_record import read_record
from annotator.formats.strict_json import read_object
from annotator.i18n import tr

_BOM = b"\xef\xbb\xbf"


class JsonlWriter:
    """Writes one file of records."""

    def __init__(self, destination: Path) -> None:
        self._placed = PlacedFile(destination)
        self.files: list[Path] = [destination]

    def __enter__(self) -> Self:
        self._placed.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._placed.__exit__(kind, error, trace)

    def add(self, document: Document, layer: Layer | None, *, scheme: str) -> None:
        self._placed.file.write(line_of(_record(document, layer, scheme)))


def line_of(told: dict[str, object]) -> bytes:
    """The object as one line, whatever a reader takes for a line's end."""
    line = orjson.dumps(told, option=orjson.OPT_APPEND_NEWLINE)
    if b"\xe2\x80" in line:
        line = line.replace(b"\xe2\x80\xa8", b"\\u2028").replace(b"\xe2\x80\xa9", b"\\u2029")
    return line


def _record(document: Document, layer: Layer | None, scheme: str) -> dict[str, object]:
    told: dict[str, object] = {
        "id": document.id,
        "sha256": document.sha256,
        "text": document.text,
        "meta": document.meta,
    }
    if layer:
        told["annotator"] = layer.annotator
    origins = layer.origins if isinstance(layer, GoldLayer) else {}
    return told | {
        "status": layer.status if layer else "new",
        "scheme": scheme,
        "offset_unit": "codepoint",
        "spans": [_span(span) | _origin(origins, span.id) for span in layer.spans] if layer else [],
        "relations": [_relation(link) | _origin(origins, link.id) for link in layer.relations] if layer else [],
    }


def _origin(origins: Mapping[str, Provenance], mark: str) -> dict[str, object]:
    """Where a gold mark comes from: its origin, who marked just that, and the decision behind it."""
    if mark not in origins:
        return {}
    told = origins[mark]
    decision = told.decision
    return {
        "origin": told.origin,
        "annotators": told.annotators,
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
    told: dict[str, object] = {
        "id": span.id,
        "label": span.label,
        "start": fragments[0][0],
        "end": fragments[-1][1],
        "text": span.quote,
    }
    if len(fragments) > 1:
        told["fragments"] = fragments
    told["attributes"] = span.attributes
    if span.note:
        told["note"] = span.note
    return told


def _relation(relation: Relation) -> dict[str, object]:
    told: dict[str, object] = {
        "id": relation.id,
        "label": relation.label,
        "from": relation.source,
        "to": relation.target,
    }
    if relation.attributes:
        told["attributes"] = relation.attributes
    return told


class JsonlFormat:
    """The program's own exchange format."""

    name = "jsonl"
    suffixes: tuple[str, ...] = (".jsonl", ".ndjson")
    reads = True
    cannot_carry: tuple[Trait, ...] = ()

    def read(self, source: Source) -> Iterator[tuple[Record, int]]:
        read, empty = 0, True
        with source.path.open("rb") as file:
            for number, line in enumerate(file, 1):
                read += len(line)
                content = line.removeprefix(_BOM) if number == 1 else line
                if content.strip():
                    empty = False
                    where = tr("{file}, line {line}", file=source.path, line=number)
                    yield read_record(read_object(content, where=where), where=where), read
        if empty:
            raise Refused(tr("the file is empty"), where=str(source.path), remedy=tr("leave it out"))

    def writer(self, destination: Path, outgoing: Outgoing) -> JsonlWriter:
        return JsonlWriter(destination)

    def kept(self, document: Document, layer: Layer, outgoing: Outgoing) -> Mapping[Trait, int]:
        return {}
