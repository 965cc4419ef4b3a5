"""Which answer is the likeliest, if some people err more than others?"""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from math import exp, fsum, log

from annotator.domain.frozen_model import FrozenModel

Item = Hashable
# Who said what of an item, as often as they said it.
Responses = Mapping[Item, Mapping[str, Sequence[str]]]

_STEPS = 1000


class Reliability(FrozenModel):
    """How likely each answer is for each item, how common each is, and how often each observer says B for A."""

    posteriors: dict[Item, dict[str, float]]
    marginals: dict[str, float]
    errors: dict[str, dict[tuple[str, str], float]]

    def answer(self, item: Item) -> str:
        """The likeliest one; of equals the first by name."""
        return max(sorted(self.posteriors[item]), key=self.posteriors[item].__getitem__)


def dawid_skene(responses: Responses, tolerance: float = 1e-12) -> Reliability:
    """Expectation and maximisation after Dawid & Skene 1979, from the shares of votes until nothing moves any more.

    ``tolerance`` is the greatest change of a marginal at which it stops. Fit for a suggestion only, and for three
    observers or more: of two the model cannot tell who is right.
    """
    answers = sorted({said for told in responses.values() for given in told.values() for said in given})
    posteriors = {item: _vote_shares(told, answers) for item, told in responses.items()}
    marginals, errors = _maximised(responses, posteriors, answers)
    for _ in range(_STEPS):
        posteriors = {item: _expected(told, marginals, errors) for item, told in responses.items()}
        before = marginals
        marginals, errors = _maximised(responses, posteriors, answers)
        if all(abs(marginals[answer] - before[answer]) <= tolerance for answer in answers):
            break
    return Reliability(posteriors=posteriors, marginals=marginals, errors=errors)


def _vote_shares(told: Mapping[str, Sequence[str]], answers: Sequence[str]) -> dict[str, float]:
    votes = [said for given in told.values() for said in given]
    return {answer: votes.count(answer) / len(votes) for answer in answers}


def _maximised(
    responses: Responses, posteriors: Mapping[Item, Mapping[str, float]], answers: Sequence[str]
) -> tuple[dict[str, float], dict[str, dict[tuple[str, str], float]]]:
    """How common each answer is, and each observer's habit of saying one for another, if the posteriors hold."""
    marginals = {answer: fsum(shares[answer] for shares in posteriors.values()) / len(posteriors) for answer in answers}
    counts: defaultdict[str, defaultdict[tuple[str, str], float]] = defaultdict(lambda: defaultdict(float))
    for item, told in responses.items():
        for observer, given in told.items():
            for said in given:
                for true in answers:
                    counts[observer][true, said] += posteriors[item][true]
    errors = {}
    for observer, habits in counts.items():
        whole = {true: fsum(habits[true, said] for said in answers) for true in answers}
        errors[observer] = {
            (true, said): habits[true, said] / whole[true] if whole[true] else 0.0
            for true in answers
            for said in answers
        }
    return marginals, errors


def _expected(
    told: Mapping[str, Sequence[str]],
    marginals: Mapping[str, float],
    errors: Mapping[str, Mapping[tuple[str, str], float]],
) -> dict[str, float]:
    """How likely each answer is for one item, by logarithms: many small chances multiply to nothing."""
    weights = {}
    for true, common in marginals.items():
        chances = [common, *(errors[observer][true, said] for observer, given in told.items() for said in given)]
        weights[true] = fsum(map(log, chances)) if all(chances) else None
    greatest = max(weight for weight in weights.values() if weight is not None)
    raised = {true: 0.0 if weight is None else exp(weight - greatest) for true, weight in weights.items()}
    whole = fsum(raised.values())
    return {true: weight / whole for true, weight in raised.items()}
