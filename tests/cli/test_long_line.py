"""A line of twenty megabytes: imported and exported to the last character."""

import json
import sys
from pathlib import Path

import pytest

from tests.command_line import content_hash, facts, read_jsonl, run_within_memory

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="no limit on memory there")]

_SIZE = 20_000_000
# Kilobytes of address space; in memory a character takes up to four bytes.
_MEMORY, _TOO_LITTLE = 500_000, 150_000


@pytest.fixture(scope="module")
def line() -> str:
    """No line break in it, and characters of one, two, three and four bytes."""
    unit = "L’été à Kiev 🕊 « déçu ».\u2028 "
    return unit * (_SIZE // len(unit.encode()) + 1)


def test_as_a_text_file(project: Path, tmp_path: Path, line: str) -> None:
    source = tmp_path / "line.txt"
    source.write_bytes(line.encode())

    assert run_within_memory(_MEMORY, "import", project, source).returncode == 0
    assert run_within_memory(_MEMORY, "export", project, tmp_path / "out", "--format", "text").returncode == 1

    assert (tmp_path / "out" / "line.txt").read_bytes() == source.read_bytes()
    assert facts("check", project)["ok"]


@pytest.mark.parametrize("ascii_only", [False, True])
def test_as_the_text_of_a_record(project: Path, tmp_path: Path, line: str, *, ascii_only: bool) -> None:
    source, out = tmp_path / "line.jsonl", tmp_path / "out.jsonl"
    last = {"label": "SPEAKER", "start": len(line) - 5, "end": len(line) - 4}
    told = {"id": "line", "text": line, "annotator": "Alba", "spans": [last]}
    source.write_text(json.dumps(told, ensure_ascii=ascii_only), encoding="utf-8")

    assert run_within_memory(_MEMORY, "import", project, source).returncode == 0
    assert run_within_memory(_MEMORY, "export", project, out, "--format", "jsonl").returncode == 0

    [back] = read_jsonl(out)
    assert back["text"] == line
    assert back["spans"][0]["text"] == line[-5:-4]
    assert out.read_bytes().count(b"\n") == 1


def test_where_the_memory_does_not_suffice_one_line_says_so(project: Path, tmp_path: Path, line: str) -> None:
    source = tmp_path / "line.txt"
    source.write_bytes(line.encode())
    before = content_hash(project)

    answer = run_within_memory(_TOO_LITTLE, "import", project, source)

    assert (answer.returncode, answer.stdout) == (2, "")
    assert "the memory does not suffice" in answer.stderr
    assert "line.txt" in answer.stderr
    assert len(answer.stderr.splitlines()) == 1
    assert content_hash(project) == before
