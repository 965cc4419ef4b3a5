"""How do the find bar and the page go together?"""

from PySide6.QtCore import QObject

from annotator.ui.annotate.context import Commands, Ground
from annotator.ui.annotate.panels.find_bar import FindBar
from annotator.ui.annotate.reader.reader import Reader


class Finding(QObject):
    """Opens the bar, shows its hits in the text, and gives the chosen one back as a selection."""

    def __init__(self, ground: Ground, reader: Reader, parent: QObject) -> None:
        super().__init__(parent)
        self._ground, self._reader = ground, reader
        self._before = (0, 0)
        self.bar = FindBar()
        self.bar.found.connect(self._show_hits)
        self.bar.taken.connect(self._take)
        self.bar.closed.connect(self.close)
        self.commands: Commands = {
            "find": self._open,
            "find-here": self._open,
            "find-next": lambda: self._step(forward=True),
            "find-previous": lambda: self._step(forward=False),
        }

    def search_in(self, text: str) -> None:
        """Search another text from now on."""
        self._before = (0, 0)
        self.bar.search_in(text)

    def close(self) -> None:
        """Put the bar away."""
        self.bar.hide()
        self._reader.show_hits([])
        self._reader.setFocus()

    def _open(self) -> None:
        if self._ground.desk:
            self._before = self._reader.selection()
            self.bar.open(self._reader.caret())

    def _show_hits(self) -> None:
        self._reader.show_hits(self.bar.hits if self.bar.isVisible() else [])
        if self.bar.current:
            self._reader.reveal(*self.bar.current, select=True)
        elif self.bar.misses:
            # What the first letters found is not what is looked for, and must not stay selected as if it were.
            self._reader.select(*self._before)

    def _step(self, *, forward: bool) -> None:
        if self.bar.hits:
            self.bar.step(forward=forward)
        else:
            self._open()

    def _take(self) -> None:
        if self.bar.misses:
            return
        hit = self.bar.current
        self.close()
        if hit:
            self._reader.reveal(*hit, select=True)
