"""Measures that are read from sums, by name and by level.

The sums belong to one document, to all documents, or to documents drawn at random.
"""

from collections.abc import Iterable, Mapping, Sequence

from annotator.agreement import measure_lookup
from annotator.agreement.coefficients.attribute_alpha import AttributesByLabel
from annotator.agreement.measure import Measure, Measures, undefined
from annotator.agreement.measure_definition import MeasureDefinition
from annotator.agreement.measure_lookup import SPREAD_SUFFIX, attribute_of, definition_of
from annotator.agreement.measure_registry import MEASURES
from annotator.agreement.sum_reader import MeasureScope, SumReader
from annotator.agreement.sums import AnnotatorPair, DocumentTotals, SumKey


def sum_families(name: str, label: str = "") -> frozenset[str]:
    """The families of sums that a measure (of one label) is read from."""
    return definition_of(name).source.families(name, label)


def reads_sum(name: str, key: SumKey, label: str = "") -> bool:
    """Whether a measure (of this label) is read from the sum with this key."""
    if label and key.label not in ("", label):
        return False
    return key.family in sum_families(name, label) and key.attribute in ("", attribute_of(name))


class MeasureReader:
    """Reads the measures of annotators from sums; ``pairs`` are the pairs who finished documents together."""

    def __init__(
        self,
        sums: Mapping[SumKey, DocumentTotals],
        annotators: Sequence[str],
        pairs: Sequence[AnnotatorPair],
        attributes: AttributesByLabel,
    ) -> None:
        self._pairs = pairs
        self._sums = SumReader(sums, annotators, pairs, attributes)

    @property
    def labels(self) -> list[str]:
        """The labels of which there are sums, by name."""
        return self._sums.labels

    def measure(self, name: str, pair: AnnotatorPair | None = None, label: str = "") -> Measure:
        """One measure of all annotators or of a pair, over all labels or of one; F1 of all is the mean over pairs."""
        return self._read(definition_of(name), MeasureScope(pair, label, attribute_of(name)))

    def _read(self, definition: MeasureDefinition, scope: MeasureScope) -> Measure:
        if scope.pair is None and not self._pairs:
            return undefined("no_overlap")
        return definition.source.read(self._sums, definition.name, scope)

    def _measures(self, definitions: Iterable[MeasureDefinition], scope: MeasureScope) -> Measures:
        return {definition.name: self._read(definition, scope) for definition in dict.fromkeys(definitions)}

    def overall(self) -> Measures:
        """All measures over all annotators, and the spread of F1 over pairs."""
        spreads = {
            f"{name}{SPREAD_SUFFIX}": self._sums.f1_spread(name)
            for name, definition in MEASURES.items()
            if definition.spread_title
        }
        return self.pair_measures(None) | spreads

    def pair_measures(self, pair: AnnotatorPair | None) -> Measures:
        """All measures of a pair, or of all annotators."""
        definitions = (*measure_lookup.from_sums("project"), *measure_lookup.from_sums("relation"))
        return self._measures(definitions, MeasureScope(pair))

    def label_measures(self, label: str) -> Measures:
        """The measures of one label over all annotators, and those of each attribute of its spans."""
        attribute_measures = {
            measure_lookup.attribute_measure_name(definition.name, attribute): self._read(
                definition, MeasureScope(None, label, attribute)
            )
            for definition in measure_lookup.from_sums("attribute")
            for attribute in self._sums.attributes_of(label)
        }
        definitions = (*measure_lookup.from_sums("label"), *measure_lookup.from_sums("further"))
        return self._measures(definitions, MeasureScope(None, label)) | attribute_measures

    def against_others(self, annotator: str) -> Measures:
        """One annotator against all others; the pairs are counted together."""
        pairs = [pair for pair in self._pairs if annotator in pair]
        return {
            definition.name: self._sums.total_f1(definition.name, pairs) if pairs else undefined("no_overlap")
            for definition in measure_lookup.from_sums("annotator")
        }

    def prevalence(self, label: str) -> Measure:
        """The share of token ratings that give this label."""
        return self._sums.prevalence(label)
