"""How far could a figure be off, had other documents been drawn?"""

from collections import Counter, defaultdict
from collections.abc import Callable, Generator, Hashable, Mapping, Sequence
from operator import mul
from typing import Any, Literal

from annotator.agreement.measure import Measure
from annotator.agreement.seeded_random import Chance
from annotator.domain.frozen_model import FrozenModel

# Of fewer documents a draw says next to nothing.
FEWEST = 5
_LEVEL = 0.95

Sums = Mapping[Any, Mapping[Any, int]]


class Interval(FrozenModel):
    """Where 95 % of the redrawn figures lie; None where there are too few documents or figures to say."""

    low: float | None
    high: float | None
    reason: Literal["", "too_few_documents", "no_value"] = ""
    draws: int
    seed: int


def interval(
    documents: Sequence[Sums], measure: Callable[[Sums], Measure], *, seed: int, draws: int = 1000
) -> Generator[tuple[int, int], None, Interval]:
    """A job: draws as many documents as there are, with replacement, ``draws`` times (Efron 1979, percentiles).

    Yields how many draws are done of how many; documents are drawn rather than spans, as those of one text are alike.
    """
    if len(documents) < FEWEST:
        return Interval(low=None, high=None, reason="too_few_documents", draws=0, seed=seed)
    columns = _columns(documents)
    chance = Chance(seed)
    values = []
    for done in range(draws):
        yield done, draws
        drawn = Counter(chance.below(len(documents)) for _ in documents)
        value = measure(_total(columns, [drawn[number] for number in range(len(documents))])).value
        if value is not None:
            values.append(value)
    if not values:
        return Interval(low=None, high=None, reason="no_value", draws=draws, seed=seed)
    values.sort()
    edge = round((1 - _LEVEL) / 2 * (len(values) - 1))
    return Interval(low=values[edge], high=values[-1 - edge], draws=draws, seed=seed)


_Columns = Mapping[Hashable, Mapping[Any, tuple[list[int], list[int]]]]


def _columns(documents: Sequence[Sums]) -> _Columns:
    """For each part of each sum the documents that have any of it, and how much."""
    found: defaultdict[Hashable, defaultdict[Any, tuple[list[int], list[int]]]] = defaultdict(
        lambda: defaultdict(lambda: ([], []))
    )
    for number, told in enumerate(documents):
        for key, sums in told.items():
            for part, count in sums.items():
                places, counts = found[key][part]
                places.append(number)
                counts.append(count)
    return found


def _total(columns: _Columns, drawn: Sequence[int]) -> dict[Hashable, dict[Any, int]]:
    """The sums over documents of which each was drawn so many times; what was not drawn at all is left out."""
    found = {}
    for key, parts in columns.items():
        sums = {part: sum(map(mul, map(drawn.__getitem__, places), counts)) for part, (places, counts) in parts.items()}
        if any(sums.values()):
            found[key] = sums
    return found
