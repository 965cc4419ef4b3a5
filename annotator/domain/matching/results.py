"""What comes out of matching the marks of one document: who marked what, grouped, and how they differ?"""

from typing import Literal

from annotator.domain.frozen_model import FrozenModel
from annotator.domain.marks.marks import Relation, Span
from annotator.domain.matching.extents import Extent

Kind = Literal["missed", "label", "split", "relation", "attribute", "boundary", "trivial-boundary"]
RelationKind = Literal["missing", "wrong type", "reversed", "other endpoint", "attribute"]


class Member(FrozenModel):
    """One annotator's span in a cluster."""

    annotator: str
    span: Span
    extent: Extent

    @property
    def id(self) -> str:
        """Unique in the document: two annotators may both have a span ``s1``."""
        return f"{self.annotator}:{self.span.id}"


class Cluster(FrozenModel):
    """Spans that stand for the same thing: at most one for each annotator, in their order.

    ``missing`` are those who finished the document and have none; ``kinds`` says how the members differ, and is empty
    where all agree.
    """

    members: tuple[Member, ...]
    missing: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()

    @property
    def id(self) -> str:
        """Unique in the document, and the same as long as the first member stays."""
        return self.members[0].id

    @property
    def start(self) -> int:
        return min(member.extent[0][0] for member in self.members)

    @property
    def end(self) -> int:
        return max(member.extent[-1][1] for member in self.members)

    def of(self, annotator: str) -> Member | None:
        """What this annotator marked here, if anything."""
        return next((member for member in self.members if member.annotator == annotator), None)


class Split(FrozenModel):
    """One span against two: somebody's span in the cluster ``whole`` covers what another has there and in ``rest``.

    Both are cluster ids; ``between`` names who has the one and who the two.
    """

    rest: str
    whole: str
    between: tuple[tuple[str, str], ...]


class Duplicate(FrozenModel):
    """``span`` says again what ``kept`` says: same annotator, extent and label. Span ids."""

    annotator: str
    kept: str
    span: str


class Link(FrozenModel):
    """One annotator's relation, with the clusters that its ends lie in."""

    annotator: str
    relation: Relation
    source: str
    target: str

    @property
    def id(self) -> str:
        return f"{self.annotator}:{self.relation.id}"


class LinkGroup(FrozenModel):
    """Relations that stand for the same link, or rival ones; ``kinds`` is empty where all agree."""

    links: tuple[Link, ...]
    missing: tuple[str, ...] = ()
    kinds: tuple[RelationKind, ...] = ()

    @property
    def id(self) -> str:
        return self.links[0].id


class Matching(FrozenModel):
    """All marks of one document, matched.

    ``empty`` are spans without a character, apart from everything else. ``approximate`` says that some region was too
    crowded for the exact search, so that its clusters are good but perhaps not the best. Of ``symmetric`` relations the
    direction says nothing.
    """

    document: str
    annotators: tuple[str, ...]
    clusters: tuple[Cluster, ...] = ()
    splits: tuple[Split, ...] = ()
    link_groups: tuple[LinkGroup, ...] = ()
    duplicates: tuple[Duplicate, ...] = ()
    empty: tuple[tuple[str, str], ...] = ()
    approximate: bool = False
    symmetric: frozenset[str] = frozenset()
