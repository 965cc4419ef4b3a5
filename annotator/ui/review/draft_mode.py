"""The key mode that edits a draft of gold with the keys of the article."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent

from annotator.app import log_file
from annotator.app.review.queue import initial_choice
from annotator.domain.errors import Refused
from annotator.domain.marks.marks import Fragment, Span
from annotator.i18n import tr
from annotator.review.draft import Draft, DraftEditor
from annotator.ui.annotate.modes.key_modes import BoundaryMode
from annotator.ui.annotate.modes.value_cycler import ValueCycler
from annotator.ui.annotate.panels.details import AttributeEdit, Details
from annotator.ui.annotate.panels.relation_list import RelationList
from annotator.ui.annotate.reader.relation_painter import ShownRelation
from annotator.ui.annotate.span_controller import EDGES
from annotator.ui.review.context import ReviewContext
from annotator.ui.review.panels.passage_view import PassageView
from annotator.ui.shell import keys_in_force

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_Modifier = Qt.KeyboardModifier
_UNDO, _REDO, _PANE = "undo", "redo", "next-pane"


class DraftMode(QObject):
    """The mode in which the keys of the article work on a draft; nothing is written before Enter."""

    def __init__(
        self, context: ReviewContext, passage: PassageView, details: Details, relations: RelationList, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context, self._passage, self._details, self._relations = context, passage, details, relations
        self._value_cycler = ValueCycler(passage)
        self._editor: DraftEditor | None = None
        self._boundary_mode: BoundaryMode | None = None
        self._commands_by_key: dict[str, str] = {}
        self._commands: dict[str, Callable[[], object]] = {
            "next-span": lambda: self._step(1),
            "previous-span": lambda: self._step(-1),
            "next-fragment": lambda: self._edit(lambda editor: editor.next_fragment()),
            "boundary": self._enter_boundary_mode,
            "name": self._change_name,
            "delete": lambda: self._edit(lambda editor: editor.remove()),
            "link": lambda: self._edit(lambda editor: editor.next_relation_label()),
            "link-from": lambda: self._edit(lambda editor: editor.reverse_relation()),
            _UNDO: self.undo,
            _REDO: self.redo,
            _PANE: self._next_pane,
            **{name: partial(self._nudge, name) for name in EDGES},
        }
        details.hide()
        details.attribute_changed.connect(self._set_attribute)
        details.note_changed.connect(lambda note: self._edit(lambda editor: editor.set_note(note)))
        relations.attribute_changed.connect(lambda name, value: self._set_attribute(AttributeEdit(name, value)))
        for panel in (details, relations):
            panel.left.connect(passage.setFocus)

    # Begin and end

    @property
    def draft(self) -> Draft | None:
        """The draft as it is now; None if nothing is edited."""
        return self._editor.draft if self._editor else None

    def begin(self) -> None:
        """Edit a draft of the current case."""
        case = self._context.current_case
        if case is None:
            return
        session, choice = self._context.review.session, initial_choice(*case, self._context.suggestion)
        self._editor = DraftEditor(Draft(spans=choice.spans, relations=choice.relations), case[0].text, session.scheme)
        self._boundary_mode = None
        window_keys = {key: name for name in (_UNDO, _REDO, _PANE) for key in keys_in_force.command_keys(name)}
        self._commands_by_key = keys_in_force.reader_keys(session.scheme) | window_keys
        self._details.clear_forms()
        self._context.enter_mode(self, selecting=True)
        self._move_caret_to_mark()
        self._show()

    def end(self) -> None:
        """Discard the draft and hide its fields."""
        self._editor = self._boundary_mode = None
        self._details.show_span(None, None)
        self._details.hide()
        self._passage.highlight_edited(())
        self._relations.show_relations([], {})
        if self._value_cycler.chooser:
            self._value_cycler.chooser.hide()
        if self._passage.has_selection():
            self._passage.select(self._passage.caret(), self._passage.caret())

    def _settle(self) -> None:
        if self._editor:
            self._details.settle()
            choice = self._editor.choice
            self._context.settle(lambda *_: choice)

    # Keys

    def takes(self, event: QKeyEvent) -> bool:
        """The mode takes all plain keys, so that no key settles the case by mistake."""
        plain = event.modifiers() & ~_Modifier.KeypadModifier in (_Modifier.NoModifier, _Modifier.ShiftModifier)
        function_key = Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35
        command = self._commands_by_key.get(keys_in_force.event_key(event), "")
        return (plain and not function_key) or self._passage.is_caret_key(event) or self._is_command(command)

    def _is_command(self, name: str) -> bool:
        return name in self._commands or name.partition(":")[0] in ("label", "fragment", "attribute")

    def press(self, event: QKeyEvent) -> None:
        if self._boundary_mode and self._boundary_mode.takes(event):
            self._boundary_mode.press(event)
        elif event.key() == Qt.Key.Key_Escape:
            self._context.return_to_case()
        elif event.key() in _ENTER:
            self._settle()
        elif self._passage.is_caret_key(event):
            self._passage.move_caret(event)
        else:
            command = self._commands_by_key.get(keys_in_force.event_key(event), "")
            if command or event.text():
                self._run(command)

    def _run(self, command: str) -> None:
        """Carry out a command of the article on the draft."""
        kind, _, name = command.partition(":")
        self._details.settle()
        if kind in ("label", "fragment"):
            self._add_mark(kind, name)
        elif kind == "attribute":
            self._change_value(name)
        elif command in self._commands:
            self._commands[command]()
        else:
            self.refuse_command()

    def refuse_command(self) -> None:
        """Say that a command does nothing while a draft is edited."""
        self._details.settle()
        self._context.say(tr("This has no meaning in an edit; Enter settles it, Esc leaves it as it was"))

    # Edits

    def _edit(self, act: Callable[[DraftEditor], Any]) -> bool:
        """Edit the draft and show it; a refusal is shown as a message and leaves the draft as it was."""
        if self._editor is None:
            return False
        try:
            act(self._editor)
        except Refused as refusal:
            self._context.say(log_file.logged_message(refusal))
            return False
        self._show()
        return True

    def _selected(self) -> Fragment | None:
        return self._passage.selection() if self._passage.has_selection() else None

    def _add_mark(self, kind: str, label: str) -> None:
        selected = self._selected()
        act = DraftEditor.apply_label if kind == "label" else DraftEditor.add_fragment
        if self._edit(lambda editor: act(editor, label, selected)) and selected:
            self._passage.select(selected[1], selected[1])

    def _step(self, offset: int) -> None:
        if self._edit(lambda editor: editor.move(offset)):
            self._move_caret_to_mark()

    def _nudge(self, command: str) -> None:
        edge, side, *unit = command.split("-")
        self._edit(lambda editor: editor.nudge(edge, forward=side == "right", by_word=not unit))

    def _enter_boundary_mode(self) -> None:
        self._boundary_mode = BoundaryMode(command=self._nudge, leave=self._leave_boundary_mode)
        self._context.say(
            tr("Boundaries: arrows move the end, with Shift the start, with Ctrl by a character; Enter leaves")
        )

    def _leave_boundary_mode(self) -> None:
        self._boundary_mode = None
        self._context.say(tr("Boundaries stay where they are"))

    def undo(self) -> None:
        """Take back the latest step of the edit."""
        self._details.settle()
        self._show_step(done=self._editor is not None and self._editor.undo())

    def redo(self) -> None:
        """Repeat the step of the edit that was undone last."""
        self._details.settle()
        self._show_step(done=self._editor is not None and self._editor.redo())

    def _show_step(self, *, done: bool) -> None:
        if not done:
            self._context.say(tr("Nothing of this edit is left to take back or bring again; Esc leaves it"))
        self._show()

    def _change_value(self, name: str) -> None:
        """Take the next value of this attribute, or offer all values."""
        if self._editor is None:
            return
        attribute = self._editor.draft.declared(self._context.review.session.scheme).get(name)
        if attribute is None:
            self._context.say(tr("Nothing at hand has the attribute {name}", name=name.replace("_", " ")))
            return
        self._value_cycler.change(
            attribute,
            self._editor.draft.attributes,
            anchor=self._passage.box_at(self._mark_start()),
            names=self._known_values(name),
            take=lambda value: self._set_attribute(AttributeEdit(name, value)),
        )

    def _change_name(self) -> None:
        """Choose the name for which the current span stands."""
        declared = self.draft.declared(self._context.review.session.scheme) if self.draft else {}
        registry = next((attribute.name for attribute in declared.values() if attribute.editor == "names"), None)
        if registry:
            self._change_value(registry)
        else:
            self._context.say(tr("Nothing at hand stands for somebody or something"))

    def _known_values(self, attribute: str) -> list[str]:
        """The values of this attribute in the case, then elsewhere in the article."""
        case = self._context.current_case
        if case is None:
            return []
        document, state = case
        case_spans = [span for version in state.case.spans.values() for span in version]
        all_spans = [span for layer in document.layers for span in layer.spans]
        values = (span.attributes.get(attribute, "") for span in (*case_spans, *all_spans))
        return list(dict.fromkeys(filter(None, values)))

    def _set_attribute(self, edit: AttributeEdit) -> None:
        self._edit(lambda editor: editor.set_attribute(edit.name, edit.value))

    # View

    def _mark_start(self) -> int:
        """The start of the current mark."""
        draft = self.draft
        mark = (
            (draft.current_span or (draft.current_relation.source if draft.current_relation else None))
            if draft
            else None
        )
        return mark.start if mark else self._passage.caret()

    def _move_caret_to_mark(self) -> None:
        self._passage.select(self._mark_start(), self._mark_start())

    def _show(self) -> None:
        draft = self.draft
        if draft is None:
            return
        self._details.show_span(self._context.review, draft.current_span)
        self._details.setVisible(draft.current_span is not None)
        self._passage.highlight_edited(draft.current_span.fragments if draft.current_span else ())
        scheme = self._context.review.session.scheme
        if draft.current_relation:
            relation = draft.current_relation.relation
            title = scheme.relations[relation.label].title if relation.label in scheme.relations else relation.label
            self._relations.show_relations(
                [ShownRelation(relation, draft.current_relation.target, title, outgoing=True)], scheme.relations
            )
        else:
            self._relations.show_relations([], {})
        self._context.show_case()

    def _next_pane(self) -> None:
        """Move the focus from the text to the attributes of the current mark, and back."""
        fields: list[QWidget] = [*self._relations.fields()] if self.draft and self.draft.current_relation else []
        if self.draft and self.draft.current_span:
            fields = [self._details.first_field()]
        (fields[0] if fields and self._passage.hasFocus() else self._passage).setFocus()


def draft_spans(draft: Draft) -> tuple[Span, ...]:
    """The spans of a draft, including those at the ends of its relations."""
    return (*draft.spans, *(end for relation in draft.relations for end in (relation.source, relation.target)))
