"""The log: what is written to it, and what never is."""

import logging
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.app import log_file
from tests.command_line import ROOT, annotator, refusal

SECRET = "Xanthippe"


@pytest.fixture
def log() -> Path:
    """The file of the log, written by whatever the test runs."""
    log_file.stop()
    return log_file.log_path()


def program(*arguments: object) -> subprocess.CompletedProcess[str]:
    """The program as a process of its own."""
    command = [sys.executable, "-m", "annotator", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)


def test_a_command_leaves_its_start_opening_jobs_and_end(sample: Path, tmp_path: Path, log: Path) -> None:
    assert program("export", sample, tmp_path / "out.jsonl", "--format", "jsonl").returncode == 0

    text = log.read_text(encoding="utf-8")
    for entry in ("start of Annotator", "command export", f"opened {sample}", "job export", "closed", "status 0"):
        assert entry in text


def test_a_refusal_is_logged_with_its_place_and_without_words_of_the_article(
    project: Path, tmp_path: Path, log: Path
) -> None:
    file = tmp_path / "in.jsonl"
    span = {"label": "SPEAKER", "start": 0, "end": 9, "text": f"{SECRET} sagt"}
    file.write_text(str({"text": f"{SECRET} spricht.", "annotator": "A", "spans": [span]}).replace("'", '"'))

    done = program("import", project, file)

    assert done.returncode == 2
    text = log.read_text(encoding="utf-8")
    assert "refused" in text
    assert "in.jsonl, line 1" in text
    assert "jsonl_record.py" in text
    assert SECRET in done.stderr
    assert SECRET not in text


def test_an_unforeseen_error_is_logged_with_its_traceback_and_without_its_message(log: Path) -> None:
    log_file.start("info")
    error = raised(KeyError(SECRET))
    log_file.log_failure(logging.getLogger("annotator.test"), "the test", error)

    text = log.read_text(encoding="utf-8")
    assert "the test failed" in text
    assert "test_log_file.py" in text
    assert "KeyError" in text
    assert SECRET not in text
    assert SECRET not in log_file.details(error)


def raised(error: Exception) -> Exception:
    """The error with the places in the code that it came from."""
    try:
        _raise(error)
    except type(error) as caught:
        return caught
    return error


def _raise(error: Exception) -> None:
    raise error


def test_the_level_decides_what_is_written(sample: Path, log: Path) -> None:
    program("info", sample, "--log-level", "error")
    assert not log.exists()

    assert "--log-level" in refusal("info", sample, "--log-level", "loud")


def test_the_file_rotates_and_keeps_three_earlier_ones(log: Path) -> None:
    log_file.start("info")
    logger = logging.getLogger("annotator.test")
    for number in range(60):
        logger.warning("%d %s", number, "x" * 100_000)

    assert sorted(path.name for path in log.parent.iterdir()) == [
        "annotator.log",
        "annotator.log.1",
        "annotator.log.2",
        "annotator.log.3",
    ]


def test_a_log_that_cannot_be_written_stops_nothing(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "state"
    blocked.write_text("a file, no folder")
    monkeypatch.setenv("XDG_STATE_HOME", str(blocked))

    done = program("info", sample)

    assert (done.returncode, done.stderr) == (0, "")


def test_every_command_takes_a_level(sample: Path) -> None:
    for command in ("info", "check", "history"):
        assert annotator(command, sample, "--log-level", "debug").status == 0
