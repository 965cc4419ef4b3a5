"""How does a reviewer write what nobody marked: the keys of the article, on a draft of what shall stand?"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent

from annotator.app.review.queue import Suggestion, proposed
from annotator.domain.errors import Refused
from annotator.domain.marks.marks import Fragment, Span
from annotator.i18n import tr
from annotator.review.draft import Draft, Drafting
from annotator.ui.annotate.modes.key_modes import BoundaryMode
from annotator.ui.annotate.modes.value_cycler import Ring
from annotator.ui.annotate.panels.details import Details, Saying
from annotator.ui.annotate.panels.relation_list import LinkList
from annotator.ui.annotate.reader.relation_painter import ShownLink
from annotator.ui.annotate.span_controller import EDGES
from annotator.ui.review.context import Ground
from annotator.ui.review.passage import Passage
from annotator.ui.shell import keymap

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_Modifier = Qt.KeyboardModifier
_UNDO, _REDO, _PANE = "undo", "redo", "next-pane"


class Editing(QObject):
    """The mode in which the keys of the article work on a draft; nothing is written before Enter."""

    def __init__(self, ground: Ground, passage: Passage, details: Details, links: LinkList, parent: QObject) -> None:
        super().__init__(parent)
        self._ground, self._passage, self._details, self._links = ground, passage, details, links
        self._ring = Ring(passage)
        self._drafting: Drafting | None = None
        self._boundary: BoundaryMode | None = None
        self._known: dict[str, str] = {}
        self._commands: dict[str, Callable[[], object]] = {
            "next-span": lambda: self._walk(1),
            "previous-span": lambda: self._walk(-1),
            "next-fragment": lambda: self._do(lambda one: one.next_fragment()),
            "boundary": self._enter_boundaries,
            "name": self._name,
            "delete": lambda: self._do(lambda one: one.remove()),
            "link": lambda: self._do(lambda one: one.turn_link()),
            "link-from": lambda: self._do(lambda one: one.reverse_link()),
            _UNDO: lambda: self._step_back("undo"),
            _REDO: lambda: self._step_back("redo"),
            _PANE: self._next_pane,
            **{name: partial(self._nudge, name) for name in EDGES},
        }
        details.hide()
        details.said.connect(self._say)
        details.noted.connect(lambda note: self._do(lambda one: one.note(note)))
        links.said.connect(lambda name, value: self._say(Saying(name, value)))
        for part in (details, links):
            part.left.connect(passage.setFocus)

    # Beginning and end

    @property
    def draft(self) -> Draft | None:
        """What is to stand so far; None where nothing is edited."""
        return self._drafting.draft if self._drafting else None

    def begin(self, suggested: Suggestion | None) -> None:
        """Work on a draft of the case at hand."""
        found = self._ground.at_hand
        if found is None:
            return
        session, start = self._ground.review.session, proposed(*found, suggested)
        self._drafting = Drafting(Draft(spans=start.spans, ties=start.ties), found[0].text, session.scheme)
        self._boundary = None
        windows = {key: name for name in (_UNDO, _REDO, _PANE) for key in keymap.keys(name)}
        self._known = keymap.in_the_text(session.scheme) | windows
        self._details.forget_forms()
        self._ground.enter(self, selecting=True)
        self._stand_at_hand()
        self._show()

    def end(self) -> None:
        """Nothing is edited any more; a draft that was not settled leaves no trace."""
        self._drafting = self._boundary = None
        self._details.show_span(None, None)
        self._details.hide()
        self._passage.show_at_hand(())
        self._links.show_links([], {})
        if self._ring.chooser:
            self._ring.chooser.hide()
        if self._passage.has_selection():
            self._passage.select(self._passage.caret(), self._passage.caret())

    def _settle(self) -> None:
        if self._drafting:
            self._details.settle()
            choice = self._drafting.choice
            self._ground.settle(lambda *_: choice)

    # Keys

    def takes(self, event: QKeyEvent) -> bool:
        """Every plain key is one of the edit, so that none settles the case by mistake."""
        plain = event.modifiers() & ~_Modifier.KeypadModifier in (_Modifier.NoModifier, _Modifier.ShiftModifier)
        function_key = Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35
        known = self._known.get(keymap.pressed(event), "")
        return (plain and not function_key) or self._passage.is_caret_key(event) or self._is_command(known)

    def _is_command(self, name: str) -> bool:
        return name in self._commands or name.partition(":")[0] in ("label", "fragment", "attribute")

    def press(self, event: QKeyEvent) -> None:
        if self._boundary and self._boundary.takes(event):
            self._boundary.press(event)
        elif event.key() == Qt.Key.Key_Escape:
            self._ground.leave()
        elif event.key() in _ENTER:
            self._settle()
        elif self._passage.is_caret_key(event):
            self._passage.walk(event)
        else:
            command = self._known.get(keymap.pressed(event), "")
            if command or event.text():
                self.do(command)

    def do(self, command: str) -> None:
        """Carry out a command of the article on the draft."""
        kind, _, name = command.partition(":")
        self._details.settle()
        if kind in ("label", "fragment"):
            self._mark(kind, name)
        elif kind == "attribute":
            self._turn(name)
        elif command in self._commands:
            self._commands[command]()
        else:
            self._ground.say(tr("This has no meaning in an edit; Enter settles it, Esc leaves it as it was"))

    # Deeds

    def _do(self, act: Callable[[Drafting], Any]) -> bool:
        """Do it to the draft and show what came of it; a refusal is said, and the draft is as it was."""
        if self._drafting is None:
            return False
        try:
            act(self._drafting)
        except Refused as refusal:
            self._ground.say(str(refusal))
            return False
        self._show()
        return True

    def _selected(self) -> Fragment | None:
        return self._passage.selection() if self._passage.has_selection() else None

    def _mark(self, kind: str, label: str) -> None:
        selected = self._selected()
        act = Drafting.label if kind == "label" else Drafting.add_fragment
        if self._do(lambda one: act(one, label, selected)) and selected:
            self._passage.select(selected[1], selected[1])

    def _walk(self, by: int) -> None:
        if self._do(lambda one: one.walk(by)):
            self._stand_at_hand()

    def _nudge(self, command: str) -> None:
        edge, side, *unit = command.split("-")
        self._do(lambda one: one.nudge(edge, forward=side == "right", by_word=not unit))

    def _enter_boundaries(self) -> None:
        self._boundary = BoundaryMode(command=self._nudge, leave=self._leave_boundaries)
        self._ground.say(
            tr("Boundaries: arrows move the end, with Shift the start, with Ctrl by a character; Enter leaves")
        )

    def _leave_boundaries(self) -> None:
        self._boundary = None
        self._ground.say(tr("Boundaries stay where they are"))

    def _step_back(self, way: str) -> None:
        moved = self._drafting and (self._drafting.undo() if way == _UNDO else self._drafting.redo())
        if not moved:
            self._ground.say(tr("Nothing of this edit is left to take back or bring again; Esc leaves it"))
        self._show()

    def _turn(self, name: str) -> None:
        """The next value of this attribute, or a choice of all."""
        if self._drafting is None:
            return
        attribute = self._drafting.draft.declared(self._ground.review.session.scheme).get(name)
        if attribute is None:
            self._ground.say(tr("Nothing at hand has the attribute {name}", name=name.replace("_", " ")))
            return
        self._ring.turn(
            attribute,
            self._drafting.draft.attributes,
            near=self._passage.near(self._place()),
            names=self._names(name),
            take=lambda value: self._say(Saying(name, value)),
        )

    def _name(self) -> None:
        """Say who or what the span at hand is."""
        declared = self.draft.declared(self._ground.review.session.scheme) if self.draft else {}
        registry = next((one.name for one in declared.values() if one.kind == "registry"), None)
        if registry:
            self._turn(registry)
        else:
            self._ground.say(tr("Nothing at hand stands for somebody or something"))

    def _names(self, attribute: str) -> list[str]:
        """What people said of this case, then elsewhere in the article."""
        found = self._ground.at_hand
        if found is None:
            return []
        document, standing = found
        here = [span for spans in standing.case.spans.values() for span in spans]
        elsewhere = [span for layer in document.layers for span in layer.spans]
        values = (span.attributes.get(attribute, "") for span in (*here, *elsewhere))
        return list(dict.fromkeys(filter(None, values)))

    def _say(self, saying: Saying) -> None:
        self._do(lambda one: one.say(saying.name, saying.value))

    # What is shown

    def _place(self) -> int:
        """Where the mark at hand begins."""
        draft = self.draft
        mark = (draft.span or (draft.tie.source if draft.tie else None)) if draft else None
        return mark.start if mark else self._passage.caret()

    def _stand_at_hand(self) -> None:
        self._passage.select(self._place(), self._place())

    def _show(self) -> None:
        draft = self.draft
        if draft is None:
            return
        self._details.show_span(self._ground.review, draft.span)
        self._details.setVisible(draft.span is not None)
        self._passage.show_at_hand(draft.span.fragments if draft.span else ())
        scheme = self._ground.review.session.scheme
        if draft.tie:
            link = draft.tie.relation
            title = scheme.relations[link.label].title if link.label in scheme.relations else link.label
            self._links.show_links([ShownLink(link, draft.tie.target, title, outgoing=True)], scheme.relations)
        else:
            self._links.show_links([], {})
        self._ground.show_case()

    def _next_pane(self) -> None:
        """From the text to what is said of the mark at hand, and back."""
        fields: list[QWidget] = [*self._links.fields()] if self.draft and self.draft.tie else []
        if self.draft and self.draft.span:
            fields = [self._details.first_field()]
        (fields[0] if fields and self._passage.hasFocus() else self._passage).setFocus()


def marks_of(draft: Draft) -> tuple[Span, ...]:
    """The spans of a draft, those at the ends of its relations too."""
    return (*draft.spans, *(end for tie in draft.ties for end in (tie.source, tie.target)))
