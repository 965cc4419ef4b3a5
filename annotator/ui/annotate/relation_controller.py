"""How does a person link spans on the page, and walk along the links?

This part of the annotate screen shows the links of the focused span, in the text, the margin and the list, and holds
the link that is in the making.
"""

from PySide6.QtCore import QObject
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu

from annotator.app.annotate import relations
from annotator.app.annotate.open_document import Desk
from annotator.domain.marks.marks import Relation, Span, text_order
from annotator.i18n import tr
from annotator.ui.annotate.context import Commands, Ground
from annotator.ui.annotate.modes.key_modes import LinkMode
from annotator.ui.annotate.panels.relation_bar import LinkBar
from annotator.ui.annotate.panels.relation_list import LinkList
from annotator.ui.annotate.reader.chips import Chips
from annotator.ui.annotate.reader.reader import Reader
from annotator.ui.annotate.reader.relation_painter import Hint, ShownLink
from annotator.ui.shell import keymap
from annotator.ui.widgets.plain_text import brief

LETTERS = "FJDKSLAQGHEIRUWOTYPZVBNMCX"
_SHOWN_LETTERS = 40


class Linking(QObject):
    """Links of one screen: shown, made, walked and removed."""

    def __init__(self, ground: Ground, reader: Reader, parent: QObject) -> None:
        super().__init__(parent)
        self._ground, self._reader = ground, reader
        self.bar, self.list, self.chips = LinkBar(), LinkList(), Chips(reader)
        self._offers: list[relations.Offer] = []
        self._incoming = False
        self._place, self._kind = 0, 0
        self._came_from: tuple[str, int] | None = None
        reader.linked.connect(self._draw)
        reader.moved.connect(self._show_chips)
        self.chips.chosen.connect(self._jump)
        self.list.pointed.connect(lambda _: self._show_curves())
        self.list.wanted.connect(self._jump)
        self.list.left.connect(self._leave_list)
        self.list.said.connect(self._say_attribute)
        self.commands: Commands = {
            "link": self.start,
            "link-from": lambda: self.start(incoming=True),
            "link-last": self.link_last_named,
            "follow-link": self.follow,
            "reverse-link": self.reverse,
        }

    # What is shown

    def show(self) -> None:
        """Show the links of the span that is focused now."""
        self.list.show_links(self._links(), self._scheme_of())
        self._show_curves()

    def _links(self) -> list[ShownLink]:
        desk, span = self._ground.desk, self._ground.focused
        if desk is None or span is None:
            return []
        shown = []
        for link in desk.linked(span.id):
            outgoing = link.source == span.id
            kind = desk.session.scheme.relations.get(link.label)
            other = desk.spans[link.target if outgoing else link.source]
            shown.append(ShownLink(link, other, kind.title if kind else link.label, outgoing))
        return sorted(shown, key=lambda link: (*text_order(link.other), link.relation.id))

    def _scheme_of(self) -> dict[str, object]:
        desk = self._ground.desk
        return dict(desk.session.scheme.relations) if desk else {}

    def _show_curves(self) -> None:
        pointed = self.list.current
        self._reader.overlay.show_links(
            self.list.links, pointed.relation.id if pointed and self.list.hasFocus() else None
        )
        self._show_chips()

    def _show_chips(self) -> None:
        sides = [(self._reader.side_of(link.other), link) for link in self.list.links]
        self.chips.show_links(
            [link for side, link in sides if side < 0],
            [link for side, link in sides if side > 0],
            self._reader.right_margin,
        )

    # Making one

    def start(self, *, incoming: bool = False) -> None:
        """Offer the spans that the focused one may be linked with, the nearest chosen."""
        found = self._ground.at_hand()
        if found is None:
            return
        desk, span = found
        self._offers, self._incoming = relations.offers(desk, span, incoming=incoming), incoming
        if not self._offers:
            self._ground.say(tr("There is nothing in this article that {span} can be linked with", span=_title(span)))
            return
        self._place, self._kind = 0, 0
        self._reader.setFocus()
        self._reader.enter(
            LinkMode(step=self._step, hint=self._choose_letter, turn=self._turn, make=self._make, leave=self.stop)
        )
        self._show_choice()

    def stop(self) -> None:
        """Put the link in the making away."""
        self._offers = []
        self.bar.hide()
        self._reader.overlay.show_hints([])
        if isinstance(self._reader.mode, LinkMode):
            self._reader.enter(None)

    def _step(self, by: int) -> None:
        self._place, self._kind = (self._place + by) % len(self._offers), 0
        self._show_choice()

    def _choose_letter(self, letter: str) -> None:
        if letter in LETTERS[: len(self._offers)]:
            self._place, self._kind = LETTERS.index(letter), 0
            self._show_choice()

    def _turn(self, by: int) -> None:
        self._kind = (self._kind + by) % len(self._offers[self._place].relations)
        self._show_choice()

    def _show_choice(self) -> None:
        desk, span = self._ground.desk, self._ground.focused
        if desk is None or span is None:
            return
        offer = self._offers[self._place]
        self._reader.bring_into_view(offer.span.start, offer.span.end)
        self._reader.overlay.show_hints(
            [
                Hint(one.span, LETTERS[n] if n < len(LETTERS) else "", n == self._place)
                for n, one in enumerate(self._offers)
                if (n < len(LETTERS) or n == self._place) and self._reader.side_of(one.span) == 0
            ]
        )
        source, target = (offer.span, span) if self._incoming else (span, offer.span)
        self.bar.show_choice(
            self._ground.describe(source),
            desk.session.scheme.relations[offer.relations[self._kind]].title,
            self._ground.describe(target),
            place=tr("{number} of {count}", number=self._place + 1, count=len(self._offers)),
            turns=len(offer.relations) > 1,
        )

    def _make(self) -> None:
        offer, incoming, kind = self._offers[self._place], self._incoming, self._kind
        span = self._ground.focused
        self.stop()
        if span:
            source, target = (offer.span, span) if incoming else (span, offer.span)
            self._link(source, target, offer.relations[kind])
            self._reader.bring_into_view(span.start, span.end)

    def link_last_named(self) -> None:
        """Link the focused span with whoever was named last before it."""
        found = self._ground.at_hand()
        if found is None:
            return
        desk, span = found
        offer = relations.last_named(desk, span)
        if offer is None:
            self._ground.say(tr("Nobody is named before {span} who could be linked with it", span=_title(span)))
            return
        made = self._link(offer.span, span, offer.relations[0])
        if made:
            kind = desk.session.scheme.relations[made.label].title
            self._ground.offer_undo(
                tr("{source} {kind} {span}", source=self._ground.describe(offer.span), kind=kind, span=_title(span))
            )

    def _draw(self, source: str, target: str) -> None:
        """The mouse drew a link; where the scheme knows only the other direction, that one is meant."""
        desk = self._ground.desk
        if desk is None:
            return
        one, other = desk.spans[source], desk.spans[target]
        scheme = desk.session.scheme
        kinds = scheme.relations_between(one.label, other.label)
        if not kinds:
            one, other = other, one
            kinds = scheme.relations_between(one.label, other.label)
        self._ground.focus(source)
        if not kinds:
            self._ground.say(
                tr("The scheme has no link between {one} and {other}", one=_title(one), other=_title(other))
            )
        elif len(kinds) == 1:
            self._link(one, other, kinds[0])
        else:
            self._ask_kind(desk, one, other, kinds)

    def _ask_kind(self, desk: Desk, source: Span, target: Span, kinds: tuple[str, ...]) -> None:
        menu = QMenu(self._reader)
        for kind in kinds:
            title = desk.session.scheme.relations[kind].title
            menu.addAction(title).triggered.connect(lambda _=False, label=kind: self._link(source, target, label))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(QCursor.pos())

    def _link(self, source: Span, target: Span, label: str) -> Relation | None:
        desk = self._ground.desk
        return self._ground.attempt(lambda: relations.link(desk, source, target, label)) if desk else None

    # Walking and changing

    def follow(self) -> None:
        """To the other end of the focused span's first link, back, to the next one's, and so on."""
        found = self._ground.at_hand()
        if found is None:
            return
        desk, span = found
        if self._came_from and self._came_from[0] != span.id and self._came_from[0] in desk.spans:
            origin, _ = self._came_from
            if any(origin in (link.source, link.target) for link in desk.linked(span.id)):
                self._ground.focus(origin, reveal=True)
                return
        links = self._links()
        if not links:
            self._ground.say(tr("{span} has no links; {key} makes one", span=_title(span), key=keymap.shown("link")))
            return
        last = self._came_from[1] if self._came_from and self._came_from[0] == span.id else -1
        place = (last + 1) % len(links)
        self._came_from = (span.id, place)
        self._ground.focus(links[place].other.id, reveal=True)

    def _jump(self, name: str) -> None:
        """To another end; from there the chip of the first one leads back."""
        span = self._ground.focused
        if span:
            self._came_from = (span.id, -1)
        self._ground.focus(name, reveal=True)
        self._reader.setFocus()

    def delete(self) -> bool:
        """Remove the link that the list points to, if the keys are there; whether that was meant."""
        desk, link = self._ground.desk, self.list.current
        if desk is None or link is None or not self.list.hasFocus():
            return False
        self._ground.attempt(lambda: relations.unlink(desk, link.relation))
        self._ground.offer_undo(tr("Removed the link “{title}”", title=link.title))
        return True

    def reverse(self) -> None:
        """Let the link that the list points to lead the other way."""
        desk, link = self._ground.desk, self.list.current
        if desk is None or link is None:
            self._ground.say(tr("Point to a link in the list first (F6)"))
            return
        self._ground.attempt(lambda: relations.reverse(desk, link.relation))

    def _say_attribute(self, name: str, value: str) -> None:
        desk, link = self._ground.desk, self.list.current
        if desk and link:
            self._ground.attempt(lambda: relations.set_relation_attribute(desk, link.relation, name, value))

    def _leave_list(self) -> None:
        self._reader.setFocus()
        self._show_curves()


def _title(span: Span) -> str:
    return f"“{brief(' '.join(span.quote.split()), _SHOWN_LETTERS)}”"
