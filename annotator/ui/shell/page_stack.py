"""The pages that take the place of the article, each built when it is first shown."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtWidgets import QStackedWidget, QWidget

from annotator.ui.shell import layout_state
from annotator.ui.shell.command_registry import Handler

if TYPE_CHECKING:
    from annotator.ui.shell.window import Window

P = TypeVar("P", bound=QWidget)


@dataclass(frozen=True)
class PageEntry(Generic[P]):
    """One page of the table; ``show`` carries out ``command``."""

    id: str
    build: Callable[["Window"], P]
    command: str = ""
    show: Callable[["Window"], None] | None = None


class PageStack(QStackedWidget):
    """The pages that take the place of the article, each built when it is first shown."""

    def __init__(self, window: "Window", entries: Iterable[PageEntry[Any]]) -> None:
        super().__init__()
        self._window, self._entries = window, tuple(entries)
        self._built: dict[str, Any] = {}

    @property
    def commands(self) -> dict[str, Handler]:
        """The commands that show a page."""
        return {entry.command: partial(entry.show, self._window) for entry in self._entries if entry.show}

    def __getitem__(self, entry: PageEntry[P]) -> P:
        if entry.id not in self._built:
            self._built[entry.id] = entry.build(self._window)
        page: P = self._built[entry.id]
        return page

    def built(self, entry: PageEntry[P]) -> P | None:
        """The page, where it is built already."""
        return self._built.get(entry.id)

    def shows(self, *entries: PageEntry[Any]) -> bool:
        """Whether one of these pages is on screen."""
        return any(self.currentWidget() is self._built.get(entry.id, self) for entry in entries)

    def show_page(self, page: QWidget) -> None:
        """Bring a page to the front, with the sizes that the user gave to its panels."""
        if self.indexOf(page) < 0:
            self.addWidget(page)
            layout_state.restore(page, self._window.settings.panels)
        self.setCurrentWidget(page)

    def open_page(self, entry: PageEntry[P]) -> P:
        """Bring the page of this entry to the front."""
        page = self[entry]
        self.show_page(page)
        return page

    def toggle_page(self, entry: PageEntry[P]) -> P | None:
        """Bring the page to the front; None where it was there, which returns to the article, or without an article."""
        if self.shows(entry):
            self._window.navigation.go_back()
            return None
        return self.open_page(entry) if self._window.navigation.document else None

    def remove_page(self, page: QWidget) -> None:
        """Delete a page that is not needed any more."""
        self.removeWidget(page)
        page.deleteLater()

    def discard(self, entry: PageEntry[Any]) -> None:
        """Delete the page of this entry, which is built again when it is next shown."""
        page = self._built.pop(entry.id, None)
        if page:
            self.remove_page(page)
