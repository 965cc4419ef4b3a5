"""How does work that takes time report, and how is it stopped?

A job is a generator: it yields Progress, returns its result, and is cancelled by closing it. Window and command line
run the same job.
"""

from collections.abc import Callable, Generator
from typing import TypeVar

from annotator.domain.frozen_model import FrozenModel

Result = TypeVar("Result")


class Progress(FrozenModel):
    """How far a job is: ``done`` of ``total`` (0 where nobody knows), in whatever unit ``what`` names."""

    done: int
    total: int
    what: str


Job = Generator[Progress, None, Result]


class Cancelled(Exception):
    """The job was stopped on request and took back all that it had begun."""


def run(
    job: Job[Result],
    *,
    report: Callable[[Progress], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Result:
    """Run a job to its end; raises Cancelled as soon as ``cancelled`` says so."""
    try:
        while True:
            report(next(job))
            if cancelled():
                job.close()
                raise Cancelled
    except StopIteration as end:
        result: Result = end.value
        return result
