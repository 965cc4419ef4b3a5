"""Passages behind a figure: the text, and what each annotator marked there."""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from annotator.agreement.document_sums import RELATION, RELATION_PREFIX
from annotator.agreement.panel import Panel
from annotator.agreement.sums import ALL_RELATIONS, WHOLE_DOCUMENTS, DocumentSums, PassageKey
from annotator.app.agreement.tables import TableCell
from annotator.app.session import Session
from annotator.domain.matching.results import Cluster, MatchedRelation, Member, RelationGroup
from annotator.i18n import tr

_CONTEXT_LENGTH = 40
_LONGEST_TEXT = 160


class Passage(NamedTuple):
    """A passage in its context; ``lines`` holds one line for each annotator, empty where the annotator has no mark.

    ``spans`` holds the id of the span of each annotator who has one. A whole article has no words of its own.
    """

    document: str
    title: str
    start: int
    end: int
    before: str
    words: str
    after: str
    lines: tuple[str, ...]
    spans: dict[str, str]


class Passages:
    """The passages behind one figure, in the order of the articles; each is read when it is requested."""

    def __init__(self, session: Session, panel: Panel, cell: TableCell) -> None:
        self._session, self._panel = session, panel
        self.passage_key = cell.passage_key or PassageKey(("", ""), "")
        self._keys = panel.passages(self.passage_key, cell.documents)
        named = [name for name in self.passage_key.pair if name]
        self.annotators = tuple(named) if len(named) > 1 else panel.annotators
        self._article = lru_cache(maxsize=32)(self._read)

    def __len__(self) -> int:
        return len(self._keys)

    def __getitem__(self, index: int) -> Passage:
        document, name = self._keys[index]
        text, title, clusters, groups = self._article(document)
        document_sums = self._panel.documents[document]
        if self.passage_key.subject == WHOLE_DOCUMENTS:
            lines = [_labels_used(document_sums, annotator) for annotator in self.annotators]
            return Passage(document, title, 0, 0, "", "", _one_line(text[:_LONGEST_TEXT]), tuple(lines), {})
        if self.passage_key.subject in (ALL_RELATIONS, RELATION) or str(self.passage_key.subject).startswith(
            RELATION_PREFIX
        ):
            return self._relation_passage(groups[name], clusters, document, title, text)
        cluster = clusters[name]
        members = [member for member in cluster.members if member.annotator in self.annotators] or cluster.members
        start = min(member.extent[0][0] for member in members)
        end = max(member.extent[-1][1] for member in members)
        differing = _differing(members)
        lines = [self._mark_text(cluster.member_of(annotator), text, differing) for annotator in self.annotators]
        spans = {member.annotator: member.span.id for member in members}
        return _passage(document, title, text, start, end, tuple(lines), spans)

    def _relation_passage(
        self, group: RelationGroup, clusters: dict[str, Cluster], document: str, title: str, text: str
    ) -> Passage:
        relations = [matched for matched in group.relations if matched.annotator in self.annotators] or list(
            group.relations
        )
        ends = {matched.id: _ends(matched, clusters) for matched in relations}
        extents = [member.extent for pair in ends.values() for member in pair]
        start, end = min(extent[0][0] for extent in extents), max(extent[-1][1] for extent in extents)
        by_annotator = {
            name: [matched for matched in relations if matched.annotator == name] for name in self.annotators
        }
        lines = tuple(
            "; ".join(_relation_text(matched, ends[matched.id], text) for matched in own_relations)
            for own_relations in by_annotator.values()
        )
        spans = {matched.annotator: ends[matched.id][0].span.id for matched in relations}
        return _passage(document, title, text, start, end, lines, spans)

    def _mark_text(self, member: Member | None, text: str, differing: Sequence[str]) -> str:
        if member is None:
            return ""
        names = [self.passage_key.attribute] if self.passage_key.attribute else differing
        values = ", ".join(f"{name} {member.span.attributes.get(name) or '–'}" for name in names)
        return f"{member.span.label}: {_words(member, text)}" + (f" ({values})" if values else "")

    def _read(self, document: str) -> tuple[str, str, dict[str, Cluster], dict[str, RelationGroup]]:
        document_sums, article = self._panel.documents[document], self._session.document(document)
        return (
            article.text,
            str(article.meta.get("title") or document),
            {cluster.id: cluster for cluster in document_sums.matching.clusters},
            {group.id: group for group in document_sums.matching.relation_groups},
        )


def _ends(matched: MatchedRelation, clusters: dict[str, Cluster]) -> tuple[Member, Member]:
    """The source and target of a relation, as its annotator marked them."""
    source, target = (
        next(member for member in clusters[end].members if member.annotator == matched.annotator)
        for end in (matched.source, matched.target)
    )
    return source, target


def _relation_text(matched: MatchedRelation, ends: tuple[Member, Member], text: str) -> str:
    return f"{matched.relation.label}: {_words(ends[0], text)} → {_words(ends[1], text)}"


def _passage(
    document: str, title: str, text: str, start: int, end: int, lines: tuple[str, ...], spans: dict[str, str]
) -> Passage:
    before, after = text[max(0, start - _CONTEXT_LENGTH) : start], text[end : end + _CONTEXT_LENGTH]
    words = text[start:end] if end - start <= _LONGEST_TEXT else f"{text[start : start + _LONGEST_TEXT]}…"
    return Passage(document, title, start, end, _one_line(before), _one_line(words), _one_line(after), lines, spans)


def _one_line(text: str) -> str:
    """The text on one line."""
    return " ".join(text.split("\n")).replace("\t", " ").replace("\r", " ")


def _words(member: Member, text: str) -> str:
    words = " … ".join(text[start:end] for start, end in member.extent)
    return _one_line(words if len(words) <= _LONGEST_TEXT else f"{words[:_LONGEST_TEXT]}…")


def _differing(members: Sequence[Member]) -> list[str]:
    """The names of the attributes in which spans of one label differ."""
    differing: dict[str, None] = {}
    for first in members:
        for second in members:
            if first.span.label == second.span.label:
                for name in sorted({*first.span.attributes, *second.span.attributes}):
                    if first.span.attributes.get(name, "") != second.span.attributes.get(name, ""):
                        differing[name] = None
    return list(differing)


def _labels_used(document_sums: DocumentSums, annotator: str) -> str:
    if annotator not in document_sums.annotators:
        return ""
    used = Counter(
        member.span.label
        for cluster in document_sums.matching.clusters
        for member in cluster.members
        if member.annotator == annotator
    )
    return ", ".join(f"{label} {count}" for label, count in sorted(used.items())) or tr("no span")
