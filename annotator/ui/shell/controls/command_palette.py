"""The list of all commands, searched by their names."""

from collections.abc import Callable

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from annotator.domain.text.folding import fold
from annotator.i18n import tr
from annotator.ui.shell import keys_in_force
from annotator.ui.shell.keys_in_force import CommandEntry
from annotator.ui.widgets.chooser import Chooser, ChooserItem

_WIDTH, _HEIGHT = 460, 380
_FROM_TOP = 90


class CommandPalette(Chooser):
    """All commands and labels, of which the ids are chosen: those whose names hold every typed word, anywhere."""

    def __init__(self, ground: QWidget) -> None:
        super().__init__(ground)
        self._entries: list[CommandEntry] = []
        self.list.setAccessibleName(tr("Commands"))

    def open(self, entries: list[CommandEntry], *, back_to: QWidget | None, take: Callable[[str], None]) -> None:
        """Offer these; ``take`` gets the id of the chosen one, and the keys go back to where they were."""
        self._entries = entries
        rectangle = QRect((self.host.width() - _WIDTH) // 2, _FROM_TOP, _WIDTH, _HEIGHT)
        self.show_at(rectangle, tr("Type a command"), back_to=back_to, take=take)

    def matching_items(self, typed: str) -> list[ChooserItem]:
        words = fold(typed).split()
        return [
            ChooserItem(title=entry.title.rstrip("…"), value=entry.id, remark=_key(entry))
            for entry in self._entries
            if all(word in fold(entry.title) for word in words)
        ]


def _key(entry: CommandEntry) -> str:
    keys = keys_in_force.keys_of(entry)
    return keys_in_force.native_text(keys[0]) if keys else ""
