"""Bad input: refused in one clear line, with the project unchanged."""

import os
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import TEXT, content_hash, facts, record, refusal, span, write_jsonl

GOOD = record("Un texte sans reproche.", annotator="Alba", spans=[span(0, 2)])


def _marked(**more: Any) -> dict[str, Any]:
    return record(annotator="Alba", spans=[span(6, 10) | more])


def _linked(**more: Any) -> dict[str, Any]:
    spans = [span(6, 10, id="a"), span(42, 56, "DEMAND", id="b")]
    return record(annotator="Alba", spans=spans, relations=[{"label": "SAYS", "from": "a", "to": "b"} | more])


_BROKEN: dict[str, object] = {
    "no JSON": '{"text": ',
    "two records on a line": '{"text": "a"} {"text": "b"}',
    "a list": [],
    "a text": '"text"',
    "no text": {"id": "x"},
    "an empty text": record(""),
    "a text that is a number": {"text": 7},
    "a key twice": '{"text": "a", "text": "b"}',
    "NaN": '{"text": "a", "meta": {"x": NaN}}',
    "a number beyond all bounds": '{"text": "a", "meta": {"x": 1e999}}',
    "an integer beyond 64 bits": '{"text": "a", "meta": {"x": 123456789012345678901234567890}}',
    "an integer of 5,000 digits": '{"text": "a", "meta": {"x": ' + "9" * 5_000 + "}}",
    "nested 100,000 deep": '{"text": "a", "meta": ' + "[" * 100_000 + "]" * 100_000 + "}",
    "nested 500 deep": '{"text": "a", "meta": {"x": ' + "[" * 500 + "]" * 500 + "}}",
    "nested 100,000 deep outside": "[" * 100_000,
    "NUL": '{"text": "a\\u0000b"}',
    "half a surrogate pair": '{"text": "a\\ud800b"}',
    "half a pair in a note": '{"text": "abc", "annotator": "A", '
    '"spans": [{"label": "CUE", "start": 0, "end": 1, "note": "\\udc00"}]}',
    "another text's hash": record(sha256="0" * 64),
    "a hash that is a number": record(sha256=7),
    "an id on two lines": record(id="a\nb"),
    "an id that is a number": record(id=7),
    "an unknown status": record(status="finished"),
    "a status that is a list": record(status=[]) | {"status": ["done"]},
    "another unit": record(offset_unit="utf16"),
    "marks of nobody": record(spans=[span(6, 10)]),
    "marks of Gold": record(annotator="Gold", spans=[span(6, 10)]),
    "meta that is a list": record(meta=["x"]),
    "spans that are an object": record(spans={"a": 1}),
    "spans that are numbers": record(spans=[1]),
    "a quote that does not fit": _marked(text="Moscou"),
    "a quote that is a number": _marked(text=7),
    "a negative start": _marked(start=-1),
    "a reversed span": _marked(start=10, end=6),
    "an empty span": _marked(start=6, end=6),
    "a span beyond the text": _marked(end=len(TEXT) + 1),
    "a start that is true": _marked(start=True),
    "a start that is a fraction": _marked(start=6.0),
    "a start that is a text": _marked(start="6"),
    "no start": record(annotator="A", spans=[{"label": "CUE", "end": 3}]),
    "no label": record(annotator="A", spans=[{"start": 0, "end": 3}]),
    "an unknown label": _marked(label="WHO"),
    "a label in lower case": _marked(label="speaker"),
    "a label that is a list": _marked(label=["SPEAKER"]),
    "an unknown attribute": _marked(attributes={"colour": "blue"}),
    "an unknown value": _marked(attributes={"speaker_type": "robot"}) | {},
    "an attribute that is a number": _marked(attributes={"entity": 7}),
    "attributes that are a list": _marked(attributes=["entity"]),
    "a note that is a number": _marked(note=7),
    "fragments out of order": _marked(end=16, fragments=[[12, 16], [6, 10]]),
    "fragments that overlap": _marked(end=16, fragments=[[6, 12], [10, 16]]),
    "fragments that leave the bounds": _marked(end=16, fragments=[[5, 10], [12, 16]]),
    "fragments of three numbers": _marked(fragments=[[6, 8, 10]]),
    "fragments that are numbers": _marked(fragments=[6, 10]),
    "two spans of one id": record(annotator="A", spans=[span(0, 5, id="x"), span(6, 10, id="x")]),
    "a relation to a missing span": _linked(to="c"),
    "a relation to a number": _linked(to=1),
    "a relation without an end": record(
        annotator="A", spans=[span(0, 5, id="x")], relations=[{"label": "SAYS", "from": "x"}]
    ),
    "an unknown relation": _linked(label="LIKES"),
    "a relation the wrong way round": _linked(**{"from": "b", "to": "a"}),
    "a relation of a span with itself": record(
        annotator="A",
        spans=[span(0, 5, "DEMAND", id="x")],
        relations=[{"label": "RESPONDS_TO", "from": "x", "to": "x"}],
    ),
    "a relation with a relation": record(
        annotator="A",
        spans=[span(0, 5, id="x"), span(6, 9, "DEMAND", id="y")],
        relations=[
            {"id": "r", "label": "SAYS", "from": "x", "to": "y"},
            {"id": "q", "label": "SAYS", "from": "x", "to": "r"},
        ],
    ),
    "a relation's unknown attribute": _linked(attributes={"x": "y"}),
}


@pytest.mark.parametrize("case", _BROKEN)
def test_a_broken_record_is_refused_with_its_line_and_takes_the_whole_import_with_it(
    project: Path, tmp_path: Path, case: str
) -> None:
    source = write_jsonl(tmp_path / "in.jsonl", GOOD, _BROKEN[case])
    before = content_hash(project)

    assert "in.jsonl, line 2" in refusal("import", project, source)

    assert content_hash(project) == before
    assert facts("import", project, write_jsonl(tmp_path / "good.jsonl", GOOD))["documents"] == 1


def test_a_value_must_fit_the_one_it_depends_on(project: Path, tmp_path: Path) -> None:
    mode = {"plover": "ASSAULT", "plover_mode": "meet"}

    assert "plover_mode" in refusal(
        "import", project, write_jsonl(tmp_path / "in.jsonl", _marked(label="EVENT", attributes=mode))
    )


_FILES: dict[str, tuple[str, bytes, str]] = {
    "wrong suffix": ("in.pdf", b"%PDF", "format"),
    "empty text": ("in.txt", b"", "empty"),
    "nothing but a mark": ("in.txt", b"\xef\xbb\xbf", "no text"),
    "empty JSONL": ("in.jsonl", b"", "empty"),
    "blank JSONL": ("in.jsonl", b"\n \n", "empty"),
    "NUL in a text": ("in.txt", b"abc\x00def", "character 3"),
    "UTF-16 without a mark": ("in.txt", "abc".encode("utf-16-le"), "U+0000"),
    "latin-1 as UTF-8": ("in.txt", "abc\ndé".encode("latin-1"), "byte 5 (0xE9)"),
    "a surrogate in UTF-8": ("in.txt", b"ab\xed\xa0\x80", "byte 2"),
    "half a pair in UTF-16": ("in.txt", b"\xff\xfea\x00\x00\xd8b\x00", "byte 4"),
    "UTF-16 cut short": ("in.txt", b"\xff\xfea\x00b", "byte 4"),
    "JSONL in latin-1": ("in.jsonl", '{"text": "é"}\n'.encode("latin-1"), "line 1"),
    "JSONL in UTF-16": ("in.jsonl", '{"text": "e"}\n'.encode("utf-16"), "line 1"),
    "a record cut short": ("in.jsonl", b'{"text": "abc"}\n{"text": "ab', "line 2"),
}


@pytest.mark.parametrize("case", _FILES)
def test_a_broken_file_is_refused_with_its_name_and_place(project: Path, tmp_path: Path, case: str) -> None:
    name, data, place = _FILES[case]
    (tmp_path / name).write_bytes(data)
    before = content_hash(project)

    line = refusal("import", project, tmp_path / name)

    assert name in line
    assert place in line
    assert content_hash(project) == before


def test_a_folder_without_articles_is_refused(project: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "one.png").write_bytes(b"x")

    for folder in ("empty", "photos"):
        assert folder in refusal("import", project, tmp_path / folder)


def test_one_bad_file_of_many_takes_the_whole_import_with_it(project: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("bon", encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"\xff")
    before = content_hash(project)

    refusal("import", project, tmp_path / "a.txt", tmp_path / "b.txt")

    assert content_hash(project) == before


@pytest.mark.parametrize("encoding", ["zlib", "base64", "hex", "nonsense", "", "nul\x00", "idna", "undefined"])
def test_an_encoding_that_decodes_no_text_is_refused(project: Path, tmp_path: Path, encoding: str) -> None:
    (tmp_path / "in.txt").write_bytes(b"..\xff\xfe")

    refusal("import", project, tmp_path / "in.txt", "--encoding", encoding)


def test_an_encoding_that_there_is_not_is_refused_whatever_the_files_are(project: Path, tmp_path: Path) -> None:
    said = refusal("import", project, write_jsonl(tmp_path / "in.jsonl", record()), "--encoding", "nonsense")
    assert said == "annotator: there is no encoding 'nonsense', name another one"


def test_sources_that_are_no_files_are_refused(project: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")

    for source in (tmp_path / "nothing.txt", tmp_path / "pipe.txt", tmp_path / ("x" * 5_000), ""):
        refusal("import", project, source)


def test_an_unknown_format_is_refused_with_the_known_ones(project: Path, tmp_path: Path) -> None:
    assert "text, jsonl" in refusal("import", project, tmp_path, "--format", "docx")
    assert "text, jsonl" in refusal("export", project, tmp_path / "out", "--format", "docx")
