"""Documents that are compared on demand: the marks of their annotators, and figures over all of them."""

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from annotator.agreement.coefficients.coding import Coding
from annotator.agreement.matches.span_f1 import LabelledExtent
from annotator.agreement.measure import Measure, undefined
from annotator.agreement.sums import LENGTH, DocumentSums, SumKey
from annotator.agreement.units.continuum import Section, extents_by_label
from annotator.agreement.units.unitizing_alpha import UnitizingAlpha


def marks_by_annotator(document: DocumentSums) -> dict[str, list[LabelledExtent]]:
    """The marks of each annotator in a document, without duplicates."""
    by_annotator: dict[str, list[LabelledExtent]] = {name: [] for name in document.annotators}
    for cluster in document.matching.clusters:
        for member in cluster.members:
            by_annotator[member.annotator].append(LabelledExtent(member.span.label, member.extent))
    return {name: sorted(marks) for name, marks in by_annotator.items()}


def text_length(document: DocumentSums) -> int:
    """The number of characters of a document."""
    return next(sums[LENGTH] for key, sums in document.sums.items() if key.family == "length")


class ComparedDocuments:
    """The documents that two of the chosen annotators finished; ``panel_annotators`` are all of the panel, in order."""

    def __init__(
        self, documents: Sequence[DocumentSums], panel_annotators: Sequence[str], annotators: Sequence[str]
    ) -> None:
        self.documents = [document for document in documents if len(set(annotators) & set(document.annotators)) > 1]
        self.annotators = list(annotators)
        self._panel_annotators = panel_annotators

    @cached_property
    def label_coding(self) -> Coding:
        """The labels that the chosen annotators gave, in this order, to what two of them found."""
        selected: Counter[tuple[Any, ...]] = Counter()
        for document in self.documents:
            for ratings, count in document.sums.get(SumKey("labels"), {}).items():
                by_rater = dict(zip(self._panel_annotators, ratings, strict=True))
                chosen_ratings = tuple(by_rater.get(name) for name in self.annotators)
                if sum(rating is not None for rating in chosen_ratings) > 1:
                    selected[chosen_ratings] += count
        return selected

    def alpha_u(self) -> Measure:
        """Alpha_U over the documents that all finished, laid end to end; touching spans of one label are one."""
        units: dict[str, list[Section]] = {name: [] for name in self.annotators}
        begin = 0
        for document in self.documents:
            if set(self.annotators) <= set(document.annotators):
                marks = marks_by_annotator(document)
                for name in self.annotators:
                    units[name] += [
                        Section(begin + start, begin + end, label)
                        for label, extent in extents_by_label(marks[name]).items()
                        for start, end in extent
                    ]
                begin += text_length(document)
        return UnitizingAlpha(units, 0, begin).overall if begin else undefined("no_overlap")
