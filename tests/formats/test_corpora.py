"""Import of public corpora of difficult data: each file arrives complete or is refused in one line."""

import json
from pathlib import Path

import pytest

from tests.command_line import annotator, content_hash, facts, read_jsonl, record, refusal, span, write_jsonl

pytestmark = pytest.mark.acceptance


def test_every_invalid_json_file_is_refused_in_one_line(corpora: Path, project: Path, tmp_path: Path) -> None:
    before = content_hash(project)
    files = sorted((corpora / "json-hostile").rglob("n_*.json"))
    assert files

    for path in files:
        copy = tmp_path / f"{path.stem[:60]}.jsonl"
        copy.write_bytes(path.read_bytes())
        refusal("import", project, copy)

    assert content_hash(project) == before


def test_no_json_file_at_all_brings_the_import_down(corpora: Path, project: Path) -> None:
    before = content_hash(project)
    for path in sorted((corpora / "json-hostile").rglob("[yi]_*.json")):
        refusal("import", project, path, "--format", "jsonl")
    assert content_hash(project) == before


def test_valid_json_survives_as_metadata(corpora: Path, project: Path, tmp_path: Path) -> None:
    values = []
    for path in sorted((corpora / "json-hostile").rglob("y_*.json")):
        body = path.read_text(encoding="utf-8")
        value = " ".join(body.split("\n"))
        line = f'{{"text": {json.dumps(path.name)}, "meta": {{"value": {value}}}}}'
        run = annotator("import", project, write_jsonl(tmp_path / "in.jsonl", line), "--json")
        if run.status == 0:
            values.append(json.loads(body))
        else:
            assert (run.status, len(run.err.splitlines())) == (2, 1)
            assert "twice" in run.err or "U+0000" in run.err

    facts("export", project, tmp_path / "out.jsonl", "--format", "jsonl")

    assert values
    assert [fields["meta"]["value"] for fields in read_jsonl(tmp_path / "out.jsonl")] == values


def test_naughty_strings_survive_or_are_refused_in_one_line(corpora: Path, project: Path, tmp_path: Path) -> None:
    (path,) = (corpora / "naughty-strings").rglob("blns.json")
    strings = [string for string in json.loads(path.read_text(encoding="utf-8")) if string]
    imported = []
    for number, string in enumerate(strings):
        text = f"{number} {string}"
        marks = [span(0, 1, "ACTOR", note=string, attributes={"entity": string[:900]})]
        source = write_jsonl(
            tmp_path / "in.jsonl", record(text, id=string, annotator=string, meta={string: string}, spans=marks)
        )
        run = annotator("import", project, source, "--json")
        assert run.status in (0, 2)
        if run.status == 0:
            imported.append((text, string))
        else:
            assert len(run.err.splitlines()) == 1
            assert "usable name" in run.err

    facts("export", project, tmp_path / "out.jsonl", "--format", "jsonl")
    facts("check", project)
    exported = read_jsonl(tmp_path / "out.jsonl")

    assert len(imported) > 0.9 * len(strings)
    assert [(fields["text"], fields["annotator"], fields["spans"][0]["note"]) for fields in exported] == [
        (text, string, string) for text, string in imported
    ]
    assert annotator("export", project, tmp_path / "texts", "--format", "text").status == 1
    assert len(list((tmp_path / "texts").iterdir())) == len(imported)


@pytest.mark.parametrize("corpus", ["text-encodings-chardet", "text-encodings-uchardet"])
def test_every_encoding_comes_in_right_or_is_refused(corpora: Path, project: Path, tmp_path: Path, corpus: str) -> None:
    for path in sorted((corpora / corpus).rglob("*.txt")):
        if path.name == "SOURCE.txt":
            continue
        run = annotator("import", project, path, "--json")
        assert run.status in (0, 2)
        assert len(run.err.splitlines()) == (1 if run.status == 2 else 0)
        if run.status == 0 and run.facts["documents"]:
            annotator("export", project, tmp_path / "out", "--format", "text")
    written = {file.read_bytes() for file in (tmp_path / "out").iterdir()}
    assert written <= {file.read_bytes() for file in (corpora / corpus).rglob("*.txt")}
