"""Do people say the same of the spans that they both found?"""

from collections import Counter

from annotator.agreement.alpha import alpha
from annotator.agreement.coding import Coding, Rating
from annotator.agreement.distances import SCALES
from annotator.agreement.measure import Measure
from annotator.domain.matching.values import Matching


def attribute_coding(matching: Matching, label: str, attribute: str) -> Coding:
    """What each annotator says by an attribute of the spans with a label that two found at least.

    An attribute left empty is a rating too: it says that there is nothing to say. Who has no such span has no rating.
    """
    found: Counter[tuple[Rating | None, ...]] = Counter()
    for cluster in matching.clusters:
        said = {
            member.annotator: member.span.attributes.get(attribute, "")
            for member in cluster.members
            if member.span.label == label
        }
        if len(said) > 1:
            found[tuple(said.get(name) for name in matching.annotators)] += 1
    return found


def attribute_alpha(coding: Coding, scale: str = "nominal", order: tuple[str, ...] = ()) -> Measure:
    """Krippendorff's alpha of an attribute, on a scale other than the nominal one by the rank of values in ``order``.

    Values that have no rank count as missing there.
    """
    if scale == "nominal":
        return alpha(coding)
    ranks = {value: rank for rank, value in enumerate(order, 1)}
    found: Counter[tuple[Rating | None, ...]] = Counter()
    for ratings, count in coding.items():
        found[tuple(ranks.get(str(rating)) for rating in ratings)] += count
    return alpha(found, SCALES[scale])
