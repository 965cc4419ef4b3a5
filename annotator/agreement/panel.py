"""Agreement of the annotators of a project: in total, by pair, by label and by document.

Exact and soft F1, token alpha for each label, the u-alpha family, and the kinds of disagreement; there is no single
overall number. The panel keeps sums: a document is added to them, and is subtracted when it changes.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Generator, Iterable, Mapping, Sequence
from itertools import combinations, product
from types import MappingProxyType
from typing import Any

from annotator.agreement.bootstrap import Interval, interval
from annotator.agreement.coefficients.attribute_alpha import AttributesByLabel
from annotator.agreement.document_sums import KINDS
from annotator.agreement.matches.confusion import ConfusionCell
from annotator.agreement.measure import Measure, Measures
from annotator.agreement.measures import MeasureReader, reads_sum, sum_families
from annotator.agreement.sums import (
    ALL_ANNOTATORS,
    AnnotatorPair,
    DocumentSums,
    DocumentTotals,
    PassageKey,
    SumKey,
)
from annotator.domain.frozen_model import FrozenModel


class PairReport(FrozenModel):
    """Two annotators, on the documents that both finished."""

    a: str
    b: str
    documents: int
    measures: Measures
    kinds: dict[str, int]
    confusion: dict[ConfusionCell, int]


class LabelReport(FrozenModel):
    """One label over all annotators. ``prevalence`` is the share of tokens under it; alpha must be read with it."""

    measures: Measures
    prevalence: Measure


class AgreementReport(FrozenModel):
    """The figures of a panel. ``documents`` counts those that two annotators or more finished.

    ``exact_f1``, ``soft_f1`` and ``relation_aligned_f1`` over all annotators are means over pairs, ``…_sd`` the
    population standard deviations. ``against_others`` compares each annotator with all others together.
    """

    annotators: tuple[str, ...]
    documents: int
    measures: Measures
    kinds: dict[str, int]
    pairs: tuple[PairReport, ...]
    labels: dict[str, LabelReport]
    against_others: dict[str, Measures]


class Panel:
    """The sums of all documents of these annotators."""

    def __init__(self, annotators: Iterable[str], attributes: AttributesByLabel = MappingProxyType({})) -> None:
        """``attributes`` are those that the scheme declares for each label, with their scales of measurement."""
        self.annotators = tuple(sorted(annotators))
        self._attributes = attributes
        self._documents: dict[str, DocumentSums] = {}
        # The sums of each document by their families, because hashing all keys of many documents is slow.
        self._families: dict[str, dict[str, list[tuple[SumKey, DocumentTotals]]]] = {}
        self._totals: defaultdict[SumKey, Counter[Any]] = defaultdict(Counter)
        self._passage_counts: Counter[PassageKey] = Counter()
        self._common_documents: Counter[AnnotatorPair] = Counter()
        self._subset_measures: dict[tuple[frozenset[str], str, AnnotatorPair | None], Measure] = {}
        self._last_reader: tuple[frozenset[str], str, MeasureReader] | None = None

    def put(self, document: DocumentSums) -> None:
        """Add a document, and replace the version of it that was there."""
        self.remove(document.document)
        self._last_reader = None
        self._documents[document.document] = document
        by_family: dict[str, list[tuple[SumKey, DocumentTotals]]] = {}
        self._families[document.document] = by_family
        for key, sums in document.sums.items():
            by_family.setdefault(key.family, []).append((key, sums))
            total = self._totals[key]
            for subkey, count in sums.items():
                total[subkey] += count
        for passage_key, passages in document.passages.items():
            self._passage_counts[passage_key] += len(passages)
        self._common_documents.update(combinations(document.annotators, 2))

    def remove(self, document: str) -> None:
        """Remove a document, if it is there."""
        removed = self._documents.pop(document, None)
        if removed is None:
            return
        del self._families[document]
        self._subset_measures = {
            request: measure for request, measure in self._subset_measures.items() if document not in request[0]
        }
        self._last_reader = None
        for key, sums in removed.sums.items():
            self._totals[key].subtract(sums)
            # A label that nobody uses any more must leave no key.
            self._totals[key] = +self._totals[key]
            if not self._totals[key]:
                del self._totals[key]
        for passage_key, passages in removed.passages.items():
            self._passage_counts[passage_key] -= len(passages)
        self._common_documents.subtract(combinations(removed.annotators, 2))

    def passages(self, key: PassageKey, documents: Collection[str] | None = None) -> list[tuple[str, str]]:
        """The document and cluster (or group of relations) of each passage with this key; as many as ``count`` returns.

        Where documents are given, only the passages in them.
        """
        return [
            (name, passage)
            for name, document in sorted(self._documents.items())
            if documents is None or name in documents
            for passage in document.passages.get(key, ())
        ]

    def count(self, key: PassageKey, documents: Collection[str] | None = None) -> int:
        """The number of passages with this key, in all documents or in the given ones."""
        if documents is None:
            return self._passage_counts[key]
        return sum(len(self._documents[name].passages.get(key, ())) for name in documents)

    @property
    def documents(self) -> Mapping[str, DocumentSums]:
        """All documents by name."""
        return self._documents

    def measure(self, name: str, pair: AnnotatorPair | None = None, label: str = "") -> Measure:
        """One measure, of all annotators or of a pair, of all labels or of one."""
        return self._reader(self._totals, self._pairs()).measure(name, pair, label)

    def measure_of_documents(self, documents: frozenset[str], name: str, pair: AnnotatorPair | None = None) -> Measure:
        """One measure over these documents alone; it is cached until one of them changes.

        ``(name, "")`` as pair compares this annotator with all others; there is only F1 of that.
        """
        request = documents, name, pair
        if request not in self._subset_measures:
            reader = self._subset_reader(documents, name)
            annotator = pair[0] if pair and not pair[1] else ""
            self._subset_measures[request] = (
                reader.against_others(annotator)[name] if annotator else reader.measure(name, pair)
            )
        return self._subset_measures[request]

    def _subset_reader(self, documents: frozenset[str], name: str) -> MeasureReader:
        """The reader of one measure in these documents; the last one is cached, as it is often used again at once."""
        if self._last_reader is None or self._last_reader[:2] != (documents, name):
            finished = {
                pair for document in documents for pair in combinations(self._documents[document].annotators, 2)
            }
            self._last_reader = documents, name, self._reader(self._total(documents, name), sorted(finished))
        return self._last_reader[2]

    def _total(self, documents: Collection[str], name: str) -> Mapping[SumKey, DocumentTotals]:
        """The sums of these documents from which a measure is read."""
        if len(documents) == len(self._documents):
            return self._totals
        totals: dict[SumKey, dict[Any, int]] = {}
        for document, family in product(documents, sum_families(name)):
            for key, sums in self._families[document].get(family, ()):
                total = totals.setdefault(key, {})
                for subkey, count in sums.items():
                    total[subkey] = total.get(subkey, 0) + count
        return totals

    def measures_of_document(self, document: str) -> Measures:
        """The measures of one document alone, over all annotators who finished it."""
        sums = self._documents[document]
        return self._reader(sums.sums, list(combinations(sums.annotators, 2))).overall()

    def interval(
        self, name: str, pair: AnnotatorPair | None = None, label: str = "", *, seed: int
    ) -> Generator[tuple[int, int], None, Interval]:
        """A job that returns the interval of a measure, from the documents that the annotators finished together."""
        pairs = self._pairs() if pair is None else [pair]
        documents = [
            {key: sums for key, sums in self._documents[document].sums.items() if reads_sum(name, key, label)}
            for document in sorted(self._documents)
            if any(set(compared) <= set(self._documents[document].annotators) for compared in pairs)
        ]
        return interval(documents, lambda sums: self._reader(sums, pairs).measure(name, pair, label), seed=seed)

    def _reader(self, sums: Mapping[SumKey, DocumentTotals], pairs: Sequence[AnnotatorPair]) -> MeasureReader:
        return MeasureReader(sums, self.annotators, pairs, self._attributes)

    def _pairs(self) -> list[AnnotatorPair]:
        return [pair for pair in combinations(self.annotators, 2) if self._common_documents[pair]]

    def report(self) -> AgreementReport:
        """All figures, worked out from the sums."""
        pairs = self._pairs()
        reader = self._reader(self._totals, pairs)
        return AgreementReport(
            annotators=self.annotators,
            documents=sum(len(document.annotators) > 1 for document in self._documents.values()),
            measures=reader.overall(),
            kinds=self._kinds(ALL_ANNOTATORS),
            pairs=tuple(self._pair_report(pair, reader) for pair in pairs),
            labels={
                label: LabelReport(measures=reader.label_measures(label), prevalence=reader.prevalence(label))
                for label in reader.labels
            },
            against_others={name: reader.against_others(name) for name in self.annotators},
        )

    def _pair_report(self, pair: AnnotatorPair, reader: MeasureReader) -> PairReport:
        return PairReport(
            a=pair[0],
            b=pair[1],
            documents=self._common_documents[pair],
            measures=reader.pair_measures(pair),
            kinds=self._kinds(pair),
            confusion={
                key.subject: count
                for key, count in self._passage_counts.items()
                if key.pair == pair and not isinstance(key.subject, str) and count
            },
        )

    def _kinds(self, pair: AnnotatorPair) -> dict[str, int]:
        return {
            key.subject: count
            for key, count in self._passage_counts.items()
            if key.pair == pair and key.subject in KINDS and isinstance(key.subject, str) and count
        }
