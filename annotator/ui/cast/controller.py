"""The controller of the cast: going through mentions, the facts of names, renaming and merging names."""

from collections.abc import Sequence
from functools import cached_property

from PySide6.QtCore import QObject, Signal

from annotator.app import log_file
from annotator.app.annotate import attributes
from annotator.app.annotate.open_document import OpenDocument
from annotator.app.cast import registry_edits
from annotator.app.cast.cast import Cast, Mention
from annotator.app.cast.registry_edits import NameUnion
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
from annotator.ui.shell import keys_in_force
from annotator.ui.shell.job_runner import JobRunner
from annotator.ui.theme import Theme
from annotator.ui.widgets.plain_text import shorten

_MAX_LETTERS = 60


class CastController(QObject):
    """The cast of the open project, the panel beside the article that shows it, and the popup that names a span."""

    mention_requested = Signal(Mention)
    """A mention to show, perhaps in another article."""
    message = Signal(str)
    _changed = Signal(ChangeSet)

    def __init__(self, session: Session, screen: AnnotateScreen, job_runner: JobRunner, theme: Theme) -> None:
        super().__init__(screen)
        self._session, self._screen, self._job_runner, self._theme = session, screen, job_runner, theme
        self._cast = Cast(session)
        self._scheme = session.scheme
        self._mentioned_name: tuple[str, str] | None = None
        self._mentions: list[Mention] = []
        self._merging: str | None = None
        # A job publishes changes in its own thread; the signal delivers them in the thread of the window.
        self._changed.connect(self._follow)
        session.subscribe(self._changed.emit)

    @cached_property
    def panel(self) -> CastPanel:
        """The panel; it is built when it is first shown."""
        panel = CastPanel(self._session.scheme, self._cast.registries)
        panel.set_theme(self._theme)
        panel.registry_changed.connect(self._show_registry)
        panel.current_changed.connect(self._follow_current)
        panel.mention_requested.connect(self._go_to_mention_of_current)
        panel.left.connect(self._close_panel)
        panel.merge_button.clicked.connect(self._begin_merge)
        panel.table.merge_requested.connect(self._begin_merge)
        panel.preview.accepted.connect(self._unite)
        panel.preview.cancelled.connect(self._end_merge)
        for form in panel.forms.values():
            form.renamed.connect(self._rename)
            form.facts_changed.connect(self._set_facts)
        return panel

    @cached_property
    def picker(self) -> NamePicker:
        return NamePicker(self._screen.reader)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        if "panel" in self.__dict__:
            self.panel.set_theme(theme)

    def names(self, open_document: OpenDocument, span: Span, attribute: Attribute) -> list[str]:
        """The names to offer for this attribute of the span, the most likely first."""
        return [proposal.name for proposal in self._cast.proposals(open_document, span, attribute)]

    # Commands

    def toggle(self) -> None:
        """Show the cast beside the article, or close it."""
        if self._screen.side_panel is self.panel:
            self._close_panel()
        elif self._cast.registries:
            meaning = self._name_meant(self._screen.focused)
            if meaning:
                self.panel.tabs.setCurrentIndex(self._cast.registries.index(meaning[0]))
            self._screen.show_side_panel(self.panel)
            self._show(meaning[1] if meaning else None)
            self.panel.filter.setFocus()
            self.panel.filter.selectAll()
        else:
            self.message.emit(tr("The scheme has no attribute that names people or events"))

    def _discard_panel(self) -> None:
        """Delete the panel, because a changed scheme may have other registries."""
        self._scheme, self._mentioned_name = self._session.scheme, None
        panel = self.__dict__.pop("panel", None)
        if panel is not None:
            if self._screen.side_panel is panel:
                self._screen.show_side_panel(None)
            panel.setParent(None)
            panel.deleteLater()

    def _close_panel(self) -> None:
        self.panel.form.commit()
        self._end_merge()
        self._screen.show_side_panel(None)

    def _show(self, name: str | None = None) -> None:
        try:
            self.panel.show_names(self._cast.names(self.panel.registry, self._screen.open_document), name=name)
        except Refused as refusal:
            self.message.emit(log_file.logged_message(refusal))
        self._show_mention_count()

    def _follow(self, change: ChangeSet) -> None:
        self._cast.follow(change)
        self._mentions = []
        if change.bulk and self._scheme != self._session.scheme:
            self._discard_panel()
        self.show_article()

    def show_article(self) -> None:
        """Show the cast of the open article, if the panel is open."""
        if self._screen.side_panel is not None and self._screen.side_panel is self.__dict__.get("panel"):
            self._show()

    def _show_registry(self) -> None:
        self._end_merge()
        self._show()

    def _follow_current(self) -> None:
        self._show_mention_count()
        if self._merging:
            self._preview()

    # Names of a span

    def name_focused(self) -> None:
        """Offer names for the target spans.

        They are offered for the first span that can have a name, and for its first attribute without a value.
        """
        document, spans = self._screen.open_document, self._screen.attribute_controller.target_spans()
        if document is None or not spans:
            self.message.emit(tr("Focus a span first (Tab)"))
            return
        span = next(filter(self._registry_attributes, spans), spans[0])
        choices = self._registry_attributes(span)
        if not choices:
            self.message.emit(tr("A span of this label names nobody"))
            return
        attribute = next((choice for choice in choices if not span.attributes.get(choice.name)), choices[0])
        value = span.attributes.get(attribute.name, "")
        words = tr("“{words}” means", words=shorten(span.quote, _MAX_LETTERS))
        self.picker.open(
            f"{words} {shorten(value, _MAX_LETTERS)}" if value else f"{words} …",
            self._cast.proposals(document, span, attribute),
            new="" if name_resolution.is_pronoun(span.quote) else name_resolution.core(span.quote).replace(";", ","),
            anchor=self._screen.reader.rectangle_of(span),
            back_to=self._screen.reader,
            take=lambda name: self._set_name(document, spans, attribute, name),
        )

    def _registry_attributes(self, span: Span) -> list[Attribute]:
        """The attributes of the span whose values are names of a registry."""
        label = self._session.scheme.labels.get(span.label)
        return [attribute for attribute in label.attributes.values() if attribute.registry] if label else []

    def _set_name(self, open_document: OpenDocument, spans: Sequence[Span], attribute: Attribute, name: str) -> None:
        try:
            attributes.set_on_all(open_document, spans, attribute.name, name)
        except Refused as refusal:
            self.message.emit(log_file.logged_message(refusal))

    # Mentions

    def _name_meant(self, span: Span | None) -> tuple[str, str] | None:
        """The registry and the name that a span means.

        If it means several names, this is the one whose mentions are shown, else the first.
        """
        label = self._session.scheme.labels.get(span.label) if span else None
        for attribute in label.attributes.values() if span and label else ():
            if attribute.registry and span and span.attributes.get(attribute.name):
                names = self._cast.names_meant(attribute.registry, span.attributes[attribute.name])
                current = next((name for name in names if self._mentioned_name == (attribute.registry, name)), names[0])
                return attribute.registry, current
        return None

    def go_to_mention(self, *, forward: bool) -> None:
        """Go to the next or previous mention of the name that the focused span means, else of the last name."""
        meaning = self._name_meant(self._screen.focused) or self._mentioned_name
        if meaning is None:
            self.message.emit(tr("Focus a span that names somebody first (Tab)"))
            return
        self._go_to(*meaning, forward=forward)
        if self._screen.side_panel is None and self._mentions:
            self.message.emit(self._position_text())

    def _go_to_mention_of_current(self, forward: bool) -> None:  # noqa: FBT001 - Qt passes it so
        cast_name = self.panel.current
        if self.panel.merging:
            self._preview()
            self.panel.preview.merge_button.setFocus()
        elif cast_name:
            had_focus = self.panel.table.hasFocus()
            self._go_to(self.panel.registry, cast_name.name, forward=forward)
            if had_focus:
                self.panel.table.setFocus()

    def _go_to(self, registry: str, name: str, *, forward: bool) -> None:
        """Go to the mention after the current one, or before it, through all articles and around the end."""
        if self._mentioned_name != (registry, name) or not self._mentions:
            self._mentioned_name = (registry, name)
            self._mentions = self._cast.mentions(registry, name)
        if not self._mentions:
            self.message.emit(tr("You have marked no mention of “{name}”", name=shorten(name, _MAX_LETTERS)))
            return
        self.mention_requested.emit(self._mentions[self._next_index(forward=forward)])
        self._show_mention_count()

    def _next_index(self, *, forward: bool) -> int:
        current = self._mention_index()
        if current >= 0:
            return (current + (1 if forward else -1)) % len(self._mentions)
        document = self._screen.open_document.document.id if self._screen.open_document else None
        in_article = [index for index, mention in enumerate(self._mentions) if mention.document == document]
        if in_article:
            return in_article[0 if forward else -1]
        ids = self._session.document_ids()
        position = ids.index(document) if document is not None else -1
        ahead = [index for index, mention in enumerate(self._mentions) if ids.index(mention.document) > position]
        return ahead[0] if forward and ahead else 0 if forward else (ahead[0] if ahead else 0) - 1

    def _mention_index(self) -> int:
        """The index of the focused span among the mentions; -1 if it is not one of them."""
        document, span = self._screen.open_document, self._screen.focused
        mention = Mention(document.document.id, span.id) if document and span else None
        return self._mentions.index(mention) if mention in self._mentions else -1

    def _position_text(self) -> str:
        """The name whose mentions are shown, and the number of the current mention."""
        position = tr("{place} of {count}", place=self._mention_index() + 1, count=len(self._mentions))
        return f"{shorten(self._mentioned_name[1], _MAX_LETTERS)}  ·  {position}" if self._mentioned_name else position

    def _show_mention_count(self) -> None:
        if "panel" not in self.__dict__:
            return
        cast_name = self.panel.current
        at_mention = (
            cast_name is not None
            and self._mentioned_name == (self.panel.registry, cast_name.name)
            and self._mention_index() >= 0
        )
        if at_mention:
            text = tr("{place} of {count}", place=self._mention_index() + 1, count=len(self._mentions))
        else:
            text = trn("{count} mention", "{count} mentions", cast_name.in_project) if cast_name else tr("nobody yet")
        self.panel.mention_label.setText(text)

    # Facts, renaming and merging

    def _set_facts(self, facts: dict[str, object]) -> None:
        cast_name = self.panel.current
        if cast_name is None:
            return
        try:
            registry_edits.set_facts(self._cast, self._session, self.panel.registry, cast_name.name, facts)
            self.panel.form.refuse("")
        except Refused as refusal:
            self.panel.form.refuse(log_file.logged_message(refusal))

    def _rename(self, name: str) -> None:
        cast_name = self.panel.current
        union = self._plan(cast_name.name, name) if cast_name else None
        if isinstance(union, Refused):
            self.panel.form.refuse(str(union))
        elif union and union.renames:
            self._unite(union)
        elif union:
            self._merging = union.old_name
            self.panel.show_merge(merging=True)
            self.panel.preview.show_union(union)
            self.panel.preview.merge_button.setFocus()

    def _plan(self, old_name: str, new_name: str) -> NameUnion | Refused:
        try:
            return registry_edits.plan_union(self._cast, self._session, self.panel.registry, old_name, new_name)
        except Refused as refusal:
            return refusal

    def _begin_merge(self) -> None:
        cast_name = self.panel.current
        if cast_name and not self._merging:
            self._merging = cast_name.name
            self.panel.show_merge(merging=True)
            self.panel.preview.ask_new_name(cast_name.name)
            self.panel.table.setFocus()

    def _preview(self) -> None:
        cast_name = self.panel.current
        if cast_name is None or self._merging is None:
            return
        if cast_name.name == self._merging:
            self.panel.preview.ask_new_name(cast_name.name)
            return
        union = self._plan(self._merging, cast_name.name)
        if isinstance(union, Refused):
            self.panel.preview.refuse(str(union))
        else:
            self.panel.preview.show_union(union)

    def _end_merge(self) -> None:
        if self._merging:
            self._merging = None
            self.panel.show_merge(merging=False)
            self.panel.form.show_name(self.panel.current)
            self.panel.table.setFocus()

    def _unite(self, union: NameUnion) -> None:
        self._end_merge()
        title = tr("Renaming…") if union.renames else tr("Merging…")
        self._job_runner.run(
            title,
            registry_edits.unite_names(self._session, union),
            done=lambda _: self._report_union(union),
            failed=lambda problem: self.message.emit(str(problem)),
        )

    def _report_union(self, union: NameUnion) -> None:
        self._show(union.new_name)
        self.panel.table.setFocus()
        old_name, new_name = shorten(union.old_name, _MAX_LETTERS), shorten(union.new_name, _MAX_LETTERS)
        spans = trn("{count} span", "{count} spans", union.spans)
        text = tr("“{gone}” is called “{kept}” now ({spans})", gone=old_name, kept=new_name, spans=spans)
        self.message.emit(tr("{text}. {key} takes it back", text=text, key=keys_in_force.shown_key("undo")))
