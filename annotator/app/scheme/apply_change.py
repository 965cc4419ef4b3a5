"""How does a change of the scheme come about, and what becomes of the marks that stand already?

Every change is one step: the scheme, its new version and all marks follow together, in every layer and whatever its
status, and one Undo takes it all back.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import orjson

from annotator.app.jobs import Job, Progress
from annotator.app.review import decision_rebinding
from annotator.app.scheme import scheme_files
from annotator.app.session import SCHEME_CHANGED, Session
from annotator.domain.frozen_model import FrozenModel
from annotator.domain.scheme.guidelines import guidance_for, section_of
from annotator.domain.scheme.json_body import Kind
from annotator.domain.scheme.migration import Edit, Mark, Migration, ReplaceScheme, change_from
from annotator.i18n import tr
from annotator.storage.journal import journal
from annotator.storage.journal.journal import Writer
from annotator.storage.tables import scheme_use
from annotator.storage.tables.scheme_use import UsedLink, UsedSpan

_KNOWN_MARKS = 100_000


class Again(FrozenModel):
    """An article to look at again: how many of its marks went, lost something or were decided for somebody."""

    document: str
    title: str
    marks: int


class Consequences(FrozenModel):
    """What a change does: marks that follow, those that go, values that are lost, and in how many articles."""

    version: str
    spans: int
    relations: int
    gone_spans: int
    gone_relations: int
    lost_values: int
    articles: int
    again: tuple[Again, ...]


def consequences(session: Session, change: Edit) -> Job[Consequences]:
    """What the change would do; nothing is changed. Refused where it does not fit the scheme."""
    with session.snapshot():
        yield from (walk := _Walk(session, _migration(session, change), None)).run()
    return walk.told()


def apply(session: Session, change: Edit) -> Job[Consequences]:
    """Carry the change out as one step of the project's own; what it did."""
    migration = _migration(session, change)
    with session.step(SCHEME_CHANGED, None, shared=True) as writer:
        writer.put("scheme", {"key": 1, "body": _text(migration), "guidelines": migration.guidelines})
        writer.put("scheme_changes", {"version": migration.before.title, "change": change.model_dump_json()})
        before = (yield from decision_rebinding.settled(session)) if migration.touched else {}
        yield from (walk := _Walk(session, migration, writer)).run()
        yield from decision_rebinding.follow(session, writer, before, migration.after.symmetric)
        told = walk.told()
        journal.summarise(
            session.store,
            writer.step,
            {"spans": told.spans + told.gone_spans, "relations": told.relations + told.gone_relations},
        )
    return told


def guidance_text(session: Session, label: str) -> str:
    """The label's part of the guidelines as Markdown: its own section, or its points in one that it shares."""
    shared = [f"- {point}" for point in guidance_for(label, session.guidelines)]
    return section_of(label, session.guidelines) or "\n".join(shared)


def export_scheme(session: Session, path: Path) -> list[Path]:
    """Write the scheme as JSON, with whatever else its file held, and the guidelines beside it; the files."""
    return scheme_files.write(path, session.scheme_text, session.guidelines)


def replacement(path: Path) -> ReplaceScheme:
    """The scheme of a file in the place of this one; what becomes of labels that it lacks is still to be said."""
    told = scheme_files.read(path)
    return ReplaceScheme(body=told.body, guidelines=told.guidelines)


def changes_since(session: Session, title: str) -> list[Edit] | None:
    """The changes that led from this scheme (``name@version``) to today's, for ``migrate_layer``.

    None where the project never had it.
    """
    if title == session.scheme.title:
        return []
    made = scheme_use.changes(session.store)
    places = [place for place, (made_to, _) in enumerate(made) if made_to == title]
    return [change_from(told) for _, told in made[places[-1] :]] if places else None


def _migration(session: Session, change: Edit) -> Migration:
    return Migration(orjson.loads(session.scheme_text), session.guidelines, change)


def _text(migration: Migration) -> str:
    return orjson.dumps(migration.body, option=orjson.OPT_INDENT_2).decode() + "\n"


class _Verdict(NamedTuple):
    """What becomes of all marks of one label with the same attributes."""

    mark: Mark | None
    attributes: str | None
    doubtful: bool
    lost: int


class _Walk:
    """Goes through the marks that a change touches, and rewrites them where there is a writer."""

    def __init__(self, session: Session, migration: Migration, writer: Writer | None) -> None:
        self._store, self._migration, self._writer = session.store, migration, writer
        self._known = lru_cache(_KNOWN_MARKS)(self._judge)
        self._articles = scheme_use.articles(session.store)
        self._changed = {"spans": 0, "relations": 0}
        self._gone = {"spans": 0, "relations": 0}
        self._lost = 0
        self._in: set[int] = set()
        self._again: dict[int, int] = {}

    def run(self) -> Iterator[Progress]:
        """Relations first: what becomes of them is read from their ends as these were."""
        labels = sorted(self._migration.touched.get("label", ()))
        names = sorted(self._migration.touched.get("relation", ()))
        ends = labels if self._migration.change.parts_links else []
        total = scheme_use.count(self._store, "spans", labels) + scheme_use.count(self._store, "relations", names)
        through = 0
        yield Progress(done=0, total=total, what=tr("links"))
        if names or ends:
            for links in scheme_use.links(self._store, names, ends):
                self._rewrite("relations", [self._link(link) for link in links], links)
                through = min(total, through + len(links))
                yield Progress(done=through, total=total, what=tr("links"))
        if labels:
            for spans in scheme_use.spans(self._store, labels):
                self._rewrite("spans", [self._verdict("label", span.label, span.attributes) for span in spans], spans)
                through = min(total, through + len(spans))
                yield Progress(done=through, total=total, what=tr("spans"))

    def _verdict(self, kind: Kind, label: str, attributes: str) -> _Verdict:
        if self._migration.change.whole:
            known = self._known(kind, label, "{}")
            return known if known.mark is None else known._replace(attributes=attributes)
        return self._known(kind, label, attributes)

    def _judge(self, kind: Kind, label: str, attributes: str) -> _Verdict:
        mark = Mark(label, orjson.loads(attributes))
        moved = self._migration.mark(kind, mark)
        if moved == mark:
            return _Verdict(mark, attributes, self._migration.doubtful(kind, mark), 0)
        lost = 0 if moved is None else len(mark.attributes) - len(moved.attributes)
        told = None if moved is None else orjson.dumps(moved.attributes).decode()
        return _Verdict(moved, told, self._migration.doubtful(kind, mark), max(0, lost))

    def _link(self, link: UsedLink) -> _Verdict:
        """What becomes of a relation: it goes with an end, and where the new scheme forbids it."""
        own = self._verdict("relation", link.label, link.attributes)
        source = self._verdict("label", link.source, link.source_attributes).mark
        target = self._verdict("label", link.target, link.target_attributes).mark
        if own.mark and source and target and self._migration.after.allows(own.mark.label, source.label, target.label):
            return own
        return _Verdict(mark=None, attributes=None, doubtful=True, lost=0)

    def _rewrite(self, table: str, verdicts: list[_Verdict], marks: Sequence[UsedSpan | UsedLink]) -> None:
        rows: list[tuple[int, str | None, str | None]] = []
        mark: UsedSpan | UsedLink
        for mark, verdict in zip(marks, verdicts, strict=True):
            if verdict.doubtful:
                self._again[mark.layer] = self._again.get(mark.layer, 0) + 1
            if verdict.mark is None:
                self._gone[table] += 1
                rows.append((mark.key, None, None))
            elif verdict.mark.label != mark.label or verdict.attributes != mark.attributes:
                self._changed[table] += 1
                self._lost += verdict.lost
                rows.append((mark.key, verdict.mark.label, verdict.attributes))
            else:
                continue
            self._in.add(mark.layer)
        if self._writer and rows:
            self._writer.rewrite(table, rows)

    def told(self) -> Consequences:
        again: dict[str, int] = {}
        for layer, article in self._articles.items():
            if layer in self._again:
                again[article.id] = again.get(article.id, 0) + self._again[layer]
        titles = {article.id: article.title for article in self._articles.values()}
        return Consequences(
            version=self._migration.after.version,
            spans=self._changed["spans"],
            relations=self._changed["relations"],
            gone_spans=self._gone["spans"],
            gone_relations=self._gone["relations"],
            lost_values=self._lost,
            articles=len({self._articles[layer].id for layer in self._in}),
            again=tuple(Again(document=name, title=titles[name], marks=marks) for name, marks in again.items()),
        )
