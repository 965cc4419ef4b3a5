"""Which keys mean something else for a while, in the article?"""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

SIDEWAYS = (Qt.Key.Key_Left, Qt.Key.Key_Right)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_Modifier = Qt.KeyboardModifier


class KeyMode(Protocol):
    """While it lasts it takes what it knows; every other key goes where it always goes."""

    def takes(self, event: QKeyEvent) -> bool:
        """Whether the key means something here."""

    def press(self, event: QKeyEvent) -> None:
        """Do what the key means here."""


class BoundaryMode:
    """Arrows move the end of the focused span, with Shift the start, with Ctrl by a character; Enter or Esc leaves."""

    def __init__(self, *, command: Callable[[str], None], leave: Callable[[], None]) -> None:
        self._command, self._leave = command, leave

    def takes(self, event: QKeyEvent) -> bool:
        return event.key() in (*SIDEWAYS, *_ENTER, Qt.Key.Key_Escape)

    def press(self, event: QKeyEvent) -> None:
        if event.key() not in SIDEWAYS:
            self._leave()
            return
        edge = "start" if event.modifiers() & _Modifier.ShiftModifier else "end"
        side = "left" if event.key() == Qt.Key.Key_Left else "right"
        unit = "-character" if event.modifiers() & _Modifier.ControlModifier else ""
        self._command(f"{edge}-{side}{unit}")


class LinkMode:
    """Tab and hint letters choose the other end, Up and Down the kind of link, Enter makes it, Esc leaves."""

    def __init__(
        self,
        *,
        step: Callable[[int], None],
        hint: Callable[[str], None],
        turn: Callable[[int], None],
        make: Callable[[], None],
        leave: Callable[[], None],
    ) -> None:
        self._hint = hint
        self._acts: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_Tab: lambda: step(1),
            Qt.Key.Key_Backtab: lambda: step(-1),
            Qt.Key.Key_Up: lambda: turn(-1),
            Qt.Key.Key_Down: lambda: turn(1),
            Qt.Key.Key_Return: make,
            Qt.Key.Key_Enter: make,
            Qt.Key.Key_Escape: leave,
        }

    def takes(self, event: QKeyEvent) -> bool:
        return self._key(event) in self._acts or self._letter(event) != ""

    def press(self, event: QKeyEvent) -> None:
        act = self._acts.get(self._key(event))
        if act:
            act()
        else:
            self._hint(self._letter(event))

    def _key(self, event: QKeyEvent) -> Qt.Key:
        shifted = event.modifiers() & _Modifier.ShiftModifier
        return Qt.Key.Key_Backtab if event.key() == Qt.Key.Key_Tab and shifted else Qt.Key(event.key())

    def _letter(self, event: QKeyEvent) -> str:
        plain = event.modifiers() in (_Modifier.NoModifier, _Modifier.ShiftModifier)
        return event.text().upper() if plain and event.text().isalpha() else ""
