"""Maximum-weight one-to-one assignment between two sides."""

from collections.abc import Hashable, Iterator, Mapping
from heapq import heappop, heappush
from itertools import count
from typing import Generic, TypeVar

Left = TypeVar("Left", bound=Hashable)
Right = TypeVar("Right", bound=Hashable)


def assign(worth: Mapping[Left, Mapping[Right, int]]) -> dict[Left, Right]:
    """The one-to-one matching of greatest total worth; a left node without a worthwhile partner stays alone.

    ``worth`` lists the allowed pairs, each with a positive worth. The result is exact, for integers of any size: left
    nodes are added one after the other, each along the cheapest augmenting path (Kuhn 1955; Edmonds & Karp 1972). The
    cost depends on the number of listed pairs, not of possible pairs.
    """
    market = _Market(worth)
    for left in worth:
        market.add(left)
    return {left: right for right, left in market.partner.items()}


class _Market(Generic[Left, Right]):
    """Right nodes have a price, left nodes the profit of their best choice; no node gains by changing alone."""

    def __init__(self, worth: Mapping[Left, Mapping[Right, int]]) -> None:
        self._worth = worth
        self._profit = {left: max(pairs.values(), default=0) for left, pairs in worth.items()}
        self._price: dict[Right, int] = {}
        self.partner: dict[Right, Left] = {}

    def add(self, newcomer: Left) -> None:
        """Find the cheapest augmenting path; it ends at a free right node, or at a left node that stays alone."""
        reached, left = {newcomer: 0}, newcomer
        gave_up: dict[Left, Right] = {}
        takers: dict[Right, Left] = {}
        settled: dict[Right, int] = {}
        queue: list[tuple[int, int, Left, Right | None]] = []
        number = count()
        while True:
            for cost, right in self._choices(left):
                # The number prevents a comparison of nodes, which may have no order.
                heappush(queue, (reached[left] + cost, next(number), left, right))
            cost, _, taker, right = heappop(queue)
            while right in settled:
                cost, _, taker, right = heappop(queue)
            if right is None or right not in self.partner:
                break
            left = self.partner[right]
            settled[right], takers[right], reached[left], gave_up[left] = cost, taker, cost, right
        for buyer, cost_before in reached.items():
            self._profit[buyer] -= cost - cost_before
        for good, cost_before in settled.items():
            self._price[good] = self._price.get(good, 0) + cost - cost_before
        self._augment(taker, right, takers, gave_up)

    def _choices(self, left: Left) -> Iterator[tuple[int, Right | None]]:
        """The cost of each choice relative to the best one; None is the choice to stay alone."""
        profit = self._profit[left]
        yield profit, None
        for right, value in self._worth[left].items():
            yield profit + self._price.get(right, 0) - value, right

    def _augment(
        self, taker: Left, right: Right | None, takers: Mapping[Right, Left], gave_up: Mapping[Left, Right]
    ) -> None:
        """Reassign partners along the path, from its end back to the newcomer."""
        if right is not None:
            self.partner[right] = taker
        while taker in gave_up:
            freed = gave_up[taker]
            taker = takers[freed]
            self.partner[freed] = taker
