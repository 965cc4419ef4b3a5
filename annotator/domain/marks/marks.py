"""Spans, relations and layers."""

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, StrictInt

from annotator.domain.frozen_model import FrozenModel

_NUMBERED = re.compile(r"(\D+)([0-9]{1,15})")

Status = Literal["new", "in-progress", "done"]
Fragment = tuple[StrictInt, StrictInt]


class Span(FrozenModel):
    """A labelled stretch of a document: one or more fragments, in text order, separate from each other.

    Offsets count code points, half-open. ``quote`` is the text between the outer bounds; it shows whether the span
    still matches its document.
    """

    id: str
    label: str
    fragments: Annotated[tuple[Fragment, ...], Field(min_length=1)]
    quote: str
    attributes: dict[str, str] = {}
    note: str = ""

    @property
    def start(self) -> int:
        return self.fragments[0][0]

    @property
    def end(self) -> int:
        return self.fragments[-1][1]

    @property
    def length(self) -> int:
        """The number of characters in all fragments."""
        return sum(end - start for start, end in self.fragments)

    def covers(self, offset: int) -> bool:
        """Whether the character at ``offset`` is in one of the fragments."""
        return any(start <= offset < end for start, end in self.fragments)


class Relation(FrozenModel):
    """A labelled, directed link between two spans of one layer, named by their ids."""

    id: str
    label: str
    source: str
    target: str
    attributes: dict[str, str] = {}


class Layer(FrozenModel):
    """All that one annotator marked in one document."""

    document: str
    annotator: str
    status: Status = "new"
    spans: tuple[Span, ...] = ()
    relations: tuple[Relation, ...] = ()

    @cached_property
    def content(self) -> tuple[object, ...]:
        """The marks without their ids: equal for layers with identical marks."""
        spans = {span.id: _span_content(span) for span in self.spans}
        relations = [
            (relation.label, spans[relation.source], spans[relation.target], tuple(sorted(relation.attributes.items())))
            for relation in self.relations
        ]
        return tuple(sorted(spans.values())), tuple(sorted(relations))


def _span_content(span: Span) -> tuple[object, ...]:
    return span.label, span.fragments, tuple(sorted(span.attributes.items())), span.note


def joined_fragments(fragments: Iterable[Fragment]) -> tuple[Fragment, ...]:
    """The same characters as separate fragments in text order: fragments that touch or overlap become one."""
    separate: list[Fragment] = []
    for start, end in sorted(fragments):
        if separate and start <= separate[-1][1]:
            separate[-1] = (separate[-1][0], max(end, separate[-1][1]))
        else:
            separate.append((start, end))
    return tuple(separate)


def text_order(span: Span) -> tuple[int, int]:
    """The sort key of the reading order: earlier spans first, and the longer one first of those with the same start."""
    return span.start, -span.end


class IdMinter:
    """Mints ids of the form ``s12`` that are not in ``used``."""

    def __init__(self, used: set[str]) -> None:
        self._used = used
        self._last: dict[str, int] = {}

    def mint(self, prefix: str) -> str:
        number = self._last.get(prefix, 0) + 1
        while f"{prefix}{number}" in self._used:
            number += 1
        self._last[prefix] = number
        return f"{prefix}{number}"


class IdSequence:
    """Proposes ids of the form ``s12``, each after all known ids: the id of a deleted mark is not reused soon."""

    def __init__(self, ids: Iterable[str] = ()) -> None:
        self._unread = list(ids)
        self._highest: dict[str, int] = {}

    def add(self, mark_id: str) -> None:
        self._unread.append(mark_id)

    def next(self, prefix: str) -> str:
        # The ids are parsed at the first request: most documents are opened only to be read.
        for mark_id in self._unread:
            match = _NUMBERED.fullmatch(mark_id)
            if match:
                self._highest[match[1]] = max(self._highest.get(match[1], 0), int(match[2]))
        self._unread = []
        return f"{prefix}{self._highest.get(prefix, 0) + 1}"
