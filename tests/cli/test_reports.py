"""``formats``, ``info``, ``check`` and ``history``: the exact output."""

from pathlib import Path

from annotator.app.annotate import spans
from annotator.app.annotate.open_document import OpenDocument
from annotator.app.project.open import open_project
from tests.command_line import annotator, content_hash, facts, record, refusal, span, write_jsonl


def test_formats_names_each_with_what_it_cannot_carry() -> None:
    known = {one["name"]: one for one in facts("formats")["formats"]}

    assert known["jsonl"] == {"name": "jsonl", "reads": True, "writes": True, "cannot_carry": []}
    assert (known["text"]["reads"], known["text"]["writes"]) == (True, True)
    assert {"spans", "relations"} <= set(known["text"]["cannot_carry"])


def test_info_counts_documents_people_and_labels(sample: Path) -> None:
    told = facts("info", sample)

    assert set(told) == {"documents", "annotators", "labels", "gold", "cases"}
    assert told["documents"] == 5
    assert told["annotators"] == [
        {"name": "annotator-a", "layers": 5, "done": 5, "spans": 411, "relations": 329},
        {"name": "annotator-b", "layers": 5, "done": 5, "spans": 216, "relations": 127},
    ]
    assert sum(told["labels"].values()) == 627
    assert told["gold"] == {"documents": 0, "spans": 0, "relations": 0}
    assert told["cases"] == {"open": 563, "decided": 0}


def test_info_counts_layers_that_somebody_began(project: Path, tmp_path: Path) -> None:
    source = write_jsonl(
        tmp_path / "in.jsonl",
        record("Un.", annotator="Alba", status="done"),
        record("Deux.", annotator="Alba", status="new"),
        record("Trois.", annotator="Alba", spans=[span(0, 5)]),
    )
    facts("import", project, source)

    assert facts("info", project)["annotators"] == [
        {"name": "Alba", "layers": 2, "done": 1, "spans": 1, "relations": 0}
    ]


def test_history_tells_every_step_with_its_images(project: Path, tmp_path: Path) -> None:
    facts("import", project, write_jsonl(tmp_path / "in.jsonl", record(id="one"), record("Rien.", id="two")))
    session = open_project(project, writing=True)
    session.work_as("Alba", create=True)
    desk = OpenDocument(session, "one")
    session.subscribe(desk.follow)
    spans.add_span(desk, "SPEAKER", 6, 10)
    session.undo()
    session.close()

    steps = facts("history", project)["steps"]

    assert all(set(step) == {"step", "at", "annotator", "operation", "document", "undone", "changes"} for step in steps)
    assert [(step["operation"], step["annotator"], step["document"], step["undone"]) for step in steps] == [
        ("import", None, None, False),
        ("add-annotator", None, None, False),
        ("add-span", "Alba", "one", True),
    ]
    assert [step["step"] for step in steps] == sorted(step["step"] for step in steps)
    added = steps[2]["changes"]
    assert [set(change) for change in added] == [{"table", "key", "before", "after"}] * 2
    (mark,) = [change for change in added if change["table"] == "spans"]
    assert mark["before"] is None
    assert (mark["after"]["quote"], mark["after"]["label"]) == ("Kiev", "SPEAKER")
    assert len(steps[0]["changes"]) == 2


def test_the_history_of_a_document_holds_its_imports_and_its_marks_only(project: Path, tmp_path: Path) -> None:
    facts("import", project, write_jsonl(tmp_path / "1.jsonl", record(id="one")))
    facts("import", project, write_jsonl(tmp_path / "2.jsonl", record("Rien.", id="two")))
    facts("import", project, write_jsonl(tmp_path / "3.jsonl", record(annotator="Alba", spans=[span(6, 10)])))
    facts(
        "import",
        project,
        write_jsonl(tmp_path / "4.jsonl", record(annotator="Alba", spans=[span(34, 40)])),
        "--replace",
    )

    operations = [step["operation"] for step in facts("history", project)["steps"]]
    first = facts("history", project, "--document", "one")["steps"]

    assert operations.count("import") == 4
    assert len(first) == 3
    assert len(facts("history", project, "--document", "two")["steps"]) == 1
    assert "no document" in refusal("history", project, "--document", "three")
    refusal("history", project, "--document", "\udcff")


def test_people_read_lines_where_programs_read_json(sample: Path) -> None:
    for command in (["formats"], ["info", sample], ["check", sample], ["history", sample]):
        answer = annotator(*command)
        assert (answer.status, answer.err) == (0, "")
        assert answer.out.strip()
        assert not answer.out.startswith("{")


def test_reading_changes_nothing_and_leaves_no_file_behind(sample: Path, tmp_path: Path) -> None:
    before, raw = content_hash(sample), sample.read_bytes()

    for command in ("info", "check", "history"):
        facts(command, sample)
    facts("export", sample, tmp_path / "out" / "o.jsonl", "--format", "jsonl")

    assert {path.name for path in tmp_path.iterdir()} == {"sample.annotator", "out"}
    assert sample.read_bytes() == raw
    assert content_hash(sample) == before
