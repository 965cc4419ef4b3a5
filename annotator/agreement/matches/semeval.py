"""The four counts of SemEval-2013 task 9.1 for two sets of spans.

Segura-Bedmar, Martínez & Herrero-Zazo 2013. Spans are aligned once, by the best alignment and not in their order: an
earlier span must not take the partner of one that fits exactly.
"""

from collections.abc import Iterable, Sequence
from math import lcm

from annotator.agreement.matches.span_f1 import LabelledExtent
from annotator.agreement.measure import Measure, share
from annotator.domain.frozen_model import FrozenModel
from annotator.domain.matching.assignment import assign
from annotator.domain.matching.extents import extent_length, shared_length


class SemevalScore(FrozenModel):
    """The number of correct, incorrect, partly correct, missed and spurious spans; scores of documents are added."""

    correct: int = 0
    incorrect: int = 0
    partial: int = 0
    missed: int = 0
    spurious: int = 0

    def __add__(self, score: "SemevalScore") -> "SemevalScore":
        return SemevalScore(
            correct=self.correct + score.correct,
            incorrect=self.incorrect + score.incorrect,
            partial=self.partial + score.partial,
            missed=self.missed + score.missed,
            spurious=self.spurious + score.spurious,
        )

    @property
    def _paired(self) -> int:
        return self.correct + self.incorrect + self.partial

    @property
    def _right(self) -> float:
        return self.correct + self.partial / 2

    @property
    def precision(self) -> Measure:
        return share(self._right, self._paired + self.spurious)

    @property
    def recall(self) -> Measure:
        return share(self._right, self._paired + self.missed)

    @property
    def f1(self) -> Measure:
        return share(2 * self._right, 2 * self._paired + self.missed + self.spurious)


def scores(reference: Sequence[LabelledExtent], system: Sequence[LabelledExtent]) -> dict[str, SemevalScore]:
    """The scores of one document, by name.

    Correct spans have the same extent and label for strict, the same extent for exact and for partial (where other
    overlapping spans count half), and the same label for type.
    """
    pairs = _aligned(reference, system)
    missed, spurious = len(reference) - len(pairs), len(system) - len(pairs)
    same_extent = [first.extent == second.extent for first, second in pairs]
    same_label = [first.label == second.label for first, second in pairs]
    right = {
        "strict": sum(equal == (True, True) for equal in zip(same_extent, same_label, strict=True)),
        "exact": sum(same_extent),
        "partial": sum(same_extent),
        "type": sum(same_label),
    }
    by_name = {}
    for name, correct in right.items():
        remaining = len(pairs) - correct
        halves = {"partial": remaining} if name == "partial" else {"incorrect": remaining}
        by_name[name] = SemevalScore(correct=correct, missed=missed, spurious=spurious, **halves)
    return by_name


def total(documents: Iterable[dict[str, SemevalScore]]) -> dict[str, SemevalScore]:
    """The scores of several documents together."""
    totals = {name: SemevalScore() for name in ("strict", "exact", "partial", "type")}
    for document in documents:
        totals = {name: score + document[name] for name, score in totals.items()}
    return totals


def _aligned(
    reference: Sequence[LabelledExtent], system: Sequence[LabelledExtent]
) -> list[tuple[LabelledExtent, LabelledExtent]]:
    """The best alignment: the most equal pairs, then the most of equal extent, then the greatest overlap."""
    overlaps: dict[int, dict[int, tuple[int, int]]] = {}
    for reference_number, reference_span in enumerate(reference):
        overlapping = {}
        for system_number, system_span in enumerate(system):
            common = shared_length(reference_span.extent, system_span.extent)
            if common:
                overlapping[system_number] = (
                    common,
                    extent_length(reference_span.extent) + extent_length(system_span.extent) - common,
                )
        overlaps[reference_number] = overlapping
    scale = lcm(*(union for candidates in overlaps.values() for _, union in candidates.values()))
    step = 3 * scale * (len(reference) + 1)
    worth = {
        reference_number: {
            system_number: _worth(
                reference[reference_number], system[system_number], common * (scale // union), scale, step
            )
            for system_number, (common, union) in candidates.items()
        }
        for reference_number, candidates in overlaps.items()
    }
    return [
        (reference[reference_number], system[system_number])
        for reference_number, system_number in sorted(assign(worth).items())
    ]


def _worth(first: LabelledExtent, second: LabelledExtent, likeness: int, scale: int, step: int) -> int:
    same_extent, same_label = first.extent == second.extent, first.label == second.label
    worth = 2 * likeness + (scale if same_label else 0)
    if same_extent:
        worth += step * (step if same_label else 1)
    return worth
