"""Which pairs of two sides together are worth most, if each may be taken once?"""

from collections.abc import Hashable, Iterator, Mapping
from heapq import heappop, heappush
from itertools import count
from typing import Generic, TypeVar

Left = TypeVar("Left", bound=Hashable)
Right = TypeVar("Right", bound=Hashable)


def assign(worth: Mapping[Left, Mapping[Right, int]]) -> dict[Left, Right]:
    """The one-to-one matching of greatest total worth; a left one without a worthwhile partner stays alone.

    ``worth`` names the pairs that may be taken, each worth more than nothing. Exact, for any size of number: left ones
    come in one after the other, each along the cheapest chain of changes (Kuhn 1955; Edmonds & Karp 1972). The work is
    that of the pairs named, not of all that could be.
    """
    market = _Market(worth)
    for newcomer in worth:
        market.bring_in(newcomer)
    return {left: right for right, left in market.partner.items()}


class _Market(Generic[Left, Right]):
    """Right ones have a price, left ones the profit that their best choice leaves them; nobody would change alone."""

    def __init__(self, worth: Mapping[Left, Mapping[Right, int]]) -> None:
        self._worth = worth
        self._profit = {left: max(pairs.values(), default=0) for left, pairs in worth.items()}
        self._price: dict[Right, int] = {}
        self.partner: dict[Right, Left] = {}

    def bring_in(self, newcomer: Left) -> None:
        """Find the cheapest chain of changes that ends with a free right one, or with a left one that stays alone."""
        reached, left = {newcomer: 0}, newcomer
        gave_up: dict[Left, Right] = {}
        takers: dict[Right, Left] = {}
        settled: dict[Right, int] = {}
        waiting: list[tuple[int, int, Left, Right | None]] = []
        number = count()
        while True:
            for cost, right in self._choices(left):
                # The number keeps what cannot be compared out of the comparison.
                heappush(waiting, (reached[left] + cost, next(number), left, right))
            cost, _, taker, right = heappop(waiting)
            while right in settled:
                cost, _, taker, right = heappop(waiting)
            if right is None or right not in self.partner:
                break
            left = self.partner[right]
            settled[right], takers[right], reached[left], gave_up[left] = cost, taker, cost, right
        for buyer, before in reached.items():
            self._profit[buyer] -= cost - before
        for good, before in settled.items():
            self._price[good] = self._price.get(good, 0) + cost - before
        self._hand_over(taker, right, takers, gave_up)

    def _choices(self, left: Left) -> Iterator[tuple[int, Right | None]]:
        """What each choice costs beside the best, staying alone among them."""
        profit = self._profit[left]
        yield profit, None
        for right, value in self._worth[left].items():
            yield profit + self._price.get(right, 0) - value, right

    def _hand_over(
        self, taker: Left, right: Right | None, takers: Mapping[Right, Left], gave_up: Mapping[Left, Right]
    ) -> None:
        """From the end of the chain to the newcomer, each takes what the next gave up."""
        if right is not None:
            self.partner[right] = taker
        while taker in gave_up:
            given = gave_up[taker]
            taker = takers[given]
            self.partner[given] = taker
