"""Who gets which documents?"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

from annotator.domain.errors import Refused
from annotator.domain.frozen_model import FrozenModel
from annotator.i18n import tr

Chance = Callable[[], float]
"""Numbers from 0 to 1, always the same ones from the same seed."""


class Wish(FrozenModel):
    """Every document to ``overlap`` people, but for a ``by_all`` share of them (0 to 1), which all get."""

    people: tuple[str, ...]
    overlap: int = 1
    by_all: float = 0.0


class Assignment(FrozenModel):
    """Each person's documents, in the project's order, and which ones everybody has."""

    documents: dict[str, tuple[str, ...]]
    by_all: tuple[str, ...] = ()

    def load(self, person: str) -> int:
        """How many documents somebody gets."""
        return len(self.documents[person])


def assign(wish: Wish, groups: Mapping[str, str], chance: Chance) -> Assignment:
    """Deal the documents out; ``groups`` says of each, in order, what it has in common with others (a topic, a month).

    Loads differ by one at most, in all and as far as possible in every group; pairs of people share about as many
    documents as any other pair. Refused where there is nobody, or fewer people than each document needs.
    """
    _refuse_impossible(wish, groups)
    dealt = _shuffled(groups, chance)
    common = _evenly(dealt, round(wish.by_all * len(dealt)))
    deal = _Deal(wish.people, chance)
    for document in dealt:
        if document not in common:
            deal.give(document, groups[document], wish.overlap)
    return Assignment(
        documents={
            person: tuple(one for one in groups if one in common or one in deal.given[person]) for person in wish.people
        },
        by_all=tuple(one for one in groups if one in common),
    )


def _refuse_impossible(wish: Wish, groups: Mapping[str, str]) -> None:
    people = len(wish.people)
    if not people or len(set(wish.people)) < people:
        raise Refused(tr("somebody must get each document, and nobody twice"), remedy=tr("choose annotators"))
    if not groups:
        raise Refused(tr("there are no documents to hand out"), remedy=tr("choose some"))
    if not 1 <= wish.overlap <= people:
        raise Refused(
            tr("a document cannot go to {overlap} of {count}", overlap=wish.overlap, count=people),
            remedy=tr("choose from 1 to {count}", count=people),
        )
    if not 0 <= wish.by_all <= 1:
        raise Refused(
            tr("this share of the documents cannot go to everybody"), remedy=tr("choose from 0 to 100 percent")
        )


def _shuffled(groups: Mapping[str, str], chance: Chance) -> list[str]:
    """The documents group by group, mixed within each."""
    drawn = {document: chance() for document in groups}
    return sorted(groups, key=lambda document: (groups[document], drawn[document]))


def _evenly(dealt: Sequence[str], count: int) -> set[str]:
    """So many of them, at equal distances, so that each group has its part."""
    return {
        document
        for place, document in enumerate(dealt)
        if (place + 1) * count // len(dealt) > place * count // len(dealt)
    }


class _Deal:
    """Gives each document to those who have the least so far."""

    def __init__(self, people: Sequence[str], chance: Chance) -> None:
        self._people, self._chance = people, chance
        self.given: dict[str, set[str]] = {person: set() for person in people}
        self._in_group: Counter[tuple[str, str]] = Counter()
        self._together: Counter[frozenset[str]] = Counter()

    def give(self, document: str, group: str, overlap: int) -> None:
        chosen: list[str] = []
        drawn = {person: self._chance() for person in self._people}
        while len(chosen) < overlap:
            chosen.append(
                min((one for one in self._people if one not in chosen), key=self._order(group, chosen, drawn))
            )
        for person in chosen:
            self.given[person].add(document)
            self._in_group[person, group] += 1
        self._together.update(frozenset(pair) for pair in combinations(chosen, 2))

    def _order(
        self, group: str, chosen: list[str], drawn: Mapping[str, float]
    ) -> Callable[[str], tuple[int, int, int, float]]:
        """Who is next: the least laden, in all and in this group, and the least often beside those chosen already."""

        def order(person: str) -> tuple[int, int, int, float]:
            beside = sum(self._together[frozenset((person, other))] for other in chosen)
            return len(self.given[person]), self._in_group[person, group], beside, drawn[person]

        return order
