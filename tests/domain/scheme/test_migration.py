"""Tests of the changes of a scheme, its guidelines and its existing marks."""

import json
from typing import Any

import pytest

from annotator.domain.errors import Refused
from annotator.domain.marks.marks import Layer, Relation, Span
from annotator.domain.scheme.attribute_changes import (
    AddAttribute,
    AddValue,
    RemoveAttribute,
    RemoveValue,
    RenameAttribute,
    RenameValue,
    SetAttribute,
    SetScale,
)
from annotator.domain.scheme.changes import (
    AddLabel,
    Delete,
    LabelStyle,
    MarkContent,
    MergeLabels,
    Rename,
    ReplaceScheme,
    SchemeChange,
    SetLabelGuidance,
    SetLabelStyle,
    SplitLabel,
)
from annotator.domain.scheme.guidelines import guidance_for, label_section, with_label_section
from annotator.domain.scheme.migration import Migration, change_from, migrate_layer, migrations
from annotator.domain.scheme.relation_changes import AddRelation, SetEnds, SetSymmetric
from annotator.resources import DEFAULT_SCHEME

BODY: dict[str, Any] = json.loads((DEFAULT_SCHEME / "scheme.json").read_text(encoding="utf-8"))
GUIDELINES = (DEFAULT_SCHEME / "guidelines.md").read_text(encoding="utf-8")

EVERY_CHANGE: list[SchemeChange] = [
    AddLabel(name="PLACE", dress=LabelStyle(key="P")),
    SetLabelStyle(name="CUE", dress=LabelStyle(key="K", line="dash")),
    SetLabelGuidance(name="CUE", text="The verb.\n- « a dit »"),
    Rename(name="SPEAKER", new="PARTY"),
    Rename(of="relation", name="SAYS", new="UTTERS"),
    MergeLabels(name="ACTOR", into="SPEAKER"),
    SplitLabel(name="SPEAKER", attribute="source_type", parts={"media": "OUTLET"}),
    Delete(name="CUE"),
    Delete(name="CUE", replacement="ACTOR"),
    Delete(of="relation", name="ABOUT"),
    AddAttribute(owner="CUE", name="verb", values=("said", "asked")),
    RenameAttribute(owner="SPEAKER", name="mention", new="form"),
    RemoveAttribute(owner="DEMAND", name="mode"),
    SetAttribute(owner="EVENT", name="plover", default="NONE", required=True),
    SetScale(owner="DEMAND", name="strength", scale="ordinal"),
    AddValue(owner="DEMAND", name="strength", value="order"),
    RenameValue(owner="DEMAND", name="plover", value="REQUEST", new="ASK"),
    RemoveValue(owner="DEMAND", name="strength", value="ultimatum", replacement="demand"),
    AddRelation(name="NEAR", sources=("EVENT",), targets=("EVENT",)),
    SetEnds(name="SAYS", sources=("SPEAKER",), targets=("QUOTE",)),
    SetSymmetric(name="SAYS", symmetric=True),
    ReplaceScheme(body=BODY, guidelines=GUIDELINES),
]


def migration_of(change: SchemeChange, body: dict[str, Any] = BODY) -> Migration:
    return Migration(body, GUIDELINES, change)


@pytest.mark.parametrize("change", EVERY_CHANGE, ids=lambda change: change.kind)
def test_every_change_gives_a_sound_scheme_of_another_version_and_round_trips_as_json(change: SchemeChange) -> None:
    before = json.dumps(BODY)
    migration = migration_of(change)
    assert migration.after.version == "1.1"
    assert migration.body["plover_contexts"] == BODY["plover_contexts"], "what the program does not use stays"
    assert json.dumps(BODY) == before, "the scheme that it came from is not touched"
    assert change_from(change.model_dump_json()) == change


def test_a_label_keeps_its_place_and_its_ends_under_another_name() -> None:
    migration = migration_of(Rename(name="SPEAKER", new="PARTY"))
    assert list(migration.after.labels)[:2] == ["PARTY", "DEMAND"]
    assert migration.after.relations["SAYS"].sources == ("PARTY",)
    assert migration.migrate_mark("label", MarkContent("SPEAKER", {"entity": "Kiev"})) == MarkContent(
        "PARTY", {"entity": "Kiev"}
    )
    assert migration.migrate_mark("label", MarkContent("CUE", {})) == MarkContent("CUE", {})
    assert guidance_for("PARTY", migration.guidelines)
    assert not guidance_for("SPEAKER", migration.guidelines)


def test_merging_takes_over_attributes_values_and_ends() -> None:
    migration = migration_of(MergeLabels(name="CUE", into="ACTOR"))
    assert migration.after.relations["CUES"].sources == ("ACTOR",)
    migration = migration_of(MergeLabels(name="DEMAND", into="EVENT"))
    merged = migration.after.labels["EVENT"].attributes
    assert merged["strength"].values == ("appeal", "demand", "ultimatum")
    assert merged["factuality"].values == ("actual", "future", "possible", "irrealis")
    attributes = {"strength": "appeal", "plover": "REQUEST", "plover_mode": "meet"}
    assert migration.migrate_mark("label", MarkContent("DEMAND", attributes)) == MarkContent("EVENT", attributes)


def test_splitting_makes_labels_of_values_and_leaves_the_others() -> None:
    migration = migration_of(SplitLabel(name="EVENT", attribute="plover", parts={"CONSULT": "MEETING", "AID": "HELP"}))
    labels = migration.after.labels
    assert list(labels)[2:5] == ["EVENT", "MEETING", "HELP"]
    assert "plover" not in labels["MEETING"].attributes
    assert labels["MEETING"].attributes["plover_mode"].values == ("", "visit", "third-party", "multilateral", "phone")
    assert "CONSULT" not in labels["EVENT"].attributes["plover"].values
    assert "CONSULT" in labels["DEMAND"].attributes["plover"].values, "a list that others share is theirs still"
    assert migration.after.relations["ABOUT"].targets == ("EVENT", "MEETING", "HELP")
    meeting = MarkContent("EVENT", {"plover": "CONSULT", "plover_mode": "visit"})
    assert migration.migrate_mark("label", meeting) == MarkContent("MEETING", {"plover_mode": "visit"})
    assert not migration.needs_second_look("label", meeting)
    assert migration.migrate_mark("label", MarkContent("EVENT", {"plover": "ASSAULT"})) == MarkContent(
        "EVENT", {"plover": "ASSAULT"}
    )
    assert migration.needs_second_look("label", MarkContent("EVENT", {}))


def test_a_replacement_takes_what_it_can_say_and_the_rest_is_lost() -> None:
    migration = migration_of(Delete(name="SPEAKER", replacement="ACTOR"))
    mark = MarkContent("SPEAKER", {"entity": "Kiev", "source_type": "state"})
    assert migration.migrate_mark("label", mark) == MarkContent("ACTOR", {"entity": "Kiev"})
    assert migration.needs_second_look("label", mark)
    assert migration_of(Delete(name="SPEAKER")).migrate_mark("label", mark) is None


def test_a_value_is_renamed_with_what_hangs_on_it() -> None:
    migration = migration_of(RenameValue(owner="DEMAND", name="plover", value="REQUEST", new="ASK"))
    demand = migration.after.labels["DEMAND"].attributes
    assert demand["plover"].default == "ASK"
    assert demand["plover_mode"].values_by["ASK"] == ("assist", "change", "yield", "meet")
    attributes = {"plover": "REQUEST", "plover_mode": "meet"}
    assert migration.migrate_mark("label", MarkContent("DEMAND", attributes)) == MarkContent(
        "DEMAND", {"plover": "ASK", "plover_mode": "meet"}
    )
    assert migration.migrate_mark("label", MarkContent("EVENT", attributes)) == MarkContent("EVENT", attributes)


def test_a_removed_value_is_replaced_or_says_nothing() -> None:
    mark = MarkContent("DEMAND", {"strength": "ultimatum"})
    removed = RemoveValue(owner="DEMAND", name="strength", value="ultimatum")
    assert migration_of(removed).migrate_mark("label", mark) == MarkContent("DEMAND", {})
    replaced = removed.model_copy(update={"replacement": "demand"})
    assert migration_of(replaced).migrate_mark("label", mark) == MarkContent("DEMAND", {"strength": "demand"})


def test_another_scheme_must_say_what_becomes_of_every_name() -> None:
    body = json.loads(json.dumps(BODY).replace('"SPEAKER"', '"PARTY"'))
    with pytest.raises(Refused, match="SPEAKER"):
        migration_of(ReplaceScheme(body=body, guidelines=""))
    migration = migration_of(ReplaceScheme(body=body, guidelines="", labels={"SPEAKER": "PARTY"}))
    assert migration.migrate_mark("label", MarkContent("SPEAKER", {"entity": "Kiev"})) == MarkContent(
        "PARTY", {"entity": "Kiev"}
    )
    assert migration.guidelines == GUIDELINES


REFUSED: dict[str, tuple[SchemeChange, str]] = {
    "a clashing key": (SetLabelStyle(name="CUE", dress=LabelStyle(key="D")), "DEMAND has the key D.*label CUE"),
    "a name that is there": (Rename(name="CUE", new="Event"), "'EVENT' is there already"),
    "a name of a megabyte": (AddLabel(name="x" * 1_000_000), "no usable name"),
    "an illegal pattern": (AddAttribute(owner="CUE", name="code", pattern="("), "label CUE, attribute code"),
    "a default that is no value": (
        SetAttribute(owner="DEMAND", name="mode", default="loud", required=False),
        "label DEMAND, attribute mode",
    ),
    "an unknown label": (Delete(name="NOBODY"), "NOBODY"),
    "a label by itself": (MergeLabels(name="CUE", into="CUE"), "its own place"),
    "a split by free text": (SplitLabel(name="SPEAKER", attribute="entity", parts={"a": "A"}), "no list"),
    "what decides over others": (RemoveAttribute(owner="EVENT", name="plover"), "attribute plover_mode"),
    "a relation to nobody": (AddRelation(name="X", sources=("NOBODY",), targets=("CUE",)), "NOBODY.*relation X"),
    "a value that is there": (AddValue(owner="DEMAND", name="mode", value="direct"), "is there already"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_would_leave_no_sound_scheme_is_refused_with_its_place(case: str) -> None:
    change, place = REFUSED[case]
    with pytest.raises(Refused, match=place):
        migration_of(change)


def test_a_layer_that_comes_back_late_follows_all_changes_in_order() -> None:
    spans = (
        Span(id="s1", label="SPEAKER", fragments=((0, 4),), quote="Kiev", attributes={"source_type": "state"}),
        Span(id="c1", label="CUE", fragments=((5, 8),), quote="dit"),
        Span(id="d1", label="DEMAND", fragments=((9, 12),), quote="non"),
    )
    links = (
        Relation(id="r1", label="SAYS", source="s1", target="d1"),
        Relation(id="r2", label="CUES", source="c1", target="d1"),
    )
    layer = Layer(document="one", annotator="Alba", status="done", spans=spans, relations=links)
    changes: list[SchemeChange] = [
        Rename(name="SPEAKER", new="PARTY"),
        SplitLabel(name="PARTY", attribute="source_type", parts={"state": "STATE"}),
        Rename(of="relation", name="SAYS", new="UTTERS"),
        Delete(name="CUE"),
    ]
    migrated = migrate_layer(layer, migrations(BODY, changes))
    assert [(span.id, span.label, span.attributes) for span in migrated.spans] == [
        ("s1", "STATE", {}),
        ("d1", "DEMAND", {}),
    ]
    assert [(link.id, link.label) for link in migrated.relations] == [("r1", "UTTERS")]
    assert migrated.status == "done"
    assert migrate_layer(layer, migrations(BODY, [])) == layer


def test_guidance_is_a_section_of_its_own_in_the_guidelines() -> None:
    assert label_section("CUE", GUIDELINES) == ""
    written = with_label_section("CUE", GUIDELINES, "The verb.\n\n- « a dit »")
    assert label_section("CUE", written) == "The verb.\n\n- « a dit »"
    assert guidance_for("CUE", written) == ["The verb.", "« a dit »"]
    assert guidance_for("ACTOR", written) == guidance_for("ACTOR", GUIDELINES)
    rewritten = with_label_section("CUE", written, "Only verbs.")
    assert label_section("CUE", rewritten) == "Only verbs."
    assert with_label_section("CUE", rewritten, "").split() == GUIDELINES.split()
