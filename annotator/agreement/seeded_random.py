"""Where does chance come from, if the same seed must give the same figures for ever?"""

from collections.abc import Sequence
from math import cos, log, pi, sqrt
from random import Random  # noqa: TID251 - the seeded source that others are handed
from typing import TypeVar

Thing = TypeVar("Thing")


class Chance:
    """Random numbers from a seed. All are made of ``Random.random``, which Python promises never to change."""

    def __init__(self, seed: int) -> None:
        self._next = Random(seed).random

    def below(self, end: int) -> int:
        """A whole number from 0 to ``end`` - 1, each as likely."""
        return int(self._next() * end)

    def uniform(self, low: float, high: float) -> float:
        return low + (high - low) * self._next()

    def choice(self, things: Sequence[Thing]) -> Thing:
        return things[self.below(len(things))]

    def normal(self, mean: float, deviation: float) -> float:
        """A normally distributed number (Box & Muller 1958)."""
        return mean + deviation * sqrt(-2 * log(1 - self._next())) * cos(2 * pi * self._next())
