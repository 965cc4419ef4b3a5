"""``backup`` and ``restore``: a checked copy, never an overwritten file, and the way back."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from annotator.app.annotate import spans
from annotator.app.annotate.open_document import OpenDocument
from annotator.app.project.open import open_project
from annotator.storage.file import schema
from tests.bench import articles
from tests.cli.test_damaged_projects import _DAMAGE
from tests.command_line import ROOT, annotator, content_hash, facts, refusal
from tests.exchange.hand_out_and_return import mark, sql, undo

# Work of people that does not fit, rather than damage to the file: a copy of it is as good as the project.
_MISFITS = ("label", "attribute", "relation", "annotator", "entry")


def test_a_backup_is_the_project_as_one_file_with_the_time_in_its_name(sample: Path, tmp_path: Path) -> None:
    told = facts("backup", sample)

    copy = Path(told["file"])
    assert {path.name for path in tmp_path.iterdir()} == {sample.name, copy.name}
    assert copy.name.startswith("sample.backup-20")
    assert told["size"] == copy.stat().st_size
    assert content_hash(copy) == content_hash(sample)
    assert copy.read_bytes()[18:20] == b"\x01\x01", "the header says: no write-ahead log"
    assert facts("check", copy)["ok"]


def test_it_goes_into_a_folder_or_under_a_name_and_says_where(sample: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()

    answers = [annotator("backup", sample, place) for place in (stick, stick, tmp_path / "mine.annotator")]

    assert [answer.status for answer in answers] == [0, 0, 0]
    assert len(list(stick.iterdir())) == 2, "two in one second get two names"
    assert str(tmp_path / "mine.annotator") in answers[2].out


def test_the_drill_restores_what_was_there_with_its_undo(sample: Path, tmp_path: Path) -> None:
    mark(sample, "Nour", sample_document(sample), 0, 4)
    before = content_hash(sample)
    annotator("backup", sample, tmp_path / "kept.annotator")
    mark(sample, "Nour", sample_document(sample), 5, 9)
    sample.unlink()

    told = facts("restore", tmp_path / "kept.annotator", tmp_path / "again.annotator")

    again = Path(told["file"])
    assert content_hash(again) == before
    undo(again, "Nour")
    mark(again, "Nour", sample_document(again), 5, 9)
    assert facts("check", again)["ok"]


def sample_document(project: Path) -> str:
    return str(sql(project, "SELECT id FROM documents ORDER BY key")[0][0])


@pytest.mark.fault
def test_a_project_that_is_open_is_copied_with_all_that_was_saved(sample: Path, tmp_path: Path) -> None:
    """A copy of the file alone would lack it."""
    session = open_project(sample, writing=True)
    session.work_as("Nour", create=True)
    span = spans.add_span(OpenDocument(session, session.document_ids()[0]), "SPEAKER", 0, 4)
    try:
        beside = sorted(path.name for path in tmp_path.iterdir())
        annotator("backup", sample, tmp_path / "kept.annotator")
        assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*beside, "kept.annotator"])
        shutil.copy(sample, tmp_path / "file.annotator")
    finally:
        session.close()

    asked = "SELECT count(*) FROM spans JOIN layers ON layers.key = layer JOIN annotators ON annotators.key = annotator"
    wanted = f"{asked} WHERE name = 'Nour' AND spans.id = '{span.id}'"
    assert sql(tmp_path / "kept.annotator", wanted) == [(1,)]
    assert sql(tmp_path / "file.annotator", wanted) == [(0,)]


@pytest.mark.fault
@pytest.mark.parametrize("command", ["backup", "restore"])
def test_nothing_is_ever_overwritten(sample: Path, tmp_path: Path, command: str) -> None:
    mine = tmp_path / "mine.annotator"
    mine.write_bytes(b"my thesis")
    for place in (mine, sample):
        raw = place.read_bytes()
        assert "exists already" in refusal(command, sample, place)
        assert place.read_bytes() == raw
    assert {path.name for path in tmp_path.iterdir()} == {"sample.annotator", "mine.annotator"}


@pytest.mark.fault
@pytest.mark.parametrize("command", ["backup", "restore"])
@pytest.mark.parametrize("case", [case for case, (_, kind) in _DAMAGE.items() if kind not in _MISFITS])
def test_what_is_damaged_is_no_backup(sample: Path, tmp_path: Path, command: str, case: str) -> None:
    _DAMAGE[case][0](sample)
    raw = sample.read_bytes()

    line = refusal(command, sample, tmp_path / "copy.annotator")

    assert str(sample) in line
    assert any(remedy in line for remedy in ("annotator check", "another backup", "new copy", "new project", "restore"))
    assert sample.read_bytes() == raw
    assert [path.name for path in tmp_path.iterdir()] == [sample.name]


@pytest.mark.parametrize("case", [case for case, (_, kind) in _DAMAGE.items() if kind in _MISFITS])
def test_work_that_does_not_fit_is_backed_up_like_any(sample: Path, tmp_path: Path, case: str) -> None:
    _DAMAGE[case][0](sample)
    assert annotator("backup", sample, tmp_path / "copy.annotator").status == 0
    assert content_hash(tmp_path / "copy.annotator") == content_hash(sample)


@pytest.mark.fault
@pytest.mark.slow
def test_no_flipped_letter_comes_through_a_restore(sample: Path, tmp_path: Path) -> None:
    whole, words = sample.read_bytes(), said(sample)
    kept, new = tmp_path / "kept.annotator", tmp_path / "new.annotator"
    refused = 0
    for place in range(100, len(whole), len(whole) // 120):
        kept.write_bytes(whole[:place] + bytes([whole[place] ^ 0x01]) + whole[place + 1 :])
        if annotator("restore", kept, new).status == 0:
            assert said(new) == words
            new.unlink()
        else:
            refused += 1
    assert refused > 10
    assert sorted(path.name for path in tmp_path.iterdir()) == [kept.name, sample.name]


def said(project: Path) -> list[Any]:
    """Every text and the words of every span."""
    texts = sql(project, "SELECT id, text FROM documents ORDER BY key")
    return [*texts, *sql(project, 'SELECT start, "end", quote FROM spans ORDER BY key')]


@pytest.mark.parametrize(
    "place", ["no/such/folder/copy.annotator", "copy.db", "a" * 300 + ".annotator", "file/x.annotator"]
)
def test_a_place_that_cannot_hold_a_copy_is_refused(sample: Path, tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    before = sorted(tmp_path.rglob("*"))
    for command in ("backup", "restore"):
        refusal(command, sample, tmp_path / place)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.fault
@pytest.mark.skipif(sys.platform != "linux", reason="a limit of the size of files stands for a full disk")
@pytest.mark.parametrize("command", ["backup", "restore"])
def test_a_full_disk_leaves_neither_half_a_copy_nor_a_trace(sample: Path, tmp_path: Path, command: str) -> None:
    raw = sample.read_bytes()
    for blocks in (80, 400):
        limited = f'ulimit -f {blocks}; exec "$@"'
        program = [sys.executable, "-m", "annotator", command, str(sample), str(tmp_path / "copy.annotator")]
        ended = subprocess.run(
            ["sh", "-c", limited, "sh", *program], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert (ended.returncode, ended.stdout) == (2, ""), ended
        assert "disk" in ended.stderr
        assert len(ended.stderr.splitlines()) == 1
        assert [path.name for path in tmp_path.iterdir()] == [sample.name]
    assert sample.read_bytes() == raw
    assert annotator(command, sample, tmp_path / "copy.annotator").status == 0


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_what_is_no_project_is_refused(tmp_path: Path, command: str) -> None:
    (tmp_path / "text.annotator").write_text("Dear diary")
    assert "no project" in refusal(command, tmp_path / "text.annotator", tmp_path / "copy.annotator")
    assert "no such project" in refusal(command, tmp_path / "gone.annotator", tmp_path / "copy.annotator")
    assert [path.name for path in tmp_path.iterdir()] == ["text.annotator"]


def test_a_backup_of_an_earlier_version_stays_one_and_is_restored(tmp_path: Path) -> None:
    [old, *_] = sorted((ROOT / "tests" / "storage" / "file").glob("version-*.annotator"))
    kept = Path(shutil.copy(old, tmp_path / "old.annotator"))
    version = sql(kept, "PRAGMA user_version")
    assert version != [(schema.VERSION,)]

    annotator("backup", kept, tmp_path / "copy.annotator")
    annotator("restore", tmp_path / "copy.annotator", tmp_path / "again.annotator")

    assert sql(tmp_path / "again.annotator", "PRAGMA user_version") == version
    assert facts("info", tmp_path / "again.annotator") == facts("info", kept)


@pytest.mark.fault
def test_a_backup_that_can_only_be_read_is_restored(sample: Path, tmp_path: Path) -> None:
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    annotator("backup", sample, shelf / "kept.annotator")
    (shelf / "kept.annotator").chmod(0o400)
    shelf.chmod(0o500)
    try:
        assert annotator("restore", shelf / "kept.annotator", tmp_path / "new.annotator").status == 0
    finally:
        shelf.chmod(0o700)
    assert os.access(tmp_path / "new.annotator", os.W_OK)
    assert content_hash(tmp_path / "new.annotator") == content_hash(sample)


@pytest.mark.fault_long
def test_fifty_megabytes_are_restored_within_ten_seconds(project: Path, tmp_path: Path) -> None:
    articles.write(tmp_path / "in.jsonl", 8_000)
    annotator("import", project, tmp_path / "in.jsonl")
    assert project.stat().st_size > 50_000_000
    assert annotator("backup", project, tmp_path / "kept.annotator").status == 0

    began = time.process_time()
    assert annotator("restore", tmp_path / "kept.annotator", tmp_path / "again.annotator").status == 0

    assert time.process_time() - began < 10
    with contextlib.closing(sqlite3.connect(tmp_path / "again.annotator")) as database:
        assert database.execute("SELECT count(*) FROM spans").fetchone() == (96_000,)
