"""The screen on which an article is annotated.

It connects the reader, the labels, the list of spans and the details with the operations on the open article. It
follows every change, also its own, through the ChangeSets of the session.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from annotator.app import log_file
from annotator.app.annotate.open_document import OpenDocument
from annotator.app.session import Session
from annotator.app.settings import ReadingPosition
from annotator.domain.change_set import ChangeSet
from annotator.domain.errors import Refused
from annotator.domain.marks.marks import Span
from annotator.domain.marks.span_index import SpanIndex
from annotator.domain.scheme.scheme import Label
from annotator.i18n import tr
from annotator.ui.annotate.attribute_controller import AttributeController
from annotator.ui.annotate.context import Commands, T
from annotator.ui.annotate.panels.details import Details
from annotator.ui.annotate.panels.help_card import HelpCard
from annotator.ui.annotate.panels.label_bar import LabelBar
from annotator.ui.annotate.panels.span_list import SpanList, shown_words
from annotator.ui.annotate.reader.page import Typesetting
from annotator.ui.annotate.reader.reader import Reader
from annotator.ui.annotate.relation_controller import RelationController
from annotator.ui.annotate.search_controller import SearchController
from annotator.ui.annotate.side_panel import SidePanel
from annotator.ui.annotate.span_controller import SpanController
from annotator.ui.annotate.warning_controller import WarningController
from annotator.ui.shell import keys_in_force
from annotator.ui.theme import Theme
from annotator.ui.widgets.accessibility import announce
from annotator.ui.widgets.toast import Toast

_SHOWN_WORDS = 40
_READER_WIDTH = 1000


class AnnotateScreen(QWidget):
    """The open article with its labels, spans, relations and attributes."""

    counts_changed = Signal()
    """The number of spans or of warnings, or the status of the article, has changed."""
    scheme_shown = Signal()
    """The scheme has changed, and the screen shows the new one."""
    _changed = Signal(ChangeSet)

    def __init__(self, session: Session, theme: Theme, *, typesetting: Typesetting, side_width: int) -> None:
        super().__init__()
        self._session, self._scheme = session, session.scheme
        self._open_document: OpenDocument | None = None
        self.reader = Reader(session.scheme, theme, typesetting)
        self.labels = LabelBar(session.scheme, theme)
        self.span_list = SpanList(theme, session.scheme.labels)
        self.details = Details()
        self.help_card = HelpCard(session.scheme, session.guidelines)
        self.span_controller = SpanController(self, self.reader, self)
        self.relation_controller = RelationController(self, self.reader, self)
        self.attribute_controller = AttributeController(self, self.reader, self.span_list, self.details, self)
        self.search_controller = SearchController(self, self.reader, self)
        self._warning_controller = WarningController(self, self.reader, self.span_list.spans, self)
        self.find_bar = self.search_controller.bar
        self.commands: Commands = {
            **self.span_controller.commands,
            **self.relation_controller.commands,
            **self.attribute_controller.commands,
            **self.search_controller.commands,
            **self._warning_controller.commands,
            "next-span": lambda: self._step(forward=True),
            "previous-span": lambda: self._step(forward=False),
            "outer-span": self._focus_outer_span,
            "delete": self._delete,
            "help": self.toggle_help,
            "help-here": self.toggle_help,
            "next-pane": self._focus_next_pane,
            "copy": self.reader.copy,
        }
        self.scheme_commands: dict[str, Callable[[str], None]] = {
            "label": self.span_controller.label,
            "fragment": self.span_controller.add_fragment,
            "attribute": self.attribute_controller.change,
        }
        self._side = SidePanel(self.span_list, self.relation_controller.list, self.details)
        self._clicked: tuple[list[str], int] = ([], -1)
        self.reading_positions: dict[str, ReadingPosition] = {}
        self._announced = ""
        self._lay_out(side_width)
        self.toast = Toast(self._center)
        self.set_theme(theme)
        self._connect()
        # A job publishes changes from its own thread; the signal passes them to the thread of the window.
        self._changed.connect(self._follow)
        session.subscribe(self._changed.emit)

    def _lay_out(self, side_width: int) -> None:
        self._center = QWidget()
        column = QVBoxLayout(self._center)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.find_bar)
        column.addWidget(self.relation_controller.bar)
        column.addWidget(self.reader, 1)
        self._side.addWidget(self.help_card)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setHandleWidth(1)
        self._splitter.addWidget(self._center)
        self._splitter.addWidget(self._side)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setSizes([_READER_WIDTH, side_width])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._splitter)

    def _connect(self) -> None:
        self.reader.clicked.connect(self._click)
        self.reader.selection_moved.connect(self._highlight_label)
        self.reader.command_requested.connect(self._run)
        self.reader.boundary_mode_left.connect(lambda: self.toast.say(tr("Boundaries stay where they are")))
        self.reader.escaped.connect(self._escape)
        self.labels.chosen.connect(self._label)
        self.span_list.chosen.connect(lambda name: self.focus(name, reveal=True, from_list=True))
        self.span_list.left.connect(self.reader.setFocus)
        self.details.left.connect(self.reader.setFocus)
        self.help_card.closed.connect(self.toggle_help)
        self._warning_controller.changed.connect(self.counts_changed)

    @property
    def open_document(self) -> OpenDocument | None:
        return self._open_document

    @property
    def side_width(self) -> int:
        return self._splitter.sizes()[1]

    @property
    def warnings(self) -> int:
        """The number of warnings in the article that were found last."""
        return self._warning_controller.count

    @property
    def side_panel(self) -> QWidget | None:
        """The panel that is shown instead of spans and details."""
        return self._side.replacement

    def show_side_panel(self, panel: QWidget | None) -> None:
        """Show a panel instead of spans and details; None shows these again and gives the focus to the text."""
        self._side.replace(panel)
        if panel is None:
            self.reader.setFocus()

    def set_theme(self, theme: Theme) -> None:
        for widget in (self.reader, self.labels, self.span_list, self.find_bar, self.help_card):
            widget.set_theme(theme)

    def reload_shortcuts(self) -> None:
        """Show the current shortcuts."""
        self.labels.reload_shortcuts()
        self.find_bar.reload_shortcuts()

    def prepare_to_close(self) -> None:
        """Store what is being typed, and stop the search for warnings."""
        self.details.settle()
        self._warning_controller.stop()

    # The article

    def show_document(self, document: str | None) -> None:
        """Show another article; None shows none. Raises Refused if it is damaged."""
        self.details.settle()
        open_document = OpenDocument(self._session, document) if document else None
        if self._open_document:
            self.reading_positions[self._open_document.document.id] = self.reader.reading_position()
        self.relation_controller.stop()
        self._open_document = open_document
        text = open_document.document.text if open_document else ""
        self.reader.show_text(text, open_document.index if open_document else SpanIndex.from_spans())
        self.span_list.spans.show_document(open_document)
        self.search_controller.search_in(text)
        self.reader.go_to(self.reading_positions.get(document or "", ReadingPosition()))
        self.focus(None)
        self._update_counts()

    def _show_scheme(self) -> None:
        """Show the current scheme everywhere."""
        self._scheme = self._session.scheme
        self.details.clear_forms()
        self.reader.show_scheme(self._scheme)
        self.labels.show_scheme(self._scheme)
        self.span_list.show_labels(self._scheme.labels)
        self.help_card.show_scheme(self._scheme, self._session.guidelines)
        self.scheme_shown.emit()

    def _follow(self, change: ChangeSet) -> None:
        if self._scheme is not self._session.scheme:
            self._show_scheme()
        open_document = self._open_document
        if open_document is None or not open_document.concerns(change):
            return
        if change.bulk and open_document.document.id not in self._session.document_ids():
            self.show_document(None)
            return
        open_document.follow(change)
        self.span_list.follow(change)
        sides = [side for spans in change.spans for side in (spans.before, spans.after) if side]
        self.reader.show_spans(open_document.index, None if change.bulk else [(span.start, span.end) for span in sides])
        self.span_controller.follow()
        focused = self.reader.focused
        touched = [spans.after.id for spans in change.spans if spans.after]
        if change.origin != "do" and touched:
            self.focus(touched[0], reveal=True)
        elif focused and focused not in open_document.spans:
            self.focus(None)
        elif focused and (change.bulk or focused in touched):
            self.focus(focused)
        elif change.relations:
            self.relation_controller.show()
        self._update_counts()

    def _update_counts(self) -> None:
        self.labels.show_counts(self._open_document.counts() if self._open_document else {})
        self.counts_changed.emit()
        self._warning_controller.schedule_update()

    # The focused span

    @property
    def focused(self) -> Span | None:
        name = self.reader.focused
        return self._open_document.spans.get(name) if self._open_document and name else None

    def reveal_span(self, name: str) -> None:
        """Focus this span and scroll to it."""
        self.focus(name, reveal=True)

    def go_to_passage(self, name: str | None, start: int, end: int) -> None:
        """Focus this span; if the open article does not have it, select the range instead."""
        if self._open_document and name in self._open_document.spans:
            self.focus(name, reveal=True)
        else:
            self.reader.reveal(start, end)
            self.reader.select(start, end)

    def focus(self, name: str | None, *, reveal: bool = False, from_list: bool = False) -> None:
        """Make this span the one that keys act on; None clears the focus."""
        if name != self.reader.focused:
            self.relation_controller.stop()
            self.span_controller.deselect_fragment()
        self.reader.focus_span(name)
        span = self.focused
        if span and reveal:
            self.reader.reveal(span.start, span.end)
        if not from_list:
            self.span_list.select_span(span)
            self._announce(span)
        self.details.show_span(self._open_document, span)
        self.relation_controller.show()
        self._highlight_label()

    def _announce(self, span: Span | None) -> None:
        """Announce the focused span to a screen reader if its description differs from the last one."""
        description = self.span_list.spans.spoken_description(span) if span and QAccessible.isActive() else ""
        if description and description != self._announced:
            announce(self.reader, description)
        self._announced = description

    def _highlight_label(self) -> None:
        span = self.focused
        self.labels.highlight(span.label if span and not self.reader.has_selection() else None)

    def _escape(self) -> None:
        """Close what covers the text first, so that words selected before can still be labelled."""
        if self.find_bar.isVisible():
            self.search_controller.close()
        elif self._side.currentWidget() is self.help_card:
            self.toggle_help()
        elif self.reader.has_selection():
            self.reader.select(self.reader.caret(), self.reader.caret())
        else:
            self.focus(None)

    def _click(self, offset: int) -> None:
        """Focus the smallest span at the offset; a second click there focuses the next larger one."""
        if self._open_document is None:
            return
        names = [span.id for span in self._open_document.index.at(offset)] if offset >= 0 else []
        previous, turn = self._clicked
        turn = turn + 1 if names and names == previous and self.reader.focused == previous[turn % len(previous)] else 0
        self._clicked = (names, turn)
        self.focus(names[turn % len(names)] if names else None)

    # Commands

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Run the command of the typed character where Qt does not recognize its shifted key."""
        command = keys_in_force.command_for_character(event.text()) if self._takes_plain_keys() else None
        if command:
            self._run(command)
        else:
            super().keyPressEvent(event)

    def _takes_plain_keys(self) -> bool:
        widget = self.focusWidget()
        return widget in (self.reader, self.span_list) or (widget is not None and self.help_card.isAncestorOf(widget))

    def _run(self, command: str) -> None:
        """Run a command that the reader or a typed character stands for."""
        self.details.settle()
        if command in self.commands:
            self.commands[command]()

    def _label(self, name: str) -> None:
        """Run the command of a label that was clicked."""
        self.details.settle()
        self.span_controller.label(name)

    def _delete(self) -> None:
        if not self.relation_controller.delete():
            self.span_controller.delete()

    def _step(self, *, forward: bool) -> None:
        """Focus the next or previous span in text order, counted from the focused span or from the caret."""
        span = self.span_list.spans.neighbour(self.focused, self.reader.caret(), forward=forward)
        if span:
            self.focus(span.id, reveal=True)

    def _focus_outer_span(self) -> None:
        span = self.focused
        if self._open_document and span:
            outer = [
                candidate for candidate in self._open_document.index.at(span.start) if candidate.length > span.length
            ]
            if outer:
                self.focus(outer[0].id)

    # The context of the controllers

    def require_span(self) -> tuple[OpenDocument, Span] | None:
        span = self.focused
        if self._open_document is None or span is None:
            self.say(tr("Focus a span first (Tab)"))
            return None
        return self._open_document, span

    def say(self, text: str) -> None:
        self.toast.say(text)

    def offer_undo(self, text: str) -> None:
        self.say(tr("{text}. {key} brings it back", text=text, key=keys_in_force.shown_key("undo")))

    def attempt(self, act: Callable[[], T]) -> T | None:
        try:
            return act()
        except Refused as refusal:
            self.say(log_file.logged_message(refusal))
            return None

    def describe(self, span: Span) -> str:
        """Label and words of a span, short enough for a line."""
        label = self._session.scheme.labels.get(span.label)
        words = shown_words(self._open_document, span)
        short = words if len(words) <= _SHOWN_WORDS else f"{words[:_SHOWN_WORDS].rstrip()}…"
        return f"{label.title if label else span.label} “{short}”"

    # Panes

    def current_label(self) -> Label | None:
        """The label of the focused span, or of the smallest one under the caret."""
        span = self.focused
        if span is None and self._open_document:
            span = next(iter(self._open_document.index.at(self.reader.caret())), None)
        return self._session.scheme.labels.get(span.label) if span else None

    def toggle_help(self) -> None:
        """Show or hide the card with the shortcuts and the guideline of the current label."""
        if self._side.currentWidget() is self.help_card:
            self.show_side_panel(None)
            return
        self.help_card.show_label(self.current_label())
        reading = self.reader.hasFocus()
        self.show_side_panel(self.help_card)
        if not reading:
            self.help_card.setFocus()

    def _focus_next_pane(self) -> None:
        self._side.focus_next_pane(self.reader, has_focused_span=self.focused is not None)
