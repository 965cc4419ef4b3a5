"""The command ``annotator handout``: a file for one annotator, with nothing of the other annotators."""

import json
import shutil
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from unicodedata import bidirectional, category

import pytest

from annotator.app import jobs
from annotator.app.cast import registry_edits
from annotator.app.cast.cast import Cast
from annotator.app.exchange.handout import hand_out as handing_out
from annotator.app.project.open import open_project
from tests import hostile_strings
from tests.command_line import ROOT, annotator, content_hash, facts, record, refusal, span, write_jsonl
from tests.exchange.hand_out_and_return import TEXTS, exported_work, hand_out, import_texts, mark

SECRETS = ("Zbigniewa", "geheimnis", "verraten", "Kasseler", "entfernt", "XWERT")


@pytest.fixture
def shared(project: Path, tmp_path: Path) -> Path:
    """A project with secrets of somebody: a name, marks, notes, values, a text, a removed mark."""
    import_texts(project, **TEXTS)
    text = "Dies ist der Kasseler Text. geheimnis"
    theirs = [
        span(6, 10, note="verraten", attributes={"entity": "XWERT"}, id="geheimnis-1"),
        span(0, 5, "CUE", note="entfernt"),
    ]
    source = write_jsonl(
        tmp_path / "Zbigniewa.jsonl",
        record(TEXTS["a"], annotator="Zbigniewa", spans=theirs),
        record(text, id="d", annotator="Zbigniewa", spans=[span(0, 4)]),
        record(TEXTS["a"], annotator="Alba", status="done", spans=[span(0, 5, "CUE"), span(6, 10, note="mine")]),
    )
    annotator("import", project, source)
    emptied = record(TEXTS["a"], annotator="Zbigniewa", status="done", spans=[span(0, 5, "QUOTE")])
    annotator("import", project, write_jsonl(source, emptied), "--replace")
    assert b"verraten" in b"".join(path.read_bytes() for path in tmp_path.glob("desk.annotator*"))
    return project


def test_it_holds_the_chosen_documents_the_scheme_and_the_persons_own_work(shared: Path) -> None:
    out = hand_out(shared, "alba", "Alba", "--documents", "b,a")
    told = facts("info", out)
    assert told["documents"] == 2
    assert [person["name"] for person in told["annotators"]] == ["Alba"]
    assert {key: value for key, value in exported_work(shared).items() if key == ("a", "Alba")} == exported_work(out)
    assert facts("check", out)["ok"]
    assert [step["operation"] for step in facts("history", out)["steps"]] == ["handout"]


def test_without_documents_it_holds_all_in_their_order(shared: Path) -> None:
    out = hand_out(shared, "alba", "Alba")
    with closing(sqlite3.connect(out)) as database:
        assert [row[0] for row in database.execute("SELECT id FROM documents ORDER BY key")] == ["a", "b", "c", "d"]


def test_a_byte_search_finds_nothing_of_anybody_else(shared: Path, tmp_path: Path) -> None:
    raw = b"".join(path.read_bytes() for path in tmp_path.glob("desk.annotator*"))
    assert all(secret.encode() in raw for secret in SECRETS), "the secrets are there to be found"

    out = hand_out(shared, "alba", "Alba", "--documents", "a,b,c").read_bytes()

    known = [*SECRETS, str(tmp_path), tmp_path.name, socket.gethostname(), "desk.annotator"]
    assert [word for word in known if word.encode() in out] == []
    assert b"mine" in out


def test_it_is_one_closed_file(shared: Path, tmp_path: Path) -> None:
    before = {path.name for path in tmp_path.iterdir()}
    out = hand_out(shared, "alba", "Alba")
    assert {path.name for path in tmp_path.iterdir()} - before == {"alba.annotator"}
    assert out.read_bytes()[18:20] == b"\x01\x01", "the header says: no write-ahead log"


def test_an_unknown_name_becomes_an_annotator_with_one_id_in_both_files(shared: Path) -> None:
    out = hand_out(shared, "new", "Nour")
    with closing(sqlite3.connect(out)) as there, closing(sqlite3.connect(shared)) as here:
        ask = "SELECT id FROM annotators WHERE name = 'Nour'"
        assert there.execute(ask).fetchall() == here.execute(ask).fetchall() != []


def test_what_is_known_of_names_comes_along(shared: Path) -> None:
    session = open_project(shared, writing=True)
    registry_edits.set_facts(Cast(session), session, "entity", "Kiev", {"aliases": ["Kyiv"], "country": "UKR"})
    session.close()
    out = open_project(hand_out(shared, "alba", "Alba"), writing=False)
    assert Cast(out).registry("entity").canonical("Kyiv") == "Kiev"
    out.close()


def test_the_handed_out_file_is_worked_on_like_any_project(shared: Path) -> None:
    out = hand_out(shared, "alba", "Alba", "--documents", "c")
    mark(out, "Alba", "c", 0, 8)
    assert [len(spans) for _, spans, _ in exported_work(out).values()] == [1]


def test_no_undo_takes_the_first_content_away(shared: Path) -> None:
    out = open_project(hand_out(shared, "alba", "Alba"), writing=True)
    out.work_as("Alba", create=False)
    assert out.undo() is None
    out.close()


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--annotator", "Alba", "--documents", "a,nothing"), "no document 'nothing'"),
        (("--annotator", "gold"), "reserved"),
        (("--annotator", " "), "no usable name"),
        ((), "--annotator"),
        (("--annotator", "Alba", "--annotator", "Alba"), "twice"),
        (("--annotator", "Alba", "--overlap", "2"), "from 1 to 1"),
        (("--annotator", "Alba", "--overlap", "0"), "from 1 to 1"),
        (("--annotator", "Alba", "--by-all", "101"), "everybody, choose from 0 to 100 percent"),
    ],
)
def test_what_cannot_be_handed_out_is_refused(
    shared: Path, tmp_path: Path, arguments: tuple[str, ...], why: str
) -> None:
    before, files = content_hash(shared), sorted(tmp_path.iterdir())
    assert why in refusal("handout", shared, tmp_path / "out.annotator", *arguments)
    assert (content_hash(shared), sorted(tmp_path.iterdir())) == (before, files)


def test_nothing_is_overwritten_and_nothing_is_left_where_it_cannot_be_written(shared: Path, tmp_path: Path) -> None:
    before = content_hash(shared)
    taken = tmp_path / "taken.annotator"
    taken.write_text("mine")
    assert "exists already" in refusal("handout", shared, taken, "--annotator", "Nour")
    assert "no such folder" in refusal("handout", shared, tmp_path / "no" / "x.annotator", "--annotator", "Nour")
    assert "name it x.annotator" in refusal("handout", shared, tmp_path / "x.db", "--annotator", "Nour")
    assert (taken.read_text(), content_hash(shared)) == ("mine", before)


def test_several_people_get_a_file_each_and_the_seed_deals_them_the_same_way(shared: Path, tmp_path: Path) -> None:
    people = [word for name in ("Alba", "Bruno", "Chloé") for word in ("--annotator", name)]
    wish = [*people, "--overlap", "2", "--by-all", "25", "--seed", "7"]
    folder = tmp_path / "out"
    folder.mkdir()
    plan = facts("handout", shared, folder, *wish, "--dry-run")
    assert list(folder.iterdir()) == []
    told = facts("handout", shared, folder, *wish)
    assert told["handouts"] == plan["handouts"]
    assert len(told["by_all"]) == 1
    assert sorted(path.name for path in folder.iterdir()) == [
        "desk-Alba.annotator",
        "desk-Bruno.annotator",
        "desk-Chloé.annotator",
    ]
    loads = [len(one["documents"]) for one in told["handouts"]]
    assert sorted(loads) == [3, 3, 3], "one document to all three, three to two each"
    for one, path in zip(told["handouts"], sorted(folder.iterdir()), strict=True):
        assert facts("info", path)["documents"] == len(one["documents"])
    assert "exists already" in refusal("handout", shared, folder, *wish)


# What makes the letters behind it run the other way; the letters of the languages that do so by themselves may stand.
_TURNS = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")


def every_file_stays_in_its_folder(shared: Path, folder: Path, names: list[str]) -> int:
    """Hand out to all of these who can be annotators at all; how many those are."""
    fit = [name for name in names if annotator("handout", shared, folder, "--annotator", name, "--dry-run").status == 0]
    fit = list({name.strip().casefold(): name for name in fit}.values())
    around = sorted(path for path in shared.parent.rglob("*") if folder not in path.parents)
    wish = [word for name in fit for word in ("--annotator", name)]
    told = facts("handout", shared, folder, *wish, "--overlap", str(len(fit)))
    files = [Path(file) for file in told["files"]]
    assert len({file.name.casefold() for file in files}) == len(fit) == len(list(folder.iterdir()))
    for name, file in zip(fit, files, strict=True):
        assert file.parent == folder
        assert len(file.name.encode()) <= 255
        assert not any(category(letter) == "Cc" or bidirectional(letter) in _TURNS for letter in file.name)
        assert not set(file.name) & set('<>:"/\\|?*')
        assert [person["name"] for person in facts("info", file)["annotators"]] == [name]
    assert sorted(path for path in shared.parent.rglob("*") if folder not in path.parents) == around
    return len(fit)


@pytest.mark.fault
def test_no_name_of_a_person_leads_out_of_the_folder(shared: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    names = ["/", "/etc/x", "..", "../..", "CON", "con", "a/b", "a\\b", "A:b", "é", "e\u0301", "x" * 120, "x" * 300]
    assert every_file_stays_in_its_folder(shared, folder, [*names, *hostile_strings.project_strings()]) > 25


@pytest.mark.acceptance
@pytest.mark.slow
def test_nor_does_any_of_the_naughty_strings(shared: Path, tmp_path: Path, corpora: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    strings = json.loads((corpora / "naughty-strings" / "blns.json").read_bytes())
    fit = [one for one in strings if "\0" not in one and not one.startswith("-")]
    assert every_file_stays_in_its_folder(shared, folder, fit[::3]) > 50


@pytest.mark.fault
def test_where_no_file_can_be_there_is_no_annotator_either(shared: Path, tmp_path: Path) -> None:
    before = content_hash(shared)
    for place in (Path("/proc/x.annotator"), Path("/dev/null/x.annotator"), tmp_path / f"{'x' * 300}.annotator"):
        refusal("handout", shared, place, "--annotator", "Nour")
    assert content_hash(shared) == before


def test_a_handout_waits_for_nobody_but_a_project_that_is_open_elsewhere_is_left_alone(
    shared: Path, tmp_path: Path
) -> None:
    session = open_project(shared, writing=True)
    answer = subprocess.run(
        [sys.executable, "-m", "annotator", "handout", shared, tmp_path / "x.annotator", "--annotator", "Alba"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    session.close()
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "open elsewhere" in answer.stderr


def test_a_stopped_handout_leaves_neither_a_file_nor_a_trace(shared: Path, tmp_path: Path) -> None:

    before, files = content_hash(shared), sorted(path.name for path in tmp_path.iterdir())
    session = open_project(shared, writing=True)
    with pytest.raises(jobs.Cancelled):
        jobs.run(handing_out(session, tmp_path / "x.annotator", annotator="Alba"), cancelled=lambda: True)
    session.close()
    assert (content_hash(shared), sorted(path.name for path in tmp_path.iterdir())) == (before, files)


def test_neither_gold_nor_decisions_go_out_and_a_copy_that_has_them_can_come_back(sample: Path, tmp_path: Path) -> None:
    who = facts("info", sample)["annotators"][0]["name"]
    assert facts("adjudicate", sample, "--policy", "unanimous")["decided"] > 0
    out = hand_out(sample, "out", who)
    with closing(sqlite3.connect(out)) as database:
        assert database.execute("SELECT count(*) FROM decisions").fetchone() == (0,)
        assert database.execute("SELECT count(*) FROM layers WHERE annotator = 0").fetchone() == (0,)
    copy = shutil.copy(sample, tmp_path / "copy.annotator")
    told = facts("merge", sample, copy, out)
    assert (told["added"], told["renewed"], told["refused"]) == ([], [], [])
    assert "gold" not in {one["annotator"] for one in told["unchanged"]}
