"""How does a reviewer go through the disagreements, one key for each decision?"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from annotator.app import adjudicating
from annotator.app.adjudicating import Outcome
from annotator.app.guideline_examples import add_example
from annotator.app.jobs import run
from annotator.app.propagating import Placed, identical, propagate
from annotator.app.queueing import Place, Suggestion, figures, letters, shuffled, suggestion, versions
from annotator.app.reviewing import Review, Reviewed, ask, decide
from annotator.app.session import RESERVED_NAME, Session
from annotator.domain.change import ChangeSet
from annotator.domain.errors import Refused
from annotator.domain.guidance import in_short
from annotator.domain.intervals import SpanIndex
from annotator.domain.marks import Fragment, Span
from annotator.i18n import mark, tr, trn
from annotator.review.cases import Case
from annotator.review.choices import Choice, accept, edited, intersection, keep_all, none_of_them, relabelled, union
from annotator.review.policies import policy
from annotator.review.standing import Standing
from annotator.ui import keymap
from annotator.ui.annotate.page import Typesetting
from annotator.ui.pages import Page
from annotator.ui.plain import PlainLabel
from annotator.ui.review import naming
from annotator.ui.review.card import Badge, Candidate, Card, Line, differing_in, said_of
from annotator.ui.review.editing import EditMode, LabelMode
from annotator.ui.review.filters import Filters, PolicyBar
from annotator.ui.review.passage import Lane, Passage
from annotator.ui.review.queue import QueueList, QueueModel
from annotator.ui.review.repeating import Repeating
from annotator.ui.theme import Theme
from annotator.ui.work import Work

_SIDES = (300, 640, 340)
_GUIDELINES, _EXAMPLES = 4, 2
_SOON_MS = 30
# When nobody has decided anything for so long, and there are not too many, the policy is tried again.
_RECOUNT_MS, _FEW = 600, 3000
_LEGEND = {
    "take-suggestion": mark("suggestion"),
    "union": mark("union"),
    "intersection": mark("intersection"),
    "relabel-case": mark("other label"),
    "reject-all": mark("none of these"),
    "keep-all": mark("keep them all"),
    "edit-case": mark("edit"),
    "ask": mark("question back"),
    "propagate": mark("the same again"),
    "guideline-example": mark("an example"),
    "next-case": mark("next case"),
    "next-case-document": mark("next article"),
    "figures": mark("figures"),
    "back-to-list": mark("to the list"),
}
Deed = Callable[[Reviewed, Standing], Choice | None]


class ReviewScreen(Page):
    """The inbox of disagreements: the list, the passage with its lanes, the versions."""

    heading = mark("Review")
    said = Signal(str)
    """A line to say in passing."""
    _changed = Signal(ChangeSet)

    def __init__(self, session: Session, work: Work, theme: Theme, typesetting: Typesetting) -> None:
        super().__init__()
        self._session, self._work, self._theme = session, work, theme
        self.review = Review(session)
        self._stale = True
        self._place: Place | None = None
        self._last: Place | None = None
        self._suggested: Suggestion | None = None
        self.model = QueueModel(self.review)
        self.list = QueueList(self.model, theme)
        self.passage = Passage(session.scheme, theme, typesetting)
        self.card = Card(session.scheme, theme)
        self.repeating = Repeating()
        self.filters, self.policies = Filters(), PolicyBar()
        self.question = QLineEdit()
        self._recount = QTimer(self)
        self._recount.setSingleShot(True)
        self._recount.setInterval(_RECOUNT_MS)
        self._nothing = PlainLabel()
        self._body, self._side = QStackedWidget(), QStackedWidget()
        self._lay_out()
        self._connect()
        # A job publishes from its own thread; the signal brings the change over to the window's.
        self._changed.connect(self._follow)
        session.subscribe(self._changed.emit)

    def _lay_out(self) -> None:
        self.question.setPlaceholderText(tr("What do you want to ask the annotators?"))
        self.question.setAccessibleName(tr("Question"))
        self.question.hide()
        self._nothing.setProperty("role", "muted")
        self._nothing.setWordWrap(True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setContentsMargins(120, 0, 120, 80)
        beside = QWidget()
        column = QVBoxLayout(beside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.question)
        column.addWidget(self._side, 1)
        self._side.addWidget(self.card)
        self._side.addWidget(self.repeating)
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
        rule = QFrame()
        rule.setProperty("role", "rule")
        rule.setFixedHeight(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for part in (self.filters, self.policies, rule):
            whole.addWidget(part)
        whole.addWidget(self._body, 1)

    def _connect(self) -> None:
        self.filters.changed.connect(self._arrange)
        self.filters.blinded.connect(self._blind)
        self._recount.timeout.connect(self._count_again)
        self.policies.tried.connect(self._try_policy)
        self.policies.applied.connect(self._apply_policy)
        self.list.clicked.connect(lambda index: self._enter_row(index.row()))
        self.card.accepted.connect(self._accept_candidate)
        self.question.returnPressed.connect(self._send_question)
        self.repeating.wished.connect(self._repeat)
        self.repeating.left.connect(self._show_card)

    def wear(self, theme: Theme) -> None:
        self._theme = theme
        for part in (self.list, self.passage, self.card):
            part.wear(theme)
        self._show()

    # Coming and going

    def open(self) -> None:
        """Show the cases as they are now."""
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
        self._offer_policies()
        self._arrange()
        self._take_focus()
        self._try_policy()

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
        self.policies.forget()
        self._recount.start()
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
        row = self.model.row_of(self._place)
        self._go_to_row(row if row >= 0 else 0)

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
    def at_hand(self) -> tuple[Reviewed, Standing] | None:
        """The case that keys act on."""
        document = self.review.documents.get(self._place.document) if self._place else None
        standing = document.by_case.get(self._place.case) if document and self._place else None
        return (document, standing) if document and standing else None

    def _go_to_row(self, row: int) -> None:
        if 0 <= row < len(self.model.places):
            self._go_to(self.model.places[row])
        else:
            self._place = None

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

    def _leave_mode(self) -> None:
        self.passage.mode = None
        self.question.hide()
        self._side.setCurrentWidget(self.card)
        self._show()

    def _show_card(self) -> None:
        self._leave_mode()
        self.passage.setFocus()

    def _show(self) -> None:
        found = self.at_hand
        if found is None:
            return
        document, standing = found
        self._suggested = suggestion(self.review, document, standing) if standing.open else None
        people = self._people(document)
        signs, colors = letters(people), {name: self._theme.lane_of(n) for n, name in enumerate(people)}
        differing = standing.case.differing
        lanes = [self._gold_lane(document, standing), *self._lanes(document, standing.case, people, signs, colors)]
        self.passage.show_case(document.text, lanes, differing)
        self.card.show_case(
            self._title(standing),
            [self._candidate(standing.case, names, signs, colors, differing) for names, _ in versions(standing.case)],
            self._notes(standing),
            self._keys(signs),
            self._guideline(standing.case),
        )

    def _people(self, document: Reviewed) -> list[str]:
        """The annotators in the order of their signs: that of the project, or one that hides who is who."""
        here = [layer.annotator for layer in document.layers]
        if self.filters.blind.isChecked():
            return shuffled(here, document.id)
        return [name for name in self._session.people() if name in here]

    def _named(self, names: Sequence[str]) -> str:
        return "" if self.filters.blind.isChecked() else ", ".join(names)

    def _gold_lane(self, document: Reviewed, standing: Standing) -> Lane:
        mode = self.passage.mode
        decision = standing.decision or standing.previous
        mine = (
            tuple(mode.draft) if isinstance(mode, EditMode) else tuple(document.marks_of(decision)) if decision else ()
        )
        return Lane("★", QColor(self._theme.gold), 0, SpanIndex.of(document.gold.spans), mine)

    def _lanes(
        self, document: Reviewed, case: Case, people: list[str], signs: dict[str, str], colors: dict[str, QColor]
    ) -> list[Lane]:
        layers = {layer.annotator: layer for layer in document.layers}
        return [
            Lane(signs[name], colors[name], place, SpanIndex.of(layers[name].spans), case.marked_by(name))
            for place, name in enumerate(people)
        ]

    def _title(self, standing: Standing) -> str:
        kinds = ", ".join(naming.kind(kind) for kind in standing.case.kinds)
        return kinds[:1].upper() + kinds[1:]

    def _candidate(
        self,
        case: Case,
        names: Sequence[str],
        signs: dict[str, str],
        colors: dict[str, QColor],
        differing: Sequence[Fragment],
    ) -> Candidate:
        ordered = sorted(names, key=lambda name: signs[name])
        spans = case.spans.get(names[0], ())
        lines = [Line(span.label, span.quote, differing_in(span, differing), said_of(span)) for span in spans]
        for tie in case.ties.get(names[0], ()):
            told = " · ".join(f"{name}: {value}" for name, value in tie.relation.attributes.items() if value)
            lines.append(Line(tie.relation.label, f"{tie.source.quote} → {tie.target.quote}", (), told))
        return Candidate([Badge(signs[name], colors[name]) for name in ordered], self._named(ordered), lines)

    def _notes(self, standing: Standing) -> list[tuple[str, str]]:
        notes = []
        if standing.decision:
            notes.append((tr("Settled"), naming.decided(standing.decision)))
        if standing.previous:
            notes.append((tr("Settled before the marks changed"), naming.decided(standing.previous)))
        if standing.question:
            notes.append((tr("Asked"), standing.question.comment))
        if standing.decision and standing.decision.comment:
            notes.append((tr("Comment"), standing.decision.comment))
        if self._suggested:
            notes.append((tr("{key} suggests", key=keymap.shown("take-suggestion")), self._suggested.reason))
        if isinstance(self.passage.mode, EditMode):
            notes.append((tr("Editing"), tr("arrows move the end, with Shift the start; Enter settles, Esc leaves")))
        if isinstance(self.passage.mode, LabelMode):
            notes.append((tr("Which label?"), tr("its letter; Esc leaves")))
        return notes

    def _keys(self, signs: dict[str, str]) -> list[tuple[str, str]]:
        told = [(" ".join(sorted(signs.values())), tr("this version"))]
        return told + [(keymap.shown(name), tr(short)) for name, short in _LEGEND.items() if keymap.keys(name)]

    def _guideline(self, case: Case) -> list[str]:
        labels = [span.label for held in case.spans.values() for span in held]
        told = self._session.guidelines
        return in_short(labels[0], told, rules=_GUIDELINES, examples=_EXAMPLES) if labels else []

    def _blind(self) -> None:
        self.filters.offer(self.review)
        self._offer_policies()
        self._show()
        self._take_focus()

    # Commands

    def do(self, command: str) -> None:
        """Carry out a command of the review."""
        if command.startswith("accept-"):
            self._accept(int(command.removeprefix("accept-")))
            return
        acts: dict[str, Callable[[], None]] = {
            "take-suggestion": self._take_suggestion,
            "union": lambda: self._settle(lambda document, one: union(one.case, document.text)),
            "intersection": lambda: self._settle(lambda document, one: intersection(one.case, document.text)),
            "relabel-case": self._choose_label,
            "reject-all": lambda: self._settle(lambda *_: none_of_them()),
            "keep-all": lambda: self._settle(lambda _, one: keep_all(one.case)),
            "edit-case": self._edit,
            "ask": self._ask,
            "propagate": self._offer_repeating,
            "guideline-example": self._add_example,
            "next-case": lambda: self._step(1),
            "previous-case": lambda: self._step(-1),
            "next-case-document": self._step_document,
            "figures": self._tell_figures,
            "back-to-list": self.list.setFocus,
            "blind": self.filters.blind.toggle,
        }
        acts[command]()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and (self.question.isVisible() or self.passage.mode):
            self._show_card()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.hasFocus():
            self._enter_row(self.list.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def _settle(self, deed: Deed) -> None:
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
        self._step(1)

    def _accept(self, number: int) -> None:
        found = self.at_hand
        people = self._people(found[0]) if found else []
        if number <= len(people):
            self._settle(lambda _, one: accept(one.case, people[number - 1]))
        else:
            self.said.emit(tr("Only {count} annotators have finished this article", count=len(people)))

    def _accept_candidate(self, place: int) -> None:
        self._settle(lambda _, one: accept(one.case, versions(one.case)[place].annotators[0]))
        self.passage.setFocus()

    def _take_suggestion(self) -> None:
        if self._suggested is None:
            self.said.emit(tr("Nothing is suggested here: no version has the most votes"))
            return
        choice = self._suggested.choice
        self._settle(lambda *_: choice)

    def _step(self, by: int) -> None:
        row = self.model.next_open(max(0, self.model.row_of(self._place)), by)
        if row >= 0:
            self._go_to_row(row)
        else:
            self._show()
            if not any(found[1].open for row in range(len(self.model.places)) if (found := self.model.found(row))):
                self._arrange()
                self.said.emit(tr("No case of this list is open any more"))

    def _step_document(self) -> None:
        row = self.model.next_document(self.model.row_of(self._place))
        if row >= 0:
            self._go_to_row(row)
        else:
            self.said.emit(tr("No other article has an open case in this list"))

    # Another label, another extent

    def _labels(self) -> dict[str, str]:
        """The labels by the letters that are in force."""
        known = self._session.scheme.labels
        told = {keymap.label_key(name, label.key).upper(): name for name, label in known.items()}
        return {letter: name for letter, name in told.items() if letter}

    def _draft(self) -> list[Span]:
        """What an edit begins with: the suggestion, what was settled, or the first version that is there."""
        found = self.at_hand
        if found is None or found[1].case.is_relation:
            return []
        document, standing = found
        settled = document.marks_of(standing.decision) if standing.decision else []
        suggested = list(self._suggested.choice.spans) if self._suggested else []
        return settled or suggested or list(next(iter(standing.case.spans.values())))

    def _choose_label(self) -> None:
        draft = self._draft()
        if not draft:
            self.said.emit(tr("Only spans have a label to change"))
            return
        self.passage.mode = LabelMode(
            self._labels(),
            choose=lambda label: self._settle(lambda *_: relabelled(draft[0], label, self._session.scheme)),
            leave=self._show_card,
        )
        self.passage.setFocus()
        self._show()

    def _edit(self) -> None:
        draft, found = self._draft(), self.at_hand
        if not draft or found is None:
            self.said.emit(tr("Only spans can be edited: accept, keep or reject a link"))
            return
        self.passage.mode = EditMode(
            draft,
            found[0].text,
            self._session.scheme,
            self._labels(),
            show=self._show,
            settle=lambda: self._settle(lambda *_: edited(draft)),
            leave=self._show_card,
        )
        self.passage.setFocus()
        self._show()

    # Questions

    def _ask(self) -> None:
        found = self.at_hand
        if found:
            self.question.setText(found[1].question.comment if found[1].question else "")
            self.question.show()
            self.question.setFocus()

    def _send_question(self) -> None:
        found = self.at_hand
        if found is None:
            return
        try:
            ask(self.review, *found, self.question.text())
        except Refused as refusal:
            self.said.emit(str(refusal))
            return
        self.passage.setFocus()
        self._step(1)

    # The same elsewhere

    def _to_repeat(self) -> tuple[Reviewed, Standing] | None:
        """The case whose decision is to be repeated: the one at hand, or the one that was settled last."""
        if self.at_hand and not self.at_hand[1].open:
            return self.at_hand
        document = self.review.documents.get(self._last.document) if self._last else None
        standing = document.by_case.get(self._last.case) if document and self._last else None
        return (document, standing) if document and standing and not standing.open else None

    def _offer_repeating(self) -> None:
        found = self._to_repeat()
        if found is None:
            self.said.emit(tr("Settle a case first: its decision can then be repeated"))
            return
        others = identical(self.review, *found)
        if not others:
            self.said.emit(tr("No other open case is like the one that was settled"))
            return
        self._side.setCurrentWidget(self.repeating)
        self.repeating.offer(others)

    def _repeat(self, others: list[Placed]) -> None:
        found = self._to_repeat()
        if found is None:
            return
        try:
            done = propagate(self.review, *found, others) if others else 0
        except Refused as refusal:
            self.said.emit(str(refusal))
            return
        self._show_card()
        told = trn("Settled {count} case alike", "Settled {count} cases alike", done)
        self.said.emit(tr("{told}. {key} takes it back", told=told, key=keymap.shown("undo")))

    # An example for everybody

    def _add_example(self) -> None:
        found = self._to_repeat()
        if found is None:
            self.said.emit(tr("Settle a case first: its passage can then be an example"))
            return
        try:
            label = add_example(self._session, *found)
        except Refused as refusal:
            self.said.emit(str(refusal))
            return
        told = tr("Now an example in the guideline of {label}", label=self._session.scheme.labels[label].title)
        self.said.emit(tr("{told}. {key} takes it back", told=told, key=keymap.shown("undo")))

    # Policies

    def _offer_policies(self) -> None:
        blind = self.filters.blind.isChecked()
        people = dict.fromkeys(layer.annotator for one in self.review.documents.values() for layer in one.layers)
        self.policies.offer([] if blind else [(name, name) for name in people])

    def _try_policy(self) -> None:
        if self.policies.rule.count():
            job = adjudicating.trying(self.review, policy(self.policies.policy))
            self._work.run(
                tr("Counting what the policy would settle"), job, self.policies.show_outcome, self._not_tried
            )

    def _count_again(self) -> None:
        if self.isVisible() and self.policies.rule.count() and sum(self.review.counts().values()) < _FEW:
            self.policies.show_outcome(run(adjudicating.trying(self.review, policy(self.policies.policy))))

    def _apply_policy(self) -> None:
        job = adjudicating.applying(self.review, policy(self.policies.policy))
        self._work.run(tr("Settling by policy"), job, self._applied, self._not_tried)

    def _applied(self, outcome: Outcome) -> None:
        told = trn("Settled {count} mark", "Settled {count} marks", outcome.decided)
        self.said.emit(tr("{told}. {key} takes it back", told=told, key=keymap.shown("undo")))

    def _not_tried(self, why: Exception) -> None:
        self.said.emit(str(why))

    # Figures

    def _tell_figures(self) -> None:
        found = self.at_hand
        if found:
            told = figures(self.review, *found)
            self.said.emit(
                tr(
                    "Of this kind {kind} ({kind_open} open), with these labels {pair} ({pair_open} open),"
                    " in this article {document} ({document_open} open)",
                    **told._asdict(),
                )
                + ". "
                + tr("{key} shows all figures", key=keymap.shown("agreement"))
            )
