"""How do cast, article and project work together: walking mentions, facts, renaming, merging?"""

from collections.abc import Sequence
from functools import cached_property

from PySide6.QtCore import QObject, Signal

from annotator.app.annotate import attributes
from annotator.app.annotate.open_document import Desk
from annotator.app.cast import registry_edits
from annotator.app.cast.cast import Cast, Mention
from annotator.app.cast.registry_edits import Union
from annotator.app.session import Session
from annotator.domain.change_set import ChangeSet
from annotator.domain.errors import Refused
from annotator.domain.marks.marks import Span
from annotator.domain.names import name_resolution
from annotator.domain.scheme.scheme import Attribute
from annotator.i18n import tr, trn
from annotator.ui.annotate.screen import AnnotateScreen
from annotator.ui.cast.name_picker import NamePicker
from annotator.ui.cast.panel import CastPanel
from annotator.ui.shell import keymap
from annotator.ui.shell.job_runner import Work
from annotator.ui.theme import Theme
from annotator.ui.widgets.plain_text import brief

_SHOWN_LETTERS = 60


class Casting(QObject):
    """The cast of the open project, and the panel beside the article that shows it."""

    wanted = Signal(Mention)
    """A mention to be shown, perhaps in another article."""
    said = Signal(str)
    """Something to tell in passing."""
    _changed = Signal(ChangeSet)

    def __init__(self, session: Session, screen: AnnotateScreen, work: Work, theme: Theme) -> None:
        super().__init__(screen)
        self._session, self._screen, self._work, self._theme = session, screen, work, theme
        self._cast = Cast(session)
        self._scheme = session.scheme
        self._walked: tuple[str, str] | None = None
        self._mentions: list[Mention] = []
        self._merging: str | None = None
        # A job publishes from its own thread; the signal brings the change over to the window's.
        self._changed.connect(self._follow)
        session.subscribe(self._changed.emit)

    @cached_property
    def panel(self) -> CastPanel:
        """Built when it is first shown."""
        panel = CastPanel(self._session.scheme, self._cast.registries)
        panel.wear(self._theme)
        panel.turned.connect(self._turn)
        panel.pointed.connect(self._point)
        panel.walked.connect(self._walk_current)
        panel.left.connect(self._put_away)
        panel.merge.clicked.connect(self._begin_merge)
        panel.table.merged.connect(self._begin_merge)
        panel.preview.taken.connect(self._unite)
        panel.preview.left.connect(self._end_merge)
        for form in panel.forms.values():
            form.renamed.connect(self._rename)
            form.said.connect(self._say_facts)
        return panel

    @cached_property
    def picker(self) -> NamePicker:
        return NamePicker(self._screen.reader)

    def wear(self, theme: Theme) -> None:
        self._theme = theme
        if "panel" in self.__dict__:
            self.panel.wear(theme)

    def names(self, desk: Desk, span: Span, attribute: Attribute) -> list[str]:
        """What to offer for this span, the likeliest first."""
        return [proposal.name for proposal in self._cast.proposals(desk, span, attribute)]

    # Commands

    def do(self, command: str) -> None:
        """Carry out a command of the cast by its id."""
        if command == "cast":
            self.toggle()
        elif command == "name":
            self._name_focused()
        else:
            self._walk_focused(forward=command == "next-mention")

    def toggle(self) -> None:
        """Show the cast beside the article, or put it away."""
        if self._screen.beside is self.panel:
            self._put_away()
        elif self._cast.registries:
            found = self._named(self._screen.focused)
            if found:
                self.panel.tabs.setCurrentIndex(self._cast.registries.index(found[0]))
            self._screen.show_beside(self.panel)
            self._show(found[1] if found else None)
            self.panel.filter.setFocus()
            self.panel.filter.selectAll()
        else:
            self.said.emit(tr("The scheme has no attribute that names people or events"))

    def _forget_panel(self) -> None:
        """Another scheme may have other registries."""
        self._scheme, self._walked = self._session.scheme, None
        panel = self.__dict__.pop("panel", None)
        if panel is not None:
            if self._screen.beside is panel:
                self._screen.show_beside(None)
            panel.setParent(None)
            panel.deleteLater()

    def _put_away(self) -> None:
        self.panel.form.settle()
        self._end_merge()
        self._screen.show_beside(None)

    def _show(self, name: str | None = None) -> None:
        try:
            self.panel.show_lines(self._cast.lines(self.panel.registry, self._screen.desk), name=name)
        except Refused as refusal:
            self.said.emit(str(refusal))
        self._show_walk()

    def _follow(self, change: ChangeSet) -> None:
        self._cast.follow(change)
        self._mentions = []
        if change.bulk and self._scheme != self._session.scheme:
            self._forget_panel()
        self.show_article()

    def show_article(self) -> None:
        """Another article, or other marks, are on the desk."""
        if self._screen.beside is not None and self._screen.beside is self.__dict__.get("panel"):
            self._show()

    def _turn(self) -> None:
        self._end_merge()
        self._show()

    def _point(self) -> None:
        self._show_walk()
        if self._merging:
            self._preview()

    # Naming

    def _name_focused(self) -> None:
        """Offer names for the spans at hand, as the first that names anybody needs: where it says nothing yet."""
        desk, spans = self._screen.desk, self._screen.describing.spans_at_hand()
        if desk is None or not spans:
            self.said.emit(tr("Focus a span first (Tab)"))
            return
        span, asked = next(((one, asked) for one in spans if (asked := self._asked(one))), (spans[0], []))
        if not asked:
            self.said.emit(tr("A span of this label names nobody"))
            return
        attribute = next((one for one in asked if not span.attributes.get(one.name)), asked[0])
        value = span.attributes.get(attribute.name, "")
        words = tr("“{words}” means", words=brief(span.quote, _SHOWN_LETTERS))
        self.picker.open(
            f"{words} {brief(value, _SHOWN_LETTERS)}" if value else f"{words} …",
            self._cast.proposals(desk, span, attribute),
            new="" if name_resolution.is_pronoun(span.quote) else name_resolution.core(span.quote).replace(";", ","),
            near=self._screen.reader.near(span),
            back_to=self._screen.reader,
            take=lambda name: self._name(desk, spans, attribute, name),
        )

    def _asked(self, span: Span) -> list[Attribute]:
        """The attributes of the span that say who or what is meant."""
        label = self._session.scheme.labels.get(span.label)
        return [attribute for attribute in label.attributes.values() if attribute.registry] if label else []

    def _name(self, desk: Desk, spans: Sequence[Span], attribute: Attribute, name: str) -> None:
        try:
            attributes.set_on_all(desk, spans, attribute.name, name)
        except Refused as refusal:
            self.said.emit(str(refusal))

    # Walking

    def _named(self, span: Span | None) -> tuple[str, str] | None:
        """Registry and name of what a span means: whoever is walked already, else the first."""
        label = self._session.scheme.labels.get(span.label) if span else None
        for attribute in label.attributes.values() if span and label else ():
            if attribute.registry and span and span.attributes.get(attribute.name):
                meant = self._cast.meant(attribute.registry, span.attributes[attribute.name])
                walked = self._walked and self._walked[0] == attribute.registry and self._walked[1]
                return attribute.registry, walked if walked and walked in meant else meant[0]
        return None

    def _walk_focused(self, *, forward: bool) -> None:
        named = self._named(self._screen.focused) or self._walked
        if named is None:
            self.said.emit(tr("Focus a span that names somebody first (Tab)"))
            return
        self._walk(*named, forward=forward)
        if self._screen.beside is None and self._mentions:
            self.said.emit(self._told())

    def _walk_current(self, forward: bool) -> None:  # noqa: FBT001 - Qt passes it so
        line = self.panel.current
        if self.panel.merging:
            self._preview()
            self.panel.preview.take.setFocus()
        elif line:
            had_keys = self.panel.table.hasFocus()
            self._walk(self.panel.registry, line.name, forward=forward)
            if had_keys:
                self.panel.table.setFocus()

    def _walk(self, registry: str, name: str, *, forward: bool) -> None:
        """To the mention after the one at hand (or before it), from article to article and around the end."""
        if self._walked != (registry, name) or not self._mentions:
            self._walked = (registry, name)
            self._mentions = self._cast.mentions(registry, name)
        if not self._mentions:
            self.said.emit(tr("You have marked no mention of “{name}”", name=brief(name, _SHOWN_LETTERS)))
            return
        self.wanted.emit(self._mentions[self._next_place(forward=forward)])
        self._show_walk()

    def _next_place(self, *, forward: bool) -> int:
        here = self._place()
        if here >= 0:
            return (here + (1 if forward else -1)) % len(self._mentions)
        desk = self._screen.desk
        in_this = [n for n, one in enumerate(self._mentions) if desk and one.document == desk.document.id]
        if in_this:
            return in_this[0 if forward else -1]
        ids = self._session.document_ids()
        at = ids.index(desk.document.id) if desk else -1
        ahead = [n for n, one in enumerate(self._mentions) if ids.index(one.document) > at]
        return ahead[0] if forward and ahead else 0 if forward else (ahead[0] if ahead else 0) - 1

    def _place(self) -> int:
        """Which of the walked mentions is focused; -1 where none is."""
        desk, span = self._screen.desk, self._screen.focused
        here = Mention(desk.document.id, span.id) if desk and span else None
        return self._mentions.index(here) if here in self._mentions else -1

    def _told(self) -> str:
        place = tr("{place} of {count}", place=self._place() + 1, count=len(self._mentions))
        return f"{brief(self._walked[1], _SHOWN_LETTERS)}  ·  {place}" if self._walked else place

    def _show_walk(self) -> None:
        if "panel" not in self.__dict__:
            return
        line = self.panel.current
        walking = line is not None and self._walked == (self.panel.registry, line.name) and self._place() >= 0
        if walking:
            told = tr("{place} of {count}", place=self._place() + 1, count=len(self._mentions))
        else:
            told = trn("{count} mention", "{count} mentions", line.everywhere) if line else tr("nobody yet")
        self.panel.walk.setText(told)

    # What is known

    def _say_facts(self, facts: dict[str, object]) -> None:
        line = self.panel.current
        if line is None:
            return
        try:
            registry_edits.set_facts(self._cast, self._session, self.panel.registry, line.name, facts)
            self.panel.form.refuse("")
        except Refused as refusal:
            self.panel.form.refuse(str(refusal))

    def _rename(self, name: str) -> None:
        line = self.panel.current
        union = self._plan(line.name, name) if line else None
        if isinstance(union, Refused):
            self.panel.form.refuse(str(union))
        elif union and union.renames:
            self._unite(union)
        elif union:
            self._merging = union.gone
            self.panel.ask_union(merging=True)
            self.panel.preview.show_union(union)
            self.panel.preview.take.setFocus()

    def _plan(self, gone: str, kept: str) -> Union | Refused:
        try:
            return registry_edits.plan_union(self._cast, self._session, self.panel.registry, gone, kept)
        except Refused as refusal:
            return refusal

    def _begin_merge(self) -> None:
        line = self.panel.current
        if line and not self._merging:
            self._merging = line.name
            self.panel.ask_union(merging=True)
            self.panel.preview.ask(line.name)
            self.panel.table.setFocus()

    def _preview(self) -> None:
        line = self.panel.current
        if line is None or self._merging is None:
            return
        if line.name == self._merging:
            self.panel.preview.ask(line.name)
            return
        union = self._plan(self._merging, line.name)
        if isinstance(union, Refused):
            self.panel.preview.refuse(str(union))
        else:
            self.panel.preview.show_union(union)

    def _end_merge(self) -> None:
        if self._merging:
            self._merging = None
            self.panel.ask_union(merging=False)
            self.panel.form.show_line(self.panel.current)
            self.panel.table.setFocus()

    def _unite(self, union: Union) -> None:
        self._end_merge()
        title = tr("Renaming…") if union.renames else tr("Merging…")
        self._work.run(
            title,
            registry_edits.unite(self._session, union),
            done=lambda _: self._united(union),
            failed=lambda problem: self.said.emit(str(problem)),
        )

    def _united(self, union: Union) -> None:
        self._show(union.kept)
        self.panel.table.setFocus()
        gone, kept = brief(union.gone, _SHOWN_LETTERS), brief(union.kept, _SHOWN_LETTERS)
        spans = trn("{count} span", "{count} spans", union.spans)
        told = tr("“{gone}” is called “{kept}” now ({spans})", gone=gone, kept=kept, spans=spans)
        self.said.emit(tr("{text}. {key} takes it back", text=told, key=keymap.shown("undo")))
