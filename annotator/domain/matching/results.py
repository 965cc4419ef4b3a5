"""Results of matching: clusters of spans, groups of relations, and their differences."""

from typing import Literal

from annotator.domain.frozen_model import FrozenModel
from annotator.domain.marks.marks import Relation, Span
from annotator.domain.matching.extents import Extent

DifferenceKind = Literal["missed", "label", "split", "relation", "attribute", "boundary", "trivial-boundary"]
RelationDifferenceKind = Literal["missing", "wrong type", "reversed", "other endpoint", "attribute"]


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
    """Spans that stand for the same thing: at most one for each annotator, in the order of annotators.

    ``missing`` are the annotators who finished the document and have no member; ``kinds`` are the kinds of differences
    between the members, empty if all agree.
    """

    members: tuple[Member, ...]
    missing: tuple[str, ...] = ()
    kinds: tuple[DifferenceKind, ...] = ()

    @property
    def id(self) -> str:
        """Unique in the document, and stable as long as the first member stays."""
        return self.members[0].id

    @property
    def start(self) -> int:
        return min(member.extent[0][0] for member in self.members)

    @property
    def end(self) -> int:
        return max(member.extent[-1][1] for member in self.members)

    def member_of(self, annotator: str) -> Member | None:
        """The member of this annotator, if there is one."""
        return next((member for member in self.members if member.annotator == annotator), None)


class Split(FrozenModel):
    """One span against two: an annotator's span covers two spans of another annotator.

    The covering span and the first of the two are in ``covering_cluster``, the second one in ``second_cluster`` (ids
    of clusters). ``annotators`` are pairs: who has the one span and who has the two.
    """

    second_cluster: str
    covering_cluster: str
    annotators: tuple[tuple[str, str], ...]


class Duplicate(FrozenModel):
    """A span that repeats the ``original``: same annotator, extent, label. Both fields are span ids."""

    annotator: str
    original: str
    span: str


class MatchedRelation(FrozenModel):
    """One annotator's relation, with the clusters of its ends."""

    annotator: str
    relation: Relation
    source: str
    target: str

    @property
    def id(self) -> str:
        return f"{self.annotator}:{self.relation.id}"


class RelationGroup(FrozenModel):
    """Equal relations and their rivals; ``kinds`` is empty if all agree."""

    relations: tuple[MatchedRelation, ...]
    missing: tuple[str, ...] = ()
    kinds: tuple[RelationDifferenceKind, ...] = ()

    @property
    def id(self) -> str:
        return self.relations[0].id


class Matching(FrozenModel):
    """All marks of one document, matched.

    ``empty`` are spans without a character, which are not matched. ``approximate`` is set if a region was too crowded
    for the exact search, so that its clusters are good but perhaps not the best. ``symmetric`` are the relations
    without direction.
    """

    document: str
    annotators: tuple[str, ...]
    clusters: tuple[Cluster, ...] = ()
    splits: tuple[Split, ...] = ()
    relation_groups: tuple[RelationGroup, ...] = ()
    duplicates: tuple[Duplicate, ...] = ()
    empty: tuple[tuple[str, str], ...] = ()
    approximate: bool = False
    symmetric: frozenset[str] = frozenset()
