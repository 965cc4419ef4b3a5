"""The answers of the program to reference cases.

There is one function for each group of cases; it takes a case and returns all answers that may be expected, by name.
"""

import statistics
from collections import Counter
from collections.abc import Callable, Generator, Mapping, Sequence
from fractions import Fraction
from functools import cache
from itertools import combinations
from typing import Any, TypeVar

from annotator.agreement.coefficients import coding as codings
from annotator.agreement.coefficients import kappa, reliability, vote
from annotator.agreement.coefficients.alpha import alpha, alpha_per_category, disagreement
from annotator.agreement.coefficients.coding import Coding
from annotator.agreement.coefficients.distances import SCALES, containment, jaccard, masi, masi_product
from annotator.agreement.matches import relation_f1, semeval, span_f1
from annotator.agreement.matches.confusion import confusion
from annotator.agreement.measure import Measure
from annotator.agreement.units import segmentation
from annotator.agreement.units.continuum import Section, sections
from annotator.agreement.units.gamma import Gamma, gamma
from annotator.agreement.units.gamma_alignment import (
    Dissimilarity,
    PlacedUnit,
    Unit,
    alignment_disorder,
    best_alignment,
)
from annotator.agreement.units.u_alpha import UAlpha, observer_sums
from annotator.agreement.units.unitizing_alpha import UnitizingAlpha, section_distance
from annotator.domain.marks.marks import Layer, Relation, Span
from annotator.domain.matching.clusters import match

Case = Mapping[str, Any]
Result = TypeVar("Result")


class Answers(dict[str, Callable[[], Any]]):
    """Each answer is worked out when it is asked for: no case asks for all."""


def plain(answer: Any) -> Any:
    """A measure as the cases write it; what has no value is None, and says why."""
    if isinstance(answer, Measure):
        assert (answer.value is None) == bool(answer.reason)
        return answer.value
    if isinstance(answer, Mapping):
        return {str(key): plain(value) for key, value in answer.items()}
    if isinstance(answer, list | tuple):
        return [plain(one) for one in answer]
    return float(answer) if isinstance(answer, Fraction) else answer


def coding_of(case: Case) -> Coding:
    rows = case["input"]["rows"]
    found: Counter[tuple[Any, ...]] = Counter()
    for row in rows:
        found[tuple(frozenset(one) if isinstance(one, list) else one for one in row["ratings"])] += row.get("count", 1)
    return found


def _stated_distance(told: Mapping[str, float]) -> Callable[[Any, Any], float]:
    """``same``, ``pair_with_X`` and ``other``, as a case words a distance."""

    def distance(one: Any, other: Any) -> Fraction:
        if one == other:
            return Fraction(told.get("same", 0))
        for label in (one, other):
            if f"pair_with_{label}" in told:
                return Fraction(told[f"pair_with_{label}"])
        return Fraction(told["other"])

    return distance


def coding(case: Case) -> Answers:
    told = coding_of(case)
    params = case.get("params", {})
    among_these = params.get("categories", ())
    rests_on = next((name for name in ("fleiss_kappa", "hubert_kappa", "scott_pi") if name in case["measures"]), None)
    chance = {"fleiss_kappa": kappa.fleiss_kappa, "hubert_kappa": kappa.hubert_kappa, "scott_pi": kappa.scott_pi}.get(
        "cohen_kappa" if "cohen_kappa" in case["measures"] else rests_on or "", kappa.cohen_kappa
    )
    answers = Answers(
        {
            "percent_agreement": lambda: codings.percent_agreement(told),
            "item_agreement": lambda: [
                codings.item_agreement(tuple(row["ratings"]))
                for row in case["input"]["rows"]
                for _ in range(row.get("count", 1))
            ],
            "D_o": lambda: disagreement(told).observed,
            "D_e": lambda: disagreement(told).expected,
            "A_o": lambda: chance(told).observed,
            "A_e": lambda: chance(told).expected,
            "alpha_category": lambda: alpha_per_category(told),
            "cohen_kappa": lambda: kappa.cohen_kappa(told).measure,
            "cohen_A_e": lambda: kappa.cohen_kappa(told).expected,
            "scott_pi": lambda: kappa.scott_pi(told).measure,
            "scott_A_e": lambda: kappa.scott_pi(told).expected,
            "fleiss_kappa": lambda: kappa.fleiss_kappa(told).measure,
            "fleiss_kappa_missing": lambda: kappa.fleiss_kappa(told).measure,
            "fleiss_kappa_category": lambda: kappa.fleiss_per_category(told),
            "hubert_kappa": lambda: kappa.hubert_kappa(told).measure,
            "light_kappa": lambda: kappa.light_kappa(told),
            "bennett_s": lambda: kappa.bennett_s(told, among_these).measure,
            "randolph_kappa": lambda: kappa.bennett_s(told, among_these).measure,
            "brennan_prediger": lambda: kappa.bennett_s(told, among_these).measure,
            "gwet_ac1": lambda: kappa.gwet_ac1(told, among_these).measure,
            "p_a": lambda: kappa.gwet_ac1(told, among_these).observed,
            "p_e": lambda: kappa.gwet_ac1(told, among_these).expected,
        }
    )
    for name, scale in SCALES.items():
        answers[f"alpha_{name}"] = answers[f"krippendorff_alpha_{name}"] = lambda scale=scale: alpha(told, scale)
    if isinstance(params.get("distance"), Mapping):
        distance = _stated_distance(params["distance"])
        answers["weighted_kappa"] = lambda: kappa.weighted_kappa(told, distance)
        answers["alpha_weighted"] = lambda: alpha(told, lambda _: distance)
        answers["alpha_D_o"] = lambda: disagreement(told, lambda _: distance).observed
        answers["alpha_D_e"] = lambda: disagreement(told, lambda _: distance).expected
    return answers


def coding_sets(case: Case) -> Answers:
    told = coding_of(case)
    named = next((name for name in ("masi", "jaccard") if any(name in measure for measure in case["measures"])), "set")
    scale = SCALES[named]
    pairs = [ratings for ratings, count in told.items() for _ in range(count)]
    return Answers(
        {
            **coding(case),
            "alpha": lambda: alpha(told, scale),
            "D_o": lambda: disagreement(told, scale).observed,
            "D_e": lambda: disagreement(told, scale).expected,
            "exact_set_agreement": lambda: codings.percent_agreement(told),
            "mean_jaccard": lambda: statistics.mean(1 - jaccard(*pair) for pair in pairs),
        }
    )


def set_pair(case: Case) -> Answers:
    one, other = frozenset(case["input"]["a"]), frozenset(case["input"]["b"])
    return Answers(
        {
            "jaccard_distance": lambda: jaccard(one, other),
            "masi_distance_nltk": lambda: masi(one, other),
            "masi_distance_dkpro": lambda: masi_product(one, other),
            "set_distance": lambda: containment(one, other),
        }
    )


def units_of(told: Mapping[str, Any], factor: int = 1) -> dict[str, list[Section]]:
    """The units of each rater, those without any included."""
    found: dict[str, list[Section]] = {rater: [] for rater in told["raters"]}
    for unit in told["units"]:
        found[unit["rater"]].append(Section(unit["start"] * factor, unit["end"] * factor, unit["label"]))
    return found


def units(case: Case) -> Answers:
    told = case["input"]
    begin, length = told["continuum_begin"], told["continuum_length"]

    def legacy(factor: int = 1) -> UnitizingAlpha:
        return UnitizingAlpha(units_of(told, factor), begin * factor, length * factor)

    def parts(one: UnitizingAlpha) -> dict[str, Any]:
        observed, expected = sum(one.observed.values()), sum(one.expected.values())
        return {"D_o": observed, "D_e": expected, "alpha": one.overall, "alpha_U": one.overall}

    def family() -> UAlpha:
        return UAlpha(observer_sums([sections(one, begin, begin + length) for one in units_of(told).values()]))

    def by_label() -> dict[str, dict[str, Any]]:
        one = legacy()
        return {
            str(label): {"D_o": one.observed[label], "D_e": one.expected[label], "alpha": measure}
            for label, measure in one.per_label.items()
        }

    return Answers(
        {
            **{name: lambda name=name: parts(legacy())[name] for name in ("D_o", "D_e", "alpha", "alpha_U")},
            "stretched": lambda: parts(legacy(case["params"]["stretch_factor"])),
            "per_label": by_label,
            "u_alpha": lambda: family().u_alpha,
            "bar_u_alpha": lambda: family().bar_u_alpha,
            "cu_alpha": lambda: family().cu_alpha,
            "cu_coverage": lambda: family().cu_coverage,
            "k_u_alpha": lambda: {value: family().k_u_alpha(value) for value in family().values},
            "k_coverage": lambda: {value: family().k_coverage(value) for value in family().values},
        }
    )


def _dissimilarity(params: Mapping[str, Any]) -> Dissimilarity:
    stated = Dissimilarity(params.get("alpha", 1.0), params.get("beta", 1.0), params.get("delta_empty", 1.0))
    if "category_dissimilarity" in params:
        order, table = params["category_order"], params["category_dissimilarity"]
        return stated._replace(category_distance=lambda one, other: table[order.index(one)][order.index(other)])
    return stated


def _observers(raters: Sequence[str], told: Sequence[Mapping[str, Any]]) -> list[list[Unit]]:
    return [[Unit(one["start"], one["end"], one["label"]) for one in told if one["rater"] == name] for name in raters]


def _disorder(observers: Sequence[Sequence[Unit]], dissimilarity: Dissimilarity) -> float:
    return alignment_disorder(best_alignment(observers, dissimilarity).groups, len(observers), dissimilarity)


def gamma_units(case: Case) -> Answers:
    told, dissimilarity = case["input"], _dissimilarity(case.get("params", {}))
    observers = _observers(told["raters"], told["units"])

    @cache
    def sampled(sampler: str) -> Gamma:
        return finished(gamma([observers], seed=1, dissimilarity=dissimilarity, sampler=sampler, unaligned=True))

    def given() -> float:
        groups = [
            [PlacedUnit(Unit(*one["unit"]), told["raters"].index(one["rater"])) for one in group if one["unit"]]
            for group in told["alignment"]
        ]
        return alignment_disorder(groups, len(observers), dissimilarity)

    return Answers(
        {
            "best_alignment_disorder": lambda: _disorder(observers, dissimilarity),
            "disorder": given,
            "gamma": lambda: sampled("shuffle").gamma,
            "gamma_cat": lambda: sampled("shuffle").gamma_cat,
            "gamma_k": lambda: sampled("shuffle").gamma_k,
            "gamma_band": lambda: sampled("statistical").gamma,
            "gamma_band_statistical": lambda: sampled("statistical").gamma,
            "gamma_band_shuffle": lambda: sampled("shuffle").gamma,
            "gamma_cat_band_shuffle": lambda: sampled("shuffle").gamma_cat,
            "gamma_cat_band_statistical": lambda: sampled("statistical").gamma_cat,
            "gamma_k_exact": lambda: sampled("shuffle").gamma_k,
        }
    )


def units_batch(case: Case) -> Answers:
    dissimilarity = _dissimilarity(case.get("params", {}))
    batch = [
        _observers(case["input"].get("raters") or sorted({one["rater"] for one in told}), told)
        for told in case["input"]["continua"]
    ]
    return Answers({"best_alignment_disorders": lambda: [_disorder(one, dissimilarity) for one in batch]})


def interval_pairs(case: Case) -> Answers:
    dissimilarity = _dissimilarity(case.get("params", {}))
    pairs = [(Unit(*one, ""), Unit(*other, "")) for one, other in case["input"]["rows"]]
    return Answers({"d_pos": lambda: [dissimilarity.positional(*pair) for pair in pairs]})


def finished(job: Generator[Any, None, Result]) -> Result:
    """What a job returns in the end."""
    while True:
        try:
            next(job)
        except StopIteration as end:
            return end.value


def section_pairs(case: Case) -> Answers:
    def section(begin: int, length: int, is_unit: int) -> Section:
        return Section(begin, begin + length, "unit" if is_unit else None)

    rows = case["input"]["rows"]
    return Answers({"delta2": lambda: [section_distance(section(*row[:3]), section(*row[3:])) for row in rows]})


def token_overlap(case: Case) -> Answers:
    tokens = [tuple(token) for token in case["input"]["tokens"]]
    return Answers({"tokens": lambda: [span_f1.tokens_under((tuple(one),), tokens) for one in case["input"]["spans"]]})


def segmentations(case: Case) -> Answers:
    masses = case["input"]["a_masses"], case["input"]["b_masses"]
    near = case.get("params", {}).get("n_t", 2)
    return Answers(
        {
            "boundary_similarity": lambda: segmentation.boundary_similarity(*masses, near),
            "segmentation_similarity": lambda: segmentation.segmentation_similarity(*masses, near),
        }
    )


def segmentation_strings(case: Case) -> Answers:
    def difference(one: str, other: str, width: int) -> Measure:
        return segmentation.window_difference([at == "1" for at in one], [at == "1" for at in other], width)

    return Answers({"windowdiff": lambda: [difference(*pair) for pair in case["input"]["pairs"]]})


def _spans(told: list[Mapping[str, Any]]) -> list[Span]:
    # Unchecked: some cases are about spans that a project would refuse.
    return [
        Span.model_construct(
            id=one.get("id", f"s{number}"),
            label=one["label"],
            fragments=tuple(map(tuple, one["segments"])),
            quote="",
            attributes=one.get("attrs", {}),
            note="",
        )
        for number, one in enumerate(told)
    ]


def documents(case: Case) -> Answers:
    marked = [
        [span_f1.labelled_extents(_spans(one[side])) for side in ("reference", "system")]
        for one in case["input"]["docs"]
    ]
    scores = semeval.total(semeval.scores(*sides) for sides in marked)

    def parts(score: semeval.SemevalScore) -> dict[str, Any]:
        return {**score.model_dump(), "precision": score.precision, "recall": score.recall, "f1": score.f1}

    return Answers({name: lambda score=score: parts(score) for name, score in scores.items()})


def two_annotators(case: Case) -> Answers:
    sides = [span_f1.labelled_extents(_spans(case["input"][side])) for side in "ab"]
    ways = {
        "exact_f1": span_f1.exact_matches,
        "boundary_f1": span_f1.boundary_matches,
        "overlap_f1": span_f1.overlap_matches,
        "soft_f1": span_f1.soft_matches,
        "char_f1": span_f1.character_matches,
    }
    answers = Answers({name: lambda way=way: span_f1.f1(way(*sides)) for name, way in ways.items()})
    if "tokens" in case["input"]:
        places = [tuple(token) for token in case["input"]["tokens"]]
        answers["token_f1"] = lambda: span_f1.f1(span_f1.token_matches(*sides, places))
    return answers


def corpus(case: Case) -> Answers:
    texts = {
        one["id"]: {name: span_f1.labelled_extents(_spans(told)) for name, told in one["annotators"].items()}
        for one in case["input"]["documents"]
    }
    names = list(dict.fromkeys(name for told in texts.values() for name in told))
    labels = sorted({mark.label for told in texts.values() for marks in told.values() for mark in marks})

    def f1(pair: tuple[str, str], only: str | None = None, label: str | None = None) -> Measure:
        sums: Counter[int] = Counter()
        for name, told in texts.items():
            if only in (None, name) and pair[0] in told and pair[1] in told:
                sides = [[mark for mark in told[who] if label in (None, mark.label)] for who in pair]
                sums.update(span_f1.exact_matches(*sides))
        return span_f1.f1(sums)

    pairs = list(combinations(names, 2))

    def over_pairs(figure: Callable[[list[float]], float], label: str | None = None) -> float:
        return figure([measure.value for pair in pairs if (measure := f1(pair, label=label)).value is not None])

    return Answers(
        {
            "total": lambda: f1(pairs[0]),
            "per_document": lambda: {name: f1(pairs[0], only=name) for name in texts},
            "per_label": lambda: {label: f1(pairs[0], label=label) for label in labels},
            "mean": lambda: over_pairs(statistics.mean),
            "sd": lambda: over_pairs(statistics.pstdev),
            "per_label_mean": lambda: {label: over_pairs(statistics.mean, label) for label in labels},
            "per_label_sd": lambda: {label: over_pairs(statistics.pstdev, label) for label in labels},
            "pairwise_matrix": lambda: [
                [1.0 if one == other else f1((one, other)) for other in names] for one in names
            ],
        }
    )


def layers_of(told: Mapping[str, Any]) -> list[Layer]:
    found = []
    for name in told["annotators"]:
        own = [one for one in told["spans"] if one["annotator"] == name]
        drawn = [
            Relation(
                id=one.get("id", f"r{number}"),
                label=one["label"],
                source=one["source"],
                target=one["target"],
                attributes=one.get("attrs", {}),
            )
            for number, one in enumerate(told.get("relations", ()))
            if one["annotator"] == name
        ]
        found.append(
            Layer.model_construct(
                document="d", annotator=name, status="done", spans=tuple(_spans(own)), relations=tuple(drawn)
            )
        )
    return found


def clusters(case: Case) -> Answers:
    told = case["input"]
    rivals = Fraction(str(case.get("params", {}).get("threshold", "1/2")))
    matching = match(layers_of(told), text=told.get("text", ""), rivals=rivals)

    def home(name: str) -> str:
        """The cluster of a span: a split is told by any member of its clusters."""
        return next(one.id for one in matching.clusters if name in {member.span.id for member in one.members})

    return Answers(
        {
            "clusters": lambda: sorted(
                (
                    {
                        "members": sorted(member.span.id for member in one.members),
                        "missing": sorted(one.missing),
                        "types": sorted(one.kinds),
                    }
                    for one in matching.clusters
                ),
                key=str,
            ),
            "split_links": lambda: sorted([one.second_cluster, one.covering_cluster] for one in matching.splits),
            "split_home": lambda: home,
            "duplicates": lambda: sorted([one.original, one.span] for one in matching.duplicates),
            "empty_spans": lambda: sorted(name for _, name in matching.empty),
        }
    )


def confusions(case: Case) -> Answers:
    matching = match(layers_of(case["input"]))
    cells = confusion(matching.clusters, *case["input"]["annotators"][:2])
    return Answers({"cells": lambda: {" | ".join(labels): len(found) for labels, found in cells.items()}})


def relations(case: Case) -> Answers:
    symmetric = frozenset(case.get("params", {}).get("symmetric", ()))
    matching = match(layers_of(case["input"]), symmetric=symmetric)
    pair, drawn = case["input"]["annotators"][:2], relation_f1.RelationCounts(matching)
    names = {
        "exact_f1": relation_f1.RelationCounts.exact,
        "aligned_f1": relation_f1.RelationCounts.aligned,
        "unlabelled_aligned_f1": relation_f1.RelationCounts.unlabelled,
        "conditional_f1": relation_f1.RelationCounts.conditional,
    }
    return Answers({name: lambda way=way: span_f1.f1(way(drawn, *pair)) for name, way in names.items()})


def votes(case: Case) -> Answers:
    told, params = case["input"]["votes"], case["params"]
    strategies = {
        "complete_agreement": lambda: vote.complete_agreement(told),
        "incomplete_agreement": lambda: vote.incomplete_agreement(told),
        "threshold": lambda: vote.threshold_vote(
            told, least=params["user_threshold"], confidence=params["confidence_threshold"], top=params["top"]
        ),
    }
    return Answers({"merged_labels": strategies[params["strategy"]]})


def responses(case: Case) -> Answers:
    told: dict[str, dict[str, list[str]]] = {}
    for row in case["input"]["rows"]:
        told.setdefault(str(row["item"]), {})[str(row["observer"])] = [str(one) for one in row["ratings"]]
    found = reliability.dawid_skene(told)
    return Answers(
        {
            "class_marginals": lambda: list(found.marginals.values()),
            "labels": lambda: {item: int(found.answer(item)) for item in told},
        }
    )


KINDS: dict[str, Callable[[Case], Answers]] = {
    "coding": coding,
    "coding_sets": coding_sets,
    "set_pair": set_pair,
    "units": units,
    "units_batch": units_batch,
    "interval_pairs": interval_pairs,
    "section_pairs": section_pairs,
    "token_overlap": token_overlap,
    "segmentations": segmentations,
    "segmentation_strings": segmentation_strings,
    "documents": documents,
    "two_annotators": two_annotators,
    "corpus": corpus,
    "cluster_input": clusters,
    "relations": relations,
    "votes": votes,
    "responses": responses,
}


def answers_to(case: Case) -> Answers:
    if case["group"] == "confusion":
        return confusions(case)
    if case["group"] == "gamma" and case["input"]["kind"] == "units":
        return gamma_units(case)
    return KINDS[case["input"]["kind"]](case)
