"""What is known of a name in a registry?"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, ValidationError

from annotator.domain.document import refuse_bad_name
from annotator.domain.errors import Refused
from annotator.domain.frozen_model import FrozenModel, first_problem
from annotator.domain.names import name_resolution
from annotator.domain.scheme.scheme import Scheme
from annotator.i18n import mark, tr

_LONGEST = 255
_MOST_ALIASES = 1000
_DATE = re.compile(r"[0-9]{4}(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01]))?)?")


def _name(text: str) -> str:
    """A name on one line, in which the joint of several names cannot stand."""
    refuse_bad_name(text, what=tr("the name"), where="", longest=_LONGEST)
    if ";" in text:
        raise Refused(tr("a semicolon joins several names and cannot stand in one"))
    return text


def _line(text: str) -> str:
    if text:
        refuse_bad_name(text, what=tr("the value"), where="", longest=_LONGEST)
    return text


Name = Annotated[str, AfterValidator(_name)]
Line = Annotated[str, AfterValidator(_line)]


class Facts(FrozenModel):
    """What may be known of any name: how else it is written."""

    aliases: Annotated[tuple[Name, ...], Field(max_length=_MOST_ALIASES)] = ()


class EntityFacts(Facts):
    """A person, institution or state. ``country`` is ISO 3166 alpha-3, ``sector`` a PLOVER actor code."""

    kind: Literal["", "person", "institution", "state", "media", "group", "unnamed"] = ""
    country: Annotated[str, Field(pattern="^(?:[A-Z]{3})?$")] = ""
    sector: Annotated[str, Field(pattern="^(?:[A-Z]{3})?$")] = ""
    wikidata: Annotated[str, Field(pattern="^(?:Q[1-9][0-9]{0,14})?$")] = ""


class EventFacts(Facts):
    """Something that happens. ``date`` is ISO 8601: a year, a month or a day; ``type`` is one of the scheme's."""

    title: Line = ""
    date: Annotated[str, Field(pattern=f"^(?:{_DATE.pattern})?$")] = ""
    place: Line = ""
    type: Line = ""


_KINDS: dict[str, type[Facts]] = {"entity": EntityFacts, "event": EventFacts}

# What a person reads where a fact does not fit.
_HINTS = {
    "country": mark("three capitals of ISO 3166, as in UKR"),
    "sector": mark("three capitals of PLOVER, as in GOV"),
    "wikidata": mark("Q and a number, as in Q212"),
    "date": mark("a year, a month or a day, as in 2025-10-31"),
    "kind": mark("one of person, institution, state, media, group, unnamed"),
}


class Entry(FrozenModel):
    """A name of a registry and what is known of it."""

    registry: str
    name: Name
    facts: Facts

    @property
    def spellings(self) -> tuple[str, ...]:
        """The name and its aliases."""
        return (self.name, *self.facts.aliases)


def kind_of(registry: str) -> type[Facts]:
    """What may be known of the names of this registry."""
    return _KINDS.get(registry, Facts)


def entry(registry: str, name: str, facts: Mapping[str, Any]) -> Entry:
    """A checked entry. Raises Refused with a line that says which fact does not fit, and what would."""
    try:
        told = kind_of(registry)(**facts)
        aliases = [alias for alias in told.aliases if alias != name]
        told = told.model_copy(update={"aliases": tuple(dict.fromkeys(aliases))})
        return Entry(registry=registry, name=name, facts=told)
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_context=False)[0]
        field = str(first["loc"][0]) if first["loc"] else ""
        value = repr(str(first["input"])[:60])
        if field in _HINTS:
            raise Refused(tr("{value} does not fit", value=value), remedy=tr(_HINTS[field])) from problem
        raise Refused(first_problem(problem).split(": ", 1)[-1].removeprefix("Value error, ")) from problem


def event_types(scheme: Scheme) -> tuple[str, ...]:
    """The types that the scheme knows for events; empty where it knows none."""
    for label in scheme.labels.values():
        if "event" in {attribute.registry for attribute in label.attributes.values()} and "plover" in label.attributes:
            return tuple(filter(None, label.attributes["plover"].values))
    return ()


def type_misfit(one: Entry, scheme: Scheme) -> str | None:
    """Why the type of an event is none of the scheme's; None where it is, or says nothing."""
    known = event_types(scheme)
    if isinstance(one.facts, EventFacts) and one.facts.type and known and one.facts.type not in known:
        return tr("{value} is none of [{values}]", value=repr(one.facts.type[:60]), values=", ".join(known))
    return None


class Registry:
    """The entries of one registry, found by any of their spellings."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = {one.name: one for one in entries}
        self._by_key: dict[str, Entry] = {}
        for one in self.entries.values():
            for spelling in one.spellings:
                self._by_key.setdefault(name_resolution.key(spelling), one)

    def find(self, name: str) -> Entry | None:
        """The entry whose name or alias this is, in any spelling."""
        return self.entries.get(name) or self._by_key.get(name_resolution.key(name))

    def canonical(self, name: str) -> str:
        """The name under which this one is known; itself where nobody said anything of it."""
        found = self.find(name)
        return found.name if found else name

    def clashes(self) -> Iterator[tuple[Entry, Entry, str]]:
        """Two entries and a spelling that both claim."""
        for one in self.entries.values():
            for spelling in one.spellings:
                other = self._by_key[name_resolution.key(spelling)]
                if other is not one:
                    yield other, one, spelling
