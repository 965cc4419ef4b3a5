"""Does bringing very many articles in, and out again, take little memory?"""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench import articles
from tests.desk_work import ROOT, annotator, facts

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the kernel's account of a process is read")


# Each in a process of its own: what it takes at most, in MB, beyond what it took with the project open.
def _megabytes(way: str, project: Path, file: Path) -> float:
    command = [sys.executable, "-m", "tests.programs.transfer_memory", way, project, file]
    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return float(told.stdout)


def _there_and_back(project: Path, folder: Path, count: int) -> tuple[float, float]:
    articles.write(folder / "in.jsonl", count)
    taken = _megabytes("import", project, folder / "in.jsonl")
    (folder / "in.jsonl").unlink()
    assert facts("info", project)["documents"] == count
    given = _megabytes("export", project, folder / "out.jsonl")
    with (folder / "out.jsonl").open("rb") as out:
        assert sum(1 for _ in out) == count
    return taken, given


@pytest.mark.slow
def test_three_thousand_articles_come_and_go_in_twenty_megabytes(project: Path, tmp_path: Path) -> None:
    """Some of it is what the work needs once: code, a batch of articles, the file's own cache."""
    assert max(_there_and_back(project, tmp_path, 3_000)) <= 20


@pytest.mark.fault_long
@pytest.mark.timeout(1_200)
def test_a_hundred_thousand_articles_come_and_go_in_two_hundred_megabytes(project: Path, tmp_path: Path) -> None:
    assert max(_there_and_back(project, tmp_path, 100_000)) <= 200
    assert annotator("check", project).status == 0
