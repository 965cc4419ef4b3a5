"""Rows of the bench and their measurement."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from annotator.app import jobs
from annotator.app.project.open import new_project
from annotator.app.transfer.importer import import_files

ROOT = Path(__file__).parent.parent.parent
ROUNDS = 5

Command = Callable[[Path], Sequence[str | Path]]


@dataclass(frozen=True)
class Result:
    """What a row came to, in seconds unless its name says another unit.

    The limit is a ratio to the floor; with ``above`` it is what ours may exceed the floor by; without a floor it is
    the most that ours may be.
    """

    name: str
    ours: float
    floor: float | None
    limit: float
    above: bool = False

    @property
    def ratio(self) -> float | None:
        return self.ours / self.floor if self.floor and not self.above else None

    @property
    def kept(self) -> bool:
        if self.above:
            return self.ours - (self.floor or 0) <= self.limit
        return (self.ratio or self.ours) <= self.limit


class Row(Protocol):
    """Something that is measured, in a folder of its own."""

    @property
    def name(self) -> str: ...

    def measure(self, place: Path) -> Result: ...


@dataclass(frozen=True)
class Contest:
    """Our command against a bare script of the same work: fresh processes, taking turns; the medians.

    ``prepare`` makes what all rounds share; ``ours`` and ``floor`` make what one run needs, untimed, and say what to
    run.
    """

    name: str
    limit: float
    prepare: Callable[[Path], None]
    ours: Command
    floor: Command
    rounds: int = ROUNDS

    def measure(self, place: Path) -> Result:
        self.prepare(place)
        ours, floor = [], []
        for _ in range(self.rounds):
            floor.append(_seconds(self.floor(place)))
            ours.append(_seconds(self.ours(place)))
        return Result(self.name, statistics.median(ours), statistics.median(floor), self.limit)


@dataclass(frozen=True)
class Figure:
    """A figure that a script finds about itself and prints, against that of another one where there is a ``floor``.

    Fresh processes, taking turns; the medians.
    """

    name: str
    limit: float
    prepare: Callable[[Path], None]
    ours: Command
    floor: Command | None = None
    above: bool = False
    rounds: int = ROUNDS

    def measure(self, place: Path) -> Result:
        self.prepare(place)
        ours, floor = [], []
        for _ in range(self.rounds):
            if self.floor:
                floor.append(_figure(self.floor(place), place))
            ours.append(_figure(self.ours(place), place))
        return Result(
            self.name, statistics.median(ours), statistics.median(floor) if floor else None, self.limit, self.above
        )


def project_from(file: Path) -> Path:
    """A project beside the file, with what the file holds."""
    path = file.with_suffix(".annotator")
    session = new_project(path)
    jobs.run(import_files(session, [file]))
    session.close()
    return path


def run(command: Sequence[str | Path]) -> None:
    """Run a Python script or module in a fresh process, which finds byte code as an installed program does."""
    environment = {name: told for name, told in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, *command]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def _seconds(command: Sequence[str | Path]) -> float:
    start = time.perf_counter()
    run(command)
    return time.perf_counter() - start


def _figure(command: Sequence[str | Path], home: Path) -> float:
    own_home = {**os.environ, "XDG_CONFIG_HOME": str(home), "XDG_DATA_HOME": str(home)}
    command = [sys.executable, *command]
    told = subprocess.run(command, cwd=ROOT, env=own_home, check=True, capture_output=True, text=True)
    return float(told.stdout)
