"""``new``: a project created once, with a valid scheme, and never an overwritten file."""

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.app.project.open import open_project
from annotator.app.scheme.apply_change import export_scheme
from annotator.resources import DEFAULT_SCHEME
from tests.command_line import annotator, facts, refusal


def test_a_new_project_is_empty_sound_and_one_file(tmp_path: Path) -> None:
    assert annotator("new", tmp_path / "desk.annotator").status == 0

    told = facts("info", tmp_path / "desk.annotator")
    assert (told["documents"], told["annotators"], told["labels"]) == (0, [], {})
    assert facts("check", tmp_path / "desk.annotator") == {"ok": True, "problems": []}
    assert [path.name for path in tmp_path.iterdir()] == ["desk.annotator"]


def test_an_existing_file_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "desk.annotator"
    path.write_bytes(b"my thesis")

    assert "exists already" in refusal("new", path)
    assert path.read_bytes() == b"my thesis"


@pytest.mark.parametrize(
    "name",
    ["desk.db", "desk", "", "no/such/folder/desk.annotator", "/dev/null/desk.annotator", "a" * 400 + ".annotator"],
)
def test_a_place_that_cannot_hold_a_project_is_refused(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    refusal("new", name)

    assert list(tmp_path.iterdir()) == []


def test_a_project_takes_the_scheme_that_is_given(tmp_path: Path) -> None:
    scheme = tmp_path / "scheme.json"
    scheme.write_text(
        json.dumps({"scheme": "tiny", "version": "2", "span_labels": {"X": {"key": "x"}}, "relations": {}})
    )
    article = tmp_path / "article.jsonl"
    article.write_text('{"text": "abc", "annotator": "A", "spans": [{"label": "X", "start": 0, "end": 1}]}')

    assert annotator("new", tmp_path / "tiny.annotator", "--scheme", scheme).status == 0

    facts("import", tmp_path / "tiny.annotator", article)
    facts("export", tmp_path / "tiny.annotator", tmp_path / "out.jsonl", "--format", "jsonl")
    assert json.loads((tmp_path / "out.jsonl").read_text())["scheme"] == "tiny@2"


def test_unknown_keys_of_the_scheme_are_said_and_kept(tmp_path: Path) -> None:
    scheme, again = tmp_path / "scheme.json", tmp_path / "again.json"
    labels = {"X": {"key": "x", "colour": "red"}, "Y": {"colour": "blue"}}
    scheme.write_text(
        json.dumps({"scheme": "tiny", "version": "2", "licence": "CC0", "span_labels": labels, "relations": {}})
    )

    call = annotator("new", tmp_path / "tiny.annotator", "--scheme", scheme)

    assert call.status == 1
    assert call.out.splitlines()[1:] == [
        "unknown key licence: kept, but not used",
        "unknown key span_labels.*.colour, 2 times: kept, but not used",
    ]
    session = open_project(tmp_path / "tiny.annotator", writing=False)
    export_scheme(session, again)
    session.close()
    assert json.loads(again.read_text()) == json.loads(scheme.read_text())


def _default() -> dict[str, Any]:
    body: dict[str, Any] = json.loads((DEFAULT_SCHEME / "scheme.json").read_text(encoding="utf-8"))
    return body


def _with(label: str = "SPEAKER", **told: Any) -> dict[str, Any]:
    body = _default()
    body["span_labels"][label] |= told
    return body


_HOSTILE: dict[str, Any] = {
    "no JSON": "{",
    "not UTF-8": b"\xff\xfe\xfa",
    "nested deeply": "[" * 100_000,
    "a list": [],
    "a number": 7,
    "nothing in it": {},
    "labels as a list": _default() | {"span_labels": ["SPEAKER"]},
    "a label that is a word": _default() | {"span_labels": {"SPEAKER": "S"}},
    "a name that is a number": _default() | {"scheme": 7},
    "half a character in a name": _default() | {"scheme": "\ud800"},
    "a version on two lines": _default() | {"version": "1\n2"},
    "two labels on one key": _with(key="d"),
    "a key of two letters": _with(key="SP"),
    "a digit as key": _with(key="1"),
    "a colour by name": _with(color={"light": "red", "dark": "#000000"}),
    "an unknown line": _with(line="wavy"),
    "an illegal pattern": _with(attributes={"code": {"type": "code_string", "pattern": "("}}),
    "a pattern without end": _with(attributes={"code": {"type": "code_string", "pattern": "a{99999999999999999999}"}}),
    "a pattern that is a number": _with(attributes={"code": {"type": "code_string", "pattern": 7}}),
    "a default outside the values": _with(attributes={"kind": {"values": ["a"], "default": "b"}}),
    "values that are numbers": _with(attributes={"kind": {"values": [1, 2]}}),
    "values by an unknown name": _with(attributes={"kind": {"values": "nowhere"}}),
    "values that nothing decides": _with(attributes={"kind": {"values": {"a": ["b"]}}}),
    "an attribute that is a list": _with(attributes={"kind": []}),
    "a title that is a number": _with(title=7),
    "letters that are a list": _with(attributes={"kind": {"values": ["a"], "keys": ["a"]}}),
    "one letter for two values": _with(attributes={"kind": {"values": ["a", "b"], "keys": {"a": "X", "b": "x"}}}),
    "document fields as a list": _default() | {"document_fields": ["title"]},
    "an unknown type of document field": _default() | {"document_fields": {"title": {"type": "colour"}}},
    "zones in one word": _default() | {"zones": "heading"},
    "an attribute type that is a number": _with(attributes={"kind": {"type": 7}}),
    "a relation from an unknown label": _default() | {"relations": {"SAYS": {"from": ["NOBODY"], "to": ["DEMAND"]}}},
    "a relation without ends": _default() | {"relations": {"SAYS": {}}},
}


_PLACES: dict[str, tuple[Any, str]] = {
    "two labels on one key": (_with(key="d"), "label DEMAND"),
    "a label twice": ('{"span_labels": {"A": {}, "A": {}}}', "'A' stands twice"),
    "two names that read alike": (_default() | {"span_labels": {"Été": {}, "ete": {}}, "relations": {}}, "one name"),
    "ten thousand labels": (
        _default() | {"span_labels": {f"L{number}": {} for number in range(10_000)}, "relations": {}},
        "10000 are more",
    ),
    "a name of a megabyte": (_default() | {"span_labels": {"x" * 1_000_000: {}}, "relations": {}}, "no usable name"),
    "an illegal pattern": (
        _with(attributes={"code": {"type": "code_string", "pattern": "("}}),
        "label SPEAKER, attribute code",
    ),
    "an endless pattern": (
        _with(attributes={"code": {"type": "code_string", "pattern": "a" * 5000}}),
        "label SPEAKER, attribute code",
    ),
    "a value twice": (_with(attributes={"kind": {"values": ["a", "a"]}}), "label SPEAKER, attribute kind"),
    "a value of a megabyte": (
        _with(attributes={"kind": {"values": ["a" * 1_000_000]}}),
        "label SPEAKER, attribute kind",
    ),
    "a colour by name": (_with("CUE", color={"light": "red", "dark": "#000000"}), "label CUE"),
    "a relation to nobody": (_default() | {"relations": {"SAYS": {"from": ["X"], "to": []}}}, "relation SAYS"),
}


@pytest.mark.parametrize("case", _PLACES)
def test_a_scheme_is_refused_with_its_place_and_in_one_short_line(tmp_path: Path, case: str) -> None:
    body, place = _PLACES[case]
    scheme = tmp_path / "scheme.json"
    scheme.write_text(body if isinstance(body, str) else json.dumps(body))

    told = refusal("new", tmp_path / "desk.annotator", "--scheme", scheme)

    assert place in told
    assert len(told) < 600
    assert not (tmp_path / "desk.annotator").exists()


@pytest.mark.parametrize("case", _HOSTILE)
def test_a_hostile_scheme_is_refused_and_leaves_no_project(tmp_path: Path, case: str) -> None:
    body, scheme = _HOSTILE[case], tmp_path / "scheme.json"
    if isinstance(body, bytes):
        scheme.write_bytes(body)
    else:
        scheme.write_text(body if isinstance(body, str) else json.dumps(body))

    assert "scheme.json" in refusal("new", tmp_path / "desk.annotator", "--scheme", scheme)

    assert [path.name for path in tmp_path.iterdir()] == ["scheme.json"]


def test_a_missing_scheme_is_refused(tmp_path: Path) -> None:
    said = refusal("new", tmp_path / "desk.annotator", "--scheme", tmp_path / "none.json")
    assert "cannot be read" in said
    assert said.endswith(f"{tmp_path / 'none.json'}, check its name and its rights")
