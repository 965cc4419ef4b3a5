"""Is everything that was acknowledged on the disk when the program is killed at any moment?"""

import random  # noqa: TID251 - seeded
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.app import checking
from annotator.app.desk import Desk
from annotator.app.projects import open_project
from tests.desk_work import ROOT, annotator, record, write_jsonl

TEXT = "Kiev demande la paix. " * 200

# Marks, unmarks and says so after each commit; the parent reads what was promised.
ANNOTATE = """
import sys
from pathlib import Path
from annotator.app import describing, marking
from annotator.app.desk import Desk
from annotator.app.projects import open_project

session = open_project(Path(sys.argv[1]), writing=True)
session.work_as("Alba", create=True)
desk = Desk(session, "article")
session.subscribe(desk.follow)
print("ready", flush=True)
for number in range(1_000_000):
    name = f"note {sys.argv[2]}-{number}"
    free = next(place for place in range(0, 4_400, 22) if not desk.index.touching(place, place + 4))
    span = marking.add_span(desk, "SPEAKER", free, free + 4)
    describing.set_note(desk, desk.spans[span.id], name)
    print(f"+{name}", flush=True)
    if number % 3 == 0:
        print(f"?{name}", flush=True)
        session.undo()
        print(f"-{name}", flush=True)
        session.redo()
        print(f"+{name}", flush=True)
    while len(desk.spans) > 150:
        gone = desk.in_order()[number % 100]
        print(f"?{gone.note}", flush=True)
        marking.delete_span(desk, gone)
        print(f"-{gone.note}", flush=True)
"""


def _kill_one(project: Path, run: int, chance: random.Random) -> dict[str, str]:
    """Let the annotator work and kill it; the last sign that was given of each note."""
    with subprocess.Popen(
        [sys.executable, "-c", ANNOTATE, str(project), str(run)], cwd=ROOT, stdout=subprocess.PIPE, text=True
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
        assert checking.check(project) == []
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
