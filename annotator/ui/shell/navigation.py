"""Navigation between articles, pages and the passages that they lead to."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.app import log_file
from annotator.app.annotate import spans
from annotator.domain.change_set import StepSummary
from annotator.domain.errors import Refused
from annotator.i18n import tr
from annotator.ui.shell import keys_in_force
from annotator.ui.shell.command_registry import Handler
from annotator.ui.shell.page_table import AGREEMENT, EMPTY, REVIEW, ROLES, SCHEME

if TYPE_CHECKING:
    from annotator.agreement.sums import AnnotatorPair
    from annotator.app.agreement.passages import Passage
    from annotator.app.agreement.tables import TableCell
    from annotator.app.cast.cast import Mention
    from annotator.app.cast.demands import ListedDemand
    from annotator.ui.shell.window import Window


class Navigation(QObject):
    """Shows articles and pages in the window, and remembers which article is open."""

    document_shown = Signal()
    """Another article, or none, is on screen."""

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._window, self._session = window, window.session
        self.document: str | None = None
        """The id of the open article."""
        self._came_from_passages = False

    @property
    def commands(self) -> dict[str, Handler]:
        """The commands that go from article to article."""
        return {
            "next-document": lambda: self.step_document(1),
            "previous-document": lambda: self.step_document(-1),
            "next-unfinished": self.show_unfinished,
            "done": self.finish_document,
        }

    # Articles

    def show_document(self, document: str | None) -> None:
        """Open this article; None shows the empty page."""
        window = self._window
        try:
            window.annotate.show_document(document)
        except Refused as refusal:
            window.toast.say(log_file.logged_message(refusal))
            return
        self.document = document
        window.pages.show_page(window.annotate if document else window.pages[EMPTY])
        window.toolbar.setEnabled(document is not None)
        window.update_status()
        if document:
            window.annotate.reader.setFocus()
        self.document_shown.emit()

    def show_first(self, document: str | None) -> None:
        """Open this article, else the one that is open, else the one of the last run, else the first one."""
        ids = self._session.document_ids()
        remembered = self._window.settings.documents.get(self._session.id)
        if document is not None and document not in ids:
            self._window.toast.say(tr("The project has no article {id}", id=document))
        candidates = (document, self.document, remembered)
        self.show_document(next((name for name in candidates if name in ids), ids[0] if ids else None))

    def go_back(self) -> None:
        """Return from a page to the article."""
        self.show_document(self.document)

    def step_document(self, step: int) -> None:
        """Open the article so many places further on in the project."""
        ids = self._session.document_ids()
        if self.document not in ids:
            return
        number = ids.index(self.document) + step
        if 0 <= number < len(ids):
            self.show_document(ids[number])
        else:
            self._window.toast.say(tr("This is the last article") if step > 0 else tr("This is the first article"))

    def show_unfinished(self) -> None:
        """Open the next article that the annotator has not finished."""
        unfinished = self._session.next_unfinished(self.document) if self.document else None
        if unfinished:
            self.show_document(unfinished)
        else:
            self._window.toast.say(tr("No other article is unfinished"))

    def finish_document(self) -> None:
        """Set the article to done and open the next unfinished one."""
        open_document = self._window.annotate.open_document
        if open_document is None:
            return
        was_done = open_document.status == "done"
        try:
            self._session.refuse_feedback()
            spans.set_status(open_document, "done")
        except Refused as refusal:
            self._window.toast.say(log_file.logged_message(refusal))
            return
        unfinished = self._session.next_unfinished(open_document.document.id)
        if unfinished:
            self.show_document(unfinished)
        to_go = len(self._session.document_ids()) - self._session.done_count()
        message = tr("Done, {count} to go", count=to_go) if to_go else tr("Done, and with it all articles are done")
        self._window.toast.say(
            message
            if was_done
            else tr("{told}. {key} takes it back", told=message, key=keys_in_force.shown_key("undo"))
        )

    # Undo and redo

    def show_step_document(self, step: StepSummary) -> None:
        """Open the article of a step before the step is undone or redone, so that the change is seen."""
        if step.document and step.document != self.document and not self._page_shows_steps:
            self.show_document(step.document)

    def show_step_result(self, step: StepSummary) -> None:
        """Open an article again after a step of the whole project, which may have added or removed articles."""
        if step.document is None and not self._page_shows_steps:
            self.show_first(None)

    @property
    def _page_shows_steps(self) -> bool:
        """Whether the page on screen shows itself what undo and redo do."""
        return self._window.pages.shows(SCHEME, ROLES, REVIEW)

    # Passages

    def show_mention(self, mention: "Mention") -> None:
        """Focus a mention of a name, in whichever article it is."""
        if mention.document != self.document:
            self.show_document(mention.document)
        if mention.document == self.document:
            self._window.annotate.reveal_span(mention.span)

    def show_demand(self, demand: "ListedDemand") -> None:
        """Go from the table of demands to the words of one."""
        row, annotator = demand.row, self._session.annotator
        self.show_document(row.doc_id)
        is_own = annotator is not None and annotator.name == demand.annotator
        if self.document == row.doc_id:
            self._window.annotate.go_to_passage(row.demand_id if is_own else None, row.start, row.end)
            back = tr("{key} goes back to the demands", key=keys_in_force.shown_key("demands"))
            self._window.toast.say(back if is_own else tr("Marked by {name}. {back}", name=demand.annotator, back=back))

    def show_passage(self, passage: "Passage", _annotator: str) -> None:
        """Go from the list of passages to the words of one, to the annotator's own span if there is one."""
        annotator = self._session.annotator
        self.show_document(passage.document)
        if self.document == passage.document:
            span = passage.spans.get(annotator.name) if annotator else None
            self._window.annotate.go_to_passage(span, passage.start, passage.end)
            self._came_from_passages = True
            self._window.toast.say(tr("Backspace goes back to the list"))

    def return_to_list(self) -> bool:
        """Return to the list of passages that led to the article; False where none did."""
        if not self._came_from_passages:
            return False
        self._came_from_passages = False
        page = self._window.pages.toggle_page(AGREEMENT)
        if page:
            page.open()
        return True

    # Between the review and the agreement

    def show_figure(self, cell: "TableCell", pair: "AnnotatorPair | None") -> None:
        """Go from a case to the passages behind one of its figures."""
        self._window.pages.open_page(AGREEMENT).show_passages_of(cell, pair)

    def return_to_case(self) -> None:
        """Return from these passages to the case."""
        self._window.pages.open_page(REVIEW).return_to_case()

    def return_to_passages(self) -> None:
        """Return from a case to the list of passages that led to it."""
        self._window.pages.open_page(AGREEMENT).open()
