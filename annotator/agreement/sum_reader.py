"""Figures read from sums: F1, codings and the u-alpha family.

The sums belong to one document, to all documents, or to documents drawn at random.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from annotator.agreement.coefficients.alpha import alpha
from annotator.agreement.coefficients.attribute_alpha import AttributesByLabel, attribute_alpha
from annotator.agreement.coefficients.coding import Coding, Rating, select_raters
from annotator.agreement.matches import span_f1
from annotator.agreement.measure import Measure, mean, share, spread
from annotator.agreement.sums import LENGTH, AnnotatorPair, DocumentTotals, SumKey
from annotator.agreement.units.u_alpha import GAP, UAlpha, UnitPart, combined_sums


class MeasureScope(NamedTuple):
    """The subject of a figure: a pair of annotators or all, all labels or one, and an attribute of that label."""

    pair: AnnotatorPair | None = None
    label: str = ""
    attribute: str = ""


class SumReader:
    """Reads the sums of annotators; ``pairs`` are the pairs who finished documents together."""

    def __init__(
        self,
        sums: Mapping[SumKey, DocumentTotals],
        annotators: Sequence[str],
        pairs: Sequence[AnnotatorPair],
        attributes: AttributesByLabel,
    ) -> None:
        self.pairs = pairs
        self.labels = sorted({key.label for key in sums if key.label})
        self._sums, self._annotators, self._attributes = sums, annotators, attributes
        self._sizes = sorted({key.observers for key in sums if key.observers})
        self._u_alphas: dict[tuple[AnnotatorPair | None, str], UAlpha] = {}

    # F1

    def f1(self, family: str, scope: MeasureScope) -> Measure:
        """The F1 of a pair, of all labels or of one; of all annotators the mean over pairs."""
        measures = self._f1_of_pairs(family, scope)
        return mean(measures) if scope.pair is None else measures[0]

    def f1_spread(self, family: str) -> Measure:
        """The population standard deviation of an F1 over pairs."""
        return spread(self._f1_of_pairs(family, MeasureScope()))

    def total_f1(self, family: str, pairs: Iterable[AnnotatorPair], labels: Sequence[str] | None = None) -> Measure:
        """The F1 of several pairs counted together, of all labels or of these."""
        shared: Counter[int] = Counter()
        for pair in pairs:
            for label in ("", *self.labels) if labels is None else labels:
                shared.update(self._sums.get(SumKey(family, pair, label), {}))
        return span_f1.f1(shared)

    def _f1_of_pairs(self, family: str, scope: MeasureScope) -> list[Measure]:
        pairs = self.pairs if scope.pair is None else [scope.pair]
        return [self.total_f1(family, [pair], [scope.label] if scope.label else None) for pair in pairs]

    # Codings

    def coding(self, family: str, scope: MeasureScope) -> Coding:
        """How often each combination of ratings occurs in this family of sums."""
        return self._of_pair(self._sums.get(SumKey(family), {}), scope)

    def token_coding(self, scope: MeasureScope) -> Coding:
        """The coding of all tokens, with or without the label; where no label is given, of all labels together."""
        return self._of_pair(self._tokens(scope.label), scope)

    def attribute_alpha(self, scope: MeasureScope) -> Measure:
        """The alpha of an attribute of a label, on the scale that the scheme declares."""
        key = SumKey("attribute", label=scope.label, attribute=scope.attribute)
        coding = self._of_pair(self._sums.get(key, {}), scope)
        declared = self._attributes.get(scope.label, {}).get(scope.attribute)
        return attribute_alpha(coding, declared) if declared else alpha(coding)

    def attributes_of(self, label: str) -> list[str]:
        """The attributes of a label of which there are sums, by name."""
        return sorted(key.attribute for key in self._sums if key.attribute and key.label == label)

    def prevalence(self, label: str) -> Measure:
        """The share of token ratings that give this label."""
        coding = self._tokens(label)
        marked = sum(count * sum(rating is True for rating in ratings) for ratings, count in coding.items())
        return share(
            marked, sum(count * sum(rating is not None for rating in ratings) for ratings, count in coding.items())
        )

    def _of_pair(self, coding: Coding, scope: MeasureScope) -> Coding:
        return coding if scope.pair is None else select_raters(coding, *map(self._annotators.index, scope.pair))

    def _tokens(self, label: str) -> Coding:
        coding: Counter[tuple[Rating | None, ...]] = Counter()
        for name in [label] if label else self.labels:
            marked = self._sums.get(SumKey("tokens", label=name), {})
            blank = Counter(self._sums.get(SumKey("places"), {}))
            for ratings, count in marked.items():
                blank[tuple(None if rating is None else False for rating in ratings)] -= count
            coding.update(marked)
            coding.update(blank)
        return +coding

    # The u-alpha family

    def label_units(self, scope: MeasureScope) -> UAlpha:
        """The u-alpha family of one label alone; where no label is given, with sets of labels as values.

        A pair counts as if no other annotator had finished its documents.
        """
        pair, label = scope.pair, scope.label
        if (pair, label) not in self._u_alphas:
            sized_sums = (
                (sums, observers if pair is None else 2)
                for compared in (self.pairs if pair is None else [pair])
                for sums, observers in (self._label_sums(compared, label) if label else self._label_set_sums(compared))
            )
            self._u_alphas[pair, label] = UAlpha(combined_sums(sized_sums))
        return self._u_alphas[pair, label]

    def label_set_units(self, scope: MeasureScope) -> UAlpha:
        """The u-alpha family with sets of labels as values, because spans may overlap."""
        return self.label_units(scope._replace(label=""))

    def _label_set_sums(self, pair: AnnotatorPair) -> Iterator[tuple[DocumentTotals, int]]:
        for observers in self._sizes:
            yield self._sums.get(SumKey("sets", pair, observers=observers), {}), observers

    def _label_sums(self, pair: AnnotatorPair, label: str) -> Iterator[tuple[DocumentTotals, int]]:
        """The sums of u-alpha of one label, with its gaps, which are the rest of the length."""
        for observers in self._sizes:
            size = self._sums.get(SumKey("length", pair, observers=observers), {}).get(LENGTH, 0)
            units = Counter(self._sums.get(SumKey("units", pair, label, observers), {}))
            common, single = units[UnitPart("shared", label, label)], units[UnitPart("shared", label, GAP)]
            gaps = {
                UnitPart("shared", GAP, GAP): size - common - single,
                UnitPart("own", GAP, GAP): 2 * (size - common) - single,
            }
            yield Counter(gaps) + units, observers
