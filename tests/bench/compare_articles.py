"""Compare what three people marked in 1,000 articles; print the seconds that a part of it takes. The PART is given."""

import sys
import time
from collections.abc import Callable

from annotator.agreement.attribute_sums import with_said
from annotator.agreement.document_sums import Figures, figures
from annotator.agreement.matches.relation_f1 import Linking
from annotator.agreement.panel import Panel
from annotator.app.scheme import scheme_files
from annotator.domain.marks.marks import Layer
from annotator.domain.matching.clusters import match
from annotator.domain.scheme import scheme
from tests.bench.agreement_articles import PEOPLE, documents

CHANGED = 20
LINKING = Linking(scheme.parse(scheme_files.read(scheme_files.DEFAULT).body, where="the default scheme").relations)


def _figures(text: str, layers: list[Layer]) -> Figures:
    return with_said(figures(layers, match(layers, text=text), text, PEOPLE), PEOPLE, {}, LINKING)


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
        ours.put(with_said(figures(layers, matching, text, PEOPLE), PEOPLE, {}, LINKING))
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
