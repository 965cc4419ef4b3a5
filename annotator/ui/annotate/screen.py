"""How do reader, labels, list and details work together on one article?

The screen turns what a person points at into operations, and shows what became of them. It learns of every change,
its own included, through the session's ChangeSets.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from annotator.app import describing, extents, marking
from annotator.app.desk import Desk
from annotator.app.session import Session
from annotator.app.settings import Place
from annotator.domain.change import ChangeSet
from annotator.domain.errors import Refused
from annotator.domain.intervals import SpanIndex
from annotator.domain.marks import Span
from annotator.domain.scheme import Label
from annotator.i18n import tr, trn
from annotator.ui import keymap
from annotator.ui.annotate.details import Details, Saying
from annotator.ui.annotate.find_bar import FindBar
from annotator.ui.annotate.help_card import HelpCard
from annotator.ui.annotate.label_bar import LabelBar
from annotator.ui.annotate.page import Typesetting
from annotator.ui.annotate.reader import Reader
from annotator.ui.annotate.span_list import SpanList, shown_words
from annotator.ui.spoken import announce
from annotator.ui.theme import Theme
from annotator.ui.toast import Toast

_SHOWN_WORDS = 40


class AnnotateScreen(QWidget):
    """One article on the desk."""

    counted = Signal()
    """The number of spans or the status of the article has changed."""
    _changed = Signal(ChangeSet)

    def __init__(self, session: Session, theme: Theme, *, typesetting: Typesetting, side_width: int) -> None:
        super().__init__()
        self._session = session
        self._desk: Desk | None = None
        self.reader = Reader(session.scheme, theme, typesetting)
        self.labels = LabelBar(session.scheme, theme)
        self.list = SpanList(theme, session.scheme.labels)
        self.details = Details()
        self.find_bar = FindBar()
        self.help_card = HelpCard(session.scheme, session.guidelines)
        self._side = QStackedWidget()
        self._clicked: tuple[list[str], int] = ([], -1)
        self.places: dict[str, Place] = {}
        self._told = ""
        self._lay_out(side_width)
        self.toast = Toast(self._center)
        self.wear(theme)
        self._connect()
        # A job publishes from its own thread; the signal brings the change over to the window's.
        self._changed.connect(self._follow)
        session.subscribe(self._changed.emit)

    def _lay_out(self, side_width: int) -> None:
        self._center = QWidget()
        column = QVBoxLayout(self._center)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.find_bar)
        column.addWidget(self.reader, 1)
        lower = QSplitter(Qt.Orientation.Vertical)
        lower.setHandleWidth(1)
        lower.addWidget(self.list)
        lower.addWidget(self.details)
        lower.setSizes([300, 200])
        lower.setStretchFactor(0, 1)
        lower.setChildrenCollapsible(False)
        self.details.setMinimumHeight(120)
        self._side.addWidget(lower)
        self._side.addWidget(self.help_card)
        self._side.setMinimumWidth(240)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setHandleWidth(1)
        self._splitter.addWidget(self._center)
        self._splitter.addWidget(self._side)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setSizes([1000, side_width])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._splitter)

    def _connect(self) -> None:
        self.reader.clicked.connect(self._click)
        self.reader.selected.connect(self._light)
        self.reader.commanded.connect(self.do)
        self.reader.boundary_left.connect(lambda: self.toast.say(tr("Boundaries stay where they are")))
        self.reader.escaped.connect(self._let_go)
        self.labels.chosen.connect(self.label)
        self.list.chosen.connect(lambda name: self._focus(name, reveal=True, from_list=True))
        self.list.left.connect(self.reader.setFocus)
        self.details.said.connect(self._say)
        self.details.noted.connect(self._note)
        self.details.left.connect(self.reader.setFocus)
        self.find_bar.found.connect(self._show_hits)
        self.find_bar.taken.connect(self._take_hit)
        self.find_bar.closed.connect(self._close_find)
        self.help_card.closed.connect(self.toggle_help)

    @property
    def desk(self) -> Desk | None:
        return self._desk

    @property
    def side_width(self) -> int:
        return self._splitter.sizes()[1]

    @property
    def beside(self) -> QWidget | None:
        """What stands beside the article in the place of spans and details."""
        shown = self._side.currentWidget()
        return shown if self._side.currentIndex() > 0 else None

    def show_beside(self, panel: QWidget | None) -> None:
        """Put a panel beside the article; None brings spans and details back, and the keys to the text."""
        if panel is None:
            self._side.setCurrentIndex(0)
            self.reader.setFocus()
            return
        if self._side.indexOf(panel) < 0:
            self._side.addWidget(panel)
        self._side.setCurrentWidget(panel)

    def wear(self, theme: Theme) -> None:
        for part in (self.reader, self.labels, self.list, self.find_bar, self.help_card):
            part.wear(theme)

    def obey_keys(self) -> None:
        """Show the keys that are in force now."""
        self.labels.obey_keys()
        self.find_bar.obey_keys()

    # The article

    def show_document(self, document: str | None) -> None:
        """Put another article on the desk; None clears it. Raises Refused where it is damaged."""
        self.details.settle()
        desk = Desk(self._session, document) if document else None
        if self._desk:
            self.places[self._desk.document.id] = self.reader.place()
        self._desk = desk
        text = self._desk.document.text if self._desk else ""
        self.reader.show_text(text, self._desk.index if self._desk else SpanIndex())
        self.list.spans.show_desk(self._desk)
        self.find_bar.search_in(text)
        self.reader.go_to(self.places.get(document or "", Place()))
        self._focus(None)
        self._count()

    def _follow(self, change: ChangeSet) -> None:
        if self._desk is None or not self._desk.concerns(change):
            return
        if change.bulk and self._desk.document.id not in self._session.document_ids():
            self.show_document(None)
            return
        self._desk.follow(change)
        self.list.follow(change)
        sides = [side for spans in change.spans for side in (spans.before, spans.after) if side]
        self.reader.show_spans(self._desk.index, None if change.bulk else [(span.start, span.end) for span in sides])
        focused = self.reader.focused
        touched = [spans.after.id for spans in change.spans if spans.after]
        if change.origin != "do" and touched:
            self._focus(touched[0], reveal=True)
        elif focused and focused not in self._desk.spans:
            self._focus(None)
        elif focused and (change.bulk or focused in touched):
            self._focus(focused)
        self._count()

    def _count(self) -> None:
        self.labels.show_counts(self._desk.counts() if self._desk else {})
        self.counted.emit()

    # The focused span

    @property
    def focused(self) -> Span | None:
        name = self.reader.focused
        return self._desk.spans.get(name) if self._desk and name else None

    def point_to(self, name: str) -> None:
        """Focus this span and bring it into sight."""
        self._focus(name, reveal=True)

    def stand_at(self, name: str | None, start: int, end: int) -> None:
        """Focus this span; where it is not on the desk, select the words instead."""
        if self._desk and name in self._desk.spans:
            self._focus(name, reveal=True)
        else:
            self.reader.reveal(start, end)
            self.reader.select(start, end)

    def _focus(self, name: str | None, *, reveal: bool = False, from_list: bool = False) -> None:
        self.reader.focus_span(name)
        span = self.focused
        if span and reveal:
            self.reader.reveal(span.start, span.end)
        if not from_list:
            self.list.point_to(span)
            self._read_out(span)
        self.details.show_span(self._desk, span)
        self._light()

    def _read_out(self, span: Span | None) -> None:
        """Say the focused span to a screen reader where it is another one, or says something else now."""
        told = self.list.spans.spoken(span) if span and QAccessible.isActive() else ""
        if told and told != self._told:
            announce(self.reader, told)
        self._told = told

    def _light(self) -> None:
        span = self.focused
        self.labels.light(span.label if span and not self.reader.has_selection() else None)

    def _let_go(self) -> None:
        """Esc puts away what came over the text first, so that words selected before are still there to be labelled."""
        if self.find_bar.isVisible():
            self._close_find()
        elif self._side.currentWidget() is self.help_card:
            self.toggle_help()
        elif self.reader.has_selection():
            self.reader.select(self.reader.caret(), self.reader.caret())
        else:
            self._focus(None)

    def _click(self, place: int) -> None:
        """The smallest span under the mouse; the same place again, the next one around it."""
        if self._desk is None:
            return
        names = [span.id for span in self._desk.index.at(place)] if place >= 0 else []
        known, turn = self._clicked
        turn = turn + 1 if names and names == known and self.reader.focused == known[turn % len(known)] else 0
        self._clicked = (names, turn)
        self._focus(names[turn % len(names)] if names else None)

    # Commands

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Where Qt takes the shifted key of a keyboard for another one, what was typed still tells."""
        command = keymap.typed(event.text()) if self._takes_plain_keys() else None
        if command:
            self.do(command)
        else:
            super().keyPressEvent(event)

    def _takes_plain_keys(self) -> bool:
        at = self.focusWidget()
        return at in (self.reader, self.list) or (at is not None and self.help_card.isAncestorOf(at))

    def do(self, command: str) -> None:
        """Carry out a command of the reader by its id."""
        actions: dict[str, Callable[[], None]] = {
            "next-span": lambda: self._walk(forward=True),
            "previous-span": lambda: self._walk(forward=False),
            "outer-span": self._go_outward,
            "boundary": self._enter_boundary_mode,
            "delete": self._delete,
            "find": self._open_find,
            "find-here": self._open_find,
            "find-next": lambda: self._step_find(forward=True),
            "find-previous": lambda: self._step_find(forward=False),
            "help": self.toggle_help,
            "help-here": self.toggle_help,
            "next-pane": self._next_pane,
            "copy": self.reader.copy,
        }
        if command in actions:
            actions[command]()
        elif command.startswith(("start-", "end-")):
            self._nudge(command)

    def label(self, name: str) -> None:
        """Label the selection; without one, relabel the focused span."""
        self.details.settle()
        desk, span = self._desk, self.focused
        if desk is None:
            return
        if self.reader.has_selection():
            added = self._try(lambda: marking.add_span(desk, name, *self.reader.selection()))
            if isinstance(added, Span):
                self.reader.select(added.end, added.end)
                self._focus(added.id)
        elif span:
            lost = self._try(lambda: marking.relabel_span(desk, span, name))
            if lost:
                self._offer_undo(
                    trn("{count} link no longer fits and went", "{count} links no longer fit and went", int(str(lost)))
                )
        else:
            self.toast.say(tr("Select some words first, or focus a span with Tab"))

    def _delete(self) -> None:
        desk, span = self._desk, self.focused
        if desk is None or span is None:
            self.toast.say(tr("Focus a span first (Tab)"))
            return
        lost = self._try(lambda: marking.delete_span(desk, span))
        if isinstance(lost, int):
            with_links = trn(" and its {count} link", " and its {count} links", lost) if lost else ""
            self._offer_undo(tr("Deleted {span}", span=self.describe(span)) + with_links)

    def _nudge(self, command: str) -> None:
        desk, span = self._desk, self.focused
        if desk is None or span is None:
            self.toast.say(tr("Focus a span first (Tab)"))
            return
        edge, side, *unit = command.split("-")
        self._try(lambda: extents.nudge_span(desk, span, edge=edge, forward=side == "right", by_word=not unit))

    def _enter_boundary_mode(self) -> None:
        if self.focused is None:
            self.toast.say(tr("Focus a span first (Tab)"))
            return
        self.reader.setFocus()
        self.reader.enter_boundary_mode()
        self.toast.say(
            tr("Boundaries: arrows move the end, with Shift the start, with Ctrl by a character; Enter leaves")
        )

    def _walk(self, *, forward: bool) -> None:
        """The span after the focused one in text order, or after the caret where none is focused."""
        if self._desk is None or not self._desk.spans:
            return
        spans = self._desk.in_order()
        names = [span.id for span in spans]
        if self.reader.focused in names:
            place = names.index(self.reader.focused) + (1 if forward else -1)
        else:
            caret = self.reader.caret()
            after = next((n for n, span in enumerate(spans) if span.start >= caret), len(spans))
            place = after if forward else after - 1
        self._focus(names[place % len(names)], reveal=True)

    def _go_outward(self) -> None:
        span = self.focused
        if self._desk and span:
            around = [one for one in self._desk.index.at(span.start) if one.length > span.length]
            if around:
                self._focus(around[0].id)

    def _say(self, saying: Saying) -> None:
        desk, span = self._desk, self.focused
        if desk and span:
            self._try(lambda: describing.set_attribute(desk, span, saying.name, saying.value))

    def _note(self, note: str) -> None:
        desk, span = self._desk, self.focused
        if desk and span:
            self._try(lambda: describing.set_note(desk, span, note))

    def _try(self, act: Callable[[], object]) -> object:
        """Do it; a refusal is shown where the person looks, and nothing has changed."""
        try:
            return act()
        except Refused as refusal:
            self.toast.say(str(refusal))
            return None

    def _offer_undo(self, text: str) -> None:
        self.toast.say(tr("{text}. {key} brings it back", text=text, key=keymap.shown("undo")))

    def describe(self, span: Span) -> str:
        """Label and words of a span, short enough for a line."""
        label = self._session.scheme.labels.get(span.label)
        words = shown_words(self._desk, span)
        short = words if len(words) <= _SHOWN_WORDS else f"{words[:_SHOWN_WORDS].rstrip()}…"
        return f"{label.title if label else span.label} “{short}”"

    # Panes

    def label_at_hand(self) -> Label | None:
        """The label of the focused span, or of the smallest one under the caret."""
        span = self.focused
        if span is None and self._desk:
            span = next(iter(self._desk.index.at(self.reader.caret())), None)
        return self._session.scheme.labels.get(span.label) if span else None

    def toggle_help(self) -> None:
        """Show the keys and the guideline beside the article, or put them away."""
        if self._side.currentWidget() is self.help_card:
            self._side.setCurrentIndex(0)
            self.reader.setFocus()
        else:
            self.help_card.show_label(self.label_at_hand())
            beside = not self.reader.hasFocus()
            self._side.setCurrentWidget(self.help_card)
            if beside:
                self.help_card.setFocus()

    def _next_pane(self) -> None:
        """From the text to the list, to the details, and back."""
        if self.beside:
            (self.beside if self.reader.hasFocus() else self.reader).setFocus()
        elif self.reader.hasFocus():
            self.list.setFocus()
        elif self.list.hasFocus() and self.focused:
            self.details.first_field().setFocus()
        else:
            self.reader.setFocus()

    # Find

    def _open_find(self) -> None:
        if self._desk:
            self.find_bar.open(self.reader.caret())

    def _show_hits(self) -> None:
        self.reader.show_hits(self.find_bar.hits if self.find_bar.isVisible() else [])
        if self.find_bar.current:
            self.reader.reveal(*self.find_bar.current, select=True)

    def _step_find(self, *, forward: bool) -> None:
        if self.find_bar.hits:
            self.find_bar.step(forward=forward)
        else:
            self._open_find()

    def _take_hit(self) -> None:
        hit = self.find_bar.current
        self._close_find()
        if hit:
            self._focus(None)
            self.reader.reveal(*hit, select=True)

    def _close_find(self) -> None:
        self.find_bar.hide()
        self.reader.show_hits([])
        self.reader.setFocus()
