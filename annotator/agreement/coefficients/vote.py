"""Which labels would the annotators of one place settle on without a reviewer?"""

from collections import Counter
from collections.abc import Collection, Mapping

Votes = Mapping[str, Collection[str]]


def complete_agreement(votes: Votes) -> list[str]:
    """The one label that everybody gave, nobody giving a second one; nothing otherwise."""
    return _unanimous(list(votes.values()))


def incomplete_agreement(votes: Votes) -> list[str]:
    """The one label of all who gave any, nobody giving a second one; nothing otherwise."""
    return _unanimous([labels for labels in votes.values() if labels])


def _unanimous(given: list[Collection[str]]) -> list[str]:
    kinds = {frozenset(labels) for labels in given}
    return sorted(next(iter(kinds))) if len(kinds) == 1 and all(len(labels) == 1 for labels in given) else []


def threshold(votes: Votes, *, least: int, confidence: float, top: int) -> list[str]:
    """The labels with ``least`` votes, a share of at least ``confidence`` among such, and a rank down to ``top``.

    A tie for the only place settles nothing; a tie for the last of several places lets all of them in.
    """
    counts = Counter(label for labels in votes.values() for label in set(labels))
    strong = {label: count for label, count in counts.items() if count >= least}
    if not strong:
        return []
    ranked = sorted(strong.values(), reverse=True)
    lowest = max(confidence * sum(ranked), ranked[min(top, len(ranked)) - 1])
    found = sorted(label for label, count in strong.items() if count >= lowest)
    return [] if top == 1 and len(found) > 1 else found
