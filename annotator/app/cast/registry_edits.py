"""How does a person say what is known of a name, rename it, or make one name of two?

Registries belong to everybody: each of these is one step of the project, and whoever is at work may take it back.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import orjson

from annotator.app.cast.cast import Cast, places_of
from annotator.app.jobs import Job, Progress
from annotator.app.review import decision_rebinding
from annotator.app.session import Session
from annotator.domain.errors import Refused
from annotator.domain.frozen_model import FrozenModel
from annotator.domain.names import name_resolution
from annotator.domain.names.registry import Entry, Registry, entry, type_misfit
from annotator.domain.scheme.scheme import Attribute
from annotator.i18n import tr
from annotator.storage.journal import journal
from annotator.storage.journal.journal import Row, Writer
from annotator.storage.tables import registry as registry_rows


class Rewritten(NamedTuple):
    """A value that spans have, what they will have instead, and how many they are in how many articles."""

    before: str
    after: str
    spans: int
    articles: int


class Union(FrozenModel):
    """What making one name of two (or renaming) comes to: shown first, then carried out as it is."""

    registry: str
    gone: str
    kept: str
    renames: bool
    rewritten: tuple[Rewritten, ...]
    articles: int
    people: int
    aliases: tuple[str, ...]

    @property
    def spans(self) -> int:
        return sum(one.spans for one in self.rewritten)


def set_facts(cast: Cast, session: Session, registry: str, name: str, facts: Mapping[str, Any]) -> None:
    """Say what is known of a name; nothing known leaves no entry.

    Refused where a fact does not fit, or where a spelling belongs to another name.
    """
    told = entry(registry, name, facts)
    known = cast.known(registry)
    _refuse_misfit(told, session)
    for spelling in told.spellings:
        other = known.find(spelling)
        if other and other.name != name:
            raise Refused(
                tr("{spelling} belongs to {name} already", spelling=repr(spelling[:60]), name=repr(other.name[:60])),
                remedy=tr("merge the two"),
            )
    row = registry_rows.row_of(session.store, registry, name)
    before = known.entries.get(name)
    if (before.facts if before else type(told.facts)()) == told.facts:
        return
    with session.step("set-facts", None, shared=True) as writer:
        if told.facts == type(told.facts)() and row:
            writer.drop("entries", row["key"])
        else:
            registry_rows.put(writer, told, key=row["key"] if row else None)


def plan_union(cast: Cast, session: Session, registry: str, gone: str, kept: str) -> Union:
    """What becomes of whom when ``gone`` is called ``kept`` from now on; changes nothing.

    Where ``kept`` is in the cast, the two become one. Refused for a name that cannot be one, and for one name twice.
    """
    entry(registry, kept, {})
    names = {line.name for line in cast.lines(registry, None)}
    [meant] = cast.meant(registry, kept)
    renames = meant == gone or meant not in names
    if kept == gone:
        raise Refused(tr("the two are one already"))
    if not renames:
        kept = meant
    values = cast.values_with(registry, [gone, kept])
    after = {value: name_resolution.renamed(value, spellings, kept) for value, spellings in values.items()}
    after = {value: new for value, new in after.items() if new != value}
    _refuse_overlong(session, registry, after)
    shares = registry_rows.spread(session.store, places_of(session.scheme)[registry], list(after))
    spellings = {spelling for used in values.values() for spelling in used} | {gone}
    return Union(
        registry=registry,
        gone=gone,
        kept=kept,
        renames=renames,
        rewritten=tuple(
            Rewritten(
                before,
                new,
                sum(share.spans for share in shares if share.value == before),
                len({share.document for share in shares if share.value == before}),
            )
            for before, new in sorted(after.items())
        ),
        articles=len({share.document for share in shares}),
        people=len({share.annotator for share in shares if share.annotator}),
        aliases=_aliases(cast.known(registry), gone, kept, spellings),
    )


def unite(session: Session, union: Union) -> Job[int]:
    """Carry it out in all layers, in one step; how many spans it changed."""
    places, after = places_of(session.scheme)[union.registry], {one.before: one.after for one in union.rewritten}
    done = 0
    operation = "rename-entry" if union.renames else "merge-entries"
    with session.step(operation, None, shared=True) as writer:
        before = yield from decision_rebinding.settled(session)
        for rows in registry_rows.rows_saying(session.store, places, list(after)):
            writer.rewrite("spans", [_rewritten(row, places, after) for row in rows])
            done += len(rows)
            yield Progress(done=done, total=union.spans, what=tr("{count} spans", count=done))
        yield from decision_rebinding.follow(session, writer, before, session.scheme.symmetric)
        _unite_entries(session, writer, union)
        journal.summarise(session.store, writer.step, {"spans": done})
    return done


def _unite_entries(session: Session, writer: Writer, union: Union) -> None:
    """What was known of either is known of the one that stays, whose own word counts where both say something."""
    rows = [registry_rows.row_of(session.store, union.registry, name) for name in (union.kept, union.gone)]
    told: dict[str, Any] = {}
    for row in rows:
        facts = registry_rows.entry_from_row(row).facts.model_dump(exclude_defaults=True) if row else {}
        told = facts | told
    stays, *goes = [row["key"] for row in rows if row] or [None]
    for key in goes:
        writer.drop("entries", key)
    registry_rows.put(writer, entry(union.registry, union.kept, told | {"aliases": union.aliases}), key=stays)


def _rewritten(row: Row, places: list[tuple[str, str]], after: dict[str, str]) -> tuple[int, str, str]:
    """Key, label and new attributes of a span's row."""
    attributes = orjson.loads(row["attributes"])
    for label, name in places:
        if label == row["label"] and name in attributes:
            attributes[name] = after.get(attributes[name], attributes[name])
    return row["key"], row["label"], orjson.dumps(attributes).decode()


def _aliases(known: Registry, gone: str, kept: str, spellings: set[str]) -> tuple[str, ...]:
    """The names under which returning work may still come: those known before, and all that go."""
    told = [alias for name in (kept, gone) if name in known.entries for alias in known.entries[name].facts.aliases]
    return tuple(dict.fromkeys(name for name in (*told, gone, *sorted(spellings)) if name != kept))


def _refuse_misfit(told: Entry, session: Session) -> None:
    why = type_misfit(told, session.scheme)
    if why:
        raise Refused(why)


def _refuse_overlong(session: Session, registry: str, after: dict[str, str]) -> None:
    """A value of several names must still fit its attribute with the new name in it."""
    attribute = Attribute(name=registry, kind="registry", registry=registry)
    for value in after.values():
        why = attribute.misfit(value)
        if why:
            raise Refused(why, where=value[:60], remedy=tr("choose a shorter name"))
