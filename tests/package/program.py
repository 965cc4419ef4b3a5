"""The start of a built program on a machine that has nothing else."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator import __version__
from tests.command_line import SEEDS, read_jsonl


@dataclass(frozen=True)
class Program:
    """An executable, and the empty folder it runs in."""

    path: Path
    folder: Path

    def start(self, *arguments: object, **environment: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [self.path, *map(str, arguments)],
            cwd=self.folder,
            env={"HOME": str(self.folder / "home"), **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    def say(self, *arguments: object, **environment: str) -> str:
        """What a command answers, which has nothing to complain about."""
        with self.start(*arguments, **environment) as command:
            out, err = command.communicate()
        assert (command.returncode, err) == (0, ""), (command.returncode, out, err)
        return out

    def facts(self, *arguments: object) -> Any:
        return json.loads(self.say(*arguments, "--json"))


def check_commands(program: Program, seeds: Path) -> None:
    """From an empty project and the shipped articles to a file that holds them all."""
    assert program.say("--version").strip() == __version__
    assert {"text", "jsonl"} <= {one["name"] for one in program.facts("formats")["formats"]}

    program.say("new", "desk.annotator")
    added = program.facts("import", "desk.annotator", seeds)
    assert added["documents"] == len(list(SEEDS.glob("*.txt")))
    assert not added["losses"]
    program.say("export", "desk.annotator", "desk.jsonl", "--format", "jsonl")
    assert len(read_jsonl(program.folder / "desk.jsonl")) == sum(len(read_jsonl(one)) for one in SEEDS.glob("*.jsonl"))
    assert program.facts("check", "desk.annotator")["ok"]


def check_window_is_painted(program: Program) -> None:
    """Without a display, Qt itself tells when the window has been drawn."""
    with program.start(QT_QPA_PLATFORM="offscreen", QT_LOGGING_RULES="qt.widgets.painting=true") as window:
        try:
            assert window.stderr
            told = []
            for line in window.stderr:
                told.append(line)
                if "Flushing" in line:
                    break
            else:
                raise AssertionError(f"the window was not drawn: {''.join(told)}")
        finally:
            window.terminate()
            _, rest = window.communicate()
    assert "Traceback" not in "".join(told) + rest
    assert (program.folder / "home/.local/share/annotator/sample.annotator").is_file()
