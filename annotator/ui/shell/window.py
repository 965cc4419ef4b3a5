"""What surrounds the screens: menus, the bar above, the line below, and the project that is open?"""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from annotator.app import settings as habits
from annotator.app.annotate import spans
from annotator.app.session import Session
from annotator.app.settings import MotionChoice, Settings, ThemeChoice
from annotator.domain.change_set import StepSummary
from annotator.domain.errors import Refused
from annotator.domain.frozen_model import FrozenModel
from annotator.domain.marks.marks import Span
from annotator.domain.scheme.scheme import Attribute
from annotator.i18n import tr
from annotator.ui import motion, theme
from annotator.ui.annotate.reader import typesetting
from annotator.ui.annotate.screen import AnnotateScreen
from annotator.ui.backups.auto_backup import Safekeeping
from annotator.ui.shell import keymap, layout_state
from annotator.ui.shell.actions import Actions
from annotator.ui.shell.commands import COMMANDS, SISTERS
from annotator.ui.shell.job_runner import Work
from annotator.ui.shell.status_line import Foot
from annotator.ui.shell.toolbar import Header
from annotator.ui.shell.undo_redo import Undoing
from annotator.ui.widgets.page import Page
from annotator.ui.widgets.toast import Toast

# Pages that not every day needs are loaded and built when they are first shown: the window is up sooner.
if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.agreement.document_sums import Pair
    from annotator.app.agreement.passages import Passage
    from annotator.app.agreement.tables import Cell
    from annotator.app.cast.cast import Mention
    from annotator.app.cast.demands import FoundDemand
    from annotator.ui.agreement.screen import AgreementScreen
    from annotator.ui.backups.controller import Backups
    from annotator.ui.cast.controller import Casting
    from annotator.ui.demands.screen import DemandsScreen
    from annotator.ui.documents.screen import DocumentsScreen
    from annotator.ui.exchange.controller import Exchanges
    from annotator.ui.feedback.screen import FeedbackScreen
    from annotator.ui.keys.page import KeysPage
    from annotator.ui.review.screen import ReviewScreen
    from annotator.ui.scheme.page import SchemePage
    from annotator.ui.shell.command_palette import Palette
    from annotator.ui.shell.empty_page import EmptyPage
    from annotator.ui.shell.new_project_page import NewProjectPage
    from annotator.ui.transfer.controller import Transfers

_USUAL_SIZE = QSize(1400, 900)
_SHARE_OF_SCREEN = 0.94
_CAST = ("cast", "name", "next-mention", "previous-mention")
_EXCHANGES = ("hand-out", "bring-back", "give-feedback")
_TRANSFERS = ("import-files", "import-folder", "export")


class WantedProject(FrozenModel):
    """Another project to open in this window's place; without a path, the sample project."""

    path: Path | None
    create: bool = False
    scheme: Path | None = None


class Window(QMainWindow):
    """One open project in one window."""

    wanted = Signal(WantedProject)
    """The person asks for another project."""
    _damaged = Signal(str)

    def __init__(self, session: Session, settings: Settings, *, read_only_because: str = "") -> None:
        super().__init__()
        self.session, self.settings = session, settings
        self._document: str | None = None
        self._comes_from_list = False
        self._theme = theme.resolve(settings.theme)
        self.annotate = AnnotateScreen(
            session, self._theme, typesetting=typesetting.of(settings), side_width=settings.side_width
        )
        self.annotate.details.names = self._names_for
        readers = (self.annotate.reader, self.annotate.list, self.annotate.linking.list.rows)
        if session.id in settings.places:
            self.annotate.places[settings.documents.get(session.id, "")] = settings.places[session.id]
        keymap.use(settings.keys)
        motion.use(settings.motion)
        self.actions_by_id = Actions(self, readers, session.scheme, do=self.do)
        self.actions_by_id.fill_menus(self.menuBar())
        self.header = Header(self.annotate.labels, self.actions_by_id)
        self.header.left.connect(self._go_back)
        self._pages = QStackedWidget()
        self.foot = Foot(self.session)
        self._lay_out(read_only_because)
        self.toast = Toast(self._body)
        self.work = Work(self)
        self.undoing = Undoing(self.session, self.work)
        self.undoing.said.connect(self.toast.say)
        self.undoing.begun.connect(self._go_to_step)
        self.undoing.done.connect(self._see_step)
        self.safekeeping = Safekeeping(session, self)
        self.safekeeping.failed.connect(self._warn)
        self.annotate.counted.connect(self._show_line)
        self.annotate.renewed.connect(self._renew)
        self.annotate.labels.more.connect(self._open_palette)
        self._pages.currentChanged.connect(self._tell_page)
        QGuiApplication.styleHints().colorSchemeChanged.connect(lambda _: self.wear(self.settings.theme))
        self.setAcceptDrops(True)
        self.wear(settings.theme)
        # The file is looked through on a thread of its own; the signal brings what it finds over to the window's.
        self._damaged.connect(self._tell_damage)
        session.on_damage(lambda refusal: self._damaged.emit(str(refusal)))
        self.setWindowTitle(f"{session.path.stem} – Annotator")
        if not self.restoreGeometry(QByteArray.fromBase64(settings.geometry.encode())):
            self.resize(self.screen().availableSize().boundedTo(_USUAL_SIZE) * _SHARE_OF_SCREEN)

    def _lay_out(self, read_only_because: str) -> None:
        self._body = QWidget()
        column = self._column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(_rule())
        if self.session.feedback:
            column.addWidget(_banner(self._whose_feedback()))
        elif self.session.read_only:
            column.addWidget(_banner(tr("For reading only: {why}", why=read_only_because or tr("opened so"))))
        column.addWidget(self._pages, 1)
        column.addWidget(_rule())
        column.addWidget(self.foot)
        self._pages.addWidget(self.annotate)
        layout_state.give_back(self.annotate, self.settings.panels)
        self.setCentralWidget(self._body)

    def _whose_feedback(self) -> str:
        names = ", ".join(map(repr, self.session.people()))
        told = tr("Feedback for {name}, to be read: your marks beside gold. Nothing here can be changed.", name=names)
        return told + " " + tr("{key} leads to the list and back to the article.", key=keymap.shown("review"))

    def _tell_damage(self, what: str) -> None:
        """Say above all pages that nothing will be written to this project any more."""
        self._column.insertWidget(2, _banner(tr("Nothing can be saved: {why}", why=what)))

    # Pages

    @cached_property
    def empty(self) -> "EmptyPage":
        from annotator.ui.shell.empty_page import EmptyPage

        page = EmptyPage()
        page.asked.connect(self.do)
        return page

    @cached_property
    def documents(self) -> "DocumentsScreen":
        from annotator.ui.documents.screen import DocumentsScreen

        page = DocumentsScreen(self.session, self.actions_by_id["next-unfinished"])
        page.opened.connect(self.show_document)
        page.left.connect(self._go_back)
        return page

    @cached_property
    def demands(self) -> "DemandsScreen":
        from annotator.ui.demands.screen import DemandsScreen

        page = DemandsScreen(self.session, self._theme)
        page.opened.connect(self._stand_at)
        page.exported.connect(self.transfers.export)
        page.said.connect(self.toast.say)
        page.left.connect(self._go_back)
        return page

    @cached_property
    def agreement(self) -> "AgreementScreen":
        from annotator.ui.agreement.screen import AgreementScreen

        page = AgreementScreen(self.session, self.work, self._theme)
        page.opened.connect(self._stand_at_passage)
        page.returned.connect(self._back_to_case)
        page.said.connect(self.toast.say)
        page.left.connect(self._go_back)
        return page

    @cached_property
    def review(self) -> "ReviewScreen":
        from annotator.ui.review.screen import ReviewScreen

        page = ReviewScreen(
            self.session,
            self.work,
            self._theme,
            typesetting.of(self.settings),
            agreement=lambda: self.agreement.agreement,
        )
        page.said.connect(self.toast.say)
        page.figure_asked.connect(self._show_behind)
        page.returned.connect(self._back_to_passages)
        page.left.connect(self._go_back)
        self.actions_by_id.let_review(page.passage, page.list)
        return page

    @cached_property
    def feedback(self) -> "FeedbackScreen":
        from annotator.ui.feedback.screen import FeedbackScreen

        page = FeedbackScreen(self.session, self.work, self._theme, typesetting.of(self.settings))
        page.said.connect(self.toast.say)
        page.left.connect(self._go_back)
        self.actions_by_id.let_review(page.passage, page.list)
        return page

    @cached_property
    def keys_page(self) -> "KeysPage":
        from annotator.ui.keys.page import KeysPage

        page = KeysPage(self.session.scheme)
        page.changed.connect(self._obey_keys)
        page.left.connect(self._go_back)
        return page

    @cached_property
    def scheme_page(self) -> "SchemePage":
        from annotator.ui.scheme.page import SchemePage

        page = SchemePage(self.session, self.work, self._theme)
        page.opened.connect(self.show_document)
        page.said.connect(self.toast.say)
        page.left.connect(self._go_back)
        return page

    def _edit_scheme(self) -> None:
        self._show_page(self.scheme_page)
        self.scheme_page.open()

    def _renew(self) -> None:
        """The scheme is another one: so are the labels' keys and all that told of it."""
        self.actions_by_id.show_scheme(self.session.scheme)
        if "keys_page" in self.__dict__:
            self._put_away(self.__dict__.pop("keys_page"))
        if "scheme_page" in self.__dict__:
            self.scheme_page.wear(self._theme)

    @cached_property
    def command_palette(self) -> "Palette":
        from annotator.ui.shell.command_palette import Palette

        return Palette(self)

    @cached_property
    def casting(self) -> "Casting":
        from annotator.ui.cast.controller import Casting

        casting = Casting(self.session, self.annotate, self.work, self._theme)
        casting.wanted.connect(self._go_to_mention)
        casting.said.connect(self.toast.say)
        return casting

    def _names_for(self, span: Span, attribute: Attribute) -> list[str]:
        """The names to offer while a person says whom a span means."""
        return self.casting.names(self.annotate.desk, span, attribute) if self.annotate.desk else []

    @cached_property
    def transfers(self) -> "Transfers":
        from annotator.ui.transfer.controller import Transfers

        transfers = Transfers(self.session, self.work, self)
        transfers.shown.connect(self._show_page)
        transfers.left.connect(self._go_back)
        transfers.arrived.connect(lambda: self._go_to_first(self._document))
        transfers.said.connect(self.toast.say)
        return transfers

    @cached_property
    def exchanges(self) -> "Exchanges":
        from annotator.ui.exchange.controller import Exchanges

        exchanges = Exchanges(self.session, self.work, self)
        exchanges.shown.connect(self._show_page)
        exchanges.left.connect(self._go_back)
        exchanges.said.connect(self.toast.say)
        return exchanges

    @cached_property
    def backups(self) -> "Backups":
        from annotator.ui.backups.controller import Backups

        backups = Backups(self.session, self.work, self)
        backups.restored.connect(lambda path: self.wanted.emit(WantedProject(path=path)))
        backups.said.connect(self.toast.say)
        return backups

    def _show_page(self, page: QWidget) -> None:
        if self._pages.indexOf(page) < 0:
            self._pages.addWidget(page)
            layout_state.give_back(page, self.settings.panels)
        self._pages.setCurrentWidget(page)

    def _tell_page(self) -> None:
        """Say above and below what is on screen."""
        page = self._pages.currentWidget()
        if self._document and isinstance(page, Page) and not page.keeps_labels:
            self.header.show_heading(tr(page.heading) if page.heading else "")
        else:
            self.header.show_labels()
        self._show_line()

    def _go_back(self) -> None:
        """From a page to the article."""
        self.show_document(self._document)

    # Who and what

    def begin(self, annotator: str | None, document: str | None) -> None:
        """Go to work: as ``annotator`` (asked for where unknown), on ``document`` or where one was last."""
        remembered = self.settings.annotators.get(self.session.id, "")
        wanted = annotator or remembered
        if self.session.feedback:
            self._begin_feedback(document)
            return
        if wanted in self.session.people():
            self._work_as(wanted, document)
        elif self.session.read_only:
            self.session.annotator = None
            self._go_to_first(document)
        else:
            self._ask_who(wanted, document)

    def _begin_feedback(self, document: str | None) -> None:
        """Show whoever it is for what became of their marks; whoever works on the project itself is another matter."""
        for name in self.session.people():
            self.session.work_as(name, create=False)
        self._go_to_first(document)
        self._review()

    def _ask_who(self, suggestion: str, document: str | None) -> None:
        if self.session.feedback:
            self.toast.say(tr("This is feedback for {name}", name=", ".join(self.session.people())))
            return
        from annotator.ui.shell.annotator_page import PeoplePage

        if isinstance(self._pages.currentWidget(), PeoplePage):
            return
        page = PeoplePage(self.session, suggestion)
        page.answered.connect(lambda name: self._answered(page, name, document))
        page.left.connect(lambda: self._dismissed(page))
        self._show_page(page)
        self.header.setEnabled(False)

    def _answered(self, page: QWidget, name: str, document: str | None) -> None:
        try:
            self.session.person(name, create=True)
        except Refused as refusal:
            self.toast.say(str(refusal))
            return
        self._put_away(page)
        self._work_as(name, document)

    def _dismissed(self, page: QWidget) -> None:
        """Whoever was at work goes on; where nobody is, the question stays."""
        if self.session.annotator:
            self._put_away(page)
            self._go_back()

    def _put_away(self, page: QWidget) -> None:
        self._pages.removeWidget(page)
        page.deleteLater()

    def _work_as(self, name: str, document: str | None) -> None:
        self.session.work_as(name, create=True)
        self.settings = self.settings.model_copy(
            update={"annotators": {**self.settings.annotators, self.session.id: name}}
        )
        self._go_to_first(document)

    def _go_to_first(self, document: str | None) -> None:
        ids = self.session.document_ids()
        remembered = self.settings.documents.get(self.session.id)
        if document is not None and document not in ids:
            self.toast.say(tr("The project has no article {id}", id=document))
        chosen = next((one for one in (document, self._document, remembered) if one in ids), ids[0] if ids else None)
        self.show_document(chosen)

    def show_document(self, document: str | None) -> None:
        """Put this article on the desk; None shows the empty page."""
        try:
            self.annotate.show_document(document)
        except Refused as refusal:
            self.toast.say(str(refusal))
            return
        self._document = document
        self._show_page(self.annotate if document else self.empty)
        self.header.setEnabled(document is not None)
        self._show_line()
        if document:
            self.annotate.reader.setFocus()
        if "casting" in self.__dict__:
            self.casting.show_article()

    def _show_line(self) -> None:
        ids = self.session.document_ids()
        self.header.show_place(ids.index(self._document) + 1 if self._document in ids else 0, len(ids))
        self.foot.tell(self.annotate if self._pages.currentWidget() is self.annotate else None)
        self.actions_by_id["undo"].setEnabled(self.session.next_undo() is not None)
        self.actions_by_id["redo"].setEnabled(self.session.next_redo() is not None)

    # Commands

    def do(self, command: str) -> None:
        """Carry out a command by its id."""
        if self.work.busy:
            return
        self.annotate.details.settle()
        for toast in (self.toast, self.annotate.toast):
            toast.hide()
        acts: dict[str, Callable[[], None]] = {
            "new": self._new_project,
            "open": self._open_project,
            "open-sample": lambda: self.wanted.emit(WantedProject(path=None)),
            "annotator": lambda: self._ask_who(self.session.annotator.name if self.session.annotator else "", None),
            "back-up": lambda: self.backups.do(command),
            "restore": lambda: self.backups.do(command),
            "quit": self._quit,
            "palette": self._open_palette,
            "change-keys": self._change_keys,
            "edit-scheme": self._edit_scheme,
            "undo": lambda: self._take_back("undo"),
            "redo": lambda: self._take_back("redo"),
            "next-document": lambda: self._step_document(1),
            "previous-document": lambda: self._step_document(-1),
            "next-unfinished": self._go_to_unfinished,
            "documents": self._list_documents,
            "demands": self._list_demands,
            "agreement": self._show_agreement,
            "review": self._review,
            "done": self._done,
        }
        if command in acts:
            acts[command]()
        elif command.startswith(("theme-", "motion-")):
            self._look(command)
        elif command in _TRANSFERS:
            self.transfers.do(command)
        elif command in _EXCHANGES:
            self.exchanges.do(command)
        elif command in _CAST:
            self.casting.do(command)
        elif command in COMMANDS and COMMANDS[command].menu == "review":
            self._act_in_review(command)
        elif set_anew := typesetting.changed(self.settings, command):
            self._typeset(set_anew)
        else:
            self.annotate.do(command)

    def _take_back(self, command: str) -> None:
        """Undo or redo: of an edit in the review as long as it lasts, else of the project."""
        if self._pages.currentWidget() is self.__dict__.get("review") and self.review.edits:
            self.review.do(command)
        elif command == "undo":
            self.undoing.undo()
        else:
            self.undoing.redo()

    def _look(self, command: str) -> None:
        if command.startswith("theme-"):
            self.wear(_choice(command))
        else:
            self._move("off" if command == "motion-off" else "system")

    def _typeset(self, settings: Settings) -> None:
        self.settings = settings
        self.annotate.reader.typeset(typesetting.of(settings))
        if "review" in self.__dict__:
            self.review.passage.typeset(typesetting.of(settings))
        if "feedback" in self.__dict__:
            self.feedback.passage.typeset(typesetting.of(settings))

    def _warn(self, what: str) -> None:
        """Say what nobody asked for, in place of what is being said."""
        self.annotate.toast.hide()
        self.toast.say(what)

    def _go_to_mention(self, mention: "Mention") -> None:
        if mention.document != self._document:
            self.show_document(mention.document)
        if mention.document == self._document:
            self.annotate.point_to(mention.span)

    def _go_to_step(self, step: StepSummary) -> None:
        """A person must see what Undo does, so go where it happens first."""
        if step.document and step.document != self._document and not self._keeps_its_page:
            self.show_document(step.document)

    def _see_step(self, step: StepSummary) -> None:
        """What concerned the whole project may have taken the article away, or brought others."""
        if step.document is None and not self._keeps_its_page:
            self._go_to_first(None)

    @property
    def _keeps_its_page(self) -> bool:
        """Whether Undo shows what it does where the person is."""
        here = self._pages.currentWidget()
        return here in (self.__dict__.get("scheme_page", self), self.__dict__.get("review", self))

    def _step_document(self, by: int) -> None:
        ids = self.session.document_ids()
        if self._document in ids:
            place = ids.index(self._document) + by
            if 0 <= place < len(ids):
                self.show_document(ids[place])
            else:
                self.toast.say(tr("This is the last article") if by > 0 else tr("This is the first article"))

    def _go_to_unfinished(self) -> None:
        ahead = self.session.next_unfinished(self._document) if self._document else None
        if ahead:
            self.show_document(ahead)
        else:
            self.toast.say(tr("No other article is unfinished"))

    def _open_palette(self) -> None:
        entries = [entry for entry in keymap.entries(self.session.scheme) if entry.id not in SISTERS]
        self.command_palette.open(entries, back_to=self.focusWidget(), take=self._give)

    def _give(self, name: str) -> None:
        """Carry out what was chosen in the palette."""
        self.actions_by_id[name].trigger()

    def _change_keys(self) -> None:
        self._show_page(self.keys_page)
        self.keys_page.open()

    def _obey_keys(self) -> None:
        """Keys were moved: remember them, and show and obey them everywhere."""
        self.settings = self.settings.model_copy(update={"keys": keymap.moved()})
        self.actions_by_id.obey_keys()
        self.annotate.obey_keys()

    def _list_documents(self) -> None:
        """Show the list, or go back from it to the article."""
        if self._pages.currentWidget() is self.documents:
            self._go_back()
        elif self._document:
            self._show_page(self.documents)
            self.documents.open(self._document)

    def _list_demands(self) -> None:
        """Show who demands what of whom, or go back from there to the article."""
        if self._pages.currentWidget() is self.demands:
            self._go_back()
        elif self._document:
            self._show_page(self.demands)
            self.demands.open()

    def _review(self) -> None:
        """Show what people disagree about, in a feedback file what is told; or go back from there to the article."""
        if self._in_review:
            self._go_back()
        elif self._document:
            passage = self._passage_at_hand
            page = self.feedback if self.session.feedback else self.review
            self._show_page(page)
            if passage and page is self.__dict__.get("review"):
                self.review.open_at(passage.document, passage.start, passage.end)
            else:
                page.open()

    @property
    def _passage_at_hand(self) -> "Passage | None":
        """The one that is chosen in the list of passages, where that has the keys."""
        return self.agreement.passage if self._pages.currentWidget() is self.__dict__.get("agreement") else None

    def _show_behind(self, cell: "Cell", pair: "Pair | None") -> None:
        """From a case to the passages behind one of its figures."""
        self._show_page(self.agreement)
        self.agreement.show_behind(cell, pair)

    def _back_to_case(self) -> None:
        self._show_page(self.review)
        self.review.leave()

    def _back_to_passages(self) -> None:
        self._show_page(self.agreement)
        self.agreement.open()

    @property
    def _in_review(self) -> "ReviewScreen | FeedbackScreen | None":
        """The page that the review's keys act on, if it is on screen."""
        here = self._pages.currentWidget()
        pages: tuple[ReviewScreen | FeedbackScreen | None, ...]
        pages = (self.__dict__.get("review"), self.__dict__.get("feedback"))
        return next((page for page in pages if page is not None and page is here), None)

    def _act_in_review(self, command: str) -> None:
        page = self._in_review
        if page:
            page.do(command)
        else:
            self.toast.say(tr("This is for the review: {key} opens it", key=keymap.shown("review")))

    def _stand_at(self, found: "FoundDemand") -> None:
        """Go from the table of demands to the words of one."""
        row, me = found.row, self.session.annotator
        self.show_document(row.doc_id)
        own = me is not None and me.name == found.annotator
        if self._document == row.doc_id:
            self.annotate.stand_at(row.demand_id if own else None, row.start, row.end)
            back = tr("{key} goes back to the demands", key=keymap.shown("demands"))
            self.toast.say(back if own else tr("Marked by {name}. {back}", name=found.annotator, back=back))

    def _show_agreement(self) -> None:
        """Show how far the annotators agree, or go back from there to the article."""
        if self._pages.currentWidget() is self.__dict__.get("agreement"):
            self._go_back()
        elif self._document:
            self._show_page(self.agreement)
            self.agreement.open()

    def _stand_at_passage(self, found: "Passage", annotator: str) -> None:
        """Go from the list of passages to the words of one, to one's own span where one has marked it."""
        me = self.session.annotator
        self.show_document(found.document)
        if self._document == found.document:
            self.annotate.stand_at(found.spans.get(me.name) if me else None, found.start, found.end)
            self._comes_from_list = True
            self.toast.say(tr("Backspace goes back to the list"))

    def _done(self) -> None:
        desk = self.annotate.desk
        if desk is None:
            return
        was_done = desk.status == "done"
        try:
            self.session.refuse_feedback()
            spans.set_status(desk, "done")
        except Refused as refusal:
            self.toast.say(str(refusal))
            return
        ahead = self.session.next_unfinished(desk.document.id)
        if ahead:
            self.show_document(ahead)
        to_go = len(self.session.document_ids()) - self.session.done_count()
        told = tr("Done, {count} to go", count=to_go) if to_go else tr("Done, and with it all articles are done")
        self.toast.say(told if was_done else tr("{told}. {key} takes it back", told=told, key=keymap.shown("undo")))

    def wear(self, choice: ThemeChoice) -> None:
        """Dress the window in the theme of this choice."""
        self.settings = self.settings.model_copy(update={"theme": choice})
        self._theme = theme.resolve(choice)
        theme.wear(self._theme)
        self.annotate.wear(self._theme)
        if "casting" in self.__dict__:
            self.casting.wear(self._theme)
        if "demands" in self.__dict__:
            self.demands.wear(self._theme)
        if "agreement" in self.__dict__:
            self.agreement.wear(self._theme)
        if "review" in self.__dict__:
            self.review.wear(self._theme)
        if "feedback" in self.__dict__:
            self.feedback.wear(self._theme)
        self.actions_by_id.wear(self._theme)
        self.header.wear(self._theme)
        if "scheme_page" in self.__dict__:
            self.scheme_page.wear(self._theme)

    def _move(self, choice: MotionChoice) -> None:
        self.settings = self.settings.model_copy(update={"motion": choice})
        motion.use(choice)

    # Files

    @cached_property
    def new_project_page(self) -> "NewProjectPage":
        from annotator.ui.shell.new_project_page import NewProjectPage

        page = NewProjectPage()
        page.chosen.connect(self._create_project)
        page.left.connect(self._go_back)
        return page

    def _new_project(self) -> None:
        self._show_page(self.new_project_page)
        self.new_project_page.schemes.setFocus()

    def _create_project(self, scheme: Path) -> None:
        path = self.transfers.choose_new_project()
        if path:
            self.wanted.emit(WantedProject(path=path, create=True, scheme=scheme))

    def _open_project(self) -> None:
        path = self.transfers.choose_project()
        if path:
            self.wanted.emit(WantedProject(path=path))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and not self.session.read_only:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        came_back = paths and all(path.suffix == ".annotator" for path in paths)
        (self.exchanges if came_back else self.transfers).look_at(paths)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Undo and Redo are greyed out where there is nothing; their keys say so."""
        pressed = QKeySequence(event.keyCombination())
        for command in ("undo", "redo"):
            if pressed in self.actions_by_id[command].shortcuts():
                self.do(command)
                return
        if event.key() == Qt.Key.Key_Backspace and self._comes_from_list:
            self._comes_from_list = False
            self._show_agreement()
            return
        super().keyPressEvent(event)

    # The end

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.work.setGeometry(self.rect())

    def _quit(self) -> None:
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.work.wait()
        self.safekeeping.stop()
        self.annotate.rest()
        documents = {**self.settings.documents, self.session.id: self._document or ""}
        habits.save(
            self.settings.model_copy(
                update={
                    "project": str(self.session.path.absolute()),
                    "geometry": bytes(self.saveGeometry().toBase64().data()).decode(),
                    "panels": self.settings.panels | layout_state.remembered(self._pages),
                    "side_width": self.annotate.side_width or self.settings.side_width,
                    "documents": documents,
                    "places": {**self.settings.places, self.session.id: self.annotate.reader.place()},
                }
            )
        )
        self.session.close()
        super().closeEvent(event)


def _choice(command: str) -> ThemeChoice:
    choices: dict[str, ThemeChoice] = {
        "theme-system": "system",
        "theme-light": "light",
        "theme-dark": "dark",
        "theme-high-contrast": "high-contrast",
    }
    return choices[command]


def _rule() -> QFrame:
    rule = QFrame()
    rule.setProperty("role", "rule")
    rule.setFixedHeight(1)
    return rule


def _banner(text: str) -> QFrame:
    banner = QFrame()
    banner.setProperty("role", "banner")
    row = QHBoxLayout(banner)
    row.setContentsMargins(16, 6, 16, 6)
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    row.addWidget(label)
    return banner
