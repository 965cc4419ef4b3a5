"""How do keys and mouse mark the text: label, move edges, add fragments, delete?"""

from functools import partial

from PySide6.QtCore import QObject

from annotator.app.annotate import boundaries, spans
from annotator.app.annotate.open_document import Desk
from annotator.domain.marks.marks import Span
from annotator.i18n import tr, trn
from annotator.ui.annotate.context import Commands, Ground
from annotator.ui.annotate.reader.reader import Reader

EDGES = [
    f"{edge}-{side}{unit}" for edge in ("start", "end") for side in ("left", "right") for unit in ("", "-character")
]


class Marking(QObject):
    """Marks of one screen: made, moved and removed. One fragment of the focused span may be at hand by itself."""

    def __init__(self, ground: Ground, reader: Reader, parent: QObject) -> None:
        super().__init__(parent)
        self._ground, self._reader = ground, reader
        self._fragment: int | None = None
        self.commands: Commands = {
            "boundary": self._enter_boundary_mode,
            "next-fragment": self._next_fragment,
            **{name: partial(self._nudge, name) for name in EDGES},
        }

    def label(self, name: str) -> None:
        """Label the selection; without one, relabel the focused span."""
        desk, span = self._ground.desk, self._ground.focused
        if desk is None:
            return
        if self._reader.has_selection():
            added = self._ground.attempt(lambda: spans.add_span(desk, name, *self._reader.selection()))
            if added:
                self._reader.select(added.end, added.end)
                self._ground.focus(added.id)
        elif span:
            lost = self._ground.attempt(lambda: spans.relabel_span(desk, span, name))
            if lost:
                self._ground.offer_undo(
                    trn("{count} link no longer fits and went", "{count} links no longer fit and went", lost)
                )
        else:
            self._ground.say(tr("Select some words first, or focus a span with Tab"))

    def add_fragment(self, label: str) -> None:
        """Add the selection to the focused span, if it is of this label."""
        found = self._ground.at_hand()
        if found is None:
            return
        desk, span = found
        if not self._reader.has_selection():
            self._ground.say(tr("Select the words that belong to {span} too", span=self._ground.describe(span)))
        elif span.label != label:
            kind = desk.session.scheme.labels[label].title
            self._ground.say(
                tr("The focused span is a {is_one}, not a {label}", is_one=_title(desk, span), label=kind.lower())
            )
        else:
            caret = self._reader.selection()[1]
            self._ground.attempt(lambda: boundaries.add_fragment(desk, span, *self._reader.selection()))
            self._reader.select(caret, caret)

    def forget_fragment(self) -> None:
        """The whole span is at hand again."""
        self._fragment = None
        self._reader.show_fragment(None)

    def follow(self) -> None:
        """The focused span changed: what was at hand may be gone."""
        span = self._ground.focused
        if self._fragment is not None and (span is None or self._fragment >= len(span.fragments)):
            self.forget_fragment()

    def delete(self) -> None:
        """Remove the fragment at hand, or the focused span with its links."""
        found = self._ground.at_hand()
        if found is None:
            return
        desk, span = found
        if self._fragment is not None:
            self._remove_fragment(desk, span, self._fragment)
            return
        lost = self._ground.attempt(lambda: spans.delete_span(desk, span))
        if lost is not None:
            with_links = trn(" and its {count} link", " and its {count} links", lost) if lost else ""
            self._ground.offer_undo(tr("Deleted {span}", span=self._ground.describe(span)) + with_links)

    def _remove_fragment(self, desk: Desk, span: Span, number: int) -> None:
        start, end = span.fragments[number]
        words = " ".join(desk.document.text[start:end].split())
        self.forget_fragment()
        self._ground.attempt(lambda: boundaries.remove_fragment(desk, span, number))
        self._ground.offer_undo(tr("Took “{words}” off the span", words=words))

    def _next_fragment(self) -> None:
        """The first fragment, the next, and after the last the whole span again."""
        found = self._ground.at_hand()
        if found is None:
            return
        _, span = found
        if len(span.fragments) == 1:
            self._ground.say(tr("This span is of one piece; select more words and press Shift with its letter"))
            return
        number = 0 if self._fragment is None else self._fragment + 1
        if number == len(span.fragments):
            self.forget_fragment()
            return
        self._fragment = number
        self._reader.bring_into_view(*span.fragments[number])
        self._reader.show_fragment(number)

    def _nudge(self, command: str) -> None:
        found = self._ground.at_hand()
        if found:
            desk, span = found
            edge, side, *unit = command.split("-")
            self._ground.attempt(
                lambda: boundaries.nudge_span(
                    desk, span, edge=edge, forward=side == "right", by_word=not unit, fragment=self._fragment
                )
            )

    def _enter_boundary_mode(self) -> None:
        if self._ground.at_hand():
            self._reader.setFocus()
            self._reader.enter_boundary_mode()
            self._ground.say(
                tr("Boundaries: arrows move the end, with Shift the start, with Ctrl by a character; Enter leaves")
            )


def _title(desk: Desk, span: Span) -> str:
    label = desk.session.scheme.labels.get(span.label)
    return label.title.lower() if label else span.label
