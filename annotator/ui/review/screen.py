"""The review screen: the list of cases, the passage of one case, and its versions."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout

from annotator.app import log_file
from annotator.app.agreement.live_panel import Agreement
from annotator.app.agreement.tables import TableCell
from annotator.app.review.queue import CasePosition, ChoiceSuggestion, suggest_choice
from annotator.app.review.review import Review, decide
from annotator.app.session import RESERVED_NAME, Session
from annotator.domain.change_set import ChangeSet
from annotator.domain.errors import Refused
from annotator.i18n import mark, tr
from annotator.ui.annotate.modes.key_modes import KeyMode
from annotator.ui.annotate.reader.page import Typesetting
from annotator.ui.review.case_cursor import CaseCursor
from annotator.ui.review.case_presenter import CasePresenter
from annotator.ui.review.context import CaseInDocument, ChoiceMaker
from annotator.ui.review.decision_commands import DecisionCommands
from annotator.ui.review.draft_mode import DraftMode
from annotator.ui.review.figures_controller import FiguresController
from annotator.ui.review.panels.case_list import CaseList, CaseListModel
from annotator.ui.review.panels.case_panel import CasePanel
from annotator.ui.review.panels.empty_note import EmptyNote
from annotator.ui.review.panels.filters import CaseFilters
from annotator.ui.review.panels.passage_view import PassageView
from annotator.ui.review.panels.policy_bar import PolicyBar
from annotator.ui.review.policy_controller import PolicyController
from annotator.ui.review.propagate_controller import PropagateController
from annotator.ui.shell import keys_in_force
from annotator.ui.shell.job_runner import JobRunner
from annotator.ui.theme import Theme
from annotator.ui.widgets.accessibility import announce
from annotator.ui.widgets.page import Page
from annotator.ui.widgets.rule import rule

if TYPE_CHECKING:
    from annotator.ui.annotate.context import Commands

_WIDTHS = (300, 640, 340)
_RETRY_MS = 30


class ReviewScreen(Page):
    """The list of disagreements, the passage of one of them with its lanes, and its versions."""

    heading = mark("Review")
    message = Signal(str)
    """A message that goes away by itself."""
    figure_requested = Signal(TableCell, object)
    """Show the passages behind this figure, of these two annotators or, for None, of all."""
    return_requested = Signal()
    """Return to the list of passages from which the screen was opened."""
    _changed = Signal(ChangeSet)

    def __init__(
        self,
        session: Session,
        job_runner: JobRunner,
        theme: Theme,
        typesetting: Typesetting,
        agreement: Callable[[], Agreement],
    ) -> None:
        super().__init__()
        self._session, self._job_runner, self._theme = session, job_runner, theme
        self.review = Review(session)
        self.from_passages = False
        self._stale = True
        self._suggestion: ChoiceSuggestion | None = None
        self.model = CaseListModel(self.review)
        self.list = CaseList(self.model, theme)
        self.passage = PassageView(session.scheme, theme, typesetting)
        self.side = CasePanel(self, session.scheme, theme)
        self.filters, self.policy_bar = CaseFilters(), PolicyBar()
        self._cursor = CaseCursor(self.review, self.model, self.list)
        self.draft_mode = DraftMode(self, self.passage, self.side.details, self.side.relations, self)
        self._decisions = DecisionCommands(self)
        self._policy_controller = PolicyController(self, job_runner, self.filters, self.policy_bar, self)
        self._propagate_controller = PropagateController(self, self.side.identical_cases, self)
        self._figures_controller = FiguresController(self, job_runner, self.side.figures, agreement, self)
        self.empty_note, self._body = EmptyNote(), QStackedWidget()
        self._lay_out()
        self._connect()
        # A job publishes its changes from its own thread; the signal brings them to the thread of the window.
        self._changed.connect(self._follow)
        session.subscribe(self._changed.emit)

    def _lay_out(self) -> None:
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setObjectName("review-sides")
        splitter.setHandleWidth(1)
        for panel in (self.list, self.passage, self.side):
            splitter.addWidget(panel)
        splitter.setStretchFactor(1, 1)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes(_WIDTHS)
        self._body.addWidget(splitter)
        self._body.addWidget(self.empty_note)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.filters, self.policy_bar, rule()):
            column.addWidget(widget)
        column.addWidget(self._body, 1)

    def _connect(self) -> None:
        self.filters.changed.connect(self._apply_filter)
        self.filters.blind_toggled.connect(self._follow_blind)
        self.list.clicked.connect(lambda index: self._enter_row(index.row()))
        self._figures_controller.figures_ready.connect(self.side.show_figures)
        self._figures_controller.figure_requested.connect(self.figure_requested)
        self._propagate_controller.cases_listed.connect(self.side.show_identical_cases)
        self.side.card.version_chosen.connect(self._accept_version)
        self._cursor.moved.connect(self._show_without_mode)
        self._cursor.emptied.connect(self._end_mode)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for panel in (self.list, self.passage, self.side):
            panel.set_theme(theme)
        self.show_case()

    # Opening and reading

    def open_at(self, document: str, start: int, end: int) -> None:
        """Show the case of this range, settled or not; Backspace returns to the list of passages."""
        self.filters.show_all()
        self._cursor.request(document, start, end)
        self.open()
        self.from_passages = True
        if not self._stale:
            self._apply_filter()

    def open(self) -> None:
        """Show the cases as they are now."""
        self.from_passages = False
        self._take_focus()
        self._read_if_stale()

    def _take_focus(self) -> None:
        """Give the focus to the passage, or to the note in its place."""
        (self.passage if self.model.positions else self.empty_note).setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._read_if_stale()

    def _read_if_stale(self) -> None:
        """Read all documents again if many may have changed."""
        if not self._stale or not self.isVisible():
            return
        if self._job_runner.busy:
            QTimer.singleShot(_RETRY_MS, self._read_if_stale)
            return
        self._stale = False
        self._job_runner.run(tr("Looking for disagreements"), self.review.read_job(), self._show_read, self._show_error)

    def _show_read(self, _: object) -> None:
        self.filters.offer_values(self.review)
        self._policy_controller.offer_policies()
        self._apply_filter()
        self._take_focus()
        self._policy_controller.preview()

    def _show_error(self, error: Exception) -> None:
        self._stale = True
        self.message.emit(str(error))

    def _follow(self, change: ChangeSet) -> None:
        if change.bulk:
            self._stale = True
            self._read_if_stale()
            return
        if self._stale or change.document is None:
            return
        settled_before = self._settled_cases(change.document)
        ids_before = self._case_ids(change.document)
        if not self.review.follow(change):
            return
        if change.annotator != RESERVED_NAME or self._case_ids(change.document) != ids_before:
            self._apply_filter()
            return
        self.model.refresh(change.document)
        self.filters.show_counts(self.review)
        self._policy_controller.invalidate()
        if self.isVisible() and change.origin != "do":
            changed = settled_before ^ self._settled_cases(change.document)
            self._cursor.go_to(CasePosition(change.document, min(changed)[0]) if changed else self._cursor.position)

    def _settled_cases(self, name: str) -> set[tuple[str, int]]:
        """The settled cases of a document, each with the key of its decision."""
        document = self.review.documents.get(name)
        keys = document.decision_keys() if document else {}
        return {(case, key) for case, key in keys.items() if document and not document.states_by_case[case].case.agreed}

    def _case_ids(self, name: str) -> list[str]:
        document = self.review.documents.get(name)
        return [case.id for case in document.cases] if document else []

    def _apply_filter(self) -> None:
        """List the cases that pass the filters; stay at the current case if it is one of them."""
        self.model.apply_filter(self.filters.case_filter)
        self.filters.show_counts(self.review)
        self.empty_note.explain(self.review, self.filters.case_filter)
        self._body.setCurrentIndex(0 if self.model.positions else 1)
        self._cursor.restore()

    # The current case

    @property
    def current_case(self) -> CaseInDocument | None:
        """The case that keys act on."""
        return self._cursor.current

    @property
    def settled_case(self) -> CaseInDocument | None:
        """The current case if it is settled, otherwise the case that was settled last."""
        return self._cursor.settled

    @property
    def suggestion(self) -> ChoiceSuggestion | None:
        """The suggestion for the current case."""
        return self._suggestion

    @property
    def is_blind(self) -> bool:
        """Whether the names of the annotators are hidden."""
        return self.filters.blind.isChecked()

    def _enter_row(self, row: int) -> None:
        """Go to the case in this row of the list, and give the focus to its passage."""
        self._cursor.go_to_row(row)
        self.passage.setFocus()

    def enter_mode(self, mode: KeyMode, *, selecting: bool = False) -> None:
        """Give the keys of the passage the meaning that they have in this mode; ``selecting`` shows a caret."""
        self.passage.set_mode(mode, selecting=selecting)
        self.passage.setFocus()
        self.show_case()

    def return_to_case(self) -> None:
        """Leave mode, question and panel, show the case as it is, and give the keys to the passage."""
        self._show_without_mode()
        self.passage.setFocus()

    def _show_without_mode(self) -> None:
        self._end_mode()
        self.side.show_card()
        self.show_case()

    def _end_mode(self) -> None:
        if self.passage.mode:
            self.passage.set_mode(None)
            self.draft_mode.end()

    def show_case(self) -> None:
        """Show the current case as it is now."""
        case = self.current_case
        if case is None:
            return
        document, state = case
        self._suggestion = suggest_choice(self.review, document, state) if state.open else None
        presenter = CasePresenter(
            self._session,
            self._theme,
            document,
            state,
            blind=self.is_blind,
            mode=self.passage.mode,
            suggestion=self._suggestion,
        )
        self.side.separate_draft(visible=self.is_editing)
        self.passage.show_case(document.text, presenter.lanes(), state.case.differing)
        self.side.card.show_case(
            presenter.title(),
            presenter.candidates(),
            presenter.notes(),
            presenter.keys(),
            presenter.guideline(),
            keys_first=self.passage.mode is not None,
        )
        announce(self.passage, presenter.spoken_text())

    def _follow_blind(self) -> None:
        self.filters.offer_values(self.review)
        self._policy_controller.offer_policies()
        self.show_case()
        self._take_focus()

    # Commands

    @property
    def commands(self) -> "Commands":
        """The commands of the review; none of them acts while a draft is edited."""
        handlers: Commands = {
            **self._decisions.commands,
            "edit-case": self.draft_mode.begin,
            "ask": self.side.comment_line.open_question,
            "say-why": self.side.comment_line.open_comment,
            "propagate": self._propagate_controller.list_identical_cases,
            "guideline-example": self._propagate_controller.add_example,
            "next-case": self.show_next_case,
            "previous-case": lambda: self._step(-1),
            "next-case-document": self._step_document,
            "figures": self._figures_controller.show_figures,
            "back-to-list": self._return_to_list,
            "blind": self.filters.blind.toggle,
        }
        return {command: partial(self._run, handler) for command, handler in handlers.items()}

    def _run(self, handler: Callable[[], None]) -> None:
        if self.is_editing:
            self.draft_mode.refuse_command()
        else:
            handler()

    @property
    def is_editing(self) -> bool:
        """Whether a draft is edited, to which Undo and Redo belong."""
        return self.draft_mode.draft is not None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and (self.side.comment_line.isVisible() or self.passage.mode):
            self.return_to_case()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.hasFocus():
            self._enter_row(self.list.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def settle(self, choose: ChoiceMaker) -> None:
        """Decide the current case and go to the next one; a refusal is shown as a message and changes nothing."""
        case = self.current_case
        if case is None:
            return
        document, state = case
        try:
            choice = choose(document, state)
            if choice is None:
                return
            decide(self.review, document, state, choice)
        except Refused as refusal:
            self.message.emit(log_file.logged_message(refusal))
            return
        self._cursor.remember_settled(CasePosition(document.id, state.case.id))
        self._end_mode()
        self.show_next_case()

    def _accept_version(self, index: int) -> None:
        self._decisions.accept_version(index)
        self.passage.setFocus()

    def show_next_case(self) -> None:
        """Go to the next open case."""
        self._step(1)

    def _step(self, step: int) -> None:
        if self._cursor.step(step):
            return
        self.show_case()
        if not self.model.has_open_cases():
            self._apply_filter()
            self.message.emit(tr("No case of this list is open any more"))

    def _step_document(self) -> None:
        if not self._cursor.step_document():
            self.message.emit(tr("No other article has an open case in this list"))

    def _return_to_list(self) -> None:
        """Return to the list of passages from which the screen was opened, otherwise to the list of cases."""
        if self.from_passages:
            self.from_passages = False
            self.return_requested.emit()
        else:
            self.list.setFocus()

    # Messages

    def say(self, text: str) -> None:
        self.message.emit(text)

    def offer_undo(self, text: str) -> None:
        self.say(tr("{told}. {key} takes it back", told=text, key=keys_in_force.shown_key("undo")))
