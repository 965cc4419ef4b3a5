"""What is said of the focused span: its attributes as the scheme declares them, and its note?"""

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
from annotator.ui.widgets.plain_text import Caption, tip

_NOTE_HEIGHT = 64
_SHORTEST_FIELD = 8

Names = Callable[[Span, Attribute], list[str]]
"""What to offer where a span's attribute names somebody, the likeliest first."""


class Home(Protocol):
    """Where a span stands that is described: an article on the desk, a draft of the review."""

    @property
    def session(self) -> Session: ...


class Saying(NamedTuple):
    """An attribute and the value that a person gave it."""

    name: str
    value: str


class Choice(QComboBox):
    """A box of values that a passing mouse wheel does not change, and that no value makes wider."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_SHORTEST_FIELD)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class _Note(QPlainTextEdit):
    """A plain-text note that tells when it is left."""

    finished = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.finished.emit()


class _Form(QScrollArea):
    """The fields of one label: made once, filled for every span of it."""

    said = Signal(Saying)
    noted = Signal(str)
    left = Signal()

    def __init__(self, home: Home, label: Label | None, names: Names) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._home, self._label, self._names = home, label, names
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
            caption = Caption(f"{attribute.title} *" if attribute.required else attribute.title, field)
            field.setAccessibleName(caption.text())
            form.addRow(caption, field)
            self._fields[attribute.name] = field
        self._note = _Note()
        self._note.setTabChangesFocus(True)
        self._note.setPlaceholderText(tr("A note for the reviewer"))
        self._note.setAccessibleName(tr("Note"))
        self._note.setFixedHeight(_NOTE_HEIGHT)
        self._note.finished.connect(self._tell_note)
        self._note.installEventFilter(self)
        form.addRow(_caption(tr("Note")), self._note)
        self.setWidget(body)

    def first_field(self) -> QWidget:
        return next(iter(self._fields.values()), self._note)

    def show_span(self, home: Home, span: Span) -> None:
        """Fill the fields; one that a person is typing in for this very span is left alone."""
        same = self._span is not None and self._span.id == span.id and self._home is home
        self._home, self._span = home, span
        for name, field in self._fields.items():
            value = span.attributes.get(name, "")
            with QSignalBlocker(field):
                if isinstance(field, QComboBox) and self._label:
                    fill(field, self._label.attributes[name].choices(span.attributes), value)
                elif isinstance(field, QLineEdit) and not (same and field.hasFocus() and field.isModified()):
                    field.setText(value)
                    field.setCursorPosition(0)
                    _show_misfit(field, None)
        typing = same and self._note.hasFocus() and self._note.document().isModified()
        if not typing and self._written() != span.note:
            self._note.setPlainText(span.note)

    def settle(self) -> None:
        """Tell what was typed and not told yet."""
        for name in self._fields:
            self._tell_typed(name)
        self._tell_note()

    def forget(self) -> None:
        """No span is shown any more; what is typed from now on belongs to none."""
        self._span = None

    def _field(self, attribute: Attribute) -> QComboBox | QLineEdit:
        field: QComboBox | QLineEdit
        if attribute.kind in ("choice", "dependent"):
            field = Choice()
            field.activated.connect(lambda _, name=attribute.name: self._tell(name))
        else:
            field = QLineEdit()
            if attribute.kind == "registry":
                completer = QCompleter(QStringListModel(field), field)
                completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
                completer.setFilterMode(Qt.MatchFlag.MatchContains)
                completer.activated.connect(lambda _, name=attribute.name: self._tell(name))
                field.setCompleter(completer)
            field.textEdited.connect(
                lambda text, edit=field, told=attribute: _show_misfit(edit, told.misfit(text.strip()))
            )
            field.editingFinished.connect(lambda name=attribute.name: self._tell_typed(name))
        field.installEventFilter(self)
        return field

    def _tell(self, name: str) -> None:
        field = self._fields[name]
        if self._span is None or field.property("wrong") == "true":
            return
        value = field.currentData() if isinstance(field, QComboBox) else field.text().strip()
        if value != self._span.attributes.get(name, ""):
            if isinstance(field, QLineEdit):
                field.setModified(False)
            self.said.emit(Saying(name, value))

    def _tell_typed(self, name: str) -> None:
        """What nobody typed in is left as it came: a form reads some characters back as others."""
        field = self._fields[name]
        if isinstance(field, QLineEdit) and field.isModified():
            self._tell(name)

    def _tell_note(self) -> None:
        if self._span and self._note.document().isModified():
            self._note.document().setModified(False)
            self.noted.emit(self._written())

    def _written(self) -> str:
        """The note as it stands; ``toPlainText`` would turn no-break spaces into others."""
        return self._note.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return True
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QLineEdit) and watched.completer():
            self._offer_values(watched)
        return super().eventFilter(watched, event)

    def _offer_values(self, field: QLineEdit) -> None:
        """What the project says elsewhere is looked up when a person is about to type, not before."""
        name = next(name for name, one in self._fields.items() if one is field)
        model = field.completer().model()
        if isinstance(model, QStringListModel) and self._span and self._label:
            model.setStringList(self._names(self._span, self._label.attributes[name]))


class Details(QStackedWidget):
    """The form of the focused span. It tells what a person said; it saves nothing itself."""

    said = Signal(Saying)
    """An attribute was given a value that fits."""
    noted = Signal(str)
    """The note was left with another text."""
    left = Signal()
    """Esc: back to the text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._forms: dict[str, _Form] = {}
        self._form: _Form | None = None
        self.names: Names = lambda *_: []
        self.addWidget(_nothing_focused())

    def show_span(self, home: Home | None, span: Span | None) -> None:
        """Show this span, or how to get to one."""
        form = self._form_of(home, span.label) if home and span else None
        if self._form and self._form is not form:
            self._form.forget()
        self._form = form
        if form and home and span:
            form.show_span(home, span)
            self.setCurrentWidget(form)
        else:
            self.setCurrentIndex(0)

    def settle(self) -> None:
        """Tell what was typed and not told yet; a command must not find it half done."""
        if self._form:
            self._form.settle()

    def first_field(self) -> QWidget:
        """Where the keys go when a person comes here."""
        return self._form.first_field() if self._form else self

    def forget_forms(self) -> None:
        """Make the forms anew: the scheme is another."""
        self.show_span(None, None)
        for form in self._forms.values():
            self.removeWidget(form)
            form.deleteLater()
        self._forms = {}

    def _form_of(self, home: Home, label: str) -> _Form:
        if label not in self._forms:
            form = _Form(home, home.session.scheme.labels.get(label), self.names)
            form.said.connect(self.said)
            form.noted.connect(self.noted)
            form.left.connect(self.left)
            self._forms[label] = form
            self.addWidget(form)
        return self._forms[label]


def fill(field: QComboBox, values: tuple[str, ...], value: str) -> None:
    """Offer the values, and the one that stands there even where the scheme no longer has it."""
    offered = list(dict.fromkeys((*values, value)))
    if [field.itemData(row) for row in range(field.count())] != offered:
        field.clear()
        for known in offered:
            field.addItem(known or tr("(not said)"), known)
    field.setCurrentIndex(field.findData(value))


def _show_misfit(field: QLineEdit, why: str | None) -> None:
    wrong = "true" if why else "false"
    if field.property("wrong") != wrong:
        field.setProperty("wrong", wrong)
        field.style().unpolish(field)
        field.style().polish(field)
    field.setToolTip(tip(why or ""))


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
