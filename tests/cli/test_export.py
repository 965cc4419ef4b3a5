"""``export``: complete files at the given destination and nowhere else."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from annotator.app import jobs
from annotator.app.project.open import open_project
from annotator.app.transfer.exporter import export
from tests.command_line import (
    ROOT,
    SEEDS,
    annotator,
    content_hash,
    facts,
    read_jsonl,
    record,
    refusal,
    span,
    write_jsonl,
)


def _plain(told: dict[str, Any]) -> dict[str, Any]:
    """A record without what is free to differ: absent defaults, and the order of marks."""
    spans = sorted(({"attributes": {}, "note": ""} | one for one in told["spans"]), key=lambda one: str(one["id"]))
    relations = sorted(({"attributes": {}} | one for one in told["relations"]), key=lambda one: str(one["id"]))
    return told | {"spans": spans, "relations": relations}


@pytest.mark.parametrize("name", ["annotator-a", "annotator-b"])
def test_the_sample_gives_back_the_seeds(sample: Path, tmp_path: Path, name: str) -> None:
    told = facts("export", sample, tmp_path / "out.jsonl", "--format", "jsonl", "--annotator", name)

    seed = [_plain(one) for one in read_jsonl(SEEDS / f"seed-{name}.jsonl")]
    assert [_plain(one) for one in read_jsonl(tmp_path / "out.jsonl")] == seed
    assert told == {
        "documents": 5,
        "spans": sum(len(one["spans"]) for one in seed),
        "relations": sum(len(one["relations"]) for one in seed),
        "losses": [],
        "files": [str(tmp_path / "out.jsonl")],
        "open_cases": 0,
    }


@pytest.mark.parametrize("options", [(), ("--all",)])
def test_without_gold_all_layers_go_out_and_documents_count_once(
    sample: Path, tmp_path: Path, options: tuple[str, ...]
) -> None:
    told = facts("export", sample, tmp_path / "out.jsonl", "--format", "jsonl", *options)

    assert (told["documents"], told["spans"], told["relations"]) == (5, 627, 456)
    written = read_jsonl(tmp_path / "out.jsonl")
    assert [one["annotator"] for one in written] == ["annotator-a", "annotator-b"] * 5


def test_import_and_export_are_inverse(sample: Path, project: Path, tmp_path: Path) -> None:
    facts("export", sample, tmp_path / "one.jsonl", "--format", "jsonl")
    facts("import", project, tmp_path / "one.jsonl")
    facts("export", project, tmp_path / "two.jsonl", "--format", "jsonl")

    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()
    assert facts("import", project, tmp_path / "two.jsonl")["unchanged"] == 10


def test_everything_that_a_record_can_say_survives(project: Path, tmp_path: Path) -> None:
    full = record(
        "Il a dit oui, hier, \u2028puis \u2029non. \u0085\u00a0\u202f🕊 e\u0301",
        id="été/№1",
        meta={"title": "«Un»\u2028", "n": 1.5, "big": 2**63, "deep": [{"a": None}, True], "": ""},
        annotator="Alba Ñ.",
        status="done",
        spans=[
            span(0, 2, id="a"),
            span(9, 18, "DEMAND", id="b", fragments=[[9, 12], [14, 18]], note="«?»\n\u2028"),
            span(9, 18, "DEMAND", id="c"),
        ],
        relations=[{"id": "r", "label": "SAYS", "from": "a", "to": "b"}],
    )
    facts("import", project, write_jsonl(tmp_path / "in.jsonl", full))
    facts("export", project, tmp_path / "out.jsonl", "--format", "jsonl")

    raw = (tmp_path / "out.jsonl").read_bytes()
    assert raw.count(b"\n") == 1
    assert b"\\u2028" in raw
    assert b"\\u2029" in raw
    assert "\u2028".encode() not in raw
    assert "été".encode() in raw
    (told,) = read_jsonl(tmp_path / "out.jsonl")
    assert told["text"] == full["text"]
    assert told["meta"] == full["meta"]
    assert (told["id"], told["annotator"], told["status"]) == ("été/№1", "Alba Ñ.", "done")
    assert told["offset_unit"] == "codepoint"
    assert told["scheme"] == "speaker-demand-event@1.0"
    assert told["relations"] == [{"id": "r", "label": "SAYS", "from": "a", "to": "b"}]
    by_id = {one["id"]: one for one in told["spans"]}
    assert by_id["b"] == full["spans"][1] | {"text": full["text"][9:18], "attributes": {}}
    assert "fragments" not in by_id["a"]


def test_text_goes_out_as_it_came_in_and_names_what_stays_behind(sample: Path, tmp_path: Path) -> None:
    told = facts("export", sample, tmp_path / "texts", "--format", "text", status=1)

    assert sorted(told["files"]) == [str(tmp_path / "texts" / path.name) for path in sorted(SEEDS.glob("*.txt"))]
    assert (told["documents"], told["spans"], told["relations"]) == (5, 0, 0)
    lost = {loss["what"]: loss["count"] for loss in told["losses"]}
    assert (lost["spans"], lost["relations"]) == (627, 456)
    for path in SEEDS.glob("*.txt"):
        assert (tmp_path / "texts" / path.name).read_bytes() == path.read_bytes()


def test_an_export_replaces_what_stood_there_and_leaves_no_draft(sample: Path, tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "er"
    folder.mkdir(parents=True)
    (folder / "out.jsonl").write_text("old")

    facts("export", sample, folder / "out.jsonl", "--format", "jsonl")

    assert len(read_jsonl(folder / "out.jsonl")) == 10
    assert [path.name for path in folder.iterdir()] == ["out.jsonl"]


def test_where_a_link_stands_what_it_leads_to_is_replaced(sample: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "old.jsonl").write_text("old")
    for target in ("old.jsonl", "new.jsonl"):
        link = tmp_path / f"link to {target}"
        link.symlink_to(tmp_path / "elsewhere" / target)
        facts("export", sample, link, "--format", "jsonl")
        assert link.is_symlink()
        assert len(read_jsonl(tmp_path / "elsewhere" / target)) == 10
    assert len(list((tmp_path / "elsewhere").iterdir())) == 2


def test_a_failing_export_leaves_the_old_file(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / "out.jsonl").write_text("old")
    monkeypatch.setattr("os.fsync", full)

    assert "No space left" in refusal("export", sample, tmp_path / "out.jsonl", "--format", "jsonl")

    assert (tmp_path / "out.jsonl").read_text() == "old"
    assert {path.name for path in tmp_path.iterdir()} == {"out.jsonl", "sample.annotator"}


def test_places_that_are_no_file_are_refused(sample: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for place in (tmp_path, "/dev/null", tmp_path / "file" / "out.jsonl", "/", tmp_path / ("x" * 400)):
        refusal("export", sample, place, "--format", "jsonl")
    assert Path("/dev/null").is_char_device()


def test_the_project_itself_is_never_overwritten(sample: Path, tmp_path: Path) -> None:
    (tmp_path / "alias").symlink_to(sample)
    before = content_hash(sample)

    for place in (sample, tmp_path / "alias"):
        assert "the project itself" in refusal("export", sample, place, "--format", "jsonl")

    assert content_hash(sample) == before


def test_an_unknown_annotator_and_gold_without_review_are_refused(sample: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"

    assert "annotator-a" in refusal("export", sample, out, "--format", "jsonl", "--annotator", "nobody")
    refusal("export", sample, out, "--format", "jsonl", "--annotator", "gold")
    refusal("export", sample, out, "--format", "jsonl", "--annotator", "\udcff")
    refusal("export", sample, out, "--format", "jsonl", "--gold")
    refusal("export", sample, out)

    assert not out.exists()


def test_hostile_document_ids_stay_in_the_folder(project: Path, tmp_path: Path) -> None:
    ids = ["../../up", "/etc/passwd", "C:\\win", "CON", "nul.txt", "a\u202eb", ". .", "é" * 200, "É" * 200, "x:y?*"]
    records = [record(f"Texte {number}.", id=name) for number, name in enumerate(ids)]
    facts("import", project, write_jsonl(tmp_path / "in.jsonl", *records))

    told = facts("export", project, tmp_path / "out" / "texts", "--format", "text")

    written = sorted((tmp_path / "out" / "texts").iterdir())
    assert sorted(told["files"]) == [str(path) for path in written]
    assert len(written) == len(ids)
    assert {path.read_text(encoding="utf-8") for path in written} == {one["text"] for one in records}
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["texts"]


def test_an_export_says_what_cannot_be_printed_as_text(sample: Path, tmp_path: Path) -> None:
    answer = annotator("export", sample, f"{tmp_path}/out\udce9.jsonl", "--format", "jsonl", "--json")

    assert answer.status == 0
    assert json.loads(answer.out)["files"] == [f"{tmp_path}/out\udce9.jsonl"]


def test_an_export_says_the_state_of_one_moment_while_somebody_works(project: Path, tmp_path: Path) -> None:
    records = [record(f"Texte {number}.", annotator="Alba", spans=[span(0, 5)]) for number in range(500)]
    facts("import", project, write_jsonl(tmp_path / "in.jsonl", *records))
    reader = open_project(project, writing=False)
    job = export(reader, tmp_path / "out.jsonl", format_name="jsonl")
    next(job)

    writer = open_project(project, writing=True)
    writer.undo()
    writer.close()
    jobs.run(job)
    reader.close()

    assert sum(len(one["spans"]) for one in read_jsonl(tmp_path / "out.jsonl")) == 500
    assert facts("info", project)["documents"] == 0


@pytest.mark.parametrize(("format_name", "place"), [("jsonl", "out.jsonl"), ("text", "out")])
def test_a_stopped_export_leaves_no_file_and_the_old_ones_as_they_were(
    project: Path, tmp_path: Path, format_name: str, place: str
) -> None:
    facts(
        "import", project, write_jsonl(tmp_path / "in.jsonl", *[record(f"Texte {n}.", id=f"{n}") for n in range(500)])
    )
    folder = tmp_path / "exports"
    old = folder / (place if format_name == "jsonl" else f"{place}/7.txt")
    old.parent.mkdir(parents=True)
    old.write_text("alt", encoding="utf-8")
    session = open_project(project, writing=False)
    seen: list[int] = []

    with pytest.raises(jobs.Cancelled):
        jobs.run(
            export(session, folder / place, format_name=format_name),
            report=lambda progress: seen.append(progress.done),
            cancelled=lambda: len(seen) == 2,
        )
    session.close()

    assert seen[-1] == 400
    assert [path for path in folder.rglob("*") if path.is_file()] == [old]
    assert old.read_text(encoding="utf-8") == "alt"


def test_drafts_of_a_killed_process_are_swept_after_a_day(sample: Path, tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    names = [f".{'0a' * 16}.annotator-{kind}" for kind in ("draft", "new", "new-journal")]
    kept = [f".{'1b' * 16}.annotator-draft", ".mine.annotator-draft", f"{'0a' * 16}.annotator-draft", "old.txt"]
    for name in (*names, *kept):
        (folder / name).write_bytes(b"x")
    for name in (*names, *kept[1:]):
        os.utime(folder / name, (0, 0))

    facts("export", sample, folder / "out.jsonl", "--format", "jsonl")

    assert sorted(path.name for path in folder.iterdir()) == sorted([*kept, "out.jsonl"])
    (folder / names[1]).write_bytes(b"x")
    os.utime(folder / names[1], (0, 0))
    assert annotator("new", folder / "other.annotator").status == 0
    assert not (folder / names[1]).exists()


@pytest.mark.fault
def test_what_a_killed_process_leaves_is_what_is_swept(sample: Path, tmp_path: Path) -> None:
    kill = (
        "import os, sys; from annotator.formats.atomic_file import AtomicFile; from pathlib import Path;"
        "AtomicFile(Path(sys.argv[1])).__enter__(); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", kill, str(tmp_path / "out.jsonl")], cwd=ROOT, check=False)
    [left] = tmp_path.glob(".*annotator-draft")

    facts("export", sample, tmp_path / "out.jsonl", "--format", "jsonl")
    assert left.exists(), "its maker might still be at work"
    os.utime(left, (0, 0))
    facts("export", sample, tmp_path / "out.jsonl", "--format", "jsonl")

    assert not left.exists()
