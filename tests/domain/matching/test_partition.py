"""Tests of the partition into clusters against an exhaustive search."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from random import Random  # noqa: TID251 - seeded

import pytest

from annotator.domain.marks.marks import Layer
from annotator.domain.matching.clusters import match
from annotator.domain.matching.results import Matching
from tests.layers import layer, random_layers, shuffled

Mark = tuple[str, str, frozenset[int]]
Objective = tuple[int, int, Fraction, int]


def _marks(layers: list[Layer]) -> list[Mark]:
    """Annotator, label and characters of every span, each once."""
    found = {
        (one.annotator, span.label, frozenset(place for low, high in span.fragments for place in range(low, high)))
        for one in layers
        for span in one.spans
    }
    return sorted(found, key=lambda mark: (mark[0], mark[1], sorted(mark[2])))


def _likeness(one: Mark, other: Mark) -> Fraction:
    return Fraction(len(one[2] & other[2]), len(one[2] | other[2]))


def _may_meet(one: Mark, other: Mark) -> bool:
    likeness = _likeness(one, other)
    return one[0] != other[0] and likeness > 0 and (one[1] == other[1] or likeness >= Fraction(1, 2))


def _partitions(marks: list[Mark]) -> Iterator[list[list[Mark]]]:
    """Every way of putting the marks into clusters."""
    if not marks:
        yield []
        return
    first, *rest = marks
    for groups in _partitions(rest):
        yield [[first], *groups]
        for number, group in enumerate(groups):
            if all(_may_meet(first, other) for other in group):
                yield [*groups[:number], [first, *group], *groups[number + 1 :]]


def _objective(groups: list[list[Mark]]) -> Objective:
    pairs = [pair for group in groups for pair in combinations(group, 2)]
    same = [one[2] == other[2] for one, other in pairs]
    agreed = [alike and one[1] == other[1] for alike, (one, other) in zip(same, pairs, strict=True)]
    likeness = sum((2 * _likeness(one, other) + (one[1] == other[1])) / 3 for one, other in pairs)
    return sum(agreed), sum(same), Fraction(likeness), -len(groups)


def _clusters(matching: Matching) -> list[list[Mark]]:
    return [
        [
            (one.annotator, one.span.label, frozenset(at for low, high in one.extent for at in range(low, high)))
            for one in cluster.members
        ]
        for cluster in matching.clusters
    ]


def _compare(seed: int, count: int) -> None:
    """Match random layers of at most eight spans, and enumerate what else could have been."""
    chance = Random(seed)
    for _ in range(count):
        people = chance.randint(2, 4)
        layers = random_layers(chance, people, {2: 4, 3: 3, 4: 2}[people])
        marks = _marks(layers)

        matching = match(layers)

        best = max(map(_objective, _partitions(marks)))
        assert _objective(_clusters(matching)) == best, layers
        assert sorted(map(str, marks)) == sorted(str(mark) for group in _clusters(matching) for mark in group)
        assert match(shuffled(layers, chance)) == matching


def test_small_crowds_are_matched_as_well_as_can_be() -> None:
    _compare(seed=1, count=300)


@pytest.mark.fault_long
@pytest.mark.parametrize("seed", range(100))
def test_a_hundred_thousand_small_crowds_are_matched_as_well_as_can_be(seed: int) -> None:
    _compare(seed=100 + seed, count=1000)


def test_a_crowd_too_large_to_search_says_so_and_is_still_matched_in_any_order() -> None:
    chance = Random(3)
    layers = random_layers(chance, annotators=3, spans=40, width=40)

    matching = match(layers)

    assert matching.approximate
    assert match(shuffled(layers, chance)) == matching
    assert all(_may_meet(*pair) for group in _clusters(matching) for pair in combinations(group, 2))


def test_of_two_people_even_a_large_crowd_is_matched_as_well_as_can_be() -> None:
    # One chain: each span of A meets two of B, and the best is to shift none.
    ours = [f"a{n} X {10 * n}-{10 * n + 10}" for n in range(30)]
    theirs = [f"b{n} X {10 * n + 4}-{10 * n + 14}" for n in range(30)]

    matching = match([layer("A", *ours), layer("B", *theirs)])

    assert matching.approximate
    pairs = [[member.span.id for member in cluster.members] for cluster in matching.clusters]
    assert pairs == [[f"a{n}", f"b{n}"] for n in range(30)]
