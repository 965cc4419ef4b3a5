"""Gamma: agreement about units and their labels beyond chance.

Gamma (Mathet, Widlöcher & Métivier 2015), gamma-cat and gamma-k (Mathet 2017). The observed disorder is exact, the
expected one is a mean over random continua: a gamma is only complete with its sampler, precision and seed. A unit has
one start and one end: of a span in several fragments the outer bounds are used. Several documents count as one long
continuum.
"""

import statistics
from collections.abc import Callable, Generator, Hashable, Sequence
from functools import partial
from itertools import combinations
from math import ceil, fsum

from annotator.agreement.measure import Measure, Number, undefined
from annotator.agreement.seeded_random import SeededRandom
from annotator.agreement.units.gamma_alignment import Dissimilarity, Unit, alignment_disorder, best_alignment
from annotator.agreement.units.gamma_samplers import SAMPLERS, Sampler
from annotator.domain.frozen_model import FrozenModel

# The units of each observer of one document.
Observers = Sequence[Sequence[Unit]]

DEFAULT_DISSIMILARITY = Dissimilarity()
FEWEST_SAMPLES = 30
_NORMAL_95 = 1.96


class Gamma(FrozenModel):
    """Gamma, gamma-cat and gamma-k of each label, with their parameters.

    ``samples`` is the number of continua drawn. ``exact`` is False where a text, drawn or not, was so crowded that a
    better alignment may have been missed.
    """

    gamma: Measure
    gamma_cat: Measure
    gamma_k: dict[str, Measure]
    observed: float | None
    expected: float | None
    samples: int
    exact: bool
    sampler: str
    precision: float
    seed: int


class _Tally:
    """Totals over a set of alignments, one for each document."""

    def __init__(self, dissimilarity: Dissimilarity, *, unaligned: bool) -> None:
        self._dissimilarity, self._unaligned = dissimilarity, unaligned
        self.exact = True
        self._costs: list[float] = []
        self._units: list[float] = []
        self._weighted_pairs: list[tuple[float, float, Hashable, Hashable]] = []

    def add(self, document: Observers) -> None:
        """Align a document and add the cost of its alignment."""
        alignment, observers = best_alignment(document, self._dissimilarity), len(document)
        units = sum(map(len, alignment.groups)) / observers
        self.exact = self.exact and alignment.exact
        if units:
            self._units.append(units)
            self._costs.append(alignment_disorder(alignment.groups, observers, self._dissimilarity) * units)
        for group in alignment.groups:
            for first, second in combinations([placed.unit for placed in group], 2):
                distance = self._dissimilarity.position * self._dissimilarity.positional(first, second)
                weight = max(0.0, 1 - distance) / (len(group) - 1)
                self._weighted_pairs.append(
                    (weight, self._dissimilarity.categorial(first, second), first.label, second.label)
                )
            if self._unaligned:
                empty = self._dissimilarity.empty
                for placed in group:
                    label = placed.unit.label
                    self._weighted_pairs += [(empty, empty, label, label)] * (observers - len(group))

    @property
    def disorder(self) -> float | None:
        return fsum(self._costs) / fsum(self._units) if self._units else None

    def categorial(self, label: Hashable = None) -> float | None:
        """The mean difference of category over aligned pairs, weighted by nearness; only of ``label``, if given."""
        pairs = [pair for pair in self._weighted_pairs if label is None or label in pair[2:]]
        weight = fsum(pair[0] for pair in pairs)
        return fsum(pair[0] * pair[1] for pair in pairs) / weight if weight else None


def gamma(
    documents: Sequence[Observers],
    *,
    seed: int,
    dissimilarity: Dissimilarity = DEFAULT_DISSIMILARITY,
    sampler: str = "shuffle",
    precision: float = 0.02,
    unaligned: bool = False,
) -> Generator[tuple[int, int], None, Gamma]:
    """A job that yields how many alignments are done and how many are needed, and returns the Gamma.

    ``precision`` is the half width of the 95 % interval of the expected disorder, as a share of it. ``sampler`` is
    ``shuffle`` (an observer's units, shifted around the text) or ``statistical`` (units with the lengths, gaps and
    labels that occur). With ``unaligned`` a unit that another observer lacks counts against gamma-cat and gamma-k, as
    in pygamma-agreement 0.5.9 but not in the papers. Documents with fewer than two observers are left out.
    """
    new_tally = partial(_Tally, dissimilarity, unaligned=unaligned)
    documents = [observers for observers in documents if len(observers) > 1]
    observed = new_tally()
    for done, observers in enumerate(documents):
        yield done, len(documents) * (FEWEST_SAMPLES + 1)
        observed.add(observers)
    samples: list[_Tally] = []
    if observed.disorder is not None:
        samples = yield from _sampled(documents, new_tally, SAMPLERS[sampler], precision, SeededRandom(seed))
    labels = sorted({unit.label for observers in documents for units in observers for unit in units}, key=str)
    expected = _mean([tally.disorder for tally in samples])
    return Gamma(
        gamma=_beyond_chance(observed.disorder, expected),
        gamma_cat=_beyond_chance(observed.categorial(), _mean([tally.categorial() for tally in samples])),
        gamma_k={
            str(label): _beyond_chance(
                observed.categorial(label), _mean([tally.categorial(label) for tally in samples])
            )
            for label in labels
        },
        observed=observed.disorder,
        expected=expected,
        samples=len(samples),
        exact=all(tally.exact for tally in (observed, *samples)),
        sampler=sampler,
        precision=precision,
        seed=seed,
    )


def _sampled(
    documents: Sequence[Observers],
    new_tally: Callable[[], _Tally],
    draw: Sampler,
    precision: float,
    random: SeededRandom,
) -> Generator[tuple[int, int], None, list[_Tally]]:
    """The tallies of as many random corpora as the precision needs."""
    tallies: list[_Tally] = []
    needed = FEWEST_SAMPLES
    while len(tallies) < needed:
        tally = new_tally()
        for done, observers in enumerate(documents):
            yield (len(tallies) + 1) * len(documents) + done, (needed + 1) * len(documents)
            tally.add(draw(observers, random))
        tallies.append(tally)
        if len(tallies) == FEWEST_SAMPLES:
            needed = max(FEWEST_SAMPLES, _samples_needed([tally.disorder or 0.0 for tally in tallies], precision))
    return tallies


def _samples_needed(disorders: Sequence[float], precision: float) -> int:
    mean = statistics.fmean(disorders)
    return ceil((_NORMAL_95 * statistics.stdev(disorders) / mean / precision) ** 2) if mean else 0


def _mean(values: Sequence[float | None]) -> float | None:
    defined = [value for value in values if value is not None]
    return statistics.fmean(defined) if defined else None


def _beyond_chance(observed: Number | None, expected: Number | None) -> Measure:
    if observed is None:
        return undefined("nothing_to_compare" if expected is None else "no_overlap")
    return Measure(value=float(1 - observed / expected)) if expected else undefined("no_variation")
