"""The reader of one record of native JSONL.

Missing keys get the obvious default, unknown keys are ignored, and any other fault refuses the record.
"""

from itertools import pairwise
from typing import Any, NoReturn, get_args

from pydantic import ValidationError

from annotator.domain.document import sha256_of
from annotator.domain.errors import Refused
from annotator.domain.frozen_model import first_problem
from annotator.domain.marks.marks import Fragment, IdMinter, Relation, Span, Status
from annotator.domain.record import Record
from annotator.i18n import tr

_STATUSES = get_args(Status)
_UNITS = ("codepoint", "unicode_code_point")


def read_record(content: dict[str, Any], *, where: str) -> Record:
    """The record of a JSON object; Refused, with ``where``, at the first fault."""
    return _RecordReader(content, where).record()


class _RecordReader:
    def __init__(self, content: dict[str, Any], where: str) -> None:
        self._content, self._where = content, where

    def record(self) -> Record:
        text, meta = self._text()
        spans = self._spans(text)
        status = self._content.get("status") or None
        if status not in (None, *_STATUSES):
            self._refuse(tr("the status {status} is unknown", status=repr(status)[:60]))
        unit = self._content.get("offset_unit") or _UNITS[0]
        if unit not in _UNITS:
            self._refuse(tr("the offset_unit {unit} is unknown", unit=repr(unit)[:60]))
        return Record(
            id=self._string("id"),
            text=text,
            sha256=sha256_of(text),
            meta=meta,
            annotator=self._string("annotator") or None,
            status=status,
            scheme=self._string("scheme"),
            spans=spans,
            relations=self._relations({span.id for span in spans}),
            where=self._where,
        )

    def _text(self) -> tuple[str, dict[str, Any]]:
        text, meta = self._content.get("text"), self._content.get("meta") or {}
        if not isinstance(text, str) or not text:
            self._refuse(tr("the record has no text"))
        if not isinstance(meta, dict):
            self._refuse(tr("meta is no object"))
        expected = self._content.get("sha256")
        if expected is not None and expected != sha256_of(text):
            # The hash is that of the text without its byte order mark, which the producer may have left in the text.
            if text[0] != "\ufeff" or expected != sha256_of(text[1:]) or len(text) == 1:
                self._refuse(tr("the text is not the one that sha256 names"))
            text, meta = text[1:], meta | {"bom": True}
        return text, meta

    def _spans(self, text: str) -> tuple[Span, ...]:
        listed = self._list("spans")
        minter = self._minter("spans", listed)
        return tuple(self._span(number, fields, text, minter) for number, fields in enumerate(listed, 1))

    def _span(self, number: int, fields: dict[str, Any], text: str, minter: IdMinter) -> Span:
        try:
            label, start, end = fields["label"], fields["start"], fields["end"]
        except KeyError as missing:
            self._refuse_span(number, tr("it has no {key}", key=missing.args[0]))
        if type(start) is not int or type(end) is not int:
            self._refuse_span(number, tr("start and end must be whole numbers"))
        if not 0 <= start < end <= len(text):
            self._refuse_span(
                number,
                tr(
                    "{start} to {end} lies outside the text of {length} characters or is reversed",
                    start=start,
                    end=end,
                    length=len(text),
                ),
            )
        quote, stated = text[start:end], fields.get("text")
        if stated is not None and stated != quote:
            self._refuse_span(
                number,
                tr(
                    "its text {stated} is not what stands at {start} to {end}",
                    stated=repr(stated)[:60],
                    start=start,
                    end=end,
                ),
            )
        fragments = fields.get("fragments")
        try:
            return Span(
                id=fields.get("id") or minter.mint(str(label)[:1].lower()),
                label=label,
                fragments=self._fragments(number, fragments, (start, end)) if fragments else ((start, end),),
                quote=quote,
                attributes=fields.get("attributes") or {},
                note=fields.get("note") or "",
            )
        except ValidationError as problem:
            self._refuse_span(number, first_problem(problem))

    def _fragments(self, number: int, listed: Any, bounds: Fragment) -> tuple[Fragment, ...]:
        valid = isinstance(listed, list) and all(map(_is_fragment, listed))
        if not valid or any(left[1] > right[0] for left, right in pairwise(listed)):
            self._refuse_span(number, tr("its fragments are not in order"))
        if (listed[0][0], listed[-1][1]) != bounds:
            self._refuse_span(number, tr("its fragments do not fill start to end"))
        return tuple((start, end) for start, end in listed)

    def _relations(self, spans: set[str]) -> tuple[Relation, ...]:
        listed = self._list("relations")
        minter = self._minter("relations", listed)
        return tuple(self._relation(number, fields, spans, minter) for number, fields in enumerate(listed, 1))

    def _relation(self, number: int, fields: dict[str, Any], spans: set[str], minter: IdMinter) -> Relation:
        try:
            label, source, target = fields["label"], fields["from"], fields["to"]
        except KeyError as missing:
            self._refuse_relation(number, tr("it has no {key}", key=missing.args[0]))
        for end in (source, target):
            if not isinstance(end, str) or end not in spans:
                self._refuse_relation(number, tr("it names the missing span {span}", span=repr(end)[:60]))
        try:
            return Relation(
                id=fields.get("id") or minter.mint("r"),
                label=label,
                source=source,
                target=target,
                attributes=fields.get("attributes") or {},
            )
        except ValidationError as problem:
            self._refuse_relation(number, first_problem(problem))

    def _minter(self, key: str, listed: list[dict[str, Any]]) -> IdMinter:
        """A minter of ids that the record does not use; the ids in the record must differ from each other."""
        ids = [fields["id"] for fields in listed if isinstance(fields.get("id"), str) and fields["id"]]
        used_ids = set(ids)
        if len(used_ids) != len(ids):
            self._refuse(tr("two of the {key} have one id", key=key))
        return IdMinter(used_ids)

    def _list(self, key: str) -> list[dict[str, Any]]:
        listed = self._content.get(key) or []
        if not isinstance(listed, list) or not all(isinstance(entry, dict) for entry in listed):
            self._refuse(tr("{key} is no list of objects", key=key))
        return listed

    def _string(self, key: str) -> str:
        text = self._content.get(key)
        if text is None:
            return ""
        if not isinstance(text, str):
            self._refuse(tr("{key} is no text", key=key))
        return text

    def _refuse_span(self, number: int, problem: str) -> NoReturn:
        self._refuse(tr("span {place}: {why}", place=number, why=problem))

    def _refuse_relation(self, number: int, problem: str) -> NoReturn:
        self._refuse(tr("relation {place}: {why}", place=number, why=problem))

    def _refuse(self, message: str) -> NoReturn:
        raise Refused(message, where=self._where, remedy=tr("mend the record"))


def _is_fragment(pair: Any) -> bool:
    match pair:
        case [int(start), int(end)]:
            return type(start) is int and type(end) is int and start < end
    return False
