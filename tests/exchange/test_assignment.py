"""Fairness and reproducibility of the assignment of documents."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.seeded_random import SeededRandom
from annotator.domain.errors import Refused
from annotator.exchange.assignment import Assignment, AssignmentRequest, assign

PEOPLE = ("Alba", "Bruno", "Chloé", "Dora", "Emil")


def deal(assignment_request: AssignmentRequest, groups: dict[str, str], seed: int = 1) -> Assignment:
    chance = SeededRandom(seed)
    return assign(assignment_request, groups, lambda: chance.uniform(0, 1))


@st.composite
def assignment_requests(draw: st.DrawFn) -> AssignmentRequest:
    people = PEOPLE[: draw(st.integers(1, len(PEOPLE)))]
    return AssignmentRequest(
        annotators=people, overlap=draw(st.integers(1, len(people))), common_share=draw(st.floats(0, 1))
    )


GROUPS = st.dictionaries(
    st.text(min_size=1, max_size=4), st.sampled_from(("", "war", "sport")), min_size=1, max_size=60
)


@given(assignment_requests(), GROUPS, st.integers(0, 2**32))
def test_each_document_goes_to_as_many_people_as_it_should(
    assignment_request: AssignmentRequest, groups: dict[str, str], seed: int
) -> None:
    dealt = deal(assignment_request, groups, seed)
    common = set(dealt.common)
    assert len(common) == round(assignment_request.common_share * len(groups))
    for document in groups:
        people = sum(document in mine for mine in dealt.documents.values())
        assert people == (len(assignment_request.annotators) if document in common else assignment_request.overlap)


@given(assignment_requests(), GROUPS, st.integers(0, 2**32))
def test_loads_differ_by_one_at_most(assignment_request: AssignmentRequest, groups: dict[str, str], seed: int) -> None:
    dealt = deal(assignment_request, groups, seed)
    loads = [dealt.load(person) for person in assignment_request.annotators]
    assert max(loads) - min(loads) <= 1


@given(assignment_requests(), GROUPS, st.integers(0, 2**32))
def test_the_same_seed_deals_the_same_way_and_nobody_gets_anything_twice(
    assignment_request: AssignmentRequest, groups: dict[str, str], seed: int
) -> None:
    dealt = deal(assignment_request, groups, seed)
    assert dealt == deal(assignment_request, groups, seed)
    order = list(groups)
    for mine in dealt.documents.values():
        assert list(mine) == sorted(set(mine), key=order.index)


def test_another_seed_deals_another_way() -> None:
    groups = {str(number): "" for number in range(40)}
    assignment_request = AssignmentRequest(annotators=PEOPLE, overlap=2)
    assert len({str(deal(assignment_request, groups, seed)) for seed in range(10)}) == 10


def test_each_topic_is_dealt_evenly_and_has_its_share_of_what_all_get() -> None:
    groups = {f"{topic}{number}": topic for topic in ("war", "sport", "art") for number in range(20)}
    dealt = deal(AssignmentRequest(annotators=PEOPLE[:4], overlap=2, common_share=0.2), groups)
    for topic in ("war", "sport", "art"):
        loads = [sum(groups[one] == topic for one in mine) for mine in dealt.documents.values()]
        assert max(loads) - min(loads) <= 1
        assert sum(groups[one] == topic for one in dealt.common) == 4


def test_every_pair_of_people_shares_about_as_many_documents_as_any_other() -> None:
    dealt = deal(AssignmentRequest(annotators=PEOPLE, overlap=2), {str(number): "" for number in range(100)})
    shared = [len(set(dealt.documents[one]) & set(dealt.documents[other])) for one, other in combinations(PEOPLE, 2)]
    assert max(shared) - min(shared) <= 2


@pytest.mark.parametrize(
    ("assignment_request", "groups"),
    [
        (AssignmentRequest(annotators=()), {"a": ""}),
        (AssignmentRequest(annotators=("Alba", "Alba")), {"a": ""}),
        (AssignmentRequest(annotators=("Alba",)), {}),
        (AssignmentRequest(annotators=("Alba",), overlap=2), {"a": ""}),
        (AssignmentRequest(annotators=("Alba",), overlap=0), {"a": ""}),
        (AssignmentRequest(annotators=("Alba",), common_share=1.1), {"a": ""}),
    ],
)
def test_what_cannot_be_dealt_is_refused(assignment_request: AssignmentRequest, groups: dict[str, str]) -> None:
    with pytest.raises(Refused):
        deal(assignment_request, groups)
