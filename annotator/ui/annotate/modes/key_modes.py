"""Modes of the article in which some keys have another meaning."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

SIDEWAYS = (Qt.Key.Key_Left, Qt.Key.Key_Right)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_Modifier = Qt.KeyboardModifier


class KeyMode(Protocol):
    """An active mode handles the keys that it takes; other keys keep their usual meaning."""

    def takes(self, event: QKeyEvent) -> bool:
        """Whether the mode handles this key."""

    def press(self, event: QKeyEvent) -> None:
        """Handle the key."""


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


class RelationMode:
    """Tab and hint letters choose the other span, Up and Down the label, Enter adds the relation, Esc leaves."""

    def __init__(
        self,
        *,
        step: Callable[[int], None],
        hint: Callable[[str], None],
        change_label: Callable[[int], None],
        add: Callable[[], None],
        leave: Callable[[], None],
    ) -> None:
        self._hint = hint
        self._acts: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_Tab: lambda: step(1),
            Qt.Key.Key_Backtab: lambda: step(-1),
            Qt.Key.Key_Up: lambda: change_label(-1),
            Qt.Key.Key_Down: lambda: change_label(1),
            Qt.Key.Key_Return: add,
            Qt.Key.Key_Enter: add,
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
