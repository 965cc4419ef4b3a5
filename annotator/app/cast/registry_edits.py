"""Edits of the registries: the facts of a name, renaming it, and uniting two names.

Registries belong to the whole project: each edit is one step of the project, and any annotator can undo it.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import orjson

from annotator.app.cast.cast import Cast, registry_attributes
from annotator.app.jobs import Job, Progress
from annotator.app.review import decision_rebinding
from annotator.app.session import Session
from annotator.domain.errors import Refused
from annotator.domain.frozen_model import FrozenModel
from annotator.domain.names import name_resolution
from annotator.domain.names.registry import Registry, RegistryEntry, checked_entry, type_misfit
from annotator.domain.operations import Operation
from annotator.domain.scheme.scheme import Attribute
from annotator.i18n import tr
from annotator.storage.journal import journal
from annotator.storage.journal.journal import Writer
from annotator.storage.journal.row_images import Row
from annotator.storage.tables import registry as registry_rows


class ValueChange(NamedTuple):
    """A value of spans, its replacement, and the number of these spans and of their articles."""

    before: str
    after: str
    spans: int
    articles: int


class NameUnion(FrozenModel):
    """The effect of uniting two names, or of renaming one: first previewed, then applied as it is."""

    registry: str
    old_name: str
    new_name: str
    renames: bool
    value_changes: tuple[ValueChange, ...]
    articles: int
    annotators: int
    aliases: tuple[str, ...]

    @property
    def spans(self) -> int:
        """The number of spans whose value changes."""
        return sum(change.spans for change in self.value_changes)


def set_facts(cast: Cast, session: Session, registry: str, name: str, facts: Mapping[str, Any]) -> None:
    """Set the facts of a name; a name without facts has no entry.

    Refused if a fact is not valid, or if a spelling belongs to another name.
    """
    entry = checked_entry(registry, name, facts)
    entries = cast.registry(registry)
    _refuse_misfit(entry, session)
    for spelling in entry.spellings:
        owner = entries.find(spelling)
        if owner and owner.name != name:
            raise Refused(
                tr("{spelling} belongs to {name} already", spelling=repr(spelling[:60]), name=repr(owner.name[:60])),
                remedy=tr("merge the two"),
            )
    row = registry_rows.entry_row(session.store, registry, name)
    before = entries.entries.get(name)
    no_facts = type(entry.facts)()
    if (before.facts if before else no_facts) == entry.facts:
        return
    with session.step(Operation.SET_FACTS, None, shared=True) as writer:
        if entry.facts == no_facts and row:
            writer.drop("entries", row["key"])
        else:
            registry_rows.put(writer, entry, key=row["key"] if row else None)


def plan_union(cast: Cast, session: Session, registry: str, old_name: str, new_name: str) -> NameUnion:
    """The effect of replacing ``old_name`` by ``new_name``; changes nothing.

    If ``new_name`` is in the cast, the two become one. Refused for a name that is not valid, and for equal names.
    """
    checked_entry(registry, new_name, {})
    names = {entry.name for entry in cast.names(registry, None)}
    [canonical] = cast.names_meant(registry, new_name)
    renames = canonical == old_name or canonical not in names
    if new_name == old_name:
        raise Refused(tr("the two are one already"))
    if not renames:
        new_name = canonical
    values = cast.values_with(registry, [old_name, new_name])
    after = {value: name_resolution.replace_names(value, spellings, new_name) for value, spellings in values.items()}
    after = {value: new for value, new in after.items() if new != value}
    _refuse_overlong(session, registry, after)
    shares = registry_rows.name_shares(session.store, registry_attributes(session.scheme)[registry], list(after))
    spellings = {spelling for used in values.values() for spelling in used} | {old_name}
    return NameUnion(
        registry=registry,
        old_name=old_name,
        new_name=new_name,
        renames=renames,
        value_changes=tuple(
            ValueChange(
                before,
                new,
                sum(share.spans for share in shares if share.value == before),
                len({share.document for share in shares if share.value == before}),
            )
            for before, new in sorted(after.items())
        ),
        articles=len({share.document for share in shares}),
        annotators=len({share.annotator for share in shares if share.annotator}),
        aliases=_aliases(cast.registry(registry), old_name, new_name, spellings),
    )


def unite_names(session: Session, union: NameUnion) -> Job[int]:
    """Apply the union to all layers, in one step; the number of changed spans."""
    attributes = registry_attributes(session.scheme)[union.registry]
    after = {change.before: change.after for change in union.value_changes}
    done = 0
    operation = Operation.RENAME_ENTRY if union.renames else Operation.MERGE_ENTRIES
    with session.step(operation, None, shared=True) as writer:
        before = yield from decision_rebinding.bound_decisions(session)
        for rows in registry_rows.span_rows_with_values(session.store, attributes, list(after)):
            writer.rewrite("spans", [_rewritten(row, attributes, after) for row in rows])
            done += len(rows)
            yield Progress(done=done, total=union.spans, caption=tr("{count} spans", count=done))
        yield from decision_rebinding.rebind_decisions(session, writer, before, session.scheme.symmetric)
        _unite_entries(session, writer, union)
        journal.summarise(session.store, writer.step, {"spans": done})
    return done


def _unite_entries(session: Session, writer: Writer, union: NameUnion) -> None:
    """Unite the facts of both names; if both have a fact, that of the new name counts."""
    rows = [registry_rows.entry_row(session.store, union.registry, name) for name in (union.new_name, union.old_name)]
    merged_facts: dict[str, Any] = {}
    for row in rows:
        facts = registry_rows.entry_from_row(row).facts.model_dump(exclude_defaults=True) if row else {}
        merged_facts = facts | merged_facts
    key_kept, *keys_dropped = [row["key"] for row in rows if row] or [None]
    for key in keys_dropped:
        writer.drop("entries", key)
    registry_rows.put(
        writer, checked_entry(union.registry, union.new_name, merged_facts | {"aliases": union.aliases}), key=key_kept
    )


def _rewritten(row: Row, pairs: list[tuple[str, str]], after: dict[str, str]) -> tuple[int, str, str]:
    """Key, label and new attributes of a row of a span."""
    attributes = orjson.loads(row["attributes"])
    for label, name in pairs:
        if label == row["label"] and name in attributes:
            attributes[name] = after.get(attributes[name], attributes[name])
    return row["key"], row["label"], orjson.dumps(attributes).decode()


def _aliases(registry: Registry, old_name: str, new_name: str, spellings: set[str]) -> tuple[str, ...]:
    """The names that returned work may still use: the former aliases, and all names that go."""
    entries = [registry.entries[name] for name in (new_name, old_name) if name in registry.entries]
    aliases = [alias for entry in entries for alias in entry.facts.aliases]
    return tuple(dict.fromkeys(name for name in (*aliases, old_name, *sorted(spellings)) if name != new_name))


def _refuse_misfit(entry: RegistryEntry, session: Session) -> None:
    misfit = type_misfit(entry, session.scheme)
    if misfit:
        raise Refused(misfit)


def _refuse_overlong(session: Session, registry: str, after: dict[str, str]) -> None:
    """Refuse if a value of several names is too long for its attribute with the new name in it."""
    attribute = Attribute(name=registry, kind="registry", registry=registry)
    for value in after.values():
        misfit = attribute.misfit(value)
        if misfit:
            raise Refused(misfit, where=value[:60], remedy=tr("choose a shorter name"))
