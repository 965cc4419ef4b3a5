"""Random numbers that are the same for the same seed, on every computer and in every version."""

from collections.abc import Sequence
from math import cos, log, pi, sqrt
from random import Random  # noqa: TID251 - the only source of random numbers
from typing import TypeVar

Option = TypeVar("Option")


class SeededRandom:
    """Random numbers from a seed. All of them are made of ``Random.random``, which Python promises never to change."""

    def __init__(self, seed: int) -> None:
        self._next = Random(seed).random

    def integer_below(self, end: int) -> int:
        """A whole number from 0 to ``end`` - 1, all equally likely."""
        return int(self._next() * end)

    def uniform(self, low: float, high: float) -> float:
        return low + (high - low) * self._next()

    def choice(self, options: Sequence[Option]) -> Option:
        return options[self.integer_below(len(options))]

    def normal(self, mean: float, deviation: float) -> float:
        """A normally distributed number (Box & Muller 1958)."""
        return mean + deviation * sqrt(-2 * log(1 - self._next())) * cos(2 * pi * self._next())
