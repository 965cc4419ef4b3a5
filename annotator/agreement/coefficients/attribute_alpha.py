"""Do people say the same of the spans that they both found?"""

from collections import Counter
from collections.abc import Mapping

from annotator.agreement.coefficients.alpha import alpha
from annotator.agreement.coefficients.coding import Coding, Rating
from annotator.agreement.coefficients.distances import SCALES
from annotator.agreement.measure import Measure
from annotator.domain.scheme.scheme import Attribute

# The attributes of each label, by name.
Attributes = Mapping[str, Mapping[str, Attribute]]


def attribute_alpha(coding: Coding, attribute: Attribute) -> Measure:
    """Krippendorff's alpha of what is said by an attribute, on the scale that the attribute declares.

    On the nominal scale nothing said is an answer too; on the others it has no place, and counts as missing like
    every value without one.
    """
    if attribute.scale == "nominal":
        return alpha(coding)
    found: Counter[tuple[Rating | None, ...]] = Counter()
    for ratings, count in coding.items():
        found[tuple(None if one is None else attribute.place_of(str(one)) for one in ratings)] += count
    return alpha(found, SCALES[attribute.scale])
