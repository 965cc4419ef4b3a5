"""How far do people agree on units and their labels, against chance that throws units onto the same text?

Gamma (Mathet, Widlöcher & Métivier 2015), gamma-cat and gamma-k (Mathet 2017). The observed disorder is exact, the
expected one a mean over random continua: no gamma without its sampler, precision and seed. A unit has one beginning
and one end: of a span in several fragments the outer bounds are taken. Several documents count as one long continuum.
"""

import statistics
from collections.abc import Callable, Generator, Hashable, Sequence
from functools import partial
from itertools import combinations
from math import ceil, fsum

from annotator.agreement.measure import Measure, Number, undefined
from annotator.agreement.seeded_random import Chance
from annotator.agreement.units.gamma_alignment import Dissimilarity, Unit, alignment_disorder, best_alignment
from annotator.agreement.units.gamma_samplers import SAMPLERS, Sampler
from annotator.domain.frozen_model import FrozenModel

# The units of each observer of one document.
Observers = Sequence[Sequence[Unit]]

PLAIN = Dissimilarity()
FEWEST = 30
_SURE = 1.96


class Gamma(FrozenModel):
    """Gamma, gamma-cat and for each label gamma-k, with what they rest on.

    ``samples`` is how many continua were drawn; ``exact`` is False where some text, drawn or not, was so crowded that a
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
    """What one set of alignments, one for each document, adds up to."""

    def __init__(self, dissimilarity: Dissimilarity, *, unaligned: bool) -> None:
        self._dissimilarity, self._unaligned = dissimilarity, unaligned
        self.exact = True
        self._costs: list[float] = []
        self._units: list[float] = []
        self._weighed: list[tuple[float, float, Hashable, Hashable]] = []

    def add(self, document: Observers) -> None:
        """Align a document, and count what its alignment costs."""
        alignment, observers = best_alignment(document, self._dissimilarity), len(document)
        units = sum(map(len, alignment.groups)) / observers
        self.exact = self.exact and alignment.exact
        if units:
            self._units.append(units)
            self._costs.append(alignment_disorder(alignment.groups, observers, self._dissimilarity) * units)
        for group in alignment.groups:
            for one, other in combinations([placed.unit for placed in group], 2):
                far = self._dissimilarity.position * self._dissimilarity.of_positions(one, other)
                weight = max(0.0, 1 - far) / (len(group) - 1)
                self._weighed.append((weight, self._dissimilarity.of_categories(one, other), one.label, other.label))
            if self._unaligned:
                empty = self._dissimilarity.empty
                for placed in group:
                    label = placed.unit.label
                    self._weighed += [(empty, empty, label, label)] * (observers - len(group))

    @property
    def disorder(self) -> float | None:
        return fsum(self._costs) / fsum(self._units) if self._units else None

    def categorial(self, label: Hashable = None) -> float | None:
        """The mean difference of category over aligned pairs, near ones more; only those with ``label``, if given."""
        pairs = [pair for pair in self._weighed if label is None or label in pair[2:]]
        weight = fsum(pair[0] for pair in pairs)
        return fsum(pair[0] * pair[1] for pair in pairs) / weight if weight else None


def gamma(
    documents: Sequence[Observers],
    *,
    seed: int,
    dissimilarity: Dissimilarity = PLAIN,
    sampler: str = "shuffle",
    precision: float = 0.02,
    unaligned: bool = False,
) -> Generator[tuple[int, int], None, Gamma]:
    """A job: yields how many alignments are done and how many are needed, and returns the Gamma.

    ``precision`` is the half width of the 95 % interval of the expected disorder, as a share of it. ``sampler`` is
    ``shuffle`` (an observer's units, shifted around the text) or ``statistical`` (units of the lengths, gaps and labels
    that occur). ``unaligned`` lets a unit that somebody else has not count against gamma-cat and gamma-k, as
    pygamma-agreement 0.5.9 does and the papers do not. Documents with fewer than two observers play no part.
    """
    told = partial(_Tally, dissimilarity, unaligned=unaligned)
    documents = [observers for observers in documents if len(observers) > 1]
    observed = told()
    for done, observers in enumerate(documents):
        yield done, len(documents) * (FEWEST + 1)
        observed.add(observers)
    samples: list[_Tally] = []
    if observed.disorder is not None:
        samples = yield from _sampled(documents, told, SAMPLERS[sampler], precision, Chance(seed))
    labels = sorted({unit.label for observers in documents for units in observers for unit in units}, key=str)
    expected = _mean([one.disorder for one in samples])
    return Gamma(
        gamma=_beyond(observed.disorder, expected),
        gamma_cat=_beyond(observed.categorial(), _mean([one.categorial() for one in samples])),
        gamma_k={
            str(label): _beyond(observed.categorial(label), _mean([one.categorial(label) for one in samples]))
            for label in labels
        },
        observed=observed.disorder,
        expected=expected,
        samples=len(samples),
        exact=all(one.exact for one in (observed, *samples)),
        sampler=sampler,
        precision=precision,
        seed=seed,
    )


def _sampled(
    documents: Sequence[Observers], told: Callable[[], _Tally], draw: Sampler, precision: float, chance: Chance
) -> Generator[tuple[int, int], None, list[_Tally]]:
    """As many random corpora as the precision needs, aligned."""
    found: list[_Tally] = []
    needed = FEWEST
    while len(found) < needed:
        one = told()
        for done, observers in enumerate(documents):
            yield (len(found) + 1) * len(documents) + done, (needed + 1) * len(documents)
            one.add(draw(observers, chance))
        found.append(one)
        if len(found) == FEWEST:
            needed = max(FEWEST, _needed([one.disorder or 0.0 for one in found], precision))
    return found


def _needed(disorders: Sequence[float], precision: float) -> int:
    mean = statistics.fmean(disorders)
    return ceil((_SURE * statistics.stdev(disorders) / mean / precision) ** 2) if mean else 0


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return statistics.fmean(known) if known else None


def _beyond(observed: Number | None, expected: Number | None) -> Measure:
    if observed is None:
        return undefined("nothing_to_compare" if expected is None else "no_overlap")
    return Measure(value=float(1 - observed / expected)) if expected else undefined("no_variation")
