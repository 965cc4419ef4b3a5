"""Assignment of documents to annotators."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

from annotator.domain.errors import Refused
from annotator.domain.frozen_model import FrozenModel
from annotator.i18n import tr

RandomSource = Callable[[], float]
"""Random numbers from 0 to 1, reproducible if the source has a seed."""


class AssignmentRequest(FrozenModel):
    """Each document goes to ``overlap`` annotators, except a ``common_share`` (0 to 1) that goes to all."""

    annotators: tuple[str, ...]
    overlap: int = 1
    common_share: float = 0.0


class Assignment(FrozenModel):
    """The documents of each annotator, in the project's order, and those that all annotators get."""

    documents: dict[str, tuple[str, ...]]
    common: tuple[str, ...] = ()

    def load(self, annotator: str) -> int:
        """The number of documents that the annotator gets."""
        return len(self.documents[annotator])


def assign(request: AssignmentRequest, groups: Mapping[str, str], random: RandomSource) -> Assignment:
    """Deal the documents out; ``groups`` maps each document, in order, to its group (a topic, a month).

    Loads differ by one at most, in all and as far as possible in every group. All pairs of annotators share about the
    same number of documents. Refused if there is no annotator, or if there are fewer than each document needs.
    """
    _refuse_impossible(request, groups)
    shuffled = _shuffled(groups, random)
    common = _evenly_spaced(shuffled, round(request.common_share * len(shuffled)))
    deal = _Deal(request.annotators, random)
    for document in shuffled:
        if document not in common:
            deal.deal(document, groups[document], request.overlap)
    return Assignment(
        documents={
            annotator: tuple(
                document for document in groups if document in common or document in deal.documents[annotator]
            )
            for annotator in request.annotators
        },
        common=tuple(document for document in groups if document in common),
    )


def _refuse_impossible(request: AssignmentRequest, groups: Mapping[str, str]) -> None:
    count = len(request.annotators)
    if not count or len(set(request.annotators)) < count:
        raise Refused(tr("somebody must get each document, and nobody twice"), remedy=tr("choose annotators"))
    if not groups:
        raise Refused(tr("there are no documents to hand out"), remedy=tr("choose some"))
    if not 1 <= request.overlap <= count:
        raise Refused(
            tr("a document cannot go to {overlap} of {count}", overlap=request.overlap, count=count),
            remedy=tr("choose from 1 to {count}", count=count),
        )
    if not 0 <= request.common_share <= 1:
        raise Refused(
            tr("this share of the documents cannot go to everybody"), remedy=tr("choose from 0 to 100 percent")
        )


def _shuffled(groups: Mapping[str, str], random: RandomSource) -> list[str]:
    """The documents group by group, in random order within each group."""
    drawn = {document: random() for document in groups}
    return sorted(groups, key=lambda document: (groups[document], drawn[document]))


def _evenly_spaced(documents: Sequence[str], count: int) -> set[str]:
    """This number of documents at equal distances, so that each group has its share."""
    return {
        document
        for index, document in enumerate(documents)
        if (index + 1) * count // len(documents) > index * count // len(documents)
    }


class _Deal:
    """Deals each document to the annotators with the fewest documents so far."""

    def __init__(self, annotators: Sequence[str], random: RandomSource) -> None:
        self._annotators, self._random = annotators, random
        self.documents: dict[str, set[str]] = {annotator: set() for annotator in annotators}
        self._group_counts: Counter[tuple[str, str]] = Counter()
        self._pair_counts: Counter[frozenset[str]] = Counter()

    def deal(self, document: str, group: str, overlap: int) -> None:
        chosen: list[str] = []
        drawn = {annotator: self._random() for annotator in self._annotators}
        while len(chosen) < overlap:
            candidates = (annotator for annotator in self._annotators if annotator not in chosen)
            chosen.append(min(candidates, key=self._order(group, chosen, drawn)))
        for annotator in chosen:
            self.documents[annotator].add(document)
            self._group_counts[annotator, group] += 1
        self._pair_counts.update(frozenset(pair) for pair in combinations(chosen, 2))

    def _order(
        self, group: str, chosen: list[str], drawn: Mapping[str, float]
    ) -> Callable[[str], tuple[int, int, int, float]]:
        """The sort key of the candidates: documents in all, documents of this group, documents shared with the chosen.

        A random number decides between equal candidates.
        """

        def order(annotator: str) -> tuple[int, int, int, float]:
            shared = sum(self._pair_counts[frozenset((annotator, partner))] for partner in chosen)
            return len(self.documents[annotator]), self._group_counts[annotator, group], shared, drawn[annotator]

        return order
