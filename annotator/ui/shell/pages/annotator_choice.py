"""The choice of the annotator at work."""

from typing import TYPE_CHECKING

from annotator.app import log_file
from annotator.domain.errors import Refused
from annotator.i18n import tr
from annotator.ui.shell import page_table
from annotator.ui.shell.command_registry import Handler

if TYPE_CHECKING:
    from annotator.ui.shell.pages.annotator_page import AnnotatorPage
    from annotator.ui.shell.window import Window


class AnnotatorChoice:
    """Decides who annotates when the window opens, and asks where that is not known."""

    def __init__(self, window: "Window") -> None:
        self._window, self._session = window, window.session
        self._page: AnnotatorPage | None = None

    @property
    def commands(self) -> dict[str, Handler]:
        """The command that asks for another annotator."""
        return {"annotator": self.ask}

    def begin(self, annotator: str | None, document: str | None) -> None:
        """Start work as ``annotator`` on ``document``; where None, as in the last run."""
        name = annotator or self._window.settings.annotators.get(self._session.id, "")
        if self._session.feedback:
            self._begin_feedback(document)
        elif name in self._session.annotator_names():
            self._work_as(name, document)
        elif self._session.read_only:
            self._session.annotator = None
            self._window.navigation.show_first(document)
        else:
            self._ask(name, document)

    def _begin_feedback(self, document: str | None) -> None:
        """Show a feedback file to its annotator; the annotator remembered for the project itself is not changed."""
        for name in self._session.annotator_names():
            self._session.work_as(name, create=False)
        self._window.navigation.show_first(document)
        page_table.show_review(self._window)

    def ask(self) -> None:
        """Ask who annotates from now on."""
        self._ask(self._session.annotator.name if self._session.annotator else "", None)

    def _ask(self, suggestion: str, document: str | None) -> None:
        window = self._window
        if self._session.feedback:
            window.toast.say(tr("This is feedback for {name}", name=", ".join(self._session.annotator_names())))
            return
        from annotator.ui.shell.pages.annotator_page import AnnotatorPage

        if self._page and window.pages.currentWidget() is self._page:
            return
        page = self._page = AnnotatorPage(self._session, suggestion)
        page.chosen.connect(lambda name: self._accept(page, name, document))
        page.left.connect(lambda: self._cancel(page))
        window.pages.show_page(page)
        window.toolbar.setEnabled(False)

    def _accept(self, page: "AnnotatorPage", name: str, document: str | None) -> None:
        try:
            self._session.annotator_named(name, create=True)
        except Refused as refusal:
            self._window.toast.say(log_file.logged_message(refusal))
            return
        self._remove(page)
        self._work_as(name, document)

    def _cancel(self, page: "AnnotatorPage") -> None:
        """Continue as the annotator before; without one, the question stays."""
        if self._session.annotator:
            self._remove(page)
            self._window.navigation.go_back()

    def _remove(self, page: "AnnotatorPage") -> None:
        self._page = None
        self._window.pages.remove_page(page)

    def _work_as(self, name: str, document: str | None) -> None:
        self._session.work_as(name, create=True)
        self._window.remember_annotator(name)
        self._window.navigation.show_first(document)
        self._window.role_notice.offer_once()
