"""How do the relations of several annotators match, once their spans are matched?"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from annotator.domain.marks.marks import Layer
from annotator.domain.matching.results import Cluster, Duplicate, Link, LinkGroup, RelationKind

# Label, cluster of the source, cluster of the target: what makes two relations one.
Ends = tuple[str, str, str]


def link_groups(
    layers: Sequence[Layer],
    clusters: Iterable[Cluster],
    duplicates: Iterable[Duplicate],
    symmetric: frozenset[str],
) -> tuple[LinkGroup, ...]:
    """The relations of all layers, those that stand for the same link or are rivals together.

    Two are the same if their label and the clusters of their ends are; the direction counts unless the label is
    ``symmetric``. A relation whose end is a span without a character belongs nowhere and is left out.
    """
    held = _held(_links(layers, clusters, duplicates), symmetric)
    annotators = [layer.annotator for layer in layers]
    rivals = _Rivals(held)
    kinds: dict[Ends, set[RelationKind]] = {}
    together = {ends: {ends} for ends in held}
    for ends, links in held.items():
        kinds[ends] = {"attribute"} if _attributes_differ(links) else set()
        for kind, rival in rivals.of(ends):
            kinds[ends].add(kind)
            if rival not in together[ends]:
                together[ends] |= together[rival]
                for one in together[rival]:
                    together[one] = together[ends]
    groups = {min(group): sorted(group) for group in together.values()}
    return tuple(_group([(held[ends], kinds[ends]) for ends in groups[first]], annotators) for first in sorted(groups))


def _links(layers: Iterable[Layer], clusters: Iterable[Cluster], duplicates: Iterable[Duplicate]) -> Iterator[Link]:
    place = {(one.annotator, one.span.id): cluster.id for cluster in clusters for one in cluster.members}
    for again in duplicates:
        place[again.annotator, again.span] = place[again.annotator, again.kept]
    for layer in layers:
        for relation in sorted(layer.relations, key=lambda one: one.id):
            source = place.get((layer.annotator, relation.source))
            target = place.get((layer.annotator, relation.target))
            if source and target:
                yield Link(annotator=layer.annotator, relation=relation, source=source, target=target)


def differences(group: LinkGroup, pair: Collection[str], symmetric: frozenset[str]) -> set[RelationKind]:
    """How two annotators differ in this group, whatever others drew there; empty where they drew the same."""
    held = _held((link for link in group.links if link.annotator in pair), symmetric)
    # Most often there is but one, and nothing to be its rival.
    rivals = _Rivals(held) if len(held) > 1 else None
    found: set[RelationKind] = set()
    for ends, links in held.items():
        kinds = {kind for kind, _ in rivals.of(ends)} if rivals else set()
        if _attributes_differ(links):
            kinds.add("attribute")
        if len({link.annotator for link in links}) < len(pair):
            kinds = kinds or {"missing"}
        found |= kinds
    return found


def ends_of(link: Link, symmetric: frozenset[str]) -> Ends:
    """What this link says; a symmetric one says the same both ways."""
    source, target = link.source, link.target
    if link.relation.label in symmetric and target < source:
        source, target = target, source
    return link.relation.label, source, target


def _held(links: Iterable[Link], symmetric: frozenset[str]) -> dict[Ends, list[Link]]:
    held = defaultdict(list)
    for link in links:
        held[ends_of(link, symmetric)].append(link)
    return held


class _Rivals:
    """Finds for a link the others that somebody holds in its place."""

    def __init__(self, held: Mapping[Ends, Sequence[Link]]) -> None:
        self._holders = {ends: {link.annotator for link in links} for ends, links in held.items()}
        self._partly = defaultdict(list)
        for label, source, target in held:
            for part in ((None, source, target), (label, source, None), (label, None, target)):
                self._partly[part].append((label, source, target))

    def of(self, ends: Ends) -> Iterator[tuple[RelationKind, Ends]]:
        label, source, target = ends
        candidates: list[tuple[RelationKind, list[Ends]]] = [
            ("reversed", [(label, target, source)]),
            ("wrong type", self._partly[None, source, target]),
            ("other endpoint", self._partly[label, source, None] + self._partly[label, None, target]),
        ]
        own = self._holders[ends]
        for kind, others in candidates:
            for rival in others:
                theirs = self._holders.get(rival, own)
                if own - theirs and theirs - own:
                    yield kind, rival


def _group(parts: Sequence[tuple[Sequence[Link], set[RelationKind]]], annotators: Sequence[str]) -> LinkGroup:
    links = [link for held, _ in parts for link in held]
    present = {link.annotator for link in links}
    missing = tuple(name for name in annotators if name not in present)
    kinds = {kind for _, found in parts for kind in found}
    if missing:
        kinds.add("missing")
    return LinkGroup(
        links=tuple(sorted(links, key=lambda link: (link.annotator, link.relation.id))),
        missing=missing,
        kinds=tuple(sorted(kinds)),
    )


def _attributes_differ(links: Sequence[Link]) -> bool:
    """Whether two annotators say different things; who drew it twice says both."""
    if not any(link.relation.attributes for link in links):
        return False
    said: defaultdict[str, set[frozenset[tuple[str, str]]]] = defaultdict(set)
    for link in links:
        said[link.annotator].add(frozenset((name, value) for name, value in link.relation.attributes.items() if value))
    return len(set(map(frozenset, said.values()))) > 1
