"""The controller of spans: labels, boundaries, fragments and deletion."""

from functools import partial

from PySide6.QtCore import QObject

from annotator.app.annotate import boundaries, spans
from annotator.app.annotate.open_document import OpenDocument
from annotator.domain.marks.marks import Span
from annotator.i18n import tr, trn
from annotator.ui.annotate.context import AnnotateContext, Commands
from annotator.ui.annotate.reader.reader import Reader

EDGES = [
    f"{edge}-{side}{unit}" for edge in ("start", "end") for side in ("left", "right") for unit in ("", "-character")
]


class SpanController(QObject):
    """Adds, changes and deletes the spans of one screen.

    One fragment of the focused span may be selected; then keys act on this fragment only.
    """

    def __init__(self, context: AnnotateContext, reader: Reader, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._reader = context, reader
        self._fragment: int | None = None
        self.commands: Commands = {
            "boundary": self._enter_boundary_mode,
            "next-fragment": self._next_fragment,
            **{name: partial(self._nudge, name) for name in EDGES},
        }

    def label(self, name: str) -> None:
        """Label the selection; without one, relabel the focused span."""
        open_document, span = self._context.open_document, self._context.focused
        if open_document is None:
            return
        if self._reader.has_selection():
            added = self._context.attempt(lambda: spans.add_span(open_document, name, *self._reader.selection()))
            if added:
                self._reader.select(added.end, added.end)
                self._context.focus(added.id)
        elif span:
            lost_relations = self._context.attempt(lambda: spans.relabel_span(open_document, span, name))
            if lost_relations:
                self._context.offer_undo(
                    trn("{count} link no longer fits and went", "{count} links no longer fit and went", lost_relations)
                )
        else:
            self._context.say(tr("Select some words first, or focus a span with Tab"))

    def add_fragment(self, label: str) -> None:
        """Add the selection to the focused span if it has this label."""
        focused = self._context.require_span()
        if focused is None:
            return
        open_document, span = focused
        if not self._reader.has_selection():
            self._context.say(tr("Select the words that belong to {span} too", span=self._context.describe(span)))
        elif span.label != label:
            wanted_title = open_document.session.scheme.labels[label].title
            self._context.say(
                tr(
                    "The focused span is a {is_one}, not a {label}",
                    is_one=_title(open_document, span),
                    label=wanted_title.lower(),
                )
            )
        else:
            caret = self._reader.selection()[1]
            self._context.attempt(lambda: boundaries.add_fragment(open_document, span, *self._reader.selection()))
            self._reader.select(caret, caret)

    def deselect_fragment(self) -> None:
        """Act on the whole span again."""
        self._fragment = None
        self._reader.show_fragment(None)

    def follow(self) -> None:
        """Deselect the fragment if it no longer exists after a change of the focused span."""
        span = self._context.focused
        if self._fragment is not None and (span is None or self._fragment >= len(span.fragments)):
            self.deselect_fragment()

    def delete(self) -> None:
        """Delete the selected fragment, or the focused span with its relations."""
        focused = self._context.require_span()
        if focused is None:
            return
        open_document, span = focused
        if self._fragment is not None:
            self._remove_fragment(open_document, span, self._fragment)
            return
        lost_relations = self._context.attempt(lambda: spans.delete_span(open_document, span))
        if lost_relations is not None:
            with_relations = (
                trn(" and its {count} link", " and its {count} links", lost_relations) if lost_relations else ""
            )
            self._context.offer_undo(tr("Deleted {span}", span=self._context.describe(span)) + with_relations)

    def _remove_fragment(self, open_document: OpenDocument, span: Span, number: int) -> None:
        start, end = span.fragments[number]
        words = " ".join(open_document.document.text[start:end].split())
        self.deselect_fragment()
        self._context.attempt(lambda: boundaries.remove_fragment(open_document, span, number))
        self._context.offer_undo(tr("Took “{words}” off the span", words=words))

    def _next_fragment(self) -> None:
        """Select the first fragment, then the next one, and after the last one the whole span again."""
        focused = self._context.require_span()
        if focused is None:
            return
        _, span = focused
        if len(span.fragments) == 1:
            self._context.say(tr("This span is of one piece; select more words and press Shift with its letter"))
            return
        number = 0 if self._fragment is None else self._fragment + 1
        if number == len(span.fragments):
            self.deselect_fragment()
            return
        self._fragment = number
        self._reader.bring_into_view(*span.fragments[number])
        self._reader.show_fragment(number)

    def _nudge(self, command: str) -> None:
        focused = self._context.require_span()
        if focused:
            open_document, span = focused
            edge, side, *unit = command.split("-")
            self._context.attempt(
                lambda: boundaries.nudge_span(
                    open_document, span, edge=edge, forward=side == "right", by_word=not unit, fragment=self._fragment
                )
            )

    def _enter_boundary_mode(self) -> None:
        if self._context.require_span():
            self._reader.setFocus()
            self._reader.enter_boundary_mode()
            self._context.say(
                tr("Boundaries: arrows move the end, with Shift the start, with Ctrl by a character; Enter leaves")
            )


def _title(open_document: OpenDocument, span: Span) -> str:
    label = open_document.session.scheme.labels.get(span.label)
    return label.title.lower() if label else span.label
