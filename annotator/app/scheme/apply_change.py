"""Changes of the scheme and their effect on the marks.

Each change is one step: the scheme, its new version and all marks change together, in every layer of any status, and
one Undo reverts all of it.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import orjson

from annotator.app.jobs import Job, Progress
from annotator.app.review import decision_rebinding
from annotator.app.scheme import scheme_files
from annotator.app.session import Session
from annotator.domain.frozen_model import FrozenModel
from annotator.domain.operations import Operation
from annotator.domain.scheme.changes import MarkContent, ReplaceScheme, SchemeChange
from annotator.domain.scheme.guidelines import guidance_for, label_section
from annotator.domain.scheme.json_body import OwnerKind
from annotator.domain.scheme.migration import Migration, change_from
from annotator.domain.scheme.role_changes import LostRole, lost_roles
from annotator.domain.scheme.unknown_keys import unknown_keys
from annotator.i18n import tr
from annotator.storage.journal import journal
from annotator.storage.journal.journal import Writer
from annotator.storage.tables import scheme_use
from annotator.storage.tables.scheme_use import UsedRelation, UsedSpan

_CACHED_VERDICTS = 100_000


class ArticleToRecheck(FrozenModel):
    """An article to look at again: the number of its marks that were deleted, lost values or had a value chosen."""

    document: str
    title: str
    marks: int


class Consequences(FrozenModel):
    """The effect of a change: the numbers of changed and deleted marks, of lost values and of affected articles.

    ``lost_roles`` are those that nothing in the scheme has afterwards, ``unknown_keys`` the keys of a new scheme that
    the program does not know, with their counts.
    """

    version: str
    spans: int
    relations: int
    gone_spans: int
    gone_relations: int
    lost_values: int
    articles: int
    lost_roles: tuple[LostRole, ...]
    to_recheck: tuple[ArticleToRecheck, ...]
    unknown_keys: dict[str, int] = {}


def consequences(session: Session, change: SchemeChange) -> Job[Consequences]:
    """The effect that the change would have; nothing is changed. Refused if it does not fit the scheme."""
    with session.snapshot():
        mark_pass = _MarkPass(session, _migration(session, change), None)
        yield from mark_pass.run()
    return mark_pass.consequences()


def apply(session: Session, change: SchemeChange) -> Job[Consequences]:
    """Apply the change as one step of the project; its effect."""
    migration = _migration(session, change)
    with session.step(Operation.CHANGE_SCHEME, None, shared=True) as writer:
        writer.put("scheme", {"key": 1, "body": _text(migration), "guidelines": migration.guidelines})
        writer.put("scheme_changes", {"version": migration.before.title, "change": change.model_dump_json()})
        before = (yield from decision_rebinding.bound_decisions(session)) if migration.affected_labels else {}
        mark_pass = _MarkPass(session, migration, writer)
        yield from mark_pass.run()
        yield from decision_rebinding.rebind_decisions(session, writer, before, migration.after.symmetric)
        report = mark_pass.consequences()
        journal.summarise(
            session.store,
            writer.step,
            {"spans": report.spans + report.gone_spans, "relations": report.relations + report.gone_relations},
        )
    return report


def guidance_text(session: Session, label: str) -> str:
    """The guidelines for the label as Markdown: its own section, or its points in a section that it shares."""
    shared = [f"- {point}" for point in guidance_for(label, session.guidelines)]
    return label_section(label, session.guidelines) or "\n".join(shared)


def export_scheme(session: Session, path: Path) -> list[Path]:
    """Write the scheme as JSON, with further contents of its file, and the guidelines beside it; the files."""
    return scheme_files.write(path, session.scheme_text, session.guidelines)


def replacement(path: Path) -> ReplaceScheme:
    """The change that replaces the scheme by that of a file; the labels that it lacks have no replacement yet."""
    file = scheme_files.read(path)
    return ReplaceScheme(body=file.body, guidelines=file.guidelines)


def changes_since(session: Session, title: str) -> list[SchemeChange] | None:
    """The changes from this scheme (``name@version``) to the present one, for ``migrate_layer``.

    None if the project never had this scheme.
    """
    if title == session.scheme.title:
        return []
    changes = scheme_use.changes(session.store)
    starts = [number for number, (version, _) in enumerate(changes) if version == title]
    return [change_from(body) for _, body in changes[starts[-1] :]] if starts else None


def _migration(session: Session, change: SchemeChange) -> Migration:
    return Migration(orjson.loads(session.scheme_text), session.guidelines, change)


def _text(migration: Migration) -> str:
    return orjson.dumps(migration.body, option=orjson.OPT_INDENT_2).decode() + "\n"


class _Verdict(NamedTuple):
    """The effect on all marks of one label with the same attributes."""

    mark: MarkContent | None
    attributes: str | None
    doubtful: bool
    lost: int


class _MarkPass:
    """One pass over the marks that a change affects; rewrites them if there is a writer."""

    def __init__(self, session: Session, migration: Migration, writer: Writer | None) -> None:
        self._store, self._migration, self._writer = session.store, migration, writer
        self._cached_verdict = lru_cache(_CACHED_VERDICTS)(self._judge)
        self._articles = scheme_use.articles(session.store)
        self._changed = {"spans": 0, "relations": 0}
        self._gone = {"spans": 0, "relations": 0}
        self._lost = 0
        self._changed_layers: set[int] = set()
        self._doubtful_marks: dict[int, int] = {}

    def run(self) -> Iterator[Progress]:
        """Process relations first: the verdict on a relation depends on its ends before the change."""
        labels = sorted(self._migration.affected_labels.get("label", ()))
        names = sorted(self._migration.affected_labels.get("relation", ()))
        ends = labels if self._migration.change.may_detach_relations else []
        total = scheme_use.count(self._store, "spans", labels) + scheme_use.count(self._store, "relations", names)
        done = 0
        yield Progress(done=0, total=total, caption=tr("links"))
        if names or ends:
            for relations in scheme_use.relations(self._store, names, ends):
                verdicts = [self._relation_verdict(relation) for relation in relations]
                self._rewrite("relations", verdicts, relations)
                done = min(total, done + len(relations))
                yield Progress(done=done, total=total, caption=tr("links"))
        if labels:
            for spans in scheme_use.spans(self._store, labels):
                self._rewrite("spans", [self._verdict("label", span.label, span.attributes) for span in spans], spans)
                done = min(total, done + len(spans))
                yield Progress(done=done, total=total, caption=tr("spans"))

    def _verdict(self, kind: OwnerKind, label: str, attributes: str) -> _Verdict:
        if self._migration.change.is_uniform:
            verdict = self._cached_verdict(kind, label, "{}")
            return verdict if verdict.mark is None else verdict._replace(attributes=attributes)
        return self._cached_verdict(kind, label, attributes)

    def _judge(self, kind: OwnerKind, label: str, attributes: str) -> _Verdict:
        mark = MarkContent(label, orjson.loads(attributes))
        moved = self._migration.migrate_mark(kind, mark)
        if moved == mark:
            return _Verdict(mark, attributes, self._migration.needs_second_look(kind, mark), 0)
        lost = 0 if moved is None else len(mark.attributes) - len(moved.attributes)
        body = None if moved is None else orjson.dumps(moved.attributes).decode()
        return _Verdict(moved, body, self._migration.needs_second_look(kind, mark), max(0, lost))

    def _relation_verdict(self, relation: UsedRelation) -> _Verdict:
        """The verdict on a relation: it is deleted with an end, or if the new scheme forbids it."""
        verdict = self._verdict("relation", relation.label, relation.attributes)
        source = self._verdict("label", relation.source, relation.source_attributes).mark
        target = self._verdict("label", relation.target, relation.target_attributes).mark
        allows = self._migration.after.allows
        if verdict.mark and source and target and allows(verdict.mark.label, source.label, target.label):
            return verdict
        return _Verdict(mark=None, attributes=None, doubtful=True, lost=0)

    def _rewrite(self, table: str, verdicts: list[_Verdict], marks: Sequence[UsedSpan | UsedRelation]) -> None:
        rows: list[tuple[int, str | None, str | None]] = []
        mark: UsedSpan | UsedRelation
        for mark, verdict in zip(marks, verdicts, strict=True):
            if verdict.doubtful:
                self._doubtful_marks[mark.layer] = self._doubtful_marks.get(mark.layer, 0) + 1
            if verdict.mark is None:
                self._gone[table] += 1
                rows.append((mark.key, None, None))
            elif verdict.mark.label != mark.label or verdict.attributes != mark.attributes:
                self._changed[table] += 1
                self._lost += verdict.lost
                rows.append((mark.key, verdict.mark.label, verdict.attributes))
            else:
                continue
            self._changed_layers.add(mark.layer)
        if self._writer and rows:
            self._writer.rewrite(table, rows)

    def consequences(self) -> Consequences:
        """The effect of the change on the marks of this pass."""
        doubtful_marks: dict[str, int] = {}
        for layer, article in self._articles.items():
            if layer in self._doubtful_marks:
                doubtful_marks[article.id] = doubtful_marks.get(article.id, 0) + self._doubtful_marks[layer]
        titles = {article.id: article.title for article in self._articles.values()}
        return Consequences(
            version=self._migration.after.version,
            spans=self._changed["spans"],
            relations=self._changed["relations"],
            gone_spans=self._gone["spans"],
            gone_relations=self._gone["relations"],
            lost_values=self._lost,
            articles=len({self._articles[layer].id for layer in self._changed_layers}),
            lost_roles=lost_roles(self._migration.before, self._migration.after),
            to_recheck=tuple(
                ArticleToRecheck(document=name, title=titles[name], marks=count)
                for name, count in doubtful_marks.items()
            ),
            unknown_keys=unknown_keys(self._migration.body)
            if isinstance(self._migration.change, ReplaceScheme)
            else {},
        )
