"""Does everybody get as much as everybody else, of everything, and is a seed a promise?"""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.seeded_random import Chance
from annotator.domain.errors import Refused
from annotator.exchange.assignment import Assignment, Wish, assign

PEOPLE = ("Alba", "Bruno", "Chloé", "Dora", "Emil")


def deal(wish: Wish, groups: dict[str, str], seed: int = 1) -> Assignment:
    chance = Chance(seed)
    return assign(wish, groups, lambda: chance.uniform(0, 1))


@st.composite
def wishes(draw: st.DrawFn) -> Wish:
    people = PEOPLE[: draw(st.integers(1, len(PEOPLE)))]
    return Wish(people=people, overlap=draw(st.integers(1, len(people))), by_all=draw(st.floats(0, 1)))


GROUPS = st.dictionaries(
    st.text(min_size=1, max_size=4), st.sampled_from(("", "war", "sport")), min_size=1, max_size=60
)


@given(wishes(), GROUPS, st.integers(0, 2**32))
def test_each_document_goes_to_as_many_people_as_it_should(wish: Wish, groups: dict[str, str], seed: int) -> None:
    dealt = deal(wish, groups, seed)
    common = set(dealt.by_all)
    assert len(common) == round(wish.by_all * len(groups))
    for document in groups:
        people = sum(document in mine for mine in dealt.documents.values())
        assert people == (len(wish.people) if document in common else wish.overlap)


@given(wishes(), GROUPS, st.integers(0, 2**32))
def test_loads_differ_by_one_at_most(wish: Wish, groups: dict[str, str], seed: int) -> None:
    dealt = deal(wish, groups, seed)
    loads = [dealt.load(person) for person in wish.people]
    assert max(loads) - min(loads) <= 1


@given(wishes(), GROUPS, st.integers(0, 2**32))
def test_the_same_seed_deals_the_same_way_and_nobody_gets_anything_twice(
    wish: Wish, groups: dict[str, str], seed: int
) -> None:
    dealt = deal(wish, groups, seed)
    assert dealt == deal(wish, groups, seed)
    order = list(groups)
    for mine in dealt.documents.values():
        assert list(mine) == sorted(set(mine), key=order.index)


def test_another_seed_deals_another_way() -> None:
    groups = {str(number): "" for number in range(40)}
    wish = Wish(people=PEOPLE, overlap=2)
    assert len({str(deal(wish, groups, seed)) for seed in range(10)}) == 10


def test_each_topic_is_dealt_evenly_and_has_its_share_of_what_all_get() -> None:
    groups = {f"{topic}{number}": topic for topic in ("war", "sport", "art") for number in range(20)}
    dealt = deal(Wish(people=PEOPLE[:4], overlap=2, by_all=0.2), groups)
    for topic in ("war", "sport", "art"):
        loads = [sum(groups[one] == topic for one in mine) for mine in dealt.documents.values()]
        assert max(loads) - min(loads) <= 1
        assert sum(groups[one] == topic for one in dealt.by_all) == 4


def test_every_pair_of_people_shares_about_as_many_documents_as_any_other() -> None:
    dealt = deal(Wish(people=PEOPLE, overlap=2), {str(number): "" for number in range(100)})
    shared = [len(set(dealt.documents[one]) & set(dealt.documents[other])) for one, other in combinations(PEOPLE, 2)]
    assert max(shared) - min(shared) <= 2


@pytest.mark.parametrize(
    ("wish", "groups"),
    [
        (Wish(people=()), {"a": ""}),
        (Wish(people=("Alba", "Alba")), {"a": ""}),
        (Wish(people=("Alba",)), {}),
        (Wish(people=("Alba",), overlap=2), {"a": ""}),
        (Wish(people=("Alba",), overlap=0), {"a": ""}),
        (Wish(people=("Alba",), by_all=1.1), {"a": ""}),
    ],
)
def test_what_cannot_be_dealt_is_refused(wish: Wish, groups: dict[str, str]) -> None:
    with pytest.raises(Refused):
        deal(wish, groups)
