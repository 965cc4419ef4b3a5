"""Native JSONL, version 1: one document and one layer per line, nothing lost.

UTF-8 without a mark, LF, ``ensure_ascii`` off, U+2028 and U+2029 escaped so that every reader sees one record per
line. Positions count code points, half-open.
"""

import json
import math
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn, Self, get_args

import orjson
from pydantic import ValidationError

from annotator.domain.document import Document, refuse_unstorable, sha256_of
from annotator.domain.errors import Refused
from annotator.domain.marks import Layer, Minter, Relation, Span, Status
from annotator.domain.record import Record
from annotator.formats.format import Source, Trait
from annotator.formats.placing import PlacedFile
from annotator.i18n import tr

_STATUSES = get_args(Status)
_UNITS = ("codepoint", "unicode_code_point")
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
        line = orjson.dumps(_record(document, layer, scheme), option=orjson.OPT_APPEND_NEWLINE)
        if b"\xe2\x80" in line:
            line = line.replace(b"\xe2\x80\xa8", b"\\u2028").replace(b"\xe2\x80\xa9", b"\\u2029")
        self._placed.file.write(line)


def _record(document: Document, layer: Layer | None, scheme: str) -> dict[str, object]:
    told: dict[str, object] = {
        "id": document.id,
        "sha256": document.sha256,
        "text": document.text,
        "meta": document.meta,
    }
    if layer:
        told["annotator"] = layer.annotator
    return told | {
        "status": layer.status if layer else "new",
        "scheme": scheme,
        "offset_unit": "codepoint",
        "spans": [_span(span) for span in layer.spans] if layer else [],
        "relations": [_relation(relation) for relation in layer.relations] if layer else [],
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
    suffixes = (".jsonl", ".ndjson")
    cannot_carry: tuple[Trait, ...] = ()

    def read(self, source: Source) -> Iterator[tuple[Record, int]]:
        read, empty = 0, True
        with source.path.open("rb") as file:
            for number, line in enumerate(file, 1):
                read += len(line)
                content = line.removeprefix(_BOM) if number == 1 else line
                if content.strip():
                    empty = False
                    yield (
                        _parse(content, where=tr("{file}, line {line}", file=source.path, line=number)),
                        read,
                    )
        if empty:
            raise Refused(tr("the file is empty"), where=str(source.path), remedy=tr("leave it out"))

    def writer(self, destination: Path) -> JsonlWriter:
        return JsonlWriter(destination)


def _parse(line: bytes, *, where: str) -> Record:
    told = _decode(line, where)
    try:
        return _Reader(told, where).record()
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise Refused(tr("{place}: {problem}", place=place, problem=first["msg"]), where=where) from problem


def _decode(line: bytes, where: str) -> dict[str, Any]:
    try:
        text = line.decode()
        told = json.loads(text, object_pairs_hook=_no_twins, parse_constant=_no_constant, parse_float=_finite)
    except UnicodeDecodeError as problem:
        raise Refused(
            tr(
                "byte {place} (0x{byte}) is not UTF-8", place=problem.start, byte=f"{line[problem.start]:02X}"
            ),
            where=where,
            remedy=tr("JSONL is UTF-8"),
        ) from problem
    except RecursionError as problem:
        raise Refused(tr("this is nested too deeply"), where=where, remedy=tr("mend the line")) from problem
    except ValueError as problem:
        raise Refused(tr("this is no sound JSON ({problem})", problem=problem), where=where) from problem
    if not isinstance(told, dict):
        raise Refused(tr("this is no record (a JSON object)"), where=where, remedy=tr("one record per line"))
    if "\\u" in text:
        _refuse_unstorable(told, where)
    return told


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    told = dict(pairs)
    if len(told) != len(pairs):
        seen: set[str] = set()
        twin = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise ValueError(tr("the key {key} stands twice", key=repr(twin[:60])))
    return told


def _no_constant(name: str) -> NoReturn:
    raise ValueError(tr("{name} is no JSON number", name=name))


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(tr("the number {number} is too large", number=digits[:20]))
    return number


def _refuse_unstorable(told: Any, where: str) -> None:
    """Only an escape can bring NUL or half a surrogate pair into a decoded line."""
    if isinstance(told, str):
        refuse_unstorable(told, what=tr("a text"), where=where)
    elif isinstance(told, dict):
        for key, value in told.items():
            _refuse_unstorable(key, where)
            _refuse_unstorable(value, where)
    elif isinstance(told, list):
        for value in told:
            _refuse_unstorable(value, where)


class _Reader:
    """Reads one record; what is missing takes its obvious default."""

    def __init__(self, told: dict[str, Any], where: str) -> None:
        self._told, self._where = told, where

    def record(self) -> Record:
        text, meta = self._text()
        spans = self._spans(text)
        relations = self._relations(spans)
        status = self._told.get("status") or ("in-progress" if spans else None)
        if status is not None and status not in _STATUSES:
            self._refuse(tr("the status {status} is unknown", status=repr(status)))
        unit = self._told.get("offset_unit") or _UNITS[0]
        if unit not in _UNITS:
            self._refuse(tr("offset_unit {unit} is unknown", unit=repr(unit)))
        return Record(
            id=self._string("id"),
            text=text,
            sha256=sha256_of(text),
            meta=meta,
            annotator=self._string("annotator") or None,
            status=status,
            scheme=self._string("scheme"),
            spans=spans,
            relations=relations,
            where=self._where,
        )

    def _text(self) -> tuple[str, dict[str, Any]]:
        text, meta = self._told.get("text"), self._told.get("meta") or {}
        if not isinstance(text, str) or not text:
            self._refuse(tr("the record has no text"))
        if not isinstance(meta, dict):
            self._refuse(tr("meta is no object"))
        expected = self._told.get("sha256")
        if expected is not None and expected != sha256_of(text):
            # The hash is of the text without its byte order mark, which a careless producer may have left in.
            if text[0] != "\ufeff" or expected != sha256_of(text[1:]) or len(text) == 1:
                self._refuse(tr("the text is not the one that sha256 names"))
            text, meta = text[1:], meta | {"bom": True}
        return text, meta

    def _spans(self, text: str) -> tuple[Span, ...]:
        minter = self._minter("spans")
        return tuple(
            self._span(told, text, minter, tr("span {place}", place=place))
            for place, told in enumerate(self._list("spans"), 1)
        )

    def _minter(self, key: str) -> Minter:
        """Mints ids beside those that the record gives, which must differ from each other."""
        given = [one["id"] for one in self._list(key) if isinstance(one.get("id"), str)]
        taken = set(given)
        if len(taken) != len(given):
            self._refuse(tr("two of the {key} have one id", key=key))
        return Minter(taken)

    def _span(self, told: dict[str, Any], text: str, minter: Minter, what: str) -> Span:
        for key in ("label", "start", "end"):
            if key not in told:
                self._refuse(tr("{what} has no {key}", what=what, key=key))
        start, end = told["start"], told["end"]
        if type(start) is not int or type(end) is not int:
            self._refuse(tr("{what}: start and end must be whole numbers", what=what))
        if not 0 <= start < end <= len(text):
            self._refuse(
                tr(
                    "{what}: {start} to {end} lies outside the text of {length} characters or is reversed",
                    what=what,
                    start=start,
                    end=end,
                    length=len(text),
                )
            )
        quote = text[start:end]
        if told.get("text") not in (None, quote):
            self._refuse(
                tr(
                    "{what}: its text {told} is not what stands at {start} to {end}",
                    what=what,
                    told=repr(told["text"])[:60],
                    start=start,
                    end=end,
                )
            )
        return Span(
            id=told.get("id") or minter.mint(str(told["label"])[:1].lower()),
            label=told["label"],
            fragments=self._fragments(told, what),
            quote=quote,
            attributes=told.get("attributes") or {},
            note=told.get("note") or "",
        )

    def _fragments(self, told: dict[str, Any], what: str) -> tuple[tuple[int, int], ...]:
        bounds = (told["start"], told["end"])
        given = told.get("fragments")
        if not given:
            return (bounds,)
        sound = isinstance(given, list) and all(
            isinstance(one, list)
            and len(one) == 2
            and all(type(edge) is int for edge in one)
            and one[0] < one[1]
            for one in given
        )
        if not sound or any(one[1] > two[0] for one, two in zip(given, given[1:], strict=False)):
            self._refuse(tr("{what}: its fragments are not in order", what=what))
        if (given[0][0], given[-1][1]) != bounds:
            self._refuse(tr("{what}: its fragments do not fill start to end", what=what))
        return tuple((start, end) for start, end in given)

    def _relations(self, spans: tuple[Span, ...]) -> tuple[Relation, ...]:
        relations: list[Relation] = []
        names = {span.id for span in spans}
        minter = self._minter("relations")
        for place, told in enumerate(self._list("relations"), 1):
            what = tr("relation {place}", place=place)
            for key in ("label", "from", "to"):
                if key not in told:
                    self._refuse(tr("{what} has no {key}", what=what, key=key))
            for end in (told["from"], told["to"]):
                if not isinstance(end, str) or end not in names:
                    self._refuse(tr("{what} names the missing span {span}", what=what, span=repr(end)))
            relations.append(
                Relation(
                    id=told.get("id") or minter.mint("r"),
                    label=told["label"],
                    source=told["from"],
                    target=told["to"],
                    attributes=told.get("attributes") or {},
                )
            )
        return tuple(relations)

    def _list(self, key: str) -> list[dict[str, Any]]:
        told = self._told.get(key) or []
        if not isinstance(told, list) or not all(isinstance(one, dict) for one in told):
            self._refuse(tr("{key} is no list of objects", key=key))
        return told

    def _string(self, key: str) -> str:
        told = self._told.get(key)
        if told is None:
            return ""
        if not isinstance(told, str):
            self._refuse(tr("{key} is no text", key=key))
        return told

    def _refuse(self, what: str) -> NoReturn:
        raise Refused(what, where=self._where, remedy=tr("mend the record"))
