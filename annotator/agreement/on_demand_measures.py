"""Measures that are worked out on demand.

They are not read from sums that are kept: each is worked out over all documents when it is requested.
"""

from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Sequence
from itertools import combinations
from typing import Any

from annotator.agreement import measure_lookup
from annotator.agreement.compared_documents import ComparedDocuments, marks_by_annotator
from annotator.agreement.measure import Measure, Measures, mean, undefined
from annotator.agreement.measure_definition import DocumentsFigure, MeasureDefinition, PairComparison
from annotator.agreement.sums import AnnotatorPair, DocumentSums
from annotator.agreement.units.gamma_alignment import Unit

# The comparisons of the documents of each pair, by the function that compares.
_Comparisons = dict[Callable[..., Any], dict[AnnotatorPair, list[Any]]]


def on_demand_measures(
    documents: Sequence[DocumentSums], annotators: Sequence[str], pair: AnnotatorPair | None = None
) -> Generator[tuple[int, int], None, Measures]:
    """A job that returns the measures of a pair or of all; of all, F1 and SemEval scores are means over pairs."""
    chosen = list(annotators) if pair is None else list(pair)
    definitions = measure_lookup.on_demand(len(chosen))
    compared = ComparedDocuments(documents, annotators, chosen)
    if not compared.documents:
        return {definition.name: undefined("no_overlap") for definition in definitions}
    comparisons = yield from _compare(compared, definitions)
    return {definition.name: _measure(definition, compared, comparisons) for definition in definitions}


def _compare(
    compared: ComparedDocuments, definitions: Iterable[MeasureDefinition]
) -> Generator[tuple[int, int], None, _Comparisons]:
    """A job that compares the marks of each pair in each document, with each function that a definition names."""
    sources = (definition.on_demand for definition in definitions)
    comparisons: _Comparisons = {
        source.compare: defaultdict(list) for source in sources if isinstance(source, PairComparison)
    }
    for done, document in enumerate(compared.documents):
        yield done, len(compared.documents)
        marks = marks_by_annotator(document)
        for pair in combinations([name for name in sorted(compared.annotators) if name in marks], 2):
            for compare, by_pair in comparisons.items():
                by_pair[pair].append(compare(marks[pair[0]], marks[pair[1]]))
    return comparisons


def _measure(definition: MeasureDefinition, compared: ComparedDocuments, comparisons: _Comparisons) -> Measure:
    source = definition.on_demand
    if isinstance(source, DocumentsFigure):
        return source.figure(compared)
    if source is None:
        raise ValueError(f"{definition.name} is not worked out on demand")
    by_pair = comparisons[source.compare]
    return mean([source.combine(by_pair[pair]) for pair in sorted(by_pair)])


def gamma_units(document: DocumentSums, annotators: Iterable[str]) -> list[list[Unit]]:
    """The units that gamma compares: those of each of these annotators who finished the document, by outer bounds."""
    marks = marks_by_annotator(document)
    return [
        [Unit(mark.extent[0][0], mark.extent[-1][1], mark.label) for mark in marks[name]]
        for name in annotators
        if name in marks
    ]
