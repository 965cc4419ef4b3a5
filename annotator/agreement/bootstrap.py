"""Confidence intervals of measures, from documents that are drawn again at random."""

from collections import Counter, defaultdict
from collections.abc import Callable, Generator, Hashable, Mapping, Sequence
from operator import mul
from typing import Any, Literal

from annotator.agreement.measure import Measure
from annotator.agreement.seeded_random import SeededRandom
from annotator.domain.frozen_model import FrozenModel

# Fewer documents give no meaningful interval.
FEWEST_DOCUMENTS = 5
_LEVEL = 0.95

BootstrapSums = Mapping[Any, Mapping[Any, int]]


class Interval(FrozenModel):
    """The range of 95 % of the redrawn figures; None where there are too few documents or figures."""

    low: float | None
    high: float | None
    reason: Literal["", "too_few_documents", "no_value"] = ""
    draws: int
    seed: int


def interval(
    documents: Sequence[BootstrapSums], measure: Callable[[BootstrapSums], Measure], *, seed: int, draws: int = 1000
) -> Generator[tuple[int, int], None, Interval]:
    """A job that draws as many documents as there are, with replacement, ``draws`` times (Efron 1979, percentiles).

    It yields how many draws are done and how many there are. Documents are drawn and not spans, because the spans of
    one text resemble each other.
    """
    if len(documents) < FEWEST_DOCUMENTS:
        return Interval(low=None, high=None, reason="too_few_documents", draws=0, seed=seed)
    columns = _columns(documents)
    random = SeededRandom(seed)
    values = []
    for done in range(draws):
        yield done, draws
        drawn = Counter(random.integer_below(len(documents)) for _ in documents)
        value = measure(_total(columns, [drawn[number] for number in range(len(documents))])).value
        if value is not None:
            values.append(value)
    if not values:
        return Interval(low=None, high=None, reason="no_value", draws=draws, seed=seed)
    values.sort()
    edge = round((1 - _LEVEL) / 2 * (len(values) - 1))
    return Interval(low=values[edge], high=values[-1 - edge], draws=draws, seed=seed)


_Columns = Mapping[Hashable, Mapping[Any, tuple[list[int], list[int]]]]


def _columns(documents: Sequence[BootstrapSums]) -> _Columns:
    """For each subkey of each sum the numbers of the documents that have it, and their counts."""
    columns: defaultdict[Hashable, defaultdict[Any, tuple[list[int], list[int]]]] = defaultdict(
        lambda: defaultdict(lambda: ([], []))
    )
    for number, document in enumerate(documents):
        for key, sums in document.items():
            for subkey, count in sums.items():
                document_numbers, counts = columns[key][subkey]
                document_numbers.append(number)
                counts.append(count)
    return columns


def _total(columns: _Columns, drawn: Sequence[int]) -> dict[Hashable, dict[Any, int]]:
    """The sums over documents, each drawn the given number of times; sums of documents not drawn are left out."""
    totals = {}
    for key, parts in columns.items():
        sums = {
            subkey: sum(map(mul, map(drawn.__getitem__, document_numbers), counts))
            for subkey, (document_numbers, counts) in parts.items()
        }
        if any(sums.values()):
            totals[key] = sums
    return totals
