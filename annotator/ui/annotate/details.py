"""What is said of the focused span: its attributes as the scheme declares them, and its note?"""

from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QWheelEvent
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
    QVBoxLayout,
    QWidget,
)

from annotator.app.desk import Desk
from annotator.app.inspecting import values_of
from annotator.domain.marks import Span
from annotator.domain.scheme import Attribute
from annotator.i18n import tr

_NOTE_HEIGHT = 64
_SHORTEST_FIELD = 8


class Saying(NamedTuple):
    """An attribute and the value that a person gave it."""

    name: str
    value: str


class _Choice(QComboBox):
    """A box of values that a passing mouse wheel does not change."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class _Note(QPlainTextEdit):
    """A plain-text note that tells when it is left."""

    finished = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.finished.emit()


class Details(QScrollArea):
    """The form of the focused span. It tells what a person said; it saves nothing itself."""

    said = Signal(Saying)
    """An attribute was given a value that fits."""
    noted = Signal(str)
    """The note was left with another text."""
    left = Signal()
    """Esc: back to the text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._span: Span | None = None
        self._fields: dict[str, QComboBox | QLineEdit] = {}
        self._note = _Note()

    def show_span(self, desk: Desk | None, span: Span | None) -> None:
        """Show this span; where it is the one that is shown already, only its values are renewed."""
        same = span and self._span and (span.id, span.label) == (self._span.id, self._span.label) and self.widget()
        self._span = span
        if span is None or desk is None:
            self._fields = {}
            self.setWidget(_nothing_focused())
        elif same:
            self._renew(desk, span)
        else:
            self._build(desk, span)

    def first_field(self) -> QWidget:
        """Where the keys go when a person comes here."""
        return next(iter(self._fields.values()), self._note)

    def settle(self) -> None:
        """Tell what was typed and not told yet; a command must not find it half done."""
        for name, field in self._fields.items():
            if isinstance(field, QLineEdit) and field.isModified():
                self._tell(name, field)
        self._tell_note()

    def _build(self, desk: Desk, span: Span) -> None:
        label = desk.session.scheme.labels.get(span.label)
        body = QWidget()
        form = QFormLayout(body)
        form.setContentsMargins(12, 10, 12, 12)
        form.setVerticalSpacing(4)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self._fields = {}
        for attribute in label.attributes.values() if label else ():
            field = self._field(desk, attribute)
            caption = _caption(attribute.name.replace("_", " ").capitalize() + (" *" if attribute.required else ""))
            caption.setBuddy(field)
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
        self._renew(desk, span)
        self.setWidget(body)

    def _field(self, desk: Desk, attribute: Attribute) -> QComboBox | QLineEdit:
        field: QComboBox | QLineEdit
        if attribute.kind in ("choice", "dependent"):
            field = _Choice()
            field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            field.setMinimumContentsLength(_SHORTEST_FIELD)
            field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            field.activated.connect(lambda _, name=attribute.name: self._tell(name, self._fields[name]))
        else:
            field = QLineEdit()
            if attribute.kind == "registry":
                completer = QCompleter(values_of(desk.session, attribute.name))
                completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
                completer.setFilterMode(Qt.MatchFlag.MatchContains)
                field.setCompleter(completer)
                completer.activated.connect(lambda _, name=attribute.name: self._tell(name, self._fields[name]))
            field.textEdited.connect(lambda text, told=attribute, edit=field: _show_misfit(edit, told, text))
            field.editingFinished.connect(lambda name=attribute.name: self._tell(name, self._fields.get(name)))
        field.installEventFilter(self)
        return field

    def _renew(self, desk: Desk, span: Span) -> None:
        label = desk.session.scheme.labels.get(span.label)
        for name, field in self._fields.items():
            attribute = label.attributes[name] if label else None
            value = span.attributes.get(name, "")
            with QSignalBlocker(field):
                if isinstance(field, QComboBox) and attribute:
                    _fill(field, attribute.choices(span.attributes), value)
                elif isinstance(field, QLineEdit) and not (field.hasFocus() and field.isModified()):
                    field.setText(value)
                    field.setCursorPosition(0)
        if not self._note.document().isModified() and self._note.toPlainText() != span.note:
            self._note.setPlainText(span.note)

    def _tell(self, name: str, field: QComboBox | QLineEdit | None) -> None:
        if self._span is None or field is None:
            return
        value = field.currentData() if isinstance(field, QComboBox) else field.text().strip()
        if isinstance(field, QLineEdit) and field.property("wrong") == "true":
            return
        if value != self._span.attributes.get(name, ""):
            if isinstance(field, QLineEdit):
                field.setModified(False)
            self.said.emit(Saying(name, value))

    def _tell_note(self) -> None:
        if self._span and self._note.document().isModified():
            self._note.document().setModified(False)
            self.noted.emit(self._note.toPlainText())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:  # type: ignore[attr-defined]
            self.left.emit()
            return True
        return super().eventFilter(watched, event)


def _fill(field: QComboBox, values: tuple[str, ...], value: str) -> None:
    field.clear()
    for known in dict.fromkeys(("", *values, value) if not value else (*values, value)):
        field.addItem(known or tr("(not said)"), known)
    field.setCurrentIndex(max(0, field.findData(value)))


def _show_misfit(field: QLineEdit, attribute: Attribute, text: str) -> None:
    why = attribute.misfit(text.strip())
    field.setProperty("wrong", "true" if why else "false")
    field.setToolTip(why or "")
    field.style().unpolish(field)
    field.style().polish(field)


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
