"""The kinds of differences between the members of a cluster."""

from collections.abc import Sequence

from annotator.domain.matching.extents import Extent
from annotator.domain.matching.results import Cluster, DifferenceKind, Member
from annotator.domain.text.words import trim


class DifferenceFinder:
    """Finds the differences between annotators who finished a document with this ``text``."""

    def __init__(self, annotators: Sequence[str], text: str) -> None:
        self._annotators, self._text = annotators, text
        self._trimmed: dict[Extent, Extent] = {}

    def cluster(self, members: Sequence[Member]) -> Cluster:
        """The cluster of these members, with its kinds of differences."""
        present = {member.annotator for member in members}
        missing = tuple(name for name in self._annotators if name not in present)
        ordered = sorted(members, key=lambda member: member.annotator)
        return Cluster(members=tuple(ordered), missing=missing, kinds=self.kinds(members, missed=bool(missing)))

    def kinds(self, members: Sequence[Member], *, missed: bool) -> tuple[DifferenceKind, ...]:
        """How these members of a cluster differ; ``missed`` if an annotator has none."""
        kinds: list[DifferenceKind] = ["missed"] if missed else []
        if len(members) > 1:
            if len({member.span.label for member in members}) > 1:
                kinds.append("label")
            if _attributes_differ(members):
                kinds.append("attribute")
            extents = {member.extent for member in members}
            if len(extents) > 1:
                kinds.append("trivial-boundary" if self._trivial(extents) else "boundary")
        return tuple(kinds)

    def _trivial(self, extents: set[Extent]) -> bool:
        return bool(self._text) and len({self._narrowed(extent) for extent in extents}) == 1

    def _narrowed(self, extent: Extent) -> Extent:
        """The extent without spaces and punctuation at the edges of its fragments."""
        if extent not in self._trimmed:
            narrowed = (trim(self._text, start, end, keeps_quotes=False) for start, end in extent)
            self._trimmed[extent] = tuple((start, end) for start, end in narrowed if start < end)
        return self._trimmed[extent]


def _attributes_differ(members: Sequence[Member]) -> bool:
    """Whether two spans with the same label have different attributes."""
    by_label: dict[str, dict[str, str]] = {}
    for member in members:
        attributes = {name: value for name, value in member.span.attributes.items() if value}
        if by_label.setdefault(member.span.label, attributes) != attributes:
            return True
    return False
