"""How does a reviewer go through the disagreements, one key for each decision?"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from annotator.app.agreement.live_panel import Agreement
from annotator.app.agreement.tables import Cell
from annotator.app.review.queue import Place, Suggestion, suggestion, versions
from annotator.app.review.review import Review, decide
from annotator.app.session import RESERVED_NAME, Session
from annotator.domain.change_set import ChangeSet
from annotator.domain.errors import Refused
from annotator.i18n import mark, tr
from annotator.review.choices import accept, intersection, keep_all, none_of_them, union
from annotator.ui.annotate.modes.key_modes import KeyMode
from annotator.ui.annotate.panels.details import Details
from annotator.ui.annotate.panels.relation_list import LinkList
from annotator.ui.annotate.reader.page import Typesetting
from annotator.ui.review.case_card import Card
from annotator.ui.review.case_list import QueueList, QueueModel
from annotator.ui.review.case_presenter import Telling, people_of
from annotator.ui.review.comment_line import Writing
from annotator.ui.review.context import Deed, Found
from annotator.ui.review.draft_mode import Editing
from annotator.ui.review.figures_controller import Figuring
from annotator.ui.review.figures_panel import FiguresBehind
from annotator.ui.review.filters import Filters, PolicyBar
from annotator.ui.review.identical_cases_panel import Repeating
from annotator.ui.review.label_mode import choose_label
from annotator.ui.review.passage import Passage
from annotator.ui.review.policy_controller import Policing
from annotator.ui.review.propagate_controller import Alike
from annotator.ui.shell import keymap
from annotator.ui.shell.job_runner import Work
from annotator.ui.theme import Theme
from annotator.ui.widgets.accessibility import announce
from annotator.ui.widgets.page import Page
from annotator.ui.widgets.plain_text import PlainLabel

if TYPE_CHECKING:
    from annotator.ui.annotate.context import Commands

_SIDES = (300, 640, 340)
_SOON_MS = 30
# Pixels for what is said of a mark that is edited.
_FORM = 200


class ReviewScreen(Page):
    """The inbox of disagreements: the list, the passage with its lanes, the versions."""

    heading = mark("Review")
    said = Signal(str)
    """A line to say in passing."""
    figure_asked = Signal(Cell, object)
    """Show the passages behind this figure, of these two or of everybody."""
    returned = Signal()
    """Back to the list of passages that led here."""
    _changed = Signal(ChangeSet)

    def __init__(
        self, session: Session, work: Work, theme: Theme, typesetting: Typesetting, agreement: Callable[[], Agreement]
    ) -> None:
        super().__init__()
        self._session, self._work, self._theme = session, work, theme
        self.review = Review(session)
        self.from_passages = False
        self._stale = True
        self._place: Place | None = None
        self._looked_for: tuple[str, int, int] | None = None
        self._last: Place | None = None
        self._suggested: Suggestion | None = None
        self.model = QueueModel(self.review)
        self.list = QueueList(self.model, theme)
        self.passage = Passage(session.scheme, theme, typesetting)
        self.card = Card(session.scheme, theme)
        self.repeating, self.behind = Repeating(), FiguresBehind(session.scheme, theme)
        self.filters, self.policies = Filters(), PolicyBar()
        self.question = Writing(self)
        self.details, self.links = Details(), LinkList()
        self.editing = Editing(self, self.passage, self.details, self.links, self)
        self._policing = Policing(self, work, self.filters, self.policies, self)
        self._alike = Alike(self, self.repeating, self)
        self._figuring = Figuring(self, work, self.behind, agreement, self)
        self._nothing = PlainLabel()
        self._body, self._side = QStackedWidget(), QStackedWidget()
        self._lay_out()
        self._connect()
        # A job publishes from its own thread; the signal brings the change over to the window's.
        self._changed.connect(self._follow)
        session.subscribe(self._changed.emit)

    def _lay_out(self) -> None:
        self._nothing.setProperty("role", "muted")
        self._nothing.setWordWrap(True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setContentsMargins(120, 0, 120, 80)
        beside = QWidget()
        column = QVBoxLayout(beside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        line = QHBoxLayout()
        line.setContentsMargins(16, 10, 16, 0)
        line.addWidget(self.question)
        column.addLayout(line)
        column.addWidget(self._side, 1)
        self._edge = _rule()
        column.addWidget(self._edge)
        column.addWidget(self.links)
        column.addWidget(self.details)
        self.details.setFixedHeight(_FORM)
        self._side.addWidget(self.card)
        self._side.addWidget(self.repeating)
        self._side.addWidget(self.behind)
        sides = QSplitter(Qt.Orientation.Horizontal)
        sides.setObjectName("review-sides")
        sides.setHandleWidth(1)
        for part in (self.list, self.passage, beside):
            sides.addWidget(part)
        sides.setStretchFactor(1, 1)
        sides.setChildrenCollapsible(False)
        sides.setSizes(_SIDES)
        self._body.addWidget(sides)
        self._body.addWidget(self._nothing)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for part in (self.filters, self.policies, _rule()):
            whole.addWidget(part)
        whole.addWidget(self._body, 1)

    def _connect(self) -> None:
        self.filters.changed.connect(self._arrange)
        self.filters.blinded.connect(self._blind)
        self.list.clicked.connect(lambda index: self._enter_row(index.row()))
        self._figuring.came.connect(lambda: self._side.setCurrentWidget(self.behind))
        self._figuring.asked.connect(self.figure_asked)
        self.card.accepted.connect(self._accept_candidate)

    def wear(self, theme: Theme) -> None:
        self._theme = theme
        for part in (self.list, self.passage, self.card, self.behind):
            part.wear(theme)
        self.show_case()

    # Coming and going

    def open_at(self, document: str, start: int, end: int) -> None:
        """Show the case of these words, settled or not; Backspace leads back to where it was asked from."""
        self.filters.show_all()
        self._looked_for = document, start, end
        self.open()
        self.from_passages = True
        if not self._stale:
            self._arrange()

    def open(self) -> None:
        """Show the cases as they are now."""
        self.from_passages = False
        self._take_focus()
        self._catch_up()

    def _take_focus(self) -> None:
        """The keys go to the passage, or to what stands in its place."""
        (self.passage if self.model.places else self._nothing).setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._catch_up()

    def _catch_up(self) -> None:
        """Look at all documents again, if anything may have changed in many."""
        if not self._stale or not self.isVisible():
            return
        if self._work.busy:
            QTimer.singleShot(_SOON_MS, self._catch_up)
            return
        self._stale = False
        self._work.run(tr("Looking for disagreements"), self.review.reading(), self._read, self._not_read)

    def _read(self, _: object) -> None:
        self.filters.offer(self.review)
        self._policing.offer(blind=self._is_blind)
        self._arrange()
        self._take_focus()
        self._policing.try_policy()

    def _not_read(self, why: Exception) -> None:
        self._stale = True
        self.said.emit(str(why))

    def _follow(self, change: ChangeSet) -> None:
        if change.bulk:
            self._stale = True
            self._catch_up()
            return
        if self._stale or change.document is None:
            return
        before = self._settled(change.document)
        cases = self._cases(change.document)
        if not self.review.follow(change):
            return
        if change.annotator != RESERVED_NAME or self._cases(change.document) != cases:
            self._arrange()
            return
        self.model.renew(change.document)
        self.filters.count(self.review)
        self._policing.forget()
        if self.isVisible() and change.origin != "do":
            moved = before ^ self._settled(change.document)
            self._go_to(Place(change.document, min(moved)[0]) if moved else self._place)

    def _settled(self, document: str) -> set[tuple[str, int]]:
        known = self.review.documents.get(document)
        settled = known.settled() if known else {}
        return {(case, key) for case, key in settled.items() if known and not known.by_case[case].case.agreed}

    def _cases(self, document: str) -> list[str]:
        known = self.review.documents.get(document)
        return [case.id for case in known.cases] if known else []

    def _arrange(self) -> None:
        """Show what the filters want; stay at the case at hand if it is among them."""
        self.model.arrange(self.filters.wanted)
        self.filters.count(self.review)
        self._nothing.setText(self._why_nothing())
        self._body.setCurrentIndex(0 if self.model.places else 1)
        row = self.model.row_of(self._sought() or self._place)
        self._go_to_row(row if row >= 0 else 0)

    def _sought(self) -> Place | None:
        """The case of the words that were looked for, once."""
        document, start, end = self._looked_for or ("", 0, 0)
        self._looked_for = None
        known = self.review.documents.get(document)
        cases = [one.case for one in known.standings] if known else []
        there = [case for case in cases if not case.agreed and case.start < end and case.end > start]
        nearest = min(there, key=lambda case: abs(case.start - start) + abs(case.end - end), default=None)
        return Place(document, nearest.id) if nearest else None

    def _why_nothing(self) -> str:
        if not self.review.documents:
            return tr(
                "Nothing to review yet. Cases appear as soon as two annotators have finished the same article"
                " (Ctrl+Enter in the article says so)."
            )
        counts = self.review.counts()
        if not counts["open"] and self.filters.wanted.state == "open":
            unsettled = sum(document.unsettled for document in self.review.documents.values())
            if unsettled:
                return tr("No case is open. What all agree on still waits for the policy “all agree”, above.")
            return tr("Every case is settled. Gold is whole: export it from the file menu.")
        return tr("No case fits. Choose another state, kind or article above.")

    # The case at hand

    @property
    def at_hand(self) -> Found | None:
        """The case that keys act on."""
        return self._found(self._place)

    @property
    def settled(self) -> Found | None:
        """The case at hand where it is settled, else the one that was settled last."""
        return next((one for one in (self.at_hand, self._found(self._last)) if one and not one[1].open), None)

    def _found(self, place: Place | None) -> Found | None:
        document = self.review.documents.get(place.document) if place else None
        standing = document.by_case.get(place.case) if document and place else None
        return (document, standing) if document and standing else None

    def _go_to_row(self, row: int) -> None:
        if 0 <= row < len(self.model.places):
            self._go_to(self.model.places[row])
        else:
            self._place = None
            self._drop_mode()

    def _enter_row(self, row: int) -> None:
        """From the list to the case: the keys of its passage act from now on."""
        self._go_to_row(row)
        self.passage.setFocus()

    def _go_to(self, place: Place | None) -> None:
        self._place = place
        row = self.model.row_of(place)
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row))
        self._leave_mode()

    def enter(self, mode: KeyMode, *, selecting: bool = False) -> None:
        """Let the keys of the passage mean what this mode says; ``selecting`` gives it a caret."""
        self.passage.enter(mode, selecting=selecting)
        self.passage.setFocus()
        self.show_case()

    def leave(self) -> None:
        """Back to the case as it is: no mode, no question, the keys with the passage."""
        self._leave_mode()
        self.passage.setFocus()

    def _leave_mode(self) -> None:
        self._drop_mode()
        self.question.hide()
        self._side.setCurrentWidget(self.card)
        self.show_case()

    def _drop_mode(self) -> None:
        if self.passage.mode:
            self.passage.enter(None)
            self.editing.end()

    def show_case(self) -> None:
        """Show the case at hand as it is now."""
        found = self.at_hand
        if found is None:
            return
        document, standing = found
        self._suggested = suggestion(self.review, document, standing) if standing.open else None
        told = Telling(
            self._session,
            self._theme,
            document,
            standing,
            blind=self._is_blind,
            mode=self.passage.mode,
            suggested=self._suggested,
        )
        self._edge.setVisible(self.edits)
        self.passage.show_case(document.text, told.lanes(), standing.case.differing)
        self.card.show_case(
            told.title(),
            told.candidates(),
            told.notes(),
            told.keys(),
            told.guideline(),
            keys_first=self.passage.mode is not None,
        )
        announce(self.passage, told.spoken())

    @property
    def _is_blind(self) -> bool:
        return self.filters.blind.isChecked()

    def _blind(self) -> None:
        self.filters.offer(self.review)
        self._policing.offer(blind=self._is_blind)
        self.show_case()
        self._take_focus()

    # Commands

    def do(self, command: str) -> None:
        """Carry out a command of the review."""
        if self.edits:
            self.editing.do(command)
            return
        if command.startswith("accept-"):
            self._accept(int(command.removeprefix("accept-")))
            return
        acts: Commands = {
            "take-suggestion": self._take_suggestion,
            "union": lambda: self.settle(lambda document, one: union(one.case, document.text)),
            "intersection": lambda: self.settle(lambda document, one: intersection(one.case, document.text)),
            "relabel-case": lambda: choose_label(self, self._suggested),
            "reject-all": lambda: self.settle(lambda *_: none_of_them()),
            "keep-all": lambda: self.settle(lambda _, one: keep_all(one.case)),
            "edit-case": lambda: self.editing.begin(self._suggested),
            "ask": self.question.ask,
            "say-why": self.question.say_why,
            "propagate": self._offer_repeating,
            "guideline-example": self._alike.add_example,
            "next-case": lambda: self._step(1),
            "previous-case": lambda: self._step(-1),
            "next-case-document": self._step_document,
            "figures": lambda: self._figuring.ask(blind=self._is_blind),
            "back-to-list": self._go_back,
            "blind": self.filters.blind.toggle,
        }
        acts[command]()

    @property
    def edits(self) -> bool:
        """Whether Undo and Redo belong to an edit that is not settled yet."""
        return self.editing.draft is not None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and (self.question.isVisible() or self.passage.mode):
            self.leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.hasFocus():
            self._enter_row(self.list.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def settle(self, deed: Deed) -> None:
        """Decide the case at hand and go on to the next one; a refusal is said, and nothing has changed."""
        found = self.at_hand
        if found is None:
            return
        document, standing = found
        try:
            choice = deed(document, standing)
            if choice is None:
                return
            decide(self.review, document, standing, choice)
        except Refused as refusal:
            self.said.emit(str(refusal))
            return
        self._last = Place(document.id, standing.case.id)
        self._drop_mode()
        self.go_on()

    def _accept(self, number: int) -> None:
        found = self.at_hand
        people = people_of(self._session, found[0], blind=self._is_blind) if found else []
        if number <= len(people):
            self.settle(lambda _, one: accept(one.case, people[number - 1]))
        else:
            self.said.emit(tr("Only {count} annotators have finished this article", count=len(people)))

    def _accept_candidate(self, place: int) -> None:
        self.settle(lambda _, one: accept(one.case, versions(one.case)[place].annotators[0]))
        self.passage.setFocus()

    def _take_suggestion(self) -> None:
        if self._suggested is None:
            self.said.emit(tr("Nothing is suggested here: no version has the most votes"))
            return
        choice = self._suggested.choice
        self.settle(lambda *_: choice)

    def go_on(self) -> None:
        """To the next open case."""
        self._step(1)

    def _step(self, by: int) -> None:
        row = self.model.next_open(max(0, self.model.row_of(self._place)), by)
        if row >= 0:
            self._go_to_row(row)
        else:
            self.show_case()
            if not any(found[1].open for row in range(len(self.model.places)) if (found := self.model.found(row))):
                self._arrange()
                self.said.emit(tr("No case of this list is open any more"))

    def _step_document(self) -> None:
        row = self.model.next_document(self.model.row_of(self._place))
        if row >= 0:
            self._go_to_row(row)
        else:
            self.said.emit(tr("No other article has an open case in this list"))

    def _offer_repeating(self) -> None:
        if self._alike.offer():
            self._side.setCurrentWidget(self.repeating)
            self.repeating.ticks.setFocus()

    # What the parts ask for

    def say(self, text: str) -> None:
        self.said.emit(text)

    def offer_undo(self, text: str) -> None:
        self.say(tr("{told}. {key} takes it back", told=text, key=keymap.shown("undo")))

    def _go_back(self) -> None:
        """To the list of passages that led here, else to the list of cases."""
        if self.from_passages:
            self.from_passages = False
            self.returned.emit()
        else:
            self.list.setFocus()


def _rule() -> QFrame:
    rule = QFrame()
    rule.setProperty("role", "rule")
    rule.setFixedHeight(1)
    return rule
