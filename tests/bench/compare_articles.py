"""Script: compares the marks of three annotators in 1,000 articles and prints the seconds of one part.

The argument is PART.
"""

import sys
import time
from collections.abc import Callable

from annotator.agreement.attribute_sums import with_attributes
from annotator.agreement.document_sums import document_sums
from annotator.agreement.matches.relation_f1 import RelationMatcher
from annotator.agreement.panel import Panel
from annotator.agreement.sums import DocumentSums
from annotator.app.scheme import scheme_files
from annotator.domain.marks.marks import Layer
from annotator.domain.matching.clusters import match
from annotator.domain.scheme.parser import parse_scheme
from tests.bench.agreement_articles import PEOPLE, documents

CHANGED = 20
LINKING = RelationMatcher(
    parse_scheme(scheme_files.read(scheme_files.DEFAULT).body, where="the default scheme").relations
)


def _figures(text: str, layers: list[Layer]) -> DocumentSums:
    return with_attributes(document_sums(layers, match(layers, text=text), text, PEOPLE), PEOPLE, {}, LINKING)


def clusters() -> float:
    """Matching all marks."""
    told = documents()
    start = time.perf_counter()
    for text, layers in told:
        match(layers, text=text)
    return time.perf_counter() - start


def panel() -> float:
    """All figures, once the marks are matched."""
    told = [(text, layers, match(layers, text=text)) for text, layers in documents()]
    start = time.perf_counter()
    ours = Panel(PEOPLE)
    for text, layers, matching in told:
        ours.put(with_attributes(document_sums(layers, matching, text, PEOPLE), PEOPLE, {}, LINKING))
    ours.report()
    return time.perf_counter() - start


def refresh() -> float:
    """Matching and all figures again after one article changed: the slowest of some."""
    told = documents()
    ours = Panel(PEOPLE)
    for text, layers in told:
        ours.put(_figures(text, layers))
    taken = []
    for text, layers in told[:CHANGED]:
        start = time.perf_counter()
        ours.put(_figures(text, layers))
        ours.report()
        taken.append(time.perf_counter() - start)
    return max(taken)


PARTS: dict[str, Callable[[], float]] = {"clusters": clusters, "panel": panel, "refresh": refresh}


if __name__ == "__main__":
    print(PARTS[sys.argv[1]]())  # noqa: T201
