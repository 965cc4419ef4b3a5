"""Calls of the program as on the command line, and views of a project from outside."""

import contextlib
import hashlib
import io
import json
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.cli.main import run

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"

TEXT = "Selon Kiev, « la paix » est loin. Moscou réclame quatre régions 🕊."
CONTENT = (
    "project",
    "scheme",
    "scheme_changes",
    "annotators",
    "documents",
    "layers",
    "spans",
    "relations",
    "entries",
    "decisions",
    "steps",
    "changes",
    "removed",
)
MARKS = ("documents", "layers", "spans", "relations")


@dataclass(frozen=True)
class CommandResult:
    """What a command said: exit status, standard output, standard error."""

    status: int
    out: str
    err: str

    @property
    def facts(self) -> Any:
        """The one JSON object on standard output."""
        return json.loads(self.out)


def annotator(*arguments: object) -> CommandResult:
    """Run a command as the command line does, within this process."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = run([str(argument) for argument in arguments], lambda _: 0)
        out.flush()
    return CommandResult(status, out.buffer.getvalue().decode(), err.getvalue())


def refusal(*arguments: object) -> str:
    """The one line with which a command refuses; nothing may stand on standard output."""
    answer = annotator(*arguments)
    assert (answer.status, answer.out) == (2, ""), answer
    assert answer.err.startswith("annotator: ")
    assert answer.err.endswith("\n")
    assert len(answer.err.splitlines()) == 1, answer.err
    return answer.err.strip()


def facts(*arguments: object, status: int = 0) -> Any:
    """What a command answers with ``--json``."""
    answer = annotator(*arguments, "--json")
    assert answer.status == status, answer
    assert answer.err == ""
    assert len(answer.out.splitlines()) == 1
    return answer.facts


def run_within_memory(memory: int, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own that may take so many kilobytes of address space."""
    program = [sys.executable, "-m", "annotator", *map(str, arguments)]
    limited = ["sh", "-c", f'ulimit -v {memory}; exec "$@"', "sh", *program]
    return subprocess.run(limited, cwd=ROOT, capture_output=True, text=True, timeout=100, check=False)


def record(text: str = TEXT, **more: Any) -> dict[str, Any]:
    """One record of native JSONL."""
    return {"text": text, **more}


def span(start: int, end: int, label: str = "SPEAKER", **more: Any) -> dict[str, Any]:
    """One span of a record."""
    return {"label": label, "start": start, "end": end, **more}


def write_jsonl(path: Path, *records: object) -> Path:
    """A file of native JSONL with these records; a string stands for itself."""
    lines = [one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in records]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="")
    return path


def read_jsonl(path: Path) -> list[Any]:
    """The records of a file of native JSONL."""
    return [json.loads(line) for line in path.read_bytes().split(b"\n") if line]


def content_hash(project: Path, tables: tuple[str, ...] = CONTENT) -> str:
    """A hash of every row of these tables, by an own connection that leaves nothing behind."""
    digest = hashlib.sha256()
    with contextlib.closing(sqlite3.connect(f"file:{project}?mode=rw", uri=True)) as database:
        database.execute("PRAGMA query_only = ON")
        for table in tables:
            for row in database.execute(f"SELECT * FROM {table} ORDER BY 1, 2, 3"):
                digest.update(repr((table, *row)).encode())
    return digest.hexdigest()
