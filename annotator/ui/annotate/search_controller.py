"""The controller of the search in the open article: it connects the find bar with the page."""

from PySide6.QtCore import QObject

from annotator.ui.annotate.context import AnnotateContext, Commands
from annotator.ui.annotate.panels.find_bar import FindBar
from annotator.ui.annotate.reader.reader import Reader


class SearchController(QObject):
    """Opens the bar, shows its hits in the text, and selects the chosen hit."""

    def __init__(self, context: AnnotateContext, reader: Reader, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._reader = context, reader
        self._selection_before = (0, 0)
        self.bar = FindBar()
        self.bar.hits_changed.connect(self._show_hits)
        self.bar.accepted.connect(self._accept)
        self.bar.closed.connect(self.close)
        self.commands: Commands = {
            "find": self._open,
            "find-here": self._open,
            "find-next": lambda: self._step(forward=True),
            "find-previous": lambda: self._step(forward=False),
        }

    def search_in(self, text: str) -> None:
        """Search another text from now on."""
        self._selection_before = (0, 0)
        self.bar.search_in(text)

    def close(self) -> None:
        """Hide the bar."""
        self.bar.hide()
        self._reader.show_hits([])
        self._reader.setFocus()

    def _open(self) -> None:
        if self._context.open_document:
            self._selection_before = self._reader.selection()
            self.bar.open(self._reader.caret())

    def _show_hits(self) -> None:
        self._reader.show_hits(self.bar.hits if self.bar.isVisible() else [])
        if self.bar.current:
            self._reader.reveal(*self.bar.current, select=True)
        elif self.bar.has_no_hits:
            # The hit of the first letters is not a hit of the whole query, so it does not stay selected.
            self._reader.select(*self._selection_before)

    def _step(self, *, forward: bool) -> None:
        if self.bar.hits:
            self.bar.step(forward=forward)
        else:
            self._open()

    def _accept(self) -> None:
        if self.bar.has_no_hits:
            return
        hit = self.bar.current
        self.close()
        if hit:
            self._reader.reveal(*hit, select=True)
