"""F1 and coding of relations."""

from itertools import combinations
from random import Random  # noqa: TID251 - seeded

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.coefficients.alpha import alpha
from annotator.agreement.coefficients.coding import select_raters
from annotator.agreement.matches import relation_f1, span_f1
from annotator.agreement.measure_lookup import relation_matches
from annotator.domain.marks.marks import Relation
from annotator.domain.matching.clusters import match
from annotator.domain.matching.results import Cluster
from annotator.domain.scheme.scheme import RelationLabel
from tests.layers import layer, random_layers

SPANS = ("s1 speaker 0-4", "d1 demand 10-20", "e1 event 30-40")


def test_a_missed_span_does_not_cost_its_relation_where_only_common_clusters_count() -> None:
    matching = match(
        [
            layer("A", *SPANS, "r1 SAYS s1>d1", "r2 ABOUT d1>e1"),
            layer("B", *SPANS[:2], "q1 SAYS s1>d1"),
        ]
    )

    assert span_f1.f1(relation_f1.RelationCounts(matching).aligned("A", "B")).value == pytest.approx(2 / 3)
    assert span_f1.f1(relation_f1.RelationCounts(matching).conditional("A", "B")).value == 1


def test_the_type_of_a_relation_counts_but_where_it_should_not() -> None:
    matching = match([layer("A", *SPANS, "r1 SAYS s1>d1"), layer("B", *SPANS, "q1 ASKS s1>d1")])

    assert span_f1.f1(relation_f1.RelationCounts(matching).aligned("A", "B")).value == 0
    assert span_f1.f1(relation_f1.RelationCounts(matching).unlabelled("A", "B")).value == 1


def test_a_symmetric_relation_is_the_same_both_ways() -> None:
    layers = [layer("A", *SPANS, "r1 SAME s1>d1"), layer("B", *SPANS, "q1 SAME d1>s1")]

    for way in relation_matches().values():
        assert span_f1.f1(way(relation_f1.RelationCounts(match(layers)), "A", "B")).value == 0
        assert (
            span_f1.f1(way(relation_f1.RelationCounts(match(layers, symmetric=frozenset({"SAME"}))), "A", "B")).value
            == 1
        )


SAYS = RelationLabel(name="SAYS", sources=("speaker",), targets=("demand", "event"), attributes={})
NEAR = RelationLabel(name="NEAR", sources=("event",), targets=("event", "demand"), attributes={})
NOTHING: frozenset[str] = frozenset()


def test_pairs_of_passages_that_may_be_linked_are_judged_linked_or_not() -> None:
    matching = match(
        [
            layer("A", *SPANS, "f1 event 50-60", "r1 SAYS s1>d1", "r2 NEAR e1>f1"),
            layer("B", *SPANS, "g1 event 50-60", "q1 SAYS s1>e1"),
            layer("C", *SPANS[:2], "t1 SAYS s1>d1"),
        ]
    )
    says, near = frozenset({"SAYS"}), frozenset({"NEAR"})

    told = relation_f1.relation_coding(
        matching, ("A", "B", "C", "D"), relation_f1.RelationMatcher({"SAYS": SAYS, "NEAR": NEAR})
    )

    # Speaker to demand, to either event; event to event both ways; event to demand. C has no event.
    assert told == {
        (says, NOTHING, says, None): 1,
        (NOTHING, says, None, None): 1,
        (near, NOTHING, None, None): 1,
        (NOTHING, NOTHING, None, None): 4,
    }


def test_a_pair_that_a_symmetric_relation_may_link_is_judged_once() -> None:
    alike = NEAR.model_copy(update={"symmetric": True})
    three = ("e1 event 0-4", "e2 event 5-8", "e3 event 9-12", "d1 demand 20-30")
    matching = match(
        [layer("A", *three, "r1 NEAR e1>e2"), layer("B", *three, "q1 NEAR e2>e1")], symmetric=frozenset({"NEAR"})
    )
    near = frozenset({"NEAR"})

    told = relation_f1.relation_coding(matching, ("A", "B"), relation_f1.RelationMatcher({"NEAR": alike}))

    # Of three events three pairs, and each of them with the demand.
    assert told == {(near, near): 1, (NOTHING, NOTHING): 5}
    assert alpha(told).value == 1


@given(st.integers(0, 10**6))
def test_pairs_are_counted_as_if_each_had_been_looked_at(seed: int) -> None:
    chance = Random(seed)
    relations = {
        name: RelationLabel(
            name=name,
            sources=tuple(chance.sample("XYZ", 2)),
            targets=tuple(chance.sample("XYZ", 2)),
            attributes={},
            symmetric=chance.random() < 0.5,
        )
        for name in ("R", "S")
    }
    symmetric = frozenset(name for name, one in relations.items() if one.symmetric)
    drawn = []
    for one in random_layers(chance, 3, 5, width=20):
        ends = [chance.sample(one.spans, 2) for _ in range(4 if len(one.spans) > 1 else 0)]
        linked = [
            Relation(id=f"r{number}", label=name, source=source.id, target=target.id)
            for number, (source, target) in enumerate(ends)
            for name in relations
            if source.label in relations[name].sources and target.label in relations[name].targets
        ]
        drawn.append(one.model_copy(update={"relations": tuple(linked)}))
    matching = match(drawn, symmetric=symmetric)

    told = relation_f1.relation_coding(matching, matching.annotators, relation_f1.RelationMatcher(relations))

    assert sum(told.values()) == sum(
        _may_be_linked(one, other, relations, matching.clusters)
        for one in matching.clusters
        for other in matching.clusters
    )
    for pair in combinations(range(3), 2):
        names = [matching.annotators[place] for place in pair]
        agreed = sum(
            count * len(one & other)
            for (one, other), count in select_raters(told, *pair).items()
            if isinstance(one, frozenset) and isinstance(other, frozenset)
        )
        both = {
            name: {
                relation_f1.ends_of(link, symmetric)
                for group in matching.relation_groups
                for link in group.relations
                if link.annotator == name and link.source != link.target
            }
            for name in names
        }
        assert agreed == len(both[names[0]] & both[names[1]])


def _may_be_linked(
    one: Cluster, other: Cluster, relations: dict[str, RelationLabel], clusters: tuple[Cluster, ...]
) -> bool:
    """Whether a pair is one to judge: by a directed relation as it stands, by a symmetric one in one of both orders."""
    if one == other or len({member.annotator for member in one.members} & {m.annotator for m in other.members}) < 2:
        return False

    def allows(relation: RelationLabel, source: Cluster, target: Cluster) -> bool:
        return any(
            begin.span.label in relation.sources and end.span.label in relation.targets
            for begin in source.members
            for end in target.members
        )

    if any(allows(relation, one, other) for relation in relations.values() if not relation.symmetric):
        return True
    either = any(
        allows(relation, one, other) or allows(relation, other, one)
        for relation in relations.values()
        if relation.symmetric
    )
    return either and _order(one, clusters) < _order(other, clusters)


def _order(cluster: Cluster, clusters: tuple[Cluster, ...]) -> tuple[object, ...]:
    return (
        tuple(member.annotator for member in cluster.members),
        sorted({member.span.label for member in cluster.members}),
        next(place for place, one in enumerate(clusters) if one is cluster),
    )
