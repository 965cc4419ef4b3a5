"""Tests of the clusters of several annotators and of their differences."""

import pytest

from annotator.domain.marks.marks import Layer
from annotator.domain.matching.clusters import match
from annotator.domain.matching.results import Matching
from tests.layers import layer


def _groups(matching: Matching) -> list[str]:
    """Each cluster as its members and kinds."""
    return [
        " ".join([*(member.span.id for member in cluster.members), *(f"/{kind}" for kind in cluster.kinds)])
        for cluster in matching.clusters
    ]


def _links(matching: Matching) -> list[tuple[list[str], tuple[str, ...], tuple[str, ...]]]:
    return [([link.relation.id for link in one.relations], one.missing, one.kinds) for one in matching.relation_groups]


def test_four_people_can_differ_in_label_and_boundary_at_once() -> None:
    matching = match(
        [
            layer("A", "a1 demand 0-20"),
            layer("B", "b1 demand 0-20"),
            layer("C", "c1 event 0-18"),
            layer("D", "d1 demand 0-19"),
        ]
    )

    assert _groups(matching) == ["a1 b1 c1 d1 /label /boundary"]


def test_an_exact_pair_is_not_parted_by_a_looser_one() -> None:
    matching = match([layer("A", "a1 X 0-10"), layer("B", "b1 X 0-9", "b2 X 0-10")])

    assert _groups(matching) == ["b1 /missed", "a1 b2"]


def test_of_equally_like_partitions_the_one_with_fewer_clusters_is_taken() -> None:
    # A, B and C share a character with each other, and each of them one with somebody else.
    matching = match(
        [
            layer("A", "a X 0-1,2-3,6-7"),
            layer("B", "b X 0-1,4-5,8-9"),
            layer("C", "c X 2-3,4-5,10-11"),
            layer("D", "d X 6-7,12-13,14-15"),
            layer("E", "e X 8-9,16-17,18-19"),
            layer("F", "f X 10-11,20-21,22-23"),
        ]
    )

    assert [[one.span.id for one in cluster.members] for cluster in matching.clusters] == [
        ["a", "d"],
        ["b", "e"],
        ["c", "f"],
    ]


def test_interleaved_fragments_that_share_nothing_stay_apart() -> None:
    matching = match([layer("A", "a1 X 0-4,10-14"), layer("B", "b1 X 5-9,15-19")])

    assert _groups(matching) == ["a1 /missed", "b1 /missed"]


def test_touching_fragments_are_one_stretch() -> None:
    assert _groups(match([layer("A", "a1 X 0-4,4-9"), layer("B", "b1 X 0-9")])) == ["a1 b1"]


def test_an_attribute_that_one_left_out_is_a_difference_and_an_empty_one_is_none() -> None:
    matching = match(
        [
            layer("A", "a1 X 0-4 sure=yes", "a2 X 10-14 sure="),
            layer("B", "b1 X 0-4", "b2 X 10-14"),
        ]
    )

    assert _groups(matching) == ["a1 b1 /attribute", "a2 b2"]


def test_what_is_said_of_another_label_is_no_rival() -> None:
    matching = match([layer("A", "a1 demand 0-4 strength=weak"), layer("B", "b1 event 0-4")])

    assert _groups(matching) == ["a1 b1 /label"]


def test_spaces_and_punctuation_at_the_edges_are_a_trivial_difference() -> None:
    text = "« la paix », dit-il. Oui"
    layers = [layer("A", "a1 X 0-11", "a2 X 13-16"), layer("B", "b1 X 2-9", "b2 X 13-19")]

    assert _groups(match(layers, text=text)) == ["a1 b1 /trivial-boundary", "a2 b2 /boundary"]
    assert _groups(match(layers)) == ["a1 b1 /boundary", "a2 b2 /boundary"]


def test_one_against_two_is_linked_where_the_two_fill_the_one() -> None:
    matching = match([layer("A", "a1 X 0-20"), layer("B", "b1 X 0-9", "b2 X 11-20")])

    assert [(split.second_cluster, split.covering_cluster) for split in matching.splits] == [("B:b2", "A:a1")]


def test_a_second_span_outside_the_one_is_no_split() -> None:
    assert match([layer("A", "a1 X 0-10"), layer("B", "b1 X 0-9", "b2 X 9-40")]).splits == ()


def test_spans_without_a_character_are_listed_apart() -> None:
    matching = match([layer("A", "a1 X 5-5"), layer("B", "b1 X 5-6")])

    assert matching.empty == (("A", "a1"),)
    assert _groups(matching) == ["b1 /missed"]


def test_what_somebody_says_twice_counts_once_and_its_relations_stay() -> None:
    matching = match(
        [
            layer("A", "a1 X 0-4", "a2 X 0-4", "a3 Y 9-12", "r1 SAYS a2>a3"),
            layer("B", "b1 X 0-4", "b2 Y 9-12", "q1 SAYS b1>b2"),
        ]
    )

    assert [(one.annotator, one.original, one.span) for one in matching.duplicates] == [("A", "a1", "a2")]
    assert _groups(matching) == ["a1 b1", "a3 b2"]
    assert _links(matching) == [(["r1", "q1"], (), ())]


def test_two_people_may_use_the_same_ids() -> None:
    matching = match([layer("A", "s1 X 0-4"), layer("B", "s1 X 9-12")])

    assert [cluster.id for cluster in matching.clusters] == ["A:s1", "B:s1"]


def test_who_finished_with_nothing_missed_everything_and_who_is_not_there_did_not() -> None:
    marked = layer("A", "a1 X 0-4")

    assert match([marked, layer("B")]).clusters[0].missing == ("B",)
    assert match([marked]).clusters[0].missing == ()


@pytest.mark.parametrize(
    "layers",
    [[layer("A"), layer("A")], [layer("A", document="one"), layer("B", document="other")]],
    ids=["one person twice", "two documents"],
)
def test_layers_that_cannot_be_compared_are_refused(layers: list[Layer]) -> None:
    with pytest.raises(ValueError, match="one document"):
        match(layers)


SPANS = ("s1 speaker 0-4", "d1 demand 10-20", "e1 event 30-40")


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ("r1 SAYS s1>d1", "q1 SAYS s1>d1", [(["r1", "q1"], (), ())]),
        ("r1 SAYS s1>d1", None, [(["r1"], ("B",), ("missing",))]),
        ("r1 SAYS s1>d1", "q1 ASKS s1>d1", [(["r1", "q1"], (), ("wrong type",))]),
        ("r1 SAYS s1>d1", "q1 SAYS d1>s1", [(["r1", "q1"], (), ("reversed",))]),
        ("r1 SAYS s1>d1", "q1 SAYS s1>e1", [(["r1", "q1"], (), ("other endpoint",))]),
        ("r1 SAYS s1>d1 sure=yes", "q1 SAYS s1>d1", [(["r1", "q1"], (), ("attribute",))]),
        ("r1 SAYS s1>d1", "q1 ASKS d1>e1", [(["r1"], ("B",), ("missing",)), (["q1"], ("A",), ("missing",))]),
    ],
)
def test_relations_are_compared_by_the_clusters_of_their_ends(
    ours: str, theirs: str | None, expected: list[object]
) -> None:
    matching = match([layer("A", *SPANS, ours), layer("B", *SPANS, *([theirs] if theirs else []))])

    assert sorted(_links(matching), key=str) == sorted(expected, key=str)


def test_the_direction_of_a_symmetric_relation_says_nothing() -> None:
    layers = [layer("A", *SPANS, "r1 SAME s1>d1"), layer("B", *SPANS, "q1 SAME d1>s1")]

    assert _links(match(layers, symmetric=frozenset({"SAME"}))) == [(["r1", "q1"], (), ())]
    assert _links(match(layers)) == [(["r1", "q1"], (), ("reversed",))]


def test_what_the_other_has_as_well_is_no_rival() -> None:
    matching = match([layer("A", *SPANS, "r1 SAYS s1>d1", "r2 SAYS s1>e1"), layer("B", *SPANS, "q1 SAYS s1>d1")])

    assert sorted(_links(matching)) == [(["r1", "q1"], (), ()), (["r2"], ("B",), ("missing",))]
