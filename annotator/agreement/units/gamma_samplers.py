"""Samplers of random texts, on which observers place their units by chance."""

import statistics
from collections.abc import Callable, Sequence

from annotator.agreement.seeded_random import SeededRandom
from annotator.agreement.units.gamma_alignment import Unit

Sampler = Callable[[Sequence[Sequence[Unit]], SeededRandom], list[list[Unit]]]

_TRIES = 100


def shuffle_units(observers: Sequence[Sequence[Unit]], random: SeededRandom) -> list[list[Unit]]:
    """For each observer the units of a randomly drawn observer, shifted around the text (Mathet et al. 2015).

    Shifts differ by at least half a mean unit where there is room: two copies of one observer must not coincide.
    """
    all_units = [unit for units in observers for unit in units]
    begin, end = min(unit.start for unit in all_units), max(unit.end for unit in all_units)
    width = end - begin
    distance = statistics.fmean(unit.length for unit in all_units) / 2
    shifts: list[float] = []
    for _ in observers:
        shift = random.uniform(0, width)
        for _ in range(_TRIES):
            if all(distance <= abs(shift - earlier) <= width - distance for earlier in shifts):
                break
            shift = random.uniform(0, width)
        shifts.append(shift)
    return [[_shifted(unit, shift, end, width) for unit in random.choice(observers)] for shift in shifts]


def _shifted(unit: Unit, shift: float, end: float, width: float) -> Unit:
    moved = shift - width if unit.start + shift > end else shift
    return Unit(unit.start + moved, unit.end + moved, unit.label)


def sample_units(observers: Sequence[Sequence[Unit]], random: SeededRandom) -> list[list[Unit]]:
    """Successive units, whose number, lengths and gaps are normally distributed like those that occur.

    Labels are as frequent as those that occur. This is the default sampler of pygamma-agreement.
    """
    all_units = [unit for units in observers for unit in units]
    begin = min(unit.start for unit in all_units)
    counts = _spread([float(len(units)) for units in observers])
    lengths = _spread([unit.length for unit in all_units])
    gaps = _spread([gap for units in observers for gap in _gaps(units, begin)])
    labels = [unit.label for unit in all_units]
    sample: list[list[Unit]] = [[]]
    while not any(sample):
        sample = []
        for _ in observers:
            position, units = 0.0, []
            for _ in range(abs(int(random.normal(*counts)))):
                start = position + random.normal(*gaps)
                position = start + max(abs(random.normal(*lengths)), _SHORTEST)
                units.append(Unit(start, position, random.choice(labels)))
            sample.append(units)
    return sample


_SHORTEST = 1e-6


def _gaps(units: Sequence[Unit], begin: float) -> list[float]:
    """The gaps before each unit; negative where units overlap."""
    gaps = []
    for unit in sorted(units, key=lambda unit: (unit.start, unit.end)):
        gaps.append(unit.start - begin)
        begin = unit.end
    return gaps


def _spread(values: Sequence[float]) -> tuple[float, float]:
    return statistics.fmean(values), statistics.pstdev(values)


SAMPLERS: dict[str, Sampler] = {"shuffle": shuffle_units, "statistical": sample_units}
