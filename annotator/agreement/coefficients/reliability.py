"""The model of Dawid & Skene: the likeliest answer to each item, where some observers err more than others."""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from math import exp, fsum, log

from annotator.domain.frozen_model import FrozenModel

Item = Hashable
# The replies of each observer to each item; an observer may reply more than once.
Responses = Mapping[Item, Mapping[str, Sequence[str]]]

_STEPS = 1000


class Reliability(FrozenModel):
    """The probability of each answer for each item, of each answer, and of each observer's replies to a true answer."""

    posteriors: dict[Item, dict[str, float]]
    marginals: dict[str, float]
    errors: dict[str, dict[tuple[str, str], float]]

    def answer(self, item: Item) -> str:
        """The likeliest answer; of equally likely ones the first by name."""
        return max(sorted(self.posteriors[item]), key=self.posteriors[item].__getitem__)


def dawid_skene(responses: Responses, tolerance: float = 1e-12) -> Reliability:
    """Expectation maximisation (Dawid & Skene 1979), which starts from the shares of votes and runs until it converges.

    It stops where no marginal changes by more than ``tolerance``. It is fit for suggestions only, and for three
    observers or more: between two the model cannot tell which one is right.
    """
    answers = sorted(
        {reply for by_observer in responses.values() for replies in by_observer.values() for reply in replies}
    )
    posteriors = {item: _vote_shares(by_observer, answers) for item, by_observer in responses.items()}
    marginals, errors = _maximised(responses, posteriors, answers)
    for _ in range(_STEPS):
        posteriors = {item: _expected(by_observer, marginals, errors) for item, by_observer in responses.items()}
        before = marginals
        marginals, errors = _maximised(responses, posteriors, answers)
        if all(abs(marginals[answer] - before[answer]) <= tolerance for answer in answers):
            break
    return Reliability(posteriors=posteriors, marginals=marginals, errors=errors)


def _vote_shares(by_observer: Mapping[str, Sequence[str]], answers: Sequence[str]) -> dict[str, float]:
    votes = [reply for replies in by_observer.values() for reply in replies]
    return {answer: votes.count(answer) / len(votes) for answer in answers}


def _maximised(
    responses: Responses, posteriors: Mapping[Item, Mapping[str, float]], answers: Sequence[str]
) -> tuple[dict[str, float], dict[str, dict[tuple[str, str], float]]]:
    """The marginals of the answers and the error rates of each observer that follow from the posteriors."""
    marginals = {answer: fsum(shares[answer] for shares in posteriors.values()) / len(posteriors) for answer in answers}
    counts: defaultdict[str, defaultdict[tuple[str, str], float]] = defaultdict(lambda: defaultdict(float))
    for item, by_observer in responses.items():
        for observer, replies in by_observer.items():
            for reply in replies:
                for true in answers:
                    counts[observer][true, reply] += posteriors[item][true]
    errors = {}
    for observer, habits in counts.items():
        total = {true: fsum(habits[true, reply] for reply in answers) for true in answers}
        errors[observer] = {
            (true, reply): habits[true, reply] / total[true] if total[true] else 0.0
            for true in answers
            for reply in answers
        }
    return marginals, errors


def _expected(
    by_observer: Mapping[str, Sequence[str]],
    marginals: Mapping[str, float],
    errors: Mapping[str, Mapping[tuple[str, str], float]],
) -> dict[str, float]:
    """The probability of each answer for one item; logarithms are used because small probabilities would underflow."""
    weights = {}
    for true, common in marginals.items():
        chances = [
            common,
            *(errors[observer][true, reply] for observer, replies in by_observer.items() for reply in replies),
        ]
        weights[true] = fsum(map(log, chances)) if all(chances) else None
    greatest = max(weight for weight in weights.values() if weight is not None)
    raised = {true: 0.0 if weight is None else exp(weight - greatest) for true, weight in weights.items()}
    total = fsum(raised.values())
    return {true: weight / total for true, weight in raised.items()}
