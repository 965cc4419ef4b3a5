"""The writer of decisions and of the gold layer that they make.

The marks of a decision bear its number. A decision that supersedes another one removes the marks of that one. Relations
that are attached to these marks move to the spans that replace them, or are removed.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from annotator.app.session import Session
from annotator.domain.decisions import (
    Decision,
    LabelledExtents,
    decision_of,
    jaccard,
    relation_name,
    span_content,
    span_name,
)
from annotator.domain.marks.marks import Relation, Span, Status
from annotator.domain.matching.extents import extent_of
from annotator.review.cases import Case
from annotator.review.choices import GoldChoice
from annotator.storage.batch import BatchWriter
from annotator.storage.file import clock
from annotator.storage.journal.journal import Writer
from annotator.storage.journal.row_images import Row
from annotator.storage.tables import decisions, marks
from annotator.storage.tables.annotators import GOLD

_TABLES = ("decisions", "layers", "spans", "relations")


class DecisionSubject(NamedTuple):
    """The subject of a decision: the id of its case, the sort of its marks, and its places."""

    case: str
    about: Literal["spans", "relations"]
    places: LabelledExtents


class GoldWriter:
    """Writes decisions and their marks through one step.

    With ``many`` documents the new rows are collected and written as ranges by ``flush``.
    """

    def __init__(self, session: Session, writer: Writer, *, many: bool) -> None:
        self.session, self.writer = session, writer
        self._many = many
        self._batch = BatchWriter(writer, _TABLES)
        self.at = clock.utc_now()

    def add(self, table: str, row: Row) -> int:
        """Add a row, now or with the next ``flush``; its key."""
        return self._batch.add(table, row) if self._many else self._batch.add_now(table, row)

    def next_decision(self) -> int:
        """The key that the next decision gets."""
        return self._batch.next_key("decisions")

    def flush(self) -> None:
        """Write the rows that are collected."""
        self._batch.flush()

    def document_gold(self, key: int, status: Status) -> "DocumentGold":
        """The gold of one document (by key) as the file holds it; the next write sets its layer to ``status``."""
        return DocumentGold(self, key, status)


class DocumentGold:
    """The gold layer of one document while a step writes it."""

    def __init__(self, gold: GoldWriter, document: int, status: Status) -> None:
        self._gold, self._document, self._status = gold, document, status
        self._layer, spans, relations = decisions.gold_rows(gold.session.store, document)
        self._keys = {row["id"]: int(row["key"]) for row in (*spans, *relations)}
        self.spans = {row["id"]: marks.span_from_row(row) for row in spans}
        self.relations = {row["id"]: marks.relation_from_row(row) for row in relations}
        self._names_by_decision: dict[int | None, list[str]] = defaultdict(list)
        for name in (*self.spans, *self.relations):
            self._names_by_decision[decision_of(name)].append(name)

    def decide(
        self,
        subject: DecisionSubject,
        choice: GoldChoice,
        *,
        replaces: Iterable[Decision] = (),
        ends: Mapping[str, int] | None = None,
        parent: int | None = None,
        comment: str = "",
    ) -> int:
        """Write a decision and put its marks into gold; the key of the decision.

        ``replaces`` are the decisions that it supersedes. ``ends`` maps each case of spans to the decision on it.
        A relation is left out if one of its ends has no span in gold, or if the scheme does not allow it there.
        """
        gold = self._gold
        annotator = gold.session.annotator
        key = gold.next_decision()
        old = [name for replaced in replaces for name in self._supersede(replaced.key, key)]
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
        reviewer = annotator.key if annotator and not choice.policy else None
        gold.add("decisions", decisions.row_from_decision(decision, document=self._document, reviewer=reviewer))
        layer = self._open_layer()
        new = [span.model_copy(update={"id": span_name(key, n)}) for n, span in enumerate(choice.spans)]
        for span in new:
            self._keys[span.id] = gold.add("spans", marks.row_from_span(span, key=None, layer=layer))
            self.spans[span.id] = span
            self._names_by_decision[key].append(span.id)
        self._move_relations(old, new, key, layer)
        self._drop(old)
        for relation in self._new_relations(choice, key, ends or {}):
            row = marks.row_from_relation(relation, key=None, layer=layer)
            self._keys[relation.id] = gold.add("relations", row)
            self.relations[relation.id] = relation
            self._names_by_decision[key].append(relation.id)
        return key

    def withdraw(self, decision: Decision) -> None:
        """Withdraw a decision that no other one replaces, and remove its marks."""
        old = self._supersede(decision.key, decision.key)
        self._move_relations(old, [], decision.key, self._open_layer())
        self._drop(old)

    def _open_layer(self) -> int:
        """The key of the gold layer, which gets the status of this step."""
        if self._layer is None:
            row: Row = {"document": self._document, "annotator": GOLD, "status": self._status}
            self._layer = {**row, "key": self._gold.add("layers", row)}
        elif self._layer["status"] != self._status:
            self._layer = {**self._layer, "status": self._status}
            self._gold.writer.put("layers", self._layer)
        return int(self._layer["key"])

    def _supersede(self, decision: int, successor: int) -> list[str]:
        """Mark a decision as superseded; the names of its marks."""
        row = decisions.decision_row(self._gold.session.store, decision)
        self._gold.writer.put("decisions", {**row, "superseded": successor})
        return self._names_by_decision.pop(decision, [])

    def _move_relations(self, old: list[str], new: list[Span], decision: int, layer: int) -> None:
        """Attach the relations of old spans to the new spans.

        A relation that cannot be moved is removed, and its case opens again.
        """
        attached = [
            relation
            for relation in self.relations.values()
            if relation.id not in old and {relation.source, relation.target} & set(old)
        ]
        if attached:
            self._gold.flush()
        for relation in attached:
            ends = [self._successor(end, new) if end in old else end for end in (relation.source, relation.target)]
            moved = self._allowed(relation.model_copy(update={"source": ends[0] or "", "target": ends[1] or ""}))
            if moved:
                row = marks.row_from_relation(moved, key=self._keys[relation.id], layer=layer)
                self._gold.writer.put("relations", row)
                self.relations[relation.id] = moved
            else:
                maker = decision_of(relation.id)
                self._drop(self._supersede(maker, max(maker, decision)) if maker else [relation.id])

    def _drop(self, names: list[str]) -> None:
        """Remove these marks, the relations before the spans."""
        for name in names:
            if name in self.relations:
                del self.relations[name]
                self._gold.writer.drop("relations", self._keys[name])
        for name in names:
            if name in self.spans:
                del self.spans[name]
                self._gold.writer.drop("spans", self._keys[name])

    def _successor(self, name: str, new: list[Span]) -> str | None:
        """The id of the new span that replaces the span of this name."""
        return _most_similar(self.spans[name], new)

    def _new_relations(self, choice: GoldChoice, decision: int, ends: Mapping[str, int]) -> list[Relation]:
        """The relations of the choice between spans of gold, each once."""
        relations: dict[tuple[object, ...], Relation] = {}
        for chosen in choice.relations:
            names = [
                _most_similar(end, [self.spans[name] for name in self._names_by_decision[ends[case]]])
                if case in ends
                else None
                for end, case in ((chosen.source, chosen.source_case), (chosen.target, chosen.target_case))
            ]
            attached = chosen.relation.model_copy(update={"source": names[0] or "", "target": names[1] or ""})
            relation = self._allowed(attached)
            if relation:
                relations.setdefault((relation.label, relation.source, relation.target), relation)
        return [
            relation.model_copy(update={"id": relation_name(decision, n)})
            for n, relation in enumerate(relations.values())
        ]

    def _allowed(self, relation: Relation) -> Relation | None:
        """The relation; None if a span at its ends is missing or the scheme does not allow it between them."""
        source, target = self.spans.get(relation.source), self.spans.get(relation.target)
        scheme = self._gold.session.scheme
        allowed = source and target and scheme.allows(relation.label, source.label, target.label)
        return relation if allowed else None


def subject_of_case(case: Case) -> DecisionSubject:
    """The subject of a decision on this case."""
    return DecisionSubject(case.id, "relations" if case.is_relation else "spans", case.places)


def subject_of_span(span: Span) -> DecisionSubject:
    """The subject of a decision on a span that no annotator marked."""
    return DecisionSubject(f"own {span_content(span)}", "spans", ((span.label, extent_of(span.fragments)),))


def _most_similar(span: Span, candidates: list[Span]) -> str | None:
    """The id of the candidate that shares most characters with the span.

    Candidates with the label of the span come first.
    """
    characters = extent_of(span.fragments)
    ranked = sorted(
        candidates,
        key=lambda candidate: (
            candidate.label != span.label,
            -jaccard(characters, extent_of(candidate.fragments)),
            candidate.id,
        ),
    )
    return ranked[0].id if ranked else None
