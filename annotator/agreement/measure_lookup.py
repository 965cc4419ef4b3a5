"""Lookup of measures by name and by level."""

from annotator.agreement.measure_definition import (
    MeasureDefinition,
    MeasureLevel,
    RelationF1,
    RelationMatches,
    SpanF1,
    SpanMatches,
)
from annotator.agreement.measure_registry import MEASURES
from annotator.agreement.sums import ALL_ANNOTATORS, ALL_SPANS, SAME_LABEL_SPANS, AnnotatorPair, PassageKey

# Follows the name of a measure in the name of its standard deviation over pairs.
SPREAD_SUFFIX = "_sd"
# Stands between the name of a measure and that of the attribute that it is about.
_ATTRIBUTE_MARK = ":"


def definition_of(name: str) -> MeasureDefinition:
    """The definition of a measure; the name may end in the name of an attribute."""
    return MEASURES[name.partition(_ATTRIBUTE_MARK)[0]]


def attribute_of(name: str) -> str:
    """The attribute that a measure with this name is about; empty if it is about none."""
    return name.partition(_ATTRIBUTE_MARK)[2]


def attribute_measure_name(name: str, attribute: str) -> str:
    """The name of a measure of one attribute."""
    return f"{name}{_ATTRIBUTE_MARK}{attribute}"


def from_sums(level: MeasureLevel) -> list[MeasureDefinition]:
    """The measures of a level that are read from sums."""
    return [definition for definition in MEASURES.values() if definition.from_sums and level in definition.levels]


def on_demand(annotators: int) -> list[MeasureDefinition]:
    """The measures of this number of annotators that are worked out on demand."""
    return [
        definition for definition in MEASURES.values() if definition.on_demand and definition.is_defined_for(annotators)
    ]


def span_matches() -> dict[str, SpanMatches]:
    """The shared amounts of spans that are kept as sums, by measure."""
    return {
        name: definition.from_sums.matches
        for name, definition in MEASURES.items()
        if isinstance(definition.from_sums, SpanF1)
    }


def relation_matches() -> dict[str, RelationMatches]:
    """The shared amounts of relations that are kept as sums, by measure."""
    return {
        name: definition.from_sums.matches
        for name, definition in MEASURES.items()
        if isinstance(definition.from_sums, RelationF1)
    }


def measure_passages(name: str, pair: AnnotatorPair = ALL_ANNOTATORS, label: str = "") -> PassageKey:
    """The key of the passages behind a measure."""
    subject = definition_of(name).passages
    return PassageKey(pair, subject, label if subject in (ALL_SPANS, SAME_LABEL_SPANS) else "", attribute_of(name))
