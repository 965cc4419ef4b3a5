"""Texts through import and export: every character and byte is preserved."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.formats.encodings import decode, encode
from tests.command_line import annotator, facts, read_jsonl, record, refusal, write_jsonl

_TEXTS = {
    "CRLF": "Un.\r\nDeux.\r\n",
    "lone CR": "Un.\rDeux.",
    "mixed ends": "a\nb\r\nc\rd\n\r",
    "no-break spaces": "«\u00a0Oui\u202f!\u2009»",
    "decomposed": "E\u0301te\u0301 \u0041\u030a",
    "emoji": "🕊👨\u200d👩\u200d👧🇫🇷 𝒜",
    "line separators": "a\u2028b\u2029c\u0085d\x0be\x0cf",
    "a mark inside": "a\ufeffb",
    "right to left": "שלום \u202eabc\u202c مرحبا",
    "edges of space": " \t\n x \n\n",
    "noncharacters": "\ufdd0\uffff\U0010ffff",
    "soft hyphen": "anti\u00adconstitutionnel",
    "one letter": "x",
    "controls": "\x01\x1b\x7f",
}
_ENCODINGS = {"utf-8": b"\xef\xbb\xbf", "utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"} | {
    "utf-32-le": b"\xff\xfe\0\0",
    "utf-32-be": b"\0\0\xfe\xff",
}


@pytest.mark.parametrize("case", _TEXTS)
@pytest.mark.parametrize("encoding", ["plain", *_ENCODINGS])
def test_a_text_file_comes_back_byte_for_byte(project: Path, tmp_path: Path, case: str, encoding: str) -> None:
    text = _TEXTS[case]
    data = text.encode() if encoding == "plain" else _ENCODINGS[encoding] + text.encode(encoding)
    (tmp_path / "article.txt").write_bytes(data)

    facts("import", project, tmp_path / "article.txt")
    facts("export", project, tmp_path / "out.jsonl", "--format", "jsonl")
    annotator("export", project, tmp_path / "out", "--format", "text")

    (exported,) = read_jsonl(tmp_path / "out.jsonl")
    assert exported["text"] == text
    assert exported["meta"].get("bom", False) is (encoding != "plain")
    assert exported["meta"].get("encoding", "utf-8") == ("utf-8" if encoding == "plain" else encoding)
    assert (tmp_path / "out" / "article.txt").read_bytes() == data


def test_a_named_encoding_is_used_kept_and_written(project: Path, tmp_path: Path) -> None:
    data = "L’été « à » 5 €".encode("cp1252")
    (tmp_path / "article.txt").write_bytes(data)

    assert "byte 1 (0x92)" in refusal("import", project, tmp_path / "article.txt")
    facts("import", project, tmp_path / "article.txt", "--encoding", "windows-1252")
    annotator("export", project, tmp_path / "out", "--format", "text")

    assert (tmp_path / "out" / "article.txt").read_bytes() == data


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-8-sig"])
def test_an_encoding_that_would_write_a_mark_writes_none_where_none_was(
    project: Path, tmp_path: Path, encoding: str
) -> None:
    data = "été".encode(encoding.replace("-sig", "") + ("" if encoding == "utf-8-sig" else "-le"))
    (tmp_path / "article.txt").write_bytes(data)

    facts("import", project, tmp_path / "article.txt", "--encoding", encoding)
    annotator("export", project, tmp_path / "out", "--format", "text")

    assert (tmp_path / "out" / "article.txt").read_bytes() == data


def test_a_byte_that_the_named_encoding_lacks_is_refused_with_its_place(project: Path, tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_bytes(b"abc\x81")

    assert "byte 3 (0x81)" in refusal("import", project, tmp_path / "article.txt", "--encoding", "cp1252")


@pytest.mark.parametrize("meta", [{"encoding": "rot13"}, {"encoding": 7}, {"encoding": "ascii"}])
def test_metadata_of_anybody_cannot_keep_a_text_from_going_out(
    project: Path, tmp_path: Path, meta: dict[str, object]
) -> None:
    facts("import", project, write_jsonl(tmp_path / "in.jsonl", record("été", id="a", meta={"bom": "yes"} | meta)))

    annotator("export", project, tmp_path / "out", "--format", "text")

    assert (tmp_path / "out" / "a.txt").read_text(encoding="utf-8") == "été"


_ANY = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=40)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=_ANY, encoding=st.sampled_from(sorted(_ENCODINGS)), mark=st.booleans())
def test_decoding_undoes_encoding(text: str, encoding: str, *, mark: bool) -> None:
    data = encode(text, encoding=encoding, mark=mark)
    if mark or not any(data.startswith(prefix) for prefix in _ENCODINGS.values()):
        assert decode(data, encoding=encoding, where="") == (text, encoding, mark)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    texts=st.lists(_ANY, min_size=1, max_size=5, unique=True), note=_ANY, names=st.lists(_ANY, min_size=3, max_size=3)
)
def test_whatever_unicode_holds_survives_jsonl(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], note: str, names: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("round")
    annotator("new", folder / "desk.annotator")
    spans = [{"label": "ACTOR", "start": 0, "end": 1, "note": note, "id": names[0], "attributes": {"entity": names[1]}}]
    records = [record(text, meta={names[2]: note}, annotator="A", spans=spans) for text in texts]

    facts("import", folder / "desk.annotator", write_jsonl(folder / "in.jsonl", *records))
    facts("export", folder / "desk.annotator", folder / "out.jsonl", "--format", "jsonl")

    exported = read_jsonl(folder / "out.jsonl")
    assert [fields["text"] for fields in exported] == texts
    assert all(fields["meta"] == {names[2]: note} for fields in exported)
    assert [fields["spans"] for fields in exported] == [[spans[0] | {"text": text[:1]}] for text in texts]
    assert annotator("check", folder / "desk.annotator").status == 0
