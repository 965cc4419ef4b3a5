"""The form for a name of the cast and its facts."""

from typing import Any, get_args

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from annotator.app.cast.cast import CastName
from annotator.domain.names import name_resolution
from annotator.domain.names.registry import facts_type
from annotator.i18n import mark, tr
from annotator.ui.widgets.plain_text import PlainLabel

_CAPTIONS = {
    "aliases": mark("Also called"),
    "kind": mark("Kind"),
    "country": mark("Country"),
    "sector": mark("Sector"),
    "wikidata": mark("Wikidata"),
    "title": mark("Title"),
    "date": mark("Date"),
    "place": mark("Place"),
    "type": mark("Type"),
}
_EXAMPLES = {
    "aliases": mark("other names; joined by semicolons"),
    "country": mark("UKR"),
    "sector": mark("GOV, MIL, IGO …"),
    "wikidata": mark("Q212"),
    "date": mark("2025-10-31"),
}


class FactsForm(QWidget):
    """The fields of a name and its facts; each is reported when its field is left."""

    renamed = Signal(str)
    """The new name."""
    facts_changed = Signal(dict)
    """All facts, with the changed ones."""

    def __init__(self, registry: str, event_types: tuple[str, ...]) -> None:
        super().__init__()
        self._name = QLineEdit()
        self._fields: dict[str, QLineEdit | QComboBox] = {}
        self._cast_name: CastName | None = None
        self._refusal = PlainLabel()
        self._refusal.setProperty("role", "error")
        self._refusal.setWordWrap(True)
        self._refusal.hide()
        form = QFormLayout()
        form.setVerticalSpacing(4)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        _add(form, tr("Name"), self._name)
        self._name.editingFinished.connect(self._rename)
        for name, fact in facts_type(registry).model_fields.items():
            choices = event_types if name == "type" else get_args(fact.annotation)
            field = _choice(choices) if choices and name != "aliases" else _edit(tr(_EXAMPLES.get(name, "")))
            if isinstance(field, QComboBox):
                field.activated.connect(self._emit_facts)
            else:
                field.editingFinished.connect(self._emit_typed)
            _add(form, tr(_CAPTIONS.get(name, name)), field)
            self._fields[name] = field
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(form)
        column.addWidget(self._refusal)

    def show_name(self, cast_name: CastName | None) -> None:
        """Fill the fields; if the name is shown already, a field in which the user is typing keeps its text."""
        same = self._cast_name is not None and cast_name is not None and self._cast_name.name == cast_name.name
        self._cast_name = cast_name
        self.setEnabled(cast_name is not None)
        facts = cast_name.entry.facts.model_dump() if cast_name and cast_name.entry else {}
        self._fill(self._name, cast_name.name if cast_name else "", same=same)
        for name, field in self._fields.items():
            value = facts.get(name, "")
            self._fill(field, name_resolution.join(value) if name == "aliases" else value, same=same)
        if not same:
            self.refuse("")

    def _fill(self, field: QLineEdit | QComboBox, value: str, *, same: bool) -> None:
        if isinstance(field, QComboBox):
            if field.findData(value) < 0:
                field.addItem(value, value)
            field.setCurrentIndex(field.findData(value))
        elif not (same and field.hasFocus() and field.isModified()):
            field.setText(value)
            field.setCursorPosition(0)

    def refuse(self, reason: str) -> None:
        """Show why the facts are refused; an empty reason clears the refusal."""
        self._refusal.setText(reason)
        self._refusal.setVisible(bool(reason))

    @property
    def refusal(self) -> str:
        return self._refusal.text()

    def commit(self) -> None:
        """Report what was typed and is not reported yet."""
        self._rename()
        self._emit_typed()

    def _rename(self) -> None:
        name = self._name.text().strip()
        if self._cast_name and self._name.isModified():
            self._name.setModified(False)
            if name != self._cast_name.name:
                self.renamed.emit(name)

    def _emit_typed(self) -> None:
        typed = [field for field in self._fields.values() if isinstance(field, QLineEdit) and field.isModified()]
        for field in typed:
            field.setModified(False)
        if typed:
            self._emit_facts()

    def _emit_facts(self) -> None:
        if self._cast_name:
            self.facts_changed.emit({name: _value(name, field) for name, field in self._fields.items()})


def _value(name: str, field: QLineEdit | QComboBox) -> Any:
    if isinstance(field, QComboBox):
        return field.currentData()
    return tuple(name_resolution.split(field.text())) if name == "aliases" else field.text().strip()


def _add(form: QFormLayout, title: str, field: QWidget) -> None:
    caption = PlainLabel(title)
    caption.setProperty("role", "muted")
    caption.setBuddy(field)
    field.setAccessibleName(title)
    form.addRow(caption, field)


def _edit(example: str) -> QLineEdit:
    field = QLineEdit()
    field.setPlaceholderText(example)
    return field


def _choice(values: tuple[str, ...]) -> QComboBox:
    field = QComboBox()
    field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    for value in ("", *filter(None, values)):
        field.addItem(value or tr("(not said)"), value)
    return field
