"""What would a text look like on which people put their units by chance?"""

import statistics
from collections.abc import Callable, Sequence

from annotator.agreement.seeded_random import Chance
from annotator.agreement.units.gamma_alignment import Unit

Sampler = Callable[[Sequence[Sequence[Unit]], Chance], list[list[Unit]]]

_TRIES = 100


def shuffle(observers: Sequence[Sequence[Unit]], chance: Chance) -> list[list[Unit]]:
    """For each observer the units of one drawn by lot, shifted around the text (Mathet et al. 2015).

    Shifts lie half a mean unit apart at least, where there is room: two copies of one observer must not fall together.
    """
    every = [unit for units in observers for unit in units]
    begin, end = min(unit.start for unit in every), max(unit.end for unit in every)
    width = end - begin
    apart = statistics.fmean(unit.length for unit in every) / 2
    shifts: list[float] = []
    for _ in observers:
        shift = chance.uniform(0, width)
        for _ in range(_TRIES):
            if all(apart <= abs(shift - other) <= width - apart for other in shifts):
                break
            shift = chance.uniform(0, width)
        shifts.append(shift)
    return [[_shifted(unit, shift, end, width) for unit in chance.choice(observers)] for shift in shifts]


def _shifted(unit: Unit, shift: float, end: float, width: float) -> Unit:
    moved = shift - width if unit.start + shift > end else shift
    return Unit(unit.start + moved, unit.end + moved, unit.label)


def statistical(observers: Sequence[Sequence[Unit]], chance: Chance) -> list[list[Unit]]:
    """Units one after the other, whose number, lengths and gaps are normally distributed as those that occur.

    Labels come as often as they do. The way of pygamma-agreement's default sampler.
    """
    every = [unit for units in observers for unit in units]
    begin = min(unit.start for unit in every)
    numbers = _spread([float(len(units)) for units in observers])
    lengths = _spread([unit.length for unit in every])
    gaps = _spread([gap for units in observers for gap in _gaps(units, begin)])
    labels = [unit.label for unit in every]
    found: list[list[Unit]] = [[]]
    while not any(found):
        found = []
        for _ in observers:
            place, units = 0.0, []
            for _ in range(abs(int(chance.normal(*numbers)))):
                start = place + chance.normal(*gaps)
                place = start + max(abs(chance.normal(*lengths)), _SHORTEST)
                units.append(Unit(start, place, chance.choice(labels)))
            found.append(units)
    return found


_SHORTEST = 1e-6


def _gaps(units: Sequence[Unit], begin: float) -> list[float]:
    """The gaps before each unit; negative where units overlap."""
    found = []
    for unit in sorted(units, key=lambda one: (one.start, one.end)):
        found.append(unit.start - begin)
        begin = unit.end
    return found


def _spread(values: Sequence[float]) -> tuple[float, float]:
    return statistics.fmean(values), statistics.pstdev(values)


SAMPLERS: dict[str, Sampler] = {"shuffle": shuffle, "statistical": statistical}
