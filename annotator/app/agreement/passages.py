"""What did who say in the passages behind a figure?"""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from annotator.agreement.attribute_sums import LINKS, WHOLE
from annotator.agreement.document_sums import LINK, RELATION, Behind, Figures
from annotator.agreement.panel import Panel
from annotator.app.agreement.tables import Cell
from annotator.app.session import Session
from annotator.domain.matching.results import Cluster, Link, LinkGroup, Member
from annotator.i18n import tr

_AROUND = 40
_LONGEST = 160


class Passage(NamedTuple):
    """A passage in its context; ``said`` holds a line for each of the annotators, empty where they said nothing.

    ``spans`` names the span of each annotator who has one. A whole article has no words of its own.
    """

    document: str
    title: str
    start: int
    end: int
    before: str
    words: str
    after: str
    said: tuple[str, ...]
    spans: dict[str, str]


class Passages:
    """The passages behind one figure, in the order of the articles; each is put into words when it is asked for."""

    def __init__(self, session: Session, panel: Panel, cell: Cell) -> None:
        self._session, self._panel = session, panel
        self.behind = cell.behind or Behind(("", ""), "")
        self._found = panel.passages(self.behind, cell.documents)
        named = [name for name in self.behind.pair if name]
        self.annotators = tuple(named) if len(named) > 1 else panel.annotators
        self._article = lru_cache(maxsize=32)(self._read)

    def __len__(self) -> int:
        return len(self._found)

    def __getitem__(self, place: int) -> Passage:
        document, name = self._found[place]
        text, title, clusters, groups = self._article(document)
        told = self._panel.documents[document]
        if self.behind.what == WHOLE:
            said = [_labels_used(told, annotator) for annotator in self.annotators]
            return Passage(document, title, 0, 0, "", "", _line(text[:_LONGEST]), tuple(said), {})
        if self.behind.what in (LINKS, RELATION) or str(self.behind.what).startswith(LINK):
            return self._of_links(groups[name], clusters, document, title, text)
        cluster = clusters[name]
        members = [member for member in cluster.members if member.annotator in self.annotators] or cluster.members
        start = min(member.extent[0][0] for member in members)
        end = max(member.extent[-1][1] for member in members)
        differing = _differing(members)
        said = [self._told(cluster.of(annotator), text, differing) for annotator in self.annotators]
        spans = {member.annotator: member.span.id for member in members}
        return _placed(document, title, text, start, end, tuple(said), spans)

    def _of_links(
        self, group: LinkGroup, clusters: dict[str, Cluster], document: str, title: str, text: str
    ) -> Passage:
        links = [link for link in group.links if link.annotator in self.annotators] or list(group.links)
        ends = {link.id: _ends(link, clusters) for link in links}
        extents = [member.extent for pair in ends.values() for member in pair]
        start, end = min(extent[0][0] for extent in extents), max(extent[-1][1] for extent in extents)
        said = {name: [link for link in links if link.annotator == name] for name in self.annotators}
        told = tuple("; ".join(_link_told(link, ends[link.id], text) for link in own) for own in said.values())
        spans = {link.annotator: ends[link.id][0].span.id for link in links}
        return _placed(document, title, text, start, end, told, spans)

    def _told(self, member: Member | None, text: str, differing: Sequence[str]) -> str:
        if member is None:
            return ""
        wanted = [self.behind.attribute] if self.behind.attribute else differing
        said = ", ".join(f"{name} {member.span.attributes.get(name) or '–'}" for name in wanted)
        return f"{member.span.label}: {_words(member, text)}" + (f" ({said})" if said else "")

    def _read(self, document: str) -> tuple[str, str, dict[str, Cluster], dict[str, LinkGroup]]:
        told, article = self._panel.documents[document], self._session.document(document)
        return (
            article.text,
            str(article.meta.get("title") or document),
            {cluster.id: cluster for cluster in told.matching.clusters},
            {group.id: group for group in told.matching.link_groups},
        )


def _ends(link: Link, clusters: dict[str, Cluster]) -> tuple[Member, Member]:
    """What the annotator linked with what."""
    source, target = (
        next(member for member in clusters[end].members if member.annotator == link.annotator)
        for end in (link.source, link.target)
    )
    return source, target


def _link_told(link: Link, ends: tuple[Member, Member], text: str) -> str:
    return f"{link.relation.label}: {_words(ends[0], text)} → {_words(ends[1], text)}"


def _placed(
    document: str, title: str, text: str, start: int, end: int, said: tuple[str, ...], spans: dict[str, str]
) -> Passage:
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    words = text[start:end] if end - start <= _LONGEST else f"{text[start : start + _LONGEST]}…"
    return Passage(document, title, start, end, _line(before), _line(words), _line(after), said, spans)


def _line(text: str) -> str:
    """The text on one line."""
    return " ".join(text.split("\n")).replace("\t", " ").replace("\r", " ")


def _words(member: Member, text: str) -> str:
    words = " … ".join(text[start:end] for start, end in member.extent)
    return _line(words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…")


def _differing(members: Sequence[Member]) -> list[str]:
    """The attributes that spans of one label do not say alike."""
    found: dict[str, None] = {}
    for member in members:
        for other in members:
            if member.span.label == other.span.label:
                for name in sorted({*member.span.attributes, *other.span.attributes}):
                    if member.span.attributes.get(name, "") != other.span.attributes.get(name, ""):
                        found[name] = None
    return list(found)


def _labels_used(told: Figures, annotator: str) -> str:
    if annotator not in told.annotators:
        return ""
    used = Counter(
        member.span.label
        for cluster in told.matching.clusters
        for member in cluster.members
        if member.annotator == annotator
    )
    return ", ".join(f"{label} {count}" for label, count in sorted(used.items())) or tr("no span")
