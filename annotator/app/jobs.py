"""Jobs: long work that reports its progress and can be cancelled.

A job is a generator: it yields Progress, returns its result, and is cancelled by closing it. The window and the
command line run the same job.
"""

import logging
import time
from collections.abc import Callable, Generator
from typing import TypeVar

from annotator.domain.frozen_model import FrozenModel

Result = TypeVar("Result")
_log = logging.getLogger(__name__)


class Progress(FrozenModel):
    """The progress of a job: ``done`` of ``total`` (0 if unknown), with a ``caption`` for the progress line."""

    done: int
    total: int
    caption: str


Job = Generator[Progress, None, Result]


class Cancelled(Exception):
    """The job was stopped on request and undid what it had begun."""


def run(
    job: Job[Result],
    *,
    report: Callable[[Progress], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Result:
    """Run a job to its end; raises Cancelled as soon as ``cancelled`` returns True."""
    name, begin = getattr(job, "__qualname__", "job"), time.monotonic()
    _log.info("job %s begins", name)
    try:
        while True:
            report(next(job))
            if cancelled():
                job.close()
                _log.info("job %s cancelled", name)
                raise Cancelled
    except StopIteration as end:
        _log.info("job %s done after %.2f s", name, time.monotonic() - begin)
        result: Result = end.value
        return result
