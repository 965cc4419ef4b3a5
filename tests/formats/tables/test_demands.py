"""The export of the table of demands."""

import csv
import json
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import TEXT, annotator, facts, read_jsonl, record, refusal, span, write_jsonl

COLUMNS = [
    "doc_id",
    "published",
    "demand_id",
    "speaker_entity",
    "speaker_type",
    "strength",
    "realization",
    "polarity",
    "demand_text",
    "addressee_entity",
    "event_ref",
    "plover",
    "plover_mode",
    "cameo",
    "factuality",
    "response_stance",
    "response_by",
    "start",
    "end",
]
BY_HAND = Path(__file__).parents[1] / "data" / "demands-of-annotator-a.txt"


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def listed_by_hand() -> list[dict[str, str]]:
    columns = [name for name in COLUMNS if name != "published"]
    lines = [line for line in BY_HAND.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return [
        {name: "" if cell == "-" else cell for name, cell in zip(columns, map(str.strip, line.split("|")), strict=True)}
        for line in lines
    ]


def marked(words: str, label: str = "SPEAKER", **fields: Any) -> dict[str, Any]:
    """A span on these words of the usual text."""
    start = TEXT.index(words)
    return span(start, start + len(words), label, **fields)


def link(label: str, source: str, target: str, **attributes: str) -> dict[str, Any]:
    return {"label": label, "from": source, "to": target, "attributes": attributes}


def rows_of(project: Path, folder: Path, *records: dict[str, Any]) -> list[Any]:
    """The rows of the table for these records."""
    facts("import", project, write_jsonl(folder / "in.jsonl", *records))
    facts("export", project, folder / "out.jsonl", "--format", "demands", status=1)
    return read_jsonl(folder / "out.jsonl")


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl"])
def test_the_sample_gives_the_list_that_was_made_by_hand(sample: Path, tmp_path: Path, name: str) -> None:
    facts("export", sample, tmp_path / name, "--format", "demands", "--annotator", "annotator-a", status=1)

    rows = table(tmp_path / name) if name.endswith("csv") else read_jsonl(tmp_path / name)
    assert all(list(row) == COLUMNS for row in rows)
    assert {row.pop("published") for row in rows} == {""}
    assert [{key: str(value) for key, value in row.items()} for row in rows] == listed_by_hand()


def test_layers_of_several_annotators_are_told_apart_by_a_last_column(sample: Path, tmp_path: Path) -> None:
    facts("export", sample, tmp_path / "all.csv", "--format", "demands", "--all", status=1)

    rows = table(tmp_path / "all.csv")
    assert list(rows[0]) == [*COLUMNS, "annotator"]
    without_annotator = [{key: row[key] for key in row if key not in {"annotator", "published"}} for row in rows]
    assert [
        row for row, whose in zip(without_annotator, rows, strict=True) if whose["annotator"] == "annotator-a"
    ] == listed_by_hand()
    assert {row["annotator"] for row in rows} == {"annotator-a", "annotator-b"}


def test_where_one_person_works_there_is_no_such_column(project: Path, tmp_path: Path) -> None:
    single = record(annotator="Alba", spans=[marked("réclame", "DEMAND")])
    assert [list(row) for row in rows_of(project, tmp_path, single)] == [COLUMNS]


def test_a_demand_without_links_is_a_row_with_empty_names(project: Path, tmp_path: Path) -> None:
    (row,) = rows_of(
        project,
        tmp_path,
        record(id="x", annotator="Alba", meta={"published": "2025-10-31"}, spans=[marked("réclame", "DEMAND", id="d")]),
    )
    filled = {
        "doc_id": "x",
        "published": "2025-10-31",
        "demand_id": "d",
        "demand_text": "réclame",
        "start": 41,
        "end": 48,
    }
    assert row == dict.fromkeys(COLUMNS, "") | filled


def test_every_speaker_meets_every_addressee_once(project: Path, tmp_path: Path) -> None:
    spans = [
        marked("Kiev", id="s1", attributes={"entity": "Ukraine; UE"}),
        marked("Moscou", id="s2", attributes={"entity": "Ukraine", "source_type": "state"}),
        marked("réclame", "DEMAND", id="d"),
        marked("quatre", "ACTOR", id="a1", attributes={"entity": "Russie; Bélarus"}),
        marked("régions", "ACTOR", id="a2"),
    ]
    links = [link("SAYS", "s2", "d"), link("SAYS", "s1", "d"), link("ADDRESSED_TO", "d", "a1")]
    links.append(link("ADDRESSED_TO", "d", "a2"))
    rows = rows_of(project, tmp_path, record(annotator="Alba", spans=spans, relations=links))
    assert [(row["speaker_entity"], row["addressee_entity"]) for row in rows] == [
        ("Ukraine", "Russie"),
        ("Ukraine", "Bélarus"),
        ("Ukraine", "régions"),
        ("UE", "Russie"),
        ("UE", "Bélarus"),
        ("UE", "régions"),
    ]


def test_names_are_those_of_the_registries(sample: Path, tmp_path: Path) -> None:
    with sqlite3.connect(sample) as database:
        entry = ("entity", "Fédération de Russie", '{"aliases": ["Russie"]}')
        database.execute("INSERT INTO entries (registry, name, facts) VALUES (?, ?, ?)", entry)
    facts("export", sample, tmp_path / "a.csv", "--format", "demands", "--annotator", "annotator-a", status=1)

    rows = table(tmp_path / "a.csv")
    for column in ("speaker_entity", "addressee_entity", "response_by"):
        listed = [row[column].replace("Russie", "Fédération de Russie") for row in listed_by_hand()]
        assert [row[column] for row in rows] == listed


def test_words_that_stand_for_a_name_do_not_look_like_two(project: Path, tmp_path: Path) -> None:
    text = "Kiev; Moscou refuse, Paris exige."
    spans = [
        span(0, 12, "ACTOR", id="a"),
        span(13, 19, "EVENT", id="e"),
        span(27, 32, "DEMAND", id="d"),
    ]
    links = [link("RESPONDS_TO", "e", "d", stance="rejects"), link("PARTICIPANT", "e", "a", role="actor")]
    (row,) = rows_of(project, tmp_path, record(text, annotator="Alba", spans=spans, relations=links))
    assert (row["response_stance"], row["response_by"]) == ("rejects", "Kiev, Moscou")


def test_answers_name_those_who_act_or_speak_and_not_those_who_suffer(project: Path, tmp_path: Path) -> None:
    spans = [
        marked("Selon", "EVENT", id="e"),
        marked("Kiev", "ACTOR", id="a1", attributes={"entity": "Ukraine"}),
        marked("« la paix »", "QUOTE", id="q"),
        marked("Moscou", "ACTOR", id="a2", attributes={"entity": "Russie"}),
        marked("réclame", "DEMAND", id="d"),
        marked("régions", id="s", attributes={"entity": "Kremlin"}),
    ]
    links = [
        link("RESPONDS_TO", "q", "d", stance="evades"),
        link("RESPONDS_TO", "e", "d", stance="rejects"),
        link("PARTICIPANT", "e", "a1", role="actor"),
        link("PARTICIPANT", "e", "a2", role="recipient"),
        link("SAYS", "s", "q"),
    ]
    (row,) = rows_of(project, tmp_path, record(annotator="Alba", spans=spans, relations=links))
    assert (row["response_stance"], row["response_by"]) == ("rejects; evades", "Ukraine; Kremlin")


@pytest.mark.parametrize(
    "words", ["=1+1", "+33", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1", "'=1", "''=1", "'été", "oui", '"=1"', "a=1"]
)
def test_no_cell_computes_and_none_loses_a_character(project: Path, tmp_path: Path, words: str) -> None:
    text = f"{words} fin"
    facts(
        "import",
        project,
        write_jsonl(tmp_path / "in.jsonl", record(text, annotator="Alba", spans=[span(0, len(words), "DEMAND")])),
    )
    facts("export", project, tmp_path / "out.csv", "--format", "demands", status=1)
    facts("export", project, tmp_path / "out.jsonl", "--format", "demands", status=1)

    (row,) = table(tmp_path / "out.csv")
    cell = row["demand_text"]
    assert cell[0] not in "=+-@\t\r\n＝＋－＠"
    assert re.sub(r"^'(?='*[=+\-@\t\r\n＝＋－＠])", "", cell) == words
    assert read_jsonl(tmp_path / "out.jsonl")[0]["demand_text"] == words


def test_codes_are_text_and_keep_their_zeros(sample: Path, tmp_path: Path) -> None:
    facts("export", sample, tmp_path / "a.csv", "--format", "demands", "--annotator", "annotator-a", status=1)

    raw = (tmp_path / "a.csv").read_bytes()
    assert raw.startswith(b'"doc_id",'), "a byte order mark would become part of the first column's name"
    assert b'"0256"' in raw
    assert b",1292,1339\n" in raw
    assert b"\r" not in raw


def test_what_stays_behind_is_counted(sample: Path, tmp_path: Path) -> None:
    report = facts("export", sample, tmp_path / "a.csv", "--format", "demands", "--annotator", "annotator-a", status=1)

    lost = {loss["what"]: loss["count"] for loss in report["losses"]}
    assert report["spans"] + lost["spans"] == 411
    assert report["relations"] + lost["relations"] == 329
    assert lost["spans of several fragments"] == 2
    assert lost["layers whose annotator is not named"] == 5
    everybody = facts("export", sample, tmp_path / "b.csv", "--format", "demands", status=1)
    assert "layers whose annotator is not named" not in {loss["what"] for loss in everybody["losses"]}


def test_the_table_is_only_written(project: Path, tmp_path: Path) -> None:
    formats = {entry["name"]: entry for entry in facts("formats")["formats"]}
    assert (formats["demands"]["reads"], formats["demands"]["writes"]) == (False, True)
    (tmp_path / "a.csv").write_text("x")
    assert "only written" in refusal("import", project, tmp_path / "a.csv", "--format", "demands")
    assert "demands" not in refusal("import", project, tmp_path / "a.csv")


def test_a_scheme_without_demands_gives_a_table_without_rows(tmp_path: Path) -> None:
    scheme = {"scheme": "people", "version": "1", "span_labels": {"PERSON": {"key": "P"}}, "relations": {}}
    (tmp_path / "scheme.json").write_text(json.dumps(scheme))
    project = tmp_path / "people.annotator"
    assert annotator("new", project, "--scheme", tmp_path / "scheme.json").status == 0
    facts(
        "import",
        project,
        write_jsonl(tmp_path / "in.jsonl", record(annotator="Alba", spans=[marked("Kiev", "PERSON")])),
    )
    facts("export", project, tmp_path / "out.csv", "--format", "demands", status=1)
    assert table(tmp_path / "out.csv") == []
