"""The controller of relations between spans.

It shows the relations of the focused span in the text, the margin and the list, and holds the choice of a new relation.
"""

from PySide6.QtCore import QObject
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu

from annotator.app.annotate import relations
from annotator.app.annotate.open_document import OpenDocument
from annotator.domain.marks.marks import Relation, Span, text_order
from annotator.i18n import tr
from annotator.ui.annotate.context import AnnotateContext, Commands
from annotator.ui.annotate.modes.key_modes import RelationMode
from annotator.ui.annotate.panels.relation_bar import RelationBar
from annotator.ui.annotate.panels.relation_list import RelationList
from annotator.ui.annotate.reader.chips import RelationChips
from annotator.ui.annotate.reader.reader import Reader
from annotator.ui.annotate.reader.relation_painter import Hint, ShownRelation
from annotator.ui.shell import keys_in_force
from annotator.ui.widgets.plain_text import shorten

LETTERS = "FJDKSLAQGHEIRUWOTYPZVBNMCX"
_SHOWN_LETTERS = 40


class RelationController(QObject):
    """Shows, adds, follows, changes and deletes the relations of one screen."""

    def __init__(self, context: AnnotateContext, reader: Reader, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._reader = context, reader
        self.bar, self.list, self.chips = RelationBar(), RelationList(), RelationChips(reader)
        self._offers: list[relations.RelationOffer] = []
        self._incoming = False
        self._chosen, self._chosen_label = 0, 0
        self._came_from: tuple[str, int] | None = None
        reader.relation_drawn.connect(self._add_drawn)
        reader.view_moved.connect(self._show_chips)
        self.chips.chosen.connect(self._jump)
        self.list.current_changed.connect(lambda _: self._show_curves())
        self.list.activated.connect(self._jump)
        self.list.left.connect(self._leave_list)
        self.list.attribute_changed.connect(self._set_attribute)
        self.commands: Commands = {
            "link": self.start,
            "link-from": lambda: self.start(incoming=True),
            "link-last": self.relate_to_likely_source,
            "follow-link": self.follow,
            "reverse-link": self.reverse,
        }

    # Showing

    def show(self) -> None:
        """Show the relations of the focused span."""
        self.list.show_relations(self._shown_relations(), self._labels())
        self._show_curves()

    def _shown_relations(self) -> list[ShownRelation]:
        open_document, span = self._context.open_document, self._context.focused
        if open_document is None or span is None:
            return []
        rows = []
        for relation in open_document.relations_of(span.id):
            outgoing = relation.source == span.id
            label = open_document.session.scheme.relations.get(relation.label)
            other_end = open_document.spans[relation.target if outgoing else relation.source]
            rows.append(ShownRelation(relation, other_end, label.title if label else relation.label, outgoing))
        return sorted(rows, key=lambda row: (*text_order(row.other_end), row.relation.id))

    def _labels(self) -> dict[str, object]:
        open_document = self._context.open_document
        return dict(open_document.session.scheme.relations) if open_document else {}

    def _show_curves(self) -> None:
        current = self.list.current
        self._reader.overlay.show_relations(
            self.list.relations, current.relation.id if current and self.list.hasFocus() else None
        )
        self._show_chips()

    def _show_chips(self) -> None:
        sides = [(self._reader.side_of(row.other_end), row) for row in self.list.relations]
        self.chips.show_relations(
            [row for side, row in sides if side < 0],
            [row for side, row in sides if side > 0],
            self._reader.right_margin,
        )

    # Adding

    def start(self, *, incoming: bool = False) -> None:
        """Offer the spans that the focused span can have a relation with; the nearest is chosen."""
        focused = self._context.require_span()
        if focused is None:
            return
        open_document, span = focused
        self._offers, self._incoming = relations.relation_offers(open_document, span, incoming=incoming), incoming
        if not self._offers:
            self._context.say(tr("There is nothing in this article that {span} can be linked with", span=_title(span)))
            return
        self._chosen, self._chosen_label = 0, 0
        self._reader.setFocus()
        self._reader.set_mode(
            RelationMode(
                step=self._step,
                hint=self._choose_letter,
                change_label=self._change_label,
                add=self._add_chosen,
                leave=self.stop,
            )
        )
        self._show_choice()

    def stop(self) -> None:
        """Cancel the choice of a new relation."""
        self._offers = []
        self.bar.hide()
        self._reader.overlay.show_hints([])
        if isinstance(self._reader.mode, RelationMode):
            self._reader.set_mode(None)

    def _step(self, steps: int) -> None:
        self._chosen, self._chosen_label = (self._chosen + steps) % len(self._offers), 0
        self._show_choice()

    def _choose_letter(self, letter: str) -> None:
        if letter in LETTERS[: len(self._offers)]:
            self._chosen, self._chosen_label = LETTERS.index(letter), 0
            self._show_choice()

    def _change_label(self, steps: int) -> None:
        self._chosen_label = (self._chosen_label + steps) % len(self._offers[self._chosen].relations)
        self._show_choice()

    def _show_choice(self) -> None:
        open_document, span = self._context.open_document, self._context.focused
        if open_document is None or span is None:
            return
        offer = self._offers[self._chosen]
        self._reader.bring_into_view(offer.span.start, offer.span.end)
        self._reader.overlay.show_hints(
            [
                Hint(candidate.span, LETTERS[n] if n < len(LETTERS) else "", n == self._chosen)
                for n, candidate in enumerate(self._offers)
                if (n < len(LETTERS) or n == self._chosen) and self._reader.side_of(candidate.span) == 0
            ]
        )
        source, target = (offer.span, span) if self._incoming else (span, offer.span)
        self.bar.show_choice(
            self._context.describe(source),
            open_document.session.scheme.relations[offer.relations[self._chosen_label]].title,
            self._context.describe(target),
            position=tr("{number} of {count}", number=self._chosen + 1, count=len(self._offers)),
            has_other_labels=len(offer.relations) > 1,
        )

    def _add_chosen(self) -> None:
        offer, incoming, label = self._offers[self._chosen], self._incoming, self._chosen_label
        span = self._context.focused
        self.stop()
        if span:
            source, target = (offer.span, span) if incoming else (span, offer.span)
            self._add(source, target, offer.relations[label])
            self._reader.bring_into_view(span.start, span.end)

    def relate_to_likely_source(self) -> None:
        """Add a relation from the span that was named last before the focused one."""
        focused = self._context.require_span()
        if focused is None:
            return
        open_document, span = focused
        offer = relations.likely_source(open_document, span)
        if offer is None:
            self._context.say(tr("Nobody is named before {span} who could be linked with it", span=_title(span)))
            return
        added = self._add(offer.span, span, offer.relations[0])
        if added:
            title = open_document.session.scheme.relations[added.label].title
            self._context.offer_undo(
                tr("{source} {kind} {span}", source=self._context.describe(offer.span), kind=title, span=_title(span))
            )

    def _add_drawn(self, first: str, second: str) -> None:
        """Add the relation that the mouse drew; if the scheme has only the opposite direction, use that one."""
        open_document = self._context.open_document
        if open_document is None:
            return
        source, target = open_document.spans[first], open_document.spans[second]
        scheme = open_document.session.scheme
        labels = scheme.relations_between(source.label, target.label)
        if not labels:
            source, target = target, source
            labels = scheme.relations_between(source.label, target.label)
        self._context.focus(first)
        if not labels:
            self._context.say(
                tr("The scheme has no link between {one} and {other}", one=_title(source), other=_title(target))
            )
        elif len(labels) == 1:
            self._add(source, target, labels[0])
        else:
            self._choose_label(open_document, source, target, labels)

    def _choose_label(self, open_document: OpenDocument, source: Span, target: Span, labels: tuple[str, ...]) -> None:
        menu = QMenu(self._reader)
        for label in labels:
            title = open_document.session.scheme.relations[label].title
            menu.addAction(title).triggered.connect(lambda _=False, label=label: self._add(source, target, label))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(QCursor.pos())

    def _add(self, source: Span, target: Span, label: str) -> Relation | None:
        open_document = self._context.open_document
        return (
            self._context.attempt(lambda: relations.add_relation(open_document, source, target, label))
            if open_document
            else None
        )

    # Following and changing

    def follow(self) -> None:
        """Focus the other end of the first relation, then the span itself again, then the end of the next relation."""
        focused = self._context.require_span()
        if focused is None:
            return
        open_document, span = focused
        if self._came_from and self._came_from[0] != span.id and self._came_from[0] in open_document.spans:
            origin, _ = self._came_from
            if any(origin in (relation.source, relation.target) for relation in open_document.relations_of(span.id)):
                self._context.focus(origin, reveal=True)
                return
        rows = self._shown_relations()
        if not rows:
            self._context.say(
                tr("{span} has no links; {key} makes one", span=_title(span), key=keys_in_force.shown_key("link"))
            )
            return
        last = self._came_from[1] if self._came_from and self._came_from[0] == span.id else -1
        number = (last + 1) % len(rows)
        self._came_from = (span.id, number)
        self._context.focus(rows[number].other_end.id, reveal=True)

    def _jump(self, name: str) -> None:
        """Focus the other end of a relation; its chip leads back."""
        span = self._context.focused
        if span:
            self._came_from = (span.id, -1)
        self._context.focus(name, reveal=True)
        self._reader.setFocus()

    def delete(self) -> bool:
        """Delete the current relation of the list if the list has the focus.

        Returns whether the list had a current relation and the focus.
        """
        open_document, current = self._context.open_document, self.list.current
        if open_document is None or current is None or not self.list.hasFocus():
            return False
        self._context.attempt(lambda: relations.delete_relation(open_document, current.relation))
        self._context.offer_undo(tr("Removed the link “{title}”", title=current.title))
        return True

    def reverse(self) -> None:
        """Reverse the direction of the current relation of the list."""
        open_document, current = self._context.open_document, self.list.current
        if open_document is None or current is None:
            self._context.say(tr("Point to a link in the list first (F6)"))
            return
        self._context.attempt(lambda: relations.reverse_relation(open_document, current.relation))

    def _set_attribute(self, name: str, value: str) -> None:
        open_document, current = self._context.open_document, self.list.current
        if open_document and current:
            self._context.attempt(
                lambda: relations.set_relation_attribute(open_document, current.relation, name, value)
            )

    def _leave_list(self) -> None:
        self._reader.setFocus()
        self._show_curves()


def _title(span: Span) -> str:
    return f"“{shorten(' '.join(span.quote.split()), _SHOWN_LETTERS)}”"
