"""Alpha of the attribute values of spans that two annotators or more found."""

from collections import Counter
from collections.abc import Mapping

from annotator.agreement.coefficients.alpha import alpha
from annotator.agreement.coefficients.coding import Coding, Rating
from annotator.agreement.coefficients.distances import SCALES
from annotator.agreement.measure import Measure
from annotator.domain.scheme.scheme import Attribute

# The attributes of each label, by name.
AttributesByLabel = Mapping[str, Mapping[str, Attribute]]


def attribute_alpha(coding: Coding, attribute: Attribute) -> Measure:
    """Krippendorff's alpha of the values of an attribute, on the scale that the attribute declares.

    On the nominal scale an empty value is an answer too. On the other scales it has no position, and counts as missing
    like every value without a position.
    """
    if attribute.scale == "nominal":
        return alpha(coding)
    placed: Counter[tuple[Rating | None, ...]] = Counter()
    for ratings, count in coding.items():
        placed[tuple(None if value is None else attribute.scale_position(str(value)) for value in ratings)] += count
    return alpha(placed, SCALES[attribute.scale])
