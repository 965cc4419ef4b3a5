"""The cast: the names of each registry in an article and in the project, and the names that a span means.

The cast of a registry contains every name that a span has as a value and every name with an entry. Spellings with the
same key (``domain/names/name_resolution.py``) and aliases are one name. Mentions are those of the current annotator;
names are those of all annotators.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from annotator.app.annotate.open_document import OpenDocument
from annotator.app.session import Session
from annotator.domain.change_set import ChangeSet
from annotator.domain.marks.marks import Span, text_order
from annotator.domain.names import name_resolution
from annotator.domain.names.name_resolution import KnownNames, Proposal
from annotator.domain.names.registry import EventFacts, Registry, RegistryEntry
from annotator.domain.scheme.roles import AttributeRole, ValueRole
from annotator.domain.scheme.scheme import Attribute, Scheme
from annotator.storage.tables import registry as registry_rows
from annotator.storage.tables.registry import Mention

if TYPE_CHECKING:
    from annotator.storage.tables.annotators import Annotator

# The number of latest mentions from which the meaning of words is learned; a project may have a hundred times as many.
_MOST_MENTIONS = 5_000


__all__ = ["Cast", "CastName", "Mention", "registries", "registry_attributes"]


class CastName(NamedTuple):
    """A name of the cast: its mentions in this article and in the project, other spellings in use, and its entry."""

    name: str
    in_article: int
    in_project: int
    spellings: tuple[str, ...]
    entry: RegistryEntry | None


class _NamesInUse:
    """One registry in its present state: its entries, and the values that spans have."""

    def __init__(self, registry: Registry, attributes: list[tuple[str, str]]) -> None:
        self.registry, self.attributes = registry, attributes
        self.own_values: Counter[str] = Counter()
        self.values_of_others: Counter[str] = Counter()
        self.words: dict[str, Counter[str]] | None = None
        self._canonical: dict[str, str] | None = None

    def count(self, value: str, change: int) -> None:
        self.own_values[value] += change
        self._canonical = None

    def values(self) -> set[str]:
        return {value for value, count in (self.own_values + self.values_of_others).items() if count > 0}

    def canonical_names(self) -> dict[str, str]:
        """The canonical name of each name in use: that of the entry, else the most used spelling."""
        if self._canonical is None:
            spellings_by_key: dict[str, Counter[str]] = defaultdict(Counter)
            for value, count in (self.own_values + self.values_of_others).items():
                for name in name_resolution.split(value):
                    spellings_by_key[name_resolution.key(self.registry.canonical(name))][name] += count
            self._canonical = {}
            for spellings in spellings_by_key.values():
                usual = min(spellings, key=lambda name: (-spellings[name], name))
                self._canonical |= dict.fromkeys(spellings, self.registry.canonical(usual))
        return self._canonical

    def names_meant(self, value: str) -> set[str]:
        """The canonical names that a value stands for."""
        canonical = self.canonical_names()
        return {canonical.get(name) or self._resolved(name) for name in name_resolution.split(value)}

    def _resolved(self, name: str) -> str:
        """The canonical name of a spelling that no span has."""
        canonical = self.registry.canonical(name)
        return next(
            (
                usual
                for used, usual in self.canonical_names().items()
                if name_resolution.key(used) == name_resolution.key(canonical)
            ),
            canonical,
        )

    def names(self) -> list[str]:
        """All canonical names, the most mentioned first."""
        used: Counter[str] = Counter()
        for value, count in (self.own_values + self.values_of_others).items():
            used.update(dict.fromkeys(self.names_meant(value), count))
        used.update(dict.fromkeys(self.registry.entries, 0))
        return sorted(used, key=lambda name: (-used[name], name_resolution.key(name), name))


class Cast:
    """All registries of a project; kept up to date by ``follow``."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._annotator: Annotator | None = None
        self._scheme: Scheme | None = None
        self._registers: dict[str, _NamesInUse] | None = None

    @property
    def registries(self) -> list[str]:
        """The names of the registries, in the order of the scheme."""
        return list(registry_attributes(self._session.scheme))

    def follow(self, change: ChangeSet) -> None:
        """Apply the change."""
        if change.bulk or self._registers is None:
            self._registers = None
        elif self._annotator and change.annotator == self._annotator.name:
            for span_change in change.spans:
                self._count(span_change.before, -1)
                self._count(span_change.after, 1)

    def names(self, registry: str, document: OpenDocument | None) -> list[CastName]:
        """The cast of one registry: names in this article first, then the most mentioned first."""
        register = self._register(registry)
        in_article = self._counted(register, _values_on(document, register)) if document else Counter[str]()
        in_project = self._counted(register, register.own_values.items())
        spellings = defaultdict[str, list[str]](list)
        for name, canonical in register.canonical_names().items():
            if name != canonical:
                spellings[canonical].append(name)
        entries = register.registry.entries
        names = [
            CastName(name, in_article[name], in_project[name], tuple(sorted(spellings[name])), entries.get(name))
            for name in register.names()
        ]
        return sorted(
            names,
            key=lambda entry: (-entry.in_article, -entry.in_project, name_resolution.key(entry.name), entry.name),
        )

    def mentions(self, registry: str, name: str) -> list[Mention]:
        """The spans that mean this name, in the order of the articles and of the text."""
        register = self._register(registry)
        values = [value for value in register.own_values if name in register.names_meant(value)]
        annotator = self._annotator.key if self._annotator else None
        return registry_rows.mentions(self._session.store, register.attributes, values, annotator=annotator)

    def registry(self, registry: str) -> Registry:
        """The entries of this registry."""
        return self._register(registry).registry

    def names_meant(self, registry: str, value: str) -> list[str]:
        """The canonical names that a value of this registry stands for."""
        return sorted(self._register(registry).names_meant(value))

    def values_with(self, registry: str, names: Iterable[str]) -> dict[str, set[str]]:
        """The values of all spans that mean one of these names, each with the spellings in it."""
        register, targets = self._register(registry), set(names)
        spellings_by_value = {
            value: {name for name in name_resolution.split(value) if register.names_meant(name) & targets}
            for value in register.values()
        }
        return {value: spellings for value, spellings in spellings_by_value.items() if spellings}

    def proposals(self, document: OpenDocument, span: Span, attribute: Attribute) -> list[Proposal]:
        """The names that the span may mean, the likeliest first."""
        register = self._register(attribute.registry)
        candidates = KnownNames(
            register.names(), self._aliases(register, span.quote), _mentioned_before(document, span, register)
        )
        mention = self._session.scheme.value_role(span, AttributeRole.MENTION)
        pronoun = mention == ValueRole.PRONOUN or name_resolution.is_pronoun(span.quote)
        return name_resolution.proposals(span.quote, candidates, pronoun=pronoun)

    def _aliases(self, register: _NamesInUse, mention: str) -> list[str]:
        """The names that these words stand for: by entries, by values in use, by earlier marks."""
        keys = name_resolution.keys(mention)
        names: list[str] = []
        for entry in register.registry.entries.values():
            titles = (entry.facts.title,) if isinstance(entry.facts, EventFacts) and entry.facts.title else ()
            names += [entry.name for spelling in (*entry.spellings, *titles) if keys & name_resolution.keys(spelling)]
        names += [name for used, name in register.canonical_names().items() if keys & name_resolution.keys(used)]
        learned = sum((self._words(register).get(spelling, Counter()) for spelling in keys), Counter[str]())
        for value, _ in learned.most_common():
            names += register.names_meant(value)
        return list(dict.fromkeys(names))

    def _words(self, register: _NamesInUse) -> dict[str, Counter[str]]:
        """By key of the words: how often they have which value in the marks of the current annotator."""
        if register.words is None:
            register.words = defaultdict(Counter)
            annotator = self._annotator.key if self._annotator else None
            mentions = registry_rows.latest_names(
                self._session.store, register.attributes, annotator=annotator, most=_MOST_MENTIONS
            )
            for (words, value), count in Counter(mentions).items():
                _learn(register.words, words, value, count)
        return register.words

    def _count(self, span: Span | None, change: int) -> None:
        for register in (self._registers or {}).values():
            for value in _values_of(span, register) if span else ():
                register.count(value, change)
                if register.words is not None and span:
                    _learn(register.words, span.quote, value, change)

    def _counted(self, register: _NamesInUse, values: Iterable[tuple[str, int]]) -> Counter[str]:
        counts: Counter[str] = Counter()
        for value, count in values:
            if count > 0:
                counts.update(dict.fromkeys(register.names_meant(value), count))
        return counts

    def _register(self, name: str) -> _NamesInUse:
        session = self._session
        if self._registers is None or self._annotator != session.annotator or self._scheme is not session.scheme:
            self._annotator, self._scheme = session.annotator, session.scheme
            self._registers = self._read()
        return self._registers[name]

    def _read(self) -> dict[str, _NamesInUse]:
        entries, attributes = registries(self._session), registry_attributes(self._session.scheme)
        registers = {name: _NamesInUse(entries[name], pairs) for name, pairs in attributes.items()}
        registry_of = {pair: name for name, pairs in attributes.items() for pair in pairs}
        for use in registry_rows.name_uses(self._session.store, list(registry_of)):
            register = registers[registry_of[use.label, use.attribute]]
            is_own = self._annotator is not None and use.annotator == self._annotator.key
            (register.own_values if is_own else register.values_of_others)[use.value] += use.spans
        return registers


def registry_attributes(scheme: Scheme) -> dict[str, list[tuple[str, str]]]:
    """By registry: the pairs of label and attribute whose values are its names."""
    attributes: dict[str, list[tuple[str, str]]] = {}
    for label in scheme.labels.values():
        for attribute in label.attributes.values():
            if attribute.registry:
                attributes.setdefault(attribute.registry, []).append((label.name, attribute.name))
    return attributes


def registries(session: Session) -> dict[str, Registry]:
    """The entries of each registry of the scheme; ``Registry.canonical`` resolves names."""
    entries = registry_rows.read_all(session.store)
    return {
        name: Registry(entry for entry in entries if entry.registry == name)
        for name in registry_attributes(session.scheme)
    }


def _values_of(span: Span, register: _NamesInUse) -> list[str]:
    return [
        value
        for label, attribute in register.attributes
        if label == span.label and (value := span.attributes.get(attribute, ""))
    ]


def _values_on(document: OpenDocument, register: _NamesInUse) -> list[tuple[str, int]]:
    return list(Counter(value for span in document.spans.values() for value in _values_of(span, register)).items())


def _mentioned_before(document: OpenDocument, span: Span, register: _NamesInUse) -> list[str]:
    """Names in the article before this span, the nearest first; the nearest with a main label comes before all."""
    before = [earlier for earlier in document.spans_in_order() if text_order(earlier) < text_order(span)]
    named = [(earlier, value) for earlier in reversed(before) for value in _values_of(earlier, register)]
    labels = document.session.scheme.labels
    speaker = next((value for earlier, value in named if labels[earlier.label].main), "")
    values = [speaker, *(value for _, value in named)]
    return list(dict.fromkeys(name for value in values for name in sorted(register.names_meant(value))))


def _learn(words: dict[str, Counter[str]], mention: str, value: str, change: int) -> None:
    """Count that the words of this mention stand for the value, if it is a single name."""
    if len(name_resolution.split(value)) == 1:
        for spelling in name_resolution.keys(mention):
            words[spelling][value] += change
