"""Votes on the labels of one passage, settled without a reviewer."""

from collections import Counter
from collections.abc import Collection, Mapping

Votes = Mapping[str, Collection[str]]


def complete_agreement(votes: Votes) -> list[str]:
    """The one label that every annotator gave, if nobody gave a second one; else nothing."""
    return _unanimous(list(votes.values()))


def incomplete_agreement(votes: Votes) -> list[str]:
    """The one label of all annotators who gave any, if nobody gave a second one; else nothing."""
    return _unanimous([labels for labels in votes.values() if labels])


def _unanimous(label_sets: list[Collection[str]]) -> list[str]:
    kinds = {frozenset(labels) for labels in label_sets}
    return sorted(next(iter(kinds))) if len(kinds) == 1 and all(len(labels) == 1 for labels in label_sets) else []


def threshold_vote(votes: Votes, *, least: int, confidence: float, top: int) -> list[str]:
    """The labels with ``least`` votes, a share of at least ``confidence`` among such, and a rank down to ``top``.

    A tie for the only rank settles nothing; a tie for the last of several ranks accepts all tied labels.
    """
    counts = Counter(label for labels in votes.values() for label in set(labels))
    strong = {label: count for label, count in counts.items() if count >= least}
    if not strong:
        return []
    ranked = sorted(strong.values(), reverse=True)
    lowest = max(confidence * sum(ranked), ranked[min(top, len(ranked)) - 1])
    chosen = sorted(label for label, count in strong.items() if count >= lowest)
    return [] if top == 1 and len(chosen) > 1 else chosen
