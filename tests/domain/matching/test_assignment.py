"""Tests of the one-to-one assignment against an exhaustive search."""

from random import Random  # noqa: TID251 - seeded

from annotator.domain.matching.assignment import assign


def _most(worth: list[dict[str, int]], taken: frozenset[str] = frozenset()) -> int:
    """By letting each left one in turn take any right one that is free, or none."""
    if not worth:
        return 0
    choices = [value + _most(worth[1:], taken | {right}) for right, value in worth[0].items() if right not in taken]
    return max([*choices, _most(worth[1:], taken)])


def test_no_other_matching_is_worth_more() -> None:
    chance = Random(5)
    for _ in range(300):
        worth = {
            left: {right: chance.randint(1, 9) for right in "abcde" if chance.random() < 0.7}
            for left in range(chance.randint(0, 6))
        }

        pairs = assign(worth)

        assert len(set(pairs.values())) == len(pairs)
        assert sum(worth[left][right] for left, right in pairs.items()) == _most(list(worth.values()))


def test_numbers_may_be_of_any_size() -> None:
    great = 10**40

    assert assign({1: {"a": great + 2, "b": great}, 2: {"a": great + 1}}) == {1: "b", 2: "a"}
