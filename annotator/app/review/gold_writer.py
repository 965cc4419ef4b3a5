"""How do decisions become the gold layer of a document?

A decision's marks bear its number. Whatever supersedes it takes them away, and links that hang on them move over to
what stands there now, or go.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from annotator.app.session import Session
from annotator.domain.decisions import Decision, Places, content, decision_of, jaccard, link_name, span_name
from annotator.domain.marks.marks import Relation, Span, Status
from annotator.domain.matching.extents import extent
from annotator.review.cases import Case
from annotator.review.choices import Choice
from annotator.storage.file import clock
from annotator.storage.journal.journal import COLUMNS, Row, Writer
from annotator.storage.tables import decisions, marks
from annotator.storage.tables.annotators import GOLD

_TABLES = ("decisions", "layers", "spans", "relations")


class Subject(NamedTuple):
    """What a decision is about: the id of its case, of which marks that is, and its places."""

    case: str
    about: Literal["spans", "relations"]
    places: Places


class GoldWriter:
    """Writes decisions and their marks through one step.

    With ``many`` documents new rows are kept together and filed as ranges; ``flush`` writes them.
    """

    def __init__(self, session: Session, writer: Writer, *, many: bool) -> None:
        self.session, self.writer = session, writer
        self._many = many
        self._rows: dict[str, list[tuple[object, ...]]] = {table: [] for table in _TABLES}
        self._next = {table: writer.next_key(table) for table in _TABLES}
        self.at = clock.utc_now()

    def add(self, table: str, row: Row) -> int:
        if not self._many:
            return self.writer.put(table, row)
        key = self._next[table]
        self._next[table] += 1
        self._rows[table].append((key, *[row[column] for column in COLUMNS[table][1:]]))
        return key

    def next_decision(self) -> int:
        return self._next["decisions"] if self._many else self.writer.next_key("decisions")

    def flush(self) -> None:
        for table in _TABLES:
            self.writer.add_many(table, self._rows[table])
            self._rows[table] = []

    def document(self, key: int, status: Status) -> "DocumentGold":
        """The gold of one document (by key) as it stands in the file; ``status`` is the layer's from now on."""
        return DocumentGold(self, key, status)


class DocumentGold:
    """The gold layer of one document while a step writes it."""

    def __init__(self, gold: GoldWriter, document: int, status: Status) -> None:
        self._gold, self._document, self._status = gold, document, status
        self._layer, spans, links = decisions.gold_rows(gold.session.store, document)
        self._keys = {row["id"]: int(row["key"]) for row in (*spans, *links)}
        self.spans = {row["id"]: marks.span_from_row(row) for row in spans}
        self.links = {row["id"]: marks.relation_from_row(row) for row in links}
        self._made: dict[int | None, list[str]] = defaultdict(list)
        for name in (*self.spans, *self.links):
            self._made[decision_of(name)].append(name)

    def decide(
        self,
        subject: Subject,
        choice: Choice,
        *,
        replaces: Iterable[Decision] = (),
        ends: Mapping[str, int] | None = None,
        parent: int | None = None,
        comment: str = "",
    ) -> int:
        """File a decision and put its marks into gold; its key.

        ``replaces`` are the decisions that it supersedes. ``ends`` says which decision stands for which case of spans:
        a relation whose end has no span in gold, or one that the scheme does not let it touch, is left out.
        """
        gold = self._gold
        who = gold.session.annotator
        key = gold.next_decision()
        old = [name for one in replaces for name in self._superseded(one.key, key)]
        decision = Decision(
            key=key,
            case=subject.case,
            about=subject.about,
            places=subject.places,
            action=choice.action,
            policy=choice.policy,
            source=choice.source,
            parent=parent,
            at=gold.at,
            comment=comment,
        )
        reviewer = who.key if who and not choice.policy else None
        gold.add("decisions", decisions.row_from_decision(decision, document=self._document, reviewer=reviewer))
        layer = self._open_layer()
        new = [span.model_copy(update={"id": span_name(key, n)}) for n, span in enumerate(choice.spans)]
        for span in new:
            self._keys[span.id] = gold.add("spans", marks.row_from_span(span, key=None, layer=layer))
            self.spans[span.id] = span
            self._made[key].append(span.id)
        self._move_links(old, new, key, layer)
        self._drop(old)
        links = self._relations(choice, key, ends or {})
        for link in links:
            self._keys[link.id] = gold.add("relations", marks.row_from_relation(link, key=None, layer=layer))
            self.links[link.id] = link
            self._made[key].append(link.id)
        return key

    def withdraw(self, decision: Decision) -> None:
        """Take a decision back without another in its place; its marks go."""
        old = self._superseded(decision.key, decision.key)
        self._move_links(old, [], decision.key, self._open_layer())
        self._drop(old)

    def _open_layer(self) -> int:
        if self._layer is None:
            row: Row = {"document": self._document, "annotator": GOLD, "status": self._status}
            self._layer = {**row, "key": self._gold.add("layers", row)}
        elif self._layer["status"] != self._status:
            self._layer = {**self._layer, "status": self._status}
            self._gold.writer.put("layers", self._layer)
        return int(self._layer["key"])

    def _superseded(self, decision: int, by: int) -> list[str]:
        """Mark a decision as superseded; the names of its marks."""
        row = decisions.row_of(self._gold.session.store, decision)
        self._gold.writer.put("decisions", {**row, "superseded": by})
        return self._made.pop(decision, [])

    def _move_links(self, old: list[str], new: list[Span], decision: int, layer: int) -> None:
        """Let the links that hang on old spans hang on the new ones; what cannot goes, and its case opens again."""
        hanging = [link for link in self.links.values() if link.id not in old and {link.source, link.target} & set(old)]
        if hanging:
            self._gold.flush()
        for link in hanging:
            ends = [self._heir(end, new) if end in old else end for end in (link.source, link.target)]
            moved = self._link(link.model_copy(update={"source": ends[0] or "", "target": ends[1] or ""}))
            if moved:
                row = marks.row_from_relation(moved, key=self._keys[link.id], layer=layer)
                self._gold.writer.put("relations", row)
                self.links[link.id] = moved
            else:
                maker = decision_of(link.id)
                self._drop(self._superseded(maker, max(maker, decision)) if maker else [link.id])

    def _drop(self, names: list[str]) -> None:
        for name in names:
            if name in self.links:
                del self.links[name]
                self._gold.writer.drop("relations", self._keys[name])
        for name in names:
            if name in self.spans:
                del self.spans[name]
                self._gold.writer.drop("spans", self._keys[name])

    def _heir(self, name: str, new: list[Span]) -> str | None:
        return _likest(self.spans[name], new)

    def _relations(self, choice: Choice, decision: int, ends: Mapping[str, int]) -> list[Relation]:
        found: dict[tuple[object, ...], Relation] = {}
        for tie in choice.ties:
            names = [
                _likest(end, [self.spans[name] for name in self._made[ends[case]]]) if case in ends else None
                for end, case in ((tie.source, tie.source_case), (tie.target, tie.target_case))
            ]
            told = tie.relation.model_copy(update={"source": names[0] or "", "target": names[1] or ""})
            link = self._link(told)
            if link:
                found.setdefault((link.label, link.source, link.target), link)
        return [link.model_copy(update={"id": link_name(decision, n)}) for n, link in enumerate(found.values())]

    def _link(self, link: Relation) -> Relation | None:
        """The relation, if it can stand between these two."""
        source, target = self.spans.get(link.source), self.spans.get(link.target)
        stands = source and target and self._gold.session.scheme.allows(link.label, source.label, target.label)
        return link if stands else None


def subject_of(case: Case) -> Subject:
    """What a decision on this case is about."""
    return Subject(case.id, "relations" if case.is_relation else "spans", case.places)


def own_subject(span: Span) -> Subject:
    """What a decision on a span is about that nobody marked."""
    return Subject(f"own {content(span)}", "spans", ((span.label, extent(span.fragments)),))


def _likest(span: Span, others: list[Span]) -> str | None:
    """The id of the span that holds most of the same characters; of the same label, if there is a choice."""
    place = extent(span.fragments)
    ranked = sorted(
        others,
        key=lambda other: (other.label != span.label, -jaccard(place, extent(other.fragments)), other.id),
    )
    return ranked[0].id if ranked else None
