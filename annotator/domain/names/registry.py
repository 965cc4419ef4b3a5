"""Registries: the entries for names, with aliases and facts."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, ValidationError

from annotator.domain.document import refuse_bad_name
from annotator.domain.errors import Refused
from annotator.domain.frozen_model import FrozenModel, first_problem
from annotator.domain.names import name_resolution
from annotator.domain.scheme.roles import AttributeRole
from annotator.domain.scheme.scheme import Scheme
from annotator.i18n import mark, tr

_LONGEST = 255
_MOST_ALIASES = 1000
_DATE = re.compile(r"[0-9]{4}(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01]))?)?")


def _name(text: str) -> str:
    """A name on one line, without the separator of several names."""
    refuse_bad_name(text, subject=tr("the name"), where="", longest=_LONGEST)
    if ";" in text:
        raise Refused(tr("a semicolon joins several names and cannot stand in one"))
    return text


def _line(text: str) -> str:
    if text:
        refuse_bad_name(text, subject=tr("the value"), where="", longest=_LONGEST)
    return text


EntryName = Annotated[str, AfterValidator(_name)]
FactLine = Annotated[str, AfterValidator(_line)]


class Facts(FrozenModel):
    """The facts of any name: its other spellings."""

    aliases: Annotated[tuple[EntryName, ...], Field(max_length=_MOST_ALIASES)] = ()


class EntityFacts(Facts):
    """A person, institution or state. ``country`` is ISO 3166 alpha-3, ``sector`` a PLOVER actor code."""

    kind: Literal["", "person", "institution", "state", "media", "group", "unnamed"] = ""
    country: Annotated[str, Field(pattern="^(?:[A-Z]{3})?$")] = ""
    sector: Annotated[str, Field(pattern="^(?:[A-Z]{3})?$")] = ""
    wikidata: Annotated[str, Field(pattern="^(?:Q[1-9][0-9]{0,14})?$")] = ""


class EventFacts(Facts):
    """An event. ``date`` is ISO 8601: a year, a month or a day; ``type`` is one of the scheme's."""

    title: FactLine = ""
    date: Annotated[str, Field(pattern=f"^(?:{_DATE.pattern})?$")] = ""
    place: FactLine = ""
    type: FactLine = ""


_KINDS: dict[str, type[Facts]] = {"entity": EntityFacts, "event": EventFacts}

# The hints that the user sees if a fact does not fit.
_HINTS = {
    "country": mark("three capitals of ISO 3166, as in UKR"),
    "sector": mark("three capitals of PLOVER, as in GOV"),
    "wikidata": mark("Q and a number, as in Q212"),
    "date": mark("a year, a month or a day, as in 2025-10-31"),
    "kind": mark("one of person, institution, state, media, group, unnamed"),
}


class RegistryEntry(FrozenModel):
    """A name of a registry and its facts."""

    registry: str
    name: EntryName
    facts: Facts

    @property
    def spellings(self) -> tuple[str, ...]:
        """The name and its aliases."""
        return (self.name, *self.facts.aliases)


def facts_type(registry: str) -> type[Facts]:
    """The class of facts for the names of this registry."""
    return _KINDS.get(registry, Facts)


def checked_entry(registry: str, name: str, facts: Mapping[str, Any]) -> RegistryEntry:
    """A validated entry. Raises Refused with the fact that does not fit and a hint."""
    try:
        validated = facts_type(registry)(**facts)
        aliases = [alias for alias in validated.aliases if alias != name]
        validated = validated.model_copy(update={"aliases": tuple(dict.fromkeys(aliases))})
        return RegistryEntry(registry=registry, name=name, facts=validated)
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_context=False)[0]
        field = str(first["loc"][0]) if first["loc"] else ""
        value = repr(str(first["input"])[:60])
        if field in _HINTS:
            raise Refused(tr("{value} does not fit", value=value), remedy=tr(_HINTS[field])) from problem
        raise Refused(first_problem(problem).split(": ", 1)[-1].removeprefix("Value error, ")) from problem


def event_types(scheme: Scheme) -> tuple[str, ...]:
    """The event types of the scheme; empty if it has none."""
    for label in scheme.labels.values():
        types = scheme.attribute_with(label.name, AttributeRole.EVENT_TYPE)
        if types and "event" in {attribute.registry for attribute in label.attributes.values()}:
            return tuple(filter(None, types.values))
    return ()


def type_misfit(entry: RegistryEntry, scheme: Scheme) -> str | None:
    """Why the type of an event is not a type of the scheme; None if it is, or is empty."""
    types = event_types(scheme)
    if isinstance(entry.facts, EventFacts) and entry.facts.type and types and entry.facts.type not in types:
        return tr("{value} is none of [{values}]", value=repr(entry.facts.type[:60]), values=", ".join(types))
    return None


class Registry:
    """The entries of one registry, found by any of their spellings."""

    def __init__(self, entries: Iterable[RegistryEntry]) -> None:
        self.entries = {entry.name: entry for entry in entries}
        self._by_key: dict[str, RegistryEntry] = {}
        for entry in self.entries.values():
            for spelling in entry.spellings:
                self._by_key.setdefault(name_resolution.key(spelling), entry)

    def find(self, name: str) -> RegistryEntry | None:
        """The entry with this name or alias, in any spelling."""
        return self.entries.get(name) or self._by_key.get(name_resolution.key(name))

    def canonical(self, name: str) -> str:
        """The canonical name of this spelling; the spelling itself if no entry has it."""
        entry = self.find(name)
        return entry.name if entry else name

    def clashes(self) -> Iterator[tuple[RegistryEntry, RegistryEntry, str]]:
        """Pairs of entries that have the same spelling, and the spelling."""
        for entry in self.entries.values():
            for spelling in entry.spellings:
                first = self._by_key[name_resolution.key(spelling)]
                if first is not entry:
                    yield first, entry, spelling
