"""Tests of the JSON Schemas in docs: they accept what the readers accept, and not what these refuse by its shape."""

import copy
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from annotator.domain.errors import Refused
from annotator.domain.scheme.parser import parse_scheme
from annotator.domain.scheme.roles import AttributeRole, LabelRole, RelationRole
from annotator.domain.scheme.unknown_keys import unknown_keys
from annotator.formats.native.jsonl_record import read_record
from tests.command_line import read_jsonl

ROOT = Path(__file__).parents[2]
SCHEMES = ROOT / "resources" / "schemes"
EVERY_FORM = Path(__file__).with_name("data") / "every-form.scheme.json"
# A table of demands is JSONL, but not of this format.
RECORD_FILES = [ROOT / "exports" / "golden" / "sample.jsonl", *sorted((ROOT / "seeds").glob("*.jsonl"))]
NAMED_LISTS = ("types", "modes", "topic_list")
# Nothing of these is a text, which could be the name of a list, nor an empty list, which could lack what others need.
WRONG: list[Any] = [None, True, 0, 1.5, [0], {}, {"x": 0}]
RECORD: dict[str, Any] = {
    "id": "a",
    "text": "Kiev répond.",
    "meta": {"title": "Une", "source": None},
    "annotator": "Ada",
    "status": "done",
    "scheme": "speaker-demand-event@1.0",
    "offset_unit": "codepoint",
    "spans": [
        {"id": "s1", "label": "SPEAKER", "start": 0, "end": 4, "text": "Kiev", "attributes": {"entity": "Kiev"}},
        {"id": "c1", "label": "CUE", "start": 0, "end": 11, "fragments": [[0, 2], [5, 11]], "note": "deux"},
    ],
    "relations": [{"id": "r1", "label": "CUES", "from": "c1", "to": "s1", "attributes": {"x": "y"}}],
}


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


SCHEME_SCHEMA, RECORD_SCHEMA = read(ROOT / "docs" / "scheme.schema.json"), read(ROOT / "docs" / "jsonl.schema.json")
SCHEME_VALIDATOR, RECORD_VALIDATOR = Draft202012Validator(SCHEME_SCHEMA), Draft202012Validator(RECORD_SCHEMA)
FULL: dict[str, Any] = read(EVERY_FORM)


def paths(content: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of each value in a JSON object."""
    entries = content.items() if isinstance(content, dict) else enumerate(content) if isinstance(content, list) else ()
    for key, value in entries:
        yield (*path, key)
        yield from paths(value, (*path, key))


def with_other_type(content: dict[str, Any], path: tuple[Any, ...], wrong: Any) -> dict[str, Any]:
    """The object with a value of another type at this path; unchanged if the type would be the same."""
    changed = parent = copy.deepcopy(content)
    for key in path[:-1]:
        parent = parent[key]
    if type(parent[path[-1]]) is not type(wrong):
        parent[path[-1]] = wrong
    return changed


def is_read(reader: Callable[..., object], content: dict[str, Any]) -> bool:
    try:
        reader(content, where="here")
    except Refused:
        return False
    return True


@pytest.mark.parametrize("schema", [SCHEME_SCHEMA, RECORD_SCHEMA], ids=["scheme", "record"])
def test_a_schema_is_sound_and_describes_every_key(schema: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(schema)
    described = [schema, *schema["$defs"].values()]
    keys = {key: value for part in described for key, value in part.get("properties", {}).items()}
    assert [key for key, value in keys.items() if not {"description", "$ref"} & value.keys()] == []


@pytest.mark.parametrize(
    "path", [SCHEMES / "speaker-demand-event" / "scheme.json", SCHEMES / "empty" / "scheme.json", EVERY_FORM], ids=str
)
def test_a_scheme_is_valid_read_and_without_unknown_keys(path: Path) -> None:
    assert [error.message for error in SCHEME_VALIDATOR.iter_errors(read(path))] == []
    assert is_read(parse_scheme, read(path))
    assert unknown_keys(read(path)) == {}


def test_the_scheme_of_the_page_for_extensions_is_valid() -> None:
    (block,) = re.findall(r"```json\n(.*?)```", (ROOT / "docs" / "extending.md").read_text(encoding="utf-8"), re.DOTALL)
    assert SCHEME_VALIDATOR.is_valid(json.loads(block))


def test_the_scheme_with_every_form_has_every_key_of_the_schema() -> None:
    parts = {name: SCHEME_SCHEMA["$defs"][name] for name in ("label", "relation", "attribute")}
    parts |= {"scheme": SCHEME_SCHEMA, "document_field": SCHEME_SCHEMA["$defs"]["document_field"]["anyOf"][0]}
    labels, relations = FULL["span_labels"].values(), FULL["relations"].values()
    used = {
        "scheme": {key for key in FULL if key not in NAMED_LISTS},
        "label": {key for label in labels for key in label},
        "relation": {key for relation in relations for key in relation},
        "attribute": {
            key
            for owner in (*labels, *relations)
            for attribute in owner.get("attributes", {}).values()
            for key in attribute
        },
        "document_field": {key for field in FULL["document_fields"].values() for key in field},
    }
    present = {
        name: {key for key, value in part["properties"].items() if not value.get("deprecated")}
        for name, part in parts.items()
    }
    assert used == present


def test_the_roles_of_the_schema_are_those_of_the_program() -> None:
    listed = {name: SCHEME_SCHEMA["$defs"][name]["properties"]["role"]["enum"] for name in ("label", "relation")}
    listed["attribute"] = SCHEME_SCHEMA["$defs"]["attribute"]["properties"]["role"]["enum"]
    assert listed == {"label": [*LabelRole], "relation": [*RelationRole], "attribute": [*AttributeRole]}


@pytest.mark.parametrize("path", RECORD_FILES, ids=lambda path: path.name)
def test_every_record_of_the_seeds_and_of_the_golden_export_is_valid(path: Path) -> None:
    records = read_jsonl(path)
    assert records
    assert [error.message for record in records for error in RECORD_VALIDATOR.iter_errors(record)] == []


@settings(max_examples=150, deadline=None)
@given(path=st.sampled_from([path for path in paths(FULL) if path[0] not in NAMED_LISTS]), wrong=st.sampled_from(WRONG))
def test_what_the_parser_refuses_for_a_type_is_no_valid_scheme(path: tuple[Any, ...], wrong: Any) -> None:
    scheme = with_other_type(FULL, path, wrong)
    assert is_read(parse_scheme, scheme) or not SCHEME_VALIDATOR.is_valid(scheme)


@settings(max_examples=150, deadline=None)
@given(path=st.sampled_from(list(paths(RECORD))), wrong=st.sampled_from(WRONG))
def test_what_the_reader_refuses_for_a_type_is_no_valid_record(path: tuple[Any, ...], wrong: Any) -> None:
    record = with_other_type(RECORD, path, wrong)
    assert is_read(read_record, record) or not RECORD_VALIDATOR.is_valid(record)


@pytest.mark.parametrize(
    "path",
    [
        ("scheme",),
        ("version",),
        ("span_labels",),
        ("relations",),
        ("relations", "DIT", "from"),
        ("span_labels", "LOCUTEUR", "color", "dark"),
        ("span_labels", "DEMANDE", "attributes", "code", "pattern"),
        ("span_labels", "DEMANDE", "attributes", "polarité", "values", 0, "value"),
        ("document_fields", "genre", "values"),
    ],
    ids=lambda path: path[-1],
)
def test_a_scheme_without_a_required_key_is_refused_and_invalid(path: tuple[Any, ...]) -> None:
    scheme = parent = copy.deepcopy(FULL)
    for key in path[:-1]:
        parent = parent[key]
    del parent[path[-1]]
    assert not is_read(parse_scheme, scheme)
    assert not SCHEME_VALIDATOR.is_valid(scheme)


@pytest.mark.parametrize("key", ["label", "start", "end"])
def test_a_span_without_a_required_key_is_refused_and_invalid(key: str) -> None:
    record = copy.deepcopy(RECORD)
    assert is_read(read_record, record)
    assert RECORD_VALIDATOR.is_valid(record)
    del record["spans"][0][key]
    assert not is_read(read_record, record)
    assert not RECORD_VALIDATOR.is_valid(record)
