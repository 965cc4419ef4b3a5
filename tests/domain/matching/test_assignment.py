"""Is the one-to-one matching worth the most?"""

from itertools import permutations
from random import Random  # noqa: TID251 - seeded

from annotator.domain.matching.assignment import assign


def _most(worth: dict[int, dict[str, int]]) -> int:
    """By trying every order in which the left ones could choose."""
    rights = sorted({right for pairs in worth.values() for right in pairs}) + [""] * len(worth)
    return max(
        sum(worth[left].get(right, 0) for left, right in zip(worth, order, strict=False))
        for order in permutations(rights, len(worth))
    )


def test_no_other_matching_is_worth_more() -> None:
    chance = Random(5)
    for _ in range(300):
        worth = {
            left: {right: chance.randint(1, 9) for right in "abcd" if chance.random() < 0.6}
            for left in range(chance.randint(0, 4))
        }

        pairs = assign(worth)

        assert len(set(pairs.values())) == len(pairs)
        assert sum(worth[left][right] for left, right in pairs.items()) == _most(worth)


def test_numbers_may_be_of_any_size() -> None:
    great = 10**40

    assert assign({1: {"a": great + 2, "b": great}, 2: {"a": great + 1}}) == {1: "b", 2: "a"}
