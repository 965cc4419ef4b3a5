"""The declaration of a measure: its name, its words on screen, where it is shown, and how it is worked out."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from annotator.agreement.compared_documents import ComparedDocuments
from annotator.agreement.matches import span_f1
from annotator.agreement.matches.relation_f1 import RelationCounts
from annotator.agreement.matches.span_f1 import LabelledExtent, SharedCounts
from annotator.agreement.measure import Measure
from annotator.agreement.sum_reader import MeasureScope, SumReader
from annotator.agreement.sums import ALL_SPANS

MeasureLevel = Literal["project", "relation", "label", "further", "attribute", "annotator", "period"]
"""Where a measure that is read from sums is shown.

``project``, ``relation``: of all annotators and of each pair, in the table of measures or in that of links.
``label``, ``further``: of each label, in the table of labels or in that of further measures.
``attribute``: of each attribute of a label, in the table of attributes.
``annotator``: of each annotator against the others, and of each article. ``period``: over time, and behind a case.
"""

SpanMatches = Callable[[Sequence[LabelledExtent], Sequence[LabelledExtent]], SharedCounts]
RelationMatches = Callable[[RelationCounts, str, str], SharedCounts]


class SumSource(Protocol):
    """Reads a measure from the sums, which the panel keeps: the figure follows each change at once."""

    def families(self, name: str, label: str) -> frozenset[str]:
        """The families of sums that the measure of this name (of one label) is read from."""
        ...

    def read(self, sums: SumReader, name: str, scope: MeasureScope) -> Measure:
        """The measure of this name."""
        ...


class _F1Source:
    """An F1, whose shared amounts are a family of sums with the name of the measure."""

    def families(self, name: str, label: str) -> frozenset[str]:
        return frozenset({name})

    def read(self, sums: SumReader, name: str, scope: MeasureScope) -> Measure:
        return sums.f1(name, scope)


@dataclass(frozen=True)
class SpanF1(_F1Source):
    """An F1 of spans: what the spans of one label of two annotators share in a document."""

    matches: SpanMatches


@dataclass(frozen=True)
class RelationF1(_F1Source):
    """An F1 of relations: what the relations of two annotators share in a document."""

    matches: RelationMatches


@dataclass(frozen=True)
class SumFigure:
    """A figure that a function reads from these families of sums, of one label perhaps from others."""

    figure: Callable[[SumReader, MeasureScope], Measure]
    sum_families: frozenset[str]
    label_families: frozenset[str] | None = None

    def families(self, name: str, label: str) -> frozenset[str]:
        return self.label_families if label and self.label_families is not None else self.sum_families

    def read(self, sums: SumReader, name: str, scope: MeasureScope) -> Measure:
        return self.figure(sums, scope)


@dataclass(frozen=True)
class PairComparison:
    """A figure on demand: two annotators are compared document by document, then the comparisons are put together.

    Of all annotators it is the mean over pairs. Several measures may share one ``compare``, which then runs only once.
    """

    compare: Callable[[Sequence[LabelledExtent], Sequence[LabelledExtent]], Any]
    combine: Callable[[Sequence[Any]], Measure]


@dataclass(frozen=True)
class DocumentsFigure:
    """A figure on demand that a function works out over all documents together."""

    figure: Callable[[ComparedDocuments], Measure]


@dataclass(frozen=True, eq=False, kw_only=True)
class MeasureDefinition:
    """One measure. It has a source: sums, or a computation on demand; a few are worked out by jobs of their own."""

    name: str
    """Its key in JSON; of an attribute measure the attribute follows it."""
    title: str
    """Its name on screen, marked for translation; of an attribute measure with ``{attribute}`` in it."""
    heading: str = ""
    """Its name at the head of the column of a table of attributes."""
    explanation: str = ""
    """What it says, in one sentence, marked for translation."""
    spread_title: str = ""
    """The title of its standard deviation over pairs; empty if that is not shown. Only an F1 from sums has one."""
    levels: frozenset[MeasureLevel] = frozenset()
    from_sums: SumSource | None = None
    on_demand: PairComparison | DocumentsFigure | None = None
    raters: Literal["any", "two", "more"] = "any"
    """For how many annotators it is defined, where it is worked out on demand."""
    passages: str = ALL_SPANS
    """The passages behind it, a subject of a ``PassageKey``."""
    is_alpha: bool = False
    """Whether it is drawn with the usual limits of an alpha."""

    def __post_init__(self) -> None:
        if ("annotator" in self.levels or self.spread_title) and not isinstance(self.from_sums, _F1Source):
            raise ValueError(f"{self.name}: only an F1 from sums is known of one annotator, or has a spread")
        if "attribute" in self.levels and not self.heading:
            raise ValueError(f"{self.name}: a measure of attributes needs a heading")

    @property
    def source(self) -> SumSource:
        """The sums that it is read from."""
        if self.from_sums is None:
            raise ValueError(f"{self.name} is not read from sums")
        return self.from_sums

    def is_defined_for(self, annotators: int) -> bool:
        """Whether the measure is defined for this number of annotators."""
        return self.raters == "any" or (self.raters == "more") == (annotators > 2)  # noqa: PLR2004 - a pair


def levels(*names: MeasureLevel) -> frozenset[MeasureLevel]:
    """A set of levels."""
    return frozenset(names)


def sum_figure(figure: Callable[[SumReader, MeasureScope], Measure], *families: str) -> SumFigure:
    """A figure that is read from these families of sums."""
    return SumFigure(figure, frozenset(families))


def f1_on_demand(matches: SpanMatches) -> PairComparison:
    """An F1 of spans that is worked out on demand."""
    return PairComparison(matches, _total_f1)


def _total_f1(documents: Sequence[SharedCounts]) -> Measure:
    shared: Counter[int] = Counter()
    for counts in documents:
        shared.update(counts)
    return span_f1.f1(shared)
