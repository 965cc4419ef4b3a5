"""Tests of roles: their parsing, the usual keys, and what each change of the scheme does with them."""

import copy
import json
from typing import Any

import pytest

from annotator.domain.errors import Refused
from annotator.domain.marks.marks import Span
from annotator.domain.scheme.attribute_changes import RemoveAttribute, RemoveValue, RenameAttribute, RenameValue
from annotator.domain.scheme.changes import Delete, MergeLabels, Rename, ReplaceScheme, SchemeChange, SplitLabel
from annotator.domain.scheme.migration import Migration, change_from
from annotator.domain.scheme.parser import parse_scheme
from annotator.domain.scheme.role_changes import RoleAssignment, SetRoles, lost_roles
from annotator.domain.scheme.role_names import without_roles
from annotator.domain.scheme.roles import AttributeRole, LabelRole, RelationRole
from annotator.domain.scheme.scheme import Scheme
from annotator.resources import DEFAULT_SCHEME

DEFAULT: dict[str, Any] = json.loads((DEFAULT_SCHEME / "scheme.json").read_text(encoding="utf-8"))
SIGNS = {"values": [{"value": "oui", "role": "positive"}, {"value": "non", "role": "negative"}, "neutral"]}


def own(**labels: dict[str, Any]) -> dict[str, Any]:
    """A scheme with these labels, and with a relation between the first and the last."""
    names = list(labels)
    relation = {"from": names[:1], "to": names[-1:], "role": "says"}
    return {"scheme": "own", "version": "1", "span_labels": labels, "relations": {"DIT": relation}}


OWN = own(
    ORATEUR={"role": "speaker"},
    VOEU={"attributes": {"ton": {"values": ["vif", "las"], "role": "strength"}}},
    EXIGENCE={"role": "demand", "attributes": {"signe": SIGNS | {"role": "polarity"}, "poids": {"role": "strength"}}},
)


def parsed(body: dict[str, Any]) -> Scheme:
    return parse_scheme(body, where="scheme.json")


def after(*changes: SchemeChange, body: dict[str, Any] = OWN) -> Scheme:
    """The scheme after these changes, which are read from JSON as a project stores them."""
    for change in changes:
        migration = Migration(body, "", change_from(change.model_dump_json()))
        body = migration.body
    return migration.after


def lost(*changes: SchemeChange, body: dict[str, Any] = OWN) -> list[tuple[str, str, str]]:
    return [tuple(role) for role in lost_roles(parsed(body), after(*changes, body=body))]


def value_entries(scheme_body: dict[str, Any], change: SchemeChange, label: str, attribute: str) -> list[Any]:
    entries = Migration(scheme_body, "", change).body["span_labels"][label]["attributes"][attribute]["values"]
    assert isinstance(entries, list)
    return entries


# Parsing


def test_the_default_scheme_has_every_role_of_labels_and_relations() -> None:
    scheme = parsed(DEFAULT)

    assert all(scheme.labels_with(role) for role in LabelRole)
    assert all(scheme.relations_with(role) for role in RelationRole)
    roles = {attribute.role for label in scheme.labels.values() for attribute in label.attributes.values()}
    roles |= {attribute.role for relation in scheme.relations.values() for attribute in relation.attributes.values()}
    assert roles == set(AttributeRole) - {AttributeRole.CONCEPT}


def test_a_mark_is_asked_by_role() -> None:
    scheme = parsed(OWN)
    span = Span(id="d", label="EXIGENCE", fragments=((0, 1),), quote="x", attributes={"signe": "non", "poids": "7"})

    assert scheme.value(span, AttributeRole.POLARITY) == "non"
    assert scheme.value_role(span, AttributeRole.POLARITY) == "negative"
    assert scheme.value_role(span, AttributeRole.STRENGTH) == "7", "a value without a role is its own role"
    assert scheme.value(span, AttributeRole.FACTUALITY) == scheme.value_role(span, AttributeRole.FACTUALITY) == ""
    assert scheme.attribute_with("ORATEUR", AttributeRole.POLARITY) is None


def test_a_label_and_a_relation_of_one_name_have_attributes_of_their_own() -> None:
    body = own(DIT={"attributes": {"ton": {"role": "strength"}}}, MOT={})
    body["relations"]["DIT"]["attributes"] = {"avis": {"role": "stance"}}
    scheme = parsed(body)

    assert scheme.attribute_with("DIT", AttributeRole.STANCE) is None
    assert scheme.attribute_with("DIT", AttributeRole.STANCE, of="relation") is not None
    assert scheme.attribute_with("DIT", AttributeRole.STRENGTH, of="relation") is None


def test_several_labels_and_relations_may_have_one_role() -> None:
    body = own(A={"role": "demand"}, B={"role": "demand"})
    body["relations"]["TELLS"] = body["relations"]["DIT"]

    assert parsed(body).labels_with(LabelRole.DEMAND) == ("A", "B")
    assert parsed(body).relations_with(RelationRole.SAYS) == ("DIT", "TELLS")


@pytest.mark.parametrize(
    ("declaration", "place", "reason"),
    [
        ({"role": "shouter"}, "label X", "none of the roles speaker, demand"),
        ({"role": "says"}, "label X", "none of the roles"),
        ({"role": 7}, "label X", "none of the roles"),
        ({"attributes": {"a": {"role": "mood"}}}, "label X, attribute a", "none of the roles entity, event"),
        (
            {"attributes": {"a": {"role": "code"}, "b": {"role": "code"}}},
            "label X, attribute b",
            "'a' has the role code already",
        ),
        ({"attributes": {"a": {"values": [{"value": "v", "role": 3}]}}}, "label X, attribute a", ""),
    ],
)
def test_a_role_that_cannot_be_is_refused_with_its_place(declaration: dict[str, Any], place: str, reason: str) -> None:
    with pytest.raises(Refused) as refusal:
        parsed(own(X=declaration))

    assert refusal.value.where == f"scheme.json, {place}"
    assert reason in str(refusal.value)


def test_a_relation_with_the_role_of_a_label_is_refused() -> None:
    body = own(X={})
    body["relations"]["DIT"]["role"] = "speaker"
    with pytest.raises(Refused, match="none of the roles says, cues"):
        parsed(body)


def test_value_objects_are_values_in_lists_and_in_lists_by_another_value() -> None:
    by_sign = {"oui": [{"value": "volontiers", "role": "gladly"}], "non": ["jamais"]}
    body = own(X={"attributes": {"signe": SIGNS | {"default": "non"}, "manière": {"values": by_sign}}})
    sign, manner = parsed(body).labels["X"].attributes.values()

    assert (sign.values, sign.value_roles) == (("oui", "non", "neutral"), {"oui": "positive", "non": "negative"})
    assert manner.choices({"signe": "oui"}) == ("", "volontiers")
    assert manner.role_of("volontiers") == "gladly"


def test_the_usual_keys_follow_the_roles() -> None:
    roles = {"signe": "polarity", "réalité": "factuality", "mode": "mode", "genre": "event-type", "ton": "strength"}
    attributes = {name: {"role": role} for name, role in roles.items()} | {"polarity": {}}
    keys = [attribute.key for attribute in parsed(own(X={"attributes": attributes})).labels["X"].attributes.values()]
    assert keys == ["N", "F", "M", "T", "", ""]

    attributes["signe"] |= {"key": "s"}
    assert parsed(own(X={"attributes": attributes})).labels["X"].attributes["signe"].key == "S"


# Changes


def test_renaming_keeps_every_role() -> None:
    changes = (
        Rename(name="EXIGENCE", new="DEMANDE"),
        Rename(of="relation", name="DIT", new="PARLE"),
        RenameAttribute(owner="DEMANDE", name="signe", new="sens"),
        RenameValue(owner="DEMANDE", name="sens", value="non", new="nie"),
        RenameValue(owner="DEMANDE", name="sens", value="neutral", new="neutre"),
    )
    scheme = after(*changes)

    assert scheme.labels_with(LabelRole.DEMAND) == ("DEMANDE",)
    assert scheme.relations_with(RelationRole.SAYS) == ("PARLE",)
    sign = scheme.labels["DEMANDE"].attributes["sens"]
    assert sign.role == "polarity"
    assert [sign.role_of(value) for value in sign.values] == ["positive", "negative", "neutral"]
    assert lost(*changes) == []


def test_a_renamed_value_keeps_its_role_where_its_attribute_has_one() -> None:
    rename = RenameValue(owner="DEMAND", name="polarity", value="negative", new="négatif")
    assert value_entries(DEFAULT, rename, "DEMAND", "polarity") == [
        "positive",
        {"value": "négatif", "role": "negative"},
    ]

    body = own(X={"attributes": {"ton": {"values": ["vif", {"value": "las", "role": "weary"}]}}})
    assert value_entries(body, RenameValue(owner="X", name="ton", value="vif", new="rude"), "X", "ton")[0] == "rude"
    assert value_entries(body, RenameValue(owner="X", name="ton", value="las", new="mou"), "X", "ton")[1] == {
        "value": "mou",
        "role": "weary",
    }


def test_a_named_list_that_others_share_is_copied_for_the_renamed_value() -> None:
    rename = RenameValue(owner="EVENT", name="plover", value="AID", new="AIDE")
    scheme = after(rename, body=DEFAULT)

    assert scheme.labels["EVENT"].attributes["plover"].role_of("AIDE") == "AID"
    assert scheme.labels["DEMAND"].attributes["plover"].value_roles == {}


def test_the_parts_of_a_label_have_its_role() -> None:
    scheme = after(SplitLabel(name="EXIGENCE", attribute="signe", parts={"oui": "VEUT", "non": "REFUSE"}))

    assert scheme.labels_with(LabelRole.DEMAND) == ("EXIGENCE", "VEUT", "REFUSE")
    assert scheme.attribute_with("VEUT", AttributeRole.STRENGTH) is not None
    assert scheme.attribute_with("VEUT", AttributeRole.POLARITY) is None


def test_merging_gives_the_roles_that_are_missing_and_none_twice() -> None:
    scheme = after(MergeLabels(name="EXIGENCE", into="VOEU"))

    assert scheme.labels["VOEU"].role == "demand"
    roles = {name: attribute.role for name, attribute in scheme.labels["VOEU"].attributes.items()}
    assert roles == {"ton": "strength", "signe": "polarity", "poids": None}
    assert after(MergeLabels(name="EXIGENCE", into="ORATEUR")).labels["ORATEUR"].role == "speaker"
    assert lost(MergeLabels(name="EXIGENCE", into="ORATEUR")) == [("label", "EXIGENCE", "demand")]


def test_merging_gives_an_attribute_of_the_same_name_its_role() -> None:
    body = own(
        X={"attributes": {"signe": {"values": ["oui"]}}}, Y={"attributes": {"signe": SIGNS | {"role": "polarity"}}}
    )
    sign = after(MergeLabels(name="Y", into="X"), body=body).labels["X"].attributes["signe"]

    assert (sign.role, sign.values) == ("polarity", ("oui", "non", "neutral"))
    assert sign.role_of("non") == "negative"


def test_another_scheme_without_roles_takes_them_by_the_names_that_it_replaces() -> None:
    body = without_roles(OWN)
    body["span_labels"]["WISH"] = body["span_labels"].pop("EXIGENCE")
    body["relations"] = {"UTTERS": {"from": ["ORATEUR"], "to": ["WISH"]}}
    replace = ReplaceScheme(body=body, guidelines="", labels={"EXIGENCE": "WISH"}, relations={"DIT": "UTTERS"})
    scheme = after(replace)

    assert scheme.labels_with(LabelRole.DEMAND) == ("WISH",)
    assert scheme.labels_with(LabelRole.SPEAKER) == ("ORATEUR",)
    assert scheme.relations_with(RelationRole.SAYS) == ("UTTERS",)
    assert scheme.labels["WISH"].attributes["signe"].role == "polarity"
    declared = copy.deepcopy(body)
    declared["span_labels"]["ORATEUR"]["role"] = "actor"
    scheme = after(replace.model_copy(update={"body": declared}))
    assert (scheme.labels["ORATEUR"].role, scheme.labels["WISH"].role) == ("actor", None), "what it declares is all"


def test_roles_are_assigned_and_removed_in_one_change() -> None:
    def assign(role: str, owner: str, attribute: str = "", value: str = "", **more: Any) -> RoleAssignment:
        return RoleAssignment(owner=owner, attribute=attribute, value=value, role=role, **more)

    scheme = after(
        SetRoles(
            assignments=(
                assign("quote", "VOEU"),
                assign("", "ORATEUR"),
                assign("about", "DIT", of="relation"),
                assign("", "VOEU", "ton"),
                assign("mode", "EXIGENCE", "poids"),
                assign("neuter", "EXIGENCE", "signe", "neutral"),
                assign("", "EXIGENCE", "signe", "non"),
            )
        )
    )

    assert [label.role for label in scheme.labels.values()] == [None, "quote", "demand"]
    assert scheme.relations["DIT"].role == "about"
    assert scheme.labels["VOEU"].attributes["ton"].role is None
    attributes = scheme.labels["EXIGENCE"].attributes
    assert attributes["poids"].role == "mode"
    assert attributes["signe"].value_roles == {"oui": "positive", "neutral": "neuter"}


@pytest.mark.parametrize(
    ("assignment", "reason"),
    [
        ({"owner": "NOBODY", "role": "demand"}, "no label 'NOBODY'"),
        ({"owner": "VOEU", "attribute": "nil", "role": "code"}, "no attribute 'nil'"),
        ({"owner": "VOEU", "attribute": "ton", "value": "nil", "role": "x"}, "no value 'nil'"),
        ({"owner": "VOEU", "role": "shouter"}, "none of the roles"),
        ({"owner": "EXIGENCE", "attribute": "signe", "role": "strength"}, "has the role strength already"),
    ],
)
def test_an_assignment_that_does_not_fit_is_refused(assignment: dict[str, str], reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        after(SetRoles(assignments=(RoleAssignment(**assignment),)))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (Delete(name="EXIGENCE"), [("label", "EXIGENCE", "demand")]),
        (Delete(of="relation", name="DIT"), [("relation", "DIT", "says")]),
        (RemoveAttribute(owner="EXIGENCE", name="poids"), [("attribute", "poids", "strength")]),
        (RemoveValue(owner="EXIGENCE", name="signe", value="non"), [("value", "non", "negative")]),
        (RemoveAttribute(owner="VOEU", name="ton"), []),
        (Delete(name="VOEU"), []),
    ],
)
def test_what_no_part_has_any_more_is_lost(change: SchemeChange, expected: list[tuple[str, str, str]]) -> None:
    assert lost(change) == expected


def test_a_role_that_another_label_has_still_is_not_lost() -> None:
    body = own(A={"role": "demand"}, B={"role": "demand"})
    assert lost(Delete(name="A"), body=body) == []


def test_a_replacement_takes_the_role_that_it_lacks() -> None:
    body = own(A={"role": "demand"}, B={}, C={"role": "quote"})
    assert lost(Delete(name="A", replacement="B"), body=body) == []
    assert lost(Delete(name="A", replacement="C"), body=body) == [("label", "A", "demand")]
