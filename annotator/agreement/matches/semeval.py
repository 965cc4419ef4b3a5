"""How well does one set of spans repeat another, by the four counts of SemEval-2013 task 9.1?

Segura-Bedmar, Martínez & Herrero-Zazo 2013. Spans are aligned once, best against best, and not in the order in which
they come: an earlier span must not take the partner of one that fits exactly.
"""

from collections.abc import Iterable, Sequence
from math import lcm

from annotator.agreement.matches.span_f1 import Mark
from annotator.agreement.measure import Measure, share
from annotator.domain.frozen_model import FrozenModel
from annotator.domain.matching.assignment import assign
from annotator.domain.matching.extents import length, shared


class Score(FrozenModel):
    """How many spans are right, wrong, half right, missed and spurious; scores of several documents are added."""

    correct: int = 0
    incorrect: int = 0
    partial: int = 0
    missed: int = 0
    spurious: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(
            correct=self.correct + other.correct,
            incorrect=self.incorrect + other.incorrect,
            partial=self.partial + other.partial,
            missed=self.missed + other.missed,
            spurious=self.spurious + other.spurious,
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


def scores(reference: Sequence[Mark], system: Sequence[Mark]) -> dict[str, Score]:
    """The scores of one document: what is right must have the same extent and label, extent, extent, and label.

    In this order strict, exact, partial (where the rest of what meets is half right) and type.
    """
    pairs = _aligned(reference, system)
    missed, spurious = len(reference) - len(pairs), len(system) - len(pairs)
    same_extent = [one.extent == other.extent for one, other in pairs]
    same_label = [one.label == other.label for one, other in pairs]
    right = {
        "strict": sum(both == (True, True) for both in zip(same_extent, same_label, strict=True)),
        "exact": sum(same_extent),
        "partial": sum(same_extent),
        "type": sum(same_label),
    }
    found = {}
    for name, correct in right.items():
        rest = len(pairs) - correct
        halves = {"partial": rest} if name == "partial" else {"incorrect": rest}
        found[name] = Score(correct=correct, missed=missed, spurious=spurious, **halves)
    return found


def total(documents: Iterable[dict[str, Score]]) -> dict[str, Score]:
    """The scores of several documents together."""
    found = {name: Score() for name in ("strict", "exact", "partial", "type")}
    for document in documents:
        found = {name: score + document[name] for name, score in found.items()}
    return found


def _aligned(reference: Sequence[Mark], system: Sequence[Mark]) -> list[tuple[Mark, Mark]]:
    """The best alignment: the most equal pairs, then the most of equal extent, then the greatest likeness."""
    near: dict[int, dict[int, tuple[int, int]]] = {}
    for place, one in enumerate(reference):
        found = {}
        for number, other in enumerate(system):
            common = shared(one.extent, other.extent)
            if common:
                found[number] = common, length(one.extent) + length(other.extent) - common
        near[place] = found
    scale = lcm(*(union for others in near.values() for _, union in others.values()))
    step = 3 * scale * (len(reference) + 1)
    worth = {
        place: {
            number: _worth(reference[place], system[number], common * (scale // union), scale, step)
            for number, (common, union) in others.items()
        }
        for place, others in near.items()
    }
    return [(reference[place], system[number]) for place, number in sorted(assign(worth).items())]


def _worth(one: Mark, other: Mark, likeness: int, scale: int, step: int) -> int:
    same_extent, same_label = one.extent == other.extent, one.label == other.label
    found = 2 * likeness + (scale if same_label else 0)
    if same_extent:
        found += step * (step if same_label else 1)
    return found
