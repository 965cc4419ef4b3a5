"""The command ``annotator import``: everything that the files contain or nothing, with an exact report."""

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.app import jobs
from annotator.app.project.open import open_project
from annotator.app.transfer.importer import import_files
from annotator.domain.document import sha256_of
from tests.command_line import MARKS, SEEDS, TEXT, content_hash, facts, read_jsonl, record, refusal, span, write_jsonl

NOTHING = {"documents": 0, "spans": 0, "relations": 0, "unchanged": 0, "renamed": [], "losses": []}
MARKED = record(
    annotator="Alba",
    spans=[span(6, 10, id="a"), span(42, 56, "DEMAND", id="b")],
    relations=[{"label": "SAYS", "from": "a", "to": "b"}],
)


def _exported(project: Path, tmp_path: Path, *options: object) -> list[Any]:
    facts("export", project, tmp_path / "out.jsonl", "--format", "jsonl", *options)
    return read_jsonl(tmp_path / "out.jsonl")


def test_the_seeds_come_in_whole(project: Path) -> None:
    told = facts("import", project, SEEDS / "seed-annotator-a.jsonl", SEEDS / "seed-annotator-b.jsonl")

    assert told == NOTHING | {"documents": 5, "spans": 627, "relations": 456}


def test_a_folder_is_read_and_its_unknown_files_are_losses(project: Path, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    (folder / "deeper").mkdir(parents=True)
    (folder / "one.txt").write_text("Un.", encoding="utf-8")
    (folder / "deeper" / "two.txt").write_text("Deux.", encoding="utf-8")
    (folder / "photo.png").write_bytes(b"\x89PNG")
    (folder / ".hidden").write_bytes(b"x")

    told = facts("import", project, folder, status=1)

    assert told["documents"] == 2
    assert [(loss["count"], loss["where"]) for loss in told["losses"]] == [(1, str(folder / "photo.png"))]
    assert set(told["losses"][0]) == {"what", "count", "where"}


def test_missing_keys_take_the_obvious_default(project: Path, tmp_path: Path) -> None:
    source = write_jsonl(
        tmp_path / "in.jsonl",
        record(spans=[span(6, 10), span(42, 56, "DEMAND", id="s1")], annotator="Alba"),
        record("Rien."),
        {"text": "Inconnu.", "colour": "blue", "spans": None, "meta": None, "id": None, "annotator": None},
    )

    facts("import", project, source)

    marked, bare, unknown = _exported(project, tmp_path)
    assert marked["status"] == "in-progress"
    assert [one["id"] for one in marked["spans"]] == ["s2", "s1"]
    assert [one["attributes"] for one in marked["spans"]] == [{}, {}]
    assert (bare["status"], bare["spans"], bare["relations"], bare["meta"]) == ("new", [], [], {})
    assert "annotator" not in bare
    assert bare["id"]
    assert "colour" not in unknown


def test_a_known_text_adds_no_document_and_keeps_the_first_id(project: Path, tmp_path: Path) -> None:
    facts("import", project, write_jsonl(tmp_path / "one.jsonl", record(id="first")))

    told = facts("import", project, write_jsonl(tmp_path / "two.jsonl", record(id="second")))

    assert told == NOTHING | {"unchanged": 1}
    assert [one["id"] for one in _exported(project, tmp_path)] == ["first"]


def test_a_file_given_twice_counts_once(project: Path, tmp_path: Path) -> None:
    source = write_jsonl(tmp_path / "in.jsonl", MARKED)

    assert facts("import", project, source, source) == NOTHING | {
        "documents": 1,
        "spans": 2,
        "relations": 1,
        "unchanged": 1,
    }


def test_another_text_of_a_known_id_is_renamed(project: Path, tmp_path: Path) -> None:
    for number in (1, 2, 3):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "article.txt").write_text(f"Texte {number}.", encoding="utf-8")

    told = facts("import", project, tmp_path / "1", tmp_path / "2", tmp_path / "3")

    assert told["renamed"] == [
        {"from": "article", "to": "article-2"},
        {"from": "article", "to": "article-3"},
    ]
    assert [one["id"] for one in _exported(project, tmp_path)] == ["article", "article-2", "article-3"]


def test_the_id_of_a_text_is_its_name_without_the_suffix(project: Path, tmp_path: Path) -> None:
    source = tmp_path / "2025.10.31 été.txt"
    source.write_text("Texte.", encoding="utf-8")

    facts("import", project, source)

    assert _exported(project, tmp_path)[0]["id"] == "2025.10.31 été"


def test_identical_marks_are_unchanged_whatever_their_ids(project: Path, tmp_path: Path) -> None:
    facts("import", project, write_jsonl(tmp_path / "one.jsonl", MARKED))
    renamed = json.loads(json.dumps(MARKED).replace('"a"', '"x"').replace('"b"', '"y"'))

    assert facts("import", project, write_jsonl(tmp_path / "two.jsonl", renamed)) == NOTHING | {"unchanged": 1}


def test_a_record_whose_marks_are_known_still_says_how_far_the_work_is(project: Path, tmp_path: Path) -> None:
    facts("import", project, write_jsonl(tmp_path / "one.jsonl", MARKED))

    told = facts("import", project, write_jsonl(tmp_path / "two.jsonl", MARKED | {"status": "done"}))

    assert told == NOTHING | {"unchanged": 1}
    assert [one["status"] for one in _exported(project, tmp_path)] == ["done"]
    facts("import", project, tmp_path / "one.jsonl")
    assert [one["status"] for one in _exported(project, tmp_path)] == ["done"]


def test_other_marks_are_refused_unless_they_replace_and_that_can_be_undone(project: Path, tmp_path: Path) -> None:
    facts("import", project, write_jsonl(tmp_path / "one.jsonl", MARKED))
    other = write_jsonl(tmp_path / "two.jsonl", record(annotator="Alba", status="done", spans=[span(34, 40)]))
    before, marks = content_hash(project), content_hash(project, MARKS)

    assert "line 1" in refusal("import", project, other)
    assert content_hash(project) == before

    assert facts("import", project, other, "--replace") == NOTHING | {"spans": 1}
    replaced = content_hash(project, MARKS)
    assert [(one["status"], len(one["spans"])) for one in _exported(project, tmp_path)] == [("done", 1)]

    session = open_project(project, writing=True)
    session.undo()
    assert content_hash(project, MARKS) == marks
    session.redo()
    assert content_hash(project, MARKS) == replaced
    session.close()


def test_an_empty_layer_is_filled_and_the_records_status_is_kept(project: Path, tmp_path: Path) -> None:
    facts("import", project, write_jsonl(tmp_path / "one.jsonl", record(annotator="Alba", status="done")))
    assert _exported(project, tmp_path)[0]["status"] == "done"

    filling = write_jsonl(tmp_path / "two.jsonl", MARKED | {"status": "in-progress"})
    assert facts("import", project, filling) == NOTHING | {"spans": 2, "relations": 1}

    assert [(one["status"], len(one["spans"])) for one in _exported(project, tmp_path)] == [("in-progress", 2)]


def test_a_bare_record_leaves_the_marks_of_its_document_alone(project: Path, tmp_path: Path) -> None:
    facts("import", project, write_jsonl(tmp_path / "one.jsonl", MARKED))

    bare = write_jsonl(tmp_path / "two.jsonl", record(annotator="Alba"))

    assert facts("import", project, bare, "--replace") == NOTHING | {"unchanged": 1}


def test_the_command_says_whose_the_marks_are(project: Path, tmp_path: Path) -> None:
    source = write_jsonl(tmp_path / "in.jsonl", MARKED, record("Or.", spans=[span(0, 2)]))

    facts("import", project, source, "--annotator", "Bruno")

    assert {one["annotator"] for one in _exported(project, tmp_path)} == {"Bruno"}


def test_import_creates_the_annotator_it_is_told_of_even_without_marks(project: Path, tmp_path: Path) -> None:
    facts("import", project, write_jsonl(tmp_path / "in.jsonl", record()), "--annotator", "Bruno")

    assert facts("info", project)["annotators"] == [
        {"name": "Bruno", "layers": 0, "done": 0, "spans": 0, "relations": 0}
    ]


def test_half_a_character_in_a_name_is_refused_with_its_place(project: Path, tmp_path: Path) -> None:
    source = write_jsonl(tmp_path / "in.jsonl", record())
    said = refusal("import", project, source, "--annotator", "Al\udce9")
    assert "U+DCE9, which cannot be kept, character 2, take it out" in said


@pytest.mark.parametrize("name", ["gold", "Gold", " ", "two\nlines", "x" * 300, "nul\x00"])
def test_names_that_nobody_can_have_are_refused(project: Path, tmp_path: Path, name: str) -> None:
    source = write_jsonl(tmp_path / "in.jsonl", record())
    before = content_hash(project)

    refusal("import", project, source, "--annotator", name)
    assert content_hash(project) == before


@pytest.mark.parametrize("name", ["Gold", " ", "two\nlines", "x" * 300, "nul\x00"])
def test_records_of_names_that_nobody_can_have_are_refused(project: Path, tmp_path: Path, name: str) -> None:
    before = content_hash(project)

    refusal("import", project, write_jsonl(tmp_path / "named.jsonl", record(annotator=name, spans=[span(6, 10)])))
    refusal("import", project, write_jsonl(tmp_path / "bare.jsonl", record(annotator=name)))

    assert content_hash(project) == before


def test_a_gold_record_comes_in_under_the_name_that_the_command_gives(project: Path, tmp_path: Path) -> None:
    source = write_jsonl(tmp_path / "in.jsonl", MARKED | {"annotator": "gold"})

    facts("import", project, source, "--annotator", "Bruno")

    assert facts("info", project)["annotators"][0]["name"] == "Bruno"


def test_a_status_that_nobody_owns_is_listed_as_a_loss(project: Path, tmp_path: Path) -> None:
    told = facts("import", project, write_jsonl(tmp_path / "in.jsonl", record(status="done")), status=1)

    assert told["documents"] == 1
    assert [loss["count"] for loss in told["losses"]] == [1]
    assert "line 1" in told["losses"][0]["where"]


def test_import_is_one_step_that_undo_takes_back_and_redo_brings_again(project: Path, tmp_path: Path) -> None:
    empty = content_hash(project, MARKS)
    facts("import", project, SEEDS)
    full = content_hash(project, MARKS)

    session = open_project(project, writing=True)
    session.undo()
    assert content_hash(project, MARKS) == empty
    session.redo()
    assert content_hash(project, MARKS) == full
    assert session.undo() is not None
    assert session.undo() is None
    session.close()
    assert facts("check", project) == {"ok": True, "problems": []}


def test_a_cancelled_import_leaves_nothing(project: Path, tmp_path: Path) -> None:
    records = [record(f"Texte {number}.") for number in range(2_000)]
    source = write_jsonl(tmp_path / "in.jsonl", *records)
    before = content_hash(project)
    session = open_project(project, writing=True)
    seen: list[int] = []

    with pytest.raises(jobs.Cancelled):
        jobs.run(
            import_files(session, [source]),
            report=lambda progress: seen.append(progress.done),
            cancelled=lambda: len(seen) > 2,
        )
    session.close()

    assert seen[-1] > 0
    assert content_hash(project) == before


def test_offsets_count_code_points(project: Path, tmp_path: Path) -> None:
    text = "🕊🕊 Kiev 🕊"
    source = write_jsonl(tmp_path / "in.jsonl", record(text, annotator="Alba", spans=[span(3, 7, text="Kiev")]))

    facts("import", project, source)

    assert _exported(project, tmp_path)[0]["spans"][0]["text"] == "Kiev"


def test_a_mark_that_a_producer_left_in_is_taken_out_when_the_hash_says_so(project: Path, tmp_path: Path) -> None:
    source = write_jsonl(
        tmp_path / "in.jsonl", record("\ufeff" + TEXT, sha256=sha256_of(TEXT), annotator="A", spans=[span(6, 10)])
    )

    facts("import", project, source)

    (told,) = _exported(project, tmp_path)
    assert (told["text"], told["meta"], told["spans"][0]["text"]) == (TEXT, {"bom": True}, "Kiev")


def test_what_a_later_record_knows_of_a_text_is_added_and_what_is_known_stays(project: Path, tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text(TEXT, encoding="utf-8")
    facts("import", project, tmp_path / "article.txt")

    richer = write_jsonl(tmp_path / "in.jsonl", record(meta={"file": "other.txt", "language": "fr", "title": "Un"}))
    assert facts("import", project, richer) == NOTHING
    assert facts("import", project, richer) == NOTHING | {"unchanged": 1}

    other = write_jsonl(tmp_path / "other.jsonl", record(meta={"title": "Deux"}))
    told = facts("import", project, other, status=1)
    assert (told["unchanged"], told["losses"][0]["count"]) == (1, 1)
    (kept,) = _exported(project, tmp_path)
    assert kept["meta"] == {"file": "article.txt", "language": "fr", "title": "Un"}


def test_a_folder_of_texts_and_their_marks_comes_in_as_the_marks_alone_would(project: Path, tmp_path: Path) -> None:
    facts("import", project, SEEDS)

    seed = {one["id"]: one["meta"] for one in read_jsonl(SEEDS / "seed-annotator-a.jsonl")}
    assert {one["id"]: one["meta"] for one in _exported(project, tmp_path)} == seed
