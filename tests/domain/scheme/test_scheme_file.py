"""Tests of the forms of a scheme file: words by language, letters of values, document fields, zones, unknown keys."""

import copy
import gettext
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from annotator import i18n
from annotator.domain.errors import Refused
from annotator.domain.scheme.attribute_changes import RemoveValue, RenameValue
from annotator.domain.scheme.changes import MergeLabels, SchemeChange, SplitLabel
from annotator.domain.scheme.migration import Migration
from annotator.domain.scheme.parser import parse_scheme
from annotator.domain.scheme.scheme import DocumentField, Scheme
from annotator.domain.scheme.unknown_keys import unknown_keys
from annotator.resources import DEFAULT_SCHEME

FULL: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "formats" / "data" / "every-form.scheme.json").read_text(encoding="utf-8")
)
DEFAULT: dict[str, Any] = json.loads((DEFAULT_SCHEME / "scheme.json").read_text(encoding="utf-8"))


class _French(gettext.NullTranslations):
    """A catalogue that states its language and translates nothing."""

    def info(self) -> dict[str, str]:
        return {"language": "fr_CA"}


@pytest.fixture
def french() -> Iterator[None]:
    i18n.use(_French())
    yield
    i18n.use(gettext.NullTranslations())


def parsed(body: dict[str, Any] = FULL) -> Scheme:
    return parse_scheme(body, where="scheme.json")


def with_part(*path: Any, value: Any) -> dict[str, Any]:
    """The scheme with every form, with this value at the path."""
    body = parent = copy.deepcopy(FULL)
    for key in path[:-1]:
        parent = parent[key]
    parent[path[-1]] = value
    return body


def with_attribute(**declaration: Any) -> dict[str, Any]:
    return with_part("span_labels", "SANS_RIEN", "attributes", value={"tested": declaration})


def words(scheme: Scheme) -> list[str]:
    label, relation = scheme.labels["LOCUTEUR"], scheme.relations["DIT"]
    return [scheme.heading, label.title, label.help_text, label.attributes["entité"].title, relation.title]


def test_titles_and_explanations_are_in_english() -> None:
    assert words(parsed()) == ["Every form 2.0", "Speaker", "Who is said to have spoken.", "Person or country", "says"]
    assert parsed().title == "every-form@2.0"


@pytest.mark.usefixtures("french")
def test_titles_and_explanations_are_in_the_language_of_the_reader() -> None:
    french = ["Toutes les formes 2.0", "Locuteur", "À qui les mots sont attribués.", "Entité", "dit"]
    assert words(parsed()) == french
    assert parsed().relations["DIT"].help_text == "From the speaker to the demand.", "there is only an English one"


@pytest.mark.parametrize(
    ("title", "shown"),
    [({}, "Locuteur"), ({"de": "Sprecher"}, "Sprecher"), ({"en": "", "de": "Sprecher"}, "Sprecher"), ("Voix", "Voix")],
)
def test_a_title_is_shown_in_any_language_before_the_name(title: Any, shown: str) -> None:
    assert parsed(with_part("span_labels", "LOCUTEUR", "title", value=title)).labels["LOCUTEUR"].title == shown


def test_a_part_without_title_is_shown_by_its_name() -> None:
    scheme = parsed()
    assert scheme.labels["SANS_RIEN"].title == "Sans rien"
    assert scheme.labels["SANS_RIEN"].help_text == ""
    assert scheme.relations["COMME"].title == "comme"
    assert parsed(DEFAULT).heading == "speaker-demand-event@1.0"


def test_relations_can_be_required() -> None:
    assert {name: relation.required for name, relation in parsed().relations.items()} == {"DIT": True, "COMME": False}


def test_document_fields_have_types_values_and_words() -> None:
    fields = parsed().document_fields
    assert fields["title"].title == "Title"
    assert fields["title"].help_text == "The headline."
    assert fields["title"].required
    assert fields["genre"] == DocumentField(name="genre", type="choice", values=("report", "opinion"))
    assert fields["topics"] == DocumentField(name="topics", type="multiple", values=("economic", "diplomatic"))
    assert (fields["words"].type, fields["words"].scale) == ("number", "interval")
    assert parsed().zones == ("heading", "caption", "body")
    assert parsed().language == "fr"


def test_document_fields_and_zones_of_earlier_files_are_read() -> None:
    scheme = parsed(DEFAULT)
    types = {name: field.type for name, field in scheme.document_fields.items()}
    assert [types[name] for name in ("title", "published", "language", "genre", "topics")] == [
        "text",
        "date",
        "text",
        "choice",
        "multiple",
    ]
    assert scheme.document_fields["genre"].values[:2] == ("report", "live")
    assert "military" in scheme.document_fields["topics"].values
    assert scheme.zones == ("header", "heading", "caption", "credit", "body", "boilerplate")


def test_letters_of_values_are_kept() -> None:
    attributes = parsed().labels["DEMANDE"].attributes
    assert attributes["polarité"].value_keys == {"positif": "P", "négatif": "N"}
    assert attributes["mode"].value_keys == {"visite": "V", "appel": "A"}
    assert attributes["citée"].value_keys == {"yes": "O", "no": "Z"}


@pytest.mark.parametrize(
    ("body", "place", "reason"),
    [
        (with_attribute(values=["a", "b"], keys={"a": "x", "b": "X"}), "attribute tested", "'a' has the key X already"),
        (with_attribute(values=["a"], keys={"a": "xy"}), "attribute tested", "not one letter"),
        (with_attribute(values=["a"], keys={"a": "1"}), "attribute tested", "not one letter"),
        (with_attribute(values=["a"], keys={"a": ""}), "attribute tested", "not one letter"),
        (with_attribute(values=["a"], keys={"b": "x"}), "attribute tested", "none of its values"),
        (with_attribute(type="text", keys={"b": "x"}), "attribute tested", "none of its values"),
        (with_attribute(keys=["x"]), "attribute tested", "no object"),
        (with_part("span_labels", "LOCUTEUR", "title", value={"en": "a\nb"}), "label LOCUTEUR", "no usable name"),
        (with_part("span_labels", "LOCUTEUR", "help", value={"en": "x" * 10_001}), "label LOCUTEUR", "longer than"),
        (with_part("relations", "DIT", "help", value={"en": 5}), "relation DIT", "no object"),
        (with_part("relations", "DIT", "required", value="perhaps"), "relation DIT", "required"),
        (with_part("document_fields", "x", value={"type": "colour"}), "document field x", "type"),
        (with_part("document_fields", "x", value={"type": "choice"}), "document field x", "have values"),
        (with_part("document_fields", "x", value={"type": "url", "values": ["a"]}), "document field x", "have values"),
        (with_part("document_fields", "x", value={"scale": "interval"}), "document field x", "no interval scale"),
        (with_part("document_fields", "x", value=7), "document field x", "no object"),
        (with_part("document_fields", "Title", value="string"), "scheme.json", "one name"),
        (with_part("zones", value="heading"), "zones", "no object, list"),
        (with_part("zones", value=["a", "a"]), "zones", "one name"),
        (with_part("language", value=7), "scheme.json", "language"),
        (with_part("title", value=7), "scheme.json", "no object"),
    ],
)
def test_a_fault_is_refused_with_its_place(body: dict[str, Any], place: str, reason: str) -> None:
    with pytest.raises(Refused, match=reason) as refusal:
        parsed(body)
    assert refusal.value.where.endswith(place)


def test_unknown_keys_of_every_level_are_counted() -> None:
    body = copy.deepcopy(FULL)
    labels, relations = body["span_labels"], body["relations"]
    body["colour"] = "red"
    body["forgotten_list"] = ["a"]
    body["title"]["label"] = "x"
    labels["LOCUTEUR"]["colour"] = labels["SANS_RIEN"]["colour"] = "red"
    labels["LOCUTEUR"]["color"]["print"] = "#000000"
    labels["DEMANDE"]["attributes"]["force"]["defualt"] = "faible"
    labels["DEMANDE"]["attributes"]["remarque"]["type"] = "boolean"
    labels["DEMANDE"]["attributes"]["polarité"]["values"][0]["rôle"] = "x"
    body["types"][0] = {"value": "rencontre", "note": "x"}
    relations["DIT"]["help"]["texte"] = "x"
    relations["DIT"]["attributes"]["sûr"]["key_"] = "x"
    body["document_fields"]["title"]["requierd"] = True
    body["document_fields"]["old"] = "integer"

    assert unknown_keys(body) == {
        "colour": 1,
        "forgotten_list": 1,
        "title.label": 1,
        "span_labels.*.colour": 2,
        "span_labels.*.color.print": 1,
        "span_labels.*.attributes.*.defualt": 1,
        "span_labels.*.attributes.*.values.rôle": 1,
        "span_labels.*.attributes.*.type=boolean": 1,
        "relations.*.help.texte": 1,
        "relations.*.attributes.*.key_": 1,
        "types.note": 1,
        "document_fields.*.requierd": 1,
        "document_fields.*.type=integer": 1,
    }
    assert parsed(body).labels.keys() == parsed().labels.keys()


@pytest.mark.parametrize("body", [DEFAULT, FULL])
def test_a_scheme_of_the_program_has_no_unknown_keys(body: dict[str, Any]) -> None:
    assert unknown_keys(body) == {}


def body_after(change: SchemeChange) -> dict[str, Any]:
    """The labels of the scheme with every form after a change, which the parser accepts."""
    labels: dict[str, Any] = Migration(FULL | {"unknown": 1}, "", change).body["span_labels"]
    return labels


def test_the_letter_of_a_value_follows_its_name_and_goes_with_it() -> None:
    address: dict[str, Any] = {"owner": "DEMANDE", "name": "polarité", "value": "négatif"}
    renamed = body_after(RenameValue(**address, new="contre"))["DEMANDE"]["attributes"]["polarité"]
    assert renamed["keys"] == {"positif": "p", "contre": "n"}
    removed = body_after(RemoveValue(**address))["DEMANDE"]["attributes"]["polarité"]
    assert removed["keys"] == {"positif": "p"}


def test_letters_of_dependent_values_go_with_the_value_that_they_depend_on() -> None:
    change = RemoveValue(owner="DEMANDE", name="type", value="rencontre")
    assert body_after(change)["DEMANDE"]["attributes"]["mode"]["keys"] == {}


def test_a_new_label_of_a_split_has_its_own_title_and_the_letters_of_its_values() -> None:
    change = SplitLabel(name="DEMANDE", attribute="type", parts={"sanction": "PEINE", "rencontre": "VISITE"})
    labels = body_after(change)
    assert "title" not in labels["PEINE"]
    assert labels["PEINE"]["attributes"]["mode"]["keys"] == {}
    assert labels["VISITE"]["attributes"]["mode"]["keys"] == {"visite": "V", "appel": "A"}
    assert labels["DEMANDE"]["title"] == {"fr": "Demande", "en": "Demand"}


def test_merged_labels_have_each_letter_once() -> None:
    body = copy.deepcopy(FULL)
    declaration = {"values": ["positif", "neutre", "mixte"], "keys": {"positif": "x", "neutre": "P", "mixte": "M"}}
    body["span_labels"]["SANS_RIEN"]["attributes"] = {"polarité": declaration}
    merged = Migration(body, "", MergeLabels(name="SANS_RIEN", into="DEMANDE")).body["span_labels"]["DEMANDE"]
    assert merged["attributes"]["polarité"]["keys"] == {"positif": "p", "négatif": "n", "mixte": "M"}
