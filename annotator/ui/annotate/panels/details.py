"""The form with the attributes and the note of the focused span."""

from collections.abc import Callable
from typing import NamedTuple, Protocol

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QFormLayout,
    QFrame,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.app.session import Session
from annotator.domain.marks.marks import Span
from annotator.domain.scheme.scheme import Attribute, Label
from annotator.i18n import tr
from annotator.ui.widgets.plain_text import Caption, tooltip

_NOTE_HEIGHT = 64
_MINIMUM_CHARACTERS = 8

NameSource = Callable[[Span, Attribute], list[str]]
"""Returns the names to offer for an attribute of a span that refers to the cast, the likeliest first."""


class SessionOwner(Protocol):
    """The owner of the span that is shown: the open article, or a draft of the review."""

    @property
    def session(self) -> Session: ...


class AttributeEdit(NamedTuple):
    """The name of an attribute and its new value."""

    name: str
    value: str


class ChoiceField(QComboBox):
    """A combo box that ignores the mouse wheel and that long values do not make wider."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_MINIMUM_CHARACTERS)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class _NoteField(QPlainTextEdit):
    """A plain-text field with a signal for the loss of focus."""

    finished = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.finished.emit()


class _Form(QScrollArea):
    """The fields of one label: created once, filled for each span."""

    attribute_changed = Signal(AttributeEdit)
    note_changed = Signal(str)
    left = Signal()

    def __init__(self, owner: SessionOwner, label: Label | None, names: NameSource) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._owner, self._label, self._names = owner, label, names
        self._span: Span | None = None
        self._fields: dict[str, QComboBox | QLineEdit] = {}
        body = QWidget()
        form = QFormLayout(body)
        form.setContentsMargins(12, 10, 12, 12)
        form.setVerticalSpacing(4)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for attribute in label.attributes.values() if label else ():
            field = self._field(attribute)
            title = f"{attribute.title} *" if attribute.required else attribute.title
            caption = Caption(title, field, explanation=attribute.help_text)
            field.setAccessibleName(caption.text())
            form.addRow(caption, field)
            self._fields[attribute.name] = field
        self._note = _NoteField()
        self._note.setTabChangesFocus(True)
        self._note.setPlaceholderText(tr("A note for the reviewer"))
        self._note.setAccessibleName(tr("Note"))
        self._note.setFixedHeight(_NOTE_HEIGHT)
        self._note.finished.connect(self._emit_note)
        self._note.installEventFilter(self)
        form.addRow(_caption(tr("Note")), self._note)
        self.setWidget(body)

    def first_field(self) -> QWidget:
        return next(iter(self._fields.values()), self._note)

    def show_span(self, owner: SessionOwner, span: Span) -> None:
        """Fill the fields, except those in which a value for this span is being typed."""
        same = self._span is not None and self._span.id == span.id and self._owner is owner
        self._owner, self._span = owner, span
        for name, field in self._fields.items():
            value = span.attributes.get(name, "")
            with QSignalBlocker(field):
                if isinstance(field, QComboBox) and self._label:
                    fill_choices(field, self._label.attributes[name].choices(span.attributes), value)
                elif isinstance(field, QLineEdit) and not (same and field.hasFocus() and field.isModified()):
                    field.setText(value)
                    field.setCursorPosition(0)
                    _show_misfit(field, None)
        typing = same and self._note.hasFocus() and self._note.document().isModified()
        if not typing and self._written() != span.note:
            self._note.setPlainText(span.note)

    def settle(self) -> None:
        """Emit the typed values that were not emitted yet."""
        for name in self._fields:
            self._emit_typed(name)
        self._emit_note()

    def clear_span(self) -> None:
        """Show no span any more; values typed from now on are ignored."""
        self._span = None

    def _field(self, attribute: Attribute) -> QComboBox | QLineEdit:
        field: QComboBox | QLineEdit
        if attribute.editor == "list":
            field = ChoiceField()
            field.activated.connect(lambda _, name=attribute.name: self._emit_value(name))
        else:
            field = QLineEdit()
            if attribute.editor == "names":
                completer = QCompleter(QStringListModel(field), field)
                completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
                completer.setFilterMode(Qt.MatchFlag.MatchContains)
                completer.activated.connect(lambda _, name=attribute.name: self._emit_value(name))
                field.setCompleter(completer)
            field.textEdited.connect(
                lambda text, edit=field, attribute=attribute: _show_misfit(edit, attribute.misfit(text.strip()))
            )
            field.editingFinished.connect(lambda name=attribute.name: self._emit_typed(name))
        field.installEventFilter(self)
        return field

    def _emit_value(self, name: str) -> None:
        field = self._fields[name]
        if self._span is None or field.property("wrong") == "true":
            return
        value = field.currentData() if isinstance(field, QComboBox) else field.text().strip()
        if value != self._span.attributes.get(name, ""):
            if isinstance(field, QLineEdit):
                field.setModified(False)
            self.attribute_changed.emit(AttributeEdit(name, value))

    def _emit_typed(self, name: str) -> None:
        """Emit the value only if it was edited: the field may return other characters than it was given."""
        field = self._fields[name]
        if isinstance(field, QLineEdit) and field.isModified():
            self._emit_value(name)

    def _emit_note(self) -> None:
        if self._span and self._note.document().isModified():
            self._note.document().setModified(False)
            self.note_changed.emit(self._written())

    def _written(self) -> str:
        """The text of the note; ``toPlainText`` would replace no-break spaces."""
        return self._note.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return True
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QLineEdit) and watched.completer():
            self._offer_values(watched)
        return super().eventFilter(watched, event)

    def _offer_values(self, field: QLineEdit) -> None:
        """Look up the values to offer; they are looked up only when the field gets the focus."""
        name = next(name for name, candidate in self._fields.items() if candidate is field)
        model = field.completer().model()
        if isinstance(model, QStringListModel) and self._span and self._label:
            model.setStringList(self._names(self._span, self._label.attributes[name]))


class Details(QStackedWidget):
    """The form of the focused span. It emits edited values and stores nothing itself."""

    attribute_changed = Signal(AttributeEdit)
    """An attribute was given a valid value."""
    note_changed = Signal(str)
    """The note was edited and left."""
    left = Signal()
    """Esc: back to the text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._forms: dict[str, _Form] = {}
        self._form: _Form | None = None
        self.names: NameSource = lambda *_: []
        self.addWidget(_nothing_focused())

    def show_span(self, owner: SessionOwner | None, span: Span | None) -> None:
        """Show this span; without one, a hint how to focus one."""
        form = self._form_of(owner, span.label) if owner and span else None
        if self._form and self._form is not form:
            self._form.clear_span()
        self._form = form
        if form and owner and span:
            form.show_span(owner, span)
            self.setCurrentWidget(form)
        else:
            self.setCurrentIndex(0)

    def settle(self) -> None:
        """Emit the typed values that were not emitted yet, so that a command finds them stored."""
        if self._form:
            self._form.settle()

    def first_field(self) -> QWidget:
        """The widget that gets the focus when the user enters the form."""
        return self._form.first_field() if self._form else self

    def clear_forms(self) -> None:
        """Delete the forms, because the scheme has changed."""
        self.show_span(None, None)
        for form in self._forms.values():
            self.removeWidget(form)
            form.deleteLater()
        self._forms = {}

    def _form_of(self, owner: SessionOwner, label: str) -> _Form:
        if label not in self._forms:
            form = _Form(owner, owner.session.scheme.labels.get(label), self.names)
            form.attribute_changed.connect(self.attribute_changed)
            form.note_changed.connect(self.note_changed)
            form.left.connect(self.left)
            self._forms[label] = form
            self.addWidget(form)
        return self._forms[label]


def fill_choices(field: QComboBox, values: tuple[str, ...], value: str) -> None:
    """Offer the values, and the current one even if the scheme no longer has it."""
    offered = list(dict.fromkeys((*values, value)))
    if [field.itemData(row) for row in range(field.count())] != offered:
        field.clear()
        for offer in offered:
            field.addItem(offer or tr("(not said)"), offer)
    field.setCurrentIndex(field.findData(value))


def _show_misfit(field: QLineEdit, reason: str | None) -> None:
    wrong = "true" if reason else "false"
    if field.property("wrong") != wrong:
        field.setProperty("wrong", wrong)
        field.style().unpolish(field)
        field.style().polish(field)
    field.setToolTip(tooltip(reason or ""))


def _caption(text: str) -> QLabel:
    caption = QLabel(text)
    caption.setTextFormat(Qt.TextFormat.PlainText)
    caption.setProperty("role", "muted")
    return caption


def _nothing_focused() -> QWidget:
    page = QFrame()
    column = QVBoxLayout(page)
    column.setContentsMargins(12, 12, 12, 12)
    hint = _caption(
        tr("Select words and press a label's letter. Tab walks the spans; the focused one is described here.")
    )
    hint.setWordWrap(True)
    column.addWidget(hint)
    column.addStretch(1)
    return page
