"""The command ``annotator merge``: returned files are added or renewed, as a whole or not at all, in any order."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from random import Random  # noqa: TID251 - seeded

import pytest

from annotator.app import jobs
from annotator.app.annotate import attributes
from annotator.app.annotate import spans as span_steps
from annotator.app.annotate.open_document import OpenDocument
from annotator.app.cast import registry_edits
from annotator.app.cast.cast import Cast
from annotator.app.exchange import merge as return_merge
from annotator.app.project.open import open_project
from annotator.app.scheme import apply_change
from annotator.domain.scheme.attribute_changes import RenameAttribute
from annotator.domain.scheme.changes import Delete, Rename, SchemeChange
from tests.command_line import ROOT, annotator, content_hash, facts, record, refusal, span, write_jsonl
from tests.exchange.hand_out_and_return import (
    TEXTS,
    annotator_id,
    exported_work,
    hand_out,
    import_texts,
    mark,
    merge,
    sql,
    undo,
)


@pytest.fixture
def desk(project: Path) -> Path:
    """A project of three texts, which nobody marked yet."""
    return import_texts(project, **TEXTS)


@pytest.fixture
def out(desk: Path) -> Path:
    """What Alba was handed out: all of it, and one span marked since."""
    path = hand_out(desk, "alba", "Alba")
    mark(path, "Alba", "a", 6, 10)
    return path


def keep(path: Path, name: str) -> Path:
    """A copy of the file as it is now."""
    return Path(shutil.copy(path, path.with_name(f"{name}.annotator")))


def change_scheme(project: Path, change: SchemeChange) -> None:
    session = open_project(project, writing=True)
    jobs.run(apply_change.apply(session, change))
    session.close()


# What comes in


def test_a_return_adds_what_is_new_and_says_so_document_by_document(desk: Path, out: Path) -> None:
    assert merge(desk, out) == {"added": ["a"], "unchanged": ["b", "c"]}
    assert exported_work(desk) == exported_work(out) != {}
    assert facts("check", desk)["ok"]


def test_the_answer_names_annotator_and_document(desk: Path, out: Path) -> None:
    assert facts("merge", desk, out) == {
        "added": [{"annotator": "Alba", "document": "a"}],
        "renewed": [],
        "unchanged": [{"annotator": "Alba", "document": name} for name in ("b", "c")],
        "refused": [],
    }


def test_a_dry_run_says_the_same_and_changes_nothing_while_a_window_is_open(desk: Path, out: Path) -> None:
    before = content_hash(desk)
    session = open_project(desk, writing=True)
    told = merge(desk, out, dry=True)
    session.close()
    assert content_hash(desk) == before
    assert told == merge(desk, out)


def test_a_dry_run_of_several_files_says_what_they_do_one_after_the_other(desk: Path, out: Path) -> None:
    first = keep(out, "first")
    mark(out, "Alba", "b", 0, 6)
    told = merge(desk, first, out, first, dry=True)
    assert told == merge(desk, first, out, first)


def test_a_dry_run_keeps_in_mind_what_stands_here_behind_a_file_that_brings_nothing(desk: Path, out: Path) -> None:
    first = keep(out, "first")
    merge(desk, first)
    undo(out, "Alba")
    assert merge(desk, first, out, dry=True) == {"unchanged": ["a", "b", "c"], "renewed": ["a"]}
    assert merge(desk, first, out) == {"unchanged": ["a", "b", "c"], "renewed": ["a"]}


def test_merging_twice_is_merging_once(desk: Path, out: Path) -> None:
    merge(desk, out)
    before = content_hash(desk)
    assert merge(desk, out) == {"unchanged": ["a", "b", "c"]}
    assert merge(desk, out, out) == {"unchanged": ["a", "b", "c"]}
    assert content_hash(desk) == before


def test_more_work_renews_the_layer_and_only_that(desk: Path, out: Path) -> None:
    merge(desk, out)
    mark(out, "Alba", "a", 12, 19, "DEMAND")
    assert merge(desk, out) == {"renewed": ["a"], "unchanged": ["b", "c"]}
    assert exported_work(desk) == exported_work(out)


def test_an_older_return_never_undoes_a_newer_one(desk: Path, out: Path) -> None:
    older = keep(out, "older")
    mark(out, "Alba", "a", 12, 19)
    merge(desk, out)
    before = content_hash(desk)
    assert merge(desk, older) == {"unchanged": ["a", "b", "c"]}
    assert content_hash(desk) == before


def test_what_was_taken_back_there_is_taken_back_here(desk: Path, out: Path) -> None:
    older = keep(out, "older")
    merge(desk, out)
    undo(out, "Alba")
    assert merge(desk, out) == {"renewed": ["a"], "unchanged": ["b", "c"]}
    assert all(not spans for _, spans, _ in exported_work(desk).values())
    assert merge(desk, older) == {"unchanged": ["a", "b", "c"]}


def test_a_state_that_came_and_went_unseen_is_older_too(desk: Path, out: Path) -> None:
    older = keep(out, "older")
    undo(out, "Alba")
    assert merge(desk, out) == {"unchanged": ["a", "b", "c"]}
    assert merge(desk, older) == {"unchanged": ["a", "b", "c"]}


def test_relations_notes_fragments_and_status_come_along(desk: Path, tmp_path: Path) -> None:
    out = hand_out(desk, "alba", "Alba")
    told = record(
        TEXTS["b"],
        annotator="Alba",
        status="done",
        spans=[
            span(0, 6, id="s1", attributes={"entity": "Moscou"}),
            span(7, 29, "DEMAND", id="d1", fragments=[[7, 14], [15, 29]], note="deux"),
        ],
        relations=[{"id": "r1", "label": "SAYS", "from": "s1", "to": "d1"}],
    )
    annotator("import", out, write_jsonl(tmp_path / "in.jsonl", told))
    merge(desk, out)
    assert exported_work(desk) == exported_work(out)
    turned = told | {"spans": [{**told["spans"][0], "id": "d1"}, {**told["spans"][1], "id": "s1"}]}
    turned["relations"] = [{"id": "r1", "label": "SAYS", "from": "d1", "to": "s1"}]
    annotator("import", out, write_jsonl(tmp_path / "in.jsonl", turned | {"status": "in-progress"}), "--replace")
    assert merge(desk, out)["unchanged"]
    assert facts("check", desk)["ok"]


def test_several_returns_come_in_any_order(desk: Path, tmp_path: Path) -> None:
    people = {"Alba": (0, 5), "Bruno": (6, 10), "Chloé": (12, 19)}
    files = {who: hand_out(desk, who, who) for who in people}
    for who, place in people.items():
        mark(files[who], who, "a", *place)
    again = keep(desk, "again")
    merge(desk, *files.values())
    for path in reversed(files.values()):
        merge(again, path)
    assert exported_work(desk) == exported_work(again)
    assert len(exported_work(desk)) == 3


def test_somebody_else_who_worked_on_the_file_comes_along(desk: Path, out: Path) -> None:
    mark(out, "Bruno", "b", 0, 6)
    told = facts("merge", desk, out)
    assert told["added"] == [{"annotator": "Alba", "document": "a"}, {"annotator": "Bruno", "document": "b"}]
    assert exported_work(desk) == exported_work(out)


def test_what_was_said_there_of_new_names_comes_along(desk: Path, out: Path) -> None:
    for project, name, country in ((desk, "Kiev", "UKR"), (out, "Moscou", "RUS"), (out, "Kyiv", "USA")):
        session = open_project(project, writing=True)
        registry_edits.set_facts(Cast(session), session, "entity", name, {"country": country, "aliases": []})
        session.close()
    merge(desk, out)
    session = open_project(desk, writing=False)
    known = {entry.name: entry.facts.country for entry in Cast(session).registry("entity").entries.values()}
    session.close()
    assert known == {"Kiev": "UKR", "Moscou": "RUS", "Kyiv": "USA"}


# Undo


def test_one_undo_takes_one_file_back_and_it_can_come_again(desk: Path, out: Path) -> None:
    merge(desk, out)
    first = content_hash(desk, ("layers", "spans", "relations"))
    mark(out, "Alba", "a", 12, 19)
    merge(desk, out)
    undo(desk, None)
    assert content_hash(desk, ("layers", "spans", "relations")) == first
    undo(desk, None)
    assert exported_work(desk) == {}
    assert merge(desk, out) == {"added": ["a"], "unchanged": ["b", "c"]}
    assert exported_work(desk) == exported_work(out)


def test_the_history_says_merge(desk: Path, out: Path) -> None:
    merge(desk, out)
    last = facts("history", desk)["steps"][-1]
    assert (last["operation"], last["undone"]) == ("merge", False)


# Who is who


def test_two_people_of_one_name_stay_two(desk: Path, out: Path) -> None:
    bruno = hand_out(desk, "bruno", "Bruno")
    sql(out, f"UPDATE annotators SET name = 'Bruno', id = '{'f' * 32}' WHERE name = 'Alba'")
    mark(bruno, "Bruno", "a", 0, 5)
    told = facts("merge", desk, bruno, out)
    assert told["added"] == [{"annotator": "Bruno", "document": "a"}, {"annotator": "Bruno (2)", "document": "a"}]
    assert annotator_id(desk, "Bruno (2)") == "f" * 32
    assert len(exported_work(desk)) == 2


def test_a_file_that_claims_an_id_with_a_foreign_history_is_set_aside(desk: Path, out: Path) -> None:
    bruno = hand_out(desk, "bruno", "Bruno")
    mark(bruno, "Bruno", "a", 0, 5)
    merge(desk, bruno)
    sql(out, f"UPDATE annotators SET id = '{annotator_id(desk, 'Bruno')}', name = 'Bruno' WHERE name = 'Alba'")
    before = content_hash(desk)
    assert "shares no history" in refusal("merge", desk, out)
    assert content_hash(desk) == before


def test_a_name_that_nobody_may_have_is_refused(desk: Path, out: Path) -> None:
    sql(out, "UPDATE annotators SET name = 'Gold' WHERE name = 'Alba'")
    assert "reserved" in refusal("merge", desk, out)


# What was changed here meanwhile


def test_work_of_both_sides_is_refused_and_neither_is_lost(desk: Path, out: Path) -> None:
    mark(desk, "Alba", "a", 0, 5)
    before = content_hash(desk)
    told = refusal("merge", desk, out)
    assert "a: it was changed there and here since it went out" in told
    assert content_hash(desk) == before


def test_two_copies_of_one_handout_that_both_went_on_are_not_mixed_up(desk: Path, out: Path) -> None:
    other = keep(out, "other")
    mark(out, "Alba", "a", 12, 19)
    mark(other, "Alba", "a", 0, 5)
    merge(desk, out)
    before = content_hash(desk)
    assert "changed there and here" in refusal("merge", desk, other)
    assert content_hash(desk) == before


def test_a_second_handout_of_the_same_work_goes_on_from_there(desk: Path, out: Path) -> None:
    merge(desk, out)
    second = hand_out(desk, "second", "Alba")
    assert exported_work(second) == exported_work(desk)
    mark(second, "Alba", "a", 12, 19)
    assert merge(desk, second) == {"renewed": ["a"], "unchanged": ["b", "c"]}
    assert merge(desk, out) == {"unchanged": ["a", "b", "c"]}


def test_an_import_that_was_taken_back_here_is_in_nobodys_way(desk: Path, out: Path, tmp_path: Path) -> None:
    wrong = write_jsonl(tmp_path / "in.jsonl", record(TEXTS["a"], annotator="Alba", spans=[span(0, 5)]))
    annotator("import", desk, wrong)
    undo(desk, None)
    assert merge(desk, out) == {"added": ["a"], "unchanged": ["b", "c"]}


@pytest.mark.parametrize(
    ("changes", "label"),
    [
        ([Rename(name="SPEAKER", new="VOICE")], "VOICE"),
        ([Rename(name="SPEAKER", new="VOICE"), Rename(name="VOICE", new="MOUTH")], "MOUTH"),
        ([RenameAttribute(owner="SPEAKER", name="entity", new="who")], "SPEAKER"),
    ],
)
@pytest.mark.parametrize("merged_before", [False, True])
def test_a_late_return_follows_the_scheme(
    desk: Path, out: Path, changes: list[SchemeChange], label: str, *, merged_before: bool
) -> None:
    if merged_before:
        merge(desk, out)
        mark(out, "Alba", "a", 12, 19)
    for change in changes:
        change_scheme(desk, change)
    told = merge(desk, out)
    assert told == {"renewed" if merged_before else "added": ["a"], "unchanged": ["b", "c"]}
    [(_, spans, _)] = exported_work(desk).values()
    assert [one["label"] for one in spans] == [label] * len(spans)
    assert len(spans) == 1 + merged_before
    assert facts("check", desk)["ok"]
    assert merge(desk, out) == {"unchanged": ["a", "b", "c"]}


def test_a_label_that_went_meanwhile_takes_its_late_marks_along(desk: Path, out: Path) -> None:
    mark(out, "Alba", "a", 12, 19, "CUE")
    change_scheme(desk, Delete(name="CUE"))
    merge(desk, out)
    [(_, spans, _)] = exported_work(desk).values()
    assert [one["label"] for one in spans] == ["SPEAKER"]


def test_a_return_from_before_a_change_that_was_taken_back_needs_no_change(desk: Path, out: Path) -> None:
    change_scheme(desk, Rename(name="SPEAKER", new="VOICE"))
    undo(desk, None)
    assert merge(desk, out)["added"] == ["a"]


def test_a_scheme_of_the_same_version_with_another_content_is_told_apart(desk: Path) -> None:
    change_scheme(desk, Rename(name="SPEAKER", new="VOICE"))
    out = hand_out(desk, "alba", "Alba")
    mark(out, "Alba", "a", 0, 5, "VOICE")
    undo(desk, None)
    change_scheme(desk, Rename(name="SPEAKER", new="MOUTH"))
    before = content_hash(desk)
    assert "its scheme is none that this project ever had" in refusal("merge", desk, out)
    assert content_hash(desk) == before


def test_a_scheme_that_was_changed_there_is_refused(desk: Path, out: Path) -> None:
    change_scheme(out, Rename(name="SPEAKER", new="VOICE"))
    assert "its scheme is none that this project ever had" in refusal("merge", desk, out)


def test_a_name_that_was_changed_here_meanwhile_is_changed_in_what_comes_late(desk: Path, out: Path) -> None:
    def name_it(project: Path, value: str) -> None:
        session = open_project(project, writing=True)
        session.work_as("Alba", create=False)
        desk_there = OpenDocument(session, "a")
        attributes.set_attribute(desk_there, desk_there.spans_in_order()[0], "entity", value)
        session.close()

    name_it(out, "Kiev")
    merge(desk, out)
    session = open_project(desk, writing=True)
    cast = Cast(session)
    jobs.run(registry_edits.unite_names(session, registry_edits.plan_union(cast, session, "entity", "Kiev", "Ukraine")))
    session.close()
    mark(out, "Alba", "a", 12, 19)
    assert merge(desk, out) == {"renewed": ["a"], "unchanged": ["b", "c"]}
    [(_, spans, _)] = exported_work(desk).values()
    assert [one["attributes"].get("entity") for one in spans if one["start"] == 6] == ["Ukraine"]


# What does not belong


def test_another_projects_file_is_refused_whatever_it_is_called(desk: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.annotator"
    annotator("new", other)
    foreign = hand_out(import_texts(other, **TEXTS), "alba", "Alba")
    assert "belongs to another project" in refusal("merge", desk, foreign)


def test_a_file_is_known_by_its_content_and_not_by_its_name(desk: Path, out: Path, tmp_path: Path) -> None:
    moved = out.rename(tmp_path / "anything at all.bin")
    assert merge(desk, moved)["added"] == ["a"]


@pytest.mark.fault
@pytest.mark.parametrize(
    ("damage", "why"),
    [
        ("UPDATE documents SET text = replace(text, 'Kiev', 'Lviv') WHERE id = 'a'", "a, ask for"),
        ("UPDATE documents SET sha256 = 'x' WHERE id = 'a'", "not the one that is here"),
        ("UPDATE documents SET sha256 = 'x', id = 'y' WHERE id = 'a'", "changed"),
        ("UPDATE spans SET quote = 'Lviv'", "its text is not what stands at"),
        ("UPDATE spans SET start = 5", "its text is not what stands at"),
        ("UPDATE spans SET label = 'WHO'", "no label 'WHO'"),
        ('UPDATE spans SET attributes = \'{"x": "y"}\'', "no such attribute"),
        ("UPDATE spans SET attributes = '{'", "damaged"),
        ("UPDATE spans SET attributes = '[]'", "damaged"),
        ("UPDATE spans SET fragments = '[[6,8]]'", "fragments"),
        ("UPDATE spans SET note = 'a' || char(0) || 'b'", "cannot be kept"),
        ("UPDATE layers SET annotator = 99", "do not belong together"),
        ("DELETE FROM scheme", "damaged"),
        ("UPDATE scheme SET body = '[]'", "damaged"),
        ("CREATE TRIGGER t AFTER INSERT ON spans BEGIN DELETE FROM documents; END", "triggers"),
        ("CREATE VIEW v AS SELECT 1", "triggers"),
        ("CREATE VIRTUAL TABLE v USING fts5 (x)", "tables that Annotator did not make"),
        ("CREATE TABLE v (x, y AS (x + 1))", "tables that Annotator did not make"),
        ("ALTER TABLE spans ADD COLUMN y TEXT AS (label || 'x')", "tables that Annotator did not make"),
        ("DROP TABLE spans", "damaged"),
        ("PRAGMA user_version = 99", "version 99"),
        ("PRAGMA application_id = 1", "no project of Annotator"),
    ],
)
def test_a_hostile_or_damaged_return_changes_nothing(desk: Path, out: Path, damage: str, why: str) -> None:
    sql(out, "PRAGMA ignore_check_constraints = ON")
    sql(out, damage)
    before, raw = content_hash(desk), out.read_bytes()
    files = sorted(path.name for path in desk.parent.iterdir())
    assert why in refusal("merge", desk, out)
    assert why in refusal("merge", desk, out, "--dry-run")
    assert content_hash(desk) == before
    assert (out.read_bytes(), sorted(path.name for path in desk.parent.iterdir())) == (raw, files)


@pytest.mark.fault
@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 0.99])
def test_a_return_that_is_cut_off_is_refused(desk: Path, out: Path, share: float) -> None:
    raw = out.read_bytes()
    out.write_bytes(raw[: int(len(raw) * share)])
    before = content_hash(desk)
    refusal("merge", desk, out)
    assert content_hash(desk) == before


def test_one_refused_file_of_several_keeps_only_itself_out(desk: Path, out: Path, tmp_path: Path) -> None:
    other = tmp_path / "not.annotator"
    other.write_text("no project")
    told = merge(desk, other, out, tmp_path / "gone.annotator", status=1)
    assert told["added"] == ["a"]
    assert [Path(one["file"]).name for one in told["refused"]] == ["not.annotator", "gone.annotator"]
    assert all(one["why"] for one in told["refused"])


def test_the_project_itself_is_no_return(desk: Path) -> None:
    assert "the project itself" in refusal("merge", desk, desk)


@pytest.mark.parametrize("way", ["a link", "a link to a link", "a second name of the file"])
def test_the_project_is_no_return_by_another_name_either(desk: Path, tmp_path: Path, way: str) -> None:
    other = tmp_path / "other.annotator"
    if way == "a second name of the file":
        other.hardlink_to(desk)
    else:
        (tmp_path / "first.annotator").symlink_to(desk)
        other.symlink_to(desk if way == "a link" else tmp_path / "first.annotator")
    assert "the project itself" in refusal("merge", desk, other)


@pytest.mark.fault
@pytest.mark.parametrize(
    "what", ["a folder", "a pipe", "a link to nothing", "a link to itself", "nothing in it", "zeros"]
)
def test_what_is_no_file_of_ours_is_refused_and_nobody_waits_for_it(desk: Path, tmp_path: Path, what: str) -> None:
    path = tmp_path / "back.annotator"
    match what:
        case "a folder":
            path.mkdir()
        case "a pipe":
            os.mkfifo(path)
        case "a link to nothing":
            path.symlink_to(tmp_path / "gone.annotator")
        case "a link to itself":
            path.symlink_to(path)
        case _:
            path.write_bytes(bytes(0 if what == "nothing in it" else 100_000))
    before = content_hash(desk)
    assert "back.annotator" in refusal("merge", desk, path)
    assert "back.annotator" in refusal("merge", desk, path, "--dry-run")
    assert content_hash(desk) == before


def test_a_link_to_a_return_is_the_return(desk: Path, out: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.annotator"
    link.symlink_to(out)
    assert merge(desk, link)["added"] == ["a"]
    assert link.is_symlink()


def test_a_reviewers_copy_brings_work_of_annotators_and_no_word_of_the_reviewer(desk: Path, tmp_path: Path) -> None:
    for who in ("Alba", "Bruno"):
        mark(desk, who, "a", 6, 10)
        session = open_project(desk, writing=True)
        session.work_as(who, create=False)
        span_steps.set_status(OpenDocument(session, "a"), "done")
        session.close()
    copy = keep(desk, "copy")
    assert facts("adjudicate", copy, "--policy", "unanimous")["decided"] == 1
    mark(copy, "Alba", "b", 0, 6)

    told = facts("merge", desk, copy)

    assert told["added"] == [{"annotator": "Alba", "document": "b"}]
    assert facts("info", desk)["gold"]["spans"] == 0
    assert sql(desk, "SELECT count(*) FROM decisions") == [(0,)]
    assert facts("check", desk)["ok"]


def test_fifty_returns_come_at_once_whatever_their_order(desk: Path, tmp_path: Path) -> None:
    people = [f"Person {number:02}" for number in range(50)]
    outs = []
    for number, who in enumerate(people):
        path = hand_out(desk, f"out-{number}", who)
        mark(path, who, "abc"[number % 3], 0, 5)
        outs.append(path)
    chance = Random(5)
    twin = keep(desk, "twin")

    told = facts("merge", desk, *chance.sample(outs, 50))

    assert sorted(one["annotator"] for one in told["added"]) == people
    assert told["refused"] == []
    assert len(facts("merge", desk, *outs)["unchanged"]) >= 50
    facts("merge", twin, *outs[::-1], *outs)
    assert exported_work(twin) == exported_work(desk)
    assert facts("check", desk)["ok"]


# Reading what came back


def test_a_file_that_another_program_has_open_and_dies_with_is_read_with_all_that_was_saved(
    desk: Path, out: Path
) -> None:
    twin = keep(desk, "twin")
    command = [sys.executable, "-m", "tests.programs.hold_with_a_span", str(out)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"open\n"
        assert merge(desk, out)["added"] == ["a", "b"]
        holder.kill()
    assert merge(twin, out)["added"] == ["a", "b"], "what the crash left in the log counts too"


def test_a_file_that_somebody_has_open_is_read_with_all_that_was_saved(desk: Path, out: Path) -> None:
    session = open_project(out, writing=True)
    session.work_as("Alba", create=False)
    span_steps.add_span(OpenDocument(session, "b"), "SPEAKER", 0, 6)
    try:
        beside = sorted(path.name for path in out.parent.iterdir())
        assert merge(desk, out)["added"] == ["a", "b"]
        assert sorted(path.name for path in out.parent.iterdir()) == beside
    finally:
        session.close()


def test_nothing_comes_beside_a_return_and_not_a_byte_of_it_changes(desk: Path, out: Path, tmp_path: Path) -> None:
    folder = tmp_path / "returns"
    folder.mkdir()
    out = out.rename(folder / out.name)
    raw, when = out.read_bytes(), out.stat().st_mtime_ns
    out.chmod(0o400)
    folder.chmod(0o500)
    try:
        assert merge(desk, out)["added"] == ["a"]
    finally:
        folder.chmod(0o700)
    assert [path.name for path in folder.iterdir()] == [out.name]
    assert (out.read_bytes(), out.stat().st_mtime_ns) == (raw, when)


@pytest.mark.fault
def test_a_return_that_vanishes_or_grows_while_it_is_read_is_refused(
    desk: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = shutil.copyfile

    def with_interruption(source: Path, place: Path) -> Path:
        copied = copy(source, place)
        if Path(source).suffix == ".annotator":
            interrupt()
        return copied

    monkeypatch.setattr(shutil, "copyfile", with_interruption)
    before = content_hash(desk)
    raw = out.read_bytes()
    interrupt = lambda: out.write_bytes(raw + b"more")  # noqa: E731
    assert "changed while it was read" in refusal("merge", desk, out)
    interrupt = out.unlink
    assert "cannot be read" in refusal("merge", desk, out)
    assert content_hash(desk) == before


def test_a_merge_that_breaks_off_leaves_nothing_of_the_file(
    desk: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = content_hash(desk)
    session = open_project(desk, writing=True)
    monkeypatch.setattr("annotator.storage.tables.layer_transfer.LayerWriter.finish", fail)
    with pytest.raises(OSError, match="No space"):
        jobs.run(return_merge.merge(session, [out]))
    session.close()
    assert content_hash(desk) == before
