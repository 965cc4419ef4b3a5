"""What is a row of the bench, and how is it measured?"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
ROUNDS = 5

Command = Callable[[Path], Sequence[str | Path]]


@dataclass(frozen=True)
class Result:
    """Medians in seconds; without a floor the limit is in seconds as well, else it is a ratio."""

    name: str
    ours: float
    floor: float | None
    limit: float

    @property
    def ratio(self) -> float | None:
        return self.ours / self.floor if self.floor else None

    @property
    def kept(self) -> bool:
        return (self.ratio or self.ours) <= self.limit


@dataclass(frozen=True)
class Contest:
    """Our command against a bare script of the same work: fresh processes, taking turns.

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
class Timing:
    """Something that is measured by itself; ``seconds`` is the figure to hold against the limit."""

    name: str
    limit: float
    seconds: Callable[[Path], float]

    def measure(self, place: Path) -> Result:
        return Result(self.name, self.seconds(place), None, self.limit)


def run(command: Sequence[str | Path]) -> None:
    """Run a Python script or module in a fresh process, which finds byte code as an installed program does."""
    environment = {name: told for name, told in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, *command]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)


def _seconds(command: Sequence[str | Path]) -> float:
    start = time.perf_counter()
    run(command)
    return time.perf_counter() - start
