"""How is a command given by its name?"""

from collections.abc import Callable

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from annotator.domain.text.folding import fold
from annotator.i18n import tr
from annotator.ui.shell import keymap
from annotator.ui.shell.keymap import Entry
from annotator.ui.widgets.chooser import Chooser, Offer

_WIDTH, _HEIGHT = 460, 380
_FROM_TOP = 90


class Palette(Chooser):
    """All commands and labels, of which the ids are chosen: those whose names hold every typed word, anywhere."""

    def __init__(self, ground: QWidget) -> None:
        super().__init__(ground)
        self._entries: list[Entry] = []
        self.list.setAccessibleName(tr("Commands"))

    def open(self, entries: list[Entry], *, back_to: QWidget | None, take: Callable[[str], None]) -> None:
        """Offer these; ``take`` gets the id of the chosen one, and the keys go back to where they were."""
        self._entries = entries
        place = QRect((self.ground.width() - _WIDTH) // 2, _FROM_TOP, _WIDTH, _HEIGHT)
        self.show_at(place, tr("Type a command"), back_to=back_to, take=take)

    def offers(self, typed: str) -> list[Offer]:
        wanted = fold(typed).split()
        return [
            Offer(title=entry.title.rstrip("…"), value=entry.id, aside=_key(entry))
            for entry in self._entries
            if all(word in fold(entry.title) for word in wanted)
        ]


def _key(entry: Entry) -> str:
    keys = keymap.keys_of(entry)
    return keymap.native(keys[0]) if keys else ""
