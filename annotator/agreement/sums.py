"""Sums of a document and their keys, and the keys of the passages behind each figure."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from annotator.agreement.matches.confusion import ConfusionCell
from annotator.domain.matching.results import Matching

AnnotatorPair = tuple[str, str]
DocumentTotals = Mapping[Any, int]

ALL_ANNOTATORS = ("", "")
# The subkey of the number of characters of a document.
LENGTH = "length"
# The passages behind a measure: all spans of the annotators compared, the spans that two of them found, the spans to
# which two of them gave the same label, all relations, and whole documents.
ALL_SPANS, COMMON_SPANS, SAME_LABEL_SPANS, ALL_RELATIONS, WHOLE_DOCUMENTS = "any", "both", "said", "links", "documents"


class SumKey(NamedTuple):
    """The key of a sum. ``observers`` is how many annotators finished the document, where that matters."""

    family: str
    pair: AnnotatorPair = ("", "")
    label: str = ""
    observers: int = 0
    attribute: str = ""


class PassageKey(NamedTuple):
    """The key of a list of passages: those of a kind of difference, of a cell of the confusion matrix, or of a measure.

    It is about a pair of annotators, about one against all others (``(name, "")``), or about all annotators; about all
    labels or about one.
    """

    pair: AnnotatorPair
    subject: str | ConfusionCell
    label: str = ""
    attribute: str = ""


class DocumentSums(NamedTuple):
    """One document: its matching, its sums, and the ids of the clusters and relation groups behind each count."""

    document: str
    annotators: tuple[str, ...]
    matching: Matching
    sums: Mapping[SumKey, DocumentTotals]
    passages: Mapping[PassageKey, Sequence[str]]
