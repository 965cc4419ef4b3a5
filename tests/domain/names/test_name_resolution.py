"""Tests of equal spellings and of the order of proposed names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.names import name_resolution
from annotator.domain.names.name_resolution import KnownNames, Proposal

MEETING = (
    ("Maison Blanche", "Maison-Blanche"),
    ("Etats-Unis", "États-Unis"),
    ("E\u0301tats\u2011Unis", "États Unis"),
    ("OTAN", "Otan"),
    ("Côte d'Ivoire", "cote d\u2019ivoire"),
    ("N'Djamena", "Ndjamena"),
    ("Maison\u00a0Blanche ", "maison  blanche"),
)
APART = (("Donbas", "Donbass"), ("FT", "Financial Times"), ("Kiev", "Kyiv"), ("-", "'"))


@pytest.mark.parametrize(("one", "other"), MEETING)
def test_spellings_of_one_name_meet(one: str, other: str) -> None:
    assert name_resolution.key(one) == name_resolution.key(other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_other_names_stay_apart(one: str, other: str) -> None:
    assert name_resolution.key(one) != name_resolution.key(other)


@pytest.mark.parametrize(
    ("mention", "core"),
    [
        ("l'Ukraine", "Ukraine"),
        ("L\u2019Otan", "Otan"),
        ("la Maison Blanche", "Maison Blanche"),
        ("M. Trump", "Trump"),
        ("MM. Trump et Poutine", "Trump et Poutine"),
        ("the Kremlin", "Kremlin"),
        ("« Le Monde »", "Monde"),
        ("Lavrov", "Lavrov"),
        ("Desmond", "Desmond"),
        ("La", "La"),
    ],
)
def test_what_stands_before_a_name_is_no_part_of_it(mention: str, core: str) -> None:
    assert name_resolution.core(mention) == core


@pytest.mark.parametrize("word", ["il", "Elle", "lui-même", "ce dernier", "l\u2019", "He", "them"])
def test_pronouns_are_told(word: str) -> None:
    assert name_resolution.is_pronoun(word)
    assert not name_resolution.is_pronoun(f"{word} Trump")


CAST = ("Donald Trump", "Vladimir Poutine", "Sergueï Lavrov", "Maison-Blanche", "Melania Trump")


def proposed(mention: str, known: KnownNames) -> list[Proposal]:
    return name_resolution.proposals(mention, known, pronoun=name_resolution.is_pronoun(mention))


def test_an_alias_comes_before_a_last_name_and_that_before_the_rest() -> None:
    known = KnownNames(CAST, ["Maison-Blanche"], ["Sergueï Lavrov"])
    assert proposed("l'équipe Poutine", known) == [
        ("Maison-Blanche", "alias"),
        ("Vladimir Poutine", "last-name"),
        ("Sergueï Lavrov", "article"),
        ("Donald Trump", "project"),
        ("Melania Trump", "project"),
    ]


def test_of_those_with_one_last_name_the_more_frequent_comes_first() -> None:
    assert [one.name for one in proposed("M. Trump", KnownNames(CAST, []))[:2]] == ["Donald Trump", "Melania Trump"]


def test_the_last_name_that_stands_last_in_the_mention_comes_first() -> None:
    found = proposed("le proche de Trump, Sergueï Lavrov", KnownNames(CAST, []))
    assert [one.name for one in found[:3]] == ["Sergueï Lavrov", "Donald Trump", "Melania Trump"]


def test_a_pronoun_means_the_speaker_before_whatever_else_it_meant() -> None:
    found = proposed("il", KnownNames(CAST, ["Donald Trump"], ["Sergueï Lavrov", "Donald Trump"]))
    assert found[:2] == [("Sergueï Lavrov", "previous-speaker"), ("Donald Trump", "article")]


def test_a_name_in_a_value_of_several_is_replaced_once() -> None:
    assert name_resolution.split("Marco Rubio; Sergueï Lavrov;;Marco Rubio ") == ["Marco Rubio", "Sergueï Lavrov"]
    assert (
        name_resolution.replace_names("FT; Reuters; Financial Times", ["FT"], "Financial Times")
        == "Financial Times; Reuters"
    )


@given(st.text(max_size=30))
def test_every_name_has_a_key_that_its_own_spelling_meets(name: str) -> None:
    assert name_resolution.key(name_resolution.key(name)) == name_resolution.key(name)
    assert bool(name_resolution.key(name)) == bool(name.strip())
    assert name_resolution.core(name) in " ".join(name.split())
