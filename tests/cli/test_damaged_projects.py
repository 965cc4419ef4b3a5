"""Damaged, foreign, newer and locked projects: told apart, and never written to."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.app.project.open import open_project
from tests.command_line import ROOT, annotator, content_hash, facts, refusal

Damage = Callable[[Path], None]


def _sql(statement: str) -> Damage:
    def damage(project: Path) -> None:
        with contextlib.closing(sqlite3.connect(project)) as database, database:
            database.execute("PRAGMA foreign_keys = OFF")
            database.execute("PRAGMA ignore_check_constraints = ON")
            database.executescript(statement)

    return damage


def _entries(rows: str) -> Damage:
    return _sql(f"INSERT INTO entries (registry, name, facts) VALUES {rows}")


def _truncate(project: Path) -> None:
    os.truncate(project, project.stat().st_size // 2)


def _garble_pages(project: Path) -> None:
    with project.open("r+b") as file:
        for page in range(2, 40):
            file.seek(page * 4096)
            file.write(b"\xaa" * 64)


def _garble_an_index(project: Path) -> None:
    """Damage that neither reading nor importing a text would come across."""
    with contextlib.closing(sqlite3.connect(project)) as database:
        (page,) = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'relations_target'").fetchone()
    with project.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xaa" * 64)


def _flip_a_letter(project: Path) -> None:
    data = project.read_bytes()
    project.write_bytes(data.replace(b"responsable de la Maison", b"responsable de la maison"))


_DAMAGE: dict[str, tuple[Damage, str]] = {
    "cut in half": (_truncate, "damage"),
    "garbled pages": (_garble_pages, "damage"),
    "a garbled index": (_garble_an_index, "damage"),
    "a letter changed": (_flip_a_letter, "text"),
    "another text": (_sql("UPDATE documents SET text = 'x' || text WHERE key = 1"), "quote"),
    "another quote": (_sql("UPDATE spans SET quote = 'x' WHERE key = 1"), "quote"),
    "a moved span": (_sql("UPDATE spans SET start = start + 1 WHERE key = 1"), "quote"),
    "an unknown label": (_sql("UPDATE spans SET label = 'WHO' WHERE key = 1"), "label"),
    "an unknown value": (_sql("""UPDATE spans SET attributes = '{"x":"y"}' WHERE key = 1"""), "attribute"),
    "attributes that are no JSON": (_sql("UPDATE spans SET attributes = '{' WHERE key = 1"), "damage"),
    "metadata that is no JSON": (_sql("UPDATE documents SET meta = '[1' WHERE key = 1"), "damage"),
    "fragments elsewhere": (_sql("UPDATE spans SET fragments = '[[0,1],[2,3]]' WHERE key = 1"), "span"),
    "a relation without an end": (_sql("DELETE FROM spans WHERE key = (SELECT min(key) FROM spans)"), "reference"),
    "a layer of nobody": (_sql("UPDATE layers SET annotator = 99 WHERE key = 1"), "reference"),
    "a relation the wrong way": (_sql("UPDATE relations SET label = 'RESPONDS_TO' WHERE label = 'CUES'"), "relation"),
    "a journal without its steps": (_sql("DELETE FROM steps"), "journal"),
    "a journal without its changes": (_sql("DELETE FROM changes WHERE place = 0"), "journal"),
    "a change that is no JSON": (_sql("UPDATE changes SET after = '{' WHERE last IS NULL"), "journal"),
    "no scheme": (_sql("DELETE FROM scheme"), "damage"),
    "a scheme that is none": (_sql("UPDATE scheme SET body = '[]'"), "damage"),
    "no project row": (_sql("DELETE FROM project"), "damage"),
    "an annotator called gold": (_sql("UPDATE annotators SET name = 'Gold' WHERE key = 1"), "annotator"),
    "an entry that is no JSON": (_entries("('entity', 'A', '{')"), "entry"),
    "an entry with another's facts": (_entries("""('event', 'A', '{"country": "UKR"}')"""), "entry"),
    "an entry of two names": (_entries("('entity', 'A; B', '{}')"), "entry"),
    "a name of two entries": (
        _entries("""('entity', 'Été', '{}'), ('entity', 'B', '{"aliases": ["ete"]}')"""),
        "entry",
    ),
    "a lost table": (_sql("DROP TABLE changes"), "damage"),
    "a trigger of somebody": (
        _sql("CREATE TRIGGER thief AFTER INSERT ON spans BEGIN DELETE FROM documents; END"),
        "damage",
    ),
}


@pytest.mark.fault
@pytest.mark.parametrize("case", _DAMAGE)
def test_check_finds_the_damage_and_writes_nothing(sample: Path, tmp_path: Path, case: str) -> None:
    damage, kind = _DAMAGE[case]
    damage(sample)
    raw = sample.read_bytes()

    told = facts("check", sample, status=1)

    assert told["ok"] is False
    assert kind in {problem["kind"] for problem in told["problems"]}
    assert all(set(problem) == {"kind", "document", "detail"} for problem in told["problems"])
    assert sample.read_bytes() == raw
    assert [path.name for path in tmp_path.iterdir()] == ["sample.annotator"]


@pytest.mark.fault
@pytest.mark.parametrize(
    "case", ["cut in half", "garbled pages", "a garbled index", "no scheme", "a lost table", "a trigger of somebody"]
)
def test_nothing_is_written_to_a_damaged_project(sample: Path, tmp_path: Path, case: str) -> None:
    _DAMAGE[case][0](sample)
    raw = sample.read_bytes()
    (tmp_path / "in.txt").write_text("Texte.")

    refusal("import", sample, tmp_path / "in.txt")

    assert sample.read_bytes() == raw


@pytest.mark.fault
@pytest.mark.parametrize("case", ["cut in half", "garbled pages", "a letter changed", "another text", "another quote"])
def test_a_damaged_text_or_mark_is_never_exported_as_truth(sample: Path, tmp_path: Path, case: str) -> None:
    _DAMAGE[case][0](sample)

    refusal("export", sample, tmp_path / "out.jsonl", "--format", "jsonl")

    assert not (tmp_path / "out.jsonl").exists()


_READING: dict[str, tuple[str, ...]] = {"info": (), "check": (), "history": ()}


@pytest.mark.fault
@pytest.mark.slow
def test_flipped_bytes_never_bring_a_command_down(sample: Path, tmp_path: Path) -> None:
    whole = sample.read_bytes()
    for place in range(0, len(whole), len(whole) // 150):
        damaged = tmp_path / "damaged.annotator"
        damaged.write_bytes(whole[:place] + bytes([whole[place] ^ 0x5A]) + whole[place + 1 :])
        raw = damaged.read_bytes()
        for name, more in _READING.items():
            answer = annotator(name, damaged, *more, "--json")
            assert answer.status in (0, 1, 2)
            assert (answer.status == 2) == (answer.out == "")
            assert len(answer.err.splitlines()) == (1 if answer.status == 2 else 0)
        out = annotator("export", damaged, tmp_path / "out.jsonl", "--format", "jsonl")
        assert (out.status, len(out.err.splitlines())) in {(0, 0), (2, 1)}
        assert damaged.read_bytes() == raw


_NO_PROJECTS: dict[str, bytes] = {
    "empty": b"",
    "a text": b"Dear diary",
    "zeros": bytes(10_000),
    "half a header": b"SQLite format 3\0" + bytes(20),
}


@pytest.mark.parametrize("command", ["info", "check", "history", "import", "export"])
@pytest.mark.parametrize("case", [*_NO_PROJECTS, "another database", "a folder"])
def test_what_is_no_project_is_refused_by_every_command(tmp_path: Path, command: str, case: str) -> None:
    path = tmp_path / "desk.annotator"
    if case == "a folder":
        path.mkdir()
    elif case == "another database":
        with contextlib.closing(sqlite3.connect(path)) as database:
            database.execute("CREATE TABLE documents (key)")
    else:
        path.write_bytes(_NO_PROJECTS[case])
    (tmp_path / "in.txt").write_text("x")
    more: dict[str, list[object]] = {
        "export": [tmp_path / "out.jsonl", "--format", "jsonl"],
        "import": [tmp_path / "in.txt"],
    }

    assert "project" in refusal(command, path, *more.get(command, []))

    assert {found.name for found in tmp_path.iterdir()} == {"desk.annotator", "in.txt"}


def test_a_newer_project_is_refused_and_check_says_why(sample: Path, tmp_path: Path) -> None:
    _sql("PRAGMA user_version = 999")(sample)
    raw = sample.read_bytes()
    (tmp_path / "in.txt").write_text("x")

    for command in (
        ["info", sample],
        ["history", sample],
        ["import", sample, tmp_path / "in.txt"],
        ["export", sample, tmp_path / "out.jsonl", "--format", "jsonl"],
    ):
        assert "999" in refusal(*command)
    (problem,) = facts("check", sample, status=1)["problems"]
    assert problem["kind"] == "version"
    assert sample.read_bytes() == raw


def test_while_somebody_has_it_open_commands_read_and_do_not_write(sample: Path, tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text("x")
    before = content_hash(sample)
    with subprocess.Popen(
        [sys.executable, "-m", "tests.programs.hold_open", str(sample)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"open\n"

        line = refusal("import", sample, tmp_path / "in.txt")
        assert "open elsewhere" in line
        assert "since" in line
        assert facts("info", sample)["documents"] == 5
        assert facts("check", sample)["ok"]
        facts("history", sample)
        facts("export", sample, tmp_path / "out.jsonl", "--format", "jsonl")

        holder.kill()

    assert content_hash(sample) == before
    assert facts("import", sample, tmp_path / "in.txt")["documents"] == 1
    assert {path.name for path in tmp_path.iterdir()} == {"sample.annotator", "in.txt", "out.jsonl"}


def test_a_reader_sees_what_a_crash_left_in_the_log(project: Path, tmp_path: Path) -> None:
    writer = open_project(project, writing=True)
    writer.annotator_named("Alba", create=True)
    crashed = tmp_path / "crashed"
    crashed.mkdir()
    for name in ("desk.annotator", "desk.annotator-wal"):
        shutil.copy(tmp_path / name, crashed / name)
    writer.close()
    log = (crashed / "desk.annotator-wal").read_bytes()
    assert log

    told = facts("info", crashed / "desk.annotator")

    assert [person["name"] for person in told["annotators"]] == ["Alba"]
    assert (crashed / "desk.annotator-wal").read_bytes() == log


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root can become somebody without rights")
def test_a_project_that_may_only_be_read_is_read(sample: Path, tmp_path: Path) -> None:
    for path in (tmp_path, *tmp_path.parents):
        if str(path).startswith("/tmp/"):
            path.chmod(path.stat().st_mode | 0o555)
    tmp_path.chmod(0o555)
    sample.chmod(0o444)
    # Whoever has no rights may be unable to read the program as well, so it has done the same work once before.
    warm = tmp_path.parent / "warm.annotator"
    shutil.copy(sample, warm)
    code = (
        "import logging.handlers, os, pathlib, sys; from argparse import Namespace as N; import annotator.__main__;"
        "from annotator.cli.commands import COMMANDS as known; warm = pathlib.Path({warm!r});"
        "known['info'](N(project=warm)); known['import'](N(project=warm, sources=[pathlib.Path({seeds!r})],"
        " format=None, annotator=None, encoding=None, replace=False));"
        "os.setuid(65534); sys.argv[1:] = [{call}]; sys.exit(annotator.__main__.run())"
    )
    (tmp_path.parent / "in.txt").write_text("x")

    def as_nobody(*call: str) -> subprocess.CompletedProcess[str]:
        program = code.format(call=", ".join(map(repr, call)), warm=str(warm), seeds=str(ROOT / "seeds"))
        return subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
        )

    told = as_nobody("info", str(sample), "--json")
    assert (told.returncode, told.stderr) == (0, "")
    assert '"documents": 5' in told.stdout
    refused = as_nobody("import", str(sample), str(ROOT / "seeds"))
    assert refused.returncode == 2
    assert "cannot be written" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["sample.annotator"]
