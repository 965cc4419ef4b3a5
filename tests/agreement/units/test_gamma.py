"""Gamma: the best alignment, and the same figures for the same seed."""

from collections.abc import Iterator
from random import Random  # noqa: TID251 - seeded

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.units.gamma import gamma
from annotator.agreement.units.gamma_alignment import (
    Dissimilarity,
    PlacedUnit,
    Unit,
    UnitGroup,
    alignment_disorder,
    best_alignment,
)
from annotator.agreement.units.gamma_samplers import SAMPLERS
from tests.agreement.reference_answers import finished

SEEDS = st.integers(0, 10**6)
PLAIN = Dissimilarity()

Observers = list[list[Unit]]


def _random(seed: int, observers: int = 3, units: int = 3, width: int = 30) -> Observers:
    chance = Random(seed)
    return [
        [
            Unit(start, start + chance.randint(1, 9), chance.choice("XXY"))
            for start in (chance.randrange(width) for _ in range(chance.randint(1, units)))
        ]
        for _ in range(observers)
    ]


def _alignments(placed: list[PlacedUnit]) -> Iterator[list[UnitGroup]]:
    """Every way of putting the units into groups with one of each observer at most."""
    if not placed:
        yield []
        return
    first, *others = placed
    for groups in _alignments(others):
        yield [(first,), *groups]
        for number, group in enumerate(groups):
            if first.observer not in {member.observer for member in group}:
                yield [*groups[:number], (first, *group), *groups[number + 1 :]]


@given(SEEDS)
def test_of_equal_alignments_the_one_with_the_fewest_groups_is_taken(seed: int) -> None:
    # Side by side, two units of different labels cost as much together as alone.
    chance = Random(seed)
    observers = [
        [Unit(10 * cell, 10 * cell + 10, chance.choice("XYZ")) for cell in sorted(chance.sample(range(6), 4))]
        for _ in range(2)
    ]
    placed = [PlacedUnit(unit, number) for number, units in enumerate(observers) for unit in units]

    alignment = best_alignment(observers, PLAIN)

    costs = [(alignment_disorder(groups, 2, PLAIN), len(groups)) for groups in _alignments(placed)]
    least, _ = min(costs)
    assert len(alignment.groups) == min(groups for cost, groups in costs if cost < least + 1e-11)


@given(SEEDS, st.sampled_from([PLAIN, Dissimilarity(3, 1, 1), Dissimilarity(1, 2, 0.5)]))
def test_no_other_alignment_leaves_less_disorder_or_as_much_with_fewer_groups(
    seed: int, dissimilarity: Dissimilarity
) -> None:
    observers = _random(seed, observers=2 + seed % 2)
    placed = [PlacedUnit(unit, number) for number, units in enumerate(observers) for unit in units]

    alignment = best_alignment(observers, dissimilarity)

    assert alignment.exact
    assert sorted(member for group in alignment.groups for member in group) == sorted(placed)
    costs = [(alignment_disorder(groups, len(observers), dissimilarity), len(groups)) for groups in _alignments(placed)]
    least, _ = min(costs)
    assert alignment_disorder(alignment.groups, len(observers), dissimilarity) == pytest.approx(least, abs=1e-9)
    assert len(alignment.groups) == min(groups for cost, groups in costs if cost == pytest.approx(least, abs=1e-11))


@given(SEEDS)
def test_the_order_of_units_plays_no_part(seed: int) -> None:
    observers = _random(seed)
    mixed = [Random(seed).sample(units, len(units)) for units in observers]

    assert best_alignment(mixed, PLAIN) == best_alignment(observers, PLAIN)


def test_a_text_too_crowded_to_be_sure_says_so() -> None:
    assert not best_alignment(_random(1, units=30, width=20), PLAIN).exact


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_gamma_is_the_same_to_the_last_bit_for_the_same_seed(sampler: str) -> None:
    documents = [_random(seed) for seed in range(3)]

    def figures(seed: int) -> object:
        return finished(gamma(documents, seed=seed, sampler=sampler, precision=0.2))

    assert figures(4) == figures(4)
    assert figures(4) != figures(5)


def test_observers_who_marked_the_same_have_gamma_one() -> None:
    units = [Unit(0, 9, "X"), Unit(20, 25, "Y")]

    figures = finished(gamma([[units, units]], seed=1, precision=0.2))

    assert (figures.gamma.value, figures.gamma_cat.value, figures.observed) == (1, 1, 0)
    assert figures.samples >= 30


def test_a_greater_precision_takes_more_samples() -> None:
    few, many = (finished(gamma([_random(2)], seed=1, precision=precision)).samples for precision in (0.5, 0.05))

    assert few == 30
    assert many > few


def test_without_units_or_a_second_observer_there_is_no_gamma() -> None:
    assert finished(gamma([[[], []]], seed=1)).gamma.reason == "nothing_to_compare"
    assert finished(gamma([[[Unit(0, 4, "X")]]], seed=1)).gamma.value is None


def test_a_unit_that_others_have_not_counts_against_categories_only_where_asked() -> None:
    observers = [[Unit(0, 9, "X"), Unit(40, 45, "Y")], [Unit(0, 9, "X")]]

    strict, plain = (
        finished(gamma([observers], seed=1, precision=0.2, unaligned=unaligned)) for unaligned in (True, False)
    )

    assert plain.gamma_cat.value == 1
    assert strict.gamma_cat.value is not None
    assert strict.gamma_cat.value < 1
    assert strict.gamma == plain.gamma


def test_gamma_tells_how_far_it_is_and_can_be_stopped() -> None:
    job = gamma([_random(seed) for seed in range(3)], seed=1)

    steps = [next(job) for _ in range(10)]

    assert [done for done, _ in steps] == list(range(10))
    assert all(done < total for done, total in steps)
    job.close()
