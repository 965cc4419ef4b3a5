"""What is the value of a measure, or why has it none?"""

from fractions import Fraction
from typing import Literal

from annotator.domain.frozen_model import FrozenModel

Reason = Literal["", "nothing_to_compare", "no_overlap", "no_variation"]
Number = int | float | Fraction


class Measure(FrozenModel):
    """A figure, or None and the reason why there is none.

    ``nothing_to_compare``: nobody marked anything. ``no_overlap``: nothing was judged by two people. ``no_variation``:
    all that was judged is of one kind, so that chance alone would give full agreement.
    """

    value: float | None
    reason: Reason = ""


def undefined(reason: Reason) -> Measure:
    return Measure(value=None, reason=reason)


def share(part: Number, whole: Number, reason: Reason = "nothing_to_compare") -> Measure:
    """``part`` of ``whole``; undefined for ``reason`` where there is no whole."""
    return Measure(value=float(part / whole)) if whole else undefined(reason)


def beyond_chance(observed: Number, expected: Number) -> Measure:
    """How much of the disagreement that chance would bring is not there: 1 - observed / expected disagreement."""
    return Measure(value=float(1 - observed / expected)) if expected else undefined("no_variation")
