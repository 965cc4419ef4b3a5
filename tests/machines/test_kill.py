"""Is everything that was acknowledged on the disk when the program is killed at any moment?"""

import os
import random  # noqa: TID251 - seeded
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.app.annotate.open_document import Desk
from annotator.app.project import check
from annotator.app.project.open import open_project
from annotator.app.temporary_files import sweep
from tests.desk_work import ROOT, annotator, facts, record, span, write_jsonl
from tests.exchange.out_and_back import hand_out

TEXT = "Kiev demande la paix. " * 200


# Marks, unmarks and says so after each commit; the parent reads what was promised.
# A rule settles all and is taken back, a return comes in and is taken back, a backup is written: over and over.
def _kill_one(project: Path, run: int, chance: random.Random) -> dict[str, str]:
    """Let the annotator work and kill it; the last sign that was given of each note."""
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
    notes = {span.note for span in Desk(session, "article").spans.values()} - {""}
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
        found = _notes(project)
        assert promised <= found, f"acknowledged and lost: {promised - found}"
        # One step at most was under way: it is there as a whole, or not at all.
        assert len(found - promised - in_doubt) <= 1
        promised = found
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
    """Whatever was under way is there as a whole or not at all: gold, what came back, a backup."""
    spans = [span(22 * place, 22 * place + 4, id=f"s{place}") for place in range(120)]
    told = [record(TEXT, id="article", annotator=who, status="done", spans=spans) for who in ("Alba", "Bruno")]
    annotator("import", project, write_jsonl(tmp_path / "in.jsonl", *told))
    back = hand_out(project, "back", "Chloé")
    annotator("import", back, write_jsonl(tmp_path / "more.jsonl", {**told[0], "annotator": "Chloé"}))
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
        told = facts("info", project)
        came = sum(one["spans"] for one in told["annotators"] if one["name"] == "Chloé")
        assert told["gold"]["spans"] in (0, 120)
        assert came in (0, 120)
        assert not (came and told["gold"]["spans"]), "one of them was taken back before the other began"
        seen.add((told["gold"]["spans"], came))
        session = open_project(project, writing=True)
        session.work_as("Rita", create=True)
        if came or told["gold"]["spans"]:
            session.undo()
        session.close()
        # What a killed backup left is swept once nobody can still be writing it.
        for draft in tmp_path.glob(".*"):
            os.utime(draft, (0, 0))
        sweep(tmp_path)
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
