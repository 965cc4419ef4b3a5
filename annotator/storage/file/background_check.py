"""Do the pages of a project hang together? Looked at beside the work that begins, and before anything is written."""

import sqlite3
from collections.abc import Callable
from threading import Lock, Thread

from annotator.domain.errors import Refused

Listener = Callable[[Refused], None]

# Seconds between two requests to stop: one that comes before the look has begun is not heard.
_AGAIN = 0.01


class Checkup:
    """A look through all pages of a file, on a connection and a thread of its own.

    It takes seconds for a gigabyte. What is shown meanwhile may be damaged; whoever writes waits for the end.
    """

    def __init__(self, db: sqlite3.Connection, look: Callable[[sqlite3.Connection], None]) -> None:
        """``look`` raises what a person shall be told."""
        self._db, self._look = db, look
        self._found: Refused | None = None
        self._ended = self._stopped = False
        self._listeners: list[Listener] = []
        self._guard = Lock()
        self._thread = Thread(target=self._run, name="checkup", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        found = None
        try:
            self._look(self._db)
        except Refused as refusal:
            found = refusal
        with self._guard:
            self._ended = True
            self._found = None if self._stopped else found
        self._db.close()
        for listener in self._listeners:
            self._tell(listener)

    def _tell(self, listener: Listener) -> None:
        if self._found:
            listener(self._found)

    def refuse_damage(self) -> None:
        """Wait until all was looked at; raises what was found."""
        self._thread.join()
        if self._found:
            raise self._found

    def on_damage(self, listener: Listener) -> None:
        """Tell of damage as soon as it is found, on whichever thread finds it."""
        with self._guard:
            if not self._ended:
                self._listeners.append(listener)
                return
        self._tell(listener)

    def stop(self) -> None:
        """End the look, and forget what it found so far."""
        while self._thread.is_alive():
            with self._guard:
                self._stopped = True
                if not self._ended:
                    self._db.interrupt()
            self._thread.join(_AGAIN)
