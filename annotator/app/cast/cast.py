"""Who and what occurs in an article and in the project, and whom does a span mean?

The cast of a registry is every name that a span says and every name of which something is known. Spellings that meet
(``domain/naming.py``) and aliases are one name. Counted and walked are the mentions of whoever is at work; the names
are everybody's.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from annotator.app.annotate.open_document import Desk
from annotator.app.session import Session
from annotator.domain.change_set import ChangeSet
from annotator.domain.marks.marks import Span, text_order
from annotator.domain.names import name_resolution
from annotator.domain.names.name_resolution import Known, Proposal
from annotator.domain.names.registry import Entry, EventFacts, Registry
from annotator.domain.scheme.scheme import Attribute, Scheme
from annotator.storage.tables import registry as registry_rows
from annotator.storage.tables.registry import Mention

if TYPE_CHECKING:
    from annotator.storage.tables.annotators import Person

# So many of the latest mentions teach what words stand for; a project may have a hundred times as many.
_MOST_MENTIONS = 5_000


__all__ = ["Cast", "Line", "Mention", "places_of", "registries"]


class Line(NamedTuple):
    """A name of the cast: its mentions here and in all articles, other spellings in use, and what is known of it."""

    name: str
    here: int
    everywhere: int
    spellings: tuple[str, ...]
    entry: Entry | None


class _Register:
    """One registry as it stands: what is known, and which values spans have."""

    def __init__(self, registry: Registry, places: list[tuple[str, str]]) -> None:
        self.known, self.places = registry, places
        self.own: Counter[str] = Counter()
        self.others: Counter[str] = Counter()
        self.words: dict[str, Counter[str]] | None = None
        self._met: dict[str, str] | None = None

    def count(self, value: str, by: int) -> None:
        self.own[value] += by
        self._met = None

    def values(self) -> set[str]:
        return {value for value, count in (self.own + self.others).items() if count > 0}

    def met(self) -> dict[str, str]:
        """Each name in use with the one under which all its spellings meet: the entry's, else the most used."""
        if self._met is None:
            spelt: dict[str, Counter[str]] = defaultdict(Counter)
            for value, count in (self.own + self.others).items():
                for name in name_resolution.split(value):
                    spelt[name_resolution.key(self.known.canonical(name))][name] += count
            self._met = {}
            for spellings in spelt.values():
                usual = min(spellings, key=lambda name: (-spellings[name], name))
                self._met |= dict.fromkeys(spellings, self.known.canonical(usual))
        return self._met

    def meant(self, value: str) -> set[str]:
        """The names of the cast that a value stands for."""
        met = self.met()
        return {met.get(name) or self._resolved(name) for name in name_resolution.split(value)}

    def _resolved(self, name: str) -> str:
        """The name of the cast that this spelling, which no span has, would meet."""
        known = self.known.canonical(name)
        return next(
            (usual for used, usual in self.met().items() if name_resolution.key(used) == name_resolution.key(known)),
            known,
        )

    def names(self) -> list[str]:
        """The whole cast, the most mentioned first."""
        used: Counter[str] = Counter()
        for value, count in (self.own + self.others).items():
            used.update(dict.fromkeys(self.meant(value), count))
        used.update(dict.fromkeys(self.known.entries, 0))
        return sorted(used, key=lambda name: (-used[name], name_resolution.key(name), name))


class Cast:
    """All registries of a project, as they stand after each ChangeSet that it is told of."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._who: Person | None = None
        self._scheme: Scheme | None = None
        self._found: dict[str, _Register] | None = None

    @property
    def registries(self) -> list[str]:
        """The registries of the scheme, in its order."""
        return list(places_of(self._session.scheme))

    def follow(self, change: ChangeSet) -> None:
        """Bring the cast to the state after the change."""
        if change.bulk or self._found is None:
            self._found = None
        elif self._who and change.annotator == self._who.name:
            for spans in change.spans:
                self._count(spans.before, -1)
                self._count(spans.after, 1)

    def lines(self, registry: str, desk: Desk | None) -> list[Line]:
        """The cast of one registry: those in this article first, the most mentioned first."""
        register = self._register(registry)
        met = register.met()
        here = self._counted(register, _values_on(desk, register)) if desk else Counter[str]()
        everywhere = self._counted(register, register.own.items())
        spelt = defaultdict[str, list[str]](list)
        for name, canonical in met.items():
            if name != canonical:
                spelt[canonical].append(name)
        found = [
            Line(name, here[name], everywhere[name], tuple(sorted(spelt[name])), register.known.entries.get(name))
            for name in register.names()
        ]
        return sorted(found, key=lambda line: (-line.here, -line.everywhere, name_resolution.key(line.name), line.name))

    def mentions(self, registry: str, name: str) -> list[Mention]:
        """The spans that mean this name, articles in order and spans in text order."""
        register = self._register(registry)
        values = [value for value in register.own if name in register.meant(value)]
        who = self._who.key if self._who else None
        return registry_rows.mentions(self._session.store, register.places, values, annotator=who)

    def known(self, registry: str) -> Registry:
        """What is known of the names of this registry."""
        return self._register(registry).known

    def meant(self, registry: str, value: str) -> list[str]:
        """The names of the cast that a span's value stands for."""
        return sorted(self._register(registry).meant(value))

    def values_with(self, registry: str, names: Iterable[str]) -> dict[str, set[str]]:
        """The values of everybody's spans that mean one of these names, each with the spellings that it uses."""
        register, wanted = self._register(registry), set(names)
        found = {
            value: {name for name in name_resolution.split(value) if register.meant(name) & wanted}
            for value in register.values()
        }
        return {value: spellings for value, spellings in found.items() if spellings}

    def proposals(self, desk: Desk, span: Span, attribute: Attribute) -> list[Proposal]:
        """Whom or what the span may mean, the likeliest first."""
        register = self._register(attribute.registry)
        known = Known(register.names(), self._aliases(register, span.quote), _mentioned_before(desk, span, register))
        pronoun = span.attributes.get("mention") == "pronoun" or name_resolution.is_pronoun(span.quote)
        return name_resolution.proposals(span.quote, known, pronoun=pronoun)

    def _aliases(self, register: _Register, mention: str) -> list[str]:
        """The names that these words stand for: as is known, as is written in values, as was marked before."""
        wanted = name_resolution.keys(mention)
        found: list[str] = []
        for one in register.known.entries.values():
            titles = (one.facts.title,) if isinstance(one.facts, EventFacts) and one.facts.title else ()
            found += [one.name for spelling in (*one.spellings, *titles) if wanted & name_resolution.keys(spelling)]
        found += [canonical for name, canonical in register.met().items() if wanted & name_resolution.keys(name)]
        learned = sum((self._words(register).get(spelling, Counter()) for spelling in wanted), Counter[str]())
        for value, _ in learned.most_common():
            found += register.meant(value)
        return list(dict.fromkeys(found))

    def _words(self, register: _Register) -> dict[str, Counter[str]]:
        """By key, how often words stood for which value in the marks of whoever is at work."""
        if register.words is None:
            register.words = defaultdict(Counter)
            who = self._who.key if self._who else None
            said = registry_rows.latest(self._session.store, register.places, annotator=who, most=_MOST_MENTIONS)
            for (words, value), count in Counter(said).items():
                _learn(register.words, words, value, count)
        return register.words

    def _count(self, span: Span | None, by: int) -> None:
        for register in (self._found or {}).values():
            for value in _values_of(span, register) if span else ():
                register.count(value, by)
                if register.words is not None and span:
                    _learn(register.words, span.quote, value, by)

    def _counted(self, register: _Register, values: Iterable[tuple[str, int]]) -> Counter[str]:
        found: Counter[str] = Counter()
        for value, count in values:
            if count > 0:
                found.update(dict.fromkeys(register.meant(value), count))
        return found

    def _register(self, name: str) -> _Register:
        session = self._session
        if self._found is None or self._who != session.annotator or self._scheme is not session.scheme:
            self._who, self._scheme = session.annotator, session.scheme
            self._found = self._read()
        return self._found[name]

    def _read(self) -> dict[str, _Register]:
        known, places = registries(self._session), places_of(self._session.scheme)
        found = {name: _Register(known[name], at) for name, at in places.items()}
        registry_at = {place: name for name, at in places.items() for place in at}
        for use in registry_rows.uses(self._session.store, list(registry_at)):
            register = found[registry_at[use.label, use.attribute]]
            own = self._who is not None and use.annotator == self._who.key
            (register.own if own else register.others)[use.value] += use.spans
        return found


def places_of(scheme: Scheme) -> dict[str, list[tuple[str, str]]]:
    """For each registry the labels, each with an attribute, that name something of it."""
    found: dict[str, list[tuple[str, str]]] = {}
    for label in scheme.labels.values():
        for attribute in label.attributes.values():
            if attribute.registry:
                found.setdefault(attribute.registry, []).append((label.name, attribute.name))
    return found


def registries(session: Session) -> dict[str, Registry]:
    """What is known of the names of each registry of the scheme; names resolve by ``Registry.canonical``."""
    known = registry_rows.read_all(session.store)
    return {name: Registry(one for one in known if one.registry == name) for name in places_of(session.scheme)}


def _values_of(span: Span, register: _Register) -> list[str]:
    return [
        value
        for label, attribute in register.places
        if label == span.label and (value := span.attributes.get(attribute, ""))
    ]


def _values_on(desk: Desk, register: _Register) -> list[tuple[str, int]]:
    return list(Counter(value for span in desk.spans.values() for value in _values_of(span, register)).items())


def _mentioned_before(desk: Desk, span: Span, register: _Register) -> list[str]:
    """Names of the article up to this span, the nearest first; the nearest that a main label names before all."""
    before = [one for one in desk.in_order() if text_order(one) < text_order(span)]
    named = [(one, value) for one in reversed(before) for value in _values_of(one, register)]
    labels = desk.session.scheme.labels
    speaker = next((value for one, value in named if labels[one.label].main), "")
    values = [speaker, *(value for _, value in named)]
    return list(dict.fromkeys(name for value in values for name in sorted(register.meant(value))))


def _learn(words: dict[str, Counter[str]], mention: str, value: str, by: int) -> None:
    """Words that stood for one name may do so again."""
    if len(name_resolution.split(value)) == 1:
        for spelling in name_resolution.keys(mention):
            words[spelling][value] += by
