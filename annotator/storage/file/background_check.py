"""The check of a project file for damage, which runs in the background while work begins."""

import sqlite3
from collections.abc import Callable
from threading import Lock, Thread

from annotator.domain.errors import Refused

DamageListener = Callable[[Refused], None]

# Seconds between two requests to stop: a request before the check begins has no effect.
_RETRY_SECONDS = 0.01


class BackgroundCheck:
    """A check of all pages of a file, on its own connection and thread.

    It takes seconds for a gigabyte. Meanwhile the file can be read, although it may be damaged; writing waits for the
    end of the check.
    """

    def __init__(self, db: sqlite3.Connection, check: Callable[[sqlite3.Connection], None]) -> None:
        """``check`` raises Refused for a damaged file."""
        self._db, self._check = db, check
        self._damage: Refused | None = None
        self._ended = self._stopped = False
        self._listeners: list[DamageListener] = []
        self._guard = Lock()
        self._thread = Thread(target=self._run, name="background-check", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        damage = None
        try:
            self._check(self._db)
        except Refused as refusal:
            damage = refusal
        with self._guard:
            self._ended = True
            self._damage = None if self._stopped else damage
        self._db.close()
        for listener in self._listeners:
            self._report(listener)

    def _report(self, listener: DamageListener) -> None:
        if self._damage:
            listener(self._damage)

    def refuse_damage(self) -> None:
        """Wait for the end of the check; raises Refused for a damaged file."""
        self._thread.join()
        if self._damage:
            raise self._damage

    def on_damage(self, listener: DamageListener) -> None:
        """Call the listener as soon as damage is found, on the thread that finds it."""
        with self._guard:
            if not self._ended:
                self._listeners.append(listener)
                return
        self._report(listener)

    def stop(self) -> None:
        """End the check and discard what it found."""
        while self._thread.is_alive():
            with self._guard:
                self._stopped = True
                if not self._ended:
                    self._db.interrupt()
            self._thread.join(_RETRY_SECONDS)
