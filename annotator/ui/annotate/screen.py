"""How do reader, labels, list and details work together on one article?

The screen turns what a person points at into operations, and shows what became of them. It learns of every change,
its own included, through the session's ChangeSets.
"""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from annotator.app.annotate.open_document import Desk
from annotator.app.session import Session
from annotator.app.settings import Place
from annotator.domain.change_set import ChangeSet
from annotator.domain.errors import Refused
from annotator.domain.marks.marks import Span
from annotator.domain.marks.span_index import SpanIndex
from annotator.domain.scheme.scheme import Label
from annotator.i18n import tr
from annotator.ui.annotate.attribute_controller import Describing
from annotator.ui.annotate.panels.details import Details
from annotator.ui.annotate.panels.help_card import HelpCard
from annotator.ui.annotate.panels.label_bar import LabelBar
from annotator.ui.annotate.panels.span_list import SpanList, shown_words
from annotator.ui.annotate.reader.page import Typesetting
from annotator.ui.annotate.reader.reader import Reader
from annotator.ui.annotate.relation_controller import Linking
from annotator.ui.annotate.search_controller import Finding
from annotator.ui.annotate.span_controller import Marking
from annotator.ui.shell import keymap
from annotator.ui.theme import Theme
from annotator.ui.widgets.accessibility import announce
from annotator.ui.widgets.toast import Toast

_SHOWN_WORDS = 40
_LOOK_AGAIN_MS = 200
T = TypeVar("T")


class AnnotateScreen(QWidget):
    """One article on the desk."""

    counted = Signal()
    """The number of spans or of warnings, or the status of the article, has changed."""
    renewed = Signal()
    """The scheme is another one, and shown."""
    _changed = Signal(ChangeSet)

    def __init__(self, session: Session, theme: Theme, *, typesetting: Typesetting, side_width: int) -> None:
        super().__init__()
        self._session, self._scheme = session, session.scheme
        self._desk: Desk | None = None
        self.reader = Reader(session.scheme, theme, typesetting)
        self.labels = LabelBar(session.scheme, theme)
        self.list = SpanList(theme, session.scheme.labels)
        self.details = Details()
        self.help_card = HelpCard(session.scheme, session.guidelines)
        self.marking = Marking(self, self.reader, self)
        self.linking = Linking(self, self.reader, self)
        self.describing = Describing(self, self.reader, self.list, self.details, self)
        self.finding = Finding(self, self.reader, self)
        self.find_bar = self.finding.bar
        self._commands: dict[str, Callable[[], None]] = {
            **self.marking.commands,
            **self.linking.commands,
            **self.describing.commands,
            **self.finding.commands,
            "next-span": lambda: self._walk(forward=True),
            "previous-span": lambda: self._walk(forward=False),
            "outer-span": self._go_outward,
            "next-warning": self._next_warning,
            "delete": self._delete,
            "help": self.toggle_help,
            "help-here": self.toggle_help,
            "next-pane": self._next_pane,
            "copy": self.reader.copy,
        }
        self._side = QStackedWidget()
        self._warnings = 0
        self._looking = QTimer(self)
        self._looking.setSingleShot(True)
        self._looking.timeout.connect(self._look)
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
        column.addWidget(self.linking.bar)
        column.addWidget(self.reader, 1)
        lower = QSplitter(Qt.Orientation.Vertical)
        lower.setObjectName("spans-and-details")
        lower.setHandleWidth(1)
        lower.addWidget(self.list)
        described = QWidget()
        below = QVBoxLayout(described)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(self.linking.list)
        below.addWidget(self.details, 1)
        lower.addWidget(described)
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
        self.labels.chosen.connect(lambda name: self.do(f"label:{name}"))
        self.list.chosen.connect(lambda name: self.focus(name, reveal=True, from_list=True))
        self.list.left.connect(self.reader.setFocus)
        self.details.left.connect(self.reader.setFocus)
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

    def rest(self) -> None:
        """The window closes: what was typed is told, and nothing is looked for any more."""
        self.details.settle()
        self._looking.stop()

    # The article

    def show_document(self, document: str | None) -> None:
        """Put another article on the desk; None clears it. Raises Refused where it is damaged."""
        self.details.settle()
        desk = Desk(self._session, document) if document else None
        if self._desk:
            self.places[self._desk.document.id] = self.reader.place()
        self.linking.stop()
        self._desk = desk
        text = self._desk.document.text if self._desk else ""
        self.reader.show_text(text, self._desk.index if self._desk else SpanIndex.of())
        self.list.spans.show_desk(self._desk)
        self.finding.search_in(text)
        self.reader.go_to(self.places.get(document or "", Place()))
        self.focus(None)
        self._count()

    def _renew(self) -> None:
        """Show the scheme as it is now, everywhere."""
        self._scheme = self._session.scheme
        self.details.forget_forms()
        self.reader.show_scheme(self._scheme)
        self.labels.show_scheme(self._scheme)
        self.list.show_labels(self._scheme.labels)
        self.help_card.show_scheme(self._scheme, self._session.guidelines)
        self.renewed.emit()

    def _follow(self, change: ChangeSet) -> None:
        if self._scheme is not self._session.scheme:
            self._renew()
        if self._desk is None or not self._desk.concerns(change):
            return
        if change.bulk and self._desk.document.id not in self._session.document_ids():
            self.show_document(None)
            return
        self._desk.follow(change)
        self.list.follow(change)
        sides = [side for spans in change.spans for side in (spans.before, spans.after) if side]
        self.reader.show_spans(self._desk.index, None if change.bulk else [(span.start, span.end) for span in sides])
        self.marking.follow()
        focused = self.reader.focused
        touched = [spans.after.id for spans in change.spans if spans.after]
        if change.origin != "do" and touched:
            self.focus(touched[0], reveal=True)
        elif focused and focused not in self._desk.spans:
            self.focus(None)
        elif focused and (change.bulk or focused in touched):
            self.focus(focused)
        elif change.relations:
            self.linking.show()
        self._count()

    def _count(self) -> None:
        self.labels.show_counts(self._desk.counts() if self._desk else {})
        self.counted.emit()
        self._looking.start(_LOOK_AGAIN_MS)

    @property
    def warnings(self) -> int:
        """How many warnings the article has, as far as it has been looked at since the last change."""
        return self._warnings

    def _look(self) -> None:
        """Look for warnings when the hands rest: in a long article that takes longer than a key press may."""
        found = self._desk.cautions() if self._desk else []
        self._warnings = len(found)
        self.list.spans.show_cautions(found)
        self.counted.emit()

    # The focused span

    @property
    def focused(self) -> Span | None:
        name = self.reader.focused
        return self._desk.spans.get(name) if self._desk and name else None

    def point_to(self, name: str) -> None:
        """Focus this span and bring it into sight."""
        self.focus(name, reveal=True)

    def stand_at(self, name: str | None, start: int, end: int) -> None:
        """Focus this span; where it is not on the desk, select the words instead."""
        if self._desk and name in self._desk.spans:
            self.focus(name, reveal=True)
        else:
            self.reader.reveal(start, end)
            self.reader.select(start, end)

    def focus(self, name: str | None, *, reveal: bool = False, from_list: bool = False) -> None:
        """Make this span the one that keys act on; None lets go."""
        if name != self.reader.focused:
            self.linking.stop()
            self.marking.forget_fragment()
        self.reader.focus_span(name)
        span = self.focused
        if span and reveal:
            self.reader.reveal(span.start, span.end)
        if not from_list:
            self.list.point_to(span)
            self._read_out(span)
        self.details.show_span(self._desk, span)
        self.linking.show()
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
            self.finding.close()
        elif self._side.currentWidget() is self.help_card:
            self.toggle_help()
        elif self.reader.has_selection():
            self.reader.select(self.reader.caret(), self.reader.caret())
        else:
            self.focus(None)

    def _click(self, place: int) -> None:
        """The smallest span under the mouse; the same place again, the next one around it."""
        if self._desk is None:
            return
        names = [span.id for span in self._desk.index.at(place)] if place >= 0 else []
        known, turn = self._clicked
        turn = turn + 1 if names and names == known and self.reader.focused == known[turn % len(known)] else 0
        self._clicked = (names, turn)
        self.focus(names[turn % len(names)] if names else None)

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
        kind, _, name = command.partition(":")
        self.details.settle()
        match kind:
            case "label":
                self.marking.label(name)
            case "fragment":
                self.marking.add_fragment(name)
            case "attribute":
                self.describing.change(name)
            case _ if command in self._commands:
                self._commands[command]()

    def _delete(self) -> None:
        if not self.linking.delete():
            self.marking.delete()

    def _walk(self, *, forward: bool) -> None:
        """The span after the focused one in text order, or after the caret where none is focused."""
        span = self.list.spans.beside(self.focused, self.reader.caret(), forward=forward)
        if span:
            self.focus(span.id, reveal=True)

    def _go_outward(self) -> None:
        span = self.focused
        if self._desk and span:
            around = [one for one in self._desk.index.at(span.start) if one.length > span.length]
            if around:
                self.focus(around[0].id)

    def _next_warning(self) -> None:
        """The next span about which there is a caution, after the focused one or the caret."""
        found = self._desk.cautions() if self._desk else []
        if self._desk is None or not found:
            self.say(tr("There is no warning in this article"))
            return
        here = self.focused
        caret = self.reader.caret()
        place = (here.start, -here.end, here.id) if here else (caret, -len(self._desk.document.text), "")
        order = [(span.start, -span.end, span.id) for span in (self._desk.spans[one.span] for one in found)]
        following = [one for one, at in zip(found, order, strict=True) if at > place]
        chosen = (following or found)[0]
        self.focus(chosen.span, reveal=True)
        together = [one.text for one in found if one.span == chosen.span]
        number = [one.span for one in found].index(chosen.span) + 1
        self.say(tr("Warning {number} of {count}: {text}", number=number, count=len(found), text="; ".join(together)))

    # What the parts ask for

    def at_hand(self) -> tuple[Desk, Span] | None:
        span = self.focused
        if self._desk is None or span is None:
            self.say(tr("Focus a span first (Tab)"))
            return None
        return self._desk, span

    def say(self, text: str) -> None:
        self.toast.say(text)

    def offer_undo(self, text: str) -> None:
        self.say(tr("{text}. {key} brings it back", text=text, key=keymap.shown("undo")))

    def attempt(self, act: Callable[[], T]) -> T | None:
        try:
            return act()
        except Refused as refusal:
            self.say(str(refusal))
            return None

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
        """From the text to the list, to the links and what is said of one, to the details, and back."""
        links = self.linking.list
        if self.beside:
            (self.beside if self.reader.hasFocus() else self.reader).setFocus()
        elif self.reader.hasFocus():
            self.list.setFocus()
        elif self.list.hasFocus() and links.links:
            links.setFocus()
        elif links.hasFocus() and links.fields():
            links.fields()[0].setFocus()
        elif self.focused and (self.list.hasFocus() or links.holds_keys()):
            self.details.first_field().setFocus()
        else:
            self.reader.setFocus()
