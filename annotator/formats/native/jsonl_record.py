"""What does one record of native JSONL say?

Missing keys take the obvious default, unknown ones are nobody's business, and whatever does not fit refuses the
record.
"""

from itertools import pairwise
from typing import Any, NoReturn, get_args

from pydantic import ValidationError

from annotator.domain.document import sha256_of
from annotator.domain.errors import Refused
from annotator.domain.frozen_model import first_problem
from annotator.domain.marks.marks import Fragment, Minter, Relation, Span, Status
from annotator.domain.record import Record
from annotator.i18n import tr

_STATUSES = get_args(Status)
_UNITS = ("codepoint", "unicode_code_point")


def read_record(told: dict[str, Any], *, where: str) -> Record:
    """The record that a JSON object says; Refused, with ``where``, as soon as anything does not fit."""
    return _Reader(told, where).record()


class _Reader:
    def __init__(self, told: dict[str, Any], where: str) -> None:
        self._told, self._where = told, where

    def record(self) -> Record:
        text, meta = self._text()
        spans = self._spans(text)
        status = self._told.get("status") or None
        if status not in (None, *_STATUSES):
            self._refuse(tr("the status {status} is unknown", status=repr(status)[:60]))
        unit = self._told.get("offset_unit") or _UNITS[0]
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
        listed = self._list("spans")
        minter = self._minter("spans", listed)
        return tuple(self._span(place, told, text, minter) for place, told in enumerate(listed, 1))

    def _span(self, place: int, told: dict[str, Any], text: str, minter: Minter) -> Span:
        try:
            label, start, end = told["label"], told["start"], told["end"]
        except KeyError as missing:
            self._refuse_span(place, tr("it has no {key}", key=missing.args[0]))
        if type(start) is not int or type(end) is not int:
            self._refuse_span(place, tr("start and end must be whole numbers"))
        if not 0 <= start < end <= len(text):
            self._refuse_span(
                place,
                tr(
                    "{start} to {end} lies outside the text of {length} characters or is reversed",
                    start=start,
                    end=end,
                    length=len(text),
                ),
            )
        quote, stated = text[start:end], told.get("text")
        if stated is not None and stated != quote:
            self._refuse_span(
                place,
                tr(
                    "its text {stated} is not what stands at {start} to {end}",
                    stated=repr(stated)[:60],
                    start=start,
                    end=end,
                ),
            )
        fragments = told.get("fragments")
        try:
            return Span(
                id=told.get("id") or minter.mint(str(label)[:1].lower()),
                label=label,
                fragments=self._fragments(place, fragments, (start, end)) if fragments else ((start, end),),
                quote=quote,
                attributes=told.get("attributes") or {},
                note=told.get("note") or "",
            )
        except ValidationError as problem:
            self._refuse_span(place, first_problem(problem))

    def _fragments(self, place: int, given: Any, bounds: Fragment) -> tuple[Fragment, ...]:
        sound = isinstance(given, list) and all(map(_is_fragment, given))
        if not sound or any(one[1] > two[0] for one, two in pairwise(given)):
            self._refuse_span(place, tr("its fragments are not in order"))
        if (given[0][0], given[-1][1]) != bounds:
            self._refuse_span(place, tr("its fragments do not fill start to end"))
        return tuple((start, end) for start, end in given)

    def _relations(self, spans: set[str]) -> tuple[Relation, ...]:
        listed = self._list("relations")
        minter = self._minter("relations", listed)
        return tuple(self._relation(place, told, spans, minter) for place, told in enumerate(listed, 1))

    def _relation(self, place: int, told: dict[str, Any], spans: set[str], minter: Minter) -> Relation:
        try:
            label, source, target = told["label"], told["from"], told["to"]
        except KeyError as missing:
            self._refuse_relation(place, tr("it has no {key}", key=missing.args[0]))
        for end in (source, target):
            if not isinstance(end, str) or end not in spans:
                self._refuse_relation(place, tr("it names the missing span {span}", span=repr(end)[:60]))
        try:
            return Relation(
                id=told.get("id") or minter.mint("r"),
                label=label,
                source=source,
                target=target,
                attributes=told.get("attributes") or {},
            )
        except ValidationError as problem:
            self._refuse_relation(place, first_problem(problem))

    def _minter(self, key: str, listed: list[dict[str, Any]]) -> Minter:
        """Mints ids beside those that the record gives, which must differ from each other."""
        given = [one["id"] for one in listed if isinstance(one.get("id"), str) and one["id"]]
        taken = set(given)
        if len(taken) != len(given):
            self._refuse(tr("two of the {key} have one id", key=key))
        return Minter(taken)

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

    def _refuse_span(self, place: int, why: str) -> NoReturn:
        self._refuse(tr("span {place}: {why}", place=place, why=why))

    def _refuse_relation(self, place: int, why: str) -> NoReturn:
        self._refuse(tr("relation {place}: {why}", place=place, why=why))

    def _refuse(self, what: str) -> NoReturn:
        raise Refused(what, where=self._where, remedy=tr("mend the record"))


def _is_fragment(given: Any) -> bool:
    match given:
        case [int(start), int(end)]:
            return type(start) is int and type(end) is int and start < end
    return False
