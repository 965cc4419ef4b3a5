"""What do the measures say that are asked for less often?

They are no sums that could be kept: each is worked out over all documents when somebody asks.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

from annotator.agreement.coefficients import kappa
from annotator.agreement.coefficients.coding import Coding, percent_agreement
from annotator.agreement.document_sums import LENGTH, Figures, Key, Pair
from annotator.agreement.matches import semeval, span_f1
from annotator.agreement.matches.span_f1 import Mark
from annotator.agreement.measure import Measure, undefined
from annotator.agreement.measures import Measures, mean
from annotator.agreement.units.continuum import Section, extents_by_label
from annotator.agreement.units.gamma_alignment import Unit
from annotator.agreement.units.unitizing_alpha import UnitizingAlpha

_SPANS: dict[str, Callable[[Sequence[Mark], Sequence[Mark]], span_f1.Shared]] = {
    "boundary_f1": span_f1.boundary,
    "overlap_f1": span_f1.overlap,
    "char_f1": span_f1.characters,
}
SEMEVAL = ("strict", "exact", "partial", "type")


def marks_of(told: Figures) -> dict[str, list[Mark]]:
    """What each annotator marked in a document, without duplicates."""
    found: dict[str, list[Mark]] = {name: [] for name in told.annotators}
    for cluster in told.matching.clusters:
        for member in cluster.members:
            found[member.annotator].append(Mark(member.span.label, member.extent))
    return {name: sorted(marks) for name, marks in found.items()}


def further(
    documents: Sequence[Figures], annotators: Sequence[str], pair: Pair | None = None
) -> Generator[tuple[int, int], None, Measures]:
    """A job: the measures between two annotators, or of all; then F1 and SemEval scores are means over pairs."""
    own = list(annotators) if pair is None else list(pair)
    documents = [one for one in documents if len(set(own) & set(one.annotators)) > 1]
    if not documents:
        return {name: undefined("no_overlap") for name in _names(several=len(own) > 2)}  # noqa: PLR2004 - a pair
    shared: defaultdict[tuple[str, Pair], Counter[int]] = defaultdict(Counter)
    scores: defaultdict[Pair, list[dict[str, semeval.Score]]] = defaultdict(list)
    labels: Counter[tuple[Any, ...]] = Counter()
    for done, told in enumerate(documents):
        yield done, len(documents)
        marks = marks_of(told)
        for two in combinations([name for name in sorted(own) if name in marks], 2):
            sides = marks[two[0]], marks[two[1]]
            for name, way in _SPANS.items():
                shared[name, two].update(way(*sides))
            scores[two].append(semeval.scores(*sides))
        labels.update(_placed(told.sums.get(Key("labels"), {}), annotators, own))
    pairs = sorted(scores)
    totals = {two: semeval.total(scores[two]) for two in pairs}
    return {
        **{name: mean([span_f1.f1(shared[name, two]) for two in pairs]) for name in _SPANS},
        **{f"semeval_{name}": mean([totals[two][name].f1 for two in pairs]) for name in SEMEVAL},
        **_of_labels(labels, several=len(own) > 2),  # noqa: PLR2004 - a pair
        "alpha_U_1995": _alpha_u(documents, own),
    }


def _names(*, several: bool) -> Iterable[str]:
    yield from (*_SPANS, *(f"semeval_{name}" for name in SEMEVAL))
    yield from (*_of_labels({}, several=several), "alpha_U_1995")


def _placed(coding: Coding, raters: Sequence[str], wanted: Sequence[str]) -> Coding:
    """The coding with these raters in this order; who has no place in it has no rating."""
    found: Counter[tuple[Any, ...]] = Counter()
    for ratings, count in coding.items():
        said = dict(zip(raters, ratings, strict=True))
        told = tuple(said.get(name) for name in wanted)
        if sum(rating is not None for rating in told) > 1:
            found[told] += count
    return found


def _of_labels(coding: Coding, *, several: bool) -> dict[str, Measure]:
    """What people call the things that two of them found."""
    two = (
        {"light_kappa": kappa.light(coding), "hubert_kappa": kappa.hubert(coding).measure}
        if several
        else {"cohen_kappa": kappa.cohen(coding).measure, "scott_pi": kappa.scott(coding).measure}
    )
    return {
        "percent_agreement": percent_agreement(coding),
        **two,
        "gwet_ac1": kappa.gwet_ac1(coding).measure,
        "bennett_s": kappa.uniform(coding).measure,
    }


def _alpha_u(documents: Iterable[Figures], annotators: Sequence[str]) -> Measure:
    """Alpha_U over the documents that all of these finished, laid end to end; touching spans of a label are one."""
    units: dict[str, list[Section]] = {name: [] for name in annotators}
    begin = 0
    for told in documents:
        if set(annotators) <= set(told.annotators):
            marks = marks_of(told)
            for name in annotators:
                units[name] += [
                    Section(begin + start, begin + end, label)
                    for label, extent in extents_by_label(marks[name]).items()
                    for start, end in extent
                ]
            begin += length_of(told)
    return UnitizingAlpha(units, 0, begin).overall if begin else undefined("no_overlap")


def length_of(told: Figures) -> int:
    """How many characters the document has."""
    return next(sums[LENGTH] for key, sums in told.sums.items() if key.family == "length")


def units_of(told: Figures, annotators: Iterable[str]) -> list[list[Unit]]:
    """What gamma compares in a document: the units of each of these who finished it, by their outer bounds."""
    marks: Mapping[str, list[Mark]] = marks_of(told)
    return [
        [Unit(mark.extent[0][0], mark.extent[-1][1], mark.label) for mark in marks[name]]
        for name in annotators
        if name in marks
    ]
