"""Values of measures, and the reasons why a measure has none."""

import statistics
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Literal

from annotator.domain.frozen_model import FrozenModel

UndefinedReason = Literal["", "nothing_to_compare", "no_overlap", "no_variation"]
Number = int | float | Fraction


class Measure(FrozenModel):
    """A figure, or None and the reason why there is none.

    ``nothing_to_compare``: nobody marked anything. ``no_overlap``: no item was judged by two annotators.
    ``no_variation``: all judgements are the same, so that chance alone gives full agreement.
    """

    value: float | None
    reason: UndefinedReason = ""


# The measures of a subject, by name.
Measures = dict[str, Measure]


def undefined(reason: UndefinedReason) -> Measure:
    return Measure(value=None, reason=reason)


def share(numerator: Number, denominator: Number, reason: UndefinedReason = "nothing_to_compare") -> Measure:
    """``numerator`` / ``denominator``; undefined for ``reason`` where the denominator is zero."""
    return Measure(value=float(numerator / denominator)) if denominator else undefined(reason)


def agreement_beyond_chance(observed: Number, expected: Number) -> Measure:
    """1 - observed / expected disagreement: how much of the disagreement expected by chance is absent."""
    return Measure(value=float(1 - observed / expected)) if expected else undefined("no_variation")


def mean(measures: Sequence[Measure]) -> Measure:
    """The mean of the defined measures; where none is defined, the first measure."""
    return _statistic(statistics.fmean, measures)


def spread(measures: Sequence[Measure]) -> Measure:
    """The population standard deviation of the defined measures."""
    return _statistic(statistics.pstdev, measures)


def _statistic(statistic: Callable[[Sequence[float]], float], measures: Sequence[Measure]) -> Measure:
    values = [measure.value for measure in measures if measure.value is not None]
    if values:
        return Measure(value=statistic(values))
    return measures[0] if measures else undefined("no_overlap")
