"""Coefficients compared with those of other libraries, on random data.

nltk and krippendorff are installed with the tests. scikit-learn and pygamma-agreement are too heavy for that: they are
used where they are installed (``pip install -e .[test,oracle]``, in a separate environment). So is irrCAC, which is in
no extra, because it requires an older coverage than pytest-cov does.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from random import Random  # noqa: TID251 - seeded
from typing import Any

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.metrics.agreement import AnnotationTask
from nltk.metrics.distance import binary_distance, interval_distance, jaccard_distance, masi_distance

from annotator.agreement.coefficients import kappa
from annotator.agreement.coefficients.alpha import alpha
from annotator.agreement.coefficients.coding import Coding, percent_agreement
from annotator.agreement.coefficients.distances import SCALES, interval
from annotator.agreement.matches import span_f1
from annotator.agreement.measure import Measure
from annotator.agreement.units.gamma_alignment import Dissimilarity, Unit, alignment_disorder, best_alignment
from tests.layers import random_layers

SEEDS = st.integers(0, 10**9)
TRIES = settings(max_examples=150, deadline=None)

Rows = list[tuple[Any, ...]]


def drawn(seed: int, *, raters: int = 3, answers: Sequence[Any] = (1, 2, 3, 5), missing: float = 0.0) -> Rows:
    """What raters say of some items: often the same, by a habit that makes some answers common."""
    chance = Random(seed)
    habit = [chance.random() + 0.05 for _ in answers]
    rows: Rows = []
    for _ in range(chance.randint(3, 25)):
        usual = chance.choices(answers, habit)[0]
        said = [usual if chance.random() < 0.6 else chance.choices(answers, habit)[0] for _ in range(raters)]
        rows.append(tuple(None if chance.random() < missing else one for one in said))
    return rows


def near(measure: Measure, value: float) -> bool:
    """Whether the measure is that value; one that has none is one that a division by nothing would have given."""
    if measure.value is None:
        return not np.isfinite(value) or value in (0, 1)
    return measure.value == pytest.approx(value, abs=1e-9)


def task(rows: Rows, distance: Callable[[Any, Any], float] = binary_distance) -> AnnotationTask:
    told = [(str(rater), str(item), said) for item, row in enumerate(rows) for rater, said in enumerate(row)]
    return AnnotationTask([one for one in told if one[2] is not None], distance=distance)


def varied(rows: Rows) -> bool:
    return len({said for row in rows for said in row if said is not None}) > 1


# nltk


@TRIES
@given(SEEDS, st.integers(2, 4))
def test_coefficients_of_complete_ratings_are_nltks(seed: int, raters: int) -> None:
    rows = drawn(seed, raters=raters)
    told, coding = task(rows), Counter(rows)

    assert near(percent_agreement(coding), told.avg_Ao())
    if varied(rows):
        assert near(kappa.hubert_kappa(coding).measure, told.multi_kappa())
        assert near(kappa.fleiss_kappa(coding).measure, told.pi())
        assert near(kappa.bennett_s(coding).measure, told.S())
        assert near(alpha(coding), told.alpha())
    if kappa.light_kappa(coding).value is not None:
        assert near(kappa.light_kappa(coding), told.kappa())


@TRIES
@given(SEEDS)
def test_alpha_of_sets_is_nltks(seed: int) -> None:
    kinds = [frozenset(one) for size in (1, 2, 3) for one in combinations("XYZ", size)]
    rows = drawn(seed, answers=kinds)

    if varied(rows):
        for name, distance in (("jaccard", jaccard_distance), ("masi", masi_distance)):
            assert near(alpha(Counter(rows), SCALES[name]), task(rows, distance).alpha())


@TRIES
@given(SEEDS)
def test_weighted_kappa_is_nltks(seed: int) -> None:
    rows = drawn(seed, raters=2)

    if varied(rows):
        told = task(rows, interval_distance).weighted_kappa(max_distance=1.0)
        assert near(kappa.weighted_kappa(Counter(rows), interval), told)


# krippendorff


@TRIES
@given(SEEDS, st.sampled_from(["nominal", "ordinal", "interval", "ratio"]), st.sampled_from([0.0, 0.3]))
def test_alpha_on_every_scale_is_krippendorffs_with_ratings_missing_too(seed: int, scale: str, missing: float) -> None:
    rows = drawn(seed, raters=4, missing=missing)
    paired = [row for row in rows if sum(said is not None for said in row) > 1]

    if varied(paired):
        table = np.array([[np.nan if said is None else said for said in row] for row in rows], dtype=float).T
        told = krippendorff.alpha(reliability_data=table, level_of_measurement=scale)
        assert near(alpha(Counter(rows), SCALES[scale]), told)


# irrCAC, scikit-learn, pygamma-agreement


@pytest.mark.filterwarnings("ignore")
@settings(max_examples=40, deadline=None)
@given(SEEDS, st.sampled_from([0.0, 0.2]))
def test_gwets_ac1_and_its_like_are_those_of_irrcac(seed: int, missing: float) -> None:
    pandas = pytest.importorskip("pandas", reason="irrCAC is not installed")
    raw = pytest.importorskip("irrCAC.raw", reason="irrCAC is not installed")
    rows = [row for row in drawn(seed, raters=3, missing=missing) if any(said is not None for said in row)]
    if not varied([row for row in rows if sum(said is not None for said in row) > 1]):
        return
    told = raw.CAC(pandas.DataFrame(rows, columns=["a", "b", "c"]), digits=12)
    coding: Coding = Counter(rows)
    ours: Mapping[str, Measure] = {
        "gwet": kappa.gwet_ac1(coding).measure,
        "fleiss": kappa.fleiss_kappa(coding).measure,
        "bp": kappa.bennett_s(coding).measure,
    }
    for name, measure in ours.items():
        assert measure.value == pytest.approx(getattr(told, name)()["est"]["coefficient_value"], abs=1e-9), name


@pytest.mark.filterwarnings("ignore")
@TRIES
@given(SEEDS)
def test_cohens_kappa_and_exact_f1_are_those_of_scikit_learn(seed: int) -> None:
    metrics = pytest.importorskip("sklearn.metrics", reason="scikit-learn is not installed")
    rows = drawn(seed, raters=2)
    if varied(rows):
        assert near(kappa.cohen_kappa(Counter(rows)).measure, metrics.cohen_kappa_score(*zip(*rows, strict=True)))
    one, other = (span_f1.labelled_extents(layer.spans) for layer in random_layers(Random(seed), 2, 6))
    every = sorted({*one, *other})
    if every:
        sides = [[mark in side for mark in every] for side in (one, other)]
        assert near(span_f1.f1(span_f1.exact_matches(one, other)), metrics.f1_score(*sides, zero_division=0))


@pytest.mark.filterwarnings("ignore")
@settings(max_examples=25, deadline=None)
@given(SEEDS, st.sampled_from([(1.0, 1.0, 1.0), (3.0, 1.0, 1.0), (1.0, 2.0, 0.5)]))
def test_the_disorder_that_gamma_observes_is_that_of_pygamma(seed: int, weights: tuple[float, float, float]) -> None:
    pygamma = pytest.importorskip("pygamma_agreement", reason="pygamma-agreement is not installed")
    segments = pytest.importorskip("pyannote.core", reason="pygamma-agreement is not installed")
    chance = Random(seed)
    continuum = pygamma.Continuum()
    observers: list[list[Unit]] = []
    for name in "ABC"[: chance.randint(2, 3)]:
        units = {
            Unit(start, start + chance.randint(1, 12), chance.choice("XYZ"))
            for start in (chance.randrange(60) for _ in range(chance.randint(1, 6)))
        }
        for unit in units:
            continuum.add(name, segments.Segment(unit.start, unit.end), str(unit.label))
        observers.append(sorted(units, key=lambda unit: (unit.start, unit.end, str(unit.label))))
    place, category, empty = weights

    # By itself it would build the distance of categories before it hears what an empty unit costs.
    apart = pygamma.AbsoluteCategoricalDissimilarity(empty)
    told = continuum.get_best_alignment(
        pygamma.CombinedCategoricalDissimilarity(alpha=place, beta=category, delta_empty=empty, cat_dissim=apart)
    )

    ours = Dissimilarity(place, category, empty)
    found = best_alignment(observers, ours)
    # It counts in single precision.
    assert alignment_disorder(found.groups, len(observers), ours) == pytest.approx(told.disorder, rel=1e-5, abs=1e-6)
