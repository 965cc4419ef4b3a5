"""How far do the annotators of a project agree, in all, by pair, by label, by document?

Exact and soft F1, token alpha for each label, the u-alpha family, and what the disagreements are made of: never one
number. The panel keeps sums, to which a document is added and from which it is taken when it changes.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Generator, Iterable, Mapping, Sequence
from itertools import combinations, product
from types import MappingProxyType
from typing import Any

from annotator.agreement.bootstrap import Interval, interval
from annotator.agreement.coefficients.attribute_alpha import Attributes
from annotator.agreement.document_sums import EVERYBODY, KINDS, Behind, Figures, Key, Pair, Sums
from annotator.agreement.matches.confusion import Cell
from annotator.agreement.measure import Measure
from annotator.agreement.measures import Measures, Reading, families, needs
from annotator.domain.frozen_model import FrozenModel


class PairReport(FrozenModel):
    """Two annotators, on the documents that both finished."""

    a: str
    b: str
    documents: int
    measures: Measures
    kinds: dict[str, int]
    confusion: dict[Cell, int]


class LabelReport(FrozenModel):
    """One label, over all annotators; ``prevalence`` is the share of tokens under it, which alpha must be read with."""

    measures: Measures
    prevalence: Measure


class Report(FrozenModel):
    """The panel in figures. ``documents`` counts those that two annotators finished at least.

    ``exact_f1``, ``soft_f1`` and ``relation_aligned_f1`` over all annotators are means over pairs, ``…_sd`` the
    population standard deviations; each annotator's own are those against all others together.
    """

    annotators: tuple[str, ...]
    documents: int
    measures: Measures
    kinds: dict[str, int]
    pairs: tuple[PairReport, ...]
    labels: dict[str, LabelReport]
    rest: dict[str, Measures]


class Panel:
    """The sums of all documents of these annotators."""

    def __init__(self, annotators: Iterable[str], attributes: Attributes = MappingProxyType({})) -> None:
        """``attributes`` are those that the scheme declares for each label, with their scales."""
        self.annotators = tuple(sorted(annotators))
        self._attributes = attributes
        self._documents: dict[str, Figures] = {}
        # The sums of each document by their families, as hashing all keys of many documents takes its time.
        self._families: dict[str, dict[str, list[tuple[Key, Sums]]]] = {}
        self._totals: defaultdict[Key, Counter[Any]] = defaultdict(Counter)
        self._counts: Counter[Behind] = Counter()
        self._finished: Counter[Pair] = Counter()
        self._parts: dict[tuple[frozenset[str], str, Pair | None], Measure] = {}
        self._last: tuple[frozenset[str], str, Reading] | None = None

    def put(self, told: Figures) -> None:
        """Add a document, in place of what was there of it."""
        self.remove(told.document)
        self._last = None
        self._documents[told.document] = told
        by_family: dict[str, list[tuple[Key, Sums]]] = {}
        self._families[told.document] = by_family
        for key, sums in told.sums.items():
            by_family.setdefault(key.family, []).append((key, sums))
            total = self._totals[key]
            for part, count in sums.items():
                total[part] += count
        for behind, passages in told.behind.items():
            self._counts[behind] += len(passages)
        self._finished.update(combinations(told.annotators, 2))

    def remove(self, document: str) -> None:
        """Take a document away, if it is here."""
        told = self._documents.pop(document, None)
        if told is None:
            return
        del self._families[document]
        self._parts = {asked: measure for asked, measure in self._parts.items() if document not in asked[0]}
        self._last = None
        for key, sums in told.sums.items():
            self._totals[key].subtract(sums)
            # Nothing must be left of a label that nobody uses any more.
            self._totals[key] = +self._totals[key]
            if not self._totals[key]:
                del self._totals[key]
        for behind, passages in told.behind.items():
            self._counts[behind] -= len(passages)
        self._finished.subtract(combinations(told.annotators, 2))

    def passages(self, behind: Behind, documents: Collection[str] | None = None) -> list[tuple[str, str]]:
        """Document and cluster (or group of relations) of all that a count is of; as many as the count.

        Where documents are given, only what stands in them.
        """
        return [
            (name, passage)
            for name, told in sorted(self._documents.items())
            if documents is None or name in documents
            for passage in told.behind.get(behind, ())
        ]

    def count(self, behind: Behind, documents: Collection[str] | None = None) -> int:
        """How many passages there are."""
        if documents is None:
            return self._counts[behind]
        return sum(len(self._documents[name].behind.get(behind, ())) for name in documents)

    @property
    def documents(self) -> Mapping[str, Figures]:
        """All documents by name."""
        return self._documents

    def measure(self, name: str, pair: Pair | None = None, label: str = "") -> Measure:
        """One measure, of everybody or of a pair, of all labels or of one."""
        return self._reading(self._totals, self._pairs()).measure(name, pair, label)

    def of_documents(self, documents: frozenset[str], name: str, pair: Pair | None = None) -> Measure:
        """One measure over these documents alone; remembered until one of them changes.

        ``(name, "")`` as pair is this annotator against all others, of whom there is F1 only.
        """
        asked = documents, name, pair
        if asked not in self._parts:
            reading = self._part(documents, name)
            alone = pair[0] if pair and not pair[1] else ""
            self._parts[asked] = reading.against_rest(alone)[name] if alone else reading.measure(name, pair)
        return self._parts[asked]

    def _part(self, documents: frozenset[str], name: str) -> Reading:
        """What one measure is read off in these documents; the last one is kept, as several ask for it in a row."""
        if self._last is None or self._last[:2] != (documents, name):
            finished = {two for document in documents for two in combinations(self._documents[document].annotators, 2)}
            self._last = documents, name, self._reading(self._total(documents, name), sorted(finished))
        return self._last[2]

    def _total(self, documents: Collection[str], name: str) -> Mapping[Key, Sums]:
        """The sums of several documents that a measure is read off."""
        if len(documents) == len(self._documents):
            return self._totals
        totals: dict[Key, dict[Any, int]] = {}
        for document, family in product(documents, families(name)):
            for key, sums in self._families[document].get(family, ()):
                total = totals.setdefault(key, {})
                for part, count in sums.items():
                    total[part] = total.get(part, 0) + count
        return totals

    def of_document(self, document: str) -> Measures:
        """The measures of one document by itself, over all who finished it."""
        told = self._documents[document]
        return self._reading(told.sums, list(combinations(told.annotators, 2))).everybody()

    def interval(
        self, name: str, pair: Pair | None = None, label: str = "", *, seed: int
    ) -> Generator[tuple[int, int], None, Interval]:
        """A job: how far one of the measures could be off; the documents are those that were finished together."""
        pairs = self._pairs() if pair is None else [pair]
        documents = [
            {key: sums for key, sums in self._documents[document].sums.items() if needs(name, key, label)}
            for document in sorted(self._documents)
            if any(set(one) <= set(self._documents[document].annotators) for one in pairs)
        ]
        return interval(documents, lambda sums: self._reading(sums, pairs).measure(name, pair, label), seed=seed)

    def _reading(self, sums: Mapping[Key, Sums], pairs: Sequence[Pair]) -> Reading:
        return Reading(sums, self.annotators, pairs, self._attributes)

    def _pairs(self) -> list[Pair]:
        return [pair for pair in combinations(self.annotators, 2) if self._finished[pair]]

    def report(self) -> Report:
        """All figures, worked out from the sums."""
        pairs = self._pairs()
        reading = self._reading(self._totals, pairs)
        return Report(
            annotators=self.annotators,
            documents=sum(len(told.annotators) > 1 for told in self._documents.values()),
            measures=reading.everybody(),
            kinds=self._kinds(EVERYBODY),
            pairs=tuple(self._pair(pair, reading) for pair in pairs),
            labels={
                label: LabelReport(measures=reading.label(label), prevalence=reading.prevalence(label))
                for label in reading.labels
            },
            rest={name: reading.against_rest(name) for name in self.annotators},
        )

    def _pair(self, pair: Pair, reading: Reading) -> PairReport:
        return PairReport(
            a=pair[0],
            b=pair[1],
            documents=self._finished[pair],
            measures=reading.pair(pair),
            kinds=self._kinds(pair),
            confusion={
                behind.what: count
                for behind, count in self._counts.items()
                if behind.pair == pair and not isinstance(behind.what, str) and count
            },
        )

    def _kinds(self, pair: Pair) -> dict[str, int]:
        return {
            behind.what: count
            for behind, count in self._counts.items()
            if behind.pair == pair and behind.what in KINDS and isinstance(behind.what, str) and count
        }
