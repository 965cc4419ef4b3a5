"""Which measures do sums stand for?

The sums may be of one document, of all, or of documents drawn by lot.
"""

import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from annotator.agreement.coefficients.alpha import alpha
from annotator.agreement.coefficients.attribute_alpha import Attributes, attribute_alpha
from annotator.agreement.coefficients.coding import Coding, Rating, of_raters, percent_agreement
from annotator.agreement.coefficients.distances import SCALES
from annotator.agreement.document_sums import LENGTH, Key, Pair, Sums
from annotator.agreement.matches import relation_f1, span_f1
from annotator.agreement.measure import Measure, share, undefined
from annotator.agreement.units.u_alpha import GAP, Part, UAlpha, together

Measures = dict[str, Measure]

# The families of sums that F1 is read off, by what the measure is called.
F1 = {"exact_f1": "exact", "soft_f1": "soft", "relation_aligned_f1": "relation_aligned_f1"}
_FAMILIES = F1 | {name: name for name in relation_f1.WAYS}
TOKENS, LABELS = "token_krippendorff_alpha", "label_krippendorff_alpha"
UNITS: dict[str, Callable[[UAlpha], Measure]] = {
    "u_alpha_2016": lambda told: told.u_alpha,
    "bar_u_alpha": lambda told: told.bar_u_alpha,
    "cu_alpha": lambda told: told.cu_alpha,
    "cu_coverage": lambda told: told.cu_coverage,
}
# Of what a label's spans say by one attribute, whose name follows, and of the labels that occur in a document.
ATTRIBUTE = "attribute_krippendorff_alpha:"
DOCUMENTS = ("document_krippendorff_alpha_jaccard", "document_exact_set_agreement")
RELATION_ALPHA = "relation_krippendorff_alpha"
_CODINGS = {RELATION_ALPHA: "links", **dict.fromkeys(DOCUMENTS, "documents")}
# What there is of two annotators or of all, and of one label.
NAMES = (*F1, TOKENS, LABELS, *UNITS, *DOCUMENTS)
# What more there is of relations.
LINK_NAMES = (*relation_f1.WAYS, RELATION_ALPHA)
LABEL_NAMES = ("exact_f1", "soft_f1", TOKENS, "u_alpha_2016")
# What there is of one label where the set of labels is what a stretch is called.
K_UNITS: dict[str, Callable[[UAlpha, str], Measure]] = {
    "k_u_alpha": lambda told, label: told.k_u_alpha((label,)),
    "k_coverage": lambda told, label: told.k_coverage((label,)),
}


def families(name: str, label: str = "") -> frozenset[str]:
    """The families of sums that a measure (of one label) is read off."""
    if name in _FAMILIES:
        return frozenset({_FAMILIES[name]})
    if name in UNITS:
        return frozenset({"length", "units"} if label else {"sets"})
    if name in K_UNITS:
        return frozenset({"sets"})
    if name.startswith(ATTRIBUTE):
        return frozenset({"attribute"})
    return frozenset({"places", "tokens"} if name == TOKENS else {_CODINGS.get(name, "labels")})


def needs(name: str, key: Key, label: str = "") -> bool:
    """Whether a measure (of this label) is read off this sum."""
    if label and key.label not in ("", label):
        return False
    return key.family in families(name, label) and key.attribute in ("", name.removeprefix(ATTRIBUTE))


class Reading:
    """Measures of some annotators, and of these pairs of them, who finished documents together."""

    def __init__(
        self, sums: Mapping[Key, Sums], annotators: Sequence[str], pairs: Sequence[Pair], attributes: Attributes
    ) -> None:
        self._sums, self._annotators, self._pairs, self._attributes = sums, annotators, pairs, attributes
        self.labels = sorted({key.label for key in sums if key.label})
        self._sizes = sorted({key.observers for key in sums if key.observers})
        self._read: dict[tuple[Pair | None, str], UAlpha] = {}

    def measure(self, name: str, pair: Pair | None = None, label: str = "") -> Measure:
        """One measure of all annotators or of a pair, over all labels or of one; F1 of all is the mean over pairs."""
        if pair is None and not self._pairs:
            return undefined("no_overlap")
        if name in _FAMILIES:
            measures = self._over_pairs(name, pair, label)
            return mean(measures) if pair is None else measures[0]
        if name in UNITS:
            return UNITS[name](self._units(pair, label))
        if name in K_UNITS:
            return K_UNITS[name](self._units(pair, ""), label)
        return self._of_coding(name, pair, label)

    def _of_coding(self, name: str, pair: Pair | None, label: str) -> Measure:
        coding = self._coding(name, label)
        if pair is not None:
            coding = of_raters(coding, *map(self._annotators.index, pair))
        if name in DOCUMENTS:
            return alpha(coding, SCALES["jaccard"]) if name == DOCUMENTS[0] else percent_agreement(coding)
        if name.startswith(ATTRIBUTE):
            declared = self._attributes.get(label, {}).get(name.removeprefix(ATTRIBUTE))
            return attribute_alpha(coding, declared) if declared else alpha(coding)
        return alpha(coding)

    def _coding(self, name: str, label: str) -> Coding:
        if name == TOKENS:
            return self._tokens(label)
        if name.startswith(ATTRIBUTE):
            return self._sums.get(Key("attribute", label=label, attribute=name.removeprefix(ATTRIBUTE)), {})
        return self._sums.get(Key(_CODINGS.get(name, "labels")), {})

    def spread(self, name: str, label: str = "") -> Measure:
        """The population standard deviation of an F1 over pairs."""
        return spread(self._over_pairs(name, None, label))

    def _over_pairs(self, name: str, pair: Pair | None, label: str) -> list[Measure]:
        pairs = self._pairs if pair is None else [pair]
        return [self._f1(_FAMILIES[name], [one], [label] if label else None) for one in pairs]

    def everybody(self) -> Measures:
        """All measures over all annotators, and how far F1 differs between pairs."""
        found = {name: self.measure(name) for name in dict.fromkeys((*NAMES, *LINK_NAMES))}
        return found | {f"{name}_sd": self.spread(name) for name in F1}

    def pair(self, pair: Pair) -> Measures:
        return {name: self.measure(name, pair) for name in dict.fromkeys((*NAMES, *LINK_NAMES))}

    def label(self, label: str) -> Measures:
        """One label over all annotators, and what its spans say by each attribute."""
        said = sorted(key.attribute for key in self._sums if key.attribute and key.label == label)
        return {
            name: self.measure(name, None, label)
            for name in (*LABEL_NAMES, *K_UNITS, *(f"{ATTRIBUTE}{attribute}" for attribute in said))
        }

    def against_rest(self, annotator: str) -> Measures:
        """One annotator against all others, their pairs counted together."""
        pairs = [pair for pair in self._pairs if annotator in pair]
        return {name: self._f1(family, pairs) if pairs else undefined("no_overlap") for name, family in F1.items()}

    def prevalence(self, label: str) -> Measure:
        """The share of token ratings that say this label."""
        told = self._tokens(label)
        marked = sum(count * sum(rating is True for rating in ratings) for ratings, count in told.items())
        return share(marked, sum(count * sum(r is not None for r in ratings) for ratings, count in told.items()))

    def _f1(self, family: str, pairs: Iterable[Pair], labels: Sequence[str] | None = None) -> Measure:
        found: Counter[int] = Counter()
        for pair in pairs:
            for label in ("", *self.labels) if labels is None else labels:
                found.update(self._sums.get(Key(family, pair, label), {}))
        return span_f1.f1(found)

    def _tokens(self, label: str) -> Coding:
        """The coding of all tokens, those that nobody put under the label too; without one, of all labels together."""
        found: Counter[tuple[Rating | None, ...]] = Counter()
        for one in [label] if label else self.labels:
            marked = self._sums.get(Key("tokens", label=one), {})
            blank = Counter(self._sums.get(Key("places"), {}))
            for ratings, count in marked.items():
                blank[tuple(None if rating is None else False for rating in ratings)] -= count
            found.update(marked)
            found.update(blank)
        return +found

    def _units(self, pair: Pair | None, label: str) -> UAlpha:
        """The u-alpha family of one label by itself, or with the set of labels as value: spans may overlap.

        A pair counts as if nobody else had finished its documents.
        """
        if (pair, label) not in self._read:
            told = (
                (sums, observers if pair is None else 2)
                for one in (self._pairs if pair is None else [pair])
                for sums, observers in (self._of_label(one, label) if label else self._of_sets(one))
            )
            self._read[pair, label] = UAlpha(together(told))
        return self._read[pair, label]

    def _of_sets(self, pair: Pair) -> Iterator[tuple[Sums, int]]:
        for observers in self._sizes:
            yield self._sums.get(Key("sets", pair, observers=observers), {}), observers

    def _of_label(self, pair: Pair, label: str) -> Iterator[tuple[Sums, int]]:
        """The sums of u-alpha of one label, with its gaps, which are what is left of the length."""
        for observers in self._sizes:
            size = self._sums.get(Key("length", pair, observers=observers), {}).get(LENGTH, 0)
            told = Counter(self._sums.get(Key("units", pair, label, observers), {}))
            both, one = told[Part("shared", label, label)], told[Part("shared", label, GAP)]
            gaps = {Part("shared", GAP, GAP): size - both - one, Part("own", GAP, GAP): 2 * (size - both) - one}
            yield Counter(gaps) + told, observers


def mean(measures: Sequence[Measure]) -> Measure:
    """The mean of what has a value; where nothing has one, the first reason."""
    return _figure(statistics.fmean, measures)


def spread(measures: Sequence[Measure]) -> Measure:
    """The population standard deviation of what has a value."""
    return _figure(statistics.pstdev, measures)


def _figure(figure: Callable[[Sequence[float]], float], measures: Sequence[Measure]) -> Measure:
    values = [measure.value for measure in measures if measure.value is not None]
    if values:
        return Measure(value=figure(values))
    return measures[0] if measures else undefined("no_overlap")
