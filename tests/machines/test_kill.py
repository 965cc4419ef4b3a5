"""Kills of the program at any moment: everything that was acknowledged is on the disk."""

import os
import random  # noqa: TID251 - seeded
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.app.annotate.open_document import OpenDocument
from annotator.app.project import check
from annotator.app.project.open import open_project
from annotator.app.temporary_files import delete_abandoned_drafts
from tests.command_line import ROOT, annotator, facts, record, span, write_jsonl
from tests.exchange.hand_out_and_return import hand_out

TEXT = "Kiev demande la paix. " * 200


def _kill_one(project: Path, run: int, chance: random.Random) -> dict[str, str]:
    """Start the annotating program and kill it; the last sign that it printed for each note, after each commit."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.programs.annotate_until_killed", str(project), str(run)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout
        assert child.stdout.readline() == "ready\n"
        lines = [child.stdout.readline() for _ in range(chance.randrange(60))]
        # A few more instructions of the child, so that the kill meets every phase of a step.
        for _ in range(chance.randrange(20_000)):
            pass
        child.send_signal(signal.SIGKILL)
        lines += child.stdout.readlines()
    return {line[1:].strip(): line[0] for line in lines}


def _notes(project: Path) -> set[str]:
    session = open_project(project, writing=True)
    session.work_as("Alba", create=True)
    notes = {span.note for span in OpenDocument(session, "article").spans.values()} - {""}
    session.close()
    return notes


def _survive(project: Path, tmp_path: Path, kills: int, seed: int) -> None:
    annotator("import", project, write_jsonl(tmp_path / "in.jsonl", record(TEXT, id="article")))
    chance = random.Random(seed)
    promised: set[str] = set()
    for run in range(kills):
        signs = _kill_one(project, run, chance)
        promised = {name for name in promised if name not in signs}
        promised |= {name for name, sign in signs.items() if sign == "+"}
        in_doubt = {name for name, sign in signs.items() if sign == "?"}
        assert check.check(project) == []
        stored = _notes(project)
        assert promised <= stored, f"acknowledged and lost: {promised - stored}"
        # At most one step was under way: it is there as a whole, or not at all.
        assert len(stored - promised - in_doubt) <= 1
        promised = stored
    assert {path.name for path in tmp_path.iterdir()} == {"desk.annotator", "in.jsonl"}


@pytest.mark.fault
@pytest.mark.slow
def test_thirty_kills_lose_nothing(project: Path, tmp_path: Path) -> None:
    _survive(project, tmp_path, kills=30, seed=1)


@pytest.mark.fault_long
@pytest.mark.timeout(900)
def test_five_hundred_kills_lose_nothing(project: Path, tmp_path: Path) -> None:
    _survive(project, tmp_path, kills=500, seed=2)


def _review_killed(project: Path, tmp_path: Path, kills: int, seed: int) -> None:
    """Policies, merges and backups that a kill interrupts are there as a whole or not at all."""
    spans = [span(22 * number, 22 * number + 4, id=f"s{number}") for number in range(120)]
    records = [record(TEXT, id="article", annotator=name, status="done", spans=spans) for name in ("Alba", "Bruno")]
    annotator("import", project, write_jsonl(tmp_path / "in.jsonl", *records))
    back = hand_out(project, "back", "Chloé")
    annotator("import", back, write_jsonl(tmp_path / "more.jsonl", {**records[0], "annotator": "Chloé"}))
    chance, usual = random.Random(seed), {path.name for path in tmp_path.iterdir()}
    seen = set()
    for _ in range(kills):
        with subprocess.Popen(
            [sys.executable, "-m", "tests.programs.review_until_killed", str(project), str(back)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        ) as child:
            assert child.stdout
            assert child.stdout.readline() == "ready\n"
            for _ in range(chance.randrange(5)):
                child.stdout.readline()
            for _ in range(chance.randrange(400_000)):
                pass
            child.send_signal(signal.SIGKILL)
        assert check.check(project) == []
        for copy in tmp_path.glob("desk.backup-*.annotator"):
            assert check.check(copy) == [], "a backup has its name only once it is whole"
            copy.unlink()
        report = facts("info", project)
        merged = sum(entry["spans"] for entry in report["annotators"] if entry["name"] == "Chloé")
        assert report["gold"]["spans"] in (0, 120)
        assert merged in (0, 120)
        assert not (merged and report["gold"]["spans"]), "one of them was taken back before the other began"
        seen.add((report["gold"]["spans"], merged))
        session = open_project(project, writing=True)
        session.work_as("Rita", create=True)
        if merged or report["gold"]["spans"]:
            session.undo()
        session.close()
        # The draft of a killed backup is deleted once no process can still be writing it.
        for draft in tmp_path.glob(".*"):
            os.utime(draft, (0, 0))
        delete_abandoned_drafts(tmp_path)
        assert {path.name for path in tmp_path.iterdir()} <= usual
    assert len(seen) > 1, "the kills met more than one state"


@pytest.mark.fault
@pytest.mark.slow
def test_ten_kills_leave_a_review_whole(project: Path, tmp_path: Path) -> None:
    _review_killed(project, tmp_path, kills=10, seed=3)


@pytest.mark.fault_long
@pytest.mark.timeout(900)
def test_two_hundred_kills_leave_a_review_whole(project: Path, tmp_path: Path) -> None:
    _review_killed(project, tmp_path, kills=200, seed=4)
