"""Offers of missing roles: what lacks one, what could have it, what is proposed, and the change made of the choices."""

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from annotator.app import jobs
from annotator.app.project.open import new_project, open_project
from annotator.app.scheme import apply_change, role_offer, scheme_files
from annotator.app.scheme.role_offer import RoleOffer, RoleSlot
from annotator.app.session import Session
from annotator.domain.scheme.parser import parse_scheme
from annotator.domain.scheme.role_names import without_roles
from annotator.domain.scheme.roles import AttributeRole, LabelRole, RelationRole
from annotator.domain.scheme.scheme import Scheme
from tests.own_scheme import SCHEME, own_project

DEFAULT = json.loads(scheme_files.DEFAULT.read_text(encoding="utf-8"))


def parsed(body: dict[str, Any]) -> Scheme:
    return parse_scheme(body, where="test")


OWN = parsed(SCHEME)


def by_slot(offers: list[RoleOffer]) -> dict[RoleSlot, RoleOffer]:
    return {offer.slot: offer for offer in offers}


def offers_of(body: dict[str, Any], **chosen: str) -> dict[RoleSlot, RoleOffer]:
    """The offers by slot; ``chosen`` are names by the role of a label."""
    choices = {RoleSlot("label", role, "label"): name for role, name in chosen.items()}
    return by_slot(role_offer.role_offers(parsed(body), choices))


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = open_project(own_project(tmp_path), writing=True)
    yield session
    session.close()


def test_the_default_scheme_and_the_empty_one_lack_nothing_that_can_be_offered() -> None:
    for path in (scheme_files.DEFAULT, scheme_files.EMPTY):
        scheme = parsed(json.loads(path.read_text(encoding="utf-8")))
        assert role_offer.role_offers(scheme, {}) == []
        assert not role_offer.worth_offering(scheme)


def test_every_role_of_labels_and_links_is_missing_in_a_scheme_without_roles() -> None:
    assert OWN.missing_roles == (*LabelRole, *RelationRole)
    assert role_offer.worth_offering(OWN)
    offers = offers_of(SCHEME)
    assert [slot.role for slot in offers if slot.bearer == "label"] == list(LabelRole)
    assert [slot.role for slot in offers if slot.bearer == "relation"] == list(RelationRole)
    assert all(offer.choice == "" for offer in offers.values()), "no name is like one of the default scheme"
    assert offers[RoleSlot("label", "speaker", "label")].candidates == ("LOCUTEUR", "EXIGENCE", "CITÉ")
    assert offers[RoleSlot("relation", "says", "relation")].candidates == ("DIT", "ADRESSÉ_À")


def test_a_default_scheme_without_roles_gets_all_of_them_back_by_its_names() -> None:
    """Proposed by name: labels, links, and the attributes of what is proposed."""
    bare = without_roles(DEFAULT)
    offers = role_offer.role_offers(parsed(bare), {})
    body = deepcopy(bare)
    change = role_offer.set_roles(offers)
    assert change
    change.edit(body, parsed(bare))
    assert parsed(body) == parsed(DEFAULT)


@pytest.mark.parametrize("name", ["DEMAND", "Demand", "démand", "demand"])
def test_a_label_is_proposed_by_its_folded_name(name: str) -> None:
    body = {"scheme": "x", "version": "1", "span_labels": {name: {"key": "D"}}, "relations": {}}
    offers = offers_of(body)
    assert offers[RoleSlot("label", "demand", "label")].choice == name
    assert offers[RoleSlot("label", "speaker", "label")].candidates == ()


@pytest.mark.parametrize("name", ["ADDRESSED_TO", "addressed-to", "Addressed to"])
def test_the_text_of_the_role_counts_as_a_name_too(name: str) -> None:
    labels = {"A": {"key": "A"}, "B": {"key": "B"}}
    relations = {name: {"from": ["A"], "to": ["B"]}}
    offers = offers_of({"scheme": "x", "version": "1", "span_labels": labels, "relations": relations})
    assert offers[RoleSlot("relation", "addressed-to", "relation")].choice == name


def test_a_name_that_is_chosen_for_one_role_is_no_candidate_for_another() -> None:
    offers = offers_of(SCHEME, speaker="LOCUTEUR")
    assert offers[RoleSlot("label", "speaker", "label")].candidates == ("LOCUTEUR", "EXIGENCE", "CITÉ")
    assert offers[RoleSlot("label", "actor", "label")].candidates == ("EXIGENCE", "CITÉ")


def test_a_chosen_label_is_asked_for_the_attributes_that_the_default_scheme_has_for_its_role() -> None:
    offers = offers_of(SCHEME, demand="EXIGENCE")
    asked = [slot.role for slot in offers if slot.bearer == "attribute"]
    label = parsed(DEFAULT).labels["DEMAND"]
    assert asked == [attribute.role for attribute in label.attributes.values()]
    strength = offers[RoleSlot("attribute", "strength", "label", "EXIGENCE")]
    assert strength.candidates == ("force", "polarité")
    assert strength.choice == ""


def test_a_value_is_asked_for_where_its_attribute_has_the_role() -> None:
    demand = RoleSlot("label", "demand", "label")
    strength = RoleSlot("attribute", "strength", "label", "EXIGENCE")
    ultimatum = RoleSlot("value", "ultimatum", "label", "EXIGENCE", "force")
    choices = {demand: "EXIGENCE"}
    assert ultimatum not in by_slot(role_offer.role_offers(OWN, choices))
    choices[strength] = "force"
    offers = by_slot(role_offer.role_offers(OWN, choices))
    assert offers[ultimatum].candidates == ("appel", "exigence", "sommation")
    english = deepcopy(SCHEME)
    english["span_labels"]["EXIGENCE"]["attributes"]["force"]["values"][2] = "ultimatum"
    assert ultimatum not in by_slot(role_offer.role_offers(parsed(english), choices)), "a value is its own role"
    english["span_labels"]["EXIGENCE"]["attributes"]["force"]["values"][2] = "Ultimatum"
    assert by_slot(role_offer.role_offers(parsed(english), choices))[ultimatum].choice == "Ultimatum"


def test_a_choice_that_the_scheme_no_longer_has_is_none() -> None:
    demand = RoleSlot("label", "demand", "label")
    assert by_slot(role_offer.role_offers(OWN, {demand: "PARTIE"}))[demand].choice == ""


def test_what_has_a_role_is_no_candidate_and_its_role_is_not_missing() -> None:
    body = deepcopy(SCHEME)
    body["span_labels"]["LOCUTEUR"]["role"] = "speaker"
    body["span_labels"]["LOCUTEUR"]["attributes"]["nom"]["role"] = "entity"
    offers = offers_of(body)
    assert RoleSlot("label", "speaker", "label") not in offers
    assert "LOCUTEUR" not in offers[RoleSlot("label", "actor", "label")].candidates
    assert RoleSlot("attribute", "entity", "label", "LOCUTEUR") not in offers
    mention = offers[RoleSlot("attribute", "mention", "label", "LOCUTEUR")]
    assert (mention.candidates, mention.choice) == (("mention",), "mention")


def test_nothing_chosen_is_no_change() -> None:
    assert role_offer.set_roles(role_offer.role_offers(OWN, {})) is None


def test_all_choices_are_one_step_that_undo_takes_back(session: Session) -> None:
    before = session.scheme
    choices = {
        RoleSlot("label", "speaker", "label"): "LOCUTEUR",
        RoleSlot("label", "demand", "label"): "EXIGENCE",
        RoleSlot("attribute", "entity", "label", "LOCUTEUR"): "nom",
        RoleSlot("attribute", "strength", "label", "EXIGENCE"): "force",
        RoleSlot("value", "ultimatum", "label", "EXIGENCE", "force"): "sommation",
        RoleSlot("relation", "says", "relation"): "DIT",
    }
    change = role_offer.set_roles(role_offer.role_offers(session.scheme, choices))
    assert change
    effect = jobs.run(apply_change.apply(session, change))
    assert (effect.spans, effect.relations, effect.lost_roles) == (0, 0, ())
    scheme = session.scheme
    assert scheme.labels_with(LabelRole.DEMAND) == ("EXIGENCE",)
    assert scheme.relations_with(RelationRole.SAYS) == ("DIT",)
    strength = scheme.attribute_with("EXIGENCE", AttributeRole.STRENGTH)
    assert strength
    assert strength.role_of("sommation") == "ultimatum"
    assert scheme.attribute_with("LOCUTEUR", AttributeRole.MENTION), "proposed by its name"
    session.undo()
    assert session.scheme == before


def test_a_scheme_whose_labels_all_have_roles_is_offered_none(tmp_path: Path) -> None:
    """It lacks roles, but nothing is left that could have them."""
    body = {"scheme": "x", "version": "1", "span_labels": {"WISH": {"key": "W", "role": "demand"}}, "relations": {}}
    (tmp_path / "x.json").write_text(json.dumps(body), encoding="utf-8")
    session = new_project(tmp_path / "x.annotator", tmp_path / "x.json")
    assert session.scheme.missing_roles
    assert not role_offer.worth_offering(session.scheme)
    assert role_offer.role_offers(session.scheme, {}) == []
    session.close()
