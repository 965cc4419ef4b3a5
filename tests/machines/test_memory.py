"""The memory that the import and export of very many articles takes."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench import articles
from tests.command_line import ROOT, annotator, facts

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the kernel's account of a process is read")


def _megabytes(direction: str, project: Path, file: Path) -> float:
    """The greatest memory of one import or export in its own process, beyond that of the open project."""
    command = [sys.executable, "-m", "tests.programs.transfer_memory", direction, project, file]
    process = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return float(process.stdout)


def _there_and_back(project: Path, folder: Path, count: int) -> tuple[float, float]:
    articles.write(folder / "in.jsonl", count)
    import_megabytes = _megabytes("import", project, folder / "in.jsonl")
    (folder / "in.jsonl").unlink()
    assert facts("info", project)["documents"] == count
    export_megabytes = _megabytes("export", project, folder / "out.jsonl")
    with (folder / "out.jsonl").open("rb") as out:
        assert sum(1 for _ in out) == count
    return import_megabytes, export_megabytes


@pytest.mark.slow
def test_three_thousand_articles_come_and_go_in_twenty_megabytes(project: Path, tmp_path: Path) -> None:
    """Some of it is what the work needs once: code, a batch of articles, the file's own cache."""
    assert max(_there_and_back(project, tmp_path, 3_000)) <= 20


@pytest.mark.fault_long
@pytest.mark.timeout(1_200)
def test_a_hundred_thousand_articles_come_and_go_in_two_hundred_megabytes(project: Path, tmp_path: Path) -> None:
    assert max(_there_and_back(project, tmp_path, 100_000)) <= 200
    assert annotator("check", project).status == 0
