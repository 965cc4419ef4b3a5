"""What is there to settle in one document?

A case is what several annotators made of one passage: the spans of a cluster, of two clusters where one person marked
one span and another two, or rival relations. Where all agree there is a case too, without a kind: policies settle it.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from math import log
from typing import get_args

from annotator.domain.decisions import Places, content, jaccard, said
from annotator.domain.frozen_model import FrozenModel
from annotator.domain.marks.marks import Fragment, Relation, Span
from annotator.domain.matching.extents import extent
from annotator.domain.matching.results import Cluster, Kind, LinkGroup, Matching

GRAVITY: tuple[Kind, ...] = get_args(Kind)
"""All kinds, the gravest first."""

_BASE: dict[Kind, float] = {
    "label": 50,
    "missed": 40,
    "relation": 40,
    "split": 35,
    "attribute": 20,
    "boundary": 10,
    "trivial-boundary": 2,
}


class Tie(FrozenModel):
    """Somebody's relation, with the spans at its ends and the cases that these belong to."""

    annotator: str
    relation: Relation
    source: Span
    target: Span
    source_case: str
    target_case: str

    @property
    def content(self) -> tuple[object, ...]:
        """What it says, whatever exactly its ends hold."""
        return self.relation.label, self.source_case, self.target_case, said(self.relation.attributes)


class Case(FrozenModel):
    """The rival marks of one passage: spans or relations of those who finished the document.

    ``id`` is made of the document's and of what the rival versions say, not of who says it or what the marks are
    called: it stays as long as nobody says anything new.
    """

    id: str
    document: str
    annotators: tuple[str, ...]
    kinds: tuple[Kind, ...]
    spans: dict[str, tuple[Span, ...]] = {}
    ties: dict[str, tuple[Tie, ...]] = {}
    links: int = 0

    @property
    def agreed(self) -> bool:
        return not self.kinds

    @property
    def is_relation(self) -> bool:
        return bool(self.ties)

    @cached_property
    def start(self) -> int:
        return min(span.start for span in self._all_spans())

    @cached_property
    def end(self) -> int:
        return max(span.end for span in self._all_spans())

    @property
    def missing(self) -> tuple[str, ...]:
        """Who has nothing here."""
        return tuple(name for name in self.annotators if name not in self.spans and name not in self.ties)

    @cached_property
    def places(self) -> Places:
        """Label and extent of every span concerned."""
        return tuple(sorted({(span.label, extent(span.fragments)) for span in self._all_spans()}))

    @cached_property
    def versions(self) -> dict[str, tuple[object, ...]]:
        """What each annotator says here, comparable; the empty version is absence."""
        if self.is_relation:
            return {
                name: tuple(sorted({tie.content for tie in self.ties.get(name, ())}, key=repr))
                for name in self.annotators
            }
        return {name: tuple(sorted(map(content, self.spans.get(name, ())))) for name in self.annotators}

    @cached_property
    def severity(self) -> float:
        """How much it matters, by its gravest kind, how divided the votes are, and what hangs on it."""
        if self.agreed:
            return 0.0
        base = max(_BASE[kind] for kind in self.kinds)
        if base == _BASE["boundary"]:
            base += 30 * (1 - self._least_likeness())
        return base + 20 * _entropy(list(self.versions.values())) + 5 * min(3, self.links)

    def marked_by(self, annotator: str) -> tuple[Span, ...]:
        """The spans that the case is about, of one annotator; of relations, their ends."""
        ties = self.ties.get(annotator, ())
        return (*self.spans.get(annotator, ()), *(end for tie in ties for end in (tie.source, tie.target)))

    @cached_property
    def differing(self) -> list[Fragment]:
        """The letters that some hold and others, who have something here, do not."""
        places = [
            {place for span in spans for start, end in span.fragments for place in range(start, end)}
            for spans in self.spans.values()
        ]
        if len(places) < 2:  # noqa: PLR2004 - one version differs from nothing
            return []
        apart = places[0].union(*places) - places[0].intersection(*places)
        return list(extent((place, place + 1) for place in apart))

    def _least_likeness(self) -> float:
        extents = [extent(span.fragments) for span in self._all_spans()]
        return min(jaccard(one, other) for one in extents for other in extents)

    def _all_spans(self) -> Iterator[Span]:
        for spans in self.spans.values():
            yield from spans
        for ties in self.ties.values():
            for tie in ties:
                yield from (tie.source, tie.target)


def _entropy(votes: Sequence[object]) -> float:
    """How divided the votes are: 0 where all say the same, 1 where nobody does."""
    counts = Counter(votes).values()
    total = len(votes)
    divided = -sum(count / total * log(count / total) for count in counts)
    return divided / log(total) if total > 1 else 0.0


def cases_of(matching: Matching) -> tuple[Case, ...]:
    """All cases of a document in text order, those of its spans before those of its relations."""
    home: dict[str, str] = {}
    groups = list(_grouped(matching))
    for group in groups:
        name = _span_id(matching.document, group)
        home |= {cluster.id: name for cluster in group}
    links = _links_per_case(matching, home)
    cases = [_span_case(matching, group, home[group[0].id], links[home[group[0].id]]) for group in groups]
    spans = {member.id: member.span for cluster in matching.clusters for member in cluster.members}
    for again in matching.duplicates:
        spans[f"{again.annotator}:{again.span}"] = spans[f"{again.annotator}:{again.kept}"]
    return (*cases, *(_link_case(matching, group, home, spans) for group in matching.link_groups))


def _grouped(matching: Matching) -> Iterator[list[Cluster]]:
    """The clusters, those that are one against two together."""
    together = {cluster.id: {cluster.id} for cluster in matching.clusters}
    for split in matching.splits:
        merged = together[split.rest] | together[split.whole]
        for one in merged:
            together[one] = merged
    seen: set[str] = set()
    for cluster in matching.clusters:
        if cluster.id not in seen:
            group = together[cluster.id]
            seen |= group
            yield [one for one in matching.clusters if one.id in group] if len(group) > 1 else [cluster]


def _span_id(document: str, group: Sequence[Cluster]) -> str:
    versions: dict[str, list[object]] = defaultdict(list)
    for cluster in group:
        for member in cluster.members:
            versions[member.annotator].append(content(member.span))
    told = {repr(sorted(version, key=repr)) for version in versions.values()}
    absent = len(versions) < len(group[0].members) + len(group[0].missing)
    return _named(document, "spans", sorted(told), absent)


def _span_case(matching: Matching, group: Sequence[Cluster], name: str, links: int) -> Case:
    spans: dict[str, tuple[Span, ...]] = {}
    for cluster in group:
        for member in cluster.members:
            spans[member.annotator] = (*spans.get(member.annotator, ()), member.span)
    kinds = {kind for cluster in group for kind in cluster.kinds}
    if len(group) > 1:
        kinds.add("split")
        if len(spans) == len(matching.annotators):
            kinds.discard("missed")
    return Case(
        id=name,
        document=matching.document,
        annotators=matching.annotators,
        kinds=_in_order(kinds),
        spans=spans,
        links=links,
    )


def _link_case(matching: Matching, group: LinkGroup, home: dict[str, str], spans: dict[str, Span]) -> Case:
    ties: dict[str, tuple[Tie, ...]] = {}
    for link in group.links:
        tie = Tie(
            annotator=link.annotator,
            relation=link.relation,
            source=spans[f"{link.annotator}:{link.relation.source}"],
            target=spans[f"{link.annotator}:{link.relation.target}"],
            source_case=home[link.source],
            target_case=home[link.target],
        )
        ties[link.annotator] = (*ties.get(link.annotator, ()), tie)
    told = {
        repr(
            sorted(
                {
                    (tie.relation.label, content(tie.source)[:2], content(tie.target)[:2], tie.content[3])
                    for tie in held
                },
                key=repr,
            )
        )
        for held in ties.values()
    }
    kinds: set[Kind] = {"attribute" if kind == "attribute" else "relation" for kind in group.kinds}
    return Case(
        id=_named(matching.document, "relations", sorted(told), bool(group.missing)),
        document=matching.document,
        annotators=matching.annotators,
        kinds=_in_order(kinds),
        ties=ties,
    )


def _links_per_case(matching: Matching, home: dict[str, str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for group in matching.link_groups:
        counts.update({home[end] for link in group.links for end in (link.source, link.target)})
    return counts


def _in_order(kinds: set[Kind]) -> tuple[Kind, ...]:
    return tuple(kind for kind in GRAVITY if kind in kinds)


def _named(*told: object) -> str:
    return hashlib.sha256(repr(told).encode(errors="surrogatepass")).hexdigest()[:16]
