"""What is a span, a relation, a layer?"""

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
    """A labelled stretch of a document: one or more fragments, in text order, apart from each other.

    Positions count code points, half-open. ``quote`` is the text between the outer bounds, kept so that a span that
    no longer fits its document is seen.
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
        """How many characters the fragments hold together."""
        return sum(end - start for start, end in self.fragments)

    def covers(self, place: int) -> bool:
        """Whether the character at ``place`` lies in one of the fragments."""
        return any(start <= place < end for start, end in self.fragments)


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
        """What was marked, whatever the marks are called: equal for layers with identical marks."""
        facts = {span.id: _span_content(span) for span in self.spans}
        links = [
            (link.label, facts[link.source], facts[link.target], tuple(sorted(link.attributes.items())))
            for link in self.relations
        ]
        return tuple(sorted(facts.values())), tuple(sorted(links))


def _span_content(span: Span) -> tuple[object, ...]:
    return span.label, span.fragments, tuple(sorted(span.attributes.items())), span.note


def joined(fragments: Iterable[Fragment]) -> tuple[Fragment, ...]:
    """The same characters as pieces in text order, apart from each other: those that meet become one."""
    pieces: list[Fragment] = []
    for start, end in sorted(fragments):
        if pieces and start <= pieces[-1][1]:
            pieces[-1] = (pieces[-1][0], max(end, pieces[-1][1]))
        else:
            pieces.append((start, end))
    return tuple(pieces)


def text_order(span: Span) -> tuple[int, int]:
    """The sort key of reading: earlier first, and of those that start together the longer first."""
    return span.start, -span.end


class Minter:
    """Mints ids of the form ``s12`` that none of ``taken`` has."""

    def __init__(self, taken: set[str]) -> None:
        self._taken = taken
        self._last: dict[str, int] = {}

    def mint(self, prefix: str) -> str:
        number = self._last.get(prefix, 0) + 1
        while f"{prefix}{number}" in self._taken:
            number += 1
        self._last[prefix] = number
        return f"{prefix}{number}"


class Numbering:
    """Proposes ids of the form ``s12``, each after all that it has seen: a deleted one is not soon given again."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._unread = list(names)
        self._highest: dict[str, int] = {}

    def see(self, name: str) -> None:
        self._unread.append(name)

    def next(self, prefix: str) -> str:
        # Read when somebody asks: most documents are opened to be read.
        for name in self._unread:
            found = _NUMBERED.fullmatch(name)
            if found:
                self._highest[found[1]] = max(self._highest.get(found[1], 0), int(found[2]))
        self._unread = []
        return f"{prefix}{self._highest.get(prefix, 0) + 1}"
