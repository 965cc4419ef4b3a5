"""Usage: one line for a wrong call, and the effect of a right one."""

import argparse
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from annotator import __main__, __version__
from annotator.cli.main import run
from tests.command_line import ROOT, annotator, refusal


def _program(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    call = [sys.executable, "-m", "annotator", *arguments]
    return subprocess.run(call, cwd=ROOT, capture_output=True, check=False, timeout=60)


@pytest.mark.parametrize(
    "call",
    [
        "new",
        "import",
        "import desk.annotator",
        "export desk.annotator out.jsonl",
        "export desk.annotator out.jsonl --format jsonl --gold --all",
        "info",
        "info desk.annotator extra",
        "info --jso",
        "formats --verbose",
        "exprot desk.annotator",
        "--theme pink",
        "desk.annotator --colour",
    ],
)
def test_a_wrong_call_is_refused_in_one_line(call: str) -> None:
    assert "--help" in refusal(*call.split())


@pytest.mark.parametrize("command", ["info", "check", "history", "export", "import"])
def test_a_project_that_is_not_there_is_refused(tmp_path: Path, command: str) -> None:
    (tmp_path / "in.txt").write_text("x")
    more: dict[str, list[object]] = {
        "export": [tmp_path / "out.jsonl", "--format", "jsonl"],
        "import": [tmp_path / "in.txt"],
    }

    assert "no such project" in refusal(command, tmp_path / "desk.annotator", *more.get(command, []))

    assert [path.name for path in tmp_path.iterdir()] == ["in.txt"]


def test_a_call_without_a_command_opens_the_window() -> None:
    seen: list[argparse.Namespace] = []

    def window(options: argparse.Namespace) -> int:
        seen.append(options)
        return 7

    assert run([], window) == 7
    assert run(["desk.annotator", "--annotator", "Alba", "--document", "one", "--theme", "dark"], window) == 7
    assert (seen[0].project, seen[0].theme) == (None, None)
    assert (seen[1].project, seen[1].annotator, seen[1].document) == (Path("desk.annotator"), "Alba", "one")


def test_help_and_version_are_answers() -> None:
    assert _program("--version").stdout.decode().strip() == __version__
    for call in (["--help"], ["import", "--help"]):
        told = _program(*call)
        assert told.returncode == 0
        assert b"usage" in told.stdout


def test_the_module_is_the_command(sample: Path, tmp_path: Path) -> None:
    told = _program("info", str(sample), "--json")
    assert (told.returncode, told.stderr) == (0, b"")

    refused = _program("info", str(tmp_path / "none.annotator"), "--json")
    assert (refused.returncode, refused.stdout) == (2, b"")
    assert refused.stderr.startswith(b"annotator: ")
    assert refused.stderr.count(b"\n") == 1


def test_commands_do_not_load_the_window() -> None:
    code = (
        "import sys, annotator.__main__; print([m for m in sys.modules if m.startswith(('PySide6', 'annotator.ui'))])"
    )
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, timeout=60)
    assert told.stdout.strip() == b"[]"


def test_a_fault_of_the_program_is_one_line_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> int:
        raise RuntimeError("two\nlines")

    monkeypatch.setattr(__main__, "run_command", broken)

    assert __main__.run() == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.splitlines()) == 1
    assert "RuntimeError: two lines" in told.err


def test_names_cannot_write_to_the_terminal(tmp_path: Path) -> None:
    line = refusal("info", tmp_path / "a\x1b[31m\u202eb\nc.annotator")

    assert line.isprintable()


def test_whoever_stops_reading_gets_no_complaint(sample: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        told = subprocess.run(
            [sys.executable, "-m", "annotator", "history", str(sample), "--json"],
            cwd=ROOT,
            stdout=closed,
            stderr=subprocess.PIPE,
            check=False,
            timeout=60,
        )
    assert (told.returncode, told.stderr) == (0, b"")


def test_progress_shows_on_a_terminal_only_and_never_on_standard_output(project: Path, tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text("Texte.")
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "wb") as terminal:
        told = subprocess.run(
            [sys.executable, "-m", "annotator", "import", str(project), str(tmp_path / "in.txt"), "--json"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=terminal,
            check=True,
            timeout=60,
        )
    shown = os.read(ours, 10_000)
    os.close(ours)
    assert b"in.txt" in shown
    assert told.stdout.startswith(b'{"documents": 1')
    assert annotator("import", project, tmp_path / "in.txt").err == ""
